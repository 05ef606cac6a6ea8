//! The whole life of a village meeting as one table: what may be done from where, on which article,
//! by whom, and what it does to what is owed. [`crate::meeting`] allows nothing outside it;
//! `docs/village-steps.md` is made from it.

kernel::closed! {
    /// Where a meeting stands.
    State {
        /// It was called.
        Called => "called",
        /// Attendance and votes of a place were entered.
        Open => "open",
        /// All places are signed; the outcome stands.
        Closed => "closed",
        /// The decision is written down in its legal form.
        Decided => "decided",
        /// It was called off.
        Cancelled => "cancelled",
    }
    /// What somebody may do to it.
    Step {
        /// Enter attendance, secretary and tally sheets of a place.
        Record => "record",
        /// Sign the sheets of a place as its chair or secretary.
        Sign => "sign",
        /// End it: the outcome follows from the rule.
        Close => "close",
        /// Write the decision down in one of the four forms.
        Issue => "issue",
        /// Record that the outcome was made public.
        Publish => "publish",
        /// Record that it was sent to the commune for recognition.
        Send => "send",
        /// Record what the commune said to it.
        Recognise => "recognise",
        /// Record that the election of a new village head is set.
        Renew => "renew",
        /// Record how people were told of the meeting.
        Notify => "notify",
        /// Say anew how many households the village has.
        Count => "count",
        /// Move it.
        Move => "move",
        /// Call it off.
        Cancel => "cancel",
    }
}

/// What a step does to what is owed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Clock {
    /// Nothing.
    Leaves,
    /// Making the outcome public is owed, and sending a convention to the commune.
    Begins,
    /// Making it public is owed no more.
    Published,
    /// Sending is owed no more; the commune's word is, by the day it gave.
    Sent,
    /// The commune's word is owed no more; after a release, the election of a new head is.
    Recognised,
    /// The election of a new head is owed no more.
    Renewed,
}

/// One row of the table.
#[derive(Debug)]
pub struct Arrow {
    /// What is done.
    pub step: Step,
    /// From where.
    pub from: &'static [State],
    /// The rule whose article it rests on.
    pub rule: &'static str,
    /// Who may do it: an act of the permission table.
    pub act: &'static str,
    /// What it does to what is owed.
    pub clock: Clock,
}

const CALL: &str = "villages.call";
const RECORD: &str = "villages.record";
const RECOGNISE: &str = "villages.recognise";

const fn arrow(
    step: Step,
    from: &'static [State],
    rule: &'static str,
    act: &'static str,
    clock: Clock,
) -> Arrow {
    Arrow { step, from, rule, act, clock }
}

use State as S;

/// The life of a meeting.
#[rustfmt::skip]
pub const ARROWS: &[Arrow] = &[
    arrow(Step::Record, &[S::Called, S::Open], "MT.vote", RECORD, Clock::Leaves),
    arrow(Step::Sign, &[S::Open], "MT.vote", RECORD, Clock::Leaves),
    arrow(Step::Close, &[S::Open], "QD.other", RECORD, Clock::Begins),
    arrow(Step::Issue, &[S::Closed], "DEC.form", RECORD, Clock::Leaves),
    arrow(Step::Publish, &[S::Decided], "CK.when", RECORD, Clock::Published),
    arrow(Step::Send, &[S::Decided], "HU.send", RECORD, Clock::Sent),
    arrow(Step::Recognise, &[S::Decided], "CN.head", RECOGNISE, Clock::Recognised),
    arrow(Step::Renew, &[S::Decided], "NK.head.new", RECOGNISE, Clock::Renewed),
    arrow(Step::Notify, &[S::Called], "MT.call", CALL, Clock::Leaves),
    arrow(Step::Count, &[S::Called, S::Open], "MT.who", RECORD, Clock::Leaves),
    arrow(Step::Move, &[S::Called], "MT.call", CALL, Clock::Leaves),
    arrow(Step::Cancel, &[S::Called], "MT.call", CALL, Clock::Leaves),
];
