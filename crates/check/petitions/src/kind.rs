//! The closed lists that a petition is described with. Screen words are in `locales/`.

pub use counts::MATTERS;
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
    /// Second-instance complaint, about a first decision or its absence: *khiếu nại lần hai*.
    SecondComplaint,
}

impl Kind {
    /// Whether the Complaints Law binds it.
    pub const fn is_complaint(self) -> bool {
        matches!(self, Self::Complaint | Self::SecondComplaint)
    }

    /// The rule of the term in which it must be accepted or refused; feedback has none.
    pub const fn accept_rule(self) -> Option<&'static str> {
        match self {
            Self::Feedback => None,
            Self::Complaint => Some("KN.accept1"),
            Self::SecondComplaint => Some("KN.accept2"),
        }
    }

    /// The rule of the term in which it must be settled once accepted, for its [`Term`].
    pub const fn settle_rule(self, term: Term) -> Option<&'static str> {
        match (self, term.remote, term.complex) {
            (Self::Feedback, ..) => None,
            (Self::Complaint, false, false) => Some("KN.res1"),
            (Self::Complaint, false, true) => Some("KN.res1.cx"),
            (Self::Complaint, true, false) => Some("KN.res1.rem"),
            (Self::Complaint, true, true) => Some("KN.res1.rem.cx"),
            (Self::SecondComplaint, false, false) => Some("KN.res2"),
            (Self::SecondComplaint, false, true) => Some("KN.res2.cx"),
            (Self::SecondComplaint, true, false) => Some("KN.res2.rem"),
            (Self::SecondComplaint, true, true) => Some("KN.res2.rem.cx"),
        }
    }

    /// The rule of the term in which a signed decision must be sent.
    pub const fn send_rule(self) -> Option<&'static str> {
        match self {
            Self::Feedback => None,
            Self::Complaint => Some("KN.send1"),
            Self::SecondComplaint => Some("KN.send2"),
        }
    }

    /// The rule of the time in which such a complaint must be made (LKN 9, 33); feedback has none.
    pub const fn limit_rule(self) -> Option<&'static str> {
        match self {
            Self::Feedback => None,
            Self::Complaint => Some("KN.limit1"),
            Self::SecondComplaint => Some("KN.limit2"),
        }
    }

    /// The rule of the day on which a decision takes legal effect (LKN 44).
    pub const fn effect_rule(self, term: Term) -> Option<&'static str> {
        match (self, term.remote) {
            (Self::Feedback, _) => None,
            (Self::Complaint, false) => Some("KN.eff1"),
            (Self::Complaint, true) => Some("KN.eff1:remote"),
            (Self::SecondComplaint, false) => Some("KN.eff2"),
            (Self::SecondComplaint, true) => Some("KN.eff2:remote"),
        }
    }
}

/// Which of the law's ceilings a complaint has: a decision of the one who settles it, never an
/// extension (LKN 28, 37).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Term {
    /// The case is complex.
    pub complex: bool,
    /// The place is remote and hard to reach.
    pub remote: bool,
}

/// What came of the dialogue with the complainant (LKN 30, 39).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Dialogue {
    /// It was held.
    Held,
    /// The complainant was invited and stayed away without a valid reason: settlement goes on
    /// (LKN 30.6, since 01/07/2026).
    Absent,
    /// The complainant had a valid reason: it is to be held another day.
    PutOff,
}

/// How a letter belongs to a case that another letter opened.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Same {
    /// The same matter was brought before.
    Duplicate,
    /// Many senders sent one text.
    Chain,
}

/// What became of a petition for the one who brought it: closed is not solved.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum End {
    /// The asker says that it is solved.
    Solved,
    /// The asker says that it is not, or only in part.
    NotSolved,
    /// It was answered and the asker has not spoken.
    Silent,
    /// It was not in the office's power: guided, forwarded, refused, filed.
    NotOurs,
    /// The asker took it back, or nothing was left to settle.
    Withdrawn,
}

/// How a petition reached the office.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Channel {
    /// The public page.
    Page,
    /// A program of an office, or the public JSON endpoint.
    Api,
    /// The reception desk, in person.
    Desk,
    /// On paper, by post or handed in.
    Paper,
    /// A register that the office kept before.
    Import,
}

/// How the asker wants to be answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AnswerBy {
    /// A text message.
    Sms,
    /// An electronic mail.
    Email,
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

/// How an officer heard what the asker says of the result.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Heard {
    /// Said at the reception desk.
    Desk,
    /// Said by telephone.
    Phone,
    /// Written on paper.
    Letter,
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
    Kind {
        Feedback => "feedback", Complaint => "complaint",
        SecondComplaint => "second_complaint",
    }
    Channel {
        Page => "page", Api => "api", Desk => "desk", Paper => "paper", Import => "import",
    }
    AnswerBy {
        Sms => "sms", Email => "email", Post => "post", Desk => "desk", Oneself => "oneself",
    }
    Dialogue { Held => "held", Absent => "absent", PutOff => "put_off" }
    Same { Duplicate => "duplicate", Chain => "chain" }
    End {
        Solved => "solved", NotSolved => "not_solved", Silent => "silent",
        NotOurs => "not_ours", Withdrawn => "withdrawn",
    }
    Finding { Right => "right", Partly => "partly", Wrong => "wrong" }
    Solved { Yes => "yes", Partly => "partly", No => "no" }
    Heard { Desk => "desk", Phone => "phone", Letter => "letter" }
    Lack {
        Writer => "writer", Language => "language", Illegible => "illegible",
        AlreadyGuided => "already_guided", CompetentHasIt => "competent_has_it",
    }
}

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
