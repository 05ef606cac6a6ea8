//! Words for each [`PageError`], and the two shapes they go out in: a page and problem+json.

use std::borrow::Cow;

use askama::Template;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use kernel::{Incident, Refusal, RefusalKind};
use serde::Serialize;

use super::{PageError, next_step, say_refusal};
use crate::page::Page;
use crate::visit::Visit;
use crate::words::{Say, Words};

/// An error in the reader's words: what, on what ground, what to do next.
#[derive(Debug, Default, Serialize)]
pub(super) struct Told {
    #[serde(rename = "type")]
    kind: String,
    title: String,
    status: u16,
    code: Cow<'static, str>,
    detail: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    article: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    field: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    next: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    incident: Option<String>,
    /// Every fault of what was sent, when there are several.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    faults: Vec<Fault>,
}

/// One fault of several.
#[derive(Debug, Serialize)]
struct Fault {
    code: String,
    field: String,
    detail: String,
}

/// Words `error` for `visit`.
pub(super) fn word(error: &PageError, visit: &Visit, incident: Option<Incident>) -> Told {
    let w = visit.face().book().words(visit.lang());
    let setting = visit.face().setting();
    let phone = &setting.issuer.phone;
    let plain = |code: &'static str| Told {
        code: code.into(),
        title: w.t(format!("page-{code}-title")).into_owned(),
        detail: w.t(format!("page-{code}")).into_owned(),
        ..Told::default()
    };
    match error {
        PageError::Refused(refusal) => refused(&w, refusal),
        PageError::Faults(faults) => faulty(&w, faults),
        PageError::Elsewhere(_) => plain("sign-in"),
        PageError::NotFound => Told {
            next: Some(w.with("phone", phone).t("page-not-found-next")),
            ..plain("not-found")
        },
        PageError::TooMany { minutes } => Told {
            code: "too-many".into(),
            title: w.t("page-too-many-title").into_owned(),
            detail: w.with("minutes", minutes).with("phone", phone).t("page-too-many"),
            ..Told::default()
        },
        PageError::Busy => plain("busy"),
        PageError::TooLarge => Told {
            code: "too-large".into(),
            title: w.t("page-too-large-title").into_owned(),
            detail: w.with("mb", crate::form::MAX_BYTES >> 20).t("page-too-large"),
            ..Told::default()
        },
        PageError::Unreadable => {
            let next = match visit.is_api() {
                true => "api-bad-request-next",
                false => "page-bad-request-next",
            };
            Told { next: Some(w.t(next).into_owned()), ..plain("bad-request") }
        }
        PageError::Method => plain("method"),
        PageError::CrossSite => {
            Told { next: Some(w.t("page-cross-next").into_owned()), ..plain("cross") }
        }
        PageError::Bug(_) => bug(&w, phone, incident),
    }
}

fn refused(w: &Words, refusal: &Refusal) -> Told {
    let title = match refusal.kind {
        RefusalKind::SignIn => "page-sign-in-title",
        RefusalKind::Forbidden => "page-forbidden-title",
        RefusalKind::NotFound => "page-not-found-title",
        RefusalKind::TooMany => "page-too-many-title",
        RefusalKind::Busy => "page-busy-title",
        RefusalKind::Invalid | RefusalKind::Conflict | RefusalKind::Stale | RefusalKind::Unseen => {
            "page-refused-title"
        }
    };
    Told {
        code: refusal.code.into(),
        title: w.t(title).into_owned(),
        detail: w.say(&say_refusal(refusal)),
        article: refusal.article.clone(),
        field: refusal.field.map(str::to_owned),
        next: next_step(w, refusal),
        ..Told::default()
    }
}

/// The first fault stands in the place of a refusal, and all of them in a list.
fn faulty(w: &Words, faults: &[(String, Say)]) -> Told {
    let told = |(field, say): &(String, Say)| Fault {
        code: say.key().trim_start_matches("refusal-").to_owned(),
        field: field.clone(),
        detail: w.say(say),
    };
    let all: Vec<Fault> = faults.iter().map(told).collect();
    let first = all.first();
    Told {
        code: first.map_or(Cow::Borrowed("bad-request"), |fault| fault.code.clone().into()),
        title: w.t("page-refused-title").into_owned(),
        detail: first.map(|fault| fault.detail.clone()).unwrap_or_default(),
        field: first.map(|fault| fault.field.clone()).filter(|field| !field.is_empty()),
        faults: if all.len() > 1 { all } else { Vec::new() },
        ..Told::default()
    }
}

fn bug(w: &Words, phone: &str, incident: Option<Incident>) -> Told {
    let number = incident.map(|number| number.to_string()).unwrap_or_default();
    Told {
        code: "incident".into(),
        title: w.t("page-bug-title").into_owned(),
        detail: w.with("number", &number).t("page-bug"),
        next: (!phone.is_empty()).then(|| w.with("phone", phone).t("page-bug-next")),
        incident: Some(number),
        ..Told::default()
    }
}

impl Told {
    /// RFC 9457, with our code, article and next step.
    pub(super) fn problem(mut self, status: StatusCode) -> Response {
        self.status = status.as_u16();
        self.kind = "about:blank".to_owned();
        let body = serde_json::to_string(&self).unwrap_or_else(|_| "{}".to_owned());
        let json = HeaderValue::from_static("application/problem+json");
        (status, [(header::CONTENT_TYPE, json)], body).into_response()
    }

    /// A page of the usual shell.
    pub(super) fn page(self, page: Page) -> Response {
        let page = page.title(&self.title);
        page.show(&ErrorPage { page: &page, told: &self })
    }
}

#[derive(Template)]
#[template(path = "pages/error.html")]
struct ErrorPage<'a> {
    page: &'a Page,
    told: &'a Told,
}
