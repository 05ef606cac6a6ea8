//! The closed lists that a petition is described with. Screen words are in `locales/`.

use serde::{Deserialize, Serialize};

/// What a petition is, by its content and purpose, never by its title (TT05 Art 6).
///
/// A denunciation is *not* a kind: it never enters the program (LTC 25, 47, 56). The page
/// `/to-cao` says where and how it is handed in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// Reflection or recommendation: *phản ánh, kiến nghị*.
    Feedback,
    /// First-instance complaint: *khiếu nại lần đầu*.
    Complaint,
}

/// How a petition reached the office.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Channel {
    /// The public page.
    Page,
    /// A program of an office, or the public JSON endpoint.
    Api,
    /// The reception desk.
    Desk,
    /// A register that the office kept before.
    Import,
}

/// How the asker wants to be answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AnswerBy {
    /// A text message.
    Sms,
    /// A letter on paper.
    Post,
    /// Fetched at the office.
    Desk,
    /// Read on the page; no name or number is needed.
    Oneself,
}

/// What the decision on a complaint found (LKN 31).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Finding {
    /// The complaint is right.
    Right,
    /// Right in part.
    Partly,
    /// Wrong in whole.
    Wrong,
}

/// What the asker says of the result. Silence is none of these and is counted apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Solved {
    /// It is solved.
    Yes,
    /// Something is missing.
    Partly,
    /// It is not solved.
    No,
}

/// Why a letter is not eligible (TT05 Art 6(2)); each has a sentence in `locales/`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Lack {
    /// No date, name or address of the writer where the kind needs it.
    Writer,
    /// Not in Vietnamese and without a notarised translation.
    Language,
    /// Torn, erased or illegible.
    Illegible,
    /// The writer was already guided once on the same matter.
    AlreadyGuided,
    /// The competent body already has it among the addressees.
    CompetentHasIt,
}

macro_rules! words {
    ($($of:ident { $($variant:ident => $word:literal),* $(,)? })*) => {
        $(impl $of {
            /// Every value, in the order of screens.
            pub const ALL: &'static [Self] = &[$(Self::$variant),*];

            /// The stable word used in facts, addresses, forms and the API.
            pub const fn word(self) -> &'static str {
                match self { $(Self::$variant => $word),* }
            }

            /// Reads the word back.
            pub fn read(word: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|value| value.word() == word)
            }
        })*
    };
}
pub(crate) use words;

words! {
    Kind { Feedback => "feedback", Complaint => "complaint" }
    Channel { Page => "page", Api => "api", Desk => "desk", Import => "import" }
    AnswerBy { Sms => "sms", Post => "post", Desk => "desk", Oneself => "oneself" }
    Finding { Right => "right", Partly => "partly", Wrong => "wrong" }
    Solved { Yes => "yes", Partly => "partly", No => "no" }
    Lack {
        Writer => "writer", Language => "language", Illegible => "illegible",
        AlreadyGuided => "already_guided", CompetentHasIt => "competent_has_it",
    }
}

/// The matters of public service that a petition can be about, in the order of screens. Never a
/// person's views: what is sorted here is the office's work.
pub const MATTERS: &[&str] = &[
    "roads",
    "water",
    "waste",
    "lighting",
    "land",
    "compensation",
    "building",
    "order",
    "social",
    "health",
    "school",
    "procedures",
    "service",
    "other",
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_is_the_same_word_in_facts_and_forms() {
        for kind in Kind::ALL {
            assert_eq!(serde_json::to_string(kind).unwrap(), format!("\"{}\"", kind.word()));
        }
        for lack in Lack::ALL {
            assert_eq!(serde_json::to_string(lack).unwrap(), format!("\"{}\"", lack.word()));
            assert_eq!(Lack::read(lack.word()), Some(*lack));
        }
        assert_eq!(AnswerBy::read("oneself"), Some(AnswerBy::Oneself));
    }
}
