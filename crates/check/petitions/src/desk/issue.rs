//! Issuing a paper: the fact on the petition and the number of its series in one commit.

use accounts::Failure;
use documents::{DocumentError, Reply};
use kernel::{Actor, Refusal};
use store::{Change, CommitError, Store};

use super::{Read, read};
use crate::facts::Event;
use crate::papers::{Paper, Series, symbol};
use crate::petition::{Command, Petition};

/// How often a number that somebody else took first is followed by the next. Each lost try means
/// that another paper was issued, so so many officers would have to press at one moment.
const TRIES: usize = 50;

/// A paper to be issued.
#[derive(Clone, Debug)]
pub struct NewPaper {
    /// Which.
    pub reply: Reply,
    /// Its words.
    pub paper: Paper,
    /// The first number, when its series has not begun; 1 by default.
    pub first: i64,
}

/// What a document lacks is a refusal; the rest is a fault of ours.
pub fn failed(error: DocumentError) -> Failure {
    error.refusal().map_or_else(|| Failure::bug(&error), Failure::from)
}

/// Issues a paper on a petition that was read at `seen` facts, with the next number of the series
/// of unit, year and symbol. A crash leaves both the number and the fact, or neither.
///
/// # Errors
/// A refusal that names the part that is missing; `somebody-was-first` when the petition has grown.
pub async fn issue(
    store: &Store,
    actor: &Actor,
    mut petition: Read,
    seen: i64,
    new: &NewPaper,
) -> Result<Petition, Failure> {
    let name = petition.stream.name.clone();
    let mut lost = 0;
    loop {
        if petition.petition.version != seen {
            return Err(Refusal::conflict("somebody-was-first").into());
        }
        let changes = changes(store, petition, new).await?;
        match store.commit(actor, changes).await {
            Ok(committed) => {
                let stream = committed.streams.into_iter().next().unwrap_or_default();
                return Petition::replay(&stream)?
                    .ok_or_else(|| Failure::bug("a paper on nothing"));
            }
            // On the series or on the petition: which of them, the next reading tells.
            Err(CommitError::Lost(_)) if lost < TRIES => lost += 1,
            Err(error) => return Err(error.into()),
        }
        let again = read(store, &name).await?;
        petition = again.ok_or_else(|| Failure::bug("a petition that is no more"))?;
    }
}

async fn changes(store: &Store, read: Read, new: &NewPaper) -> Result<Vec<Change>, Failure> {
    let on = kernel::civil_date(store.now());
    let symbol = symbol(new.reply, on).map_err(failed)?;
    let name = read.stream.name.clone();
    let series = Series::read(store, &read.petition.received.unit, on, symbol).await?;
    let number = series.next().unwrap_or(new.first.max(1));
    // What cannot be printed takes no number.
    new.paper.letter(Some(number), symbol, on).words().map_err(failed)?;
    let words = serde_json::to_vec(&new.paper).map_err(Failure::bug)?;
    let sealed = store.seal("paper", &words)?;
    let command = Command::Issue {
        template: new.reply.name().to_owned(),
        number,
        symbol: symbol.to_owned(),
        words: sealed.reference.clone(),
    };
    let events = read.petition.decide(command, on, &store.laws())?;
    let mut change = Change::new(read.stream, events.iter().map(Event::to_fact).collect());
    // Not for the search: it names the asker.
    change.words.push((sealed, String::new()));
    Ok(vec![change, series.take(number, &name)])
}
