//! Officers at work: today, register, case, one page a step, the reception desk.
//!
//! ```text
//! hom-nay · so-don ─► don/{code} ─► don/{code}/{step} ─► back to the case
//!                        │ nguoi-gui: who the asker is, logged
//!                        └ ma-moi: four new words
//! nhan-don ─► receipt
//! tim-nguoi ─► don/{code}: somebody lost the code
//! ```
//!
//! Every handler asks the permission table twice: at the door, whether the officer may do the act
//! somewhere; then, the matter known, whether there. A list is read whole, never line by line.

use std::sync::Arc;

use accounts::{Access, Act, App};
use axum::Router;
use axum::routing::get;

mod around;
mod asked;
mod bulk;
mod case;
mod chain;
pub mod desk;
mod export;
mod feed;
mod import;
mod jump;
mod kept;
mod leader;
mod lost;
mod paging;
mod papers;
mod register;
mod rows;
mod sample;
mod step;
mod store;
mod today;

pub(crate) use around::key;
pub(crate) use case::trail::term_word;
pub(crate) use import::CEILING as REGISTER_CEILING;
pub(crate) use leader::week_ends;
pub(crate) use papers::{DOCX, KINDS as PAPER_KINDS, Sent, issue_for, printed};
pub(crate) use step::{do_form, step_and_act};
pub use store::statements;
pub(crate) use store::{questions, received};

/// A sample of each page, in the language of `page`, for the tests that render and audit them.
pub fn samples(page: &web::Page) -> Vec<web::styleguide::Sample> {
    let office = page.clone().office();
    [sample::samples(page), import::samples(&office)].concat()
}

/// Every route with what it asks of its reader. Steps share one handler; each has its own act.
pub const ROUTES: &[(&str, &str, Access)] = &[
    ("GET", "/can-bo/hom-nay", Access::Act(Act::PETITIONS_READ)),
    ("GET", "/can-bo/so-don", Access::Act(Act::PETITIONS_REGISTER)),
    ("GET", "/can-bo/so-don/xuat", Access::Act(Act::PETITIONS_EXPORT)),
    ("POST", "/can-bo/so-don/xuat", Access::Act(Act::PETITIONS_EXPORT)),
    ("GET", "/can-bo/so-don/bo-loc", Access::Act(Act::PETITIONS_REGISTER)),
    ("POST", "/can-bo/so-don/bo-loc", Access::Act(Act::PETITIONS_REGISTER)),
    ("GET", "/can-bo/lanh-dao", Access::Act(Act::PETITIONS_LEAD)),
    ("GET", "/lich/{token}", Access::Public),
    ("GET", "/can-bo/lich", Access::Act(Act::PETITIONS_READ)),
    ("POST", "/can-bo/lich", Access::Act(Act::PETITIONS_READ)),
    ("GET", "/can-bo/hang-loat", Access::Act(Act::PETITIONS_ASSIGN)),
    ("POST", "/can-bo/hang-loat", Access::Act(Act::PETITIONS_ASSIGN)),
    ("GET", "/can-bo/tieu-huy", Access::Act(Act::VAULT_ERASE)),
    ("POST", "/can-bo/tieu-huy", Access::Act(Act::VAULT_ERASE)),
    ("GET", "/can-bo/cung-viec", Access::Act(Act::PETITIONS_CLASSIFY)),
    ("POST", "/can-bo/cung-viec", Access::Act(Act::PETITIONS_CLASSIFY)),
    ("GET", "/can-bo/hoi-y-kien", Access::Act(Act::PETITIONS_ADVISE)),
    ("GET", "/can-bo/hoi-y-kien/{code}/{n}", Access::Act(Act::PETITIONS_ADVISE)),
    ("POST", "/can-bo/hoi-y-kien/{code}/{n}", Access::Act(Act::PETITIONS_ADVISE)),
    ("GET", "/can-bo/nhan-don", Access::Act(Act::PETITIONS_FILE)),
    ("POST", "/can-bo/nhan-don", Access::Act(Act::PETITIONS_FILE)),
    ("GET", "/can-bo/tim-nguoi", Access::Act(Act::PETITIONS_DESK)),
    ("POST", "/can-bo/tim-nguoi", Access::Act(Act::PETITIONS_DESK)),
    ("GET", "/can-bo/nhap-so", Access::Act(Act::PETITIONS_IMPORT)),
    ("POST", "/can-bo/nhap-so", Access::Act(Act::PETITIONS_IMPORT)),
    ("GET", "/can-bo/nhap-so/{id}", Access::Act(Act::PETITIONS_IMPORT)),
    ("POST", "/can-bo/nhap-so/{id}", Access::Act(Act::PETITIONS_IMPORT)),
    ("GET", "/can-bo/nhap-so/{id}/bao-cao", Access::Act(Act::PETITIONS_IMPORT)),
    ("GET", "/can-bo/don", Access::Act(Act::PETITIONS_READ)),
    ("GET", "/can-bo/don/{code}", Access::Act(Act::PETITIONS_READ)),
    ("GET", "/can-bo/don/{code}/nguoi-gui", Access::Act(Act::PETITIONS_READ)),
    ("POST", "/can-bo/don/{code}/nguoi-gui", Access::Act(Act::PETITIONS_PERSON)),
    ("GET", "/can-bo/don/{code}/tep/{n}", Access::Act(Act::PETITIONS_READ)),
    ("POST", "/can-bo/don/{code}/tep/{n}", Access::Act(Act::PETITIONS_READ)),
    ("GET", "/can-bo/don/{code}/van-ban/{which}", Access::Act(Act::PETITIONS_READ)),
    ("POST", "/can-bo/don/{code}/van-ban/{which}", Access::Act(Act::PETITIONS_SEND)),
    ("GET", "/can-bo/don/{code}/van-ban/{which}/{kind}", Access::Act(Act::PETITIONS_PAPER)),
    ("POST", "/can-bo/don/{code}/van-ban/{which}/{kind}", Access::Act(Act::PETITIONS_PAPER)),
    ("GET", "/can-bo/don/{code}/ma-moi", Access::Act(Act::PETITIONS_READ)),
    ("POST", "/can-bo/don/{code}/ma-moi", Access::Act(Act::PETITIONS_DESK)),
    ("GET", "/can-bo/don/{code}/classify", Access::Act(Act::PETITIONS_CLASSIFY)),
    ("POST", "/can-bo/don/{code}/classify", Access::Act(Act::PETITIONS_CLASSIFY)),
    ("GET", "/can-bo/don/{code}/assign", Access::Act(Act::PETITIONS_ASSIGN)),
    ("POST", "/can-bo/don/{code}/assign", Access::Act(Act::PETITIONS_ASSIGN)),
    ("GET", "/can-bo/don/{code}/release", Access::Act(Act::PETITIONS_ASSIGN)),
    ("POST", "/can-bo/don/{code}/release", Access::Act(Act::PETITIONS_ASSIGN)),
    ("GET", "/can-bo/don/{code}/file", Access::Act(Act::PETITIONS_REFUSE)),
    ("POST", "/can-bo/don/{code}/file", Access::Act(Act::PETITIONS_REFUSE)),
    ("GET", "/can-bo/don/{code}/guide", Access::Act(Act::PETITIONS_REFUSE)),
    ("POST", "/can-bo/don/{code}/guide", Access::Act(Act::PETITIONS_REFUSE)),
    ("GET", "/can-bo/don/{code}/forward", Access::Act(Act::PETITIONS_REFUSE)),
    ("POST", "/can-bo/don/{code}/forward", Access::Act(Act::PETITIONS_REFUSE)),
    ("GET", "/can-bo/don/{code}/refuse", Access::Act(Act::PETITIONS_REFUSE)),
    ("POST", "/can-bo/don/{code}/refuse", Access::Act(Act::PETITIONS_REFUSE)),
    ("GET", "/can-bo/don/{code}/accept", Access::Act(Act::PETITIONS_ACCEPT)),
    ("POST", "/can-bo/don/{code}/accept", Access::Act(Act::PETITIONS_ACCEPT)),
    ("GET", "/can-bo/don/{code}/verify", Access::Act(Act::PETITIONS_VERIFY)),
    ("POST", "/can-bo/don/{code}/verify", Access::Act(Act::PETITIONS_VERIFY)),
    ("GET", "/can-bo/don/{code}/decide", Access::Act(Act::PETITIONS_DECIDE)),
    ("POST", "/can-bo/don/{code}/decide", Access::Act(Act::PETITIONS_DECIDE)),
    ("GET", "/can-bo/don/{code}/send", Access::Act(Act::PETITIONS_SEND)),
    ("POST", "/can-bo/don/{code}/send", Access::Act(Act::PETITIONS_SEND)),
    ("GET", "/can-bo/don/{code}/term", Access::Act(Act::PETITIONS_DECIDE)),
    ("POST", "/can-bo/don/{code}/term", Access::Act(Act::PETITIONS_DECIDE)),
    ("GET", "/can-bo/don/{code}/represent", Access::Act(Act::PETITIONS_CLASSIFY)),
    ("POST", "/can-bo/don/{code}/represent", Access::Act(Act::PETITIONS_CLASSIFY)),
    ("GET", "/can-bo/don/{code}/dialogue", Access::Act(Act::PETITIONS_VERIFY)),
    ("POST", "/can-bo/don/{code}/dialogue", Access::Act(Act::PETITIONS_VERIFY)),
    ("GET", "/can-bo/don/{code}/suspend", Access::Act(Act::PETITIONS_DECIDE)),
    ("POST", "/can-bo/don/{code}/suspend", Access::Act(Act::PETITIONS_DECIDE)),
    ("GET", "/can-bo/don/{code}/resume", Access::Act(Act::PETITIONS_DECIDE)),
    ("POST", "/can-bo/don/{code}/resume", Access::Act(Act::PETITIONS_DECIDE)),
    ("GET", "/can-bo/don/{code}/terminate", Access::Act(Act::PETITIONS_DECIDE)),
    ("POST", "/can-bo/don/{code}/terminate", Access::Act(Act::PETITIONS_DECIDE)),
    ("GET", "/can-bo/don/{code}/carry_out", Access::Act(Act::PETITIONS_DECIDE)),
    ("POST", "/can-bo/don/{code}/carry_out", Access::Act(Act::PETITIONS_DECIDE)),
    ("GET", "/can-bo/don/{code}/judge", Access::Act(Act::PETITIONS_DESK)),
    ("POST", "/can-bo/don/{code}/judge", Access::Act(Act::PETITIONS_DESK)),
    ("GET", "/can-bo/don/{code}/appeal", Access::Act(Act::PETITIONS_FILE)),
    ("POST", "/can-bo/don/{code}/appeal", Access::Act(Act::PETITIONS_FILE)),
    ("GET", "/can-bo/don/{code}/unappeal", Access::Act(Act::PETITIONS_DECIDE)),
    ("POST", "/can-bo/don/{code}/unappeal", Access::Act(Act::PETITIONS_DECIDE)),
    ("GET", "/can-bo/don/{code}/add", Access::Act(Act::PETITIONS_DESK)),
    ("POST", "/can-bo/don/{code}/add", Access::Act(Act::PETITIONS_DESK)),
    ("GET", "/can-bo/don/{code}/withdraw", Access::Act(Act::PETITIONS_DESK)),
    ("POST", "/can-bo/don/{code}/withdraw", Access::Act(Act::PETITIONS_DESK)),
    ("GET", "/can-bo/don/{code}/reopen", Access::Act(Act::PETITIONS_ACCEPT)),
    ("POST", "/can-bo/don/{code}/reopen", Access::Act(Act::PETITIONS_ACCEPT)),
    ("GET", "/can-bo/don/{code}/split", Access::Act(Act::PETITIONS_CLASSIFY)),
    ("POST", "/can-bo/don/{code}/split", Access::Act(Act::PETITIONS_CLASSIFY)),
    ("GET", "/can-bo/don/{code}/link", Access::Act(Act::PETITIONS_CLASSIFY)),
    ("POST", "/can-bo/don/{code}/link", Access::Act(Act::PETITIONS_CLASSIFY)),
    ("GET", "/can-bo/don/{code}/apart", Access::Act(Act::PETITIONS_CLASSIFY)),
    ("POST", "/can-bo/don/{code}/apart", Access::Act(Act::PETITIONS_CLASSIFY)),
    ("GET", "/can-bo/don/{code}/unlink", Access::Act(Act::PETITIONS_CLASSIFY)),
    ("POST", "/can-bo/don/{code}/unlink", Access::Act(Act::PETITIONS_CLASSIFY)),
    ("GET", "/can-bo/don/{code}/note", Access::Act(Act::PETITIONS_NOTE)),
    ("POST", "/can-bo/don/{code}/note", Access::Act(Act::PETITIONS_NOTE)),
    ("GET", "/can-bo/don/{code}/ask", Access::Act(Act::PETITIONS_VERIFY)),
    ("POST", "/can-bo/don/{code}/ask", Access::Act(Act::PETITIONS_VERIFY)),
    ("GET", "/can-bo/don/{code}/advise", Access::Act(Act::PETITIONS_ADVISE)),
    ("POST", "/can-bo/don/{code}/advise", Access::Act(Act::PETITIONS_ADVISE)),
    ("GET", "/can-bo/don/{code}/destroy", Access::Act(Act::VAULT_ERASE)),
    ("POST", "/can-bo/don/{code}/destroy", Access::Act(Act::VAULT_ERASE)),
];

/// The handlers of [`ROUTES`].
pub fn router() -> Router<Arc<App>> {
    Router::new()
        .route("/can-bo/hom-nay", get(today::show))
        .route("/can-bo/so-don", get(register::show))
        .route("/can-bo/so-don/xuat", get(export::show).post(export::send))
        .route("/can-bo/so-don/bo-loc", get(kept::show).post(kept::send))
        .route("/can-bo/lanh-dao", get(leader::show))
        .route("/lich/{token}", get(feed::serve))
        .route("/can-bo/lich", get(feed::show).post(feed::change))
        .route("/can-bo/hang-loat", get(bulk::assign).post(bulk::assign_send))
        .route("/can-bo/tieu-huy", get(bulk::destroy).post(bulk::destroy_send))
        .route("/can-bo/cung-viec", get(chain::show).post(chain::send))
        .route("/can-bo/hoi-y-kien", get(asked::show))
        .route("/can-bo/hoi-y-kien/{code}/{n}", get(asked::one).post(asked::answer))
        .route("/can-bo/nhan-don", get(desk::show).post(desk::send))
        .route("/can-bo/tim-nguoi", get(lost::show).post(lost::send))
        .route(
            "/can-bo/nhap-so",
            web::TakesLarge(import::CEILING).on(get(import::list).post(import::send)),
        )
        .route("/can-bo/nhap-so/{id}", get(import::show).post(import::act))
        .route("/can-bo/nhap-so/{id}/bao-cao", get(import::download))
        .route("/can-bo/don", get(jump::show))
        .route("/can-bo/don/{code}", get(case::show))
        .route("/can-bo/don/{code}/tep/{n}", get(case::file_back).post(case::file))
        .route("/can-bo/don/{code}/van-ban/{which}", get(papers::show).post(papers::draft::send))
        .route(
            "/can-bo/don/{code}/van-ban/{which}/{kind}",
            get(papers::file_back).post(papers::file),
        )
        .route("/can-bo/don/{code}/nguoi-gui", get(case::back).post(case::person))
        .route("/can-bo/don/{code}/ma-moi", get(case::back).post(case::renew))
        .route("/can-bo/don/{code}/{step}", get(step::show).post(step::send))
}

#[cfg(test)]
mod tests {
    use std::collections::{BTreeMap, BTreeSet};

    use axum::http::{HeaderMap, Method, Uri};
    use kernel::Chance;
    use testkit::routes;
    use web::{Book, Face, Lang, Page, Setting, Visit};

    use super::*;
    use crate::petition::{ARROWS, Step};

    macro_rules! ftl {
        ($lang:literal, $name:literal) => {
            include_str!(concat!("../../../../../../locales/", $lang, "/", $name, ".ftl"))
        };
    }
    macro_rules! words {
        ($($name:literal),* $(,)?) => {
            Book::builder()$(.add(Lang::Vi, ftl!("vi", $name)).add(Lang::En, ftl!("en", $name)))*
        };
    }

    fn page(lang: Lang) -> Page {
        let book = words![
            "accounts",
            "duties",
            "site",
            "petitions",
            "petitions-resident",
            "petitions-office",
            "petitions-import",
            "petitions-day",
            "petitions-papers",
            "documents"
        ];
        let book = book.build().unwrap();
        let gaps: Vec<String> = book
            .gaps()
            .into_iter()
            .filter(|gap| gap.starts_with("office-") || gap.starts_with("import-"))
            .collect();
        assert_eq!(gaps, Vec::<String>::new());
        let face = Face::new(book, Setting::default(), [7; 32], Chance::seeded(7));
        let mut headers = HeaderMap::new();
        let cookie = format!("{}={}", web::cookies::LANG, lang.code());
        headers.insert("cookie", cookie.parse().unwrap());
        let uri = Uri::from_static("/can-bo/hom-nay");
        Page::new(Visit::read(&face, &Method::GET, &uri, &headers))
    }

    #[test]
    fn every_sample_has_all_its_words_in_both_languages() {
        for lang in Lang::ALL {
            let samples = samples(&page(lang));
            assert!(samples.len() > 25, "{} samples", samples.len());
            for sample in samples {
                let html = sample.html.as_str();
                assert!(html.trim_end().ends_with("</html>"), "{} was not rendered", sample.name);
                let missing = html.split('[').skip(1).find(|rest| {
                    let key = rest.split(']').next().unwrap_or_default();
                    key.contains('-') && key.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-')
                });
                assert_eq!(missing.map(|m| &m[..40.min(m.len())]), None, "{}", sample.name);
            }
        }
    }

    /// Who the asker is stands on the one page that was asked for it, and on no other.
    #[test]
    fn the_asker_is_shown_only_when_opened() {
        for sample in samples(&page(Lang::Vi)) {
            let shown = sample.html.as_str().contains("Nguyễn Văn Mẫu")
                && !sample.name.starts_with("office-import");
            let opened = ["office-case-open", "office-paper-draft", "office-export-print"];
            assert_eq!(shown, opened.contains(&sample.name), "{}", sample.name);
        }
    }

    /// A program may send whatever the page of a step asks for, under the same names, and needs no
    /// more than stands there.
    #[test]
    fn the_api_asks_for_the_fields_of_each_step_s_form() {
        use accounts::api::Shape;
        let mut forms: BTreeMap<&str, BTreeSet<String>> = BTreeMap::new();
        for (step, html) in sample::step_forms(&page(Lang::Vi)) {
            let names = html.split(" name=\"").skip(1).filter_map(|rest| rest.split('"').next());
            let bare = names.map(|name| name.trim_end_matches(|c: char| c.is_ascii_digit()));
            forms.entry(step.word()).or_default().extend(bare.map(str::to_owned));
        }
        assert_eq!(forms.len(), Step::ALL.len());
        for (step, asked) in forms {
            let step = Step::read(step).unwrap();
            let fields = crate::api::fields::of(step).iter().flat_map(|field| match field.shape {
                Shape::List(inner, _) => inner.to_vec(),
                _ => vec![*field],
            });
            let fields: Vec<_> = fields.collect();
            let taken: BTreeSet<String> = fields.iter().map(|f| f.name.to_owned()).collect();
            assert!(asked.is_subset(&taken), "{step:?}: the page asks for {asked:?}");
            let needed = fields.iter().filter(|field| field.needed);
            for field in needed {
                assert!(asked.contains(field.name), "{step:?}: the page has no {}", field.name);
            }
        }
    }

    /// The route of a step asks for the very act of the step's arrows.
    #[test]
    fn each_step_asks_for_its_own_act() {
        // Papers are issued on pages of their own.
        let here = |arrow: &&crate::petition::Arrow| {
            arrow.act != crate::petition::OWN && arrow.step != Step::Issue
        };
        for arrow in ARROWS.iter().filter(here) {
            let path = format!("/can-bo/don/{{code}}/{}", arrow.step.word());
            let act = Access::Act(arrow.act.parse().unwrap());
            assert_eq!(routes::asked(ROUTES, &path), [act; 2], "{path}");
        }
    }
}
