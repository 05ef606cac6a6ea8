//! A refusal: the law or the state of things says no. It is not a bug.
//!
//! A refusal carries its legal ground and the next step, and is worded in the reader's language:
//! the key `refusal-{code}` says what, `refusal-{code}-next` what to do (both in `locales/`).

use std::fmt;

/// What sort of "no" it is; the web door turns it into a status.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RefusalKind {
    /// The input has a fault that its author can mend (422).
    Invalid,
    /// Nobody has said who asks (401).
    SignIn,
    /// The asker may not (403).
    Forbidden,
    /// There is no such thing, or none that the asker may know of (404).
    NotFound,
    /// The state of the matter does not allow it, or somebody else was first (409).
    Conflict,
    /// The matter is not as the asker saw it, who asked for the act on that condition (412).
    Stale,
    /// The asker has not said how the matter stood when it was looked at (428).
    Unseen,
    /// Too many tries (429).
    TooMany,
    /// The machine cannot serve now; nothing was recorded (503).
    Busy,
}

/// A lawful "no". Build it with [`Refusal::new`] and the methods.
#[derive(Clone, Debug, PartialEq)]
pub struct Refusal {
    /// The sort of refusal.
    pub kind: RefusalKind,
    /// A stable code such as `petition-not-accepted-yet`; part of the JSON API.
    pub code: &'static str,
    /// The article it rests on, as written in the rulebook ("khoản 5 Điều 11 Luật Khiếu nại").
    pub article: Option<String>,
    /// Values for the sentence, by name.
    pub args: Vec<(&'static str, String)>,
    /// The form field that is at fault, when there is one.
    pub field: Option<&'static str>,
}

impl Refusal {
    /// Refuses what was written on a form that was opened when the matter stood at `seen`, when
    /// somebody else did something since.
    ///
    /// # Errors
    /// `somebody-was-first`.
    pub fn unless_first(version: i64, seen: i64) -> Result<(), Self> {
        match version == seen {
            true => Ok(()),
            false => Err(Self::conflict("somebody-was-first")),
        }
    }

    /// A refusal without ground or arguments.
    pub fn new(kind: RefusalKind, code: &'static str) -> Self {
        Self { kind, code, article: None, args: Vec::new(), field: None }
    }

    /// An input fault in `field`.
    pub fn invalid(field: &'static str, code: &'static str) -> Self {
        let mut refusal = Self::new(RefusalKind::Invalid, code);
        refusal.field = Some(field);
        refusal
    }

    /// The state of the matter does not allow it.
    pub fn conflict(code: &'static str) -> Self {
        Self::new(RefusalKind::Conflict, code)
    }

    /// Adds the article that the refusal rests on.
    pub fn ground(mut self, article: impl Into<String>) -> Self {
        self.article = Some(article.into());
        self
    }

    /// Adds a value for the sentence.
    pub fn with(mut self, name: &'static str, value: impl fmt::Display) -> Self {
        self.args.push((name, value.to_string()));
        self
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "refused: {}", self.code)?;
        for (name, value) in &self.args {
            write!(f, " {name}={value}")?;
        }
        self.article.iter().try_for_each(|article| write!(f, " ({article})"))
    }
}

impl std::error::Error for Refusal {}
