//! What must hold for every slice on the day it is added to the list.

use std::collections::BTreeSet;

use axum::http::{HeaderMap, Method, Uri};
use kernel::Chance;
use store::{Engine, Store};
use testkit::{Place, engines};
use web::{Face, Lang, Page, Setting, Visit};

async fn store(place: &Place) -> Store {
    place.open(site::schema()).await.unwrap()
}

#[tokio::test]
async fn every_statement_prepares() {
    for engine in engines() {
        let place = Place::new(engine);
        let store = store(&place).await;
        let mut count = 0;
        for slice in site::slices() {
            for sql in (slice.statements)(engine) {
                count += 1;
                let prepare = match engine {
                    Engine::Sqlite => format!("EXPLAIN {sql}"),
                    Engine::Postgres => format!("PREPARE q{count} AS {sql}"),
                };
                let done = store.run_apart(&prepare, Vec::new()).await;
                assert!(done.is_ok(), "{engine} {}: {sql}: {:?}", slice.name, done.err());
            }
        }
        assert!(count > 50, "{count} statements");
        store.close().await;
    }
}

/// The columns of a table in order, and how many of them are its key.
async fn columns(store: &Store, table: &str) -> (Vec<String>, Vec<String>) {
    let (all, key) = match store.engine() {
        Engine::Sqlite => (
            format!("SELECT name FROM pragma_table_info('{table}') ORDER BY cid"),
            format!("SELECT name FROM pragma_table_info('{table}') WHERE pk > 0 ORDER BY pk"),
        ),
        Engine::Postgres => (
            format!(
                "SELECT column_name::text FROM information_schema.columns \
                 WHERE table_name = '{table}' ORDER BY ordinal_position"
            ),
            format!(
                "SELECT a.attname::text FROM pg_index i \
                 CROSS JOIN LATERAL unnest(i.indkey) WITH ORDINALITY AS k(attnum, place) \
                 JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = k.attnum \
                 WHERE i.indrelid = '{table}'::regclass AND i.indisprimary ORDER BY k.place"
            ),
        ),
    };
    let mut lists = Vec::new();
    for sql in [all, key] {
        let rows = store.rows(&sql, Vec::new()).await.unwrap();
        lists.push(rows.iter().map(|row| row.text(0).unwrap()).collect());
    }
    let key = lists.pop().unwrap();
    (lists.pop().unwrap(), key)
}

#[tokio::test]
async fn every_view_has_the_columns_and_key_that_it_declares() {
    for engine in engines() {
        let place = Place::new(engine);
        let store = store(&place).await;
        for table in site::slices().iter().flat_map(|slice| slice.tables) {
            let (columns, key) = columns(&store, table.name).await;
            let declared: BTreeSet<&str> = table.columns.iter().copied().collect();
            let found: BTreeSet<&str> = columns.iter().map(String::as_str).collect();
            assert_eq!(found, declared, "{engine} {}", table.name);
            assert_eq!(key, table.columns[..table.key], "{engine} {}", table.name);
        }
        store.close().await;
    }
}

#[test]
fn names_are_unique_in_the_whole_house() {
    let mut seen = BTreeSet::new();
    for slice in site::slices() {
        let migrations = slice.migrations.iter().map(|migration| migration.name);
        for name in migrations.chain(slice.tables.iter().map(|table| table.name)) {
            assert!(seen.insert(name.to_owned()), "{name} stands twice");
        }
        for prefix in (slice.projectors)().iter().map(|(prefix, _)| *prefix) {
            assert!(seen.insert(format!("{prefix}/")), "two know the streams of {prefix}");
        }
        for fact in (slice.facts)() {
            assert!(seen.insert(fact.to_owned()), "{fact} stands twice");
        }
    }
}

#[test]
fn every_kind_of_fact_is_known_to_a_projector() {
    let prefixes: BTreeSet<&str> = site::slices()
        .into_iter()
        .flat_map(|slice| (slice.projectors)())
        .map(|(prefix, _)| prefix)
        .collect();
    for fact in site::slices().into_iter().flat_map(|slice| (slice.facts)()) {
        let own = accounts::FACT_KINDS.iter().find(|(_, kind)| *kind == fact);
        let stream = own.map_or_else(|| fact.split('.').next().unwrap(), |(stream, _)| stream);
        assert!(prefixes.contains(stream), "nobody knows the streams of {fact}");
    }
}

#[test]
fn every_word_is_there_in_both_languages() {
    assert_eq!(site::book().unwrap().gaps(), Vec::<String>::new());
}

fn page(lang: Lang, path: &'static str) -> Page {
    let face = Face::new(site::book().unwrap(), Setting::default(), [7; 32], Chance::seeded(7));
    let mut headers = HeaderMap::new();
    let cookie = format!("{}={}", web::cookies::LANG, lang.code());
    headers.insert("cookie", cookie.parse().unwrap());
    Page::new(Visit::read(&face, &Method::GET, &Uri::from_static(path), &headers))
}

#[test]
fn every_sample_of_a_page_renders_in_both_languages() {
    for lang in Lang::ALL {
        let page = page(lang, "/");
        let samples = [web::styleguide::samples(&page), site::samples(&page)].concat();
        let mut names = BTreeSet::new();
        for sample in samples {
            let html = sample.html.as_str();
            assert!(names.insert(sample.name), "two samples are called {}", sample.name);
            assert!(html.len() > 40, "{} is empty", sample.name);
            // A key without words is shown as [key].
            let missing = html.split('[').skip(1).find(|rest| {
                let key = rest.split(']').next().unwrap_or_default();
                key.contains('-') && key.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-')
            });
            assert_eq!(missing.map(|rest| rest.split(']').next()), None, "{}", sample.name);
        }
        assert!(names.len() > 50, "{} samples", names.len());
    }
}
