//! Status words, the unit chart, notices, stamps: mark, word, colour, in that order.

use std::fmt;

use askama::Template;
use askama::filters::HtmlSafe;

use crate::html::Html;
use crate::page::Page;
use crate::words::Day;

/// The mark before a status word. Readable in grey print: empty, half, full, diamond, dash.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mark {
    /// Nothing happened yet.
    New,
    /// In progress.
    Half,
    /// Due soon.
    Soon,
    /// Late, or wrong. Nothing else is red.
    Late,
    /// Done.
    Done,
    /// Closed without being done: not accepted, withdrawn, passed on.
    None,
}

impl Mark {
    /// The style sheet's class.
    pub fn class(self) -> &'static str {
        match self {
            Mark::New => "new",
            Mark::Half => "half",
            Mark::Soon => "soon",
            Mark::Late => "late",
            Mark::Done => "done",
            Mark::None => "none",
        }
    }
}

/// A status: its mark and its word, already in the page's language.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Status {
    mark: Mark,
    words: String,
}

impl Status {
    /// A status.
    pub fn new(mark: Mark, words: impl fmt::Display) -> Self {
        Self { mark, words: words.to_string() }
    }
}

impl fmt::Display for Status {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let words = Html::escape(&self.words);
        write!(f, "<span class=\"st {}\">{words}</span>", self.mark.class())
    }
}

impl HtmlSafe for Status {}

impl Page {
    /// How a duty stands: late, due within `soon` days, or later; the words count the days.
    pub fn days_status(&self, due: impl Day, today: impl Day, soon: i64) -> Status {
        let days = today.day().until(due.day()).map_or(0, |span| i64::from(span.get_days()));
        let mark = match days {
            days if days < 0 => Mark::Late,
            days if days <= soon => Mark::Soon,
            _ => Mark::Half,
        };
        Status::new(mark, self.days_left(due, today))
    }

    /// One mark per thing, as on the board of promises; `words` is the sentence that a listener
    /// hears. Made for up to some 120 things.
    pub fn marks(&self, words: impl fmt::Display, counts: &[(Mark, usize)]) -> Html {
        let one = |mark: Mark, n: usize| format!("<i class=\"{}\"></i>", mark.class()).repeat(n);
        let marks: String = counts.iter().map(|(mark, n)| one(*mark, *n)).collect();
        let words = Html::escape(words);
        Html::trusted(format!("<p class=\"marks\" role=\"img\" aria-label=\"{words}\">{marks}</p>"))
    }

    /// The stamp of receipt: on receipt, tracking and case page only. `head` is "Đã nhận" on a
    /// resident's paper and "Đến" on an office's.
    pub fn stamp(&self, head: impl fmt::Display, code: impl fmt::Display, at: impl Day) -> Html {
        let (time, date) = (self.time(&at), self.date(&at));
        let (head, code) = (head.to_string(), code.to_string());
        Html::of(&StampPart { head, code, moment: format!("{time} · {date}"), iso: self.iso(&at) })
    }

    /// What happened and what to do next, between a thick and a thin line.
    pub fn notice(&self, mark: Mark, title: impl fmt::Display, body: impl fmt::Display) -> Html {
        let (title, body) = (title.to_string(), body.to_string());
        Html::of(&NoticePart { mark, title, body })
    }
}

#[derive(Template)]
#[template(path = "parts/stamp.html")]
struct StampPart {
    head: String,
    code: String,
    moment: String,
    iso: String,
}

#[derive(Template)]
#[template(path = "parts/notice.html")]
struct NoticePart {
    mark: Mark,
    title: String,
    body: String,
}
