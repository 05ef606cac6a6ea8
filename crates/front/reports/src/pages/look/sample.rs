//! Samples of the page to look at: a province across the change of units with many communes, as
//! tiles and with outlines, and one without any figure.

use std::collections::BTreeMap;

use accounts::Scope;
use counts::period::{Asked, Months, Part};
use jiff::civil::date;
use rulebook::Law;
use units::outline::Outline;
use units::{Gazetteer, UnitRef};
use web::styleguide::Sample;
use web::{FormState, Html, Page};

use super::{titled, view};
use crate::form::Forms;
use crate::look::{Change, Line, Look};
use crate::report::Who;

/// How many communes the sample has.
const COMMUNES: usize = 40;

/// The samples.
pub(in crate::pages) fn samples(page: &Page, scope: &Scope) -> Vec<Sample> {
    let page = titled(page.clone());
    let form = FormState::new().with("unit", &scope.unit);
    let known = super::Known::new(Forms::own());
    let forms = || super::super::show::forms(&page, &known, date(2026, 3, 20));
    let province: Option<UnitRef> = "34-52".parse().ok();
    let of = known.forms().on("tiep-cong-dan", date(2026, 3, 14));
    let (Some(unit), Some(of), Some(look)) = (province, of, province.and_then(look)) else {
        return Vec::new();
    };
    let (none, mapped) = (Look::default(), Look { outlines: outlines(&look), ..look.clone() });
    let html = |look: &Look| {
        let drawn = of.columns.first().map(|column| ((of, column), look));
        Html::of(&view::page_of(&page, (&form, scope, forms()), unit, drawn))
    };
    vec![
        Sample { name: "report-look", html: html(&look) },
        Sample { name: "report-look-none", html: html(&none) },
        Sample { name: "report-look-map", html: html(&mapped) },
    ]
}

/// Invented squares in rows, for all units but the last three.
fn outlines(look: &Look) -> BTreeMap<String, Outline> {
    let square = |at: i32| {
        let (lon, lat) = (10_800_000 + at % 8 * 5_000, 1_400_000 - at / 8 * 5_000);
        let ring = [(0, 0), (4_900, 300), (5_200, 4_800), (100, 5_000)];
        Outline { rings: vec![ring.map(|(x, y)| [lon + x, lat - y]).to_vec()] }
    };
    let code = |line: &Line| match &line.who {
        Who::Unit { unit, .. } => Some(unit.code()),
        Who::Itself | Who::Ended => None,
    };
    let codes = look.lines.iter().filter_map(code).take(COMMUNES - 3);
    codes.zip(0..).map(|(code, at)| (code, square(at))).collect()
}

fn look(province: UnitRef) -> Option<Look> {
    let law = Law::embedded().ok()?;
    let month = |at: i16| {
        let (year, n) = (2024 + (at + 3) / 12, (at + 3) % 12 + 1);
        let part = Part::Month(i8::try_from(n).ok()?);
        Asked::Part { months: Months::OfReports, year, part }.period(&law).ok()
    };
    let months: Vec<_> = (0..24).map_while(month).collect();
    let gazetteer = Gazetteer::shared();
    let line = |(at, unit): (i64, units::Unit<'_>)| Line {
        who: Who::Unit { unit: unit.id(), name: unit.title() },
        months: (0..24).map(|month| (at * 7 + month * 5) % 23 * i64::from(at % 6 != 0)).collect(),
    };
    let mut lines: Vec<Line> =
        (0..).zip(gazetteer.children(province, None)).take(COMMUNES).map(line).collect();
    lines.push(Line { who: Who::Itself, months: vec![3; 24] });
    let sum = |at: usize| lines.iter().map(|line| line.months[at]).sum();
    Some(Look {
        total: (0..24).map(sum).collect(),
        lines,
        changed: Some((15, date(2025, 7, 1))),
        laws: vec![Change {
            month: 21,
            day: date(2026, 1, 1),
            names: vec![["Luật Thử".to_owned(), "Trial Law".to_owned()]],
        }],
        months,
        outlines: BTreeMap::new(),
    })
}
