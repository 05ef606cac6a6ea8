//! One row of the law: how much of what, from which event, under which article, from when to when.
//!
//! A [`Rule`] is plain data with its own consistency ([`Rule::check`]). It computes no date; that
//! is the [`Rulebook`](crate::Rulebook)'s.

use std::collections::BTreeSet;

use calendar::{Certainty, Lang, Term, TermUnit};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::Article;

/// What a rule's value counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Unit {
    /// Calendar days (ngày), a term.
    #[serde(rename = "cd")]
    CalendarDays,
    /// Working days (ngày làm việc), a term.
    #[serde(rename = "wd")]
    WorkingDays,
    /// Years for which something is kept.
    #[serde(rename = "years")]
    Years,
    /// At least so many days in each month.
    #[serde(rename = "days_per_month")]
    DaysPerMonth,
    /// At least so many days in each week.
    #[serde(rename = "days_per_week")]
    DaysPerWeek,
    /// So many people: a threshold or a ceiling.
    #[serde(rename = "people")]
    People,
    /// So many households: a threshold.
    #[serde(rename = "households")]
    Households,
    /// At least so many thirds of all who could decide.
    #[serde(rename = "thirds_of_all")]
    ThirdsOfAll,
    /// At least so many hundredths of all who could decide.
    #[serde(rename = "percent_of_all")]
    PercentOfAll,
    /// More than so many hundredths of all who could decide.
    #[serde(rename = "over_percent_of_all")]
    OverPercentOfAll,
    /// More than so many hundredths of those who are present.
    #[serde(rename = "over_percent_of_present")]
    OverPercentOfPresent,
    /// At least so many times in each year.
    #[serde(rename = "per_year")]
    PerYear,
    /// At least so many calendar days before the event.
    #[serde(rename = "days_before")]
    DaysBefore,
    /// So many of a hundred: a threshold.
    #[serde(rename = "percent")]
    Percent,
    /// The day of each month from which a month of reports is counted.
    #[serde(rename = "day_of_month")]
    DayOfMonth,
    /// So many of whatever a figure counts: a threshold.
    #[serde(rename = "counted")]
    Counted,
    /// Whenever the case arises; it has no value.
    #[serde(rename = "occasion")]
    Occasion,
}

impl Unit {
    const ALL: [Unit; 17] = [
        Unit::CalendarDays,
        Unit::WorkingDays,
        Unit::Years,
        Unit::DaysPerMonth,
        Unit::DaysPerWeek,
        Unit::People,
        Unit::Households,
        Unit::ThirdsOfAll,
        Unit::PercentOfAll,
        Unit::OverPercentOfAll,
        Unit::OverPercentOfPresent,
        Unit::PerYear,
        Unit::DaysBefore,
        Unit::Percent,
        Unit::DayOfMonth,
        Unit::Counted,
        Unit::Occasion,
    ];

    /// The word for it in data and JSON.
    pub const fn code(self) -> &'static str {
        match self {
            Unit::CalendarDays => "cd",
            Unit::WorkingDays => "wd",
            Unit::Years => "years",
            Unit::DaysPerMonth => "days_per_month",
            Unit::DaysPerWeek => "days_per_week",
            Unit::People => "people",
            Unit::Households => "households",
            Unit::ThirdsOfAll => "thirds_of_all",
            Unit::PercentOfAll => "percent_of_all",
            Unit::OverPercentOfAll => "over_percent_of_all",
            Unit::OverPercentOfPresent => "over_percent_of_present",
            Unit::PerYear => "per_year",
            Unit::DaysBefore => "days_before",
            Unit::Percent => "percent",
            Unit::DayOfMonth => "day_of_month",
            Unit::Counted => "counted",
            Unit::Occasion => "occasion",
        }
    }

    /// The unit of that word.
    pub fn from_code(code: &str) -> Option<Unit> {
        Unit::ALL.into_iter().find(|unit| unit.code() == code)
    }

    /// Whether such a rule runs from an event, so that it needs a start.
    pub const fn runs_from_event(self) -> bool {
        matches!(self, Unit::CalendarDays | Unit::WorkingDays | Unit::Years)
    }
}

/// Another value of the same rule, for a case that the law names.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Variant {
    /// Its id within the rule, such as `remote`.
    pub id: String,
    /// Its value, in the rule's unit.
    pub value: u32,
    /// The case, in Vietnamese.
    pub vi: String,
    /// The case, in English.
    pub en: String,
}

/// An event that starts a clock.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Start {
    /// Its id in data, such as `acceptance`.
    pub id: String,
    /// What it is called in Vietnamese.
    pub vi: String,
    /// What it is called in English.
    pub en: String,
}

/// One dated version of a rule.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rule {
    /// The rule's id, such as `KN.res1`; several versions may share it.
    pub id: String,
    /// Where it stands.
    pub article: Article,
    /// Where the wording in force comes from, when another law changed it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub amended_by: Option<Article>,
    /// How many of `unit`: a ceiling for a term, a floor for a frequency.
    pub value: Option<u32>,
    /// What is counted.
    pub unit: Unit,
    /// The id of the event that starts the clock.
    pub start: Option<String>,
    /// Whether a term that ends on a day off ends on the next working day.
    pub roll_forward: bool,
    /// The first day on which this version is law.
    pub valid_from: Date,
    /// The last day on which it is law; `None` while it is.
    pub valid_to: Option<Date>,
    /// How sure we are of the row. A confirmation does not change it.
    pub certainty: Certainty,
    /// Whether a jurist of the place has confirmed it.
    #[serde(default)]
    pub confirmed: bool,
    /// The rule in one plain Vietnamese sentence; `{value}` stands for the value.
    pub vi: String,
    /// The same in English.
    pub en: String,
    /// What an officer should know before relying on it, in Vietnamese.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note_vi: Option<String>,
    /// The same in English.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note_en: Option<String>,
    /// How many times at most, for an extension.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub times: Option<u32>,
    /// The ceiling of the whole, first term and extensions together, in `unit`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub total: Option<u32>,
    /// Other values for cases that the law names.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub variants: Vec<Variant>,
}

/// One of the grounds on which the law lets an office refuse.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ground {
    /// Its id, such as `KN11.5`.
    pub id: String,
    /// Where it stands.
    pub article: Article,
    /// A number within the ground, in `unit`, where it has one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub value: Option<u32>,
    /// What `value` counts.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unit: Option<Unit>,
    /// The first day on which it is law.
    pub valid_from: Date,
    /// The last day on which it is law; `None` while it is.
    pub valid_to: Option<Date>,
    /// How sure we are of it. A confirmation does not change it.
    pub certainty: Certainty,
    /// Whether a jurist of the place has confirmed it.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub confirmed: bool,
    /// The ground in Vietnamese; `{value}` stands for the value.
    pub vi: String,
    /// The ground in English.
    pub en: String,
    /// What the sender can do instead, in Vietnamese.
    pub next_vi: String,
    /// What the sender can do instead, in English.
    pub next_en: String,
}

/// A row that contradicts itself or misses something: which field, and what is wrong with it.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{field}: {problem}")]
pub struct Flaw {
    /// The field at fault.
    pub field: &'static str,
    /// What is wrong with it.
    pub problem: String,
}

impl Flaw {
    pub(crate) fn new(field: &'static str, problem: impl Into<String>) -> Flaw {
        Flaw { field, problem: problem.into() }
    }
}

impl Rule {
    /// The variant of that id.
    pub fn variant(&self, id: &str) -> Option<&Variant> {
        self.variants.iter().find(|variant| variant.id == id)
    }

    /// The term that the rule gives, or that one of its variants gives; `None` for a rule that is
    /// not counted in days.
    pub fn term(&self, variant: Option<&Variant>) -> Option<Term> {
        let unit = match self.unit {
            Unit::CalendarDays => TermUnit::CalendarDays,
            Unit::WorkingDays => TermUnit::WorkingDays,
            _ => return None,
        };
        let value = variant.map_or(self.value, |variant| Some(variant.value))?;
        Some(Term { value, unit, roll_forward: self.roll_forward })
    }

    /// Whether this version is law on a day.
    pub fn is_law_on(&self, day: Date) -> bool {
        self.valid_from <= day && self.valid_to.is_none_or(|end| day <= end)
    }

    /// Whether two versions are law on the same day.
    pub fn overlaps(&self, other: &Rule) -> bool {
        let starts_in_time = |a: &Rule, b: &Rule| b.valid_to.is_none_or(|end| a.valid_from <= end);
        starts_in_time(self, other) && starts_in_time(other, self)
    }

    /// Whether an officer may rely on the row as it stands.
    pub fn is_settled(&self) -> bool {
        self.confirmed || self.certainty == Certainty::Verified
    }

    /// The rule as one plain sentence, for itself or for one of its variants.
    pub fn sentence(&self, variant: Option<&Variant>, lang: Lang) -> String {
        let text = lang.pick(&self.vi, &self.en);
        let value = variant.map_or(self.value, |variant| Some(variant.value));
        let sentence = fill(text, value);
        match variant {
            None => sentence,
            Some(v) => {
                let case = lang.pick(&v.vi, &v.en);
                format!("{} ({case}).", sentence.trim_end_matches('.'))
            }
        }
    }

    /// Refuses a row that contradicts itself. It looks at this row only: whether its instrument
    /// exists, and whether another version overlaps it, is the rulebook's to say.
    ///
    /// # Errors
    /// The first field that is wrong.
    pub fn check(&self) -> Result<(), Flaw> {
        if self.id.is_empty() || self.id.contains([':', ' ']) {
            return Err(Flaw::new("id", "must not be empty nor hold a colon or a space"));
        }
        if self.valid_to.is_some_and(|end| end < self.valid_from) {
            return Err(Flaw::new("valid_to", "lies before valid_from"));
        }
        match (self.value, self.unit) {
            (Some(_), Unit::Occasion) => {
                return Err(Flaw::new("value", "a rule for an occasion has no value"));
            }
            (None | Some(0), unit) if unit != Unit::Occasion => {
                return Err(Flaw::new("value", "is missing or zero"));
            }
            _ => {}
        }
        if self.start.is_some() != self.unit.runs_from_event() {
            let problem = if self.start.is_some() {
                "only a term runs from an event"
            } else {
                "a term needs the event that starts it"
            };
            return Err(Flaw::new("start", problem));
        }
        check_sentence("vi", &self.vi, self.value)?;
        check_sentence("en", &self.en, self.value)?;
        if self.note_vi.is_some() != self.note_en.is_some() {
            return Err(Flaw::new("note_vi", "a note needs both languages"));
        }
        let mut seen = BTreeSet::new();
        for variant in &self.variants {
            let nameless = [&variant.id, &variant.vi, &variant.en].iter().any(|t| t.is_empty());
            if nameless || variant.value == 0 || !seen.insert(&variant.id) {
                return Err(Flaw::new(
                    "variants",
                    "each needs an id of its own, a value and words",
                ));
            }
        }
        Ok(())
    }
}

impl Ground {
    /// The ground in one of the two languages.
    pub fn words(&self, lang: Lang) -> String {
        fill(lang.pick(&self.vi, &self.en), self.value)
    }

    /// Whether an officer may rely on the row as it stands.
    pub fn is_settled(&self) -> bool {
        self.confirmed || self.certainty == Certainty::Verified
    }

    /// What the sender can do instead.
    pub fn next_step(&self, lang: Lang) -> &str {
        lang.pick(&self.next_vi, &self.next_en)
    }

    /// Whether it is law on a day.
    pub fn is_law_on(&self, day: Date) -> bool {
        self.valid_from <= day && self.valid_to.is_none_or(|end| day <= end)
    }

    /// Refuses a ground that misses words.
    ///
    /// # Errors
    /// The first field that is wrong.
    pub fn check(&self) -> Result<(), Flaw> {
        check_sentence("vi", &self.vi, self.value)?;
        check_sentence("en", &self.en, self.value)?;
        check_sentence("next_vi", &self.next_vi, None)?;
        check_sentence("next_en", &self.next_en, None)?;
        if self.value.is_some() != self.unit.is_some() {
            return Err(Flaw::new("unit", "a value and its unit come together"));
        }
        Ok(())
    }
}

const PLACE: &str = "{value}";

fn fill(text: &str, value: Option<u32>) -> String {
    value.map_or_else(|| text.to_owned(), |value| text.replace(PLACE, &value.to_string()))
}

/// A sentence ends with a full stop and names the value exactly when there is one, so that it
/// cannot go on telling an old number.
fn check_sentence(field: &'static str, text: &str, value: Option<u32>) -> Result<(), Flaw> {
    if text.trim().is_empty() {
        return Err(Flaw::new(field, "the sentence is missing"));
    }
    if !text.ends_with('.') {
        return Err(Flaw::new(field, "a sentence ends with a full stop"));
    }
    if text.contains(PLACE) != value.is_some() || text.replace(PLACE, "").contains(['{', '}']) {
        return Err(Flaw::new(field, "must hold {value} if there is one, and no other braces"));
    }
    Ok(())
}
