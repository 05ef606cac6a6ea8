//! The whole life of conferences, points, questions and conclusions as tables: what may be done
//! from where, by whom, and what it does to what is owed. Nothing outside them is allowed;
//! `docs/conference-steps.md` is made from them. No article of law stands beside a row: a unit
//! holds its conferences by its own decision.

kernel::closed! {
    /// Where a conference stands.
    State {
        /// Planned.
        Planned => "planned",
        /// The points are connected.
        Open => "open",
        /// It is over.
        Held => "held",
        /// The notice of its conclusions was issued.
        Noticed => "noticed",
        /// It was called off.
        Cancelled => "cancelled",
    }
    /// What its host may do to it.
    Step {
        /// Connect points.
        Join => "join",
        /// Take a point off.
        Drop => "drop",
        /// Set the agenda anew.
        Arrange => "arrange",
        /// Add a paper.
        File => "file",
        /// Begin it.
        Open => "open",
        /// Say a conclusion.
        Conclude => "conclude",
        /// End it.
        Close => "close",
        /// Issue the notice of its conclusions.
        Notice => "notice",
        /// Make title, time and public conclusions known.
        Publish => "publish",
        /// Move it.
        Move => "move",
        /// Call it off.
        Cancel => "cancel",
    }
    /// What a point may do.
    PointStep {
        /// Say whether it takes part.
        Confirm => "confirm",
        /// Report who is present and how the line stands.
        Report => "report",
        /// Ask a question.
        Ask => "ask",
    }
    /// Where a question stands.
    InquiryState {
        /// Asked.
        Asked => "asked",
        /// Taken: it is answered at the conference.
        Taken => "taken",
        /// Answered.
        Answered => "answered",
        /// Put off.
        Deferred => "deferred",
    }
    /// What the host may do to a question.
    InquiryStep {
        /// Take it.
        Take => "take",
        /// Record the answer.
        Answer => "answer",
        /// Put it off, with a reason.
        Defer => "defer",
    }
    /// Where a conclusion stands. Whether it is late is a matter of the day.
    ConclusionState {
        /// Owed.
        Open => "open",
        /// Done.
        Done => "done",
        /// Withdrawn.
        Withdrawn => "withdrawn",
    }
    /// What may be done to a conclusion.
    ConclusionStep {
        /// Record that it was done, with the evidence.
        Finish => "finish",
        /// Break it down: a unit below owes a part.
        Divide => "divide",
        /// Withdraw it, with a reason.
        Withdraw => "withdraw",
    }
}

/// What a step does to what is owed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Clock {
    /// Nothing.
    Leaves,
    /// A named unit owes it from now on.
    Begins,
    /// It is met.
    Met,
    /// It is owed no more.
    Void,
}

/// One row of a table.
#[derive(Debug)]
pub struct Arrow<Step: 'static, State: 'static> {
    /// What is done.
    pub step: Step,
    /// From where.
    pub from: &'static [State],
    /// Who may do it: an act of the permission table.
    pub act: &'static str,
    /// What it does to what is owed.
    pub clock: Clock,
}

const PLAN: &str = "conferences.plan";
const HOST: &str = "conferences.host";
const CONCLUDE: &str = "conferences.conclude";
const REPORT: &str = "conferences.report";

const fn arrow<Step: Copy, State>(
    step: Step,
    from: &'static [State],
    act: &'static str,
    clock: Clock,
) -> Arrow<Step, State> {
    Arrow { step, from, act, clock }
}

use Clock as C;
use InquiryState as Q;
use State as S;

/// The life of a conference.
#[rustfmt::skip]
pub const CONFERENCES: &[Arrow<Step, State>] = &[
    arrow(Step::Join, &[S::Planned, S::Open], PLAN, C::Leaves),
    arrow(Step::Drop, &[S::Planned], PLAN, C::Leaves),
    arrow(Step::Arrange, &[S::Planned, S::Open], PLAN, C::Leaves),
    arrow(Step::File, &[S::Planned, S::Open, S::Held], PLAN, C::Leaves),
    arrow(Step::Open, &[S::Planned], HOST, C::Leaves),
    // What the chair says at the end of the day is often written down the day after.
    arrow(Step::Conclude, &[S::Open, S::Held], CONCLUDE, C::Begins),
    arrow(Step::Close, &[S::Open], HOST, C::Leaves),
    arrow(Step::Notice, &[S::Held], CONCLUDE, C::Leaves),
    arrow(Step::Publish, &[S::Planned, S::Open, S::Held, S::Noticed], CONCLUDE, C::Leaves),
    arrow(Step::Move, &[S::Planned], PLAN, C::Leaves),
    arrow(Step::Cancel, &[S::Planned], PLAN, C::Leaves),
];

/// What points do, by where the conference stands.
pub const POINTS: &[Arrow<PointStep, State>] = &[
    arrow(PointStep::Confirm, &[S::Planned, S::Open], REPORT, C::Leaves),
    // A device that had no line catches up after the end; the day is the conference's.
    arrow(PointStep::Report, &[S::Planned, S::Open, S::Held], REPORT, C::Leaves),
    arrow(PointStep::Ask, &[S::Planned, S::Open, S::Held], REPORT, C::Leaves),
];

/// The life of a question.
pub const INQUIRIES: &[Arrow<InquiryStep, InquiryState>] = &[
    arrow(InquiryStep::Take, &[Q::Asked, Q::Deferred], HOST, C::Leaves),
    arrow(InquiryStep::Answer, &[Q::Asked, Q::Taken, Q::Deferred], HOST, C::Leaves),
    arrow(InquiryStep::Defer, &[Q::Asked, Q::Taken], HOST, C::Leaves),
];

/// The life of a conclusion.
pub const CONCLUSIONS: &[Arrow<ConclusionStep, ConclusionState>] = &[
    arrow(ConclusionStep::Finish, &[ConclusionState::Open], "conclusions.finish", C::Met),
    arrow(ConclusionStep::Divide, &[ConclusionState::Open], "conclusions.finish", C::Begins),
    arrow(ConclusionStep::Withdraw, &[ConclusionState::Open], "conclusions.withdraw", C::Void),
];
