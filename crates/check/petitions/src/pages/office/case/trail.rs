//! What happened to a case, newest first: when, what, who, and the words that belong to it.

use std::collections::HashMap;

use duties::Outcome;
use kernel::Actor;
use store::{Record, Stream, VaultId};
use web::Page;
use web::parts::Event as Point;

use super::super::around::{capital, key, law_lang};
use super::Case;
use crate::facts::Event;
use crate::kind::Term;
use crate::pages::clock::Clock;
use crate::petition::Petition;

/// The points of the trail: what is still owed above, then the newest fact.
pub(in super::super) fn trail(page: &Page, case: &Case) -> Vec<Point> {
    let open = case.clocks.iter().filter(|clock| clock.debt.is_open());
    let mut owed: Vec<_> = open.collect();
    owed.sort_by_key(|clock| std::cmp::Reverse(clock.due()));
    let mut points: Vec<Point> =
        owed.iter().map(|clock| Point::next(clock.due(), clock.name(page))).collect();
    let newest = case.read.petition.state.is_open();
    points.extend(since(page, case, 0, newest));
    points
}

/// The facts after the first `seen`, newest first; `now` marks the newest as where the case is.
pub(in super::super) fn since(page: &Page, case: &Case, seen: i64, now: bool) -> Vec<Point> {
    let endings = endings(case);
    let mut now = now;
    let mut points = Vec::new();
    for record in case.read.stream.records.iter().rev().filter(|r| r.version > seen) {
        let Ok(event) = Event::read(record) else { continue };
        let title = title(page, &event);
        let point = match std::mem::take(&mut now) {
            true => Point::now(record.at, title),
            false => Point::past(record.at, title),
        };
        let point = body(point.text(by(page, case, record)), page, case, &event);
        let ended = endings.get(&record.version).map_or(&[][..], Vec::as_slice);
        points.push(kept(page, case, record, ended).into_iter().fold(point, Point::text));
    }
    points
}

/// What happened, in a few words.
fn title(page: &Page, event: &Event) -> String {
    let word = event.kind().trim_start_matches("petition.");
    let key = key("office-did", word);
    match event {
        Event::Received(first) => {
            let channel = page.t(self::key("channel", first.channel.word()));
            page.with("channel", channel).t(key)
        }
        Event::Classified { kind, matter, .. } => {
            let kind = page.t(self::key("kind", kind.word()));
            let matter = page.t(self::key("matter", matter));
            page.with("kind", kind).with("matter", matter).t(key)
        }
        Event::Sent { by, .. } => page.with("by", page.t(self::key("answer-by", by.word()))).t(key),
        Event::Judged { solved, .. } => {
            page.with("solved", page.t(self::key("solved", solved.word()))).t(key)
        }
        Event::Carried { state, .. } => {
            page.with("state", page.t(self::key("state", state.word()))).t(key)
        }
        _ => page.t(key).into_owned(),
    }
}

/// Who did it.
fn by(page: &Page, case: &Case, record: &Record) -> String {
    match record.actor() {
        Actor::Resident => page.t("office-by-asker").into_owned(),
        Actor::Token(_) => page.t("office-by-program").into_owned(),
        Actor::System(_) => page.t("office-by-system").into_owned(),
        Actor::Account(id) => case.officer(page, id),
    }
}

/// The words that belong to a fact: results and notes stay inside the office.
fn body(point: Point, page: &Page, case: &Case, event: &Event) -> Point {
    let words = |point: Point, item: &VaultId| told(point, page, case, item);
    match event {
        Event::Assigned { to, .. } => {
            point.text(page.with("name", case.officer(page, *to)).t("office-did-assigned-to"))
        }
        Event::Filed { lack, .. } => point.text(page.t(key("lack", lack.word()))),
        Event::Guided { note, court, anew, .. } => {
            let said = [(*court, "office-tick-court"), (*anew, "office-tick-anew")];
            let said = said.into_iter().filter(|(is, _)| *is);
            said.fold(words(point, note), |point, (_, key)| point.text(page.t(key)))
        }
        Event::Forwarded { note, .. } => words(point, note),
        Event::Refused { ground, note, .. } => {
            let said = point.text(ground_words(page, case, ground));
            note.iter().fold(said, words)
        }
        Event::Verified { result, .. } => words(point, result),
        Event::Decided { finding: Some(finding), .. } => {
            point.text(page.t(key("finding", finding.word())))
        }
        Event::Judged { words: said, heard, .. } => {
            let how = heard.map(|heard| page.t(key("heard", heard.word())).into_owned());
            let point = how.into_iter().fold(point, Point::text);
            said.iter().fold(point, |point, rest| quoted(point, page, case, rest))
        }
        Event::Erased { ground, .. } | Event::Corrected { ground, .. } => {
            point.text(page.with("ground", ground.as_str()).t("office-did-erased-why"))
        }
        rarer => rarer_body(point, page, case, rarer),
    }
}

/// The words of what happens to few petitions.
fn rarer_body(point: Point, page: &Page, case: &Case, event: &Event) -> Point {
    let words = |point: Point, item: &VaultId| told(point, page, case, item);
    match event {
        Event::Termed { term, why, .. } => {
            let term = page.t(key("term", term_word(*term)));
            words(point.text(term), why)
        }
        Event::Dialogue { outcome, minutes, .. } => {
            words(point.text(page.t(key("dialogue", outcome.word()))), minutes)
        }
        Event::Suspended { why, .. }
        | Event::Terminated { why, .. }
        | Event::AppealUndone { why, .. }
        | Event::Reopened { why, .. } => words(point, why),
        Event::Represented { people, speakers, .. } => {
            let (people, speakers) = (i64::from(*people), i64::from(*speakers));
            point.text(page.with("people", people).with("speakers", speakers).t("office-group"))
        }
        Event::Withdrawn { part: Some(part), .. } => quoted(point, page, case, part),
        Event::CarriedOut { how, .. } => words(point, how),
        Event::Added { words: Some(said), .. } => quoted(point, page, case, said),
        Event::Noted { words: said, .. } => words(point, said),
        Event::Asked { office, words: said, until, .. } => {
            let until = page.date_long(*until);
            let to = page.with("office", case.office(office)).with("until", until);
            words(point.text(to.t("office-did-asked-whom")), said)
        }
        Event::Advised { words: said, .. } => words(point, said),
        Event::Linked { .. } | Event::SetApart { .. } => point.text(beside(page, event)),
        Event::Appealed { second, note, .. } => {
            let code = (!second.is_empty()).then(|| beside(page, event));
            note.iter().fold(code.into_iter().fold(point, Point::text), words)
        }
        Event::Issued { number, symbol, .. } => {
            let number = page.with("number", *number).with("symbol", symbol.as_str());
            point.text(number.t("office-did-issued-number"))
        }
        _ => point,
    }
}

/// What was done about another letter, by its code.
fn beside(page: &Page, event: &Event) -> String {
    match event {
        Event::Linked { code, how, .. } => {
            let how = page.t(key("same", how.word()));
            page.with("code", code.as_str()).with("how", how).t("office-did-linked-to")
        }
        Event::SetApart { code, again, .. } => {
            let key = if *again { "office-did-apart-again" } else { "office-did-apart-from" };
            page.with("code", code.as_str()).t(key)
        }
        Event::Appealed { second, .. } => {
            page.with("code", second.as_str()).t("office-did-appealed-by")
        }
        _ => String::new(),
    }
}

/// Which ceiling, as one word of a closed list.
pub(crate) fn term_word(term: Term) -> &'static str {
    match (term.complex, term.remote) {
        (false, false) => "plain",
        (true, false) => "complex",
        (false, true) => "remote",
        (true, true) => "both",
    }
}

/// Which debts each fact ended, told by replaying the case up to it.
fn endings(case: &Case) -> HashMap<i64, Vec<u32>> {
    let mut part = Stream::new(case.read.stream.name.clone());
    let mut open: Vec<u32> = Vec::new();
    let mut endings = HashMap::new();
    for record in &case.read.stream.records {
        part.records.push(record.clone());
        let Ok(Some(petition)) = Petition::replay(&part) else { continue };
        let done = |n: &u32| {
            let debt = petition.debts.iter().find(|debt| debt.n == *n);
            let closed = debt.and_then(|debt| debt.closed);
            closed.is_some_and(|(_, _, outcome)| outcome == Outcome::Done)
        };
        endings.insert(record.version, open.iter().copied().filter(done).collect());
        let still = petition.debts.iter().filter(|debt| debt.is_open());
        open = still.map(|debt| debt.n).collect();
    }
    endings
}

/// The clocks that a fact ended, and whether in time.
fn kept(page: &Page, case: &Case, record: &Record, ended: &[u32]) -> Vec<String> {
    let clocks = case.clocks.iter().filter(|clock| ended.contains(&clock.debt.n));
    let one = |clock: &Clock| {
        let (due, day) = (clock.due(), kernel::civil_date(record.at));
        let say = page.with("clock", clock.name(page)).with("due", page.date(due));
        match day <= due {
            true => say.t("office-did-in-time"),
            false => say.with("late", page.days_left(due, day)).t("office-did-late"),
        }
    };
    clocks.map(one).collect()
}

/// A ground of refusal in words, with its article.
fn ground_words(page: &Page, case: &Case, ground: &str) -> String {
    let book = &case.laws.now().rulebook;
    let Some(found) = book.ground(ground) else { return ground.to_owned() };
    let lang = law_lang(page);
    format!("{} {}.", found.words(lang), capital(&book.cite(&found.article, lang)))
}

/// Words of the office, plain: violet ink is the asker's alone.
fn told(point: Point, page: &Page, case: &Case, item: &VaultId) -> Point {
    match case.text(item) {
        Some(text) => text.lines().filter(|line| !line.trim().is_empty()).fold(point, Point::text),
        None => point.text(page.t("office-erased")),
    }
}

/// The asker's words as they were written, or that they were erased.
fn quoted(point: Point, page: &Page, case: &Case, item: &VaultId) -> Point {
    match case.text(item) {
        Some(text) => point.html(page.own_words(text)),
        None => point.text(page.t("office-erased")),
    }
}
