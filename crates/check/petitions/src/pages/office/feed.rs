//! What is due for an officer, as a calendar that a calendar program fetches by itself (iCalendar,
//! RFC 5545), under a secret address that its owner takes and gives up at `/can-bo/lich`.
//!
//! It names code, matter and what is due; never a person, never a word of a letter.

use std::sync::Arc;

use accounts::{Act, Answer, App, Failure, Officer};
use askama::Template;
use axum::extract::{Path, State as Shared};
use axum::http::{HeaderMap, header};
use axum::response::{IntoResponse, Redirect};
use jiff::Timestamp;
use jiff::civil::Date;
use kernel::Id;
use web::icalendar::Calendar;
use web::{FormState, Lang, Page, PageError, Posted, Words};

use super::around::{capital, key};
use super::store as sql;

/// How many entries a calendar holds; who has more sees those due first.
const MOST: i64 = 500;

/// One thing that is due.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Entry {
    /// Its name in calendars, the same for ever.
    pub uid: String,
    /// What is due, of which case, about what.
    pub summary: String,
    /// By when.
    pub due: Date,
    /// How many facts the case has: a program shows what has the higher number.
    pub sequence: i64,
    /// Whether somebody has begun.
    pub begun: bool,
    /// The case's page.
    pub url: String,
}

/// What task and day have in common.
fn head<'a>(out: &'a mut Calendar, kind: &str, entry: &Entry, now: &str) -> &'a mut Calendar {
    let uid = format!("{}-{}@dantin", entry.uid, kind.to_lowercase());
    out.all(&[("BEGIN", kind), ("UID", &uid), ("DTSTAMP", now)])
        .put("SEQUENCE", &entry.sequence.to_string())
        .text("SUMMARY", &entry.summary)
        .all(&[("URL", &entry.url), ("CLASS", "CONFIDENTIAL")])
}

/// The whole calendar. Each entry stands in it twice: as a task with its due date, for programs
/// that keep tasks, and as a day, for those that show days only.
pub(super) fn calendar(name: &str, entries: &[Entry], now: Timestamp) -> String {
    let now = now.strftime("%Y%m%dT%H%M%SZ").to_string();
    let mut out = Calendar::new(name, "PT1H");
    for entry in entries {
        let day = entry.due.strftime("%Y%m%d").to_string();
        let next = entry.due.tomorrow().unwrap_or(entry.due).strftime("%Y%m%d").to_string();
        let status = if entry.begun { "IN-PROCESS" } else { "NEEDS-ACTION" };
        head(&mut out, "VTODO", entry, &now)
            // The last minute of the day: the law counts days, not hours.
            .put("DUE;TZID=Asia/Ho_Chi_Minh", &format!("{day}T235900"))
            .all(&[("STATUS", status), ("END", "VTODO")]);
        head(&mut out, "VEVENT", entry, &now)
            .all(&[("DTSTART;VALUE=DATE", &day), ("DTEND;VALUE=DATE", &next)])
            .all(&[("TRANSP", "TRANSPARENT"), ("STATUS", "CONFIRMED"), ("END", "VEVENT")]);
    }
    out.finish()
}

/// The address of this site as its reader wrote it.
fn site(app: &App, headers: &HeaderMap) -> String {
    let host = headers.get(header::HOST).and_then(|host| host.to_str().ok());
    // A host is letters, digits, dots, and a port; anything else is not put into a calendar.
    let plain =
        |host: &&str| host.bytes().all(|b| b.is_ascii_alphanumeric() || b".-:[]".contains(&b));
    let scheme = if app.face.setting().secure { "https" } else { "http" };
    host.filter(plain).map(|host| format!("{scheme}://{host}")).unwrap_or_default()
}

/// `GET /lich/{token}`: the calendar. Public, for a calendar program signs in nowhere: whoever
/// knows the address reads it.
pub(super) async fn serve(
    Shared(app): Shared<Arc<App>>,
    Path(token): Path<String>,
    headers: HeaderMap,
) -> Answer {
    let token = token.strip_suffix(".ics").unwrap_or(&token);
    let found = app.feed(token).await?;
    let (account, posts) = found.ok_or(Failure(PageError::NotFound))?;
    let words = app.face.book().words(Lang::Vi);
    let entries = entries(&app, account, &posts, &words, &site(&app, &headers)).await?;
    let text = calendar(&words.t("day-feed-name"), &entries, app.store.now());
    let kind = "text/calendar; charset=utf-8";
    let head = [
        (header::CONTENT_TYPE, kind),
        (header::CACHE_CONTROL, "private, no-store"),
        (header::CONTENT_DISPOSITION, "inline; filename=\"dantin.ics\""),
    ];
    Ok((head, text).into_response())
}

async fn entries(
    app: &App,
    account: Id,
    posts: &[accounts::Held],
    words: &Words,
    site: &str,
) -> Result<Vec<Entry>, Failure> {
    let today = app.store.clock().today();
    let absences = app.absent_on(today).await?;
    let others = absences.iter().filter(|away| away.stand_in == account);
    let others = others.map(|away| away.account.to_string());
    let mine: Vec<String> = std::iter::once(account.to_string()).chain(others).collect();
    let mine: Vec<&str> = mine.iter().map(String::as_str).collect();
    let said = |matter: &str, what: String, code: &str| {
        let matter = words.t(key("matter", matter));
        let said = words.with("what", what).with("matter", matter).with("code", code);
        said.t("day-feed-entry")
    };
    let law = app.store.laws().version();
    let due = sql::due_of(&app.store, &mine, MOST).await?;
    let mut entries: Vec<Entry> = due
        .into_iter()
        .map(|due| Entry {
            uid: format!("{}-{}", due.stream.replace('/', "-"), due.rule.to_lowercase()),
            summary: said(&due.matter, clock_words(words, &due.rule), &due.code),
            due: due.due,
            // A date that the law moved is news too.
            sequence: due.version + law,
            begun: due.state != "received",
            url: format!("{site}/can-bo/don/{}", due.code),
        })
        .collect();
    let offices = posts.iter().filter(|held| held.unit.contains('-'));
    let offices: Vec<&str> = offices.map(|held| held.unit.as_str()).collect();
    for question in sql::questions(&app.store, &offices, MOST).await? {
        let code = &question.code;
        entries.push(Entry {
            uid: format!("question-{}-{}", code.to_lowercase(), question.debt),
            summary: said(&question.matter, words.t("day-feed-question").into_owned(), code),
            due: question.due,
            sequence: 0,
            begun: false,
            url: format!("{site}/can-bo/hoi-y-kien/{code}/{}", question.debt),
        });
    }
    Ok(entries)
}

/// "Hạn trả lời"; a question's own clock has no rule.
fn clock_words(words: &Words, rule: &str) -> String {
    let found = words.find(key("clock", rule));
    capital(&found.unwrap_or_else(|| words.t("day-feed-question")))
}

#[derive(Template)]
#[template(path = "office/feed.html")]
pub(super) struct FeedPage<'a> {
    pub page: &'a Page,
    pub form: &'a FormState,
    /// Whether there is an address now.
    pub open: bool,
    /// The address, once.
    pub address: Option<String>,
}

fn shown(page: Page, open: bool, address: Option<String>) -> Answer {
    let me = page.t("me-title").into_owned();
    let page = page.titled("day-feed-title").office().crumb(me, "/can-bo/toi");
    Ok(page.show(&FeedPage { page: &page, form: &FormState::new(), open, address }))
}

/// `GET /can-bo/lich`
pub(super) async fn show(Shared(app): Shared<Arc<App>>, officer: Officer, page: Page) -> Answer {
    officer.allow_somewhere(Act::PETITIONS_READ)?;
    let open = app.has_feed(officer.account).await?;
    shown(page, open, None)
}

/// `POST /can-bo/lich`: takes a new address, or gives it up, as the field `go` says.
pub(super) async fn change(
    Shared(app): Shared<Arc<App>>,
    officer: Officer,
    headers: HeaderMap,
    posted: Posted,
) -> Answer {
    officer.allow_somewhere(Act::PETITIONS_READ)?;
    if posted.form.fields().get("go") != Some("open") {
        app.close_feed(&officer.actor(), officer.account).await?;
        return Ok(Redirect::to("/can-bo/lich").into_response());
    }
    let token = app.open_feed(&officer.actor(), officer.account).await?;
    let address = format!("{}/lich/{token}.ics", site(&app, &headers));
    shown(posted.page, true, Some(address))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entry() -> Entry {
        Entry {
            uid: "petition-1-td.reply".into(),
            summary: "Hạn trả lời; TT-4176-28, cấp nước, thoát nước và vệ sinh môi trường".into(),
            due: Date::constant(2026, 3, 5),
            sequence: 3,
            begun: true,
            url: "https://xa.example/can-bo/don/TT-4176-28".into(),
        }
    }

    #[test]
    fn lines_are_folded_between_characters_and_text_is_escaped() {
        let text = calendar("Việc đến hạn", &[entry()], Timestamp::UNIX_EPOCH);
        assert!(text.ends_with("END:VCALENDAR\r\n"));
        for line in text.split_terminator("\r\n") {
            assert!(line.len() <= 75, "{line}");
            assert!(!line.contains('\n'), "{line}");
        }
        let whole = text.replace("\r\n ", "");
        assert!(whole.contains("SUMMARY:Hạn trả lời\\; TT-4176-28\\, cấp nước\\, thoát nước"));
        assert!(whole.contains("DUE;TZID=Asia/Ho_Chi_Minh:20260305T235900"));
        assert!(whole.contains("DTEND;VALUE=DATE:20260306"));
        assert!(whole.contains("STATUS:IN-PROCESS"));
    }
}
