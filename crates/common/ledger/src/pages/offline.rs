//! `/nhat-ky-cong-khai/kiem-dau.html`: one file that checks receipts without network, from a stick
//! too. It carries its own words, style and script, and may ask nothing of any server: so says the
//! policy inside it, which goes with every copy.

use std::collections::BTreeMap;
use std::sync::{Arc, LazyLock};

use accounts::{Answer, App};
use axum::Extension;
use axum::extract::State;
use axum::http::header::{CONTENT_SECURITY_POLICY, CONTENT_TYPE};
use axum::response::IntoResponse as _;
use serde::Serialize;
use sha2::{Digest, Sha256};
use units::Gazetteer;
use web::styleguide::Sample;
use web::{Html, Lang, Page, Words};

use crate::keys::Keys;
use crate::log::Log;
use crate::note::base64;

const SKELETON: &str = include_str!("../../../../../assets/check/page.html");
const STYLE: &str = include_str!("../../../../../assets/check/page.css");
const SCRIPTS: [&str; 4] = [
    include_str!("../../../../../assets/check/hash.js"),
    include_str!("../../../../../assets/check/curve.js"),
    include_str!("../../../../../assets/check/receipt.js"),
    include_str!("../../../../../assets/check/page.js"),
];
static SCRIPT: LazyLock<String> = LazyLock::new(|| SCRIPTS.concat());

/// What the page may do: run this script, use this style, and nothing else.
static POLICY: LazyLock<String> = LazyLock::new(|| {
    let hash = |text: &str| base64(&Sha256::digest(text));
    format!(
        "default-src 'none'; script-src 'sha256-{}'; style-src 'sha256-{}'; base-uri 'none'; \
         form-action 'none'",
        hash(&SCRIPT),
        hash(STYLE)
    )
});

/// Sentences of the page, in both languages in every copy.
const SAID: &[&str] = &[
    "offline-title",
    "offline-lede",
    "offline-text",
    "offline-file",
    "offline-expected",
    "offline-expected-note",
    "offline-log",
    "offline-former",
    "offline-unit",
    "offline-witnesses",
    "offline-words",
    "offline-check",
    "offline-save",
    "offline-no-key",
    "offline-log-unknown",
    "offline-bad-foreign",
    "check-good",
    "check-good-leaf",
    "check-good-known",
    "check-good-former",
    "check-good-words",
    "check-good-spoken",
    "check-witnessed",
    "check-unwitnessed",
    "check-stranger",
    "check-bad-unreadable",
    "check-bad-altered",
    "check-bad-forged",
    "check-bad-wrong-unit",
    "check-bad-other-words",
    "proof-kind-petition-received",
    "proof-kind-petition-sent",
    "proof-kind-promise-made",
    "proof-kind-question-answered",
];

/// What a copy knows of the office it was taken from; its reader compares it with what is posted.
#[derive(Clone, Default, Serialize)]
struct Known {
    log: String,
    former: Vec<String>,
    unit: String,
    witnesses: Vec<String>,
}

/// What the script reads.
#[derive(Serialize)]
struct Data {
    words: BTreeMap<&'static str, BTreeMap<&'static str, String>>,
    units: BTreeMap<String, String>,
    known: Known,
}

/// The sentences with a hole for each value, which the script fills.
fn said(words: &Words) -> BTreeMap<&'static str, String> {
    let holes = ["what", "code", "unit", "day", "leaf", "size", "log", "name", "at", "spoken"];
    let holes = holes.map(|name| (name, format!("{{{name}}}")));
    SAID.iter().map(|key| (*key, words.tn(key, &holes))).collect()
}

/// Fills the skeleton: what stands in braces is a name.
fn filled(value: impl Fn(&str) -> String) -> String {
    let mut parts = SKELETON.split('{');
    let mut page = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let (name, rest) = part.split_once('}').unwrap_or((part, ""));
        page.push_str(&value(name));
        page.push_str(rest);
    }
    page
}

/// The file in the reader's language; it changes to the other by itself.
fn file(words: &Words, known: Known, units: BTreeMap<String, String>) -> String {
    let both = Lang::ALL.map(|lang| (lang.code(), said(&words.book().words(lang))));
    let data = Data { words: BTreeMap::from(both), units, known };
    // As a part of a page: no text ends the element that holds it.
    let data = serde_json::to_string(&data).unwrap_or_default().replace('<', "\\u003c");
    filled(|name| match name {
        "lang" => words.lang().code().to_owned(),
        "policy" => POLICY.clone(),
        "style" => STYLE.to_owned(),
        "script" => SCRIPT.clone(),
        "data" => data.clone(),
        "noscript" => Html::escape(words.t("offline-no-script")).to_string(),
        name => Html::escape(words.t(format!("offline-{name}"))).to_string(),
    })
}

/// `GET /nhat-ky-cong-khai/kiem-dau.html`
pub(super) async fn show(
    State(app): State<Arc<App>>,
    Extension(log): Extension<Log>,
    page: Page,
) -> Answer {
    let keys = Keys::read(log.store()).await?;
    let unit = app.instance().map(|instance| instance.unit.clone()).unwrap_or_default();
    let units = units_of(&unit);
    let known = Known {
        log: keys.own_text().unwrap_or_default(),
        former: keys.former_texts(),
        // Of an office above others a receipt may be of any unit below it.
        unit: if units.len() == 1 { unit } else { String::new() },
        witnesses: keys.witnesses.into_iter().map(|one| one.verifier).collect(),
    };
    let headers = [
        (CONTENT_TYPE, "text/html; charset=utf-8".to_owned()),
        (CONTENT_SECURITY_POLICY, format!("{}; frame-ancestors 'none'", *POLICY)),
    ];
    Ok((headers, file(page.w(), known, units)).into_response())
}

/// The unit and those below it, by code: for others the code has to do.
fn units_of(unit: &str) -> BTreeMap<String, String> {
    let gazetteer = Gazetteer::shared();
    let Some(own) = gazetteer.current(unit) else { return BTreeMap::new() };
    let below = gazetteer.children(own.id(), None);
    std::iter::once(own).chain(below).map(|unit| (unit.id().code(), unit.phrase())).collect()
}

pub(super) fn samples(page: &Page) -> Vec<Sample> {
    let known = Known { unit: "20836".into(), ..Known::default() };
    let html = Html::trusted(file(page.w(), known, units_of("20836")));
    vec![Sample { name: "log-offline", html }]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_skeleton_has_words_for_every_hole_and_the_script_for_every_sentence() {
        let mut names = std::cell::RefCell::new(Vec::new());
        filled(|name| {
            names.borrow_mut().push(name.to_owned());
            String::new()
        });
        let own = ["lang", "policy", "style", "script", "data", "noscript"];
        for name in names.get_mut().iter().filter(|name| !own.contains(&name.as_str())) {
            assert!(SAID.contains(&format!("offline-{name}").as_str()), "{name}");
        }
        for part in SCRIPTS.iter().flat_map(|script| script.split("said('").skip(1)) {
            let key = part.split('\'').next().unwrap_or_default();
            assert!(SAID.contains(&key), "{key}");
        }
        for part in SKELETON.split("data-t=\"").skip(1) {
            let key = part.split('"').next().unwrap_or_default();
            assert!(SAID.contains(&key), "{key}");
        }
    }

    #[test]
    fn the_script_asks_nothing_of_any_server_and_ends_nowhere_early() {
        for word in ["fetch", "XMLHttpRequest", "WebSocket", "import(", "sendBeacon", "</script"] {
            assert!(!SCRIPT.contains(word), "{word}");
        }
        assert!(!STYLE.contains("url(") && !STYLE.contains("</style"));
        assert!(!SKELETON.contains("src=") && !SKELETON.contains("href="));
    }
}
