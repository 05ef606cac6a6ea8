//! Freezing a report and reading one that was frozen. Whether the actor may was asked at the door.

use accounts::Failure;
use kernel::{Actor, Id, Refusal};
use rulebook::Law;
use store::{Change, Store, Stream};
use web::Words;

use super::cases::{self, Case};
use super::facts::{Event, Figures, Frozen};
use super::{Kept, Sentence};
use crate::narrative;
use crate::report::{self, Ask, Line, Report};

/// How many matters one fact holds: a fact is read whole.
const IN_ONE: usize = 2_000;
/// How often figures and matters are read anew when something was recorded between.
const TRIES: usize = 5;
/// The most that one sentence may hold, in characters.
pub const MOST_WORDS: usize = 4_000;

/// A report with what is behind it, read as of one moment.
#[derive(Clone, Debug)]
pub struct Taken<'a> {
    /// The report.
    pub report: Report<'a>,
    /// What is behind its figures.
    pub cases: Vec<Case>,
    /// How many records the journal had.
    pub position: i64,
    /// The schedule by which it is frozen; none when somebody does it.
    pub schedule: Option<String>,
}

/// Makes a report together with what is behind it.
///
/// # Errors
/// `report-moves` when so much is being recorded that both never agree.
pub async fn take<'a>(store: &Store, law: &Law, ask: Ask<'a>) -> Result<Taken<'a>, Failure> {
    for _ in 0..TRIES {
        let position = store.journal_length();
        let report = report::make(store, law, ask.clone()).await.map_err(Failure::bug)?;
        let cases = cases::read(store, report.form, report.unit, &report.period).await?;
        if cases::agree(&report, &cases) {
            return Ok(Taken { report, cases, position, schedule: None });
        }
    }
    Err(Refusal::conflict("report-moves").into())
}

pub(super) fn name(id: Id) -> String {
    format!("report/{id}")
}

async fn stream(store: &Store, id: Id) -> store::Result<Stream> {
    store.stream(&name(id)).await
}

/// Whether a report was frozen under this identity.
///
/// # Errors
/// When the database does not answer.
pub async fn is_there(store: &Store, id: Id) -> store::Result<bool> {
    Ok(stream(store, id).await?.version() > 0)
}

/// Freezes a report. Sent twice it is one.
///
/// # Errors
/// When the database does not answer; then nothing was recorded.
pub async fn freeze(
    store: &Store,
    actor: &Actor,
    taken: &Taken<'_>,
    sentences: &[Sentence],
    id: Id,
) -> Result<String, Failure> {
    let stream = stream(store, id).await?;
    if stream.version() > 0 {
        return Ok(id.to_string());
    }
    let words = serde_json::to_vec(sentences).map_err(Failure::bug)?;
    let sealed = store.seal("text", &words)?;
    let report = &taken.report;
    let frozen = Frozen {
        unit: report.unit.code(),
        of: report.unit.to_string(),
        form: report.form.id.clone(),
        form_text: report.form.text.clone(),
        period: report.period.into(),
        compare: report.compare.map(Into::into),
        total: report.total.clone(),
        lines: report.lines.iter().map(figures).collect(),
        divided: report
            .divided
            .iter()
            .map(|(unit, numbers)| Figures {
                who: unit.to_string(),
                name: String::new(),
                numbers: numbers.clone(),
            })
            .collect(),
        joined: report.joined.iter().map(ToString::to_string).collect(),
        plan: report.plan.clone(),
        schedule: taken.schedule.clone(),
        on: store.clock().today(),
        position: taken.position,
        law: store.laws().version(),
        words: sealed.reference.clone(),
    };
    let behind = taken.cases.chunks(IN_ONE).map(|some| Event::Behind { cases: some.to_vec() });
    let events = std::iter::once(Event::Frozen(frozen)).chain(behind);
    let mut change = Change::new(stream, events.map(|event| event.to_fact()).collect());
    change.words = vec![(sealed, String::new())];
    store.commit_once(actor, &name(id), vec![change]).await?;
    Ok(id.to_string())
}

/// The sentences as the figures make them.
fn as_made(report: &Report<'_>, words: &Words) -> Vec<Sentence> {
    let one = |pieces: &Vec<narrative::Piece>| {
        let made = narrative::text(pieces);
        Sentence { text: made.clone(), made }
    };
    narrative::written(report, words).iter().map(one).collect()
}

/// Freezes a report by a schedule, with its sentences as the figures make them; its key. The
/// schedule names it, so that no period is frozen twice.
///
/// # Errors
/// As [`take`] and [`freeze`].
pub async fn freeze_on_schedule(
    store: &Store,
    actor: &Actor,
    (ask, words): (Ask<'_>, &Words),
    (id, schedule): (Id, &str),
) -> Result<String, Failure> {
    let laws = store.laws();
    let schedule = Some(schedule.to_owned());
    let taken = Taken { schedule, ..take(store, laws.now(), ask).await? };
    freeze(store, actor, &taken, &as_made(&taken.report, words), id).await
}

/// Freezes a report with its sentences as the figures make them; its key. Asked for again, while
/// figures and matters are the same, it is the one that there was.
///
/// # Errors
/// As [`take`] and [`freeze`].
pub async fn freeze_as_made(
    store: &Store,
    actor: &Actor,
    ask: Ask<'_>,
    words: &Words,
) -> Result<String, Failure> {
    let laws = store.laws();
    let taken = take(store, laws.now(), ask).await?;
    let sentences = as_made(&taken.report, words);
    let report = &taken.report;
    let compare = report.compare.map(|period| period.asked.to_string()).unwrap_or_default();
    let (asked, unit) = (report.period.asked.to_string(), report.unit.to_string());
    let all = (&report.total, &report.lines, &taken.cases);
    let figures = serde_json::to_string(&all).map_err(Failure::bug)?;
    let parts: [&str; 7] =
        ["report", "as made", &report.form.text, &unit, &asked, &compare, &figures];
    let plan = report.plan.as_ref().map(serde_json::to_string).transpose().map_err(Failure::bug)?;
    // Without a plan the identity is the one of before there were any.
    let parts: Vec<&str> = parts.into_iter().chain(plan.as_deref()).collect();
    let id = store.keyed_id(report.period.until, &parts);
    freeze(store, actor, &taken, &sentences, id).await
}

fn figures(line: &Line) -> Figures {
    let name = match &line.who {
        report::Who::Unit { name, .. } => name.clone(),
        report::Who::Itself | report::Who::Ended => String::new(),
    };
    Figures { who: line.who.word(), name, numbers: line.numbers.clone() }
}

/// Reads a frozen report by its key, with its sentences.
///
/// # Errors
/// When the database does not answer or the journal is inconsistent.
pub async fn read(store: &Store, key: &str) -> Result<Option<Kept>, Failure> {
    let Ok(id) = key.parse::<Id>() else { return Ok(None) };
    let Some(mut kept) = Kept::replay(&stream(store, id).await?)? else { return Ok(None) };
    let words = store.words(kept.frozen.words.id).await?;
    let text = words.and_then(store::vault::Opened::text);
    kept.sentences = text.and_then(|text| serde_json::from_str(&text).ok());
    Ok(Some(kept))
}
