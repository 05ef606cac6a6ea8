//! The table of lawful steps: what may be done, from where, for which kinds, on which article, by
//! whom. Nothing outside it happens; `docs/steps.md` is made from it for jurists.

use super::{State, Step};
use crate::kind::Kind;

/// One row of the table of lawful steps.
#[derive(Debug)]
pub struct Arrow {
    /// What is done.
    pub step: Step,
    /// From where.
    pub from: &'static [State],
    /// For which kinds.
    pub kinds: &'static [Kind],
    /// The rule whose article it rests on; `None` for an act inside the office, or of the asker,
    /// that no article asks for.
    pub rule: Option<&'static str>,
    /// Who may do it: an act of the permission table; `petitions.own` is the asker.
    pub act: &'static str,
}

/// The act of the asker, whom code and secret words open the petition to.
pub const OWN: &str = accounts::Act::PETITIONS_OWN.code();

use Kind::{Complaint, Feedback, SecondComplaint};
use State::{
    Accepted, CarriedOut, Classified, Contested, Decided, Filed, Forwarded, Guided, Joined,
    Received as New, Refused, Sent, Split, Suspended, Terminated, Verified, Withdrawn,
};

const ALL: &[Kind] = &[Feedback, Complaint, SecondComplaint];
const COMPLAINTS: &[Kind] = &[Complaint, SecondComplaint];
const FIRST: &[Kind] = &[Complaint];
const SECOND: &[Kind] = &[SecondComplaint];
const FEEDBACK: &[Kind] = &[Feedback];

/// Somebody is at work on it.
const AT_WORK: &[State] = &[New, Classified, Accepted, Verified, Decided, Contested];
/// It is being settled.
const SETTLING: &[State] = &[Accepted, Verified];
/// A second complaint about it can come: it is answered, or the time for that is over.
const APPEALED: &[State] = &[Accepted, Verified, Decided, Sent, CarriedOut];
/// It was taken back, whole or in part, and nothing is signed yet.
const TAKEN_BACK: &[State] =
    &[New, Classified, Accepted, Verified, Contested, Suspended, Withdrawn];
/// Before a decision is signed.
const UNDECIDED: &[State] = &[New, Classified, Accepted, Verified, Suspended];
/// The asker can still add to it.
const UNFINISHED: &[State] = &[New, Classified, Accepted, Verified, Contested, Suspended];
/// Everything but destroyed.
const KEPT: &[State] = &[
    New, Classified, Accepted, Verified, Decided, Sent, Contested, CarriedOut, Suspended, Filed,
    Guided, Forwarded, Refused, Withdrawn, Terminated, Split, Joined,
];

/// The whole life, as a table.
pub const ARROWS: &[Arrow] = &[
    arrow(Step::Classify, &[New, Classified], ALL, "DON.kind", "petitions.classify"),
    own(Step::Assign, AT_WORK, ALL, "petitions.assign"),
    own(Step::Release, AT_WORK, ALL, "petitions.assign"),
    arrow(Step::Split, &[New, Classified], ALL, "DON.split", "petitions.classify"),
    arrow(Step::Link, &[New, Classified, Accepted], ALL, "DON.same", "petitions.classify"),
    arrow(Step::Unlink, &[Joined], ALL, "DON.same", "petitions.classify"),
    arrow(Step::Apart, &[New, Classified, Accepted], ALL, "DON.same", "petitions.classify"),
    arrow(Step::Represent, UNDECIDED, COMPLAINTS, "KN.group", "petitions.classify"),
    arrow(Step::File, &[Classified], ALL, "DON.store", "petitions.refuse"),
    arrow(Step::Guide, &[Classified], COMPLAINTS, "DON.guide.kn", "petitions.refuse"),
    arrow(Step::Guide, &[Classified], FEEDBACK, "DON.guide.court", "petitions.refuse"),
    arrow(Step::Forward, &[Classified], FEEDBACK, "DON.fwd.knpa", "petitions.refuse"),
    arrow(Step::Refuse, &[Classified], FIRST, "KN.accept1", "petitions.refuse"),
    arrow(Step::Refuse, &[Classified], SECOND, "KN.accept2", "petitions.refuse"),
    arrow(Step::Accept, &[Classified], FEEDBACK, "TD.reply", "petitions.accept"),
    arrow(Step::Accept, &[Classified], FIRST, "KN.accept1", "petitions.accept"),
    arrow(Step::Accept, &[Classified], SECOND, "KN.accept2", "petitions.accept"),
    arrow(Step::Term, SETTLING, FIRST, "KN.term", "petitions.decide"),
    arrow(Step::Term, SETTLING, SECOND, "KN.term2", "petitions.decide"),
    arrow(Step::Verify, &[Accepted], FEEDBACK, "TD.reply", "petitions.verify"),
    arrow(Step::Verify, &[Accepted], FIRST, "KN.res1", "petitions.verify"),
    arrow(Step::Verify, &[Accepted], SECOND, "KN.res2", "petitions.verify"),
    arrow(Step::Dialogue, SETTLING, FIRST, "KN.dialogue1", "petitions.verify"),
    arrow(Step::Dialogue, SETTLING, SECOND, "KN.dialogue2", "petitions.verify"),
    arrow(Step::Suspend, SETTLING, COMPLAINTS, "KN.suspend", "petitions.decide"),
    arrow(Step::Resume, &[Suspended], COMPLAINTS, "KN.suspend", "petitions.decide"),
    arrow(
        Step::Terminate,
        &[Accepted, Verified, Suspended],
        COMPLAINTS,
        "KN.terminate",
        "petitions.decide",
    ),
    arrow(Step::Decide, &[Verified], FIRST, "KN.res1", "petitions.decide"),
    arrow(Step::Decide, &[Verified], SECOND, "KN.res2", "petitions.decide"),
    arrow(Step::Decide, &[Accepted, Verified, Contested], FEEDBACK, "TD.reply", "petitions.decide"),
    arrow(Step::Send, &[Decided], FEEDBACK, "TD.reply", "petitions.send"),
    arrow(Step::Send, &[Decided], FIRST, "KN.send1", "petitions.send"),
    arrow(Step::Send, &[Decided], SECOND, "KN.send2", "petitions.send"),
    own(Step::Judge, &[Sent, Contested, CarriedOut], ALL, "petitions.desk"),
    own(Step::Judge, &[Sent, Contested, CarriedOut], ALL, OWN),
    arrow(Step::Appeal, APPEALED, FIRST, "KN.limit2", "petitions.file"),
    // No reopening of anything, which the law does not know: a slip of the pen is put right, by who
    // answers for the decision, for it can take effect then.
    arrow(Step::Unappeal, APPEALED, FIRST, "KN.limit2", "petitions.decide"),
    arrow(Step::CarryOut, &[Sent], COMPLAINTS, "KN.execute", "petitions.decide"),
    own(Step::Add, UNFINISHED, ALL, "petitions.desk"),
    own(Step::Add, UNFINISHED, ALL, OWN),
    arrow(Step::Withdraw, UNDECIDED, COMPLAINTS, "KN.withdraw", "petitions.desk"),
    own(Step::Withdraw, UNFINISHED, FEEDBACK, "petitions.desk"),
    own(Step::Withdraw, UNFINISHED, FEEDBACK, OWN),
    arrow(Step::Reopen, TAKEN_BACK, COMPLAINTS, "KN.coerced", "petitions.accept"),
    own(Step::Reopen, TAKEN_BACK, FEEDBACK, "petitions.accept"),
    arrow(Step::Destroy, &[Filed], ALL, "DON.store", "vault.erase"),
    own(Step::Note, KEPT, ALL, "petitions.note"),
    own(Step::Ask, AT_WORK, ALL, "petitions.verify"),
    own(Step::Advise, AT_WORK, ALL, "petitions.advise"),
    arrow(Step::Issue, KEPT, ALL, "DON.paper", "petitions.send"),
];

const fn arrow(
    step: Step,
    from: &'static [State],
    kinds: &'static [Kind],
    rule: &'static str,
    act: &'static str,
) -> Arrow {
    Arrow { step, from, kinds, rule: Some(rule), act }
}

/// An arrow that rests on no article.
const fn own(
    step: Step,
    from: &'static [State],
    kinds: &'static [Kind],
    act: &'static str,
) -> Arrow {
    Arrow { step, from, kinds, rule: None, act }
}
