//! What each fact means to the views, duties, statistics and those who are told. Pure.

use accounts::Post;
use counts::Indicator;
use counts::indicator::{Measure, matter, none};
use duties::{Debtor, Holder};
use notices::{About, Notice, To};
use store::{
    Laws, Migration, Projection, Projector, Result, Stream, Sum, Table, VaultId, ViewRow, row,
};

use crate::arrows::PromiseState;
use crate::call::Call;
use crate::dialogue::{Dialogue, NOTICE, RESULT};
use crate::facts::{PromiseEvent, QuestionEvent};
use crate::kind::Role;
use crate::promise::{Promise, code, tail};
use crate::question::Question;

/// The view of dialogues.
pub static DIALOGUES: Table = Table::rows(
    "dialogues",
    1,
    &[
        "stream",
        "unit",
        "form",
        "cause",
        "on_day",
        "from_minute",
        "until_minute",
        "place",
        "content",
        "state",
        "why",
        "announced_on",
        "published_on",
        "attended",
        "version",
    ],
);
/// The view of questions.
pub static QUESTIONS: Table = Table::rows(
    "questions",
    1,
    &[
        "stream", "unit", "dialogue", "way", "role", "matter", "words", "asked_at", "state", "why",
        "together", "version",
    ],
);
/// The view of promises.
pub static PROMISES: Table = Table::rows(
    "promises",
    1,
    &[
        "stream",
        "unit",
        "owner",
        "owner_unit",
        "said_by",
        "said_on",
        "place",
        "dialogue",
        "question",
        "rule",
        "what",
        "until_day",
        "state",
        "closed_on",
        "visit",
        "version",
    ],
);
/// The view of calls.
pub static CALLS: Table = Table::rows(
    "dialogue_calls",
    1,
    &["stream", "unit", "on_day", "voters", "support", "needed", "words", "dialogue", "version"],
);

/// The slice's views.
pub static TABLES: &[&Table] = &[&DIALOGUES, &QUESTIONS, &PROMISES, &CALLS];

/// The slice's schema.
pub const MIGRATIONS: &[Migration] = &[
    Migration { name: "meetings-1", sql: include_str!("../migrations/1.sql") },
    Migration { name: "meetings-2", sql: include_str!("../migrations/2.sql") },
];

fn id(item: &VaultId) -> String {
    item.id.to_string()
}

/// What a dialogue is called where its duties stand: `ĐT 15/11/2026`.
pub fn dialogue_code(dialogue: &Dialogue) -> String {
    format!("ĐT {}", crate::dialogue::shown(dialogue.on))
}

/// What dialogues and promises count.
pub const INDICATORS: &[Indicator] = &[
    Indicator::new("dialogues.held", is_cause, none).by("cause", "").in_(Measure::Meeting),
    Indicator::new("dialogues.persons", is_cause, none).by("cause", "").in_(Measure::Person),
    Indicator::new("dialogues.questions", matter, is_way)
        .by("matter", "way")
        .in_(Measure::Question),
    promise("promises.made"),
    promise("promises.kept"),
    promise("promises.kept_late"),
    promise("promises.withdrawn"),
];

const fn promise(id: &'static str) -> Indicator {
    Indicator::new(id, is_owner, is_place).by("owner", "place").in_(Measure::Promise)
}

fn is_cause(word: &str) -> bool {
    crate::kind::Cause::read(word).is_some()
}

fn is_way(word: &str) -> bool {
    crate::kind::Way::read(word).is_some()
}

fn is_owner(word: &str) -> bool {
    crate::kind::Role::read(word).is_some()
}

fn is_place(word: &str) -> bool {
    crate::kind::Place::read(word).is_some()
}

/// The projector of the prefix `dialogue`.
pub struct Dialogues;

impl Projector for Dialogues {
    fn project(&self, stream: &Stream, laws: &Laws) -> Result<Projection> {
        let Some(one) = Dialogue::replay(stream)? else { return Ok(Projection::default()) };
        let planned = &one.planned;
        let values = row![
            one.id.as_str(),
            planned.unit.as_str(),
            planned.form.word(),
            planned.cause.word(),
            one.on,
            i64::from(one.from),
            i64::from(one.until),
            id(&planned.place),
            id(&planned.content),
            one.state.word(),
            one.why.map_or("", |why| why.word()),
            one.announced.as_ref().map(|(on, _)| *on),
            one.published.as_ref().map(|(on, _)| *on),
            i64::from(one.attended),
            one.version,
        ];
        let mut rows = vec![ViewRow::new(&DIALOGUES, values)];
        let code = dialogue_code(&one);
        // Whoever plans tells of it; whoever concludes makes the result public.
        for debt in one.debts(laws) {
            let post = if debt.rule == NOTICE { Post::Reception } else { Post::Leader };
            let (unit, holder) = (planned.unit.as_str(), Some(Holder::Post(post)));
            let debtor = Debtor { stream: &one.id, code: &code, unit, holder };
            rows.extend(duties::rows(debtor, std::slice::from_ref(&debt), laws)?);
        }
        let mut sums = Vec::new();
        if one.held_on.is_some() {
            let key = |indicator: &str| {
                row![indicator, planned.unit.as_str(), one.on, planned.cause.word(), ""]
            };
            let sum = |indicator, n| Sum { table: &counts::COUNTS, key: key(indicator), n };
            sums.push(sum("dialogues.held", 1));
            sums.push(sum("dialogues.persons", i64::from(one.attended)));
        }
        Ok(Projection { rows, sums, sealed: one.items, ..Projection::default() })
    }
}

/// The projector of the prefix `question`.
pub struct Questions;

impl Projector for Questions {
    fn project(&self, stream: &Stream, laws: &Laws) -> Result<Projection> {
        let Some(one) = Question::replay(stream)? else { return Ok(Projection::default()) };
        let asked = &one.asked;
        let (unit, at) = (asked.unit.as_str(), one.at);
        let values = row![
            one.id.as_str(),
            unit,
            asked.dialogue.as_str(),
            asked.way.word(),
            asked.role.word(),
            asked.matter.as_str(),
            id(&asked.words),
            at,
            one.state.word(),
            one.why.map_or("", |why| why.word()),
            one.with.as_deref().unwrap_or_default(),
            one.version,
        ];
        let mut rows = vec![ViewRow::new(&QUESTIONS, values)];
        let code = tail("CH", &one.id);
        // Whoever receives sorts it; the leaders answer.
        for debt in &one.debts {
            let post = if debt.rule == RESULT { Post::Leader } else { Post::Reception };
            let holder = Some(Holder::Post(post));
            let debtor = Debtor { stream: &one.id, code: &code, unit, holder };
            rows.extend(duties::rows(debtor, std::slice::from_ref(debt), laws)?);
        }
        if let Some(person) = one.told() {
            let path = format!("/cau-hoi-cua-toi/{}-{}", crate::desk::key(&one.id), notices::PASS);
            let about = About { stream: &one.id, code: &code, unit, path: &path };
            rows.extend(notices::rows(about, &question_notices(stream, person)?));
        }
        let day = kernel::clock::civil_date(at);
        let sums =
            vec![counts::one("dialogues.questions", unit, day, &asked.matter, asked.way.word())];
        let (sealed, erased) = (one.items, one.erased);
        Ok(Projection { rows, sums, sealed, erased, ..Projection::default() })
    }
}

/// The asker is told of each step without having to ask.
fn question_notices(stream: &Stream, person: &VaultId) -> Result<Vec<Notice>> {
    let mut told = Vec::new();
    for record in &stream.records {
        let mut until = None;
        let what = match QuestionEvent::read(record)? {
            QuestionEvent::Asked(_) => "question-asked",
            QuestionEvent::Taken { .. } => "question-taken",
            QuestionEvent::Declined { .. } => "question-declined",
            QuestionEvent::Answered { .. } | QuestionEvent::AnsweredWith { .. } => {
                "question-answered"
            }
            QuestionEvent::Moved { on } => {
                until = Some(on);
                "question-moved"
            }
            QuestionEvent::CalledOff {} => "question-called-off",
            QuestionEvent::Erased { .. } | QuestionEvent::Corrected { .. } => continue,
        };
        let to = To::Asker(person.id);
        told.push(Notice { n: record.version, what, to, since: record.at, until });
    }
    Ok(told)
}

/// The projector of the prefix `promise`.
pub struct Promises;

impl Projector for Promises {
    fn project(&self, stream: &Stream, laws: &Laws) -> Result<Projection> {
        let Some(one) = Promise::replay(stream)? else { return Ok(Projection::default()) };
        let made = &one.made;
        let values = row![
            one.id.as_str(),
            made.unit.as_str(),
            made.owner.word(),
            made.owner_unit.as_str(),
            made.said_by.word(),
            made.said_on,
            made.place.word(),
            made.dialogue.as_deref().unwrap_or_default(),
            made.question.as_deref().unwrap_or_default(),
            made.rule.as_deref().unwrap_or_default(),
            id(&made.what),
            made.until,
            one.state.word(),
            one.closed_on,
            made.visit.as_deref().unwrap_or_default(),
            one.version,
        ];
        let mut rows = vec![ViewRow::new(&PROMISES, values)];
        let name = code(&one.id);
        let holder = Some(Holder::Post(post_of(made.owner)));
        let debtor = Debtor { stream: &one.id, code: &name, unit: &made.unit, holder };
        rows.extend(duties::rows(debtor, std::slice::from_ref(&one.debt), laws)?);
        let path = format!("/cam-ket/{}", crate::desk::key(&one.id));
        let about = About { stream: &one.id, code: &name, unit: &made.unit, path: &path };
        rows.extend(notices::rows(about, &promise_notices(stream, &one)?));
        let (sums, sealed, erased) = (counted(&one), one.items, one.erased);
        Ok(Projection { rows, sums, sealed, erased, ..Projection::default() })
    }
}

/// The post in this program of the one who promised. Bodies beside the committee have none here:
/// whoever leads the unit that owes it sees to it that they keep it.
const fn post_of(owner: Role) -> Post {
    match owner {
        Role::Office | Role::Village | Role::Resident => Post::Handler,
        Role::Chair | Role::Deputy | Role::Council | Role::Party | Role::Front | Role::Police => {
            Post::Leader
        }
    }
}

/// Between the numbers of two askers of one promise: more facts than any promise has.
const APART: i64 = 1_000_000;

/// Each asker is told of each step, and those who asked the same beside them: where they can be
/// reached now. Who is to be forgotten is told nothing more.
fn promise_notices(stream: &Stream, one: &Promise) -> Result<Vec<Notice>> {
    let (mut known, mut told, day) = (0, Vec::new(), one.made.until);
    for record in &stream.records {
        let (what, until, from) = match PromiseEvent::read(record)? {
            PromiseEvent::Made(made) => {
                known = made.asker.iter().chain(&made.also).count();
                ("promise-made", Some(day), 0)
            }
            // Who joins late is told what the others know already.
            PromiseEvent::Followed { .. } => {
                known += 1;
                ("promise-made", Some(day), known - 1)
            }
            PromiseEvent::Kept { .. } => ("promise-kept", None, 0),
            PromiseEvent::Withdrawn { .. } => ("promise-withdrawn", None, 0),
            // Those who asked were told that it was kept; what is added is on the same page.
            PromiseEvent::Evidenced { .. }
            | PromiseEvent::Shown { .. }
            | PromiseEvent::Erased { .. }
            | PromiseEvent::AskerChanged { .. } => continue,
        };
        for (place, asker) in (0_i64..).zip(one.askers.iter().take(known)).skip(from) {
            let Some(asker) = asker else { continue };
            let (n, to) = (record.version + place * APART, To::Asker(asker.id));
            told.push(Notice { n, what, to, since: record.at, until });
        }
    }
    Ok(told)
}

fn counted(one: &Promise) -> Vec<Sum> {
    let made = &one.made;
    let sum = |indicator: &str, day| {
        counts::one(indicator, &made.unit, day, made.owner.word(), made.place.word())
    };
    let mut sums = vec![sum("promises.made", made.said_on)];
    match (one.state, one.closed_on) {
        (PromiseState::Kept, Some(on)) if on <= made.until => sums.push(sum("promises.kept", on)),
        (PromiseState::Kept, Some(on)) => sums.push(sum("promises.kept_late", on)),
        (PromiseState::Withdrawn, Some(on)) => sums.push(sum("promises.withdrawn", on)),
        _ => {}
    }
    sums
}

/// The projector of the prefix `call`.
pub struct Calls;

impl Projector for Calls {
    fn project(&self, stream: &Stream, laws: &Laws) -> Result<Projection> {
        let Some(one) = Call::replay(stream)? else { return Ok(Projection::default()) };
        let needed = one.needed(laws.now()).unwrap_or_default();
        let debt = one.debt(laws);
        let values = row![
            one.id.as_str(),
            one.unit.as_str(),
            one.on,
            i64::from(one.voters),
            i64::from(one.support()),
            i64::from(needed),
            id(&one.words),
            one.dialogue.as_deref().unwrap_or_default(),
            one.version,
        ];
        let mut rows = vec![ViewRow::new(&CALLS, values)];
        let (code, holder) = (tail("YC", &one.id), Some(Holder::Post(Post::Leader)));
        let debtor = Debtor { stream: &one.id, code: &code, unit: &one.unit, holder };
        rows.extend(duties::rows(debtor, debt.as_slice(), laws)?);
        Ok(Projection { rows, sealed: vec![one.words], ..Projection::default() })
    }
}
