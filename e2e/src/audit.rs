//! Looking at a page as a checker does: axe-core's rules, no sideways scrolling, little weight.

use std::path::{Path, PathBuf};

use serde_json::Value;

use crate::browser::Browser;

/// Where `script/axe` puts the checker.
fn checker() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../target/axe/axe.min.js")
}

pub(crate) fn absent() -> Option<String> {
    (!checker().exists()).then(|| "target/axe/axe.min.js (script/axe brings it)".to_owned())
}

/// Every rule: what a page is made of, and how it looks.
const WHOLE: &str = "{ type: 'tag', values:
  ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] }";
/// The rules that depend on size and ground: the rest is the same however a page is looked at.
const SEEN: &str = "{ type: 'rule', values: ['color-contrast', 'target-size'] }";

/// Asks for rules. The pages have no media and nothing else to be fetched beforehand.
fn asking(rules: &str) -> String {
    format!(
        "
const done = arguments[arguments.length - 1];
axe.run({{ runOnly: {rules}, resultTypes: ['violations'], preload: false }}).then(
  (result) => done(result.violations.flatMap((v) => v.nodes.map((n) =>
    `${{v.id}} at ${{n.target.join(' ')}}: ${{n.html.slice(0, 120)}}`))),
  (error) => done([`axe failed: ${{error}}`]));"
    )
}

/// The ends of fields that stick out, to say which part is too wide.
const WIDE: &str = "
const wide = document.documentElement.scrollWidth, room = innerWidth;
if (wide <= room) return [];
const out = [...document.querySelectorAll('body *')].filter((e) =>
  e.getBoundingClientRect().right > room + 1 && !e.closest('.box'));
return [`${wide} px wide in ${room}: ` + out.slice(0, 3).map((e) =>
  `${e.tagName.toLowerCase()}.${e.className} ${e.textContent.trim().slice(0, 40)}`).join(' | ')];";

const WEIGHT: &str = "
const all = [...performance.getEntriesByType('navigation'),
  ...performance.getEntriesByType('resource')];
const counted = all.filter((e) => !/[.]woff2$/.test(e.name) && !/[/]mau[/]/.test(e.name));
return counted.reduce((sum, e) => sum + e.decodedBodySize, 0);";

/// Brings the checker along into every page that the browser opens from now on: sent once instead
/// of page by page.
///
/// # Panics
/// When the checker is not there.
pub async fn bring(browser: &Browser) {
    let source = std::fs::read_to_string(checker()).expect("the checker");
    browser.before_each_page(&source).await;
}

/// What is wrong with the page that the browser shows, by every rule, each fault in one line.
///
/// # Panics
/// When the browser does not answer.
pub async fn faults(browser: &Browser) -> Vec<String> {
    found(browser, WHOLE).await
}

/// What is wrong with how the page looks in this size and on this ground.
///
/// # Panics
/// When the browser does not answer.
pub async fn faults_of_sight(browser: &Browser) -> Vec<String> {
    found(browser, SEEN).await
}

async fn found(browser: &Browser, rules: &str) -> Vec<String> {
    if browser.run("return typeof axe").await == "undefined" {
        let source = std::fs::read_to_string(checker()).expect("the checker");
        browser.run(&source).await;
    }
    let mut faults = lines(browser.run_async(&asking(rules)).await);
    faults.extend(lines(browser.run(WIDE).await));
    faults
}

/// Bytes of the shown page with everything it asked for, unpacked, fonts apart.
///
/// # Panics
/// When the browser does not answer.
pub async fn weight(browser: &Browser) -> u64 {
    browser.run(WEIGHT).await.as_f64().expect("a sum") as u64
}

fn lines(value: Value) -> Vec<String> {
    let all = value.as_array().cloned().unwrap_or_default();
    all.iter().filter_map(|line| line.as_str().map(str::to_owned)).collect()
}
