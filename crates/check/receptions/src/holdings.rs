//! What visits hold about persons, and how long: an appointment may be forgotten at any time, of
//! feedback the name too; what else stands in the register stays for its years.

use privacy::keep::VISIT;
use privacy::{Held, Holding, Item, Kept, What};
use store::{Laws, Result, Stream, VaultId};

use crate::arrows::VisitState;
use crate::facts::VisitEvent;
use crate::kind::Kind;
use crate::meaning::code;
use crate::visit::Visit;

/// What visits hold.
pub const HOLDING: Holding = Holding {
    prefix: "visit",
    held,
    erased: |items, ground| VisitEvent::Erased { items, ground: ground.to_owned() }.to_fact(),
    corrected: Some(|item, by, ground| {
        VisitEvent::Corrected { item, by, ground: ground.to_owned() }.to_fact()
    }),
};

fn held(stream: &Stream, _: &Laws) -> Result<Option<Held>> {
    let Some(one) = Visit::replay(stream)? else { return Ok(None) };
    let received = one.received.as_ref();
    let feedback = received.is_some_and(|received| received.kind == Kind::Feedback);
    let item = |item: &VaultId| {
        let is = |other: &Option<VaultId>| other.as_ref() == Some(item);
        let before = is(&one.began.person) || is(&one.began.words);
        let what = match received {
            _ if is(&one.began.person) => What::Person,
            Some(received) if is(&received.person) => What::Person,
            Some(received) if is(&received.others) => What::People,
            _ if is(&one.answer_words) => What::Course,
            _ => What::Words,
        };
        let named = matches!(what, What::Person | What::People);
        let free = before || (named && feedback);
        let kept = if free { Kept::No } else { Kept::Term(VISIT) };
        Item::new(item, what, kept, Some(VISIT))
    };
    let key = store::journal::key(&one.id);
    let called = received.map(|received| code(received.no, received.year));
    let ticket = one.began.booked.as_ref().map(|booked| booked.ticket.clone());
    let told = one.answer.filter(|_| one.state != VisitState::Verifying).map(|(_, on)| on);
    // A letter took the answer over: the line of the register is done.
    let ended_on = told.or((one.state == VisitState::Filed).then_some(one.on));
    let held = Held {
        sort: "visit",
        code: called.or(ticket).unwrap_or_else(|| key.to_owned()),
        unit: one.began.unit.clone(),
        path: format!("/can-bo/tiep-dan/luot/{key}"),
        began_on: one.on,
        ended_on,
        items: one.items.iter().map(item).collect(),
    };
    Ok(Some(held.without(&one.erased)))
}
