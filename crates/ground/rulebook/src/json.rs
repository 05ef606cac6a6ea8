//! The shape in which a due date leaves the program: the command line, the API and the public
//! calculator all answer with a [`DueAnswer`].

use calendar::{CalendarKind, Certainty, Lang, Standing, Term};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::{Deadline, Rulebook};

/// A due date with the rule and every day, as JSON.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DueAnswer {
    /// The rule as it was asked for.
    pub rule: String,
    /// The day of the event; it is not counted.
    pub event: Date,
    /// The day on which the last counted day falls.
    pub raw_due: Date,
    /// The last day on which the act is in time.
    pub due: Date,
    /// Where the rule stands, as data: `LKN 28`.
    pub article: String,
    /// How sure we are of the rule.
    pub certainty: Certainty,
    /// Whether a jurist of the place has confirmed it.
    pub confirmed: bool,
    /// Which view of the calendar was used.
    pub calendar: CalendarKind,
    /// How well the days off are known.
    pub standing: Standing,
    /// How many days of what, and whether the end rolls forward.
    pub term: Term,
    /// Where the rule stands, in words.
    pub cite: Words,
    /// The whole in words.
    pub words: Words,
    /// Every day from the event to the end.
    pub days: Vec<DueDay>,
}

/// One day of a [`DueAnswer`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DueDay {
    /// The day.
    pub date: Date,
    /// Whether it counts towards the term.
    pub counted: bool,
    /// Which day of the term it is, when it counts.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ordinal: Option<u32>,
    /// What kind of day it is: see [`Why::code`](calendar::Why::code).
    pub why: String,
    /// The same in words.
    pub words: Words,
}

/// A text in both languages.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Words {
    /// Vietnamese.
    pub vi: String,
    /// English.
    pub en: String,
}

impl Words {
    fn each(text: impl Fn(Lang) -> String) -> Words {
        Words { vi: text(Lang::Vi), en: text(Lang::En) }
    }
}

impl DueAnswer {
    /// The answer for a deadline that this rulebook gave.
    pub fn new(book: &Rulebook, deadline: &Deadline) -> DueAnswer {
        let told = &deadline.explanation;
        let days = told.days.iter().map(|day| DueDay {
            date: day.date,
            counted: day.counted.is_some(),
            ordinal: day.counted,
            why: day.why.code().to_owned(),
            words: Words::each(|lang| day.sentence(lang)),
        });
        DueAnswer {
            rule: deadline.rule.clone(),
            event: told.event,
            raw_due: told.raw_due,
            due: told.due,
            article: deadline.article.to_string(),
            certainty: deadline.certainty,
            confirmed: deadline.confirmed,
            calendar: told.calendar,
            standing: told.standing,
            term: told.term,
            cite: Words::each(|lang| book.cite(&deadline.article, lang)),
            words: Words::each(|lang| told.sentence(lang)),
            days: days.collect(),
        }
    }
}
