//! Banned calls that clippy cannot see: doors around the store, changes to the journal, numbers
//! of the law, I/O in pure crates. Time and chance are clippy's affair: `clippy.toml`.

use super::Finding;
use super::source::{Source, Token};
use super::tiers::MOTTO;
use crate::tree::{Tree, is_test};

/// The one file that may touch journal rows: it writes and reads whole copies.
const JOURNAL_ROOM: &str = "crates/ground/store/src/backup.rs";
/// Crates that never meet the world.
const PURE: [&str; 3] =
    ["crates/ground/kernel/src", "crates/ground/calendar/src", "crates/ground/rulebook/src"];
/// Rooms of `std` that meet it.
const WORLD: [&str; 6] = ["fs", "net", "env", "io", "thread", "process"];
/// Spans of time that a law counts in.
const SPANS: [&str; 8] =
    ["days", "weeks", "months", "years", "try_days", "try_weeks", "try_months", "try_years"];

/// All banned calls.
pub fn check(tree: &Tree) -> Vec<Finding> {
    let mut found = Vec::new();
    for (path, text) in tree.rust() {
        let Ok(source) = Source::read(text) else { continue };
        let in_house = path.starts_with("crates/") && !is_test(path);
        if !in_house {
            continue;
        }
        let tokens = source.code();
        found.extend(sqlx(path, &tokens));
        found.extend(tokens.iter().filter(|t| t.string).flat_map(|t| journal(path, t)));
        if PURE.iter().any(|folder| path.starts_with(folder)) {
            found.extend(world(path, &tokens));
        }
        if counts_for_the_law(path) {
            found.extend(law_numbers(path, &tokens));
        }
    }
    for (path, text) in tree.ending(".sql") {
        for (at, line) in text.lines().enumerate() {
            let token = Token { text: line.to_owned(), string: true, line: at + 1, last: at + 1 };
            found.extend(journal(path, &token));
        }
    }
    found
}

fn sqlx(path: &str, tokens: &[&Token]) -> Vec<Finding> {
    if path.starts_with("crates/ground/store/") {
        return Vec::new();
    }
    let calls = tokens.windows(2).filter(|pair| !pair[0].string && pair[0].text == "sqlx");
    calls
        .filter(|pair| pair[1].text == ":")
        .map(|pair| {
            let fix = "ask `store`: it is the only door to a database";
            Finding::new("sqlx", (path, pair[0].line), "`sqlx::` outside the store", fix)
        })
        .collect()
}

fn journal(path: &str, token: &Token) -> Option<Finding> {
    if path == JOURNAL_ROOM {
        return None;
    }
    let sql: String = token.text.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase();
    let banned =
        ["update journal ", "delete from journal", "drop table journal", "truncate journal"];
    let what = banned.iter().find(|words| format!("{sql} ").contains(**words))?;
    let what = format!("SQL that says `{}`", what.trim().to_uppercase());
    let fix = "the journal is only ever added to: write a fact that says what is so now";
    Some(Finding::new("journal", (path, token.line), what, fix))
}

fn world(path: &str, tokens: &[&Token]) -> Vec<Finding> {
    let mut found = Vec::new();
    for (at, token) in tokens.iter().enumerate() {
        let next = |n: usize| tokens.get(at + n).map_or("", |token| token.text.as_str());
        if token.string || token.text != "std" || next(1) != ":" || next(2) != ":" {
            continue;
        }
        let rest = &tokens[at + 3..];
        // `std::fs`, or `std::{…, fs, …}` up to its brace.
        let names: Vec<&&Token> = match next(3) {
            "{" => rest.iter().take_while(|token| token.text != "}").collect(),
            _ => rest.iter().take(1).collect(),
        };
        for name in names.iter().filter(|name| WORLD.contains(&name.text.as_str())) {
            let what = format!("`std::{}` in a pure crate", name.text);
            let fix = "take what it would read as a parameter";
            found.push(Finding::new("pure", (path, name.line), what, fix));
        }
    }
    found
}

/// Subjects and the crate that keeps duties: where a number of the law would be tempting.
fn counts_for_the_law(path: &str) -> bool {
    let Some(rest) = path.strip_prefix("crates/") else { return false };
    let folder = rest.split('/').next().unwrap_or_default();
    MOTTO.contains(&folder) || rest.starts_with("common/duties/")
}

fn law_numbers(path: &str, tokens: &[&Token]) -> Vec<Finding> {
    let mut found = Vec::new();
    let text = |at: usize| tokens.get(at).map_or("", |token| token.text.as_str());
    for (at, token) in tokens.iter().enumerate().filter(|(_, token)| !token.string) {
        let number = |at: usize| {
            let first = text(at).chars().next();
            first.is_some_and(|c| c.is_ascii_digit()) && tokens.get(at).is_some_and(|t| !t.string)
        };
        // `.days(10)`: a method with a literal; `Term { value: 10, … }`: a term made by hand.
        let span = SPANS.contains(&token.text.as_str())
            && at > 0
            && text(at - 1) == "."
            && text(at + 1) == "("
            && number(at + 2);
        let term = token.text == "Term" && text(at + 1) == "{" && (number(at + 4));
        if span || term {
            let what = format!("a span of time in figures: `{}`", token.text);
            let fix = "ask the rulebook by the rule's id; a span of the page's own, not of the \
                       law, says so: `// tidy: allow(law): <why>`";
            found.push(Finding::new("law", (path, token.line), what, fix));
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(path: &str, code: &str) -> Vec<&'static str> {
        check(&Tree::of(&[(path, code)])).iter().map(|finding| finding.check).collect()
    }

    #[test]
    fn the_store_is_the_only_door() {
        let code = "//! sqlx::query in words\nfn a() { sqlx::query(\"\"); }\n";
        assert_eq!(found("crates/check/petitions/src/store.rs", code), ["sqlx"]);
        assert!(found("crates/ground/store/src/query.rs", code).is_empty());
        assert!(found("crates/check/petitions/tests/store.rs", code).is_empty());
    }

    #[test]
    fn the_journal_is_only_added_to() {
        let code = "const A: &str = \"DELETE\\n  FROM journal WHERE n = 1\";\n";
        assert_eq!(found("crates/ground/store/src/seal.rs", code), ["journal"]);
        assert!(found(JOURNAL_ROOM, code).is_empty());
        let reading = "const A: &str = \"SELECT n FROM journal\";\n";
        assert!(found("crates/ground/store/src/seal.rs", reading).is_empty());
        let sql = [("crates/check/petitions/migrations/1.sql", "update journal set kind = 1;\n")];
        assert_eq!(check(&Tree::of(&sql)).len(), 1);
        let view =
            [("crates/check/petitions/migrations/1.sql", "update journal_view set a = 1;\n")];
        assert!(check(&Tree::of(&view)).is_empty());
    }

    #[test]
    fn pure_crates_do_not_meet_the_world() {
        let code = "use std::{collections::BTreeMap, fs};\nfn a() { std::env::args(); }\n";
        assert_eq!(found("crates/ground/calendar/src/lib.rs", code), ["pure", "pure"]);
        assert!(found("crates/ground/store/src/lib.rs", code).is_empty());
    }

    #[test]
    fn numbers_of_the_law_stay_in_the_rules() {
        let path = "crates/check/petitions/src/petition.rs";
        assert_eq!(found(path, "fn a() { let d = s.days(10); }\n"), ["law"]);
        assert_eq!(found(path, "fn a() { let t = Term { value: 10, unit: U }; }\n"), ["law"]);
        assert!(found(path, "fn a() { let d = s.days(rule.value); days(3); }\n").is_empty());
        assert!(found("crates/ground/web/src/words.rs", "fn a() { s.days(10); }\n").is_empty());
    }
}
