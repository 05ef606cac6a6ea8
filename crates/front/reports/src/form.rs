//! What a report shows, as data: a file of `forms/`, or one that an operator puts into the folder
//! `forms` beside the database. A new circular is a new file.
//!
//! ```toml
//! id = "tiep-cong-dan"
//! vi = "Kết quả tiếp công dân"
//! en = "Results of citizen reception"
//! valid_from = 2021-05-10
//!
//! [[column]]
//! id = "turns"
//! vi = "Số lượt tiếp"
//! en = "Turns"
//! sum = [{ of = "receptions.turns" }]
//!
//! [[sentence]]
//! vi = "Trong {period}, {unit} tiếp {turns} lượt công dân{turns.change}."
//! en = "In {period}, {unit} received {turns} turns of citizens{turns.change}."
//! ```

use calendar::{Certainty, Lang};
use counts::Indicator;
use jiff::civil::Date;
use serde::Deserialize;

pub mod asks;
pub mod column;

pub use column::{Column, Moment, OfLevel, Term, When};

/// The forms that come with the program: file name and text.
pub const FILES: &[(&str, &str)] = &[
    ("cong-tac.toml", include_str!("../forms/cong-tac.toml")),
    ("tiep-cong-dan.toml", include_str!("../forms/tiep-cong-dan.toml")),
    ("don-tiep-dan.toml", include_str!("../forms/don-tiep-dan.toml")),
    ("don-thu.toml", include_str!("../forms/don-thu.toml")),
    ("don-khieu-nai.toml", include_str!("../forms/don-khieu-nai.toml")),
    ("don-to-cao.toml", include_str!("../forms/don-to-cao.toml")),
    ("don-kien-nghi.toml", include_str!("../forms/don-kien-nghi.toml")),
    ("giai-quyet-khieu-nai.toml", include_str!("../forms/giai-quyet-khieu-nai.toml")),
    ("thi-hanh-khieu-nai.toml", include_str!("../forms/thi-hanh-khieu-nai.toml")),
    ("giai-quyet-to-cao.toml", include_str!("../forms/giai-quyet-to-cao.toml")),
    ("thuc-hien-to-cao.toml", include_str!("../forms/thuc-hien-to-cao.toml")),
    ("chuc-danh.toml", include_str!("../forms/chuc-danh.toml")),
];

/// A form.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Form {
    /// Its name in addresses and commands; versions of one form share it.
    pub id: String,
    /// The State's own sign, such as `01/TCD`; empty for a form by no circular.
    #[serde(default)]
    pub code: String,
    /// Where the law asks for it.
    #[serde(default)]
    pub article: Option<String>,
    /// How sure we are that its columns are those of the law.
    #[serde(default)]
    pub certainty: Option<Certainty>,
    /// The first day of the periods that it is for.
    pub valid_from: toml::value::Datetime,
    /// The last one.
    #[serde(default)]
    pub valid_to: Option<toml::value::Datetime>,
    /// Its title in Vietnamese.
    pub vi: String,
    /// Its title in English.
    pub en: String,
    /// Whether each unit below has a line of its own.
    #[serde(default)]
    pub by_unit: bool,
    /// Its columns, in their order.
    #[serde(rename = "column")]
    pub columns: Vec<Column>,
    /// Its shares, in their order.
    #[serde(rename = "share", default)]
    pub shares: Vec<Share>,
    /// Its sentences, in their order.
    #[serde(rename = "sentence", default)]
    pub sentences: Vec<Sentence>,
    /// What is said under it.
    #[serde(rename = "note", default)]
    pub notes: Vec<Note>,
    /// The file that it was read from, so that a frozen report can keep it.
    #[serde(skip)]
    pub text: String,
}

/// A share: what part of some columns others are.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Share {
    /// Its name in sentences and JSON.
    pub id: String,
    /// What it is called in Vietnamese.
    pub vi: String,
    /// The same in English.
    pub en: String,
    /// The columns that are the part.
    pub part: Vec<String>,
    /// The columns that are the whole; the part stands among them.
    pub whole: Vec<String>,
}

impl Share {
    /// What it is called.
    #[must_use]
    pub fn title(&self, lang: Lang) -> &str {
        lang.pick(&self.vi, &self.en)
    }
}

/// What is said under a report: what it leaves out, and why.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Note {
    /// In Vietnamese.
    pub vi: String,
    /// In English.
    pub en: String,
}

/// A sentence written from the figures.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Sentence {
    /// Only when this column is not nought, now or in the period compared with.
    #[serde(default)]
    pub needs: Option<String>,
    /// In Vietnamese.
    pub vi: String,
    /// In English.
    pub en: String,
}

/// A form that cannot be used: the file, the line, and what is wrong.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{file}, line {line}: {problem}")]
pub struct FormError {
    /// The file.
    pub file: String,
    /// The line, from 1.
    pub line: usize,
    /// What is wrong with it.
    pub problem: String,
}

/// All forms of an installation.
#[derive(Clone, Debug)]
pub struct Forms(Vec<Form>);

impl Forms {
    /// Reads files.
    ///
    /// # Errors
    /// The first file that is no form, and where.
    pub fn read<'a>(
        files: impl IntoIterator<Item = (&'a str, &'a str)>,
        indicators: &[Indicator],
    ) -> Result<Self, FormError> {
        let one = |(file, text)| read(file, text, indicators);
        files.into_iter().map(one).collect::<Result<_, _>>().map(Self)
    }

    /// The forms that come with the program, as far as they can be read: their tests read all.
    #[must_use]
    pub(crate) fn own() -> Self {
        Self(FILES.iter().filter_map(|(_, text)| toml::from_str(text).ok()).collect())
    }

    /// The form of that name for periods that end on a day.
    #[must_use]
    pub fn on(&self, id: &str, day: Date) -> Option<&Form> {
        self.0.iter().find(|form| form.id == id && form.is_for(day))
    }

    /// All that are for periods that end on a day, in their order.
    pub fn all_on(&self, day: Date) -> impl Iterator<Item = &Form> {
        self.0.iter().filter(move |form| form.is_for(day))
    }

    /// All of them, those of before too.
    pub fn all(&self) -> impl Iterator<Item = &Form> {
        self.0.iter()
    }

    /// The names of all, each once.
    #[must_use]
    pub fn names(&self) -> Vec<&str> {
        let mut names: Vec<&str> = self.0.iter().map(|form| form.id.as_str()).collect();
        names.dedup();
        names
    }
}

fn read(file: &str, text: &str, indicators: &[Indicator]) -> Result<Form, FormError> {
    let fault = |at: usize, problem: String| FormError {
        file: file.to_owned(),
        line: text[..at.min(text.len())].lines().count().max(1),
        problem,
    };
    let mut form: Form = toml::from_str(text).map_err(|error| {
        fault(error.span().map_or(0, |span| span.start + 1), error.message().to_owned())
    })?;
    for term in form.columns.iter().flat_map(Column::terms) {
        let told = |problem| fault(term.of.span().end, problem);
        check_term(term, indicators).map_err(told)?;
    }
    let faults = |column: &Column| Some((column.id.clone(), column.fault()?));
    if let Some((column, problem)) = form.columns.iter().find_map(faults) {
        let at = text.find(&format!("id = \"{column}\"")).unwrap_or(0);
        return Err(fault(at + 1, problem));
    }
    check_shares(&form).map_err(|(share, problem)| {
        let at = text.find(&format!("id = \"{share}\"")).unwrap_or(0);
        fault(at + 1, problem)
    })?;
    check_sentences(&form).map_err(|(sentence, name)| {
        let at = text.find(sentence).unwrap_or(0);
        fault(at + 1, format!("no column is called {name}"))
    })?;
    text.clone_into(&mut form.text);
    Ok(form)
}

/// The indicator of a term is there, can be added up, and has such kinds and channels.
fn check_term(term: &Term, indicators: &[Indicator]) -> Result<(), String> {
    let id = term.of.get_ref();
    let found = indicators.iter().find(|one| one.id == id);
    let indicator = found.ok_or_else(|| format!("there is no indicator {id}"))?;
    if !indicator.additive {
        return Err(format!("{id} cannot be added up"));
    }
    if let Some(kind) = term.kind.iter().find(|kind| !(indicator.kind)(kind)) {
        return Err(format!("{id} has no kind {kind}"));
    }
    match term.channel.iter().find(|channel| !(indicator.channel)(channel)) {
        Some(channel) => Err(format!("{id} has no channel {channel}")),
        None => Ok(()),
    }
}

/// Every share is of columns that there are, and its part is among its whole: nothing can be more
/// than all of it.
fn check_shares(form: &Form) -> Result<(), (&str, String)> {
    for share in &form.shares {
        let all = || share.part.iter().chain(&share.whole);
        if let Some(id) = all().find(|id| !form.columns.iter().any(|one| one.id == **id)) {
            return Err((&share.id, format!("no column is called {id}")));
        }
        if let Some(id) = share.part.iter().find(|id| !share.whole.contains(id)) {
            return Err((&share.id, format!("{id} is not in the whole")));
        }
    }
    Ok(())
}

/// Every field of a sentence is a column, a share or one of the words that all reports have.
fn check_sentences(form: &Form) -> Result<(), (&str, String)> {
    let known = |name: &str| {
        let column = name.strip_suffix(".change").unwrap_or(name);
        crate::narrative::WORDS.contains(&name)
            || form.columns.iter().any(|c| c.id == column)
            || form.shares.iter().any(|share| share.id == name)
    };
    for sentence in &form.sentences {
        for text in [&sentence.vi, &sentence.en] {
            if let Some(name) = crate::narrative::fields(text).find(|name| !known(name)) {
                return Err((text, name.to_owned()));
            }
        }
        if let Some(name) = sentence.needs.as_ref().filter(|name| !known(name)) {
            return Err((&sentence.vi, name.clone()));
        }
    }
    Ok(())
}

impl Note {
    /// Its words.
    #[must_use]
    pub fn text(&self, lang: Lang) -> &str {
        lang.pick(&self.vi, &self.en)
    }
}

impl Form {
    /// Its title.
    #[must_use]
    pub fn title(&self, lang: Lang) -> &str {
        lang.pick(&self.vi, &self.en)
    }

    /// The indicators that it needs, each once.
    #[must_use]
    pub fn indicators(&self) -> Vec<&str> {
        names(self.columns.iter())
    }

    /// The indicators whose earlier days it needs too.
    #[must_use]
    pub fn open_indicators(&self) -> Vec<&str> {
        names(self.columns.iter().filter(|column| column.at.is_some()))
    }

    fn is_for(&self, day: Date) -> bool {
        let begun = day_of(&self.valid_from).is_some_and(|first| first <= day);
        begun && self.valid_to.as_ref().and_then(day_of).is_none_or(|last| day <= last)
    }
}

fn names<'a>(columns: impl Iterator<Item = &'a Column>) -> Vec<&'a str> {
    let mut all: Vec<&str> =
        columns.flat_map(Column::terms).map(|term| term.of.get_ref().as_str()).collect();
    all.sort_unstable();
    all.dedup();
    all
}

fn day_of(written: &toml::value::Datetime) -> Option<Date> {
    let date = written.date?;
    Date::new(
        i16::try_from(date.year).ok()?,
        date.month.try_into().ok()?,
        date.day.try_into().ok()?,
    )
    .ok()
}
