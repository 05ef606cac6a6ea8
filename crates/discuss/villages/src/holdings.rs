//! What village meetings hold about persons: chair, secretary, names beside marks, and the decision
//! that chair and secretary signed. A signed paper is corrected by another, not here.

use std::collections::BTreeSet;

use kernel::Id;
use privacy::keep::ROLL;
use privacy::{Held, Holding, Item, Kept, What};
use store::{Laws, Result, Stream, VaultId};

use crate::desk::key;
use crate::facts::Event;
use crate::meaning::code;
use crate::meeting::{Meeting, Part};

/// What village meetings hold.
pub const HOLDING: Holding = Holding {
    prefix: "village",
    held,
    erased: |items, ground| Event::Erased { items, ground: ground.to_owned() }.to_fact(),
    corrected: None,
};

fn held(stream: &Stream, laws: &Laws) -> Result<Option<Held>> {
    let Some(one) = Meeting::replay(stream, laws)? else { return Ok(None) };
    let rolls: BTreeSet<Id> = one.parts.values().flat_map(Part::items).collect();
    let issued = one.issued.as_ref().map(|(_, words, _)| words.id);
    // Place, agenda and options are public, and say nothing of anybody.
    let named = |item: &&VaultId| rolls.contains(&item.id) || issued == Some(item.id);
    let item = |item: &VaultId| {
        let what = if issued == Some(item.id) { What::Paper } else { What::People };
        Item::new(item, what, Kept::Term(ROLL), Some(ROLL)).searched()
    };
    let held = Held {
        sort: "village",
        code: code(&one.id),
        unit: one.called.unit.clone(),
        path: format!("/can-bo/hop-thon/{}", key(&one.id)),
        began_on: one.on,
        ended_on: one.closed.map(|(day, _)| day),
        items: one.items.iter().filter(named).map(item).collect(),
    };
    Ok(Some(held.without(&one.erased)))
}
