//! `/can-bo/so-truy-cap`: who opened whose data, for the auditor.

use std::collections::HashMap;
use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use jiff::civil::{Date, Time};
use jiff::{Timestamp, ToSpan as _};
use kernel::{Chance, Id, clock};
use web::parts::Pager;
use web::styleguide::Sample;
use web::{Fields, FormState, Html, Page};

use crate::app::App;
use crate::failure::Answer;
use crate::permissions::Act;
use crate::places;
use crate::session::Officer;
use crate::store::{self as sql, AccessFilter, AccessRow};

/// How many lines one page shows.
const PAGE: i64 = 100;
const PATH: &str = "/can-bo/so-truy-cap";

#[derive(Template)]
#[template(path = "access-log.html")]
struct LogPage<'a> {
    page: &'a Page,
    form: &'a FormState,
    lines: &'a [AccessRow],
    names: &'a HashMap<Id, String>,
    /// Codes of the matters, by stream.
    codes: &'a HashMap<String, String>,
    officers: &'a [(String, String)],
    pager: &'a Pager,
}

impl LogPage<'_> {
    fn name(&self, account: &Id) -> String {
        let erased = || self.page.t("person-erased").into_owned();
        self.names.get(account).cloned().unwrap_or_else(erased)
    }

    /// A list that was taken along, in words; `None` for a matter, which its stream names.
    fn taken(&self, what: &str) -> Option<String> {
        let (rest, rows) = what.rsplit_once('#')?;
        let (place, narrowed) = rest.split_once('?')?;
        let unit = place.strip_prefix("register/")?;
        let rows: i64 = rows.parse().ok()?;
        let whose = places::house(unit).map_or_else(|| unit.to_owned(), |house| house.phrase);
        let said = self.page.with("unit", whose).with("rows", rows);
        Some(match narrowed.is_empty() {
            true => said.t("access-taken"),
            false => {
                let fields = Fields::decode(narrowed.as_bytes());
                let pairs: Vec<String> =
                    fields.pairs().map(|(name, value)| format!("{name}={value}")).collect();
                said.with("narrowed", pairs.join(", ")).t("access-taken-narrowed")
            }
        })
    }

    /// The code that people say; the stream for a matter that has none.
    fn matter<'s>(&'s self, what: &'s str) -> &'s str {
        self.codes.get(what).map_or(what, String::as_str)
    }

    fn part(&self, part: &str) -> String {
        let words = self.page.find(format!("access-part-{part}"));
        words.map_or_else(|| part.to_owned(), |words| words.into_owned())
    }
}

/// `GET /can-bo/so-truy-cap?from=…&to=…&officer=…&what=…&after=…`
pub(crate) async fn show(State(app): State<Arc<App>>, officer: Officer, page: Page) -> Answer {
    officer.allow_somewhere(Act::AUDIT_ACCESS)?;
    let mut form = FormState::of(page.query());
    let mut filter = read_filter(&mut form, app.store.clock().today());
    if let Some(typed) = filter.what.take() {
        filter.what = Some(app.stream_of(typed).await?);
    }
    let mut lines = sql::access(&app.store, &filter, PAGE + 1).await?;
    let more = lines.len() as i64 > PAGE;
    lines.truncate(PAGE as usize);
    let accounts: Vec<Id> = lines.iter().map(|line| line.account).collect();
    let pager = Pager {
        newer: filter.after.is_some().then(|| page.href_with("after", "")),
        older: lines.last().filter(|_| more).map(|line| older(&page, line)),
        note: String::new(),
    };
    let mut names = app.names(&accounts).await?;
    if accounts.iter().any(|account| !names.contains_key(account)) {
        // Not an officer's account: a program's token, by what its owner calls it.
        let labels = app.token_labels().await?.into_iter();
        names.extend(labels.map(|(token, label)| (token, program(&page, &label))));
    }
    let streams: Vec<&str> = lines.iter().map(|line| line.what.as_str()).collect();
    let codes = app.codes_of(&streams).await?;
    let officers = officers(&app, &page).await?;
    let page = page.titled("access-title").office().redisplay(&form);
    Ok(page.show(&LogPage {
        page: &page,
        form: &form,
        lines: &lines,
        names: &names,
        codes: &codes,
        officers: &officers,
        pager: &pager,
    }))
}

/// A program of an office, by what its owner calls it.
fn program(page: &Page, label: &str) -> String {
    match label {
        "" => page.t("access-program").into_owned(),
        label => page.with("label", label).t("access-program-named"),
    }
}

/// All officers, for the filter, with "anybody" first.
async fn officers(
    app: &App,
    page: &Page,
) -> Result<Vec<(String, String)>, crate::failure::Failure> {
    let rows = sql::accounts(&app.store, "", 500).await?;
    let items: Vec<Id> = rows.iter().filter_map(|row| row.person).collect();
    let persons = app.persons(&items).await?;
    let mut all: Vec<(String, String)> = rows
        .iter()
        .filter_map(|row| Some((row.id.to_string(), persons.get(&row.person?)?.name.clone())))
        .collect();
    all.sort_by_key(|(_, name)| kernel::text::sort_key(name));
    all.insert(0, (String::new(), page.t("access-anybody").into_owned()));
    Ok(all)
}

/// The page after this one: the same filters, and the last line as its key.
fn older(page: &Page, line: &AccessRow) -> String {
    let mut fields: Fields = page.query().without("after");
    let (stream, version) = &line.record;
    fields.push("after", format!("{}~{stream}~{version}", line.at.as_microsecond()));
    format!("{PATH}?{}", fields.encode())
}

fn read_filter(form: &mut FormState, today: Date) -> AccessFilter {
    let earliest = Date::constant(2000, 1, 1);
    let from = form.maybe_date("from", earliest, today);
    let to = form.maybe_date("to", earliest, today).unwrap_or(today);
    let start = |day: Date| clock::instant(day, Time::midnight());
    let end = to.checked_add(1.day()).ok().and_then(start);
    AccessFilter {
        after: form.fields().get("after").and_then(read_after),
        from: from.and_then(start).unwrap_or(Timestamp::UNIX_EPOCH),
        to: end.unwrap_or(Timestamp::MAX),
        account: form.fields().get("officer").and_then(|id| id.parse().ok()),
        what: form.fields().get("what").map(str::to_owned),
    }
}

fn read_after(text: &str) -> Option<(Timestamp, String, i64)> {
    let (at, rest) = text.split_once('~')?;
    let (stream, version) = rest.rsplit_once('~')?;
    let at = Timestamp::from_microsecond(at.parse().ok()?).ok()?;
    Some((at, stream.to_owned(), version.parse().ok()?))
}

pub(crate) fn samples(page: &Page) -> Vec<Sample> {
    let (chance, now) = (Chance::seeded(1), Timestamp::constant(1_770_860_460, 0));
    let officer = Id::new(now, &chance);
    let line = |version| AccessRow {
        record: (format!("access/2026-02-12/{officer}"), version),
        at: now,
        account: officer,
        what: format!("petition/{officer}"),
        part: "person".into(),
    };
    let names = HashMap::from([(officer, "Trần Thị Thử".to_owned())]);
    let codes = HashMap::from([(format!("petition/{officer}"), "TT-4176-28".to_owned())]);
    let officers = [
        (String::new(), page.t("access-anybody").into_owned()),
        (officer.to_string(), "Trần Thị Thử".to_owned()),
    ];
    let taken = AccessRow {
        what: "register/20836?kind=complaint&from=01/02/2026#118".into(),
        part: "export-xlsx".into(),
        ..line(3)
    };
    let lines = [taken, line(2), line(1)];
    let pager = Pager { newer: None, older: Some(PATH.into()), note: String::new() };
    let form = FormState::new().with("from", "01/02/2026");
    let page = page.clone().titled("access-title");
    let of = |name, lines| {
        let (form, names, officers, pager) = (&form, &names, &officers[..], &pager);
        let (page, codes) = (&page, &codes);
        let shown = LogPage { page, form, lines, names, codes, officers, pager };
        Sample { name, html: Html::of(&shown) }
    };
    vec![of("accounts-access-log", &lines[..]), of("accounts-access-log-empty", &[])]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_of_paging_is_read_back_and_nonsense_is_not() {
        let at = Timestamp::from_microsecond(1_770_860_460_000_000).unwrap();
        let key = "1770860460000000~access/2026-02-12/01~7";
        assert_eq!(read_after(key), Some((at, "access/2026-02-12/01".into(), 7)));
        for bad in ["", "x~y~z", "1~2", "1~a~b"] {
            assert_eq!(read_after(bad), None, "{bad}");
        }
    }

    #[test]
    fn days_are_days_of_viet_nam_and_both_count() {
        let mut form = FormState::new().with("from", "11/02/2026").with("to", "12/02/2026");
        let filter = read_filter(&mut form, Date::constant(2026, 3, 1));
        assert_eq!(filter.from.to_string(), "2026-02-10T17:00:00Z");
        assert_eq!(filter.to.to_string(), "2026-02-12T17:00:00Z");
    }
}
