//! What a meeting decided, in its legal form and the State's layout: resolution, minutes, memo or
//! agreement, as the law lets the community choose. The vault holds the words as they were issued;
//! the same words give the same bytes, so no file is kept.

use calendar::Lang as Tongue;
use documents::{Content, Form as Layout, Letter, Office, Paragraph, Signer};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use store::Laws;
use web::Words;

use crate::desk::{People, Said};
use crate::kind::{Form, Vote};
use crate::meeting::Meeting;
use crate::outcome::{Outcome, Result};

/// The words of the decision, as they lie in the vault.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Paper {
    /// Whose decision it is.
    pub office: Office,
    /// Its symbol; its number is written by hand, in the village's own book.
    pub symbol: String,
    /// What it says.
    pub content: Content,
    /// Who signs.
    pub signer: Signer,
    /// Who gets it.
    pub copies: Vec<String>,
}

impl Paper {
    /// The document on its day.
    pub fn letter(&self, date: Date) -> Letter {
        Letter {
            office: self.office.clone(),
            number: None,
            symbol: self.symbol.clone(),
            date,
            content: self.content.clone(),
            signer: self.signer.clone(),
            copies: self.copies.clone(),
            appendices: Vec::new(),
        }
    }
}

/// What a decision is written from.
pub struct Source<'a> {
    /// Vietnamese words: papers of the State are in no other language.
    pub w: &'a Words,
    /// The meeting.
    pub meeting: &'a Meeting,
    /// The laws.
    pub laws: &'a Laws,
    /// Its public words.
    pub said: &'a Said,
    /// The village's name: "Thôn Bến Cồn".
    pub village: &'a str,
    /// The commune inside a sentence, and its bare name.
    pub commune: (&'a str, &'a str),
    /// Chairs and secretaries, by place.
    pub people: &'a [(u8, People)],
    /// What was discussed, as the secretary noted it; may be empty.
    pub discussed: &'a str,
}

impl Source<'_> {
    /// The decision in a form.
    pub fn paper(&self, form: Form) -> Paper {
        let w = self.w;
        let name = |of: &str| w.t(crate::pages::key(of, form.word())).into_owned();
        let chair = self.people.first().map(|(_, people)| people.chair.clone());
        Paper {
            office: Office {
                above: Some(self.commune.0.to_owned()),
                name: self.village.to_owned(),
                place: self.commune.1.to_owned(),
            },
            symbol: name("ht-symbol"),
            content: Content {
                form: Layout::Named(name("ht-form")),
                subject: w.with("village", self.village).t("ht-paper-subject"),
                to: Vec::new(),
                body: self.body(form),
            },
            signer: Signer {
                authority: Some(w.t("ht-paper-for").into_owned()),
                title: w.t(format!("ht-paper-{}", self.meeting.called.caller.word())).into_owned(),
                name: chair.unwrap_or_default(),
            },
            copies: vec![
                w.with("unit", self.commune.0).t("ht-paper-copy"),
                w.t("ht-paper-kept").into_owned(),
            ],
        }
    }

    fn body(&self, form: Form) -> Vec<Paragraph> {
        let outcomes = self.meeting.outcomes(self.laws);
        let mut body = self.grounds(&outcomes);
        body.push(Paragraph::Plain(self.opening()));
        body.push(Paragraph::Item(self.attendance()));
        body.extend(self.people.iter().map(|one| Paragraph::Item(self.chaired(one))));
        if !self.discussed.trim().is_empty() {
            body.push(Paragraph::Item(self.w.t("ht-paper-discussed").into_owned()));
            body.push(Paragraph::Plain(self.discussed.trim().to_owned()));
        }
        for (n, outcome) in outcomes.iter().enumerate() {
            body.extend(self.matter(n, outcome));
        }
        let decides =
            if form == Form::Resolution { "ht-paper-resolves" } else { "ht-paper-agrees" };
        body.push(Paragraph::Centred(self.w.t(decides).into_owned()));
        body.extend(
            outcomes.iter().enumerate().map(|(n, one)| Paragraph::Article(self.ends(n, one))),
        );
        body.push(Paragraph::Plain(self.w.t("ht-paper-closing").into_owned()));
        body
    }

    /// The laws that it rests on, each once.
    fn grounds(&self, outcomes: &[Outcome]) -> Vec<Paragraph> {
        let book = &self.meeting.law(self.laws).rulebook;
        let form = book.in_force("DEC.form", self.meeting.on).map(|rule| &rule.article);
        let rules = outcomes.iter().filter_map(|one| one.verdict.as_ref().map(|v| &v.article));
        let recognised = outcomes.iter().filter_map(|one| one.matter.recognition());
        let recognised = recognised.filter_map(|id| book.in_force(id, self.meeting.on));
        let articles = form.into_iter().chain(rules).chain(recognised.map(|rule| &rule.article));
        let mut cited: Vec<String> = Vec::new();
        for article in articles {
            let article = book.cite(article, Tongue::Vi);
            if !cited.contains(&article) {
                cited.push(article);
            }
        }
        let ground = |article: String| self.w.with("article", article).t("ht-paper-ground");
        cited.into_iter().map(|article| Paragraph::Ground(ground(article))).collect()
    }

    fn opening(&self) -> String {
        let meeting = self.meeting;
        let hour = format!("{:02}:{:02}", meeting.from / 60, meeting.from % 60);
        let w = self.w.with("hour", hour).with("date", self.w.date(meeting.on));
        w.with("place", self.said.place.as_str()).t("ht-paper-opening")
    }

    fn attendance(&self) -> String {
        let (_, here, stood) = self.meeting.attendance();
        let all = self.meeting.households;
        let w = self.w.with("all", all).with("present", here + stood).with("here", here);
        w.with("stood", stood)
            .with("absent", all.saturating_sub(here + stood))
            .t("ht-paper-present")
    }

    fn chaired(&self, (n, people): &(u8, People)) -> String {
        let part = self.meeting.parts.get(n);
        let elected = part.map_or(0, |part| part.recorded.elected);
        let w = self.w.with("chair", people.chair.as_str());
        let w = w.with("secretary", people.secretary.as_str()).with("yes", elected);
        match self.meeting.called.parts {
            1 => w.t("ht-paper-chaired"),
            _ => w.with("n", u32::from(*n)).t("ht-paper-chaired-part"),
        }
    }

    fn title(&self, n: usize) -> &str {
        self.said.agenda.get(n).map_or("", |(title, _)| title.trim_end_matches('.'))
    }

    fn option(&self, n: usize, column: usize) -> &str {
        let options = self.said.agenda.get(n).map(|(_, options)| options);
        options.and_then(|options| options.get(column)).map_or("", |text| text)
    }

    /// What was put to the vote, and what was counted.
    fn matter(&self, n: usize, outcome: &Outcome) -> Vec<Paragraph> {
        let w = self.w;
        let ways = self.meeting.parts.values().filter_map(|part| part.recorded.sheets.get(n));
        let ballot = ways.map(|sheet| sheet.vote).any(|vote| vote == Vote::Ballot);
        let vote = if ballot { Vote::Ballot } else { Vote::Hands };
        let vote = w.t(crate::pages::key("ht-vote", vote.word())).into_owned();
        let title = w.with("title", self.title(n)).with("vote", vote).t("ht-paper-matter");
        let mut body = vec![Paragraph::Item(title)];
        if outcome.votes.len() > 1 {
            body.extend(outcome.votes.iter().enumerate().map(|(column, votes)| {
                let w = w.with("option", self.option(n, column)).with("votes", *votes);
                Paragraph::Plain(w.t("ht-paper-option"))
            }));
        }
        let (count, all) = (&outcome.count, outcome.votes.iter().sum::<u64>());
        // Who chose another option stands at that option, not here.
        let against = count.no.saturating_sub(all - count.yes);
        let line = w.with("yes", count.yes).with("no", against).with("silent", count.silent);
        let line = line.with("spoilt", count.spoilt);
        body.push(Paragraph::Plain(match outcome.votes.len() {
            1 => line.t("ht-paper-count"),
            _ => line.t("ht-paper-count-options"),
        }));
        body
    }

    /// How it ended, with the rule's arithmetic.
    fn ends(&self, n: usize, outcome: &Outcome) -> String {
        let needed = outcome.verdict.as_ref().map_or(0, |verdict| verdict.needed);
        let w = self.w.with("title", self.title(n)).with("yes", outcome.count.yes);
        let w = w.with("whole", outcome.count.whole).with("needed", needed);
        let ended = match (outcome.result, outcome.votes.len()) {
            (Result::Passed, 1) => w.t("ht-paper-passed"),
            (Result::Passed, _) => {
                w.with("option", self.option(n, outcome.leading)).t("ht-paper-passed-option")
            }
            (Result::Failed, _) => w.t("ht-paper-failed"),
            (Result::Ballot, _) => w.t("ht-paper-ballot"),
            (Result::NoRule, _) => w.t("ht-paper-no-rule"),
        };
        let book = &self.meeting.law(self.laws).rulebook;
        let effect = outcome.matter.recognition().filter(|_| outcome.passed());
        match effect.and_then(|rule| book.in_force(rule, self.meeting.on)) {
            Some(rule) => format!("{ended} {}", rule.sentence(None, Tongue::Vi)),
            None => ended,
        }
    }
}
