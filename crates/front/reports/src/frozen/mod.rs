//! A report as it was frozen: its figures, the matters behind each, the form and the version of the
//! law, as facts. What is corrected later never changes it, and shows as a difference.

use ::store::{Result, StoreError};

use crate::form::Form;
use crate::report::{Report, Who};

pub mod cases;
pub mod claims;
pub mod desk;
pub mod differ;
pub mod facts;
pub mod meaning;
pub mod store;

use cases::Case;
use facts::{Event, Frozen};

/// A sentence: as the figures made it, and as it was let stand.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Sentence {
    /// Written from the figures.
    pub made: String,
    /// After the hand of whoever froze it.
    pub text: String,
}

/// A frozen report as its facts make it.
#[derive(Clone, Debug)]
pub struct Kept {
    /// Its stream.
    pub id: String,
    /// Its first fact.
    pub frozen: Frozen,
    /// The form as it was then.
    pub form: Form,
    /// When it was frozen.
    pub at: jiff::Timestamp,
    /// What was behind its figures.
    pub cases: Vec<Case>,
    /// Its sentences; `None` when they were erased.
    pub sentences: Option<Vec<Sentence>>,
}

impl Kept {
    /// Makes it from its facts; `None` when there are none.
    ///
    /// # Errors
    /// When a fact cannot be read or does not follow.
    pub fn replay(stream: &::store::Stream) -> Result<Option<Self>> {
        let Some((first, rest)) = stream.records.split_first() else { return Ok(None) };
        let wrong = |what: &str| StoreError::inconsistent("journal", first.name(), what);
        let Event::Frozen(frozen) = Event::read(first)? else {
            return Err(wrong("a report begins with another fact"));
        };
        let form = toml::from_str(&frozen.form_text).map_err(|error| wrong(error.message()))?;
        let mut cases = Vec::new();
        for record in rest {
            match Event::read(record)? {
                Event::Behind { cases: more } => cases.extend(more),
                Event::Frozen(_) => return Err(wrong("a report is frozen twice")),
            }
        }
        let id = stream.name.clone();
        Ok(Some(Self { id, frozen, form, at: first.at, cases, sentences: None }))
    }

    /// The report itself.
    ///
    /// # Errors
    /// When its unit or period is none.
    pub fn report(&self) -> Result<Report<'_>> {
        let frozen = &self.frozen;
        let wrong = |what: &str| StoreError::inconsistent("journal", &self.id, what);
        let unit = |text: &str| text.parse().map_err(|_| wrong("a unit is none"));
        let period = |days: &facts::Days| days.period().ok_or_else(|| wrong("a period is none"));
        let mut lines = Vec::new();
        for line in &frozen.lines {
            let who = match line.who.as_str() {
                "itself" => Who::Itself,
                "ended" => Who::Ended,
                word => Who::Unit { unit: unit(word)?, name: line.name.clone() },
            };
            lines.push(crate::report::Line { who, numbers: line.numbers.clone() });
        }
        let mut divided = Vec::new();
        for line in &frozen.divided {
            divided.push((unit(&line.who)?, line.numbers.clone()));
        }
        Ok(Report {
            form: &self.form,
            unit: unit(&frozen.of)?,
            period: period(&frozen.period)?,
            compare: frozen.compare.as_ref().map(period).transpose()?,
            total: frozen.total.clone(),
            lines,
            divided,
            joined: frozen.joined.iter().map(|one| unit(one)).collect::<Result<_>>()?,
            written: self.sentences.clone(),
            plan: frozen.plan.clone(),
        })
    }
}
