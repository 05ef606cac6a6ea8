//! What petitions hold about persons, and how long: of feedback the name may go at once and the
//! words stay for their years; the file of a complaint stays whole; a filed letter has its time.

use kernel::Id;
use privacy::keep::{COMPLAINT, FEEDBACK, FILED};
use privacy::{Held, Holding, Item, Kept, What};
use store::{Laws, Result, Stream, VaultId};

use crate::facts::Event;
use crate::petition::{Petition, State};

/// What petitions hold.
pub const HOLDING: Holding = Holding {
    prefix: "petition",
    held,
    erased: |items, ground| Event::Erased { items, ground: ground.to_owned() }.to_fact(),
    corrected: Some(|item, by, ground| {
        Event::Corrected { item, by, ground: ground.to_owned() }.to_fact()
    }),
};

fn held(stream: &Stream, _: &Laws) -> Result<Option<Held>> {
    Ok(Petition::replay(stream)?.as_ref().map(of))
}

/// What one petition holds.
pub(crate) fn of(one: &Petition) -> Held {
    let (sort, rule) = match one.kind.is_complaint() {
        _ if one.state == State::Filed => ("filed", FILED),
        true => ("complaint", COMPLAINT),
        false => ("feedback", FEEDBACK),
    };
    // What a filed letter held is destroyed by the decision that the law has for it.
    let goes = (rule != FILED).then_some(rule);
    let item = |item: &VaultId| {
        let what = what(one, item.id);
        let named = matches!(what, What::Person | What::People);
        let kept = if named && rule == FEEDBACK { Kept::No } else { Kept::Term(rule) };
        Item::new(item, what, kept, goes)
    };
    let code = one.received.code.clone();
    let held = Held {
        sort,
        path: format!("/can-bo/don/{code}"),
        code,
        unit: one.received.unit.clone(),
        began_on: one.received.on,
        ended_on: one.closed_on,
        items: one.items.iter().map(item).collect(),
    };
    held.without(&one.erased)
}

/// What an item of a petition is.
fn what(one: &Petition, id: Id) -> What {
    let received = &one.received;
    let is = |item: Option<&VaultId>| item.is_some_and(|item| item.id == id);
    if is(received.person.as_ref()) {
        What::Person
    } else if is(received.extra.others.as_ref()) || is(one.group.as_ref().map(|g| &g.who)) {
        What::People
    } else if is(Some(&received.words)) {
        What::Words
    } else if is(received.place.as_ref()) || is(received.extra.spot.as_ref()) {
        What::Place
    } else if one.files.iter().any(|file| file.item.id == id) {
        What::File
    } else if one.papers.iter().any(|paper| paper.words.id == id) {
        What::Paper
    } else {
        What::Course
    }
}
