//! Every page and every sample of a page, in both languages: the checker finds nothing, nothing
//! scrolls sideways, and a first visit is light. Small and wide, light and dark are spread over
//! the languages, so that each is seen and two cores are done in minutes.

use std::collections::BTreeSet;

use e2e::audit::{faults, weight};
use e2e::browser::Browser;

use super::{commune, journey, sign_in};

const LANGS: [&str; 2] = ["vi", "en"];
const SMALL: (u32, u32) = (360, 740);
const WIDE: (u32, u32) = (1280, 900);

/// Sizes and grounds in which a language is looked at; `true` is dark.
fn looks(lang: &str) -> &'static [((u32, u32), bool)] {
    match lang {
        "vi" => &[(SMALL, false), (WIDE, true)],
        _ => &[(SMALL, false), (WIDE, false)],
    }
}

/// The most that a first visit may weigh, fonts apart.
const LIGHT: u64 = 60_000;

/// Looks at the shown page in the sizes and on the grounds of its language.
async fn look(browser: &Browser, name: &str, lang: &str, found: &mut Vec<String>) {
    for ((width, height), dark) in looks(lang) {
        browser.size(*width, *height).await;
        browser.dark(*dark).await;
        let ground = if *dark { "dark" } else { "light" };
        for fault in faults(browser).await {
            found.push(format!("{name} in {lang}, {width} px, {ground}: {fault}"));
        }
    }
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
    let file = path.contains('{') || path.ends_with(".ics");
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
    speak(browser, lang).await;
    for name in names {
        browser.go(&format!("/mau/{name}")).await;
        look(browser, name, lang, &mut found).await;
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
            for path in open.iter().chain(&more) {
                browser.go(path).await;
                let bytes = weight(&browser).await;
                if bytes >= LIGHT {
                    found.push(format!("{path} in {lang} weighs {bytes} bytes"));
                }
                look(&browser, path, lang, &mut found).await;
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
