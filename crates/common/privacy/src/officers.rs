//! What accounts hold about officers: name, login as typed, telephone, e-mail. Their secrets are no
//! data of theirs to be shown, and end with the account.

use accounts::Account;
use accounts::facts::AccountFact;
use kernel::civil_date;
use store::{Laws, Result, Stream};

use crate::held::{Held, Holding, Item, Kept, What};
use crate::keep::ACCOUNT;

/// What accounts hold.
pub const HOLDING: Holding = Holding {
    prefix: "account",
    held,
    erased: |_, ground| AccountFact::Erased { ground: ground.to_owned() }.write(),
    // Where letters about their work go is for administrators to say, where accounts are kept: not
    // for whoever receives at the desk.
    corrected: None,
};

fn held(stream: &Stream, _: &Laws) -> Result<Option<Held>> {
    let Some(one) = Account::replay(stream)? else { return Ok(None) };
    let key = store::journal::key(&stream.name);
    let unit = one.posts.first().map(|held| held.unit.clone()).unwrap_or_default();
    // Who did what stays known as long as they work here.
    let item = |item| Item::new(item, What::Person, Kept::Open(ACCOUNT), Some(ACCOUNT));
    Ok(Some(Held {
        sort: "account",
        code: format!("TK-{}", key.get(key.len().saturating_sub(6)..).unwrap_or(key)),
        unit,
        path: format!("/can-bo/tai-khoan/{key}"),
        began_on: civil_date(one.opened_at),
        ended_on: one.closed_at.map(civil_date),
        items: one.person.iter().map(item).collect(),
    }))
}
