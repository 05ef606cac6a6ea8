//! Posts: the roles that an account holds at a unit for a period. Not ranks, and not permissions:
//! what a post may do stands in [`crate::permissions`].

use std::fmt;
use std::str::FromStr;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// A role at a unit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Post {
    /// Receives people and letters: at the desk, on paper, by telephone.
    Reception,
    /// Works on matters: verifies, drafts, answers.
    Handler,
    /// Heads the unit or deputises: decides, signs, assigns.
    Leader,
    /// Confirms what the law says: rules, holidays, terms.
    Jurist,
    /// Looks after accounts and settings. Reads no letter by that.
    Administrator,
    /// Sees who opened whose data. Decides nothing.
    Auditor,
}

impl Post {
    /// All, in the order in which pages show them.
    pub const ALL: [Post; 6] = [
        Post::Reception,
        Post::Handler,
        Post::Leader,
        Post::Jurist,
        Post::Administrator,
        Post::Auditor,
    ];

    /// Its name in facts, rows and forms.
    pub fn code(self) -> &'static str {
        match self {
            Post::Reception => "reception",
            Post::Handler => "handler",
            Post::Leader => "leader",
            Post::Jurist => "jurist",
            Post::Administrator => "administrator",
            Post::Auditor => "auditor",
        }
    }

    /// The key of its words on the screen.
    pub fn key(self) -> String {
        format!("post-{}", self.code())
    }

    /// Whether its holder may take part in giving a colleague back the way in.
    pub fn recovers(self) -> bool {
        matches!(self, Post::Administrator | Post::Leader)
    }
}

impl fmt::Display for Post {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

/// There is no post of this name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NoSuchPost;

impl fmt::Display for NoSuchPost {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("there is no post of this name")
    }
}

impl FromStr for Post {
    type Err = NoSuchPost;

    fn from_str(code: &str) -> Result<Self, NoSuchPost> {
        Post::ALL.into_iter().find(|post| post.code() == code).ok_or(NoSuchPost)
    }
}

/// A post held at a unit for a period; both days count.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Held {
    /// Which post.
    pub post: Post,
    /// At which unit, by its code.
    pub unit: String,
    /// The first day.
    pub from: Date,
    /// The last day; open when absent.
    pub until: Option<Date>,
}

impl Held {
    /// Whether it is held on `day`.
    pub fn on(&self, day: Date) -> bool {
        self.from <= day && self.until.is_none_or(|until| day <= until)
    }

    /// Whether both are the same post at the same unit and some day lies in both periods.
    pub fn overlaps(&self, other: &Held) -> bool {
        let ends_before = |a: &Held, b: &Held| a.until.is_some_and(|until| until < b.from);
        self.post == other.post
            && self.unit == other.unit
            && !ends_before(self, other)
            && !ends_before(other, self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn both_ends_of_a_period_count() {
        let held = Held {
            post: Post::Leader,
            unit: "20836".into(),
            from: date(2026, 3, 1),
            until: Some(date(2026, 3, 31)),
        };
        let days = [(2, 28, false), (3, 1, true), (3, 31, true), (4, 1, false)];
        for (month, day, on) in days {
            assert_eq!(held.on(date(2026, month, day)), on, "{day}/{month}");
        }
        let next = Held { from: date(2026, 4, 1), until: None, ..held.clone() };
        assert!(!held.overlaps(&next) && !next.overlaps(&held));
        assert!(held.overlaps(&Held { from: date(2026, 3, 31), ..next.clone() }));
        assert!(!held.overlaps(&Held { post: Post::Jurist, ..held.clone() }));
        assert!(!held.overlaps(&Held { unit: "20839".into(), ..held.clone() }));
    }

    #[test]
    fn codes_are_read_back() {
        for post in Post::ALL {
            assert_eq!(post.code().parse(), Ok(post));
        }
        assert_eq!("king".parse::<Post>(), Err(NoSuchPost));
    }
}
