//! Every page and every sample of a page, in both languages: the checker finds nothing, nothing
//! scrolls sideways, and a first visit is light. Sizes and grounds are spread over the list, so
//! that each way of looking comes round often, every sample is seen small and wide, and two cores
//! are done in minutes.

use std::collections::BTreeSet;

use e2e::audit::{bring, faults, faults_of_sight, weight};
use e2e::browser::Browser;

use super::{commune, journey, sign_in};

const LANGS: [&str; 2] = ["vi", "en"];
const SMALL: (u32, u32) = (360, 740);
const MIDDLE: (u32, u32) = (768, 1024);
const WIDE: (u32, u32) = (1280, 900);

/// A way of looking at a page: its size, and whether the ground is dark.
type Look = ((u32, u32), bool);

/// The two looks at the `n`th page of a list in a language: a small one and a wider one. The first
/// of them is by every rule of the checker, the other by those that depend on the look.
fn looks(n: usize, lang: &str) -> [Look; 2] {
    let turned = lang != LANGS[0];
    let bit = |place: usize| ((n >> place) & 1 == 1) != turned;
    let small = (SMALL, bit(0));
    let wider = (if bit(1) { MIDDLE } else { WIDE }, bit(2));
    if bit(3) { [small, wider] } else { [wider, small] }
}

#[test]
fn each_way_of_looking_comes_round() {
    for lang in LANGS {
        let mut seen: Vec<Look> = Vec::new();
        for n in 0..16 {
            let looks = looks(n, lang);
            assert_eq!(looks.iter().filter(|(size, _)| *size == SMALL).count(), 1, "{n} in {lang}");
            seen.extend(looks);
        }
        for size in [SMALL, MIDDLE, WIDE] {
            for dark in [false, true] {
                let often = seen.iter().filter(|look| **look == (size, dark)).count();
                assert!(often >= 4, "{size:?}, dark {dark}: {often} in {lang}");
            }
        }
    }
    let differ = |n| looks(n, LANGS[0]).iter().all(|look| !looks(n, LANGS[1]).contains(look));
    assert!((0..16).all(differ), "the languages look at one page in different ways");
}

/// The most that a first visit may weigh, fonts apart.
const LIGHT: u64 = 60_000;

/// Looks at the shown page; `whole` is by every rule.
async fn look(browser: &Browser, ((width, height), dark): Look, whole: bool) -> Vec<String> {
    browser.size(width, height).await;
    browser.dark(dark).await;
    let found = if whole { faults(browser).await } else { faults_of_sight(browser).await };
    let ground = if dark { "dark" } else { "light" };
    found.into_iter().map(|fault| format!("{width} px, {ground}: {fault}")).collect()
}

async fn speak(browser: &Browser, lang: &str) {
    browser.go("/").await;
    if browser.prop("html", "lang").await != lang {
        browser.follow(&format!(".views a[lang={lang}]")).await;
    }
}

/// Addresses of this site's pages that the shown page links to, without their queries.
async fn links(browser: &Browser) -> BTreeSet<String> {
    let script = "return [...document.querySelectorAll('main a[href]')]
      .filter((a) => a.origin === location.origin).map((a) => a.pathname)";
    let found = browser.run(script).await;
    let found = found.as_array().cloned().unwrap_or_default();
    found.iter().filter_map(|path| path.as_str().map(str::to_owned)).collect()
}

fn is_page(path: &str) -> bool {
    let other = ["/api", "/open311", "/assets", "/healthz", "/metrics", "/giao-dien", "/log/"];
    let files = [".ics", ".ttl", ".jsonld", ".json", ".js"];
    let file = path.contains('{') || files.iter().any(|end| path.ends_with(end));
    !file && !other.iter().any(|start| path.starts_with(start))
}

#[tokio::test(flavor = "multi_thread")]
async fn every_sample_is_sound() {
    let Some((_alone, house, browser)) = journey().await else { return };
    browser.go("/mau/all").await;
    let names = browser.words("body").await;
    let names: Vec<&str> = names.split_whitespace().collect();
    assert!(names.len() > 40, "{names:?}");
    // A browser each: neither waits for the other, and a machine has two cores.
    let second = Browser::open(&house.address).await;
    let (one, other) =
        tokio::join!(samples(&browser, LANGS[0], &names), samples(&second, LANGS[1], &names));
    let found = [one, other].concat();
    assert!(found.is_empty(), "{} faults:\n{}", found.len(), found.join("\n"));
    browser.close().await;
    second.close().await;
}

/// What is wrong with the samples of these names in one language.
async fn samples(browser: &Browser, lang: &str, names: &[&str]) -> Vec<String> {
    let mut found = Vec::new();
    bring(browser).await;
    speak(browser, lang).await;
    for (n, name) in names.iter().enumerate() {
        browser.go(&format!("/mau/{name}")).await;
        let [first, second] = looks(n, lang);
        let mut faults = look(browser, first, true).await;
        faults.extend(look(browser, second, false).await);
        found.extend(faults.into_iter().map(|fault| format!("{name} in {lang}, {fault}")));
    }
    found
}

#[tokio::test(flavor = "multi_thread")]
async fn every_page_is_sound_and_light() {
    let Some((_alone, house)) = commune().await else { return };
    let routes: Vec<&str> = site::slices()
        .iter()
        .flat_map(|slice| (slice.routes)())
        .filter(|(method, path, _)| *method == "GET" && is_page(path))
        .map(|(_, path, _)| path)
        .collect();
    let mut left: BTreeSet<&str> = routes.into_iter().collect();
    let mut found = Vec::new();
    // A reader without an account, a leader, an auditor: together they may open every page.
    for who in [None, Some("chutich"), Some("giamsat")] {
        // A browser of its own: whoever has signed in is not asked again.
        let browser = Browser::open(&house.address).await;
        bring(&browser).await;
        if let Some(login) = who {
            sign_in(&browser, &house, login).await;
        }
        let mut open = Vec::new();
        let mut more = BTreeSet::new();
        for path in left.clone() {
            browser.go(path).await;
            if browser.path().await == path && browser.status().await == 200 {
                if path.starts_with("/can-bo") {
                    let cases = links(&browser).await;
                    let kinds = ["/can-bo/don/", "/can-bo/to-cao/20"];
                    let case = |path: &String| kinds.iter().any(|kind| path.starts_with(kind));
                    more.extend(cases.into_iter().filter(case).take(2));
                }
                open.push(path.to_owned());
                left.remove(path);
            }
        }
        for case in more.clone() {
            browser.go(&case).await;
            more.extend(
                links(&browser)
                    .await
                    .into_iter()
                    .filter(|path| path.contains("/don/") || path.starts_with("/can-bo/to-cao/20")),
            );
        }
        for lang in LANGS {
            speak(&browser, lang).await;
            for (n, path) in open.iter().chain(&more).enumerate() {
                browser.go(path).await;
                let bytes = weight(&browser).await;
                if bytes >= LIGHT {
                    found.push(format!("{path} in {lang} weighs {bytes} bytes"));
                }
                // One look a language: where the first is small, the other language's is wider.
                let faults = look(&browser, looks(n, lang)[0], true).await;
                found.extend(faults.into_iter().map(|fault| format!("{path} in {lang}, {fault}")));
            }
        }
        browser.close().await;
    }
    // The page of the second factor's code stands between two others; each sign-in looks at it.
    let waits = ["/dang-nhap/ma", "/dang-nhap/lap-ma"];
    left.retain(|path| !waits.contains(path));
    assert!(left.is_empty(), "nobody could open {left:?}");
    assert!(found.is_empty(), "{} faults:\n{}", found.len(), found.join("\n"));
}
