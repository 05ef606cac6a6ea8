//! How schedules are drawn: each in a line, with the day on which it next freezes a report, and the
//! form that begins one.

use accounts::Scope;
use askama::Template;
use jiff::civil::Date;
use rulebook::Law;
use web::parts::{Mark, Status};
use web::{FormState, Page};

use super::{END, Names, PATH, word};
use crate::form::Forms;
use crate::periods::Own;
use crate::schedule::desk::Gone;
use crate::schedule::{Every, Schedule};

/// What was read for the page.
pub(super) struct Read<'a> {
    pub forms: &'a [(String, String)],
    pub names: &'a Names,
    /// The periods of organisations' own that can be chosen here.
    pub own: &'a [Own],
    pub law: &'a Law,
    pub today: Date,
    /// The forms that there are.
    pub known: &'a Forms,
    /// What is due and cannot be frozen.
    pub gone: &'a Gone,
}

/// A schedule with its words.
pub(super) struct Line {
    key: String,
    name: String,
    rhythm: String,
    days: String,
    since: String,
    status: Status,
    open: bool,
}

#[derive(Template)]
#[template(path = "schedules.html")]
pub(super) struct SchedulesPage<'a> {
    page: &'a Page,
    /// The unit that is looked at.
    asked: &'a FormState,
    /// A schedule to be begun.
    form: &'a FormState,
    scope: &'a Scope,
    forms: Vec<(String, String)>,
    rhythms: Vec<(String, String)>,
    months: Vec<(String, String)>,
    lines: Vec<Line>,
    may: bool,
    action: &'static str,
    end: &'static str,
}

/// The page.
pub(super) fn page_of<'a>(
    page: &'a Page,
    (asked, form, scope): (&'a FormState, &'a FormState, &'a Scope),
    (read, lines): (&Read<'_>, Vec<Line>),
    may: bool,
) -> SchedulesPage<'a> {
    let rhythm = |every: Every| (every.word().to_owned(), page.t(key(every)).into_owned());
    let months = [("", "rp-months-reports"), ("civil", "rp-months-civil")];
    let months = months.map(|(word, key)| (word.to_owned(), page.t(key).into_owned()));
    let own = read.own.iter().filter(|one| one.ended.is_none());
    let own = own.map(|one| (word(one), one.name_among(read.own)));
    SchedulesPage {
        page,
        asked,
        form,
        scope,
        forms: read.forms.to_vec(),
        rhythms: Every::ALL.map(rhythm).into_iter().chain(own).collect(),
        months: months.to_vec(),
        lines,
        may,
        action: PATH,
        end: END,
    }
}

fn key(every: Every) -> &'static str {
    match every {
        Every::Month => "rp-every-month",
        Every::Quarter => "rp-every-quarter",
        Every::SixMonths => "rp-part-6m",
        Every::NineMonths => "rp-part-9m",
        Every::Year => "rp-part-year",
        Every::Own => "rp-own",
    }
}

/// A schedule as it stands on a day.
pub(super) fn line(page: &Page, one: &Schedule, read: &Read<'_>) -> Line {
    let begun = &one.begun;
    let own = read.own.iter().find(|own| Some(own.key()) == begun.own.as_deref());
    let name = read.forms.iter().find(|(id, _)| *id == begun.form).map(|(_, name)| name.clone());
    let months = if begun.civil { "rp-months-civil" } else { "rp-months-reports" };
    let who = one.by.account().and_then(|id| read.names.get(&id).cloned());
    let since = page
        .with("day", page.date(begun.from))
        .with("who", who.unwrap_or_else(|| page.t("rp-plan-someone").into_owned()));
    Line {
        key: ::store::journal::key(&one.id).to_owned(),
        name: name.unwrap_or_else(|| begun.form.clone()),
        rhythm: match own {
            Some(own) => own.name_among(read.own),
            None => format!("{}. {}", page.t(key(begun.every)), page.t(months)),
        },
        days: page.num(begun.days),
        since: since.t("rp-schedule-since"),
        status: status(page, one, own, read),
        open: one.is_open(),
    }
}

fn status(page: &Page, one: &Schedule, own: Option<&Own>, read: &Read<'_>) -> Status {
    let told = |key, day: Date| page.with("day", page.date(day)).t(key);
    if let Some(on) = one.ended {
        return Status::new(Mark::None, told("rp-schedule-ended", on));
    }
    if let Some(gone) = read.gone.get(&one.id)
        && let Some(first) = gone.first()
    {
        let told = page.with("n", page.num(gone.len())).with("day", page.date(first.until));
        return Status::new(Mark::Late, told.t("rp-schedule-gone"));
    }
    match one.coming(read.law, own, read.today) {
        Some(next) if read.known.on(&one.begun.form, next.period.until).is_none() => {
            Status::new(Mark::Late, page.t("rp-schedule-form-gone"))
        }
        Some(next) => Status::new(Mark::Done, told("rp-schedule-next", one.day(&next.period))),
        None => Status::new(Mark::Soon, page.t("rp-schedule-no-more")),
    }
}
