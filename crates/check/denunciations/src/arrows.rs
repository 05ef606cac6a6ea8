//! The whole life of an entry as one table: what may be done from where, on which article, by
//! whom, and which clocks it ends and begins. [`crate::denunciation`] allows nothing outside it
//! and does to the clocks just what stands here.

use crate::kind::{Regime, Sort, Weight};

kernel::closed! {
    /// Where an entry stands.
    State {
        /// Nobody has said what becomes of it.
        Received => "received",
        /// Accepted for settlement.
        Accepted => "accepted",
        /// Suspended: the term stands still.
        Suspended => "suspended",
        /// Concluded; sending, acting and publishing are still owed.
        Concluded => "concluded",
        /// Concluded, and all that followed from it is done.
        Settled => "settled",
        /// Passed to the competent body.
        Forwarded => "forwarded",
        /// Kept without settlement.
        Filed => "filed",
        /// Not accepted.
        NotAccepted => "not_accepted",
        /// Withdrawn as a whole.
        Withdrawn => "withdrawn",
        /// Ended by decision.
        Terminated => "terminated",
        /// About a late case of another office, which was asked to report.
        Asked => "asked",
    }
    /// What somebody may do to an entry.
    Step {
        /// Say that it must be checked in several places.
        Widen => "widen",
        /// Accept it.
        Accept => "accept",
        /// Do not accept it.
        Refuse => "refuse",
        /// Pass it on.
        Forward => "forward",
        /// File it.
        File => "file",
        /// Tell those concerned of the acceptance.
        Notify => "notify",
        /// Extend the term.
        Extend => "extend",
        /// Suspend.
        Suspend => "suspend",
        /// Take it up again.
        Resume => "resume",
        /// Send the decision to suspend or end it.
        SendDecision => "send_decision",
        /// Conclude.
        Conclude => "conclude",
        /// Send the conclusion.
        SendConclusion => "send_conclusion",
        /// Act on the conclusion.
        Handle => "handle",
        /// Publish the conclusion.
        Publish => "publish",
        /// Record a withdrawal that does not end it.
        GoOn => "go_on",
        /// Record that it was withdrawn as a whole.
        Withdraw => "withdraw",
        /// End it by decision.
        Terminate => "terminate",
        /// Ask the office that is late for a report.
        AskReport => "ask_report",
        /// Record that the superior asked for a report on this late case.
        WantReport => "want_report",
        /// Send that report.
        Report => "report",
        /// Put the paper elsewhere.
        Move => "move",
    }
    /// A clock: what is owed, whatever the law of the day calls it.
    Clock {
        /// The first handling of what was received.
        Initial => "initial",
        /// Passing on what belongs elsewhere.
        Forward => "forward",
        /// Telling those concerned of the acceptance.
        Notice => "notice",
        /// Settlement.
        Resolve => "resolve",
        /// Sending the decision to suspend or end it.
        Decision => "decision",
        /// Sending the conclusion.
        Conclusion => "conclusion",
        /// Acting on it.
        Handling => "handling",
        /// Publishing it.
        Publishing => "publishing",
        /// Asking the office that is late for a report.
        Asking => "asking",
        /// Reporting to the superior on a late case.
        Reporting => "reporting",
    }
}

impl State {
    /// Whether nothing but what is still owed can follow.
    pub const fn is_end(self) -> bool {
        !matches!(self, Self::Received | Self::Accepted | Self::Suspended | Self::Concluded)
    }
}

impl Clock {
    /// The rule of this clock under a law; `None` where that law has none.
    pub const fn rule(self, law: Regime, sort: Sort, weight: Weight) -> Option<&'static str> {
        Some(match (self, law) {
            (Self::Initial, Regime::Ltc) => match sort {
                Sort::First | Sort::Late => "TC.init",
                Sort::Again => "TC.again",
            },
            (Self::Initial, Regime::Ltc11) => "TC11.accept",
            (Self::Forward, Regime::Ltc) => "TC.fwd",
            (Self::Forward, Regime::Ltc11) => "TC11.fwd",
            (Self::Resolve, Regime::Ltc) => "TC.res",
            (Self::Resolve, Regime::Ltc11) => match weight {
                Weight::Plain => "TC11.res",
                Weight::Complex | Weight::Special => "TC11.res:complex",
            },
            (Self::Notice, Regime::Ltc) => "TC.notice",
            (Self::Decision, Regime::Ltc) => "TC.susp.notice",
            (Self::Conclusion, Regime::Ltc) => "TC.concl.send",
            (Self::Handling, Regime::Ltc) => "TC.handle",
            (Self::Publishing, Regime::Ltc) => "TC.publish",
            (Self::Asking, Regime::Ltc) => "TC.late.ask",
            (Self::Reporting, Regime::Ltc) => "TC.late.rep",
            (_, Regime::Ltc11) => return None,
        })
    }

    /// The same clock when several places must be checked; `None` where the law gives no more.
    pub const fn widened(law: Regime, sort: Sort) -> Option<&'static str> {
        match (law, sort) {
            (Regime::Ltc, Sort::First) => Some("TC.init.x"),
            (Regime::Ltc, Sort::Again | Sort::Late) => None,
            (Regime::Ltc11, _) => Some("TC11.accept:several_places"),
        }
    }

    /// The clock that a rule is of.
    pub fn of(rule: &str) -> Option<Self> {
        Some(match rule.split(':').next()? {
            "TC.init" | "TC.init.x" | "TC.again" | "TC11.accept" => Self::Initial,
            "TC.fwd" | "TC11.fwd" => Self::Forward,
            "TC.res" | "TC11.res" => Self::Resolve,
            "TC.notice" => Self::Notice,
            "TC.susp.notice" => Self::Decision,
            "TC.concl.send" => Self::Conclusion,
            "TC.handle" => Self::Handling,
            "TC.publish" => Self::Publishing,
            "TC.late.ask" => Self::Asking,
            "TC.late.rep" => Self::Reporting,
            _ => return None,
        })
    }
}

/// One row of the table.
#[derive(Debug)]
pub struct Arrow {
    /// What is done.
    pub step: Step,
    /// From where.
    pub from: &'static [State],
    /// Where it stands then; `None`: where it stood.
    pub to: Option<State>,
    /// The rule whose article it rests on, under the law of 2018.
    pub rule: &'static str,
    /// The same under the law of 2011; empty where that law, as far as it is in `rules/`, has none.
    pub rule11: &'static str,
    /// Who may do it: an act of the permission table.
    pub act: &'static str,
    /// The clocks that it meets.
    pub ends: &'static [Clock],
    /// The clocks that are no longer owed by it.
    pub voids: &'static [Clock],
    /// The clocks that begin with it.
    pub begins: &'static [Clock],
    /// Whether there must be an open clock of [`Arrow::ends`] for it.
    pub owed: bool,
}

use Clock as C;
use State as S;

const SETTLE: &str = "denunciations.settle";
const ENTER: &str = "denunciations.enter";
const UNDER_WAY: &[S] = &[S::Accepted, S::Suspended];
const NOTHING: &[C] = &[];

const fn first(step: Step, to: State, rule: &'static str, rule11: &'static str) -> Arrow {
    Arrow {
        step,
        from: &[S::Received],
        to: Some(to),
        rule,
        rule11,
        act: SETTLE,
        ends: &[C::Initial],
        voids: &[C::Forward],
        begins: NOTHING,
        owed: false,
    }
}

const fn plain(
    step: Step,
    from: &'static [State],
    rule: &'static str,
    rule11: &'static str,
) -> Arrow {
    Arrow {
        step,
        from,
        to: None,
        rule,
        rule11,
        act: SETTLE,
        ends: NOTHING,
        voids: NOTHING,
        begins: NOTHING,
        owed: false,
    }
}

const fn paper(
    step: Step,
    from: &'static [State],
    rule: &'static str,
    ends: &'static [C],
) -> Arrow {
    Arrow { act: ENTER, ends, owed: true, ..plain(step, from, rule, "") }
}

/// The whole life, as a table.
pub const ARROWS: &[Arrow] = &[
    plain(Step::Widen, &[S::Received], "TC.init.x", "TC11.accept"),
    Arrow {
        begins: &[C::Notice, C::Resolve],
        ..first(Step::Accept, S::Accepted, "TC.accept", "TC11.accept")
    },
    first(Step::Refuse, S::NotAccepted, "TC.accept", "TC11.accept"),
    Arrow {
        ends: &[C::Initial, C::Forward],
        voids: NOTHING,
        ..first(Step::Forward, S::Forwarded, "TC.fwd", "TC11.fwd")
    },
    Arrow {
        voids: &[C::Forward, C::Asking],
        ..first(Step::File, S::Filed, "DON.file.tc", "TC11.accept")
    },
    paper(Step::Notify, &[S::Accepted, S::Suspended, S::Concluded], "TC.notice", &[C::Notice]),
    plain(Step::Extend, &[S::Accepted], "TC.ext1", "TC11.ext"),
    Arrow {
        to: Some(S::Suspended),
        begins: &[C::Decision],
        ..plain(Step::Suspend, &[S::Accepted], "TC.susp", "")
    },
    Arrow { to: Some(S::Accepted), ..plain(Step::Resume, &[S::Suspended], "TC.susp", "") },
    paper(
        Step::SendDecision,
        &[S::Accepted, S::Suspended, S::Concluded, S::Withdrawn, S::Terminated],
        "TC.susp.notice",
        &[C::Decision],
    ),
    Arrow {
        to: Some(S::Concluded),
        ends: &[C::Resolve],
        begins: &[C::Conclusion, C::Handling, C::Publishing],
        ..plain(Step::Conclude, &[S::Accepted], "TC.res", "TC11.res")
    },
    paper(Step::SendConclusion, &[S::Concluded], "TC.concl.send", &[C::Conclusion]),
    paper(Step::Handle, &[S::Concluded], "TC.handle", &[C::Handling]),
    paper(Step::Publish, &[S::Concluded], "TC.publish", &[C::Publishing]),
    Arrow {
        act: ENTER,
        ..plain(Step::GoOn, &[S::Received, S::Accepted, S::Suspended], "TC.withdraw", "")
    },
    first(Step::Withdraw, S::Withdrawn, "TC.withdraw", ""),
    Arrow {
        to: Some(S::Withdrawn),
        voids: &[C::Notice, C::Resolve],
        begins: &[C::Decision],
        ..plain(Step::Withdraw, UNDER_WAY, "TC.withdraw", "")
    },
    Arrow {
        to: Some(S::Terminated),
        voids: &[C::Notice, C::Resolve],
        begins: &[C::Decision],
        ..plain(Step::Terminate, UNDER_WAY, "TC.susp", "")
    },
    Arrow {
        to: Some(S::Asked),
        ..paper(Step::AskReport, &[S::Received], "TC.late.ask", &[C::Asking])
    },
    Arrow {
        act: ENTER,
        begins: &[C::Reporting],
        ..plain(Step::WantReport, &[S::Accepted], "TC.late.rep", "")
    },
    paper(
        Step::Report,
        &[S::Accepted, S::Suspended, S::Concluded, S::Withdrawn, S::Terminated],
        "TC.late.rep",
        &[C::Reporting],
    ),
    Arrow { act: ENTER, ..plain(Step::Move, State::ALL, "TC.keep", "TC11.accept") },
];
