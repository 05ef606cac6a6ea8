//! What questions of points and conclusions hold. They are asked and owed by units and posts, and
//! no person has a field there; but words may name one, and who does can be found and taken out.

use privacy::{Held, Holding, Item, What};
use store::{Laws, Result, Stream};

use crate::conclusion::{Conclusion, code};
use crate::desk::key;
use crate::facts::{ConclusionEvent, InquiryEvent};
use crate::inquiry::Inquiry;

/// What questions and conclusions hold.
pub const HOLDINGS: &[Holding] = &[
    Holding {
        prefix: "inquiry",
        held: inquiry,
        erased: |items, ground| InquiryEvent::Erased { items, ground: ground.into() }.to_fact(),
        corrected: None,
    },
    Holding {
        prefix: "conclusion",
        held: conclusion,
        erased: |items, ground| ConclusionEvent::Erased { items, ground: ground.into() }.to_fact(),
        corrected: None,
    },
];

fn inquiry(stream: &Stream, _: &Laws) -> Result<Option<Held>> {
    let Some(one) = Inquiry::replay(stream)? else { return Ok(None) };
    let began_on = kernel::clock::civil_date(one.at);
    let held = Held {
        sort: "inquiry",
        code: key(&one.id).to_owned(),
        unit: one.asked.unit.clone(),
        path: format!("/can-bo/hoi-nghi/buoi/{}", key(&one.asked.conference)),
        began_on,
        ended_on: one.ended_on,
        items: one.items.iter().map(|item| Item::record(item, What::Words)).collect(),
    };
    Ok(Some(held.without(&one.erased)))
}

fn conclusion(stream: &Stream, _: &Laws) -> Result<Option<Held>> {
    let Some(one) = Conclusion::replay(stream)? else { return Ok(None) };
    let items = one.items();
    let held = Held {
        sort: "conclusion",
        code: code(&one.id),
        unit: one.made.unit.clone(),
        path: format!("/can-bo/ket-luan/viec/{}", key(&one.id)),
        began_on: one.made.on,
        ended_on: one.closed_on,
        items: items.iter().map(|item| Item::record(item, What::Course)).collect(),
    };
    Ok(Some(held.without(&one.erased)))
}
