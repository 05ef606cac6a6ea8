//! What the public log takes of petitions: that one was received, and that an answer went out.
//! Kind, code, unit, day and rule, and commitments to the words; never words or persons. What is
//! declared here is read again for as long as the log is kept.

use ledger::{Logged, Public};
use store::{Result, Stream, VaultId};

use crate::facts::{RECEIVED, SENT};
use crate::petition::Petition;

/// The kinds, each with what its leaf commits to.
pub const LOGGED: &[Logged] =
    &[Logged { kind: RECEIVED, public: received }, Logged { kind: SENT, public: sent }];

fn received(stream: &Stream) -> Result<Option<Public>> {
    let Some(petition) = Petition::replay(stream)? else { return Ok(None) };
    let (on, words) = (petition.received.on, petition.received.words.clone());
    let rule = petition.debts.first().map(|debt| debt.rule.clone());
    Ok(Some(Public { on, ..public(&petition, rule, words) }))
}

fn sent(stream: &Stream) -> Result<Option<Public>> {
    let Some(petition) = Petition::replay(stream)? else { return Ok(None) };
    let Some(answer) = petition.sent.clone() else { return Ok(None) };
    let rule = petition.debts.last().map(|debt| debt.rule.clone());
    Ok(Some(public(&petition, rule, answer)))
}

fn public(petition: &Petition, rule: Option<String>, words: VaultId) -> Public {
    let received = &petition.received;
    Public {
        sort: petition.kind.word().to_owned(),
        code: received.code.clone(),
        unit: received.unit.clone(),
        on: petition.closed_on.unwrap_or(received.on),
        rule: rule.unwrap_or_default(),
        words,
    }
}
