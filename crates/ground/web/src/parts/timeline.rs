//! What happened, what is happening, what comes: time, what, who, papers. Newest first.

use std::fmt;

use askama::Template;
use askama::filters::HtmlSafe;
use jiff::Timestamp;
use jiff::civil::Date;

use crate::html::Html;
use crate::page::Page;
use crate::words::{Day, iso};

/// When something happened or will.
#[derive(Clone, Debug)]
pub enum When {
    /// On a day.
    Day(Date),
    /// At an instant.
    Instant(Timestamp),
    /// In words: "sau Tết". Already in the page's language.
    Said(String),
}

impl From<Date> for When {
    fn from(date: Date) -> Self {
        Self::Day(date)
    }
}

impl From<Timestamp> for When {
    fn from(at: Timestamp) -> Self {
        Self::Instant(at)
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Tense {
    Past,
    Now,
    Next,
}

/// One step. Texts are already in the page's language.
#[derive(Clone, Debug)]
pub struct Event {
    when: When,
    tense: Tense,
    title: String,
    body: Html,
}

impl Event {
    /// Something that happened.
    pub fn past(when: impl Into<When>, title: impl fmt::Display) -> Self {
        Self {
            when: when.into(),
            tense: Tense::Past,
            title: title.to_string(),
            body: Html::default(),
        }
    }

    /// What the matter waits for now.
    pub fn now(when: impl Into<When>, title: impl fmt::Display) -> Self {
        Self { tense: Tense::Now, ..Self::past(when, title) }
    }

    /// What comes next.
    pub fn next(when: impl Into<When>, title: impl fmt::Display) -> Self {
        Self { tense: Tense::Next, ..Self::past(when, title) }
    }

    /// Who, and a few words.
    #[must_use]
    pub fn text(mut self, text: impl fmt::Display) -> Self {
        self.body =
            Html::join([self.body, Html::trusted(format!("<p>{}</p>", Html::escape(text)))]);
        self
    }

    /// Links to papers and other finished markup.
    #[must_use]
    pub fn html(mut self, html: impl HtmlSafe) -> Self {
        self.body = Html::join([self.body, Html::trusted(html.to_string())]);
        self
    }

    fn class(&self) -> &'static str {
        match self.tense {
            Tense::Past => "",
            Tense::Now => "now",
            Tense::Next => "next",
        }
    }
}

impl Page {
    /// The steps, in the order given.
    pub fn timeline(&self, events: &[Event]) -> Html {
        Html::of(&TimelinePart { page: self, events })
    }

    fn when(&self, when: &When) -> Html {
        match when {
            When::Day(date) => self.date_tag(date),
            When::Instant(at) => self.moment_tag(at),
            When::Said(words) => {
                Html::trusted(format!("<span class=\"time\">{}</span>", Html::escape(words)))
            }
        }
    }

    /// The machine's form of a day or instant, for `datetime` attributes.
    pub fn iso(&self, at: impl Day) -> String {
        iso(&at)
    }
}

#[derive(Template)]
#[template(path = "parts/timeline.html")]
struct TimelinePart<'a> {
    page: &'a Page,
    events: &'a [Event],
}
