//! What holds for every slice: words in both languages, samples, routes.

mod common;

use std::collections::BTreeSet;

use accounts::{Access, ROUTES, WORDS, permissions, samples};
use axum::http::{HeaderMap, Method, StatusCode, Uri};
use common::{Browser, house};
use testkit::Place;
use web::{Book, Face, Lang, Page, Setting, Visit};

fn page(lang: Lang) -> Page {
    let book = Book::builder().add_all(WORDS).build().unwrap();
    let face = Face::new(book, Setting::default(), [1; 32], kernel::Chance::seeded(1));
    let mut headers = HeaderMap::new();
    headers.insert("cookie", format!("dantin-lang={}", lang.code()).parse().unwrap());
    Page::new(Visit::read(&face, &Method::GET, &Uri::from_static("/"), &headers))
}

#[test]
fn every_word_stands_in_both_languages() {
    let book = Book::builder().add_all(WORDS).build().unwrap();
    assert_eq!(book.gaps(), Vec::<String>::new());
    for row in permissions::TABLE {
        assert!(book.has(&row.act.key()), "{}", row.act.key());
    }
}

#[test]
fn every_sample_renders_in_both_languages() {
    for lang in Lang::ALL {
        let page = page(lang);
        let samples = samples(&page);
        let names: BTreeSet<_> = samples.iter().map(|sample| sample.name).collect();
        assert_eq!(names.len(), samples.len(), "names are unique");
        for sample in &samples {
            let html = sample.html.as_str();
            assert!(html.contains("</html>"), "{} is not a whole page", sample.name);
            let missing = common::between(html, "[", "]");
            assert_eq!(missing, None, "{}: words are missing", sample.name);
            assert!(html.len() < 60_000, "{}: {} bytes", sample.name, html.len());
        }
    }
}

#[tokio::test]
async fn every_route_asks_what_it_says() {
    let house = house(Place::new(store::Engine::Sqlite)).await;
    for (method, path, access) in ROUTES {
        let path = path.replace("{id}", "0".repeat(26).as_str()).replace("{token}", "x");
        let mut browser = Browser::new(&house);
        let got = match *method {
            "GET" => browser.get(&path).await,
            _ => browser.post_from("/dang-nhap", &path, &[]).await,
        };
        assert_ne!(got.status, StatusCode::METHOD_NOT_ALLOWED, "{method} {path}");
        let sent = got.status == StatusCode::SEE_OTHER && got.location.starts_with("/dang-nhap?");
        assert_eq!(sent, *access != Access::Public, "{method} {path}: {}", got.status);
    }
}
