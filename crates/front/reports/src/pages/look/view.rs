//! How the page to look at is drawn. The drawings are made of whole numbers of their own small
//! grids; what they say stands in text beside them.

use accounts::Scope;
use askama::Template;
use kernel::text::capital;
use units::UnitRef;
use units::outline::Outline;
use web::{FormState, Page};

use super::super::address;
use super::PATH;
use crate::form::{Column, Form};
use crate::look::{self, Change, Look};
use crate::narrative::{period_words, tongue};
use crate::out;
use crate::report::Who;

/// How long the longest bar of a month is.
const LONG: i64 = 280;
/// How high the drawing of all months is, and how wide one of its columns.
const HIGH: i64 = 120;
const WIDE: usize = 20;
/// The same of a unit's own drawing.
const LOW: i64 = 44;
const NARROW: usize = 2;
/// How wide and high the map of outlines is at the most.
const MAP: u32 = 720;

/// A month: its figure, its bar in the table and its column in the drawing.
pub(super) struct Month {
    pub name: String,
    pub n: String,
    pub long: i64,
    pub x: usize,
    pub y: i64,
    pub high: i64,
    /// The days on which the order of units or the law changed, when they are in this month.
    pub changed: Vec<String>,
}

/// A unit below: its last twelve months, what they were before, and its drawing.
pub(super) struct Small {
    pub name: String,
    pub href: Option<String>,
    pub n: String,
    pub before: String,
    pub path: String,
}

/// A unit on the map.
pub(super) struct Tile {
    pub name: String,
    pub href: String,
    pub n: String,
    pub class: String,
}

/// A unit on the map of outlines.
pub(super) struct Shape {
    pub class: String,
    pub path: String,
    pub told: String,
}

/// The units below by their outlines. Their figures stand in the tiles, for who does not see it.
pub(super) struct Map {
    pub frame: String,
    pub shapes: Vec<Shape>,
    /// How many have no outline; empty when all have one.
    pub missing: String,
}

/// A class of the map: its mark, its range in words, and how many units are in it.
pub(super) struct Class {
    pub class: String,
    pub words: String,
}

/// A figure with its words.
pub(super) struct Sheet {
    pub title: String,
    pub unit: String,
    pub sum: String,
    /// What the drawing shows, for who does not see it.
    pub told: String,
    pub months: Vec<Month>,
    /// Where the order of units changed, in the drawing.
    pub mark: Option<usize>,
    pub marked: String,
    /// Where the law changed, in the drawing, and in words.
    pub law_marks: Vec<usize>,
    pub law_words: Vec<String>,
    pub first: String,
    pub last: String,
    pub small: Vec<Small>,
    pub tiles: Vec<Tile>,
    pub map: Option<Map>,
    pub classes: Vec<Class>,
    /// The drawing of all months: `0 0 480 120`.
    pub frame: String,
}

#[derive(Template)]
#[template(path = "look.html")]
pub(super) struct LookPage<'a> {
    page: &'a Page,
    form: &'a FormState,
    scope: &'a Scope,
    forms: Vec<(String, String)>,
    columns: Vec<(String, String)>,
    sheet: Option<Sheet>,
    action: &'static str,
}

type Drawn<'a> = ((&'a Form, &'a Column), &'a Look);

/// The page.
pub(super) fn page_of<'a>(
    page: &'a Page,
    (form, scope, forms): (&'a FormState, &'a Scope, Vec<(String, String)>),
    unit: UnitRef,
    drawn: Option<Drawn<'_>>,
) -> LookPage<'a> {
    let lang = tongue(page.w());
    let columns = drawn.map(|((form, _), _)| form.columns.as_slice()).unwrap_or_default();
    LookPage {
        page,
        form,
        scope,
        forms,
        columns: columns
            .iter()
            .filter(|column| column.is_sum())
            .map(|column| (column.id.clone(), column.title(lang).to_owned()))
            .collect(),
        sheet: drawn.map(|((_, column), look)| sheet(page, unit, (column, look))),
        action: PATH,
    }
}

/// A part of a bar; what is not nought is seen.
fn part(value: i64, highest: i64, of: i64) -> i64 {
    if value <= 0 { 0 } else { (value * of / highest.max(1)).max(1) }
}

fn sheet(page: &Page, unit: UnitRef, (column, look): (&Column, &Look)) -> Sheet {
    let words = page.w();
    let measure = column.measure(tongue(words));
    let name = |at: usize| {
        look.months.get(at).map(|month| period_words(month.asked, words)).unwrap_or_default()
    };
    let highest = look.total.iter().copied().max().unwrap_or_default();
    let top = look.total.iter().position(|n| *n == highest).unwrap_or_default();
    let sums = (look::last(&look.total), look::before(&look.total));
    let told = page.with("n", page.num(highest)).with("measure", measure);
    let changed = look.changed.map(|(_, day)| page.with("day", page.date(day)).t("rl-changed"));
    Sheet {
        title: column.title(tongue(words)).to_owned(),
        unit: capital(&out::path(unit)),
        sum: page
            .with("n", page.num(sums.0))
            .with("before", page.num(sums.1))
            .with("measure", measure)
            .t("rl-sum"),
        told: told.with("month", name(top)).t("rl-highest"),
        months: months(page, look, highest),
        mark: look.changed.map(|(at, _)| at * WIDE),
        marked: changed.unwrap_or_default(),
        law_marks: look.laws.iter().map(|one| one.month * WIDE).collect(),
        law_words: look.laws.iter().map(|one| legal(page, one)).collect(),
        first: capital(&name(0)),
        last: capital(&name(look.months.len().saturating_sub(1))),
        small: small(page, look),
        tiles: tiles(page, look),
        map: map(page, look),
        classes: legend(page, look),
        frame: format!("0 0 {} {HIGH}", WIDE * look.months.len().max(1)),
    }
}

/// `Từ 01/01/2026 áp dụng: Luật Bảo vệ dữ liệu cá nhân.`
fn legal(page: &Page, change: &Change) -> String {
    let lang = tongue(page.w());
    let names: Vec<&str> = change.names.iter().map(|[vi, en]| lang.pick(vi, en)).collect();
    page.with("day", page.date(change.day)).with("names", names.join("; ")).t("rl-law")
}

fn months(page: &Page, look: &Look, highest: i64) -> Vec<Month> {
    let month = |(at, n): (usize, &i64)| {
        let period = look.months.get(at)?;
        let high = part(*n, highest, HIGH);
        let changed = look.changed.filter(|(in_it, _)| *in_it == at);
        let laws = look.laws.iter().filter(|one| one.month == at);
        Some(Month {
            name: capital(&period_words(period.asked, page.w())),
            n: page.num(*n),
            long: part(*n, highest, LONG),
            x: at * WIDE + 2,
            y: HIGH - high,
            high,
            changed: changed
                .map(|(_, day)| page.with("day", page.date(day)).t("rl-changed"))
                .into_iter()
                .chain(laws.map(|one| legal(page, one)))
                .collect(),
        })
    };
    look.total.iter().enumerate().filter_map(month).collect()
}

/// The address of the same figure of a unit below; none for what is no unit.
fn href(page: &Page, who: &Who) -> Option<String> {
    match who {
        Who::Unit { unit, .. } => {
            Some(address(PATH, &page.query(), &[("unit", &unit.to_string())]))
        }
        Who::Itself | Who::Ended => None,
    }
}

/// The units below beside each other, all on one scale.
fn small(page: &Page, look: &Look) -> Vec<Small> {
    let highest = look.lines.iter().flat_map(|line| &line.months).copied().max();
    let highest = highest.unwrap_or_default();
    let one = |line: &look::Line| {
        let steps = line.months.iter().enumerate();
        let step = |(at, n): (usize, &i64)| {
            format!("V{}H{}", LOW - part(*n, highest, LOW), (at + 1) * NARROW)
        };
        let before = page.num(look::before(&line.months));
        Small {
            name: out::who(&line.who, page.w()),
            href: href(page, &line.who),
            n: page.num(look::last(&line.months)),
            before: page.with("n", before).t("rl-before"),
            path: format!("M0 {LOW}{}V{LOW}Z", steps.map(step).collect::<String>()),
        }
    };
    look.lines.iter().map(one).collect()
}

/// The units of a map with their figures, in the order of their codes: neighbours have codes that
/// follow on one another.
fn units<'a>(look: &'a Look) -> Vec<(&'a UnitRef, &'a str, i64)> {
    let unit = |line: &'a look::Line| match &line.who {
        Who::Unit { unit, name } => Some((unit, name.as_str(), look::last(&line.months))),
        Who::Itself | Who::Ended => None,
    };
    let mut all: Vec<(&'a UnitRef, &'a str, i64)> = look.lines.iter().filter_map(unit).collect();
    all.sort_by_key(|(unit, ..)| **unit);
    all
}

fn ranges(look: &Look) -> Vec<(i64, i64)> {
    let values: Vec<i64> = units(look).into_iter().map(|(.., n)| n).collect();
    look::classes(&values)
}

fn tiles(page: &Page, look: &Look) -> Vec<Tile> {
    let ranges = ranges(look);
    let tile = |(unit, name, n): (&UnitRef, &str, i64)| Tile {
        name: name.to_owned(),
        href: address(PATH, &page.query(), &[("unit", &unit.to_string())]),
        n: page.num(n),
        class: format!("k{}", look::class(&ranges, n)),
    };
    units(look).into_iter().map(tile).collect()
}

/// The map, when an operator brought an outline of any unit below.
fn map(page: &Page, look: &Look) -> Option<Map> {
    let (ranges, units) = (ranges(look), units(look));
    let together = Outline::together(look.outlines.values());
    if together.rings.is_empty() {
        return None;
    }
    let frame = together.frame(MAP, MAP);
    let shape = |(unit, name, n): &(&UnitRef, &str, i64)| {
        let outline = look.outlines.get(&unit.code())?;
        let told = page.with("name", *name).with("n", page.num(*n));
        Some(Shape {
            class: format!("k{}", look::class(&ranges, *n)),
            path: frame.path(outline),
            told: told.t("rl-chart-of"),
        })
    };
    let shapes: Vec<Shape> = units.iter().filter_map(shape).collect();
    let missing = units.len() - shapes.len();
    let told = || page.with("n", page.num(missing)).t("rl-chart-missing");
    Some(Map {
        frame: format!("0 0 {} {}", frame.width, frame.height),
        shapes,
        missing: if missing > 0 { told() } else { String::new() },
    })
}

fn legend(page: &Page, look: &Look) -> Vec<Class> {
    let ranges = ranges(look);
    let units = units(look);
    if units.is_empty() {
        return Vec::new();
    }
    let count = |at: usize| units.iter().filter(|(.., n)| look::class(&ranges, *n) == at).count();
    let nought = (0, 0);
    let one = |(at, (least, most)): (usize, &(i64, i64))| {
        let range = match least == most {
            true => page.num(*least),
            false => format!("{}–{}", page.num(*least), page.num(*most)),
        };
        let told = page.with("range", range).with("n", page.num(count(at)));
        Class { class: format!("k{at}"), words: told.t("rl-class") }
    };
    std::iter::once(&nought).chain(&ranges).enumerate().map(one).collect()
}
