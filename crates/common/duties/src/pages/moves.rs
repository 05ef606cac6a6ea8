//! `/can-bo/han-doi`: each date that a change of the law moved, from when to when, and why.

use std::sync::Arc;

use accounts::{Act, Answer, App, Officer, OwedMatter};
use askama::Template;
use axum::extract::State;
use rulebook::LawChange;
use store::{Laws, Record, row};
use web::Page;
use web::parts::Pager;

/// How many lines one page shows.
const SIZE: i64 = 100;

/// Newest change first.
pub(crate) const LIST: &str = "SELECT stream, n, law, code, rule, due_before, due_after \
    FROM duty_moves WHERE unit = $1 AND (law < $2 OR (law = $2 AND stream > $3)) \
    ORDER BY law DESC, stream, n LIMIT $4";

struct Line {
    stream: String,
    law: i64,
    code: String,
    /// Where the matter is, for whoever may open it.
    href: Option<String>,
    rule: String,
    before: String,
    after: String,
    why: String,
    at: String,
}

#[derive(Template)]
#[template(path = "moves.html")]
struct Moves<'a> {
    page: &'a Page,
    lines: Vec<Line>,
    pager: Pager,
}

/// `GET /can-bo/han-doi?after=law~stream`
pub(crate) async fn show(State(app): State<Arc<App>>, officer: Officer, page: Page) -> Answer {
    officer.allow_somewhere(Act::LAW_MOVES)?;
    let unit = app.instance().map(|instance| instance.unit.clone()).unwrap_or_default();
    let after = page.query().get("after").and_then(read_after);
    let (law, stream) = after.clone().unwrap_or((i64::MAX, String::new()));
    let rows = app.store.rows(LIST, row![unit.as_str(), law, stream, SIZE + 1]).await?;
    let laws = app.store.laws();
    let mut lines = Vec::new();
    for found in rows.iter().take(SIZE as usize) {
        let (stream, law) = (found.text(0)?, found.int(2)?);
        let (code, rule) = (found.text(3)?, found.text(4)?);
        let owed =
            OwedMatter { stream: &stream, n: found.int(1)?, code: &code, rule: &rule, unit: &unit };
        let href = app.path_of(&officer, &owed);
        lines.push(Line {
            stream,
            law,
            code,
            href,
            rule,
            before: page.date(found.date(5)?),
            after: page.date(found.date(6)?),
            why: why(&page, &laws, law),
            at: record(&laws, law).map(|record| page.moment(record.at)).unwrap_or_default(),
        });
    }
    let more = rows.len() as i64 > SIZE;
    let older = lines.last().filter(|_| more);
    let pager = Pager {
        newer: after.is_some().then(|| page.href_with("after", "")),
        older: older.map(|last| page.href_with("after", format!("{}~{}", last.law, last.stream))),
        note: String::new(),
    };
    let page = page.titled("duties-moves").office();
    Ok(page.show(&Moves { page: &page, lines, pager }))
}

fn read_after(text: &str) -> Option<(i64, String)> {
    let (law, stream) = text.split_once('~')?;
    Some((law.parse().ok()?, stream.to_owned()))
}

fn record(laws: &Laws, law: i64) -> Option<&Record> {
    laws.stream().records.get(usize::try_from(law - 1).ok()?)
}

/// What changed, in a sentence.
pub(crate) fn why(page: &Page, laws: &Laws, law: i64) -> String {
    let Some(record) = record(laws, law) else { return String::new() };
    match record.read::<LawChange>() {
        Ok(change) => sentence(page, &change),
        // The other kind of fact: a release brought a new rulebook.
        Err(_) => page.t("law-adopted").into_owned(),
    }
}

/// One decision in the reader's words.
pub(crate) fn sentence(page: &Page, change: &LawChange) -> String {
    let lang = crate::explain::lang(page);
    match change {
        LawChange::HolidaySet(entry) => page
            .with("day", page.date(entry.date))
            .with("name", entry.name(lang))
            .with("source", &entry.source)
            .t("law-holiday-set"),
        LawChange::HolidayRemoved { date, source } => {
            page.with("day", page.date(*date)).with("source", source).t("law-holiday-removed")
        }
        LawChange::YearConfirmed { year, source } => {
            page.with("year", year.to_string()).with("source", source).t("law-year-confirmed")
        }
        LawChange::RuleConfirmed { id, source, .. } => {
            page.with("rule", id).with("source", source).t("law-rule-confirmed")
        }
        LawChange::RuleEnded { id, valid_to, source, .. } => page
            .with("rule", id)
            .with("day", page.date(*valid_to))
            .with("source", source)
            .t("law-rule-ended"),
        LawChange::RuleSet(rule) => {
            page.with("rule", &rule.id).with("day", page.date(rule.valid_from)).t("law-rule-set")
        }
    }
}
