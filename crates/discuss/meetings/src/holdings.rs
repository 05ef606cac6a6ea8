//! What questions and promises hold about persons: whom to tell, which may go at any time, and
//! words, which are a record of what was said. Calls and dialogues hold numbers and public words.

use std::collections::BTreeSet;

use accounts::Later;
use privacy::keep::OPEN;
use privacy::{Gone, Held, Holding, Item, Kept, What};
use store::{Change, Laws, Result, Store, Stream, VaultId};

use crate::arrows::QuestionState;
use crate::desk::key;
use crate::facts::{PromiseEvent, QuestionEvent};
use crate::promise::{Promise, code, tail};
use crate::question::Question;
use crate::store::{of_question, of_visit};

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
    // A photograph stays and goes as the words beside it do; nobody is looked for in it.
    let item = |item: &VaultId| match one.enclosures.iter().any(|one| one.file.item == *item) {
        true => Item::new(item, What::File, Kept::Open(OPEN), None),
        false => Item::record(item, What::Course),
    };
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

/// What follows for promises when whom to tell of them was put right or destroyed where they asked,
/// with a question or on a visit.
pub fn follow<'a>(store: &'a Store, gone: &'a [Gone<'a>]) -> Later<'a, Vec<Change>> {
    Box::pin(async move {
        let mut names = BTreeSet::new();
        for one in gone {
            names.extend(promises(store, one.stream).await?);
        }
        let mut changes = Vec::new();
        for name in names {
            let stream = store.stream(&name).await?;
            let Some(promise) = Promise::replay(&stream)? else { continue };
            let tells =
                |one: &&Gone<'_>| promise.askers.iter().flatten().any(|asker| asker.id == one.item);
            let changed = |one: &Gone<'_>| {
                PromiseEvent::AskerChanged { item: one.item, by: one.by.cloned() }.to_fact()
            };
            let facts: Vec<_> = gone.iter().filter(tells).map(changed).collect();
            if !facts.is_empty() {
                changes.push(Change::new(stream, facts));
            }
        }
        Ok(changes)
    })
}

/// The promises that may tell whoever stands in a stream: those that answer a question, alone or
/// together with another, and those that were made on a visit.
async fn promises(store: &Store, stream: &str) -> Result<Vec<String>> {
    let mut words = Vec::new();
    match store::journal::prefix(stream) {
        "question" => {
            let stream = store.stream(stream).await?;
            words.extend(of_question(store, &stream.name).await?);
            for record in &stream.records {
                if let QuestionEvent::Taken { with: Some(other) } = QuestionEvent::read(record)? {
                    words.extend(of_question(store, &other).await?);
                }
            }
        }
        "visit" => words.extend(of_visit(store, stream).await?),
        _ => {}
    }
    Ok(words.into_iter().map(|word| word.stream).collect())
}
