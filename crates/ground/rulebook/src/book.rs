//! The rulebook: all dated rules, and the deadlines that follow from them.
//!
//! The version that counts is the one in force on the day on which its clock started, even when
//! the law has changed since. The book is an immutable value; changes make a new one (see
//! [`Law::apply`](crate::Law::apply)).

use std::collections::BTreeMap;

use calendar::{Calendar, CalendarKind, Certainty, Explanation, Lang, Pause, Term};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::embedded;
use crate::parse;
use crate::read::{File, ParseError};
use crate::rule::{Flaw, Ground, Rule, Start, Unit, Variant};
use crate::{Article, Instrument, RuleError};

/// Everything a rulebook holds, as plain data in a fixed order.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Parts {
    pub instruments: BTreeMap<String, Instrument>,
    pub starts: BTreeMap<String, Start>,
    /// The versions of each rule, oldest first; no two are law on the same day.
    pub rules: BTreeMap<String, Vec<Rule>>,
    pub grounds: BTreeMap<String, Ground>,
}

/// The rules of the law, by id and by date.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rulebook {
    parts: Parts,
}

/// A due date with the rule that it follows from and the road to it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Deadline {
    /// The rule as it was asked for: its id, with the variant if there is one.
    pub rule: String,
    /// Which version of it: the day since which that version is law.
    pub valid_from: Date,
    /// Where it stands.
    pub article: Article,
    /// How sure we are of the rule.
    pub certainty: Certainty,
    /// Whether a jurist of the place has confirmed it.
    pub confirmed: bool,
    /// Every day from the event to the end.
    pub explanation: Explanation,
}

/// How a term ran in one case: from when, and what befell it on the way.
#[derive(Clone, Copy, Debug)]
pub struct Run<'a> {
    /// The day of the event; it is not counted.
    pub event: Date,
    /// The day whose version of the rule counts: the event's, except for an extension, which
    /// stays under the law that its first term began under.
    pub law_of: Date,
    /// Fewer days than the rule gives, where a decision granted fewer; more are never counted.
    pub granted: Option<u32>,
    /// When it stood still.
    pub pauses: &'a [Pause],
}

impl<'a> Run<'a> {
    /// A term that simply runs from an event.
    pub const fn from(event: Date) -> Run<'a> {
        Run { event, law_of: event, granted: None, pauses: &[] }
    }

    fn term(&self, term: Term) -> Term {
        Term { value: self.granted.map_or(term.value, |days| days.min(term.value)), ..term }
    }
}

impl Deadline {
    /// The last day on which the act is in time.
    pub fn due(&self) -> Date {
        self.explanation.due
    }

    /// Whether rule and days off are both settled. What is not must be shown as such.
    pub fn is_settled(&self) -> bool {
        let rule = self.confirmed || self.certainty == Certainty::Verified;
        rule && !self.explanation.is_provisional()
    }
}

impl Rulebook {
    /// The rulebook that the program was built with.
    ///
    /// # Errors
    /// Never for a program that passed its tests; the files are read again all the same.
    pub fn embedded() -> Result<Rulebook, ParseError> {
        Rulebook::parse(embedded::FILES)
    }

    /// A rulebook from files, each with its name and text. Calendar rows in them are passed over;
    /// [`Law::parse`](crate::Law::parse) reads both.
    ///
    /// # Errors
    /// The first fault, with its file, row and field.
    pub fn parse(files: &[(&str, &str)]) -> Result<Rulebook, ParseError> {
        read_files(files).map(|(book, _)| book)
    }

    pub(crate) fn from_parts(parts: Parts) -> Result<Rulebook, RuleError> {
        for (id, versions) in &parts.rules {
            for (index, rule) in versions.iter().enumerate() {
                let flawed = |flaw| RuleError::Flawed { id: rule.id.clone(), flaw };
                parts.check_rule(rule).map_err(flawed)?;
                if rule.id != *id {
                    return Err(flawed(Flaw::new("id", format!("stands under {id}"))));
                }
                let later = versions.iter().skip(index + 1);
                for other in later {
                    if other.overlaps(rule) || other.valid_from < rule.valid_from {
                        return Err(RuleError::Overlap {
                            id: id.clone(),
                            valid_from: other.valid_from,
                            other: rule.valid_from,
                        });
                    }
                }
            }
        }
        for ground in parts.grounds.values() {
            let flawed = |flaw| RuleError::Flawed { id: ground.id.clone(), flaw };
            ground.check().map_err(flawed)?;
            parts.check_article("article", &ground.article).map_err(flawed)?;
        }
        Ok(Rulebook { parts })
    }

    pub(crate) fn parts(&self) -> &Parts {
        &self.parts
    }

    /// The version of a rule that is law on a day. A variant in the id is passed over.
    pub fn in_force(&self, id: &str, on: Date) -> Option<&Rule> {
        let (id, _) = split(id);
        self.versions(id).iter().find(|rule| rule.is_law_on(on))
    }

    /// All versions of a rule, oldest first; none for an id that is not known.
    pub fn versions(&self, id: &str) -> &[Rule] {
        self.parts.rules.get(id).map_or(&[], Vec::as_slice)
    }

    /// Every version of every rule, in order of ids, then of dates.
    pub fn rules(&self) -> impl Iterator<Item = &Rule> {
        self.parts.rules.values().flatten()
    }

    /// The version that counts for a clock that started on a day, and the variant asked for, as
    /// in `KN.limit2:remote`.
    ///
    /// # Errors
    /// An unknown rule or variant, or one that was not law on that day.
    pub fn find(&self, id: &str, on: Date) -> Result<(&Rule, Option<&Variant>), RuleError> {
        let (base, variant) = split(id);
        if self.versions(base).is_empty() {
            return Err(RuleError::Unknown { id: base.to_owned() });
        }
        let rule = self
            .in_force(base, on)
            .ok_or_else(|| RuleError::NotInForce { id: base.to_owned(), on })?;
        let Some(name) = variant else { return Ok((rule, None)) };
        match rule.variant(name) {
            Some(variant) => Ok((rule, Some(variant))),
            None => Err(RuleError::NoSuchVariant { id: base.to_owned(), variant: name.to_owned() }),
        }
    }

    /// When a term ends, and why.
    ///
    /// # Errors
    /// As [`Rulebook::find`]; also when the rule is not a term in days, or ends beyond the last
    /// date there is.
    pub fn due(
        &self,
        id: &str,
        event: Date,
        kind: CalendarKind,
        calendar: &Calendar,
    ) -> Result<Deadline, RuleError> {
        self.due_of(id, &Run::from(event), kind, calendar)
    }

    /// When a term ends that ran as told, and why.
    ///
    /// # Errors
    /// As [`Rulebook::due`].
    pub fn due_of(
        &self,
        id: &str,
        run: &Run<'_>,
        kind: CalendarKind,
        calendar: &Calendar,
    ) -> Result<Deadline, RuleError> {
        let (rule, variant) = self.find(id, run.law_of)?;
        let term = rule.term(variant).ok_or_else(|| not_a_term(id, rule.unit))?;
        Ok(Deadline {
            rule: id.to_owned(),
            valid_from: rule.valid_from,
            article: rule.article.clone(),
            certainty: rule.certainty,
            confirmed: rule.confirmed,
            explanation: run.term(term).explain_paused(run.event, calendar, kind, run.pauses)?,
        })
    }

    /// When a term ends, and nothing else: for the many at once.
    ///
    /// # Errors
    /// As [`Rulebook::due`].
    pub fn due_date(
        &self,
        id: &str,
        event: Date,
        kind: CalendarKind,
        calendar: &Calendar,
    ) -> Result<Date, RuleError> {
        let (rule, variant) = self.find(id, event)?;
        let term = rule.term(variant).ok_or_else(|| not_a_term(id, rule.unit))?;
        Ok(term.due(event, calendar, kind)?)
    }

    /// The last day on which something must be kept, under a rule counted in years.
    ///
    /// # Errors
    /// As [`Rulebook::find`]; also when the rule is not counted in years.
    pub fn keep_until(&self, id: &str, event: Date) -> Result<Date, RuleError> {
        let (rule, variant) = self.find(id, event)?;
        let value = variant.map_or(rule.value, |variant| Some(variant.value));
        let (Unit::Years, Some(value)) = (rule.unit, value) else {
            return Err(not_a_term(id, rule.unit));
        };
        let years = i64::from(value);
        let end = jiff::Span::new().try_years(years).and_then(|span| event.checked_add(span));
        end.map_err(|_| RuleError::TooLong(calendar::TermTooLong { event, value }))
    }

    /// A ground of refusal by its id, such as `KN11.5`.
    pub fn ground(&self, id: &str) -> Option<&Ground> {
        self.parts.grounds.get(id)
    }

    /// All grounds whose id begins so, such as `KN11.`, that are law on a day.
    pub fn grounds(&self, prefix: &str, on: Date) -> impl Iterator<Item = &Ground> {
        let grounds = self.parts.grounds.values();
        grounds.filter(move |g| g.id.starts_with(prefix) && g.is_law_on(on))
    }

    /// Every ground, in order of ids.
    pub fn all_grounds(&self) -> impl Iterator<Item = &Ground> {
        self.parts.grounds.values()
    }

    /// An instrument by its id.
    pub fn instrument(&self, id: &str) -> Option<&Instrument> {
        self.parts.instruments.get(id)
    }

    /// All instruments, in order of ids.
    pub fn instruments(&self) -> impl Iterator<Item = &Instrument> {
        self.parts.instruments.values()
    }

    /// What the event that starts a clock is called; the bare id if nobody named it.
    pub fn start_words<'a>(&'a self, id: &'a str, lang: Lang) -> &'a str {
        self.parts.starts.get(id).map_or(id, |start| lang.pick(&start.vi, &start.en))
    }

    /// What [`Rulebook::cite`] wrote in Vietnamese, in English; `None` when no row of this book
    /// stands there.
    pub fn in_english(&self, cited: &str) -> Option<String> {
        let rules = self.rules().map(|rule| &rule.article);
        let mut places = rules.chain(self.all_grounds().map(|ground| &ground.article));
        let place = places.find(|place| self.cite(place, Lang::Vi) == cited)?;
        Some(self.cite(place, Lang::En))
    }

    /// A place in an instrument in words: "khoản 1 Điều 28 Luật Tiếp công dân".
    pub fn cite(&self, article: &Article, lang: Lang) -> String {
        self.instrument(&article.instrument)
            .map_or_else(|| article.to_string(), |law| law.cite(&article.path, lang))
    }
}

impl Parts {
    /// Holds a row against itself, its instrument and its starting event.
    pub fn check_rule(&self, rule: &Rule) -> Result<(), Flaw> {
        rule.check()?;
        self.check_article("article", &rule.article)?;
        if let Some(article) = &rule.amended_by {
            self.check_article("amended_by", article)?;
        }
        if let Some(start) = rule.start.as_ref().filter(|id| !self.starts.contains_key(*id)) {
            return Err(Flaw::new("start", format!("\"{start}\" is not a known event")));
        }
        let Some(law) = self.instruments.get(&rule.article.instrument) else { return Ok(()) };
        if rule.valid_from < law.valid_from {
            let problem = format!("{} is law from {} only", law.id, law.valid_from);
            return Err(Flaw::new("valid_from", problem));
        }
        if let Some(end) = law.valid_to
            && rule.valid_to.is_none_or(|last| last > end)
        {
            return Err(Flaw::new("valid_to", format!("{} is law until {end} only", law.id)));
        }
        Ok(())
    }

    fn check_article(&self, field: &'static str, article: &Article) -> Result<(), Flaw> {
        if self.instruments.contains_key(&article.instrument) {
            return Ok(());
        }
        Err(Flaw::new(field, format!("no instrument \"{}\"", article.instrument)))
    }
}

/// Reads all files: the instruments and events of all of them first, so that their order is free.
pub(crate) fn read_files(
    files: &[(&str, &str)],
) -> Result<(Rulebook, Option<calendar::CalendarData>), ParseError> {
    let mut parts = Parts::default();
    let mut calendar = None;
    let mut opened = Vec::with_capacity(files.len());
    for (name, text) in files {
        let mut file = File::parse(name, text)?;
        parse::law_rows(&mut file, &mut parts)?;
        opened.push(file);
    }
    for mut file in opened {
        parse::rules(&mut file, &mut parts)?;
        if let Some(data) = crate::holidays::calendar(&mut file)? {
            calendar = Some(data);
        }
        file.finish()?;
    }
    let book = Rulebook::from_parts(parts).map_err(|error| ParseError {
        file: "rules".to_owned(),
        row: "all files".to_owned(),
        field: "rule".to_owned(),
        problem: error.to_string(),
    })?;
    Ok((book, calendar))
}

/// `KN.limit2:remote` is the rule `KN.limit2` in its variant `remote`.
fn split(id: &str) -> (&str, Option<&str>) {
    id.split_once(':').map_or((id, None), |(base, variant)| (base, Some(variant)))
}

fn not_a_term(id: &str, unit: Unit) -> RuleError {
    RuleError::NotATerm { id: id.to_owned(), unit: unit.code() }
}
