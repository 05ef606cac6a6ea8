//! Every route has its row, every row its route, and every address that is none says so kindly.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use acceptance::House;
use acceptance::http::Request;
use acceptance::program::root;

/// Path to the methods that its rows declare.
fn declared() -> BTreeMap<&'static str, BTreeSet<&'static str>> {
    let mut all: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for (method, path, _) in site::slices().into_iter().flat_map(|slice| (slice.routes)()) {
        assert!(all.entry(path).or_default().insert(method), "{method} {path} stands twice");
    }
    all
}

/// Rows that one handler serves under a wildcard.
const STEPS: [&str; 19] = [
    "/api/v1/petitions/{code}/steps/{step}",
    "/api/v1/denunciations/{entry}/steps/{step}",
    "/api/v1/visits/{visit}/steps/{step}",
    "/api/v1/needs/{need}/steps/{step}",
    "/api/v1/questions/{question}/steps/{step}",
    "/api/v1/promises/{promise}/steps/{step}",
    "/can-bo/don/{code}/{step}",
    "/can-bo/to-cao/{entry}/{step}",
    "/can-bo/tiep-dan/phien/{session}/{step}",
    "/can-bo/tiep-dan/luot/{visit}/{step}",
    "/can-bo/hop-thon/{village}/{step}",
    "/can-bo/doi-thoai/buoi/{dialogue}/{step}",
    "/can-bo/doi-thoai/cau/{question}/{step}",
    "/can-bo/cam-ket/viec/{promise}/{step}",
    "/can-bo/ve-co-so/buoi/{trip}/{step}",
    "/can-bo/ve-co-so/dieu/{need}/{step}",
    "/can-bo/hoi-nghi/buoi/{conference}/{step}",
    "/can-bo/hoi-nghi/cau/{inquiry}/{step}",
    "/can-bo/ket-luan/viec/{conclusion}/{step}",
];

#[tokio::test]
async fn each_row_is_routed_with_just_its_methods() {
    let house = House::open(store::Engine::Sqlite).await;
    let mut anybody = house.visitor();
    for (path, methods) in declared() {
        let shown = path.replace(['{', '}'], "");
        let got = anybody.send(Request::new("PROPFIND", &shown)).await;
        assert_eq!(got.status, 405, "{path} is not routed: {}", got.body);
        let allow = got.header("allow").unwrap_or_default().to_owned();
        let allowed: BTreeSet<&str> = allow.split(',').filter(|one| *one != "HEAD").collect();
        assert_eq!(allowed, methods, "{path}");
    }
    house.end().await;
}

#[test]
fn each_route_in_the_code_has_a_row() {
    let rows = declared();
    let mut seen = 0;
    // A witness is a server of its own, without officers or residents.
    let elsewhere = root().join("crates/common/ledger/src/witness");
    let ours = |file: &PathBuf| !file.starts_with(&elsewhere);
    for file in sources(&root().join("crates")).into_iter().filter(ours) {
        let text = std::fs::read_to_string(&file).unwrap();
        let code = text.split("#[cfg(test)]").next().unwrap();
        for part in code.split(".route(").skip(1) {
            let Some(rest) = part.trim_start().strip_prefix('"') else { continue };
            let path = rest.split('"').next().unwrap();
            seen += 1;
            let known = rows.contains_key(path) || STEPS.contains(&path);
            assert!(known, "{} routes {path}, which has no row", file.display());
        }
    }
    assert!(seen > 40, "the sources are read: {seen}");
}

fn sources(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() && path.file_name().is_some_and(|name| name != "tests") {
            found.extend(sources(&path));
        } else if path.extension().is_some_and(|ending| ending == "rs") {
            found.push(path);
        }
    }
    found
}

/// Whether an address is that of a row, or the beginning of one.
fn begins(row: &str, address: &str) -> bool {
    let mut row = row.split('/');
    address.split('/').all(|part| row.next().is_some_and(|one| one == part || one.starts_with('{')))
}

#[test]
fn each_address_that_a_document_names_is_there() {
    let rows = declared();
    let first = |path: &str| path.split('/').nth(1).unwrap_or_default().to_owned();
    let ours: BTreeSet<String> = rows.keys().map(|row| first(row)).collect();
    let mut seen = 0;
    for entry in std::fs::read_dir(root().join("docs")).unwrap() {
        let file = entry.unwrap().path();
        if file.extension().is_none_or(|ending| ending != "md") {
            continue;
        }
        let text = std::fs::read_to_string(&file).unwrap();
        for part in text.split("`/").skip(1) {
            let typed = part.split(['`', '?', '#', '…']).next().unwrap_or_default();
            let address = format!("/{}", typed.trim_end_matches('/'));
            // The rest of an address, `/tep`, is said beside its beginning.
            if !ours.contains(&first(&address)) {
                continue;
            }
            seen += 1;
            let there = rows.keys().any(|row| begins(row, &address));
            assert!(there, "{} names {address}", file.display());
        }
    }
    assert!(seen > 20, "the documents are read: {seen}");
}

#[tokio::test]
async fn what_is_no_address_is_not_found_in_the_reader_s_language() {
    let house = House::open(store::Engine::Sqlite).await;
    let mut anybody = house.visitor();
    for path in ["/khong-co", "/can-bo/khong-co", "/don/a/b/c", "/can-bo/don/x/khong-co/y"] {
        let page = anybody.get(path).await;
        page.says(404, "Không có trang").says(404, "<html lang=\"vi\"");
    }
    let json = anybody.get("/api/v1/khong-co").await;
    assert_eq!((json.status, json.json()["code"].as_str()), (404, Some("not-found")));
    let mut english = house.visitor();
    english.cookies.insert(web::cookies::LANG.into(), "en".into());
    english.get("/khong-co").await.says(404, "<html lang=\"en\"");
    house.end().await;
}
