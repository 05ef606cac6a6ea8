//! The whole life of a reception and of a visit as two tables: what may be done from where, on
//! which article, by whom, and what it does to the answer that is owed. [`crate::session`] and
//! [`crate::visit`] allow nothing outside them; `docs/reception-steps.md` is made from them.

kernel::closed! {
    /// Where a reception stands.
    State {
        /// In the calendar.
        Planned => "planned",
        /// People are being received.
        Open => "open",
        /// It is over.
        Closed => "closed",
        /// It was called off.
        Cancelled => "cancelled",
    }
    /// What somebody may do to a reception.
    Step {
        /// Begin it, and say who receives.
        Open => "open",
        /// Say anew who receives.
        Correct => "correct",
        /// End it.
        Close => "close",
        /// Move it.
        Move => "move",
        /// Call it off.
        Cancel => "cancel",
    }
    /// Where a visit stands.
    VisitState {
        /// There is an appointment.
        Booked => "booked",
        /// The visitor is here and waits.
        Waiting => "waiting",
        /// Received; an answer is owed.
        Received => "received",
        /// Told that more time is needed to verify.
        Verifying => "verifying",
        /// Told what becomes of it.
        Answered => "answered",
        /// A petition was filed out of it, which owes the answer.
        Filed => "filed",
        /// A denunciation: it goes on in the register of denunciations.
        Aside => "aside",
        /// Not received, on a ground.
        Refused => "refused",
        /// Went away, or did not come.
        Left => "left",
        /// The appointment was given up.
        GivenUp => "given_up",
    }
    /// What somebody may do to a visit.
    VisitStep {
        /// Record that who had an appointment came.
        Arrive => "arrive",
        /// Receive, and enter into the register.
        Receive => "receive",
        /// Decline to receive.
        Refuse => "refuse",
        /// Record that the visitor went away or did not come.
        Leave => "leave",
        /// Give the appointment up.
        GiveUp => "give_up",
        /// Join it to a petition.
        Link => "link",
        /// Record which of the four things the visitor was told.
        Answer => "answer",
    }
}

/// What a step does to the answer that is owed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Clock {
    /// Nothing.
    Leaves,
    /// It begins; not for a denunciation, whose clocks run in the register of denunciations.
    Begins,
    /// It is met, when it is owed.
    Ends,
    /// It is owed no more, when the petition has taken it over.
    PassesOn,
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
    /// Who may do it: an act of the permission table; `receptions.own` is the visitor.
    pub act: &'static str,
    /// What it does to the answer that is owed.
    pub clock: Clock,
}

/// The act of the visitor, whom the address of their appointment opens it to.
pub const OWN: &str = accounts::Act::RECEPTIONS_OWN.code();

const PLAN: &str = "receptions.plan";
const RECEIVE: &str = "receptions.receive";
const ANSWER: &str = "receptions.answer";

const fn arrow<Step: Copy, State>(
    step: Step,
    from: &'static [State],
    act: &'static str,
    clock: Clock,
) -> Arrow<Step, State> {
    Arrow { step, from, rule: "TD.reply", act, clock }
}

const fn session(step: Step, from: &'static [State], act: &'static str) -> Arrow<Step, State> {
    Arrow { step, from, rule: "TD.head", act, clock: Clock::Leaves }
}

use VisitState as V;

/// The life of a reception.
pub const SESSIONS: &[Arrow<Step, State>] = &[
    session(Step::Open, &[State::Planned], RECEIVE),
    session(Step::Close, &[State::Open], RECEIVE),
    session(Step::Correct, &[State::Open, State::Closed], PLAN),
    session(Step::Move, &[State::Planned], PLAN),
    session(Step::Cancel, &[State::Planned], PLAN),
];

const HERE: &[V] = &[V::Booked, V::Waiting];

/// The life of a visit.
pub const VISITS: &[Arrow<VisitStep, VisitState>] = &[
    arrow(VisitStep::Arrive, &[V::Booked], RECEIVE, Clock::Leaves),
    arrow(VisitStep::Receive, HERE, RECEIVE, Clock::Begins),
    Arrow { rule: "TD9", ..arrow(VisitStep::Refuse, HERE, RECEIVE, Clock::Leaves) },
    arrow(VisitStep::Leave, HERE, RECEIVE, Clock::Leaves),
    arrow(VisitStep::GiveUp, &[V::Booked], RECEIVE, Clock::Leaves),
    arrow(VisitStep::GiveUp, &[V::Booked], OWN, Clock::Leaves),
    arrow(VisitStep::Link, &[V::Received, V::Verifying, V::Answered], RECEIVE, Clock::PassesOn),
    arrow(VisitStep::Answer, &[V::Received, V::Verifying], ANSWER, Clock::Ends),
];
