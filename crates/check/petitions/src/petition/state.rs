//! Where a petition can stand, and what somebody may do to it: two closed lists.

use crate::kind::Kind;

/// Where a petition stands.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, serde::Serialize, serde::Deserialize,
)]
#[serde(rename_all = "snake_case")]
pub enum State {
    /// Nobody has classified it.
    Received,
    /// Its kind is known.
    Classified,
    /// Accepted for settlement.
    Accepted,
    /// The result of verification is recorded.
    Verified,
    /// Answered, but not yet sent.
    Decided,
    /// The answer is with the asker.
    Sent,
    /// The asker says that the answered matter is not solved: it is open again.
    Contested,
    /// What was decided has been done.
    CarriedOut,
    /// Settlement waits for another body.
    Suspended,
    /// Not eligible; filed.
    Filed,
    /// The asker was told whom to turn to.
    Guided,
    /// Passed to the competent body.
    Forwarded,
    /// Acceptance refused.
    Refused,
    /// The asker took it back.
    Withdrawn,
    /// Settlement was ended without a decision on the matter.
    Terminated,
    /// It became one letter for each of its matters.
    Split,
    /// It goes on in the case that another letter opened.
    Joined,
    /// Filed, kept for its time, destroyed.
    Destroyed,
}

/// What somebody may do to a petition.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Step {
    /// Say what it is.
    Classify,
    /// Give it to an officer.
    Assign,
    /// File it as not eligible.
    File,
    /// Tell the asker whom to turn to.
    Guide,
    /// Pass it to the competent body.
    Forward,
    /// Refuse acceptance.
    Refuse,
    /// Accept it for settlement.
    Accept,
    /// Choose the longer ceiling that the law has for complex or remote cases.
    Term,
    /// Record who speaks for a group.
    Represent,
    /// Record the result of verification.
    Verify,
    /// Record the dialogue with the complainant.
    Dialogue,
    /// Wait for another body's result.
    Suspend,
    /// Go on after it came.
    Resume,
    /// End settlement without a decision on the matter.
    Terminate,
    /// Decide, or answer.
    Decide,
    /// Send the answer.
    Send,
    /// Record what was done of what was decided.
    CarryOut,
    /// The asker says whether it is solved, or an officer records what the asker said.
    Judge,
    /// The asker adds words or papers.
    Add,
    /// The asker takes it back, whole or in part.
    Withdraw,
    /// Settle it after all, or the part that was taken back: the withdrawal was coerced.
    Reopen,
    /// Make one letter of each of its matters.
    Split,
    /// Join it to the case that another letter opened.
    Link,
    /// Undo the joining.
    Unlink,
    /// Say that an earlier letter is about another matter.
    Apart,
    /// Take it back from its officer.
    Release,
    /// Destroy a filed letter after its time.
    Destroy,
    /// A second complaint about it was received.
    Appeal,
    /// The one that was recorded last was a mistake.
    Unappeal,
    /// Write a note that stays inside.
    Note,
    /// Ask another office for its part.
    Ask,
    /// Record that office's answer.
    Advise,
    /// Issue a numbered paper on it.
    Issue,
}

crate::kind::words! {
    State {
        Received => "received", Classified => "classified", Accepted => "accepted",
        Verified => "verified", Decided => "decided", Sent => "sent",
        Contested => "contested", CarriedOut => "carried_out", Suspended => "suspended",
        Filed => "filed", Guided => "guided", Forwarded => "forwarded", Refused => "refused",
        Withdrawn => "withdrawn", Terminated => "terminated", Split => "split",
        Joined => "joined", Destroyed => "destroyed",
    }
    Step {
        Classify => "classify", Assign => "assign", File => "file", Guide => "guide",
        Forward => "forward", Refuse => "refuse", Accept => "accept", Term => "term",
        Represent => "represent", Verify => "verify", Dialogue => "dialogue",
        Suspend => "suspend", Resume => "resume", Terminate => "terminate",
        Decide => "decide", Send => "send", CarryOut => "carry_out", Judge => "judge",
        Add => "add", Withdraw => "withdraw", Reopen => "reopen", Split => "split",
        Link => "link", Unlink => "unlink", Apart => "apart", Release => "release",
        Destroy => "destroy", Appeal => "appeal", Unappeal => "unappeal",
        Note => "note", Ask => "ask", Advise => "advise", Issue => "issue",
    }
}

impl State {
    /// Whether the office still owes something.
    pub const fn is_open(self) -> bool {
        matches!(
            self,
            Self::Received
                | Self::Classified
                | Self::Accepted
                | Self::Verified
                | Self::Decided
                | Self::Contested
                | Self::Suspended
        )
    }

    /// Whether a petition of this kind can ever stand here: only complaints are refused, suspended,
    /// terminated and carried out; only feedback is passed on and contested.
    pub const fn is_of(self, kind: Kind) -> bool {
        match self {
            Self::Refused | Self::Suspended | Self::Terminated | Self::CarriedOut => {
                kind.is_complaint()
            }
            Self::Forwarded | Self::Contested => !kind.is_complaint(),
            _ => true,
        }
    }

    /// Whether an answer is with the asker.
    pub const fn is_answered(self) -> bool {
        matches!(self, Self::Sent | Self::Contested | Self::CarriedOut)
    }
}
