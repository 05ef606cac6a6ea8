//! Taking a petition back: feedback by the page, after a look at what that means; a complaint by a
//! signed request, which is printed here and handed in (LKN 10).

use std::sync::Arc;

use accounts::{Answer, App};
use askama::Template;
use axum::extract::{Path, State};
use axum::http::HeaderMap;
use axum::response::{IntoResponse, Redirect, Response};
use web::styleguide::Sample;
use web::{FormState, Html, Lang, Page};

use super::super::sample::Case;
use super::super::say::unit_phrase;
use super::view::dress;
use super::{locked_path, passed, unkept};
use crate::desk::Read;
use crate::kind::Kind;
use crate::petition::{Petition, Step};

#[derive(Template)]
#[template(path = "resident/own-withdraw.html")]
struct AskPage<'a> {
    page: &'a Page,
    form: &'a FormState,
    petition: &'a Petition,
    action: String,
}

/// The page that says what taking back means, and asks once more.
pub(super) fn ask(page: Page, read: &Read, form: FormState) -> Response {
    let petition = &read.petition;
    let path = format!("/don/{}/cua-toi", petition.received.code);
    if petition.own_arrow(Step::Withdraw).is_none() {
        return Redirect::to(&path).into_response();
    }
    let page = dress(page, petition);
    let title = page.t("own-withdraw-title").into_owned();
    let page = page.title(title);
    page.show(&AskPage { page: &page, form: &form, petition, action: path })
}

#[derive(Template)]
#[template(path = "resident/own-request.html")]
struct RequestPage<'a> {
    page: &'a Page,
    petition: &'a Petition,
    office: String,
    article: String,
}

impl RequestPage<'_> {
    /// A paper to an office is in Vietnamese, whatever language the page has.
    fn words(&self) -> web::Words {
        self.page.w().book().words(Lang::Vi)
    }

    fn vi(&self, key: &str) -> String {
        self.words().t(key).into_owned()
    }

    fn to(&self) -> String {
        self.words().with("office", self.office.as_str()).t("own-request-to")
    }

    fn about(&self) -> String {
        let day = self.page.date(self.petition.received_at);
        let words = self.words();
        let code = words.with("code", self.petition.received.code.as_str());
        code.with("day", day).t("own-request-about")
    }

    fn ground(&self) -> String {
        self.words().with("article", self.article.as_str()).t("own-request-ground")
    }
}

/// `GET /don/{code}/cua-toi/rut-don`: the request with which a complaint is withdrawn.
pub(in super::super) async fn print(
    State(app): State<Arc<App>>,
    Path(typed): Path<String>,
    headers: HeaderMap,
    page: Page,
) -> Answer {
    let Some(read) = passed(&app, &headers, &typed).await? else {
        return Ok(Redirect::to(&locked_path(&typed)).into_response());
    };
    let petition = &read.petition;
    let laws = app.store.laws();
    let article = crate::cite(&laws, "KN.withdraw", app.store.clock().today());
    let page = titled(page, petition);
    Ok(unkept(page.show(&request(&page, petition, article))))
}

fn titled(page: Page, petition: &Petition) -> Page {
    let page = dress(page, petition);
    let title = page.t("own-request-title").into_owned();
    page.title(title)
}

fn request<'a>(page: &'a Page, petition: &'a Petition, article: String) -> RequestPage<'a> {
    RequestPage { page, petition, office: unit_phrase(&petition.received.unit), article }
}

pub(in super::super) fn samples(page: &Page, case: &Case) -> Vec<Sample> {
    let feedback = case.received(Kind::Feedback, case.today).petition;
    let complaint = case.received(Kind::Complaint, case.today).petition;
    let form = FormState::new();
    let asked = dress(page.clone(), &feedback);
    let action = format!("/don/{}/cua-toi", feedback.received.code);
    let ask = AskPage { page: &asked, form: &form, petition: &feedback, action };
    let printed = titled(page.clone(), &complaint);
    let article = crate::cite(&case.laws, "KN.withdraw", case.today);
    let request = request(&printed, &complaint, article);
    vec![
        Sample { name: "resident-own-withdraw", html: Html::of(&ask) },
        Sample { name: "resident-own-request", html: Html::of(&request) },
    ]
}
