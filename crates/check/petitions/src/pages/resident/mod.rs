//! A resident at the door: file, receipt, follow, say whether it is solved. Nobody signs in here:
//! a code opens what anyone may see, and the code with four secret words opens the rest.

use std::sync::Arc;

use accounts::{Access, App};
use axum::routing::get;
use axum::{Extension, Router};
use web::styleguide::Sample;
use web::{Page, TakesFiles};

use super::clock;

mod attach;
mod denounce;
mod file;
mod follow;
mod hot;
mod own;
mod pass;
mod public;
pub mod receipt;
pub(super) mod sample;
mod say;
mod trail;

pub(crate) use attach::may_attach;
pub(crate) use own::{may_own, shown_spot};
pub use public::public_page;
pub(crate) use trail::note_to_asker;

/// Every route with what it asks.
pub const ROUTES: &[(&str, &str, Access)] = &[
    ("GET", "/gui-don", Access::Public),
    ("POST", "/gui-don", Access::Public),
    ("GET", "/don", Access::Public),
    ("POST", "/don", Access::Public),
    ("GET", "/don/{code}", Access::Public),
    ("GET", "/don/{code}/cua-toi", Access::Public),
    ("POST", "/don/{code}/cua-toi", Access::Public),
    ("GET", "/don/{code}/cua-toi/tep/{n}", Access::Public),
    ("GET", "/don/{code}/cua-toi/rut-don", Access::Public),
    ("GET", "/to-cao", Access::Public),
];

/// The handlers of those routes.
pub fn router() -> Router<Arc<App>> {
    Router::new()
        .route("/gui-don", TakesFiles::on(get(file::open).post(file::send)))
        .route("/don", get(follow::open).post(follow::send))
        .route("/don/{code}", get(public::show).layer(Extension(hot::Hot::new())))
        .route("/don/{code}/cua-toi", TakesFiles::on(get(own::open).post(own::send)))
        .route("/don/{code}/cua-toi/tep/{n}", get(own::file))
        .route("/don/{code}/cua-toi/rut-don", get(own::print))
        .route("/to-cao", get(denounce::show))
}

/// A sample of each page, in the language of `page`, for the tests that render and audit them.
pub fn samples(page: &Page) -> Vec<Sample> {
    let Some(case) = sample::Case::new() else { return Vec::new() };
    [
        file::samples(page, &case),
        receipt::samples(page, &case),
        follow::samples(page),
        public::samples(page, &case),
        own::samples(page, &case),
        own::again_samples(page),
        own::withdraw_samples(page, &case),
        denounce::samples(page, &case),
    ]
    .into_iter()
    .flatten()
    .collect()
}

#[cfg(test)]
mod tests {
    use axum::http::{HeaderMap, Method, Uri};
    use kernel::Chance;
    use web::{Book, Face, Lang, Setting, Visit};

    use super::*;

    macro_rules! words {
        (@ $lang:literal, $name:literal) => {
            concat!("../../../../../../locales/", $lang, $name, ".ftl")
        };
        ($($name:literal),*) => {
            Book::builder()$(
                .add(Lang::Vi, include_str!(words!(@ "vi/", $name)))
                .add(Lang::En, include_str!(words!(@ "en/", $name)))
            )*
        };
    }

    fn page(lang: Lang) -> Page {
        let book = words!["accounts", "duties", "site", "petitions", "petitions-resident"];
        let face = Face::new(book.build().unwrap(), Setting::default(), [7; 32], Chance::seeded(7));
        let mut headers = HeaderMap::new();
        let cookie = format!("{}={}", web::cookies::LANG, lang.code());
        headers.insert("cookie", cookie.parse().unwrap());
        let uri = Uri::from_static("/gui-don");
        Page::new(Visit::read(&face, &Method::GET, &uri, &headers))
    }

    #[test]
    fn every_sample_has_all_its_words_in_both_languages() {
        for lang in Lang::ALL {
            let samples = samples(&page(lang));
            assert_eq!(samples.len(), 31, "each page, on both sides of its options");
            for sample in samples {
                let html = sample.html.as_str();
                assert!(html.ends_with("</html>"), "{} was not rendered", sample.name);
                let missing = html.split('[').skip(1).find(|rest| {
                    let key = rest.split(']').next().unwrap_or_default();
                    key.contains('-') && key.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-')
                });
                assert_eq!(missing.map(|m| &m[..40.min(m.len())]), None, "{}", sample.name);
            }
        }
    }

    #[test]
    fn the_public_page_asks_nothing_of_its_reader_and_tells_nothing_of_the_asker() {
        let samples = samples(&page(Lang::Vi));
        let public = samples.iter().filter(|sample| sample.name.starts_with("resident-public"));
        for sample in public {
            let html = sample.html.as_str();
            for never in ["<form", "_seal", "Gò Dài", "Rừng Dương", "0900"] {
                assert!(!html.contains(never), "{} shows {never}", sample.name);
            }
        }
    }
}
