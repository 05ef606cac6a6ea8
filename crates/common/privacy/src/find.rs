//! What the program holds about somebody who stands at the desk: looked for by name, numbers,
//! address of mail or the code of a matter, over all subjects, opened, and logged before it is
//! shown. What was typed is kept nowhere.

use std::collections::{BTreeMap, HashMap};

use accounts::{Act, App, Failure, Officer};
use kernel::{Id, person, text};
use store::Stream;

use crate::held::{Held, Holdings, What};

/// How many matters one look shows: who fits more is told apart by more words.
pub const MOST: usize = 60;
/// How many letters one look opens whose words may name the person.
const WORDS: i64 = 60;

/// Who is looked for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sought {
    /// The whole name.
    pub name: String,
    /// Telephone and identity numbers.
    pub numbers: Vec<String>,
    /// An address of mail.
    pub mail: String,
    /// The code of a matter.
    pub code: String,
}

impl Sought {
    /// The marks by which the person is known; none when too little was typed.
    pub fn marks(&self) -> Vec<String> {
        let numbers = self.numbers.iter().filter_map(|typed| person::number(typed));
        let mail = person::mail(&self.mail);
        person::name(&self.name).into_iter().chain(numbers).chain(mail).collect()
    }
}

/// Why a matter is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum How {
    /// Its code was typed.
    Code,
    /// A name, number or address of it fits.
    Person,
    /// Its words hold the name.
    Words,
}

impl How {
    /// Its word, for keys.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Code => "code",
            Self::Person => "person",
            Self::Words => "words",
        }
    }
}

/// A matter that was found, opened.
#[derive(Clone, Debug)]
pub struct Thing {
    /// Its stream as it was read.
    pub stream: Stream,
    /// What it holds.
    pub held: Held,
    /// Why it is shown.
    pub how: How,
    /// The texts of its items; files are not opened.
    pub texts: HashMap<Id, String>,
}

/// What one look found.
#[derive(Clone, Debug, Default)]
pub struct Found {
    /// The matters, the newest first.
    pub things: Vec<Thing>,
    /// Whether more fit than are shown.
    pub more: bool,
}

/// Looks, logs, opens.
///
/// # Errors
/// When the database does not answer; then nothing was shown.
pub async fn look(
    app: &App,
    holdings: &Holdings,
    officer: &Officer,
    sought: &Sought,
) -> Result<Found, Failure> {
    let (streams, mut more) = streams(app, sought).await?;
    let names: Vec<&str> = streams.keys().map(String::as_str).collect();
    let mut read = app.store.streams(&names).await?;
    let (laws, mut fit) = (app.store.laws(), Vec::new());
    for (name, how) in &streams {
        let Some(stream) = read.remove(name) else { continue };
        let Some(held) = holdings.held(&stream, &laws)? else { continue };
        if !held.items.is_empty() && officer.may(Act::DATA_OPEN, &held.unit) {
            fit.push((*how, held, stream));
        }
    }
    fit.sort_by_key(|(how, held, _)| (*how, std::cmp::Reverse(held.began_on)));
    let mut things = Vec::new();
    for (how, held, stream) in fit {
        // What is not shown is not opened either.
        if things.len() == MOST {
            more = true;
            break;
        }
        let texts = open(app, &held).await?;
        if how != How::Words || names_them(&held, &texts, &sought.name) {
            things.push(Thing { stream, held, how, texts });
        }
    }
    let names: Vec<&str> = things.iter().map(|thing| thing.stream.name.as_str()).collect();
    app.log_reads(officer, &names, "data").await?;
    Ok(Found { things, more })
}

/// The streams that may hold the person, each with the best reason; and whether there are more
/// letters that may name the person than are opened.
async fn streams(app: &App, sought: &Sought) -> Result<(BTreeMap<String, How>, bool), Failure> {
    let (mut found, mut more) = (BTreeMap::new(), false);
    if text::syllables(&sought.name).len() > 1 {
        let mut all = app.store.streams_with_words(&sought.name, WORDS + 1).await?;
        more = all.len() as i64 > WORDS;
        all.truncate(usize::try_from(WORDS).unwrap_or(usize::MAX));
        found.extend(all.into_iter().map(|stream| (stream, How::Words)));
    }
    for (stream, _) in app.store.streams_of_person(&sought.marks()).await? {
        found.insert(stream, How::Person);
    }
    if !sought.code.is_empty() {
        for known in duties::of_code(&app.store, &sought.code).await? {
            found.insert(known.stream, How::Code);
        }
        found.insert(app.stream_of(sought.code.clone()).await?, How::Code);
    }
    Ok((found, more))
}

/// The texts of what is held; files are only counted.
pub async fn open(app: &App, held: &Held) -> Result<HashMap<Id, String>, Failure> {
    let items = held.items.iter().filter(|item| item.what != What::File);
    let ids: Vec<Id> = items.map(|item| item.id).collect();
    let opened = app.store.words_of(&ids).await?;
    Ok(opened.into_iter().filter_map(|(id, opened)| Some((id, opened.text()?))).collect())
}

/// Whether some text holds the whole name, its words in their order.
fn names_them(held: &Held, texts: &HashMap<Id, String>, name: &str) -> bool {
    let name = text::syllables(name);
    let holds = |text: &String| {
        let words = text::syllables(text);
        words.windows(name.len().max(1)).any(|some| some == name)
    };
    held.items.iter().filter_map(|item| texts.get(&item.id)).any(holds)
}
