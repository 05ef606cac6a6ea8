//! From the text of `rules/holidays.toml` to the data of a calendar.
//!
//! The file names each holiday and each source once; here the days of the years get their names
//! and sources from there, so that an entry can stand alone afterwards.

use std::collections::BTreeMap;

use calendar::{CalendarData, Certainty, Entry, EntryKind, Feast, Reckoning, Status};

use crate::parse::{certainty, certainty_of};
use crate::read::{File, ParseError, Row};

/// What a day can rest on: a text, and how sure we are of it.
type Sources = BTreeMap<String, (String, Certainty)>;

/// Takes the calendar out of one file; `None` when the file holds none.
pub(crate) fn calendar(file: &mut File<'_>) -> Result<Option<CalendarData>, ParseError> {
    let Some(mut years) = file.single("years")? else { return Ok(None) };
    let mut data = CalendarData {
        decided_years: (years.number("decided_from")?, years.number("decided_through")?),
        derived_years: (years.number("derived_from")?, years.number("derived_through")?),
        ..CalendarData::default()
    };
    years.finish()?;
    for mut row in file.rows("feast")? {
        data.feasts.push(feast(&mut row)?);
        row.finish()?;
    }
    let mut sources = Sources::new();
    for mut row in file.rows("source")? {
        let id = row.text("id")?;
        sources.insert(id, (row.text("text")?, certainty(&mut row)?));
        row.finish()?;
    }
    for mut year in file.rows("year")? {
        let number: i16 = year.number("year")?;
        year.rename(number.to_string());
        if number < data.decided_years.0 || number > data.decided_years.1 {
            return Err(year.error("year", "lies outside the decided years"));
        }
        let status = year.parsed("status", "decided or provisional", status_of)?;
        for mut row in year.rows("days")? {
            let entry = entry(&mut row, status, &data.feasts, &sources)?;
            if entry.date.year() != number {
                return Err(row.error("date", format!("does not belong to {number}")));
            }
            entry.check().map_err(|error| row.error("kind", error.to_string()))?;
            let twice = row.error("date", "this day is there twice");
            row.finish()?;
            if data.entries.insert(entry.date, entry).is_some() {
                return Err(twice);
            }
        }
        year.finish()?;
    }
    Ok(Some(data))
}

fn feast(row: &mut Row) -> Result<Feast, ParseError> {
    let feast = Feast {
        id: row.text("id")?,
        name_vi: row.text("vi")?,
        name_en: row.text("en")?,
        reckoning: row.parsed("reckoning", "civil or lunar", |code| match code {
            "civil" => Some(Reckoning::Civil),
            "lunar" => Some(Reckoning::Lunar),
            _ => None,
        })?,
        month: row.number("month")?,
        day: row.number("day")?,
        offset: row.opt_number("offset")?.unwrap_or(0),
        undetermined: row.opt_flag("undetermined")?.unwrap_or(false),
        compensated: row
            .opt_flag("compensated")?
            .ok_or_else(|| row.error("compensated", "is missing"))?,
        valid_from: row.date("valid_from")?,
        valid_to: row.opt_date("valid_to")?,
        source: row.text("source")?,
        certainty: certainty(row)?,
    };
    if !(1..=12).contains(&feast.month) {
        return Err(row.error("month", "lies outside 1 to 12"));
    }
    if !(1..=31).contains(&feast.day) {
        return Err(row.error("day", "lies outside 1 to 31"));
    }
    Ok(feast)
}

fn entry(
    row: &mut Row,
    status: Status,
    feasts: &[Feast],
    sources: &Sources,
) -> Result<Entry, ParseError> {
    let date = row.date("date")?;
    row.rename(date.to_string());
    let feast = row.parsed("feast", "one of the feasts above", |id| {
        feasts.iter().find(|feast| feast.id == id)
    })?;
    let source = row.parsed("source", "one of the sources above", |id| sources.get(id))?;
    let own_certainty = match row.opt_text("certainty")? {
        None => None,
        Some(code) => {
            Some(certainty_of(&code).ok_or_else(|| row.error("certainty", "is not a certainty"))?)
        }
    };
    Ok(Entry {
        date,
        kind: row.parsed("kind", "a kind of day", kind_of)?,
        name_vi: feast.name_vi.clone(),
        name_en: feast.name_en.clone(),
        instead_of: row.opt_date("for")?,
        source: source.0.clone(),
        status,
        certainty: own_certainty.unwrap_or(source.1),
    })
}

fn status_of(code: &str) -> Option<Status> {
    match code {
        "decided" => Some(Status::Decided),
        "provisional" => Some(Status::Provisional),
        _ => None,
    }
}

fn kind_of(code: &str) -> Option<EntryKind> {
    match code {
        "holiday" => Some(EntryKind::Holiday),
        "compensation" => Some(EntryKind::Compensation),
        "swap_off" => Some(EntryKind::SwapOff),
        "swap_worked" => Some(EntryKind::SwapWorked),
        _ => None,
    }
}
