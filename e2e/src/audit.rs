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

const RUN: &str = "
const done = arguments[arguments.length - 1];
const values = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
axe.run({ runOnly: { type: 'tag', values }, resultTypes: ['violations'] }).then(
  (result) => done(result.violations.flatMap((v) => v.nodes.map((n) =>
    `${v.id} at ${n.target.join(' ')}: ${n.html.slice(0, 120)}`))),
  (error) => done([`axe failed: ${error}`]));";

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

/// What is wrong with the page that the browser shows, each fault in one line.
///
/// # Panics
/// When the browser does not answer.
pub async fn faults(browser: &Browser) -> Vec<String> {
    let source = std::fs::read_to_string(checker()).expect("the checker");
    if browser.run("return typeof axe").await == "undefined" {
        browser.run(&source).await;
    }
    let mut faults = lines(browser.run_async(RUN).await);
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
