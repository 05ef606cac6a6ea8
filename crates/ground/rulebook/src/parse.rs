//! From the text of `rules/*.toml` to the parts of a rulebook.
//!
//! Each function reads one kind of row. What a row must be is said by its type
//! ([`Rule::check`]); here its faults get their file and row.

use calendar::Certainty;

use crate::article::{Article, Instrument};
use crate::book::Parts;
use crate::read::{File, ParseError, Row};
use crate::rule::{Ground, Rule, Start, Unit, Variant};

/// Takes the rows of the law out of one file and adds them to `parts`.
pub(crate) fn law_rows(file: &mut File<'_>, parts: &mut Parts) -> Result<(), ParseError> {
    for mut row in file.rows("instrument")? {
        let instrument = instrument(&mut row)?;
        let twice = row.error("id", "this instrument is there twice");
        row.finish()?;
        if parts.instruments.insert(instrument.id.clone(), instrument).is_some() {
            return Err(twice);
        }
    }
    for mut row in file.rows("start")? {
        let start = Start { id: row.text("id")?, vi: row.text("vi")?, en: row.text("en")? };
        let twice = row.error("id", "this event is there twice");
        row.finish()?;
        if parts.starts.insert(start.id.clone(), start).is_some() {
            return Err(twice);
        }
    }
    for mut row in file.rows("ground")? {
        let ground = ground(&mut row)?;
        ground.check().map_err(|flaw| row.error(flaw.field, flaw.problem))?;
        let twice = row.error("id", "this ground is there twice");
        row.finish()?;
        if parts.grounds.insert(ground.id.clone(), ground).is_some() {
            return Err(twice);
        }
    }
    Ok(())
}

/// Takes the rules out of one file. They are held against the instruments of all files, so this
/// comes after [`law_rows`] has seen each of them.
pub(crate) fn rules(file: &mut File<'_>, parts: &mut Parts) -> Result<(), ParseError> {
    for mut row in file.rows("rule")? {
        let rule = rule(&mut row)?;
        parts.check_rule(&rule).map_err(|flaw| row.error(flaw.field, flaw.problem))?;
        let overlap = row.error("valid_from", "another version is law on the same days");
        row.finish()?;
        let versions = parts.rules.entry(rule.id.clone()).or_default();
        if versions.iter().any(|other| other.overlaps(&rule)) {
            return Err(overlap);
        }
        versions.push(rule);
        versions.sort_by_key(|version| version.valid_from);
    }
    Ok(())
}

fn instrument(row: &mut Row) -> Result<Instrument, ParseError> {
    Ok(Instrument {
        id: row.text("id")?,
        number: row.text("number")?,
        short_vi: row.text("short_vi")?,
        short_en: row.text("short_en")?,
        valid_from: row.date("valid_from")?,
        valid_to: row.opt_date("valid_to")?,
        replaced_by: row.opt_text("replaced_by")?,
        certainty: certainty(row)?,
        note_vi: row.text("note_vi")?,
        note_en: row.text("note_en")?,
    })
}

fn ground(row: &mut Row) -> Result<Ground, ParseError> {
    let value: Option<u32> = row.opt_number("value")?;
    let unit = if value.is_some() { Some(unit(row)?) } else { None };
    Ok(Ground {
        id: row.text("id")?,
        article: article(row, "article")?,
        value,
        unit,
        valid_from: row.date("valid_from")?,
        valid_to: row.opt_date("valid_to")?,
        certainty: certainty(row)?,
        confirmed: false,
        vi: row.text("vi")?,
        en: row.text("en")?,
        next_vi: row.text("next_vi")?,
        next_en: row.text("next_en")?,
    })
}

fn rule(row: &mut Row) -> Result<Rule, ParseError> {
    let unit = unit(row)?;
    let roll_forward = match (row.opt_flag("roll_forward")?, unit) {
        (Some(flag), Unit::CalendarDays) => flag,
        (None, Unit::CalendarDays) => {
            return Err(row.error("roll_forward", "a term of calendar days must say"));
        }
        (Some(_), _) => {
            return Err(row.error("roll_forward", "means something for calendar days only"));
        }
        // A term of working days ends on a working day by itself.
        (None, _) => false,
    };
    let amended_by = row.opt_text("amended_by")?;
    let amended_by = amended_by
        .map(|text| text.parse::<Article>())
        .transpose()
        .map_err(|error| row.error("amended_by", error.to_string()))?;
    let mut variants = Vec::new();
    for mut inner in row.rows("variants")? {
        variants.push(Variant {
            id: inner.text("id")?,
            value: inner.number("value")?,
            vi: inner.text("vi")?,
            en: inner.text("en")?,
        });
        inner.finish()?;
    }
    Ok(Rule {
        id: row.text("id")?,
        article: article(row, "article")?,
        amended_by,
        value: row.opt_number("value")?,
        unit,
        start: row.opt_text("start")?,
        roll_forward,
        valid_from: row.date("valid_from")?,
        valid_to: row.opt_date("valid_to")?,
        certainty: certainty(row)?,
        confirmed: false,
        vi: row.text("vi")?,
        en: row.text("en")?,
        note_vi: row.opt_text("note_vi")?,
        note_en: row.opt_text("note_en")?,
        times: row.opt_number("times")?,
        total: row.opt_number("total")?,
        variants,
    })
}

fn unit(row: &mut Row) -> Result<Unit, ParseError> {
    row.parsed("unit", "a unit", Unit::from_code)
}

fn article(row: &mut Row, field: &str) -> Result<Article, ParseError> {
    let text = row.text(field)?;
    text.parse().map_err(|error: crate::NotAnArticle| row.error(field, error.to_string()))
}

/// The certainties, by their word.
pub(crate) fn certainty(row: &mut Row) -> Result<Certainty, ParseError> {
    let words = "verified, secondary, memory, computed or proposed";
    row.parsed("certainty", words, certainty_of)
}

pub(crate) fn certainty_of(code: &str) -> Option<Certainty> {
    use Certainty::{Computed, Memory, Proposed, Secondary, Verified};
    let all = [Verified, Secondary, Memory, Computed, Proposed];
    all.into_iter().find(|certainty| certainty.code() == code)
}
