//! The report on the screen: its sentences, each number beside the one before and with a way to
//! what is behind it, one number month by month and unit by unit, and the files.

use std::sync::Arc;

use accounts::{Act, Answer, App, Failure, Officer, Scope};
use askama::Template;
use axum::Extension;
use axum::extract::State as Shared;
use counts::Asked;
use kernel::text::capital;
use units::{Gazetteer, UnitRef};
use web::{FormState, Page};

use super::drawn::{self, Box, Month};
use super::{ALL, Known, PARTS, PATH, Wanted, address, behind, frozen};
use crate::caveats;
use crate::form::{Column, Form};
use crate::lineage;
use crate::narrative::{Piece, period_words, sentences, tongue};
use crate::out;
use crate::periods::Own;
use crate::plan::{self, Reached};
use crate::report::{self, Line, Number, Report};
use crate::shares;
use crate::trend::{self, Trend};

/// A number on the page.
pub(super) struct Shown {
    pub text: String,
    pub href: Option<String>,
}

/// One indicator of the whole: name, now, before, by how much.
pub(super) struct Sum {
    pub id: String,
    pub name: String,
    pub now: Shown,
    pub before: Option<Shown>,
    pub change: String,
    /// What was planned for the year, and how much of it was reached; empty without a plan.
    pub plan: String,
    pub reached: String,
    /// Where months and units are shown of this one.
    pub pick: String,
}

/// A unit that was divided: its name, where it went, and its numbers, each with its head.
pub(super) struct Divided {
    pub name: String,
    pub went: String,
    pub numbers: Vec<(String, Shown)>,
}

/// A unit of before whose figures are in the total.
pub(super) struct Joined {
    pub name: String,
    pub href: String,
    pub ground: String,
}

/// A line of the table of units.
pub(super) struct Row {
    pub name: String,
    pub numbers: Vec<Shown>,
}

/// A report with its words.
pub(super) struct Sheet {
    pub title: String,
    pub code: String,
    pub unit: String,
    pub days: String,
    /// The words for the two periods, in the heads of columns.
    pub now: String,
    pub before: String,
    /// The head of the column of targets; empty when nothing was planned.
    pub plan: String,
    /// Whether its days lie in two years, so that it is held against the plan of neither.
    pub two_years: bool,
    pub sums: Vec<Sum>,
    pub heads: Vec<String>,
    pub rows: Vec<Row>,
    /// What must be known before the figures are believed.
    pub caveats: Vec<String>,
    pub sentences: Vec<Vec<Piece>>,
    /// The name of the one that is drawn.
    pub picked: String,
    pub months: Vec<Month>,
    pub boxes: Vec<Box>,
    /// Each share: its name, how it is told now and before, and what it is of what.
    pub shares: Vec<Share>,
    /// Units that were divided.
    pub divided: Vec<Divided>,
    /// Units of before whose figures are in the total.
    pub joined: Vec<Joined>,
    /// What the report leaves out, and why.
    pub notes: Vec<String>,
    /// Whether a jurist should look at the columns first.
    pub unsure: bool,
}

#[derive(Template)]
#[template(path = "report.html")]
pub(super) struct ReportPage<'a> {
    pub page: &'a Page,
    pub form: &'a FormState,
    pub scope: &'a Scope,
    pub forms: Vec<(String, String)>,
    pub parts: Vec<(String, String)>,
    pub months: Vec<(String, String)>,
    pub sheet: Option<Sheet>,
    pub files: Vec<(&'static str, String)>,
    /// Where this one is frozen, for those who may, and where frozen ones are listed.
    pub freeze: Option<String>,
    pub frozen: String,
    /// How many days the cases of the period took.
    pub took: String,
    /// The unit beside those of its kind, when there are any.
    pub beside: Option<String>,
    /// The plan of the year, of a unit of today.
    pub plan: Option<String>,
}

/// `GET /can-bo/bao-cao?form=…&unit=…&year=…&part=…&months=…&from=…&until=…&compare=1&show=…`
pub(super) async fn show(
    Shared(app): Shared<Arc<App>>,
    Extension(known): Extension<Known>,
    officer: Officer,
    page: Page,
) -> Answer {
    officer.allow_somewhere(Act::REPORTS_READ)?;
    let wanted = Wanted::read(&app, &officer, page.query()).await?;
    let page = titled(page);
    let laws = app.store.laws();
    let mut sheet = None;
    if let Some(period) = wanted.period
        && let Some(form) = wanted.form_of(&known, period.until)
    {
        let ask = wanted.ask(form, period, laws.now());
        let report = report::make(&app.store, laws.now(), ask).await.map_err(Failure::bug)?;
        let made = trend::make(&app.store, laws.now(), form, wanted.unit, period.asked).await;
        // A year before the first rule has no months to draw; its sums stand all the same.
        let mut drawn = shown(&page, &report, made.ok().as_ref());
        drawn.caveats = caveats::of(&report, page.w(), app.store.clock().today());
        if let Some((own, n)) = &wanted.chosen {
            drawn.days = format!("{}: {}", own.named(*n, (page.w(), &wanted.own)), drawn.days);
        }
        sheet = Some(drawn);
    }
    let forms = forms(&page, &known, app.store.clock().today());
    let of_today = Gazetteer::shared().current(&wanted.unit.code()).map(|unit| unit.id());
    let here = of_today == Some(wanted.unit) && sheet.is_some();
    let may = here && officer.may(Act::REPORTS_FREEZE, &wanted.unit.code());
    let freeze = may.then(|| address(frozen::FREEZE, wanted.form.fields(), &[]));
    let plan = here.then(|| super::plan::address_of(wanted.form.fields(), wanted.period));
    let above = Gazetteer::shared().get(wanted.unit).and_then(|unit| unit.parent());
    let beside = above
        .filter(|_| sheet.is_some())
        .map(|_| address(&format!("{PATH}/cung-cap"), wanted.form.fields(), &[]));
    let shown = page_of(&page, &wanted.form, &wanted.scope, (forms, sheet));
    let parts = parts(&page, &wanted.own);
    Ok(page.show(&ReportPage { freeze, beside, plan, parts, ..shown }))
}

pub(super) fn titled(page: Page) -> Page {
    page.titled("rp-title").office().here(PATH)
}

/// The forms to choose from.
pub(super) fn forms(page: &Page, known: &Known, on: jiff::civil::Date) -> Vec<(String, String)> {
    let one = |form: &Form| {
        let title = form.title(tongue(page.w()));
        let named = match form.code.as_str() {
            "" => title.to_owned(),
            code => format!("{code}: {title}"),
        };
        (form.id.clone(), named)
    };
    known.forms().all_on(on).map(one).collect()
}

/// The parts of a year to choose from: those of the State, then those of organisations' own.
pub(super) fn parts(page: &Page, own: &[Own]) -> Vec<(String, String)> {
    let part = |(word, _): &(&str, _)| {
        let named = match word.parse::<i8>() {
            Ok(month) => page.with("n", month.to_string()).t("rp-part-month"),
            Err(_) if word.is_empty() => page.t("rp-part-year").into_owned(),
            Err(_) => page.t(format!("rp-part-{}", word.to_lowercase())).into_owned(),
        };
        ((*word).to_owned(), named)
    };
    let named = |one: &Own| {
        let all: Vec<(String, i8)> = one.parts().collect();
        all.into_iter().map(|(word, n)| (word, one.named(n, (page.w(), own)))).collect::<Vec<_>>()
    };
    PARTS.iter().map(part).chain(own.iter().flat_map(named)).collect()
}

pub(super) fn page_of<'a>(
    page: &'a Page,
    form: &'a FormState,
    scope: &'a Scope,
    (forms, sheet): (Vec<(String, String)>, Option<Sheet>),
) -> ReportPage<'a> {
    let months = [("", "rp-months-reports"), ("civil", "rp-months-civil")];
    let months = months.map(|(word, key)| (word.to_owned(), page.t(key).into_owned()));
    let file = |kind| (kind, address(&format!("{PATH}/tep/{kind}"), form.fields(), &[]));
    let kinds: &[&str] = if sheet.is_some() { &super::file::KINDS } else { &[] };
    ReportPage {
        page,
        form,
        scope,
        forms,
        parts: parts(page, &[]),
        months: months.to_vec(),
        files: kinds.iter().copied().map(file).collect(),
        freeze: None,
        beside: None,
        plan: None,
        took: address(&format!("{PATH}/so-ngay"), form.fields(), &[]),
        frozen: frozen::freeze::list_of(&scope.unit),
        sheet,
    }
}

/// `tăng 118 lượt`; nothing when nothing is compared.
pub(super) fn change(page: &Page, number: Number, measure: &str) -> String {
    let Some(change) = number.change() else { return String::new() };
    let told = page.with("n", page.num(change.abs())).with("measure", measure);
    told.t(match change.signum() {
        1 => "rp-up",
        -1 => "rp-down",
        _ => "rp-same",
    })
}

/// A number with the way to what is behind it, in a line and in the period `of`.
pub(super) fn number(
    page: &Page,
    column: &Column,
    cell: (&str, Option<Asked>),
    number: i64,
) -> Shown {
    Shown { text: page.num(number), href: behind(&page.query(), cell, column, number) }
}

fn sum(
    page: &Page,
    report: &Report<'_>,
    (sum, column): (Number, &Column),
    reached: Option<Reached<'_>>,
) -> Sum {
    let (lang, query) = (tongue(page.w()), page.query());
    let of = report.compare.map(|compare| compare.asked);
    Sum {
        id: column.id.clone(),
        name: column.title(lang).to_owned(),
        now: number(page, column, (ALL, None), sum.now),
        before: sum.before.map(|before| number(page, column, (ALL, of), before)),
        change: change(page, sum, column.measure(lang)),
        plan: reached.map(|one| page.num(one.target)).unwrap_or_default(),
        reached: reached.map(|one| one.told(page.w())).unwrap_or_default(),
        pick: format!("{}#theo-thang", address(PATH, &query, &[("show", &column.id)])),
    }
}

fn sums(page: &Page, report: &Report<'_>) -> Vec<Sum> {
    let all = report.form.columns.iter().zip(&report.total).zip(plan::reached(report));
    all.map(|((column, number), reached)| sum(page, report, (*number, column), reached)).collect()
}

/// A share on the page.
pub(super) struct Share {
    pub name: String,
    pub now: String,
    pub before: String,
    pub is: String,
}

fn shares(page: &Page, report: &Report<'_>) -> Vec<Share> {
    let one = |told: shares::Told<'_>| Share {
        name: told.share.title(tongue(page.w())).to_owned(),
        now: told.now.told(page.w()),
        before: told.before.map(|before| before.told(page.w())).unwrap_or_default(),
        is: told.definition(report.form, page.w()),
    };
    shares::of_total(report).into_iter().map(one).collect()
}

/// A report with its words and ways.
pub(super) fn shown(page: &Page, report: &Report<'_>, trend: Option<&Trend>) -> Sheet {
    let words = page.w();
    let lang = tongue(words);
    let query = page.query();
    let columns = &report.form.columns;
    let asked = query.get("show");
    let at = columns.iter().position(|column| asked == Some(&column.id)).unwrap_or(0);
    let row = |line: &Line| {
        let word = line.who.word();
        let cells = columns.iter().zip(&line.numbers);
        let cells = cells.map(|(column, one)| number(page, column, (word.as_str(), None), one.now));
        Row { name: out::who(&line.who, words), numbers: cells.collect() }
    };
    let named = page.with("period", period_words(report.period.asked, words));
    let days = named.with("from", page.date(report.period.from));
    let picked = columns.get(at);
    // What stands open does not add up over months: it is drawn by unit only.
    let drawn = picked.filter(|column| column.is_sum());
    let drawn = drawn.zip(trend.and_then(|trend| trend.columns.get(at)));
    Sheet {
        title: report.form.title(lang).to_owned(),
        code: report.form.code.clone(),
        unit: capital(&out::path(report.unit)),
        days: days.with("until", page.date(report.period.until)).t("rp-period-days"),
        now: capital(&period_words(report.period.asked, words)),
        before: report
            .compare
            .map(|one| capital(&period_words(one.asked, words)))
            .unwrap_or_default(),
        plan: report.plan.as_ref().map(|plan| plan::head(plan.year, words)).unwrap_or_default(),
        two_years: plan::desk::year_of(report.period.asked).is_none(),
        sums: sums(page, report),
        heads: columns.iter().map(|column| column.title(lang).to_owned()).collect(),
        rows: report.lines.iter().map(row).collect(),
        caveats: Vec::new(),
        sentences: sentences(report, words),
        picked: picked.map(|column| column.title(lang).to_owned()).unwrap_or_default(),
        months: drawn
            .zip(trend)
            .map(|((column, numbers), trend)| drawn::months(page, column, numbers, trend))
            .unwrap_or_default(),
        boxes: picked.map(|column| drawn::boxes(page, report, (at, column))).unwrap_or_default(),
        shares: shares(page, report),
        divided: report.divided.iter().map(|one| divided(page, report, one)).collect(),
        joined: joined(page, report),
        notes: report.form.notes.iter().map(|note| note.text(lang).to_owned()).collect(),
        unsure: report.form.certainty.is_some_and(|one| one != calendar::Certainty::Verified),
    }
}

/// What a divided unit had, and where it went.
fn divided(page: &Page, report: &Report<'_>, (unit, sums): &(UnitRef, Vec<Number>)) -> Divided {
    let line = unit.to_string();
    let columns = report.form.columns.iter().zip(sums).filter(|(_, number)| !number.is_nought());
    let named = columns.map(|(column, one)| {
        let shown = number(page, column, (line.as_str(), None), one.now);
        (column.title(tongue(page.w())).to_owned(), shown)
    });
    let went: Vec<String> = lineage::of(*unit).iter().map(|went| went.told(page.w())).collect();
    Divided { name: out::path(*unit), went: went.join("; "), numbers: named.collect() }
}

/// Units of before that gave figures, those next to this one only: the others are behind them.
fn joined(page: &Page, report: &Report<'_>) -> Vec<Joined> {
    let one = |unit: UnitRef| Joined {
        name: out::path(unit),
        href: address(PATH, &page.query(), &[("unit", &unit.to_string())]),
        ground: lineage::of(unit).first().map(|went| went.ground(page.w())).unwrap_or_default(),
    };
    lineage::near(report).map(one).collect()
}
