//! Kinds of facts: what code declares, `docs/facts.md` explains, and the reverse. The journal is
//! read for decades; a kind that nobody can look up is a kind lost.

use std::collections::BTreeMap;

use super::Finding;
use super::source::Source;
use crate::tree::{Tree, is_test};

/// The list for people.
const LIST: &str = "docs/facts.md";

/// Small rooms that keep their kinds of facts beside the acts.
const ROOMS: &[&str] =
    &["accounts/src/absence/mod.rs", "accounts/src/feed/mod.rs", "petitions/src/views/mod.rs"];

/// Kinds without an entry, entries without a kind.
pub fn check(tree: &Tree) -> Vec<Finding> {
    let declared = declared(tree);
    let text = tree.text(LIST).unwrap_or_default();
    let mut listed: BTreeMap<String, usize> = BTreeMap::new();
    let mut found = Vec::new();
    for (at, line) in text.lines().enumerate() {
        // A row of a table whose first cell is the kind.
        let Some(kind) = line.strip_prefix("| `").and_then(|rest| rest.split('`').next()) else {
            continue;
        };
        if listed.insert(kind.to_owned(), at + 1).is_some() {
            let what = format!("`{kind}` stands here twice");
            found.push(Finding::new("facts", (LIST, at + 1), what, "keep one row"));
        }
    }
    for (kind, (path, line)) in &declared {
        if !listed.contains_key(kind) {
            let what = format!("the fact `{kind}` is not in {LIST}");
            let fix = format!("add a row: | `{kind}` | what happened |");
            found.push(Finding::new("facts", (path, *line), what, fix));
        }
    }
    for (kind, line) in &listed {
        if !declared.contains_key(kind) {
            let what = format!("no code declares the fact `{kind}`");
            found.push(Finding::new("facts", (LIST, *line), what, "remove the row, or mend it"));
        }
    }
    found
}

/// Strings shaped like `petition.received` in the files where facts stand, and wherever a fact is
/// made from a string.
fn declared(tree: &Tree) -> BTreeMap<String, (String, usize)> {
    let mut kinds = BTreeMap::new();
    let files = tree.rust().filter(|(path, _)| path.contains("/src/") && !is_test(path));
    for (path, text) in files.filter(|(path, _)| path.starts_with("crates/")) {
        let Ok(source) = Source::read(text) else { continue };
        let room = path.ends_with("/facts.rs")
            || path.contains("/facts/")
            || path == "crates/ground/store/src/laws.rs"
            || ROOMS.iter().any(|room| path.contains(room));
        let tokens = source.code();
        for (at, token) in tokens.iter().enumerate().filter(|(_, token)| token.string) {
            let made = at > 4 && token_names(&tokens[at - 5..at], "Fact::new(");
            if (room || made) && is_kind(&token.text) {
                kinds.entry(token.text.clone()).or_insert((path.to_owned(), token.line));
            }
        }
    }
    kinds
}

fn token_names(tokens: &[&super::source::Token], text: &str) -> bool {
    tokens.iter().map(|token| token.text.as_str()).collect::<String>() == text
}

/// `thing.happened`: two lower-case words, each perhaps with `_`.
fn is_kind(text: &str) -> bool {
    let word = |part: &str| {
        part.starts_with(|c: char| c.is_ascii_lowercase())
            && part.chars().all(|c| c.is_ascii_lowercase() || c == '_')
    };
    text.split_once('.').is_some_and(|(thing, event)| word(thing) && word(event))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_is_explained_and_nothing_else() {
        let found = check(&Tree::of(&[
            (
                "crates/a/src/facts.rs",
                "pub const A: &str = \"a.made\";\nconst T: &str = \"A.b\";\n",
            ),
            ("crates/a/src/b.rs", "fn b() { Fact::new(\"b.made\", 1, &()); x(\"c.made\"); }\n"),
            (LIST, "| fact | what |\n|---|---|\n| `a.made` | made |\n| `d.made` | made |\n"),
        ]));
        let words: Vec<&str> = found.iter().map(|finding| finding.what.as_str()).collect();
        let missing = "the fact `b.made` is not in docs/facts.md";
        assert_eq!(words, [missing, "no code declares the fact `d.made`"]);
    }
}
