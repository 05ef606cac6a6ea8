//! How the page of a plan is drawn: a field for each column, and below it what was said so far, the
//! newest first.

use accounts::Scope;
use askama::Template;
use kernel::text::capital;
use web::{FormState, Html, Page, fields};

use super::super::address;
use super::{Looked, Names, PATH, ROOT, Wanted, columns, field};
use crate::form::Column;
use crate::narrative::{tongue, unit_words};
use crate::plan::Said;

/// What was said of a column.
struct Line {
    name: String,
    target: String,
    who: String,
    when: Html,
}

#[derive(Template)]
#[template(path = "plan.html")]
pub(super) struct PlanPage<'a> {
    page: &'a Page,
    form: &'a FormState,
    values: &'a FormState,
    scope: &'a Scope,
    forms: Vec<(String, String)>,
    /// Whose plan, of which form and year; empty when what was asked for is none.
    whose: String,
    /// A field for each column, for those who may set it.
    fields: Option<Html>,
    hidden: Vec<(String, String)>,
    lines: Vec<Line>,
    done: bool,
    /// Whether somebody else set something since the form was opened.
    overtaken: bool,
    action: &'static str,
    back: String,
}

/// The page.
pub(super) fn page_of<'a>(
    page: &'a Page,
    looked: &'a Looked<'_>,
    (forms, names): (Vec<(String, String)>, Names),
    (values, may, overtaken): (&'a FormState, bool, bool),
) -> PlanPage<'a> {
    let words = page.w();
    let title = looked.form.title(tongue(words));
    let whose = page.with("title", title).with("unit", unit_words(looked.wanted.unit, words));
    let named = looked.named();
    let mut hidden: Vec<(String, String)> =
        named.pairs().map(|(name, value)| (name.to_owned(), value.to_owned())).collect();
    hidden.push(("seen".to_owned(), looked.course.0.len().to_string()));
    PlanPage {
        page,
        form: &looked.wanted.form,
        values,
        scope: &looked.wanted.scope,
        forms,
        whose: capital(&whose.with("year", looked.year.to_string()).t("rp-plan-whose")),
        fields: may.then(|| controls(page, looked, values)),
        hidden,
        lines: looked.course.0.iter().rev().map(|said| line(page, looked, said, &names)).collect(),
        done: page.query().get("ghi").is_some(),
        overtaken,
        action: PATH,
        back: address(ROOT, &named, &[]),
    }
}

/// The page while what was asked for names no plan: the filter with what is wrong with it.
pub(super) fn unread<'a>(
    page: &'a Page,
    wanted: &'a Wanted,
    (forms, none): (Vec<(String, String)>, &'a FormState),
) -> PlanPage<'a> {
    PlanPage {
        page,
        form: &wanted.form,
        values: none,
        scope: &wanted.scope,
        forms,
        whose: String::new(),
        fields: None,
        hidden: Vec::new(),
        lines: Vec::new(),
        done: false,
        overtaken: false,
        action: PATH,
        back: ROOT.to_owned(),
    }
}

fn controls(page: &Page, looked: &Looked<'_>, values: &FormState) -> Html {
    let (f, lang) = (page.form(values), tongue(page.w()));
    let control = |column: &Column| {
        let label = page.with("title", column.title(lang)).with("measure", column.measure(lang));
        f.text(&field(column), label.t("rp-plan-field")).digits().narrow().optional()
    };
    let controls: Vec<_> = columns(looked.form).map(control).collect();
    let all: Vec<&dyn askama::filters::HtmlSafe> = controls.iter().map(|one| one as _).collect();
    fields(&all)
}

fn line(page: &Page, looked: &Looked<'_>, said: &Said, names: &Names) -> Line {
    let lang = tongue(page.w());
    let column = looked.form.columns.iter().find(|column| column.id == said.column);
    let name = column.map_or(said.column.as_str(), |column| column.title(lang));
    let who = said.by.account().and_then(|id| names.get(&id).cloned());
    Line {
        name: name.to_owned(),
        target: match said.target {
            Some(target) => page.num(target),
            None => page.t("rp-plan-taken-back").into_owned(),
        },
        who: who.unwrap_or_else(|| page.t("rp-plan-someone").into_owned()),
        when: page.moment_tag(said.at),
    }
}
