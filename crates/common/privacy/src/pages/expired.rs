//! `/can-bo/het-han-luu`: how long what is kept, by which rule; what is over; and the list that a
//! leader approves. What the task erases by itself is told, not asked.

use std::sync::Arc;

use accounts::{Act, Answer, App, Officer, Scope};
use askama::Template;
use axum::Extension;
use axum::extract::State as Shared;
use axum::response::{IntoResponse, Redirect};
use jiff::civil::Date;
use kernel::{Refusal, RefusalKind};
use rulebook::Law;
use web::parts::Mark;
use web::{FormState, Html, Page, Posted};

use super::{EXPIRED, OFFICE, whose};
use crate::held::Holdings;
use crate::keep::{self, By};
use crate::key;
use crate::store::Over;

/// A matter that is over, as the page shows it.
pub(super) struct Line {
    stream: String,
    code: String,
    /// The unit of before whose it was, or empty.
    whose: String,
    sort: String,
    ended: Date,
    until: Option<Date>,
}

/// A rule of keeping, with what is over by it.
pub(super) struct Rule {
    id: &'static str,
    sentence: String,
    /// Whether the number was not read in the law's own words.
    proposed: bool,
    by: String,
    /// Where a leader applies it, when that is another page.
    elsewhere: bool,
    lines: Vec<Line>,
    /// Whether this reader approves its list.
    approves: bool,
}

#[derive(Template)]
#[template(path = "expired.html")]
pub(super) struct ExpiredPage<'a> {
    page: &'a Page,
    form: &'a FormState,
    scope: &'a Scope,
    rules: Vec<Rule>,
    done: Html,
}

pub(super) fn titled(page: Page) -> Page {
    let (list, here) = (page.t("dl-title").into_owned(), page.t("dl-over").into_owned());
    page.office().here(EXPIRED).title(&here).crumb(list, OFFICE).crumb_here(here)
}

/// One rule in words, with what is over by it.
pub(super) fn rule(
    page: &Page,
    (law, today): (&Law, Date),
    (id, by): (&'static str, By),
    (over, may_erase): (&[Over], bool),
) -> Rule {
    let found = law.rulebook.in_force(id, today);
    let word = match by {
        By::Task => "dl-by-task",
        By::Leader => "dl-by-leader",
        By::Letters => "dl-by-letters",
    };
    let line = |one: &Over| Line {
        stream: one.stream.clone(),
        code: one.code.clone(),
        whose: whose(&one.unit),
        sort: page.t(key("dl-sort", &one.sort)).into_owned(),
        ended: one.ended_on,
        until: keep::until(law, id, one.ended_on, today),
    };
    let lines: Vec<Line> = over.iter().map(line).collect();
    Rule {
        id,
        sentence: duties::explain::rule_words(page, law, id, today).unwrap_or_default(),
        proposed: !found.is_some_and(rulebook::Rule::is_settled),
        by: page.t(word).into_owned(),
        elsewhere: by == By::Letters,
        approves: by == By::Leader && may_erase && !lines.is_empty(),
        lines,
    }
}

pub(super) fn page_of<'a>(
    page: &'a Page,
    (form, scope): (&'a FormState, &'a Scope),
    rules: Vec<Rule>,
    erased: Option<i64>,
) -> ExpiredPage<'a> {
    let done = match erased {
        Some(n) => page.notice(Mark::Done, page.with("n", n).t("dl-done-erased"), ""),
        None => Html::default(),
    };
    ExpiredPage { page, form, scope, rules, done }
}

/// `GET /can-bo/het-han-luu?unit=…`
pub(super) async fn show(Shared(app): Shared<Arc<App>>, officer: Officer, page: Page) -> Answer {
    let query = page.query();
    let scope = Scope::allowed(&app, &officer, Act::DATA_READ, query.get("unit"))?;
    let (laws, today) = (app.store.laws(), app.store.clock().today());
    let (may_erase, left) = (officer.may(Act::VAULT_ERASE, &scope.unit), scope.left());
    let page = titled(page);
    let mut rules = Vec::with_capacity(keep::RULES.len());
    for (id, by) in keep::RULES {
        let over = keep::over(&app.store, laws.now(), id, &left).await?;
        let by = keep::who(laws.now(), (id, *by), today);
        rules.push(rule(&page, (laws.now(), today), (id, by), (&over, may_erase)));
    }
    let erased = query.get("xoa").and_then(|n| n.parse().ok());
    let form = FormState::of(query).with("unit", &scope.unit);
    Ok(page.show(&page_of(&page, (&form, &scope), rules, erased)))
}

/// `POST /can-bo/het-han-luu`: a leader approves what was ticked of one rule's list.
pub(super) async fn send(
    Shared(app): Shared<Arc<App>>,
    Extension(holdings): Extension<Holdings>,
    officer: Officer,
    posted: Posted,
) -> Answer {
    let fields = posted.form.fields();
    let scope = Scope::allowed(&app, &officer, Act::VAULT_ERASE, fields.get("unit"))?;
    let (laws, today) = (app.store.laws(), app.store.clock().today());
    let leads =
        |(id, by): &&(&'static str, By)| keep::who(laws.now(), (id, *by), today) == By::Leader;
    let ids = keep::RULES.iter().filter(leads).map(|(id, _)| *id);
    let typed = fields.get("rule").unwrap_or_default();
    let nothing = || Refusal::new(RefusalKind::Invalid, "data-nothing");
    let id = ids.into_iter().find(|id| *id == typed).ok_or_else(nothing)?;
    let over = keep::over(&app.store, laws.now(), id, &scope.left()).await?;
    let ticked: Vec<&Over> = over.iter().filter(|one| fields.has("stream", &one.stream)).collect();
    if ticked.is_empty() {
        return Err(nothing().into());
    }
    let (actor, mut count) = (officer.actor(), 0);
    for one in ticked {
        count += keep::let_go(&app.store, &holdings, &actor, (id, &one.stream)).await?;
    }
    let there = format!("{EXPIRED}?unit={}&xoa={count}", scope.unit);
    Ok(Redirect::to(&there).into_response())
}
