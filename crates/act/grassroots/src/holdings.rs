//! What needs hold about persons: whom to tell, which may go at any time, and what was asked and
//! done, which is a record. Visits and liaisons hold officials by their posts and accounts.

use privacy::{Held, Holding, Item, What};
use store::{Laws, Result, Stream, VaultId};

use crate::desk::key;
use crate::facts::NeedEvent;
use crate::need::Need;
use crate::visit::code;

/// What needs hold.
pub const HOLDING: Holding = Holding {
    prefix: "need",
    held,
    erased: |items, ground| NeedEvent::Erased { items, ground: ground.to_owned() }.to_fact(),
    corrected: Some(|item, by, ground| {
        NeedEvent::Corrected { item, by, ground: ground.to_owned() }.to_fact()
    }),
};

fn held(stream: &Stream, _: &Laws) -> Result<Option<Held>> {
    let Some(one) = Need::replay(stream)? else { return Ok(None) };
    let raised = &one.raised;
    let item = |item: &VaultId| {
        if raised.person.as_ref() == Some(item) {
            Item::contact(item)
        } else if raised.words == *item {
            Item::record(item, What::Words)
        } else {
            Item::record(item, What::Course)
        }
    };
    let held = Held {
        sort: "need",
        code: code("DN", &one.id),
        unit: raised.unit.clone(),
        path: format!("/dieu-dan-neu/{}", key(&one.id)),
        began_on: raised.on,
        ended_on: one.closed_on,
        items: one.items.iter().map(item).collect(),
    };
    Ok(Some(held.without(&one.erased)))
}
