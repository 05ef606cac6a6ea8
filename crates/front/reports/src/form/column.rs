//! A column of a form: a sum of indicators over the period, what stands open at one end of it, or
//! what rules ask for in it.

use calendar::Lang;
use counts::behind::Part;
use serde::Deserialize;
use toml::Spanned;
use units::Level;

/// A column.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Column {
    /// Its name in sentences and JSON.
    pub id: String,
    /// Its head in Vietnamese.
    pub vi: String,
    /// Its head in English.
    pub en: String,
    /// What it counts, for sentences in Vietnamese: `lượt`.
    pub measure_vi: String,
    /// The same in English.
    pub measure_en: String,
    /// What is added up.
    #[serde(default)]
    pub sum: Vec<Term>,
    /// What is taken away again, where it is told what stands open.
    #[serde(default)]
    pub less: Vec<Term>,
    /// At which end of the period it is told what stands open: all days before it count then.
    #[serde(default)]
    pub at: Option<Moment>,
    /// What rules ask for; such a column has no sum.
    #[serde(default)]
    pub asks: Vec<Asks>,
    /// Only figures of units of this level.
    #[serde(default)]
    pub level: Option<OfLevel>,
}

/// One part of a sum.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Term {
    /// The indicator.
    pub of: Spanned<String>,
    /// Only these kinds; all when there are none.
    #[serde(default)]
    pub kind: Vec<String>,
    /// Only these channels; all when there are none.
    #[serde(default)]
    pub channel: Vec<String>,
}

/// An end of a period.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Moment {
    /// Before its first day.
    Begin,
    /// After its last day.
    End,
}

/// How often a rule asks a unit of a level for something: so many days in each week or month.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Asks {
    /// The rule.
    pub rule: String,
    /// Whom it asks.
    pub level: OfLevel,
}

/// A level of units, as a form names it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum OfLevel {
    /// Provinces and cities under the centre.
    Province,
    /// Districts, which ended on 30 June 2025.
    District,
    /// Communes, wards and special zones.
    Commune,
}

impl From<OfLevel> for Level {
    fn from(of: OfLevel) -> Self {
        match of {
            OfLevel::Province => Self::Province,
            OfLevel::District => Self::District,
            OfLevel::Commune => Self::Commune,
        }
    }
}

/// Which days a figure is of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum When {
    /// All days before the period.
    Before,
    /// Those of the period.
    Within,
}

/// What was counted: indicator, kind, channel.
pub type Counted<'a> = (&'a str, &'a str, &'a str);

impl Term {
    fn takes(&self, (indicator, kind, channel): Counted<'_>) -> bool {
        let among =
            |words: &[String], word: &str| words.is_empty() || words.iter().any(|one| one == word);
        self.of.get_ref() == indicator && among(&self.kind, kind) && among(&self.channel, channel)
    }

    fn part(&self, less: bool) -> Part<'_> {
        Part { indicator: self.of.get_ref(), kinds: &self.kind, channels: &self.channel, less }
    }
}

impl Column {
    /// Its head.
    #[must_use]
    pub fn title(&self, lang: Lang) -> &str {
        lang.pick(&self.vi, &self.en)
    }

    /// What it counts.
    #[must_use]
    pub fn measure(&self, lang: Lang) -> &str {
        lang.pick(&self.measure_vi, &self.measure_en)
    }

    /// Whether it is a sum over the days of the period, so that months add up to it.
    #[must_use]
    pub fn is_sum(&self) -> bool {
        self.at.is_none() && self.asks.is_empty()
    }

    /// Whether there are matters behind its numbers.
    #[must_use]
    pub fn has_matters(&self) -> bool {
        self.asks.is_empty()
    }

    /// Whether a figure of the period belongs to its sum.
    #[must_use]
    pub fn takes(&self, counted: Counted<'_>, level: Level) -> bool {
        self.is_sum() && self.weight(counted, level, When::Within) != 0
    }

    /// What a figure counts for in it: nothing, once, or once less.
    #[must_use]
    pub fn weight(&self, counted: Counted<'_>, level: Level, when: When) -> i64 {
        let counts = match self.at {
            None => when == When::Within,
            Some(Moment::Begin) => when == When::Before,
            Some(Moment::End) => true,
        };
        if !counts || self.level.is_some_and(|of| Level::from(of) != level) {
            return 0;
        }
        let among = |terms: &[Term]| i64::from(terms.iter().any(|term| term.takes(counted)));
        among(&self.sum) - among(&self.less)
    }

    /// What it is made of, for the list of what is behind it.
    #[must_use]
    pub fn parts(&self) -> Vec<Part<'_>> {
        let sum = self.sum.iter().map(|term| term.part(false));
        sum.chain(self.less.iter().map(|term| term.part(true))).collect()
    }

    /// All its terms.
    pub(super) fn terms(&self) -> impl Iterator<Item = &Term> {
        self.sum.iter().chain(&self.less)
    }

    /// What is wrong with it by itself.
    pub(super) fn fault(&self) -> Option<String> {
        let id = &self.id;
        if self.sum.is_empty() == self.asks.is_empty() {
            return Some(format!("{id} needs either a sum or rules that ask"));
        }
        if self.at.is_none() && !self.less.is_empty() {
            return Some(format!("{id} takes away and is of no end of the period"));
        }
        let unknown = self.asks.iter().find(|one| !super::asks::is_known(&one.rule));
        unknown.map(|one| format!("no rule {} asks for days in a week or month", one.rule))
    }
}
