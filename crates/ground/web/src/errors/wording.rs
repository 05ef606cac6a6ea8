//! Words for each [`PageError`], and the two shapes they go out in: a page and problem+json.

use askama::Template;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use kernel::{Incident, Refusal, RefusalKind};
use serde::Serialize;

use super::{PageError, next_step, say_refusal};
use crate::page::Page;
use crate::visit::Visit;
use crate::words::Words;

/// An error in the reader's words: what, on what ground, what to do next.
#[derive(Debug, Default, Serialize)]
pub(super) struct Told {
    #[serde(rename = "type")]
    kind: String,
    title: String,
    status: u16,
    code: &'static str,
    detail: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    article: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    field: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    next: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    incident: Option<String>,
}

/// Words `error` for `visit`.
pub(super) fn word(error: &PageError, visit: &Visit, incident: Option<Incident>) -> Told {
    let w = visit.face().book().words(visit.lang());
    let setting = visit.face().setting();
    let phone = &setting.issuer.phone;
    let plain = |code: &'static str| Told {
        code,
        title: w.t(format!("page-{code}-title")).into_owned(),
        detail: w.t(format!("page-{code}")).into_owned(),
        ..Told::default()
    };
    match error {
        PageError::Refused(refusal) => refused(&w, refusal),
        PageError::Elsewhere(_) => plain("sign-in"),
        PageError::NotFound => Told {
            next: Some(w.with("phone", phone).t("page-not-found-next")),
            ..plain("not-found")
        },
        PageError::TooMany { minutes } => Told {
            code: "too-many",
            title: w.t("page-too-many-title").into_owned(),
            detail: w.with("minutes", minutes).with("phone", phone).t("page-too-many"),
            ..Told::default()
        },
        PageError::Busy => plain("busy"),
        PageError::TooLarge => Told {
            code: "too-large",
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
        RefusalKind::Invalid | RefusalKind::Conflict => "page-refused-title",
    };
    Told {
        code: refusal.code,
        title: w.t(title).into_owned(),
        detail: w.say(&say_refusal(refusal)),
        article: refusal.article.clone(),
        field: refusal.field,
        next: next_step(w, refusal),
        ..Told::default()
    }
}

fn bug(w: &Words, phone: &str, incident: Option<Incident>) -> Told {
    let number = incident.map(|number| number.to_string()).unwrap_or_default();
    Told {
        code: "incident",
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
