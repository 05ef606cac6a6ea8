//! The sentences of a report, written from its figures as an officer would: "Trong năm 2024, toàn
//! tỉnh tiếp 2.861 lượt công dân (tăng 118 lượt so với năm 2023)". Each number knows its column, so
//! that a reader gets from the sentence to the cell.

use calendar::Lang;
use counts::Period;
use counts::period::{Asked, Months, Part};
use units::{Gazetteer, Level, UnitRef};
use web::Words;

use crate::form::{Column, Sentence};
use crate::report::{Number, Report};
use crate::shares;

/// Fields that every report has.
pub const WORDS: &[&str] = &["unit", "period", "period.Of"];

/// A piece of a sentence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Piece {
    /// Words.
    Words(String),
    /// A number of a column, as the language writes it.
    Number {
        /// The column's name.
        column: String,
        /// As it is written.
        text: String,
    },
}

impl Piece {
    /// Its text.
    #[must_use]
    pub fn text(&self) -> &str {
        match self {
            Self::Words(text) | Self::Number { text, .. } => text,
        }
    }
}

/// The fields of a sentence, without their braces.
pub(crate) fn fields(text: &str) -> impl Iterator<Item = &str> {
    text.split('{').skip(1).filter_map(|rest| rest.split_once('}')).map(|(name, _)| name)
}

/// The sentences of a report, as they were frozen or as its figures make them.
#[must_use]
pub fn sentences(report: &Report<'_>, words: &Words) -> Vec<Vec<Piece>> {
    let made = written(report, words);
    let Some(kept) = &report.written else { return made };
    let one = |kept: &crate::frozen::Sentence| {
        let same = made.iter().find(|pieces| text(pieces) == kept.text);
        same.cloned().unwrap_or_else(|| vec![Piece::Words(kept.text.clone())])
    };
    kept.iter().filter(|kept| !kept.text.is_empty()).map(one).collect()
}

/// A sentence as text.
#[must_use]
pub fn text(pieces: &[Piece]) -> String {
    pieces.iter().map(Piece::text).collect()
}

/// Numbers of edited sentences that the figures did not give: each sentence with its own.
#[must_use]
pub fn strange<'a>(report: &'a Report<'_>) -> Vec<(&'a str, Vec<String>)> {
    let all = report.written.iter().flatten();
    all.map(|one| (one.text.as_str(), crate::frozen::claims::strange(one)))
        .filter(|(_, numbers)| !numbers.is_empty())
        .collect()
}

/// The sentences as the figures make them.
#[must_use]
pub fn written(report: &Report<'_>, words: &Words) -> Vec<Vec<Piece>> {
    let number = |name: &str| {
        let at = report.form.columns.iter().position(|column| column.id == name);
        at.and_then(|at| report.total.get(at)).copied()
    };
    let there = report.form.sentences.iter().filter(|sentence| {
        let needed = sentence.needs.as_deref().and_then(number);
        needed.is_none_or(|number| !number.is_nought())
    });
    let text =
        |sentence: &Sentence| fill(tongue(words).pick(&sentence.vi, &sentence.en), report, words);
    there.map(text).collect()
}

/// The language of words, as the ground names it.
pub(crate) fn tongue(words: &Words) -> Lang {
    match words.lang() {
        web::Lang::Vi => Lang::Vi,
        web::Lang::En => Lang::En,
    }
}

fn fill(text: &str, report: &Report<'_>, words: &Words) -> Vec<Piece> {
    let mut parts = text.split('{');
    let mut pieces = vec![Piece::Words(parts.next().unwrap_or_default().to_owned())];
    for part in parts {
        let (name, rest) = part.split_once('}').unwrap_or((part, ""));
        pieces.push(piece(name, report, words));
        pieces.push(Piece::Words(rest.to_owned()));
    }
    pieces.retain(|piece| !piece.text().is_empty());
    pieces
}

fn piece(name: &str, report: &Report<'_>, words: &Words) -> Piece {
    match name {
        "unit" => return Piece::Words(unit_words(report.unit, words)),
        "period" => return Piece::Words(period_words(report.period.asked, words)),
        "period.Of" => {
            let period = period_words(report.period.asked, words);
            return Piece::Words(words.with("period", period).t("rp-in"));
        }
        _ => {}
    }
    if let Some(told) = shares::of_total(report).into_iter().find(|told| told.share.id == name) {
        return Piece::Words(told.now.told(words));
    }
    let (id, change) = match name.strip_suffix(".change") {
        Some(id) => (id, true),
        None => (name, false),
    };
    let mut columns = report.form.columns.iter().zip(&report.total);
    match (columns.find(|(column, _)| column.id == id), change) {
        (None, _) => Piece::Words(String::new()),
        (Some((_, number)), false) => {
            Piece::Number { column: id.to_owned(), text: words.num(number.now) }
        }
        (Some((column, number)), true) => {
            let told = changed(*number, column, report.compare, words);
            Piece::Words(told.map(|told| format!(" ({told})")).unwrap_or_default())
        }
    }
}

/// `tăng 118 lượt so với năm 2023`; nothing when nothing is compared.
#[must_use]
pub fn changed(
    number: Number,
    column: &Column,
    compare: Option<Period>,
    words: &Words,
) -> Option<String> {
    let (change, compared) = (number.change()?, compare?);
    let told = words
        .with("n", words.num(change.abs()))
        .with("measure", column.measure(tongue(words)))
        .with("than", period_words(compared.asked, words));
    Some(told.t(match change.signum() {
        1 => "rp-more",
        -1 => "rp-fewer",
        _ => "rp-as-many",
    }))
}

/// `năm 2024`, `quý I năm 2024`, `6 tháng đầu năm 2024`.
#[must_use]
pub fn period_words(asked: Asked, words: &Words) -> String {
    const ROMAN: [&str; 4] = ["I", "II", "III", "IV"];
    let roman = |n: i8| usize::try_from(n - 1).ok().and_then(|n| ROMAN.get(n)).copied();
    let (year, part, months) = match asked {
        Asked::Days { from, until } => {
            let days = words.with("from", words.date(from).to_string());
            return days.with("until", words.date(until).to_string()).t("rp-days");
        }
        Asked::Part { year, part, months } => (year.to_string(), part, months),
    };
    let year = words.with("year", year);
    let named = match part {
        Part::Year => year.t("rp-year"),
        Part::Quarter(n) => year.with("n", roman(n).unwrap_or_default()).t("rp-quarter"),
        Part::SixMonths => year.t("rp-six-months"),
        Part::NineMonths => year.t("rp-nine-months"),
        Part::Month(n) => year.with("n", n.to_string()).t("rp-month"),
    };
    match months {
        Months::OfReports => named,
        Months::OfCalendar => words.with("period", named).t("rp-civil"),
    }
}

/// `toàn tỉnh Gia Lai`, `xã Bình Sa`: whose figures a sentence tells.
#[must_use]
pub fn unit_words(unit: UnitRef, words: &Words) -> String {
    let Some(unit) = Gazetteer::shared().get(unit) else { return String::new() };
    let phrase = words.with("unit", unit.phrase());
    match unit.id().level {
        Level::Commune => unit.phrase(),
        Level::Province | Level::District => phrase.t("rp-whole"),
    }
}
