//! What questions and promises hold about persons: whom to tell, which may go at any time, and
//! words, which are a record of what was said. Calls and dialogues hold numbers and public words.

use privacy::{Held, Holding, Item, What};
use store::{Laws, Result, Stream, VaultId};

use crate::arrows::QuestionState;
use crate::desk::key;
use crate::facts::{PromiseEvent, QuestionEvent};
use crate::promise::{Promise, code, tail};
use crate::question::Question;

/// What questions and promises hold.
pub const HOLDINGS: &[Holding] = &[
    Holding {
        prefix: "question",
        held: question,
        erased: |items, ground| QuestionEvent::Erased { items, ground: ground.into() }.to_fact(),
        corrected: Some(|item, by, ground| {
            QuestionEvent::Corrected { item, by, ground: ground.into() }.to_fact()
        }),
    },
    Holding {
        prefix: "promise",
        held: promise,
        erased: |items, ground| PromiseEvent::Erased { items, ground: ground.into() }.to_fact(),
        corrected: None,
    },
];

fn question(stream: &Stream, _: &Laws) -> Result<Option<Held>> {
    let Some(one) = Question::replay(stream)? else { return Ok(None) };
    let item = |item: &VaultId| {
        if one.asked.person.as_ref() == Some(item) {
            Item::contact(item)
        } else if one.asked.words == *item {
            Item::record(item, What::Words)
        } else {
            Item::record(item, What::Course)
        }
    };
    let began_on = kernel::clock::civil_date(one.at);
    let open = matches!(one.state, QuestionState::Asked | QuestionState::Taken);
    let closed = one.debts.iter().filter_map(|debt| debt.closed.map(|(on, ..)| on));
    let told = closed.chain(one.answers.iter().map(|answer| answer.on)).max();
    let ended_on = (!open || one.called_off).then(|| told.unwrap_or(began_on));
    let held = Held {
        sort: "question",
        code: tail("CH", &one.id),
        unit: one.asked.unit.clone(),
        path: format!("/can-bo/doi-thoai/buoi/{}", key(&one.asked.dialogue)),
        began_on,
        ended_on,
        items: one.items.iter().map(item).collect(),
    };
    Ok(Some(held.without(&one.erased)))
}

fn promise(stream: &Stream, _: &Laws) -> Result<Option<Held>> {
    let Some(one) = Promise::replay(stream)? else { return Ok(None) };
    let item = |item: &VaultId| Item::record(item, What::Course);
    let held = Held {
        sort: "promise",
        code: code(&one.id),
        unit: one.made.unit.clone(),
        path: format!("/cam-ket/{}", key(&one.id)),
        began_on: one.made.said_on,
        ended_on: one.closed_on,
        items: one.items.iter().map(item).collect(),
    };
    Ok(Some(held.without(&one.erased)))
}
