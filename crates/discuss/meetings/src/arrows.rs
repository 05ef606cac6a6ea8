//! The whole life of dialogues, questions and promises as tables: what may be done from where, on
//! which article, by whom, and what it does to what is owed. Nothing outside them is allowed;
//! `docs/dialogue-steps.md` is made from them.

kernel::closed! {
    /// Where a dialogue stands.
    State {
        /// Planned; the notice is owed.
        Planned => "planned",
        /// Its notice is out.
        Announced => "announced",
        /// People and leaders are in the room.
        Open => "open",
        /// It is over; the result is owed.
        Held => "held",
        /// Its conclusions are written.
        Concluded => "concluded",
        /// Its result is public.
        Published => "published",
        /// It was called off.
        Cancelled => "cancelled",
    }
    /// What somebody may do to a dialogue.
    Step {
        /// Record that its notice is out.
        Announce => "announce",
        /// Begin it.
        Open => "open",
        /// End it.
        Close => "close",
        /// Write its conclusions.
        Conclude => "conclude",
        /// Record that one side agrees with the minutes.
        Agree => "agree",
        /// Record that its result is public.
        Publish => "publish",
        /// Move it: its notice is owed again.
        Move => "move",
        /// Call it off.
        Cancel => "cancel",
    }
    /// Where a question stands.
    QuestionState {
        /// Asked.
        Asked => "asked",
        /// Taken: it is answered in the room.
        Taken => "taken",
        /// Not taken.
        Declined => "declined",
        /// Answered.
        Answered => "answered",
    }
    /// What somebody may do to a question.
    QuestionStep {
        /// Take it, alone or with another of the same content.
        Take => "take",
        /// Not take it, with a reason.
        Decline => "decline",
        /// Record an answer, spoken or written.
        Answer => "answer",
    }
    /// Where a promise stands. Whether it is late is a matter of the day.
    PromiseState {
        /// Owed.
        Open => "open",
        /// Kept.
        Kept => "kept",
        /// Withdrawn.
        Withdrawn => "withdrawn",
    }
    /// What somebody may do to a promise.
    PromiseStep {
        /// Record that it was kept, with the evidence.
        Keep => "keep",
        /// Add photographs and papers that show how it was kept.
        Enclose => "enclose",
        /// Say which of them everybody may see.
        Show => "show",
        /// Withdraw it, with a reason.
        Withdraw => "withdraw",
    }
}

/// What a step does to what is owed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Clock {
    /// Nothing.
    Leaves,
    /// The notice is owed anew, for the new day.
    NoticeAnew,
    /// The notice is met.
    NoticeMet,
    /// The notice is owed no more.
    NoticeVoid,
    /// The result begins to be owed.
    ResultBegins,
    /// The result is met.
    ResultMet,
    /// The promise is met.
    PromiseMet,
    /// The promise is owed no more.
    PromiseVoid,
}

/// One row of a table.
#[derive(Debug)]
pub struct Arrow<Step: 'static, State: 'static> {
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

const PLAN: &str = "dialogues.plan";
const CAPTURE: &str = "dialogues.capture";
const CONCLUDE: &str = "dialogues.conclude";

const fn arrow<Step: Copy, State>(
    step: Step,
    from: &'static [State],
    act: &'static str,
    (rule, clock): (&'static str, Clock),
) -> Arrow<Step, State> {
    Arrow { step, from, rule, act, clock }
}

use Clock as C;
use PromiseState as P;
use QuestionState as Q;
use State as S;

/// The life of a dialogue.
pub const DIALOGUES: &[Arrow<Step, State>] = &[
    arrow(Step::Announce, &[S::Planned], PLAN, ("DT.notice", C::NoticeMet)),
    // A dialogue without notice is held all the same; that its notice is missing stays visible.
    arrow(Step::Open, &[S::Planned, S::Announced], CAPTURE, ("DT.form", C::NoticeVoid)),
    arrow(Step::Close, &[S::Open], CAPTURE, ("DT.result", C::ResultBegins)),
    arrow(Step::Conclude, &[S::Held, S::Concluded], CONCLUDE, ("DT.result", C::Leaves)),
    arrow(Step::Agree, &[S::Concluded, S::Published], CONCLUDE, ("DT.chair", C::Leaves)),
    arrow(Step::Publish, &[S::Concluded], CONCLUDE, ("DT.result", C::ResultMet)),
    arrow(Step::Move, &[S::Planned, S::Announced], PLAN, ("DT.notice", C::NoticeAnew)),
    arrow(Step::Cancel, &[S::Planned, S::Announced], PLAN, ("DT.min", C::NoticeVoid)),
];

/// The life of a question.
pub const QUESTIONS: &[Arrow<QuestionStep, QuestionState>] = &[
    arrow(QuestionStep::Take, &[Q::Asked, Q::Declined], CAPTURE, ("DT.result", C::Leaves)),
    arrow(QuestionStep::Decline, &[Q::Asked, Q::Taken], CONCLUDE, ("DT.result", C::Leaves)),
    arrow(QuestionStep::Answer, &[Q::Taken, Q::Answered], CAPTURE, ("DT.result", C::Leaves)),
];

/// The life of a promise.
pub const PROMISES: &[Arrow<PromiseStep, PromiseState>] = &[
    arrow(PromiseStep::Keep, &[P::Open], "promises.keep", ("DT.result", C::PromiseMet)),
    arrow(PromiseStep::Enclose, &[P::Kept], "promises.keep", ("DT.result", C::Leaves)),
    arrow(PromiseStep::Show, &[P::Kept], "promises.keep", ("DT.result", C::Leaves)),
    arrow(PromiseStep::Withdraw, &[P::Open], "promises.withdraw", ("DT.result", C::PromiseVoid)),
];
