//! The matters of a meeting as public and office pages show them: what is to be decided, how many
//! must agree by which article, what was counted, how it ended. Numbers only.

use duties::explain::rule_words;
use store::Laws;
use web::Page;
use web::parts::{Leader, Mark, Status};

use super::key;
use crate::arrows::State;
use crate::desk::Said;
use crate::meeting::Meeting;
use crate::outcome::{Outcome, Result};

/// A matter with its words.
#[derive(Clone, Debug)]
pub(super) struct Shown {
    pub title: String,
    pub matter: String,
    /// How it ended; `None` before anything was counted.
    pub status: Option<Status>,
    /// What was counted.
    pub facts: Vec<Leader>,
    /// The arithmetic in a sentence.
    pub explained: String,
    /// The rule with its article.
    pub rule: String,
    /// What the commune said, or that it has to; may be empty.
    pub recognition: String,
}

/// All matters of a meeting.
pub(super) fn shown(page: &Page, laws: &Laws, meeting: &Meeting, said: &Said) -> Vec<Shown> {
    let outcomes = meeting.outcomes(laws);
    let one = |(n, outcome): (usize, &Outcome)| {
        let nothing = (String::new(), Vec::new());
        let (title, options) = said.agenda.get(n).unwrap_or(&nothing);
        let law = meeting.law(laws);
        let rule = outcome.matter.majority();
        let counted = !meeting.parts.is_empty();
        Shown {
            title: title.clone(),
            matter: page.t(key("ht-matter", outcome.matter.word())).into_owned(),
            status: counted.then(|| status(page, meeting, outcome)),
            facts: facts(page, outcome, options, counted),
            explained: explained(page, outcome, options, counted),
            rule: rule_words(page, law, rule, meeting.on).unwrap_or_default(),
            recognition: recognition(page, laws, meeting, n, outcome),
        }
    };
    outcomes.iter().enumerate().map(one).collect()
}

fn status(page: &Page, meeting: &Meeting, outcome: &Outcome) -> Status {
    if meeting.state == State::Open {
        return Status::new(Mark::Half, page.t("ht-result-counting"));
    }
    let mark = match outcome.result {
        Result::Passed => Mark::Done,
        Result::Failed | Result::NoRule => Mark::None,
        Result::Ballot => Mark::Soon,
    };
    Status::new(mark, page.t(key("ht-result", outcome.result.word())))
}

fn facts(page: &Page, outcome: &Outcome, options: &[String], counted: bool) -> Vec<Leader> {
    let num = |n: u64| page.num(i64::try_from(n).unwrap_or(i64::MAX));
    if !counted {
        let option =
            |(n, text): (u32, &String)| Leader::new(page.with("n", n).t("ht-option"), text);
        return (1..).zip(options).map(option).collect();
    }
    let count = &outcome.count;
    let all: u64 = outcome.votes.iter().sum();
    let mut facts: Vec<Leader> = match options.is_empty() {
        true => vec![Leader::new(page.t("ht-yes"), num(count.yes))],
        false => options.iter().zip(&outcome.votes).map(|(o, n)| Leader::new(o, num(*n))).collect(),
    };
    // Against all of them: who chose another option stands at that option.
    let against = count.no.saturating_sub(all - count.yes);
    facts.push(Leader::new(page.t("ht-against"), num(against)));
    facts.push(Leader::new(page.t("ht-silent"), num(count.silent)));
    if count.spoilt > 0 {
        facts.push(Leader::new(page.t("ht-spoilt"), num(count.spoilt)));
    }
    facts
}

fn explained(page: &Page, outcome: &Outcome, options: &[String], counted: bool) -> String {
    let Some(verdict) = &outcome.verdict else { return page.t("ht-explain-no-rule").into_owned() };
    let w = page.with("whole", verdict.whole).with("needed", verdict.needed);
    if !counted {
        return w.t("ht-explain-before");
    }
    let w = w.with("yes", verdict.yes).with("present", verdict.present);
    match (outcome.result, options.get(outcome.leading)) {
        (Result::Passed, Some(option)) => w.with("option", option).t("ht-explain-option"),
        (result, _) => w.t(key("ht-explain", result.word())),
    }
}

fn recognition(page: &Page, laws: &Laws, meeting: &Meeting, n: usize, outcome: &Outcome) -> String {
    let asked = outcome.matter.recognition();
    let rule = asked.and_then(|rule| rule_words(page, meeting.law(laws), rule, meeting.on));
    let Some(rule) = rule else { return String::new() };
    let said = u8::try_from(n).ok().and_then(|n| meeting.recognised.get(&n));
    match said {
        Some((on, true)) => page.with("date", page.date(*on)).t("ht-recognised"),
        Some((on, false)) => page.with("date", page.date(*on)).t("ht-not-recognised"),
        None => rule,
    }
}
