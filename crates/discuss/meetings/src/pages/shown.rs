//! Dialogues, questions and promises with their words, as several pages show them.

use std::collections::{BTreeMap, HashMap};

use accounts::{App, Failure};
use duties::explain::lang;
use jiff::civil::Date;
use rulebook::Law;
use units::{Gazetteer, local};
use web::Page;
use web::form::clock;
use web::parts::{Mark, Status};

use super::{OWED, PROMISES, key};
use crate::arrows::{PromiseState, QuestionState, State};
use crate::check::{self, Seen, Stand};
use crate::desk::Heard;
use crate::store::{self as sql, Entry, Line, Tally, Word};

/// A dialogue of a list.
#[derive(Clone, Debug)]
pub(super) struct Dialog {
    pub line: Line,
    pub key: String,
    pub hours: String,
    pub place: String,
    pub content: String,
    /// The unit of before that held it; empty for the one that the page is about.
    pub unit: String,
    pub status: Status,
    /// Notice and result against their rules: what, by when, how it stands.
    pub rules: Vec<(String, Status)>,
}

/// A question of a list.
#[derive(Clone, Debug)]
pub(super) struct Asked {
    pub key: String,
    /// "1", "2": its place in the order of asking.
    pub no: usize,
    pub role: String,
    pub way: String,
    pub matter: String,
    pub words: String,
    pub status: Status,
    /// Why it was not taken, or with which one it is answered.
    pub note: String,
    /// Who answered what, and how.
    pub answers: Vec<(String, String)>,
    pub promises: Vec<Owed>,
    pub state: QuestionState,
}

/// A promise of a list.
#[derive(Clone, Debug)]
pub(super) struct Owed {
    pub word: Word,
    pub href: String,
    pub what: String,
    /// Post and unit.
    pub owner: String,
    pub status: Status,
}

/// What a check of the year says: rule, figures, how it stands.
#[derive(Clone, Debug)]
pub(super) struct Yearly {
    pub rule: String,
    pub figures: String,
    pub status: Status,
}

/// The mark of how something stands against its rule.
pub(super) const fn mark(stand: Stand) -> Mark {
    match stand {
        Stand::Kept => Mark::Done,
        Stand::Due => Mark::Half,
        Stand::Missing => Mark::Soon,
        Stand::Broken => Mark::Late,
    }
}

/// The mark and words of how something stands against its rule.
pub(super) fn stand(page: &Page, stand: Stand) -> Status {
    Status::new(mark(stand), page.t(key("dt-stand", stand.word())))
}

/// Where a dialogue stands: mark and word.
pub(super) fn status(page: &Page, state: State, on: Date, today: Date) -> Status {
    let planned = matches!(state, State::Planned | State::Announced);
    if planned && on < today {
        return Status::new(Mark::Late, page.t("dt-state-missed"));
    }
    let mark = match state {
        State::Planned | State::Announced => Mark::New,
        State::Open | State::Held | State::Concluded => Mark::Half,
        State::Published => Mark::Done,
        State::Cancelled => Mark::None,
    };
    Status::new(mark, page.t(key("dt-state", state.word())))
}

/// The same of a question.
pub(super) fn question_status(page: &Page, state: QuestionState) -> Status {
    let mark = match state {
        QuestionState::Asked => Mark::New,
        QuestionState::Taken => Mark::Half,
        QuestionState::Answered => Mark::Done,
        QuestionState::Declined => Mark::None,
    };
    Status::new(mark, page.t(key("dt-question", state.word())))
}

/// The same of a promise: kept, late, so many days left.
pub(super) fn promise_status(
    page: &Page,
    (state, until, closed): (PromiseState, Date, Option<Date>),
    today: Date,
) -> Status {
    match (state, closed) {
        (PromiseState::Kept, Some(on)) if on <= until => {
            Status::new(Mark::Done, page.t("dt-promise-kept"))
        }
        (PromiseState::Kept, _) => Status::new(Mark::Late, page.t("dt-promise-kept-late")),
        (PromiseState::Withdrawn, _) => Status::new(Mark::None, page.t("dt-promise-withdrawn")),
        (PromiseState::Open, _) => page.days_status(until, today, 7),
    }
}

/// What the check needs of a row.
pub(crate) fn seen(line: &Line) -> Seen {
    Seen {
        stream: line.stream.clone(),
        on: line.on,
        state: State::read(&line.state).unwrap_or(State::Planned),
        announced_on: line.announced_on,
        published_on: line.published_on,
    }
}

/// Notice and result of a dialogue against their rules.
pub(super) fn rules(page: &Page, law: &Law, one: &Seen, today: Date) -> Vec<(String, Status)> {
    let checks = [
        ("dt-by-notice", check::notice(law, one, today)),
        ("dt-by-result", check::result(law, one, today)),
    ];
    let there = checks.into_iter().filter_map(|(key, found)| Some((key, found?)));
    there
        .map(|(key, (by, how))| (page.with("date", page.date(by)).t(key), stand(page, how)))
        .collect()
}

/// A dialogue with its words.
pub(super) fn dialog(
    page: &Page,
    law: &Law,
    (line, here): (&Line, &str),
    texts: &HashMap<String, String>,
    today: Date,
) -> Dialog {
    let one = seen(line);
    Dialog {
        key: crate::desk::key(&line.stream).to_owned(),
        hours: format!("{}–{}", clock(line.from), clock(line.until)),
        place: texts.get(&line.place).cloned().unwrap_or_default(),
        content: texts.get(&line.content).cloned().unwrap_or_default(),
        unit: elsewhere(&line.unit, line.on, here),
        status: status(page, one.state, line.on, today),
        rules: rules(page, law, &one, today),
        line: line.clone(),
    }
}

/// How the year stands against the rule of its date.
pub(super) fn yearly(
    page: &Page,
    law: &Law,
    (unit, year): (&str, i16),
    lines: &[Line],
    today: Date,
) -> Option<Yearly> {
    let gazetteer = Gazetteer::shared();
    let level = gazetteer.current(unit).or_else(|| gazetteer.ended(unit));
    let level = level.map(|unit| check::level(&unit))?;
    let all: Vec<Seen> = lines.iter().map(seen).collect();
    let found = check::year(law, level, year, &all, today)?;
    let article = law.rulebook.cite(&found.rule.article, lang(page));
    let rule = found.rule.sentence(None, lang(page));
    let figures = page
        .with("year", i64::from(year).to_string())
        .with("held", found.held)
        .with("planned", found.planned)
        .with("need", found.need)
        .t("dt-year");
    let status = stand(page, found.stand);
    Some(Yearly { rule: format!("{} ({article}).", rule.trim_end_matches('.')), figures, status })
}

/// Names of offices and villages, by code.
pub(super) type Names = BTreeMap<String, String>;

/// What a unit was called on a day, where it is not the one that a page is about (`here`).
pub(super) fn elsewhere(code: &str, on: Date, here: &str) -> String {
    let gazetteer = Gazetteer::shared();
    let known = |code: &str| gazetteer.current(code).or_else(|| gazetteer.ended(code));
    let then = gazetteer.at(code, on).or_else(|| known(code));
    let own = known(here).map(|unit| unit.id());
    let other = then.filter(|unit| Some(unit.id()) != own);
    other.map(|unit| unit.phrase()).unwrap_or_default()
}

/// Who owes: post and, where it is not the one that the page is about, unit.
pub(super) fn owner(
    page: &Page,
    (owner, unit): (&str, &str),
    on: Date,
    (here, names): (&str, &Names),
) -> String {
    let post = page.t(key("dt-role", owner)).into_owned();
    let unit = names.get(unit).cloned().unwrap_or_else(|| elsewhere(unit, on, here));
    match unit.is_empty() {
        true => post,
        false => format!("{post}, {unit}"),
    }
}

/// Whose page a list of promises stands on.
#[derive(Clone, Copy)]
pub(super) struct Place<'a> {
    /// The unit that the page is about.
    pub here: &'a str,
    /// Whether officers look at it.
    pub office: bool,
}

/// A promise with its words.
pub(super) fn owed(
    page: &Page,
    word: &Word,
    (texts, names): (&HashMap<String, String>, &Names),
    Place { here, office }: Place<'_>,
    today: Date,
) -> Owed {
    let name = crate::desk::key(&word.stream);
    let state = PromiseState::read(&word.state).unwrap_or(PromiseState::Open);
    Owed {
        href: if office { format!("{OWED}/viec/{name}") } else { format!("{PROMISES}/{name}") },
        what: texts.get(&word.what).cloned().unwrap_or_default(),
        owner: owner(page, (&word.owner, &word.owner_unit), word.said_on, (here, names)),
        status: promise_status(page, (state, word.until, word.closed_on), today),
        word: word.clone(),
    }
}

/// Promises with their words.
pub(super) async fn owed_all(
    app: &App,
    page: &Page,
    words: &[Word],
    place: Place<'_>,
) -> Result<Vec<Owed>, Failure> {
    let items: Vec<&str> = words.iter().map(|word| word.what.as_str()).collect();
    let (texts, today) = (app.store.texts_of(&items).await?, app.store.clock().today());
    let names = names(app, words.iter().map(|word| word.owner_unit.as_str())).await?;
    let one = |word| owed(page, word, (&texts, &names), place, today);
    Ok(words.iter().map(one).collect())
}

/// The names of those of these units that are offices or villages.
pub(super) async fn names<'a>(
    app: &App,
    codes: impl Iterator<Item = &'a str>,
) -> Result<Names, Failure> {
    let local: Vec<&str> = codes.filter(|code| code.contains('-')).collect();
    match local.is_empty() {
        true => Ok(Names::new()),
        false => Ok(local::names(&app.store, local).await?),
    }
}

/// How a unit keeps what it promises, in a sentence: small numbers as numbers, never as a share.
pub(super) fn tally(page: &Page, tally: Tally) -> String {
    let numbers = page.with("kept", tally.kept).with("due", tally.due()).with("all", tally.all());
    match (tally.due(), tally.share()) {
        (0, _) => numbers.t("dt-tally-none"),
        (_, None) => numbers.t("dt-tally-few"),
        (_, Some(share)) => numbers.with("share", share).t("dt-tally-share"),
    }
}

/// The questions of a dialogue with answers and promises. Not taken and not sorted yet ones are
/// left out of what the people see: their words are the asker's.
pub(super) async fn questions(
    app: &App,
    page: &Page,
    (dialogue, promises): (&str, &[Owed]),
    office: bool,
) -> Result<Vec<Asked>, Failure> {
    let entries = sql::questions(&app.store, dialogue).await?;
    let items: Vec<&str> = entries.iter().map(|one| one.words.as_str()).collect();
    let answered = entries.iter().filter(|one| one.state == QuestionState::Answered.word());
    let answered: Vec<&str> = answered.map(|one| one.stream.as_str()).collect();
    let heard = Heard::of(&app.store, &answered, &items).await?;
    let numbers: HashMap<String, usize> =
        entries.iter().zip(1..).map(|(one, no)| (one.stream.clone(), no)).collect();
    let mut all = Vec::with_capacity(entries.len());
    for (no, entry) in (1..).zip(&entries) {
        let mut one = asked(page, (no, entry), &heard.texts, &numbers);
        let open = matches!(one.state, QuestionState::Taken | QuestionState::Answered);
        if !office && !open {
            continue;
        }
        for answer in heard.answers(&entry.stream) {
            let who = page
                .with("role", page.t(key("dt-role", answer.role.word())))
                .with("how", page.t(key("dt-how", answer.how.word())))
                .t("dt-answered-by");
            one.answers.push((who, heard.said(answer).cloned().unwrap_or_default()));
        }
        let of = |owed: &&Owed| owed.word.question == entry.stream;
        one.promises = promises.iter().filter(of).cloned().collect();
        all.push(one);
    }
    Ok(all)
}

/// A question with its words, its answers not yet read.
pub(super) fn asked(
    page: &Page,
    (no, entry): (usize, &Entry),
    texts: &HashMap<String, String>,
    numbers: &HashMap<String, usize>,
) -> Asked {
    let state = QuestionState::read(&entry.state).unwrap_or(QuestionState::Asked);
    let note = match (entry.why.as_str(), numbers.get(&entry.with)) {
        ("", Some(no)) => page.with("no", *no).t("dt-together"),
        ("", None) => String::new(),
        (why, _) => page.t(key("dt-not-taken", why)).into_owned(),
    };
    Asked {
        key: crate::desk::key(&entry.stream).to_owned(),
        no,
        role: page.t(key("dt-role", &entry.role)).into_owned(),
        way: page.t(key("dt-way", &entry.way)).into_owned(),
        matter: page.t(key("matter", &entry.matter)).into_owned(),
        words: texts.get(&entry.words).cloned().unwrap_or_default(),
        status: question_status(page, state),
        note,
        answers: Vec::new(),
        promises: Vec::new(),
        state,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_unit_is_named_where_it_is_not_the_page_s_own() {
        let (before, after) = (Date::constant(2025, 3, 1), Date::constant(2026, 3, 1));
        assert_eq!(elsewhere("20836", after, "20836"), "");
        assert_eq!(elsewhere("20836", before, "20836"), "xã Bình Sa");
        assert_eq!(elsewhere("20839", before, "20836"), "xã Bình Hải");
        assert_eq!(elsewhere("20836", after, ""), "xã Thăng Trường");
        assert_eq!(elsewhere("20836-04", after, "20836"), "", "offices have names of their own");
    }
}
