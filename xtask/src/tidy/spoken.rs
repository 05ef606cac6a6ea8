//! Keys that a helper puts together from a beginning and a value: each beginning stands in the test
//! that asks for the words of every value. Whether a list is whole is for that test to say.

use std::collections::BTreeSet;

use super::source::{Source, Token};
use super::{Finding, words};
use crate::tree::{Tree, is_test};

/// The test that holds every value of every closed list against the words.
const TEST: &str = "crates/front/site/tests/spoken.rs";

/// Beginnings in code that the test does not name.
pub fn check(tree: &Tree) -> Vec<Finding> {
    let test = tree.text(TEST).unwrap_or_default();
    let known: BTreeSet<&str> = test.split('"').collect();
    let helpers = words::helpers(tree);
    let keys: BTreeSet<&str> = tree
        .ending(".ftl")
        .flat_map(|(_, text)| text.lines())
        .filter_map(|line| Some(line.split_once(" =")?.0))
        .collect();
    // What no key begins with is a word of something else: a name of a tag, a column.
    let missing = |word: &str, at| {
        let mut keys = keys.iter().filter_map(|key| key.strip_prefix(word));
        let begins = keys.any(|rest| rest.starts_with('-'));
        let what = format!("`{word}-…` is put together, and no test asks for each of its values");
        let fix = format!("add its closed list to {TEST}");
        (begins && !known.contains(word)).then(|| Finding::new("spoken", at, what, fix))
    };
    let mut found = Vec::new();
    for (path, text) in tree.rust().filter(|(path, _)| path.starts_with("crates/")) {
        let Ok(source) = Source::read(text) else { continue };
        let tokens = if is_test(path) { Vec::new() } else { source.code() };
        for token in beginnings(&tokens, &helpers) {
            found.extend(missing(&token.text, (path, token.line)));
        }
    }
    for (path, text) in tree.ending(".html").filter(|(path, _)| path.starts_with("crates/")) {
        for (at, line) in text.lines().enumerate() {
            for helper in &helpers {
                let call = format!("{helper}(\"");
                for rest in line.split(call.as_str()).skip(1) {
                    let Some((word, rest)) = rest.split_once("\", ") else { continue };
                    if !rest.starts_with('"') {
                        found.extend(missing(word, (path, at + 1)));
                    }
                }
            }
        }
    }
    found
}

/// The string before a value in each call of a helper: `said(page, "state", state.word())`.
fn beginnings<'t>(tokens: &[&'t Token], helpers: &[String]) -> Vec<&'t Token> {
    let mut found = Vec::new();
    for (at, token) in tokens.iter().enumerate() {
        if token.string || !helpers.contains(&token.text) {
            continue;
        }
        let mut depth = 0;
        for three in tokens[at + 1..].windows(3) {
            match three[0].text.as_str() {
                "(" if !three[0].string => depth += 1,
                ")" if !three[0].string => depth -= 1,
                _ => {}
            }
            if depth == 0 {
                break;
            }
            let before = three[0].string && !three[1].string && three[1].text == ",";
            if depth == 1 && before && !three[2].string {
                found.push(three[0]);
                break;
            }
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_beginning_needs_its_list() {
        let code = "fn f() { g(key(\"way\", one.word())); key(\"day\", \"due\"); \
                    said(page, \"state\", a(b)); key(of, word); \
                    key(\"tag\", bytes); }\n";
        let tree = Tree::of(&[
            ("xtask/words.toml", "helpers = [\"key\", \"said\"]\n"),
            (TEST, "(\"state\", all!(State)),\n"),
            ("locales/vi/a.ftl", "way-a = A\nsort-b = B\nstate-c = C\nday-due = D\n"),
            ("crates/a/src/a.rs", code),
            ("crates/a/templates/a.html", "{{ page.t(key(\"sort\", self.word)) }}\n"),
        ]);
        let found: Vec<String> = check(&tree).into_iter().map(|finding| finding.what).collect();
        let says = |word: &str| found.iter().any(|what| what.starts_with(&format!("`{word}-…`")));
        assert!(says("way") && says("sort"), "{found:?}");
        assert_eq!(found.len(), 2, "{found:?}");
    }
}
