//! What the program must have no room for: a person's political attitude, religion, ethnicity,
//! loyalty, or who denounced a wrong. Names of columns and fields are looked at, not prose.

use super::Finding;
use super::source::Source;
use crate::tree::{Tree, is_test};

/// Parts of a name that stand for such a field; a name is split at `_`.
const BANNED: &[&[&str]] = &[
    &["ethnic"],
    &["ethnicity"],
    &["dan", "toc"],
    &["religion"],
    &["religious"],
    &["ton", "giao"],
    &["political"],
    &["politics"],
    &["chinh", "kien"],
    &["loyalty"],
    &["loyal"],
    &["party", "member"],
    &["dang", "vien"],
    &["attitude"],
    &["thai", "do"],
    &["sentiment"],
    &["denouncer"],
    &["whistleblower"],
    &["nguoi", "to", "cao"],
];

const FIX: &str = "there is no such field: keep what the law asks for and nothing about the \
                   person's mind";

/// Columns in migrations and names in code.
pub fn check(tree: &Tree) -> Vec<Finding> {
    let mut found = Vec::new();
    for (path, text) in tree.ending(".sql") {
        for (at, line) in text.lines().enumerate() {
            let code = line.split("--").next().unwrap_or_default();
            let names = code.split(|c: char| !c.is_alphanumeric() && c != '_');
            found.extend(names.filter(|name| banned(name)).map(|name| say(path, at + 1, name)));
        }
    }
    for (path, text) in tree.rust().filter(|(path, _)| path.starts_with("crates/")) {
        let Ok(source) = Source::read(text) else { continue };
        if is_test(path) {
            continue;
        }
        for token in source.code().into_iter().filter(|token| names_a_field(token)) {
            let names = token.text.split(|c: char| !c.is_alphanumeric() && c != '_');
            let bad = names.filter(|name| banned(name));
            found.extend(bad.map(|name| say(path, token.line, name)));
        }
    }
    found
}

/// Identifiers, and strings that make or fill tables.
fn names_a_field(token: &super::source::Token) -> bool {
    let upper = token.text.to_uppercase();
    !token.string
        || ["CREATE TABLE", "ALTER TABLE", "INSERT INTO"].iter().any(|sql| upper.contains(sql))
}

fn banned(name: &str) -> bool {
    let lower = name.to_lowercase();
    let parts: Vec<&str> = lower.split('_').collect();
    BANNED.iter().any(|words| parts.windows(words.len()).any(|part| part == *words))
}

fn say(path: &str, line: usize, name: &str) -> Finding {
    Finding::new("columns", (path, line), format!("a place to keep `{name}`"), FIX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_column_is_found_wherever_it_is_declared() {
        let files = [
            (
                "crates/a/migrations/1.sql",
                "CREATE TABLE p (\n  ton_giao TEXT, -- why\n  a TEXT);\n",
            ),
            ("crates/a/src/store.rs", "struct P { Religion_code: u8, name: u8 }\n"),
            ("crates/a/src/sql.rs", "const S: &str = \"ALTER TABLE p ADD loyalty_score INT\";\n"),
        ];
        let found = check(&Tree::of(&files));
        let names: Vec<&str> = found.iter().map(|f| f.what.as_str()).collect();
        assert_eq!(names.len(), 3, "{names:?}");
        assert!(names[0].contains("ton_giao"));
    }

    #[test]
    fn prose_and_other_words_are_left_alone() {
        let text = "//! no religion here\nconst S: &str = \"no religion\";\n\
                    fn royalty(danh: u8, toc_do: u8) {}\n";
        assert!(check(&Tree::of(&[("crates/a/src/a.rs", text)])).is_empty());
    }
}
