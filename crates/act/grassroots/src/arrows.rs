//! The whole life of visits, needs, liaisons and twinnings as tables: what may be done from where,
//! by whom, and what it does to what is owed. Nothing outside them is allowed;
//! `docs/grassroots-steps.md` is made from them. No article of law stands beside a row: a unit does
//! all this by its own decision.

kernel::closed! {
    /// Where a visit stands. Whether its day was missed is a matter of the day.
    VisitState {
        /// Planned: it is owed until its day.
        Planned => "planned",
        /// It was held.
        Held => "held",
        /// It was called off.
        Cancelled => "cancelled",
    }
    /// What somebody may do to a visit.
    VisitStep {
        /// Record that it was held.
        Hold => "hold",
        /// Call it off, with a reason.
        Cancel => "cancel",
    }
    /// Where a need stands. Whether it is late is a matter of the day.
    NeedState {
        /// Owed.
        Open => "open",
        /// Done, on the spot or later.
        Done => "done",
        /// Withdrawn.
        Withdrawn => "withdrawn",
    }
    /// What somebody may do to a need.
    NeedStep {
        /// Record that it was done, with the evidence.
        Finish => "finish",
        /// Withdraw it, with a reason.
        Withdraw => "withdraw",
    }
    /// Where a liaison stands.
    LiaisonState {
        /// The official looks after the village.
        Active => "active",
        /// No more.
        Ended => "ended",
    }
    /// What somebody may do to a liaison.
    LiaisonStep {
        /// End it on a day.
        End => "end",
    }
    /// Where a twinning stands. Whether its time is over is a matter of the day.
    TwinState {
        /// The office is twinned with the villages.
        Active => "active",
        /// No more.
        Ended => "ended",
    }
    /// What somebody may do to a twinning.
    TwinStep {
        /// End it on a day, with a reason.
        Part => "part",
    }
}

/// What a step does to what is owed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Clock {
    /// Nothing.
    Leaves,
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

const PLAN: &str = "grassroots.plan";
const RECORD: &str = "grassroots.record";
const WITHDRAW: &str = "grassroots.withdraw";

const fn arrow<Step: Copy, State>(
    step: Step,
    from: &'static [State],
    act: &'static str,
    clock: Clock,
) -> Arrow<Step, State> {
    Arrow { step, from, act, clock }
}

/// The life of a visit.
pub const VISITS: &[Arrow<VisitStep, VisitState>] = &[
    arrow(VisitStep::Hold, &[VisitState::Planned], RECORD, Clock::Met),
    arrow(VisitStep::Cancel, &[VisitState::Planned], PLAN, Clock::Void),
];

/// The life of a need.
pub const NEEDS: &[Arrow<NeedStep, NeedState>] = &[
    arrow(NeedStep::Finish, &[NeedState::Open], RECORD, Clock::Met),
    arrow(NeedStep::Withdraw, &[NeedState::Open], WITHDRAW, Clock::Void),
];

/// The life of a liaison.
pub const LIAISONS: &[Arrow<LiaisonStep, LiaisonState>] =
    &[arrow(LiaisonStep::End, &[LiaisonState::Active], PLAN, Clock::Leaves)];

/// The life of a twinning.
pub const TWINS: &[Arrow<TwinStep, TwinState>] =
    &[arrow(TwinStep::Part, &[TwinState::Active], PLAN, Clock::Leaves)];
