//! What may be done now, until when, on what ground; what may not yet stays visible, with why.

use std::fmt;

use askama::Template;

use crate::html::Html;
use crate::page::Page;

/// How an act is reached.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Open {
    /// By a link to its own page or to a form further down.
    Link(String),
    /// By one press: a form without fields that posts here.
    Press(String),
    /// Not yet; the act's note says why.
    NotYet,
}

/// One act. Texts are already in the page's language.
#[derive(Clone, Debug)]
pub struct Act {
    title: String,
    note: String,
    button: String,
    open: Open,
    first: bool,
}

impl Act {
    /// An act: what it is, until when and on what ground, how it is reached, the button's word.
    pub fn new(title: impl fmt::Display, note: impl fmt::Display, open: Open) -> Self {
        Self {
            title: title.to_string(),
            note: note.to_string(),
            button: String::new(),
            open,
            first: false,
        }
    }

    /// The word on the button; without it the title stands there.
    #[must_use]
    pub fn button(mut self, words: impl fmt::Display) -> Self {
        self.button = words.to_string();
        self
    }

    /// Makes this the page's one full button: what should be done next.
    #[must_use]
    pub fn first(mut self) -> Self {
        self.first = true;
        self
    }

    fn words(&self) -> &str {
        if self.button.is_empty() { &self.title } else { &self.button }
    }
}

impl Page {
    /// The list of acts.
    pub fn acts(&self, acts: &[Act]) -> Html {
        Html::of(&ActsPart { page: self, acts })
    }
}

#[derive(Template)]
#[template(path = "parts/acts.html")]
struct ActsPart<'a> {
    page: &'a Page,
    acts: &'a [Act],
}
