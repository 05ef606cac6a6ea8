//! A filing that a program repeats: the same key stands for the same petition, and for no other.

use accounts::{Failure, api};
use jiff::ToSpan as _;
use kernel::Id;
use store::Store;

use super::{Filing, keyed_id, stream_name};
use crate::petition::Petition;

/// The identity of what was filed under this key today or yesterday, or else today's: a retry does
/// not know that midnight has passed.
pub async fn id(store: &Store, sender: &str, key: &str) -> store::Result<Id> {
    let today = store.clock().today();
    let before = keyed_id(store, sender, key, today.saturating_sub(1.day()));
    match store.stream(&stream_name(before)).await?.records.is_empty() {
        true => Ok(keyed_id(store, sender, key, today)),
        false => Ok(before),
    }
}

/// What a caller asked to file, to be held against what stands under the key.
pub struct Asked {
    closed: [String; 4],
    words: String,
    place: String,
    person: String,
}

impl Asked {
    /// Of a filing that was checked.
    pub fn of(filing: &Filing) -> Self {
        let person =
            (!filing.person.is_empty()).then(|| serde_json::to_string(&filing.person).ok());
        Self {
            closed: closed(filing.kind.word(), &filing.unit, &filing.matter, &filing.village),
            words: filing.words.clone(),
            place: filing.place.clone(),
            person: person.flatten().unwrap_or_default(),
        }
    }

    /// Whether `petition` is what was asked. Two letters whose words are both gone are not the same
    /// letter: the answer would hand one writer the four words of another.
    pub async fn is(&self, store: &Store, petition: &Petition) -> Result<bool, Failure> {
        let got = &petition.received;
        if self.closed != closed(got.kind.word(), &got.unit, &got.matter, &got.village) {
            return Ok(false);
        }
        let items = [
            (Some(&got.words), &self.words),
            (got.place.as_ref(), &self.place),
            (got.person.as_ref(), &self.person),
        ];
        for (item, asked) in items {
            if !api::holds(store, item.map(|item| item.id), asked).await? {
                return Ok(false);
            }
        }
        Ok(true)
    }
}

fn closed(kind: &str, unit: &str, matter: &str, village: &str) -> [String; 4] {
    [kind, unit, matter, village].map(str::to_owned)
}
