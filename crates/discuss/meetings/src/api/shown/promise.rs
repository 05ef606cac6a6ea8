//! Promises as a program is shown them: a list with its tally, and one with its trail.

use accounts::{App, Failure};
use calendar::Lang;
use jiff::Timestamp;
use jiff::civil::Date;
use serde::Serialize;
use store::Store;
use utoipa::ToSchema;

use super::{article, opened, some};
use crate::arrows::PromiseState;
use crate::desk::{self, Read};
use crate::facts::PromiseEvent;
use crate::pages;
use crate::promise::{Promise, code};
use crate::store::{Tally, Word};

/// One page of a unit's promises.
#[derive(Debug, Serialize, ToSchema)]
pub struct PromisePage {
    /// Code of the unit.
    pub unit: String,
    /// What became of all that it promised.
    pub tally: PromiseTally,
    /// Its promises: open ones by their days, those that are done the latest first.
    pub items: Vec<PromiseLine>,
    /// The `cursor` of the next page; null at the end.
    pub next: Option<String>,
}

/// What became of all promises of a unit, in numbers.
#[derive(Debug, Serialize, ToSchema)]
pub struct PromiseTally {
    /// Kept by their day.
    pub kept: i64,
    /// Kept after it.
    pub kept_late: i64,
    /// Open, and their day has passed.
    pub late: i64,
    /// Open, and their day is to come.
    pub open: i64,
    /// Withdrawn.
    pub withdrawn: i64,
    /// Those that came due: kept, kept late, or late.
    pub due: i64,
    /// How many of a hundred that came due were kept in time; null while they are so few that a
    /// share would say more than it knows.
    pub share: Option<i64>,
}

impl From<Tally> for PromiseTally {
    fn from(tally: Tally) -> Self {
        Self {
            kept: tally.kept,
            kept_late: tally.kept_late,
            late: tally.late,
            open: tally.open,
            withdrawn: tally.withdrawn,
            due: tally.due(),
            share: tally.share(),
        }
    }
}

/// A promise as lists have it.
#[derive(Debug, Serialize, ToSchema)]
pub struct PromiseLine {
    /// The key of its address.
    pub promise: String,
    /// What people call it.
    #[schema(example = "CK-7Q2M4A")]
    pub code: String,
    /// Code of the unit where it was made.
    pub unit: String,
    /// What was promised; null once it was destroyed.
    pub what: Option<String>,
    /// The post that owes it, such as `chair`.
    pub owner: String,
    /// Code of the unit, office or village that owes it.
    pub owner_unit: String,
    /// When it was said.
    #[schema(value_type = String, format = Date)]
    pub said_on: Date,
    /// Where: `dialogue`, `reception`, `visit`, `elsewhere`.
    pub place: String,
    /// The key of the dialogue at which it was said.
    pub dialogue: Option<String>,
    /// By when it is owed.
    #[schema(value_type = String, format = Date)]
    pub until: Date,
    /// `open`, `kept` or `withdrawn`.
    pub state: String,
    /// Whether it is open after its day, or was kept after it.
    pub late: bool,
    /// When it was kept or withdrawn.
    #[schema(value_type = Option<String>, format = Date)]
    pub closed_on: Option<Date>,
}

/// A promise with its trail.
#[derive(Debug, Serialize, ToSchema)]
pub struct PromiseShown {
    /// What lists have of it.
    #[serde(flatten)]
    pub line: PromiseLine,
    /// Its version, which `If-Match` takes.
    pub version: i64,
    /// The post that said it.
    pub said_by: &'static str,
    /// The rule that it rests on; null when it was given of free will.
    pub rule: Option<String>,
    /// The article of that rule.
    pub article: Option<String>,
    /// The question that it answers, in its asker's words, when that one was taken.
    pub question: Option<String>,
    /// The evidence that it was kept, or what was said when it was withdrawn.
    pub words: Option<String>,
    /// Photographs and papers beside the evidence that everybody may see.
    pub files: Vec<PromiseFile>,
    /// Why it was withdrawn, such as `money`.
    pub why: Option<&'static str>,
    /// What happened, in order, as everybody may know it: of photographs and papers only those that
    /// everybody may see.
    pub trail: Vec<PromiseFact>,
    /// Where the proof is that it was made on its day: a page; with `/tep` behind it the file.
    pub proof: String,
}

/// A photograph or a paper that shows how a promise was kept.
#[derive(Debug, Serialize, ToSchema)]
pub struct PromiseFile {
    /// Its number among all that ever came: its address stays.
    pub no: usize,
    /// What it is by its content, as a media type.
    #[schema(example = "image/jpeg")]
    pub media: String,
    /// How many bytes it has.
    pub size: i64,
    /// Where it opens.
    #[schema(example = "/cam-ket/01KJ0000000000000000000000/tep/1")]
    pub path: String,
}

/// Something that happened to a promise.
#[derive(Debug, Serialize, ToSchema)]
pub struct PromiseFact {
    /// What: the last word of the fact's kind, such as `made`.
    pub what: String,
    /// When it was recorded.
    #[schema(value_type = String, format = DateTime)]
    pub at: Timestamp,
    /// The day on which it happened, where that is said apart.
    #[schema(value_type = Option<String>, format = Date)]
    pub on: Option<Date>,
    /// On which ground words were destroyed.
    pub ground: Option<String>,
}

fn promise_line(word: &Word, what: Option<String>, today: Date) -> PromiseLine {
    let open = word.state == PromiseState::Open.word();
    let kept = word.state == PromiseState::Kept.word();
    PromiseLine {
        promise: desk::key(&word.stream).to_owned(),
        code: code(&word.stream),
        unit: word.unit.clone(),
        what,
        owner: word.owner.clone(),
        owner_unit: word.owner_unit.clone(),
        said_on: word.said_on,
        place: word.place.clone(),
        dialogue: some(desk::key(&word.dialogue).to_owned()),
        until: word.until,
        state: word.state.clone(),
        late: open && word.until < today
            || kept && word.closed_on.is_some_and(|on| on > word.until),
        closed_on: word.closed_on,
    }
}

/// Promises with their words.
pub(crate) async fn promises(store: &Store, words: &[Word]) -> Result<Vec<PromiseLine>, Failure> {
    let items: Vec<&str> = words.iter().map(|word| word.what.as_str()).collect();
    let (mut texts, today) = (store.texts_of(&items).await?, store.clock().today());
    Ok(words.iter().map(|word| promise_line(word, texts.remove(&word.what), today)).collect())
}

/// What lists have of a promise that was read.
fn word_of(one: &Promise) -> Word {
    let made = &one.made;
    Word {
        stream: one.id.clone(),
        unit: made.unit.clone(),
        owner: made.owner.word().to_owned(),
        owner_unit: made.owner_unit.clone(),
        said_on: made.said_on,
        place: made.place.word().to_owned(),
        dialogue: made.dialogue.clone().unwrap_or_default(),
        question: made.question.clone().unwrap_or_default(),
        what: made.what.id.to_string(),
        until: made.until,
        state: one.state.word().to_owned(),
        closed_on: one.closed_on,
        version: one.version,
    }
}

/// A promise as everybody may see it.
pub(crate) async fn promise(
    app: &App,
    read: &Read<Promise>,
    lang: Lang,
) -> Result<PromiseShown, Failure> {
    let (one, store) = (&read.it, &app.store);
    let made = &one.made;
    let question = match &made.question {
        Some(stream) => desk::question(store, desk::key(stream)).await?,
        None => None,
    };
    // The words of a question that was not taken are its asker's.
    let question = question.filter(|read| read.it.why.is_none());
    let question = question.map(|read| read.it.asked.words);
    let (what, today) = (opened(store, Some(&made.what)).await?, store.clock().today());
    let (laws, rule) = (store.laws(), made.rule.clone());
    let article = rule.as_ref().and_then(|id| article(laws.now(), id, made.said_on, lang));
    Ok(PromiseShown {
        line: promise_line(&word_of(one), what, today),
        version: one.version,
        said_by: made.said_by.word(),
        article,
        rule,
        question: opened(store, question.as_ref()).await?,
        words: opened(store, one.words.as_ref()).await?,
        files: files(one),
        why: one.why.map(|why| why.word()),
        trail: trail(read)?,
        proof: ledger::path(store, &one.id, 1),
    })
}

/// The files that everybody may see, as on the page: for the others there is no address here.
fn files(promise: &Promise) -> Vec<PromiseFile> {
    let all = (1..).zip(&promise.enclosures);
    all.filter(|(_, one)| promise.is_shown(one.file.item.id))
        .map(|(no, one)| PromiseFile {
            no,
            media: one.file.media.clone(),
            size: one.file.size,
            path: pages::evidence_path(promise, no),
        })
        .collect()
}

/// Whether everybody is told of it: that there are photographs for officers alone stays with them,
/// and so does that somebody asked to be forgotten, as on the page.
fn is_told(event: &PromiseEvent, promise: &Promise) -> bool {
    match event {
        PromiseEvent::Evidenced { files, .. } => {
            files.iter().any(|file| promise.is_shown(file.item.id))
        }
        PromiseEvent::Shown { .. } | PromiseEvent::AskerChanged { .. } => false,
        _ => true,
    }
}

fn trail(read: &Read<Promise>) -> Result<Vec<PromiseFact>, Failure> {
    let mut trail = Vec::with_capacity(read.stream.records.len());
    for record in &read.stream.records {
        let event = PromiseEvent::read(record)?;
        if !is_told(&event, &read.it) {
            continue;
        }
        let what = event.kind().rsplit('.').next().unwrap_or_default().to_owned();
        let (on, ground) = match event {
            PromiseEvent::Kept { on, .. } | PromiseEvent::Withdrawn { on, .. } => (Some(on), None),
            PromiseEvent::Erased { ground, .. } => (None, Some(ground)),
            _ => (None, None),
        };
        trail.push(PromiseFact { what, at: record.at, on, ground });
    }
    Ok(trail)
}
