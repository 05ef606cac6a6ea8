//! What can happen to a petition, in the past tense. Facts are read for ever: a new shape of one
//! is a new `form`, and the reader of the old form stays.
//!
//! No fact holds words or persons: those are in the vault, and the fact holds [`VaultId`]s.

use jiff::civil::Date;
use kernel::Id;
use serde::{Deserialize, Serialize};
use store::{Fact, Record, Result, VaultId};

use crate::kind::{AnswerBy, Channel, Dialogue, Finding, Heard, Kind, Lack, Same, Solved, Term};
use crate::petition::State;

/// The petition reached the office.
pub const RECEIVED: &str = "petition.received";
/// An officer said what it is.
pub const CLASSIFIED: &str = "petition.classified";
/// An officer was given it.
pub const ASSIGNED: &str = "petition.assigned";
/// It was taken back from its officer and given to nobody.
pub const RELEASED: &str = "petition.released";
/// It lacks a condition and is filed (TT05 Art 6, 28).
pub const FILED: &str = "petition.filed";
/// The asker was told which body to turn to.
pub const GUIDED: &str = "petition.guided";
/// It was passed to the competent body and the asker told.
pub const FORWARDED: &str = "petition.forwarded";
/// Acceptance was refused on a ground of LKN 11.
pub const REFUSED: &str = "petition.refused";
/// It was accepted for settlement (*thụ lý*).
pub const ACCEPTED: &str = "petition.accepted";
/// The result of verification was recorded.
pub const VERIFIED: &str = "petition.verified";
/// The answer or decision was made.
pub const DECIDED: &str = "petition.decided";
/// It was closed in an older register that was imported: state and day as written there.
pub const CARRIED: &str = "petition.carried";
/// The answer was sent to the asker.
pub const SENT: &str = "petition.sent";
/// The asker said whether it is solved.
pub const JUDGED: &str = "petition.judged";
/// New secret words were given out at the desk.
pub const SECRET_RENEWED: &str = "petition.secret_renewed";
/// The one who settles chose the longer ceiling: complex, remote (LKN 28, 37).
pub const TERMED: &str = "petition.termed";
/// A dialogue was held, or the complainant stayed away (LKN 30, 39).
pub const DIALOGUE: &str = "petition.dialogue";
/// Settlement waits for another body's result.
pub const SUSPENDED: &str = "petition.suspended";
/// The result came; settlement goes on.
pub const RESUMED: &str = "petition.resumed";
/// Settlement was ended by a written decision.
pub const TERMINATED: &str = "petition.terminated";
/// The asker took it back, whole or in part (LKN 10).
pub const WITHDRAWN: &str = "petition.withdrawn";
/// It turned out that the asker was made to withdraw: the whole, or the part that was taken back,
/// is settled after all.
pub const REOPENED: &str = "petition.reopened";
/// A group named who speaks for it.
pub const REPRESENTED: &str = "petition.represented";
/// A letter with several matters became one letter for each (TT05 21-27).
pub const SPLIT: &str = "petition.split";
/// A second complaint about its decision was received.
pub const APPEALED: &str = "petition.appealed";
/// That had been recorded by mistake: there is no second complaint.
pub const APPEAL_UNDONE: &str = "petition.appeal_undone";
/// What was decided has been done.
pub const CARRIED_OUT: &str = "petition.carried_out";
/// The asker added words or papers.
pub const ADDED: &str = "petition.added";
/// An officer wrote a note that stays inside.
pub const NOTED: &str = "petition.noted";
/// Another office was asked for its part, by a day.
pub const ASKED: &str = "petition.asked";
/// The office that was asked has answered.
pub const ADVISED: &str = "petition.advised";
/// The letter was joined to the case that an earlier letter opened.
pub const LINKED: &str = "petition.linked";
/// The joining was undone.
pub const UNLINKED: &str = "petition.unlinked";
/// An officer said that an earlier letter is about another matter, or took that back.
pub const SET_APART: &str = "petition.set_apart";
/// A filed letter was destroyed after its time of keeping (TT05 28).
pub const DESTROYED: &str = "petition.destroyed";
/// A numbered paper was issued on it.
pub const ISSUED: &str = "petition.issued";
/// A number of the series of unit, year and symbol was taken, on a stream of its own.
pub const NUMBER_TAKEN: &str = "number.taken";
/// Words were destroyed on a ground.
pub const ERASED: &str = "petition.erased";
/// Who asks, or stands behind it, was put right on their request.
pub const CORRECTED: &str = "petition.corrected";

/// Every kind, for the documents and the test of round trips.
pub const KINDS: &[&str] = &[
    RECEIVED,
    CLASSIFIED,
    ASSIGNED,
    FILED,
    GUIDED,
    FORWARDED,
    REFUSED,
    ACCEPTED,
    VERIFIED,
    DECIDED,
    SENT,
    JUDGED,
    SECRET_RENEWED,
    ERASED,
    CARRIED,
    TERMED,
    DIALOGUE,
    SUSPENDED,
    RESUMED,
    TERMINATED,
    WITHDRAWN,
    REOPENED,
    REPRESENTED,
    SPLIT,
    APPEALED,
    APPEAL_UNDONE,
    CARRIED_OUT,
    ADDED,
    NOTED,
    ASKED,
    ADVISED,
    LINKED,
    UNLINKED,
    SET_APART,
    DESTROYED,
    ISSUED,
    RELEASED,
    CORRECTED,
];

/// The first fact of every petition.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Received {
    /// Its number in this instance; it orders the register.
    pub seq: i64,
    /// What is said aloud: `TT-4176-28`.
    pub code: String,
    /// What the asker thinks it is.
    pub kind: Kind,
    /// The commune or other unit that must answer.
    pub unit: String,
    /// One of [`crate::kind::MATTERS`].
    pub matter: String,
    /// The village, by the code of a unit that the operator added; empty when not said.
    pub village: String,
    /// How it came.
    pub channel: Channel,
    /// How the asker wants to be answered.
    pub answer_by: AnswerBy,
    /// The civil date of receipt, from which clocks run.
    pub on: Date,
    /// The asker's words.
    pub words: VaultId,
    /// Where it happened.
    pub place: Option<VaultId>,
    /// Name, telephone, address, when the asker gave any.
    pub person: Option<VaultId>,
    /// What only some letters have.
    #[serde(default, skip_serializing_if = "Extra::is_none")]
    pub extra: Extra,
}

/// What only some letters have at their receipt.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Extra {
    /// The exact point on the map, as `{"lat":…,"lon":…}`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub spot: Option<VaultId>,
    /// The point made coarse: what may be public.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cell: Option<Cell>,
    /// Photographs and papers that came with it.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub files: Vec<Enclosed>,
    /// The code of the first complaint that a second one is about.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub first: Option<String>,
    /// The stream of the letter that it was a part of.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub part_of: Option<String>,
    /// How many people stand behind it, when more than one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub people: Option<u32>,
    /// Those of them who are named besides the asker.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub others: Option<VaultId>,
}

impl Extra {
    fn is_none(&self) -> bool {
        *self == Self::default()
    }
}

/// A square of a thousandth of a degree, some hundred metres wide, by its south-western corner.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Cell {
    /// Latitude in thousandths of a degree.
    pub lat: i32,
    /// Longitude in thousandths of a degree.
    pub lon: i32,
}

/// A file in the vault. Its name is not kept: names of files name people.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Enclosed {
    /// The item.
    pub item: VaultId,
    /// What it is by its content, as a media type: `image/jpeg`.
    pub media: String,
    /// How many bytes.
    pub size: i64,
}

/// Something that happened to a petition.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Event {
    /// [`RECEIVED`].
    Received(Box<Received>),
    /// [`CLASSIFIED`].
    Classified {
        /// What it is.
        kind: Kind,
        /// What it is about.
        matter: String,
        /// For a complaint: the day on which its writer got or learned of the decision or act, as
        /// the letter has it; the time in which one may complain runs from it (LKN 9, 33).
        #[serde(default, skip_serializing_if = "Option::is_none")]
        known: Option<Date>,
        /// The day.
        on: Date,
    },
    /// [`ASSIGNED`].
    Assigned {
        /// The officer's account.
        to: Id,
        /// The day.
        on: Date,
    },
    /// [`RELEASED`].
    Released {
        /// The day.
        on: Date,
    },
    /// [`FILED`].
    Filed {
        /// What it lacks.
        lack: Lack,
        /// The day.
        on: Date,
    },
    /// [`GUIDED`].
    Guided {
        /// Where to turn and what to bring.
        note: VaultId,
        /// Whether it is a matter for the court, the procuracy or the enforcement of judgments.
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        court: bool,
        /// Whether an officer looked at an earlier letter that was guided, and says that this one
        /// is another sender's or about another matter.
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        anew: bool,
        /// The day.
        on: Date,
    },
    /// [`FORWARDED`].
    Forwarded {
        /// To whom, and what the asker is told.
        note: VaultId,
        /// The day.
        on: Date,
    },
    /// [`REFUSED`].
    Refused {
        /// The ground, by its id in the rulebook: `KN11.5`.
        ground: String,
        /// What the asker is told besides.
        note: Option<VaultId>,
        /// The day.
        on: Date,
    },
    /// [`ACCEPTED`].
    Accepted {
        /// The day: the clock of settlement runs from it.
        on: Date,
    },
    /// [`VERIFIED`].
    Verified {
        /// What was found; stays inside the office.
        result: VaultId,
        /// Whether what the complainant asks and what was found still differ (LKN 30).
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        differs: bool,
        /// The day.
        on: Date,
    },
    /// [`DECIDED`].
    Decided {
        /// The published answer.
        answer: VaultId,
        /// For a complaint: what the decision found.
        finding: Option<Finding>,
        /// Whether an officer looked at what it says of persons and let it be published.
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        looked: bool,
        /// The day.
        on: Date,
    },
    /// [`SENT`].
    Sent {
        /// By which way.
        by: AnswerBy,
        /// As in [`Event::Decided`], when it was said only now.
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        looked: bool,
        /// The day.
        on: Date,
    },
    /// [`CARRIED`].
    Carried {
        /// How it stood: sent, forwarded, guided or filed.
        state: State,
        /// Since which day.
        on: Date,
    },
    /// [`JUDGED`].
    Judged {
        /// What the asker says.
        solved: Solved,
        /// What is still missing.
        words: Option<VaultId>,
        /// How an officer heard it; `None` when the asker wrote it with the four words.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        heard: Option<Heard>,
        /// The day.
        on: Date,
    },
    /// [`SECRET_RENEWED`].
    SecretRenewed {
        /// How many times now.
        generation: i64,
    },
    /// [`TERMED`].
    Termed {
        /// Which ceiling.
        term: Term,
        /// The reasons, as in the written decision.
        why: VaultId,
        /// The day.
        on: Date,
    },
    /// [`DIALOGUE`].
    Dialogue {
        /// What came of it.
        outcome: Dialogue,
        /// The minutes; stay inside the office.
        minutes: VaultId,
        /// The day.
        on: Date,
    },
    /// [`SUSPENDED`].
    Suspended {
        /// Whose result is awaited, and why.
        why: VaultId,
        /// The day: it is the first that does not count.
        on: Date,
    },
    /// [`RESUMED`].
    Resumed {
        /// The day: it is the first that counts again.
        on: Date,
    },
    /// [`TERMINATED`].
    Terminated {
        /// Why, as the asker is told.
        why: VaultId,
        /// The day.
        on: Date,
    },
    /// [`WITHDRAWN`].
    Withdrawn {
        /// What is taken back; `None` for the whole.
        part: Option<VaultId>,
        /// The day.
        on: Date,
    },
    /// [`REOPENED`].
    Reopened {
        /// How it is known that the withdrawal was coerced; stays inside the office.
        why: VaultId,
        /// The day.
        on: Date,
    },
    /// [`REPRESENTED`].
    Represented {
        /// How many people complain together.
        people: u32,
        /// How many speak for them.
        speakers: u32,
        /// Who they are.
        who: VaultId,
        /// The day.
        on: Date,
    },
    /// [`SPLIT`].
    Split {
        /// The streams of its parts.
        into: Vec<String>,
        /// The day.
        on: Date,
    },
    /// [`APPEALED`].
    Appealed {
        /// The code of the second complaint; empty when the office that has it gave none.
        second: String,
        /// Which office has it and by which paper that is known, when it was filed elsewhere;
        /// stays inside the office.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        note: Option<VaultId>,
        /// The day.
        on: Date,
    },
    /// [`APPEAL_UNDONE`].
    AppealUndone {
        /// How it is known; stays inside the office.
        why: VaultId,
        /// The day.
        on: Date,
    },
    /// [`CARRIED_OUT`].
    CarriedOut {
        /// What was done; published.
        how: VaultId,
        /// As in [`Event::Decided`].
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        looked: bool,
        /// The day.
        on: Date,
    },
    /// [`ADDED`].
    Added {
        /// What the asker says besides.
        words: Option<VaultId>,
        /// What the asker sends besides.
        #[serde(default)]
        files: Vec<Enclosed>,
        /// The day.
        on: Date,
    },
    /// [`NOTED`].
    Noted {
        /// The note.
        words: VaultId,
        /// The day.
        on: Date,
    },
    /// [`ASKED`].
    Asked {
        /// Its number on this petition, from 1.
        n: u32,
        /// The office's code, a unit that the operator added or one of the tree.
        office: String,
        /// What is asked.
        words: VaultId,
        /// By when the answer is wanted.
        until: Date,
        /// The day.
        on: Date,
    },
    /// [`ADVISED`].
    Advised {
        /// Which question.
        n: u32,
        /// What the office says; stays inside.
        words: VaultId,
        /// The day.
        on: Date,
    },
    /// [`LINKED`].
    Linked {
        /// The stream of the letter that opened the case.
        to: String,
        /// Its code.
        code: String,
        /// How they belong together.
        how: Same,
        /// Whether that letter was guided: then this one is not guided again.
        guided: bool,
        /// The day.
        on: Date,
    },
    /// [`UNLINKED`].
    Unlinked {
        /// The day.
        on: Date,
    },
    /// [`SET_APART`].
    SetApart {
        /// The stream of the letter that is about another matter.
        from: String,
        /// Its code.
        code: String,
        /// Whether this takes back what was said before.
        again: bool,
        /// The day.
        on: Date,
    },
    /// [`DESTROYED`].
    Destroyed {
        /// The day.
        on: Date,
    },
    /// [`ISSUED`].
    Issued {
        /// Which template it was made from.
        template: String,
        /// Its number in the series of unit, symbol and year.
        number: i64,
        /// Its symbol: `UBND-VP`.
        symbol: String,
        /// The text as it was issued, field by field.
        words: VaultId,
        /// The day.
        on: Date,
    },
    /// [`ERASED`].
    Erased {
        /// Which items.
        items: Vec<Id>,
        /// The ground, as an article.
        ground: String,
    },
    /// [`CORRECTED`].
    Corrected {
        /// The entry that was wrong; it is destroyed.
        item: Id,
        /// The one in its place.
        by: VaultId,
        /// The ground, as an article.
        ground: String,
    },
}

impl Event {
    /// Its kind.
    pub fn kind(&self) -> &'static str {
        match self {
            Self::Received(_) => RECEIVED,
            Self::Classified { .. } => CLASSIFIED,
            Self::Assigned { .. } => ASSIGNED,
            Self::Released { .. } => RELEASED,
            Self::Filed { .. } => FILED,
            Self::Guided { .. } => GUIDED,
            Self::Forwarded { .. } => FORWARDED,
            Self::Refused { .. } => REFUSED,
            Self::Accepted { .. } => ACCEPTED,
            Self::Verified { .. } => VERIFIED,
            Self::Decided { .. } => DECIDED,
            Self::Sent { .. } => SENT,
            Self::Carried { .. } => CARRIED,
            Self::Judged { .. } => JUDGED,
            Self::SecretRenewed { .. } => SECRET_RENEWED,
            Self::Termed { .. } => TERMED,
            Self::Dialogue { .. } => DIALOGUE,
            Self::Suspended { .. } => SUSPENDED,
            Self::Resumed { .. } => RESUMED,
            Self::Terminated { .. } => TERMINATED,
            Self::Withdrawn { .. } => WITHDRAWN,
            Self::Reopened { .. } => REOPENED,
            Self::Represented { .. } => REPRESENTED,
            Self::Split { .. } => SPLIT,
            Self::Appealed { .. } => APPEALED,
            Self::AppealUndone { .. } => APPEAL_UNDONE,
            Self::CarriedOut { .. } => CARRIED_OUT,
            Self::Added { .. } => ADDED,
            Self::Noted { .. } => NOTED,
            Self::Asked { .. } => ASKED,
            Self::Advised { .. } => ADVISED,
            Self::Linked { .. } => LINKED,
            Self::Unlinked { .. } => UNLINKED,
            Self::SetApart { .. } => SET_APART,
            Self::Destroyed { .. } => DESTROYED,
            Self::Issued { .. } => ISSUED,
            Self::Erased { .. } => ERASED,
            Self::Corrected { .. } => CORRECTED,
        }
    }

    /// The fact to be journaled.
    pub fn to_fact(&self) -> Fact {
        Fact::new(self.kind(), 1, self)
    }

    /// Reads a record.
    ///
    /// # Errors
    /// When the kind or form is not one of ours, or the body is another kind's.
    pub fn read(record: &Record) -> Result<Self> {
        record.event(Self::kind)
    }
}
