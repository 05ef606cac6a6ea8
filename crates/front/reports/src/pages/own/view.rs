//! How the periods of a unit's own are drawn: each in a line with how it repeats and how long it
//! holds, and the form that defines one.

use accounts::Scope;
use askama::Template;
use counts::own::{Each, Rule};
use jiff::civil::Date;
use web::parts::{Mark, Status};
use web::{FormState, Page};

use super::{END, ONCE, PATH};
use crate::periods::Own;

/// A period with its words.
struct Line {
    key: String,
    code: String,
    name: String,
    rule: String,
    status: Status,
    /// Whether it can be ended on this unit's page.
    open: bool,
}

#[derive(Template)]
#[template(path = "periods.html")]
pub(super) struct PeriodsPage<'a> {
    page: &'a Page,
    /// The unit that is looked at.
    asked: &'a FormState,
    /// A period to be defined.
    form: &'a FormState,
    scope: &'a Scope,
    rhythms: Vec<(String, String)>,
    lines: Vec<Line>,
    may: bool,
    action: &'static str,
    end: &'static str,
}

/// The page.
pub(super) fn page_of<'a>(
    page: &'a Page,
    (asked, form, scope): (&'a FormState, &'a FormState, &'a Scope),
    (found, today): (&[Own], Date),
    may: bool,
) -> PeriodsPage<'a> {
    let rhythm = |each: Each| (each.word().to_owned(), page.t(key(each)).into_owned());
    let once = (ONCE.to_owned(), page.t("rp-own-once").into_owned());
    PeriodsPage {
        page,
        asked,
        form,
        scope,
        rhythms: Each::ALL.map(rhythm).into_iter().chain([once]).collect(),
        lines: found.iter().map(|own| line(page, (own, found), (&scope.unit, today))).collect(),
        may,
        action: PATH,
        end: END,
    }
}

fn key(each: Each) -> &'static str {
    match each {
        Each::Month => "rp-every-month",
        Each::Quarter => "rp-every-quarter",
        Each::Year => "rp-part-year",
    }
}

fn line(page: &Page, (own, all): (&Own, &[Own]), (unit, today): (&str, Date)) -> Line {
    Line {
        key: own.key().to_owned(),
        code: own.code().to_owned(),
        name: own.name_among(all),
        rule: rule(page, own.defined.rule),
        status: status(page, own, today),
        open: own.ended.is_none() && own.defined.unit == unit,
    }
}

/// `Từng tháng; kỳ đầu của năm bắt đầu ngày 20/12 năm trước`.
fn rule(page: &Page, rule: Rule) -> String {
    match rule {
        Rule::Once { from, until } => {
            let days = page.with("from", page.date(from)).with("until", page.date(until));
            days.t("rp-own-days")
        }
        Rule::Repeats { each, day, month, before } => {
            let told = page.with("each", page.t(key(each))).with("day", format!("{day:02}"));
            let told = told.with("month", format!("{month:02}"));
            told.t(if before { "rp-own-from-before" } else { "rp-own-from" })
        }
    }
}

fn status(page: &Page, own: &Own, today: Date) -> Status {
    let told = page.with("from", page.date(own.defined.from));
    match own.last() {
        None => Status::new(Mark::Done, told.t("rp-own-since")),
        Some(last) => {
            let mark = if last < today || own.ended.is_some() { Mark::None } else { Mark::Done };
            Status::new(mark, told.with("until", page.date(last)).t("rp-own-between"))
        }
    }
}
