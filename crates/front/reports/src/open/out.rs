//! A volume on its way out: rows for CSV and JSON, and the dictionary beside them (Frictionless
//! Data Package). All of it is read from facts, so that the same address gives the same bytes.

use calendar::Lang;
use counts::guard::Mark;
use csv::{Terminator, WriterBuilder};
use jiff::civil::Date;
use serde_json::{Value, json};

use super::define::{Dataset, Open};
use super::facts::{ALL, Cell, Span};
use super::store::Entry;
use super::{LICENCE, LICENCE_NAME, Volume};

/// What stands for a figure that is not told at all.
pub const HIDDEN: &str = "hidden";
/// What stands for the dimension of a sum.
const TOTAL: &str = "total";

/// A row of a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line<'a> {
    /// Of which unit.
    pub unit: &'a str,
    /// The unit's name; empty for all together.
    pub name: &'a str,
    /// The period: `2024-03`, `2024-Q1`, `2024`.
    pub period: String,
    /// Its first day.
    pub from: Date,
    /// Its last day.
    pub until: Date,
    /// The figure.
    pub cell: &'a Cell,
    /// Below which number it was not told.
    pub least: i64,
}

impl Line<'_> {
    /// The figure as it is told.
    #[must_use]
    pub fn told(&self) -> String {
        match self.cell.mark {
            Mark::Shown => self.cell.n.to_string(),
            Mark::Few => few(self.least),
            Mark::Hidden => HIDDEN.to_owned(),
        }
    }

    /// By which dimension it is broken down.
    #[must_use]
    pub fn breakdown(&self) -> &str {
        if self.cell.by.is_empty() { TOTAL } else { &self.cell.by }
    }
}

/// `<5`
fn few(least: i64) -> String {
    format!("<{least}")
}

/// The rows of a volume, in the order in which they were issued.
#[must_use]
pub fn lines(volume: &Volume) -> Vec<Line<'_>> {
    let mut all = Vec::new();
    for (at, issue) in volume.issues.iter().enumerate() {
        for cell in &issue.cells {
            let place = issue.units.iter().find(|place| place.unit == cell.unit);
            let (period, back) = match cell.span {
                Span::Month => (format!("{}-{:02}", volume.year, issue.month), 0),
                Span::Quarter => (format!("{}-Q{}", volume.year, issue.month / 3), 2),
                Span::Year => (volume.year.to_string(), at),
            };
            let first = volume.issues.get(at.saturating_sub(back)).unwrap_or(issue);
            all.push(Line {
                unit: &cell.unit,
                name: place.map(|place| place.name.as_str()).unwrap_or_default(),
                period,
                from: first.from,
                until: issue.until,
                cell,
                least: issue.least,
            });
        }
    }
    all
}

/// The columns of the file, in their order; what each is stands in `open/dictionary.toml`.
const COLUMNS: [&str; 9] =
    ["unit", "unit_name", "period", "from", "until", "indicator", "breakdown", "part", "count"];

/// As CSV by RFC 4180, in UTF-8 without a mark.
///
/// # Errors
/// Never for memory that can be had.
pub fn csv(volume: &Volume) -> Result<Vec<u8>, String> {
    let mut out = WriterBuilder::new().terminator(Terminator::CRLF).from_writer(Vec::new());
    let told = |error: csv::Error| error.to_string();
    out.write_record(COLUMNS).map_err(told)?;
    for line in lines(volume) {
        let (from, until) = (line.from.to_string(), line.until.to_string());
        let told_as = line.told();
        let record: [&str; 9] = [
            line.unit,
            line.name,
            &line.period,
            &from,
            &until,
            &line.cell.of,
            line.breakdown(),
            &line.cell.part,
            &told_as,
        ];
        out.write_record(record).map_err(told)?;
    }
    out.into_inner().map_err(|error| error.to_string())
}

/// As JSON: a count that is not told is `null`, and `told` says how it stands in the table.
#[must_use]
pub fn json(volume: &Volume) -> Value {
    let line = |line: Line<'_>| {
        let shown = line.cell.mark.is_shown();
        json!({
            "unit": line.unit, "unit_name": line.name, "period": line.period,
            "from": line.from, "until": line.until, "indicator": line.cell.of,
            "breakdown": line.breakdown(), "part": line.cell.part,
            "count": shown.then_some(line.cell.n), "told": line.told(),
        })
    };
    json!({
        "dataset": volume.dataset,
        "year": volume.year,
        "months": volume.issues.len(),
        "closed": volume.is_closed(),
        "licence": LICENCE,
        "rows": lines(volume).into_iter().map(line).collect::<Vec<_>>(),
    })
}

/// What a column is, for the dictionary.
fn field(open: &Open, dataset: &Dataset, name: &str) -> Value {
    let mut field = json!({ "name": name, "type": "string" });
    if let Some(column) = open.columns().iter().find(|column| column.id == name) {
        let named = json!({
            "title": column.vi, "title_en": column.en,
            "description": column.is_vi, "description_en": column.is_en,
        });
        merge(&mut field, named);
    }
    let must = |more: Value| {
        let mut all = json!({ "required": true });
        merge(&mut all, more);
        json!({ "constraints": all })
    };
    let rest = match name {
        "unit" => must(json!({ "pattern": format!("(34|63)-[0-9]{{2,5}}|{ALL}") })),
        "period" => must(json!({ "pattern": "[0-9]{4}(-[0-9]{2}|-Q[1-4])?" })),
        "indicator" => {
            let mut all = must(json!({ "enum": dataset.indicators() }));
            merge(&mut all, json!({ "values": indicators(dataset) }));
            all
        }
        "breakdown" => {
            let mut all = must(json!({}));
            merge(&mut all, json!({ "values": breakdowns(open, dataset) }));
            all
        }
        "from" | "until" => {
            let mut all = must(json!({}));
            merge(&mut all, json!({ "type": "date" }));
            all
        }
        "count" => json!({ "type": "integer", "constraints": { "minimum": 0 } }),
        _ => json!({}),
    };
    merge(&mut field, rest);
    field
}

/// The indicators with what each counts.
fn indicators(dataset: &Dataset) -> Vec<Value> {
    let one = |told: &super::define::Told| {
        json!({
            "value": told.of, "title": told.vi, "title_en": told.en,
            "description": told.is_vi, "description_en": told.is_en,
        })
    };
    dataset.indicators.iter().map(one).collect()
}

fn merge(to: &mut Value, more: Value) {
    if let (Value::Object(to), Value::Object(more)) = (to, more) {
        to.extend(more);
    }
}

/// The dimensions of a dataset with their words.
fn breakdowns(open: &Open, dataset: &Dataset) -> Vec<Value> {
    let named = dataset.indicators.iter().flat_map(|told| [&told.kind, &told.channel]);
    let mut ids: Vec<&String> = named.flatten().collect();
    ids.sort_unstable();
    ids.dedup();
    let dimension = |id: &String| {
        let dimension = open.dimension(id)?;
        let words = dimension.words.iter();
        let words =
            words.map(|(word, [vi, en])| json!({ "value": word, "title": vi, "title_en": en }));
        Some(json!({
            "value": id, "title": dimension.title(Lang::Vi), "title_en": dimension.title(Lang::En),
            "parts": words.collect::<Vec<_>>(),
        }))
    };
    let total = json!({ "value": TOTAL });
    std::iter::once(total).chain(ids.into_iter().filter_map(dimension)).collect()
}

/// The dictionary of a dataset over all its years.
#[must_use]
pub fn package(
    open: &Open,
    dataset: &Dataset,
    entries: &[&Entry],
    (office, leasts): (&str, &[i64]),
) -> Value {
    let fields = COLUMNS.map(|column| field(open, dataset, column));
    let missing: Vec<String> =
        leasts.iter().map(|least| few(*least)).chain([HIDDEN.to_owned()]).collect();
    let schema = json!({
        "fields": fields,
        "missingValues": missing,
        "primaryKey": ["unit", "period", "indicator", "breakdown", "part"],
    });
    let resource = |entry: &&Entry| {
        json!({
            "name": entry.year.to_string(),
            "title": format!("{}, {}", dataset.vi, entry.year),
            "path": format!("{}.csv", entry.year),
            "format": "csv",
            "mediatype": "text/csv",
            "encoding": "utf-8",
            "dialect": { "delimiter": ",", "lineTerminator": "\r\n", "quoteChar": "\"" },
            "schema": schema,
        })
    };
    let keywords: Vec<&String> = dataset.keywords_vi.iter().chain(&dataset.keywords_en).collect();
    json!({
        "name": dataset.id,
        "title": dataset.vi,
        "title_en": dataset.en,
        "description": dataset.about_vi,
        "description_en": dataset.about_en,
        "keywords": keywords,
        "licenses": [{ "name": LICENCE_NAME, "path": LICENCE }],
        "contributors": [{ "title": office, "role": "publisher" }],
        "resources": entries.iter().map(resource).collect::<Vec<_>>(),
    })
}
