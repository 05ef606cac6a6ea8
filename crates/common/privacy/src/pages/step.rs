//! The steps of a request that need words: more time, and its end.

use accounts::Answer;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect};
use jiff::civil::Date;
use rulebook::Law;
use web::{FormPage, FormState, Html, Page, Posted, fields};

use super::at::{At, Seen, again};
use super::{choices, path, titled};
use crate::desk::{self, Asked, MOST_WORDS, Read};
use crate::keep;
use crate::kind::End;
use crate::request::EXT;

/// Which step.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Doing {
    Extend,
    Finish,
}

impl Doing {
    const fn way(self) -> &'static str {
        match self {
            Self::Extend => "gia-han",
            Self::Finish => "xong",
        }
    }

    const fn title(self) -> &'static str {
        match self {
            Self::Extend => "dl-extend",
            Self::Finish => "dl-finish",
        }
    }
}

/// The rules on which a request may be refused, whole or in part.
fn grounds() -> impl Iterator<Item = &'static str> {
    std::iter::once(keep::OPEN).chain(keep::RULES.iter().map(|(rule, _)| *rule))
}

fn controls(page: &Page, form: &FormState, doing: Doing, (law, today): (&Law, Date)) -> Html {
    let f = page.form(form);
    let rule = |rule: &str| duties::explain::rule_words(page, law, rule, today);
    if doing == Doing::Extend {
        let hint = rule(EXT).unwrap_or_default();
        let days = f.text("days", page.t("dl-days")).hint(hint).narrow().digits();
        return fields(&[&days, &f.words("words", page.t("dl-why")).lines(3)]);
    }
    let ends = choices(page, "dl-end", End::WORDS);
    let how = f.choice("how", page.t("dl-end"));
    let how = ends.iter().fold(how, |how, (value, label)| how.option(value, label));
    let words = grounds().filter_map(|id| Some((id, rule(id)?)));
    let words: Vec<(&str, String)> = words.collect();
    let none = f.select("ground", page.t("dl-ground")).hint(page.t("dl-ground-hint"));
    let ground = none.option("", page.t("choose-one")).options(&words).optional();
    let said = f.words("words", page.t("dl-told")).hint(page.t("dl-told-hint")).lines(3).optional();
    fields(&[&how, &ground, &said])
}

pub(super) fn page_of<'a>(
    page: &'a Page,
    form: &'a FormState,
    (doing, read, overtaken): (Doing, &Read, bool),
    (law, today): (&Law, Date),
) -> FormPage<'a> {
    let lede = if doing == Doing::Extend { "dl-extend-lede" } else { "dl-finish-lede" };
    let at = path(&read.it.id);
    FormPage {
        page,
        form,
        title: page.t(doing.title()).into_owned(),
        lede: page.t(lede).into_owned(),
        action: format!("{at}/{}", doing.way()),
        files: false,
        hidden: vec![("seen", read.it.version.to_string())],
        fields: controls(page, form, doing, (law, today)),
        button: page.t(doing.title()).into_owned(),
        back: (at, page.t("dl-back-one").into_owned()),
        overtaken,
    }
}

fn ask(At { app, read, .. }: At, page: Page, doing: Doing) -> Answer {
    let (laws, today, form) = (app.store.laws(), app.store.clock().today(), FormState::new());
    let page = titled(page, doing.title(), &read, &form);
    Ok(page.show(&page_of(&page, &form, (doing, &read, false), (laws.now(), today))))
}

fn asked(form: &mut FormState, doing: Doing) -> Option<Asked> {
    if doing == Doing::Extend {
        let days = form.number("days", 1..=365);
        let why = form.required("words", MOST_WORDS);
        return Some(Asked::Extend(u32::try_from(days?).ok()?, why?));
    }
    let how = form.choice("how", End::WORDS).and_then(End::read);
    let all: Vec<&str> = grounds().collect();
    let ground = form.maybe_choice("ground", &all).map(str::to_owned);
    let words = form.text("words", MOST_WORDS);
    match form.is_wrong() {
        true => None,
        false => Some(Asked::Finish(how?, ground, words.unwrap_or_default())),
    }
}

async fn send(At { app, officer, read }: At, posted: Posted, doing: Doing) -> Answer {
    let (key, Posted { page, mut form }) = (read.key(), posted);
    let (seen, at, mut overtaken) = (form.seen(read.it.version), path(&read.it.id), false);
    if let Some(asked) = asked(&mut form, doing) {
        match desk::step(&app.store, &officer.actor(), read, seen, asked).await {
            Ok(()) => return Ok(Redirect::to(&at).into_response()),
            Err(failure) if failure.is_of_another() => overtaken = true,
            Err(failure) => failure.on_form(&mut form)?,
        }
    }
    let read = again(&app, &key).await?;
    let (laws, today) = (app.store.laws(), app.store.clock().today());
    let page = titled(page, doing.title(), &read, &form);
    let page = if overtaken { page.status(StatusCode::CONFLICT) } else { page };
    Ok(page.show(&page_of(&page, &form, (doing, &read, overtaken), (laws.now(), today))))
}

/// `GET /can-bo/du-lieu/yeu-cau/{request}/gia-han`
pub(super) async fn extend(at: At, page: Page) -> Answer {
    ask(at, page, Doing::Extend)
}

/// `POST /can-bo/du-lieu/yeu-cau/{request}/gia-han`
pub(super) async fn extend_send(Seen(at): Seen, posted: Posted) -> Answer {
    send(at, posted, Doing::Extend).await
}

/// `GET /can-bo/du-lieu/yeu-cau/{request}/xong`
pub(super) async fn finish(at: At, page: Page) -> Answer {
    ask(at, page, Doing::Finish)
}

/// `POST /can-bo/du-lieu/yeu-cau/{request}/xong`
pub(super) async fn finish_send(Seen(at): Seen, posted: Posted) -> Answer {
    send(at, posted, Doing::Finish).await
}
