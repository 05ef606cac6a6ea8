//! Lines of inbox and register: what one petition says in one line, made for a whole page in three
//! readings (first facts, words, names), never one by one.

use std::collections::HashMap;

use accounts::permissions::who_may;
use accounts::{Act, App, Failure, Officer};
use jiff::civil::Date;
use kernel::Id;
use web::Page;
use web::parts::{Mark, Status};

use super::around::{self, Colleague, capital, key, shorten};
use super::store as sql;
use crate::facts::Received;
use crate::kind::Kind;
use crate::petition::{ARROWS, Arrow, State, Step};
use crate::store::Line;

pub(super) use duties::board::{SOON, soon_until};

/// The most characters of a letter in a line.
pub(super) const WORDS: usize = 70;

/// Where a line stands in the inbox.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Group {
    /// The date has passed.
    Late,
    /// The date is near.
    Soon,
    /// Nobody has said what it is.
    New,
    /// The rest.
    Later,
}

impl Group {
    /// In the order of the page.
    pub const ALL: [Group; 4] = [Group::Late, Group::Soon, Group::New, Group::Later];

    /// The key of its heading.
    pub fn key(self) -> &'static str {
        match self {
            Group::Late => "office-group-late",
            Group::Soon => "office-group-soon",
            Group::New => "office-group-new",
            Group::Later => "office-group-later",
        }
    }
}

/// One line. Texts are already in the page's language.
#[derive(Clone, Debug)]
pub(super) struct Row {
    /// Where it stands in the inbox.
    pub group: Group,
    /// Where the case is.
    pub href: String,
    /// What is said aloud.
    pub code: String,
    /// The date that presses, with the days left in words.
    pub due: Option<(Date, Status)>,
    /// When it came.
    pub received_on: Date,
    /// The first words of the letter, or the matter for who may not read letters.
    pub title: String,
    /// Matter and place.
    pub about: String,
    /// Kind.
    pub kind: String,
    /// State.
    pub state: Status,
    /// What comes next.
    pub next: String,
    /// Who has it.
    pub holder: String,
}

/// Who looks at a list, and when.
pub(super) struct Reader<'a> {
    /// The page.
    pub page: &'a Page,
    /// Who looks.
    pub officer: &'a Officer,
    /// Everybody's names.
    pub colleagues: &'a [Colleague],
    /// The names of villages, by code.
    pub villages: &'a [(String, String)],
    /// Today.
    pub today: Date,
    /// The last day that is "soon".
    pub soon: Date,
}

/// The lines of one page.
pub(super) async fn rows(
    app: &App,
    reader: &Reader<'_>,
    lines: &[Line],
) -> Result<Vec<Row>, Failure> {
    let reads =
        lines.first().is_some_and(|line| reader.officer.may(Act::PETITIONS_READ, &line.unit));
    let letters = if reads { letters(app, lines).await? } else { HashMap::new() };
    let holders = lines.iter().filter_map(|line| line.holder.parse::<Id>().ok());
    let names = around::names(app, reader.colleagues, holders).await?;
    Ok(lines.iter().map(|line| row(reader, line, letters.get(&line.stream), &names)).collect())
}

/// The beginning of a letter. Where it happened is typed text, often a house, and opens only into
/// the access log: a line names the village.
#[derive(Clone, Debug, Default)]
pub(super) struct Letter {
    /// Its first words; empty when erased.
    pub words: String,
}

async fn letters(app: &App, lines: &[Line]) -> Result<HashMap<String, Letter>, Failure> {
    let streams: Vec<&str> = lines.iter().map(|line| line.stream.as_str()).collect();
    let first = sql::received(&app.store, &streams).await?;
    let wanted: Vec<Id> = first.values().map(|received| received.words.id).collect();
    let mut opened = app.store.words_of(&wanted).await?;
    let mut text =
        |id: Id| opened.remove(&id).and_then(store::vault::Opened::text).unwrap_or_default();
    let letter = |(stream, r): (String, Received)| {
        (stream, Letter { words: shorten(&text(r.words.id), WORDS) })
    };
    Ok(first.into_iter().map(letter).collect())
}

/// One line, from what was read for the whole page.
pub(super) fn row(
    reader: &Reader<'_>,
    line: &Line,
    letter: Option<&Letter>,
    names: &HashMap<Id, String>,
) -> Row {
    let page = reader.page;
    let matter = page.t(key("matter", &line.matter)).into_owned();
    let state = State::read(&line.state).unwrap_or(State::Received);
    let group = group(line, state, reader);
    let village = reader.villages.iter().find(|(code, _)| *code == line.village);
    let place = village.map_or("", |(_, name)| name.as_str());
    let words = letter.map_or("", |letter| letter.words.as_str());
    let (title, about) = match (words.is_empty(), place.is_empty()) {
        (true, _) => (capital(&matter), place.to_owned()),
        (false, true) => (words.to_owned(), matter),
        (false, false) => (words.to_owned(), format!("{matter} · {place}")),
    };
    let holder = line.holder.parse().ok().map(|id: Id| names.get(&id).cloned());
    Row {
        group,
        href: format!("/can-bo/don/{}", line.code),
        code: line.code.clone(),
        due: line.due.map(|due| (due, due_status(reader, due, group))),
        received_on: line.received_on,
        title,
        about,
        kind: capital(&page.t(key("kind", &line.kind))),
        state: around::state_status(page, state),
        next: next_words(page, reader.officer, line, state),
        holder: match holder {
            None => page.t("office-nobody").into_owned(),
            Some(None) => page.t("office-erased-officer").into_owned(),
            Some(Some(name)) => {
                let mine = |one: &&Colleague| one.account.to_string() == line.holder;
                let away = reader.colleagues.iter().find(mine).and_then(|one| one.away.as_ref());
                away.map_or(name.clone(), |away| match away.stand_in == reader.officer.account {
                    true => page.with("name", name).t("day-stands-in"),
                    false => away.words(page, &name),
                })
            }
        },
    }
}

fn group(line: &Line, state: State, reader: &Reader<'_>) -> Group {
    match line.due {
        Some(due) if due < reader.today => Group::Late,
        Some(due) if due <= reader.soon => Group::Soon,
        _ if state == State::Received => Group::New,
        _ => Group::Later,
    }
}

fn due_status(reader: &Reader<'_>, due: Date, group: Group) -> Status {
    let mark = match group {
        Group::Late => Mark::Late,
        Group::Soon => Mark::Soon,
        Group::New => Mark::New,
        Group::Later => Mark::Half,
    };
    Status::new(mark, reader.page.days_left(due, reader.today))
}

/// The arrow that carries a petition on from `state`, towards its answer.
pub(super) fn onward(kind: Kind, state: State) -> Option<&'static Arrow> {
    let carries = |arrow: &&Arrow| match arrow.step {
        Step::Classify => state == State::Received,
        Step::Accept | Step::Verify | Step::Decide | Step::Send | Step::Resume => true,
        _ => false,
    };
    let mut open = ARROWS.iter().filter(|a| a.from.contains(&state) && a.kinds.contains(&kind));
    open.find(carries)
}

/// What comes next: the step, and who does it when the reader may not.
fn next_words(page: &Page, officer: &Officer, line: &Line, state: State) -> String {
    let Some(arrow) = Kind::read(&line.kind).and_then(|kind| onward(kind, state)) else {
        let waits = state == State::Sent && line.solved.is_empty();
        return if waits { page.t("office-next-asker").into_owned() } else { String::new() };
    };
    let step = page.t(key("step", arrow.step.word()));
    let Ok(act) = arrow.act.parse::<Act>() else { return step.into_owned() };
    match officer.may(act, &line.unit) {
        true => step.into_owned(),
        false => page.with("step", step).with("who", who(page, act)).t("office-next-other"),
    }
}

/// The posts that may do an act, in words.
pub(super) fn who(page: &Page, act: Act) -> String {
    let posts: Vec<_> = who_may(act).map(|post| page.t(post.key())).collect();
    posts.join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_open_state_leads_on() {
        for kind in Kind::ALL {
            for state in State::ALL {
                let on = onward(*kind, *state);
                let possible = state.is_open() && state.is_of(*kind);
                assert_eq!(on.is_some(), possible, "{kind:?} {state:?}");
                if let Some(arrow) = on {
                    assert!(arrow.act.parse::<Act>().is_ok(), "{}", arrow.act);
                }
            }
        }
    }
}
