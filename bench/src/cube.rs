//! A province's annual report out of ten million facts, beside the year before: as JSON, and as a
//! document. The sums are written directly, as so many facts would have left them: simulated.

use std::time::Instant;

use jiff::civil::{Date, date};
use reports::{Ask, pages::file};
use store::{Store, Value};
use units::{Gazetteer, UnitRef};

use crate::Done;
use crate::program::Place;
use crate::report::Report;

type Fault = Box<dyn std::error::Error + Send + Sync>;

/// The province, by its code before 1 July 2025: its districts and communes are those of the years.
const PROVINCE: &str = "64";
/// The report.
const FORM: &str = "cong-tac";
/// The facts that the sums stand for, as near as whole numbers come.
const FACTS: i64 = 10_000_000;
/// Cells that an indicator has on each day at each commune.
const SPREAD: usize = 2;
/// Rows of one statement.
const ROWS: usize = 1_000;
/// How often each report is made.
const TIMES: u32 = 20;

/// The figures of reports.
pub async fn run(report: &mut Report, postgres: bool) -> Done {
    let place = Place::new(postgres).await?;
    let settings = site::Settings::read(place.path())?;
    let site = site::open(place.store().await?, &settings).await?;
    let store = &site.app.store;
    let forms = site.known.forms();
    let form = forms.on(FORM, date(2024, 12, 14)).ok_or("the form is absent")?;
    let unit = Gazetteer::shared().resolve(PROVINCE).ok_or("the province is absent")?.id();
    let terms = form.columns.iter().flat_map(|column| &column.sum);
    let cells: Vec<(String, String)> = terms
        .map(|term| {
            let kind = term.kind.first().cloned().unwrap_or_default();
            (term.of.get_ref().clone(), kind)
        })
        .collect();
    let (rows, facts) = fill(store, unit, &cells).await?;
    report.told("sums in the cube, simulated", rows as f64, "rows");
    report.told("  facts that they stand for", facts as f64, "");
    let (period, compare) = ("2024".parse()?, Some("2023".parse()?));
    let words = site.app.face.book().words(web::Lang::Vi);
    let laws = store.laws();
    for (kind, most) in [("json", 100.0), ("pdf", 500.0), ("docx", 500.0), ("xlsx", 500.0)] {
        let mut took = Vec::new();
        for _ in 0..TIMES {
            let began = Instant::now();
            let ask = Ask { form, unit, period, compare };
            let made = reports::make(store, laws.now(), ask).await?;
            file::bytes(kind, &made, (&words, None), date(2025, 1, 2))?;
            took.push(began.elapsed().as_secs_f64() * 1e3);
        }
        took.sort_by(f64::total_cmp);
        let (last, middle) = (took[took.len() - 1], took[took.len() / 2]);
        report.below(format!("a province's year beside another, {kind}"), middle, "ms", most);
        report.told("  slowest", last, "ms");
    }
    store.close().await;
    Ok(())
}

/// Every day of two years at every commune of the province; how many rows, and of how many facts.
async fn fill(
    store: &Store,
    unit: UnitRef,
    cells: &[(String, String)],
) -> Result<(i64, i64), Fault> {
    let gazetteer = Gazetteer::shared();
    let (first, last) = (date(2022, 12, 15), date(2024, 12, 14));
    let districts = gazetteer.children(unit, Some(last));
    let communes: Vec<String> = districts
        .iter()
        .flat_map(|district| gazetteer.children(district.id(), Some(last)))
        .map(|commune| commune.id().code())
        .collect();
    let days: Vec<Date> =
        first.series(jiff::ToSpan::day(1)).take_while(|day| *day <= last).collect();
    let rows = i64::try_from(communes.len() * days.len() * cells.len() * SPREAD)?;
    let each = FACTS / rows.max(1);
    let mut waiting: Vec<Value> = Vec::with_capacity(ROWS * 6);
    for commune in &communes {
        for day in &days {
            for (indicator, kind) in cells {
                for channel in 0..SPREAD {
                    let row: Vec<Value> = store::row![
                        indicator.as_str(),
                        commune.as_str(),
                        *day,
                        kind.as_str(),
                        format!("c{channel}"),
                        each
                    ];
                    waiting.extend(row);
                    if waiting.len() == ROWS * 6 {
                        put(store, std::mem::take(&mut waiting)).await?;
                    }
                }
            }
        }
    }
    put(store, waiting).await?;
    store.refresh_statistics().await?;
    Ok((rows, rows * each))
}

async fn put(store: &Store, values: Vec<Value>) -> Result<(), Fault> {
    if values.is_empty() {
        return Ok(());
    }
    let one = |row: usize| {
        let marks: Vec<String> = (1..=6).map(|n| format!("${}", row * 6 + n)).collect();
        format!("({})", marks.join(", "))
    };
    let rows: Vec<String> = (0..values.len() / 6).map(one).collect();
    let head = "INSERT INTO counts (indicator, unit, day, kind, channel, n) VALUES ";
    store.run_apart(&format!("{head}{} ON CONFLICT DO NOTHING", rows.join(", ")), values).await?;
    Ok(())
}
