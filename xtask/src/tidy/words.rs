//! Screen words: every key that code asks for exists in each language, and every key that exists
//! is asked for. Whether the words are good Vietnamese is for people to say.

use std::collections::{BTreeMap, BTreeSet};

use serde::Deserialize;

use super::Finding;
use super::source::Source;
use crate::tree::{Tree, is_test};

/// How code puts keys together, where its text does not show it.
const LIST: &str = "xtask/words.toml";
/// Functions whose first argument is a key.
const ASKING: [&str; 2] = ["t", "titled"];
/// The languages, the first one leading.
const LANGUAGES: [&str; 2] = ["vi", "en"];

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Dynamic {
    /// Functions that put a beginning and a word together: `key("state", word)`.
    #[serde(default)]
    helpers: Vec<String>,
    /// Beginnings such as `weekday-`.
    #[serde(default)]
    prefixes: Vec<String>,
}

/// Key to the file and line where it stands.
type Keys = BTreeMap<String, (String, usize)>;

/// All faults of keys.
pub fn check(tree: &Tree) -> Vec<Finding> {
    let mut found = Vec::new();
    let mut used = BTreeSet::new();
    let spoken: Vec<Keys> =
        LANGUAGES.iter().map(|lang| keys(tree, lang, &mut used, &mut found)).collect();
    found.extend(unequal(&spoken));
    let all: BTreeSet<&String> = spoken.iter().flat_map(|keys| keys.keys()).collect();
    for ask in asked(tree, &mut used) {
        if !all.contains(&ask.0) {
            let what = format!("no words for the key `{}`", ask.0);
            let fix = "add it to locales/vi and locales/en, or mend the key";
            found.push(Finding::new("words", (&ask.1, ask.2), what, fix));
        }
    }
    found.extend(idle(tree, &spoken[0], &used));
    found
}

fn keys(tree: &Tree, lang: &str, used: &mut BTreeSet<String>, out: &mut Vec<Finding>) -> Keys {
    let folder = format!("locales/{lang}/");
    let mut keys = Keys::new();
    for (path, text) in tree.ending(".ftl").filter(|(path, _)| path.starts_with(&folder)) {
        for (at, line) in text.lines().enumerate().filter(|(_, line)| !line.starts_with('#')) {
            used.extend(references(line));
            let Some(key) = key(line) else { continue };
            if let Some((file, first)) = keys.get(&key) {
                let what = format!("`{key}` stands in {file}:{first} too");
                let fix = "one key, one sentence: rename one of them";
                out.push(Finding::new("words", (path, at + 1), what, fix));
            }
            keys.insert(key, (path.to_owned(), at + 1));
        }
    }
    keys
}

/// `key = …` at the beginning of a line.
fn key(line: &str) -> Option<String> {
    let (name, _) = line.split_once('=')?;
    let name = name.strip_suffix(' ').unwrap_or(name);
    let right = name.starts_with(|c: char| c.is_ascii_alphabetic())
        && name.chars().all(|c| c.is_ascii_alphanumeric() || "-_".contains(c));
    right.then(|| name.to_owned())
}

/// `{ other-key }` inside a message.
fn references(line: &str) -> impl Iterator<Item = String> {
    line.split('{').skip(1).filter_map(|rest| rest.split('}').next()).map(|s| s.trim().to_owned())
}

fn unequal(spoken: &[Keys]) -> Vec<Finding> {
    let mut found = Vec::new();
    for (mine, theirs, lang) in [(0, 1, LANGUAGES[1]), (1, 0, LANGUAGES[0])] {
        for (key, (file, line)) in &spoken[mine] {
            if !spoken[theirs].contains_key(key) {
                let what = format!("`{key}` is missing in {lang}");
                let fix = "say it in both languages";
                found.push(Finding::new("words", (file, *line), what, fix));
            }
        }
    }
    found
}

/// Keys that are certainly asked for, with their places; everything that may be a key goes to
/// `used`.
fn asked(tree: &Tree, used: &mut BTreeSet<String>) -> Vec<(String, String, usize)> {
    let mut asks = Vec::new();
    for (path, text) in tree.rust().filter(|(path, _)| path.starts_with("crates/")) {
        let Ok(source) = Source::read(text) else { continue };
        for token in source.tokens.iter().filter(|token| token.string) {
            used.insert(token.text.clone());
        }
        if is_test(path) || path.contains("/examples/") {
            continue;
        }
        for part in source.code().windows(4) {
            let call = part[0].text == "."
                && ASKING.contains(&part[1].text.as_str())
                && part[2].text == "("
                && part[3].string;
            if call {
                asks.push((part[3].text.clone(), path.to_owned(), part[3].line));
            }
        }
    }
    for (path, text) in tree.ending(".html").filter(|(path, _)| path.starts_with("crates/")) {
        for (at, line) in text.lines().enumerate() {
            used.extend(line.split('"').skip(1).map(str::to_owned));
            for name in ASKING {
                let open = format!(".{name}(\"");
                let calls = line.split(&open).skip(1).map(str::to_owned);
                let calls = calls.filter_map(|rest| Some(rest.split_once('"')?.0.to_owned()));
                asks.extend(calls.map(|key| (key, path.to_owned(), at + 1)));
            }
        }
    }
    asks
}

/// The functions that put a beginning and a word together.
pub fn helpers(tree: &Tree) -> Vec<String> {
    let text = tree.text(LIST).unwrap_or_default();
    // A list that is not readable is told by the check of the words itself.
    toml::from_str::<Dynamic>(text).map(|list| list.helpers).unwrap_or_default()
}

/// Keys that nothing asks for, and beginnings that no key has.
fn idle(tree: &Tree, keys: &Keys, used: &BTreeSet<String>) -> Vec<Finding> {
    let text = tree.text(LIST).unwrap_or_default();
    let list: Dynamic = match toml::from_str(text) {
        Ok(list) => list,
        Err(e) => return vec![Finding::new("words", (LIST, 1), e.to_string(), "mend the file")],
    };
    let frames = frames(tree, used, &list.helpers);
    // Of `petition.secret_renewed` code may take the whole or the end.
    let ends = used.iter().filter_map(|text| text.split_once('.')).map(|(_, end)| end);
    let holes = used.iter().map(String::as_str).chain(ends).map(dashed).collect();
    let mut found = Vec::new();
    for (key, (file, line)) in keys {
        let listed = list.prefixes.iter().any(|prefix| key.starts_with(prefix.as_str()));
        let made = listed || frames.iter().any(|frame| frame.makes(key, &holes));
        if !made && !used.contains(key) {
            let what = format!("nothing asks for `{key}`");
            let fix = "remove it in both languages; a key put together while running: its \
                       beginning goes into xtask/words.toml";
            found.push(Finding::new("words", (file, *line), what, fix));
        }
    }
    for prefix in &list.prefixes {
        if !keys.keys().any(|key| key.starts_with(prefix.as_str())) {
            let line = text.lines().position(|line| line.contains(prefix.as_str())).unwrap_or(0);
            let what = format!("no key begins with `{prefix}`");
            found.push(Finding::new("words", (LIST, line + 1), what, "remove the line"));
        }
    }
    found
}

/// How code puts a key together: `refusal-{}-next`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Frame {
    before: String,
    after: String,
}

impl Frame {
    /// Whether it makes the key from a number, or from a word that code has.
    fn makes(&self, key: &str, holes: &BTreeSet<String>) -> bool {
        let hole = key.strip_prefix(&self.before).and_then(|rest| rest.strip_suffix(&self.after));
        hole.is_some_and(|hole| {
            let number = !hole.is_empty() && hole.chars().all(|c| c.is_ascii_digit());
            number || holes.contains(&dashed(hole))
        })
    }
}

/// Frames that stand in code as text for `format!`, and those that helpers are called with:
/// `said(page, "state", …)` makes `state-…`.
fn frames(tree: &Tree, used: &BTreeSet<String>, helpers: &[String]) -> BTreeSet<Frame> {
    let shaped = |part: &str| part.chars().all(|c| c.is_ascii_lowercase() || c == '-');
    let mut frames = BTreeSet::new();
    for text in used {
        let Some((before, rest)) = text.split_once('{') else { continue };
        let Some((_, after)) = rest.split_once('}') else { continue };
        let joined = before.ends_with('-') || before.is_empty() && after.starts_with('-');
        if joined && shaped(before) && shaped(after) {
            frames.insert(Frame { before: before.to_owned(), after: after.to_owned() });
        }
    }
    for (path, text) in tree.rust().filter(|(path, _)| path.starts_with("crates/")) {
        let Ok(source) = Source::read(text) else { continue };
        let tokens = if is_test(path) { Vec::new() } else { source.code() };
        for (at, token) in tokens.iter().enumerate().filter(|(_, token)| !token.string) {
            let call = tokens.get(at + 1).is_some_and(|next| next.text == "(");
            if call && helpers.contains(&token.text) {
                let inside = tokens[at + 2..].iter().take_while(|token| token.text != ")");
                let words = inside.filter(|token| token.string && shaped(&token.text));
                let before = words.map(|token| format!("{}-", token.text));
                frames.extend(before.map(|before| Frame { before, after: String::new() }));
            }
        }
    }
    for (_, text) in tree.ending(".html") {
        for helper in helpers {
            let call = format!("{helper}(\"");
            let calls = text.split(call.as_str()).skip(1);
            let words = calls.filter_map(|rest| rest.split_once("\",")).map(|(word, _)| word);
            let before = words.filter(|word| shaped(word)).map(|word| format!("{word}-"));
            frames.extend(before.map(|before| Frame { before, after: String::new() }));
        }
    }
    frames
}

/// `petitions.closed_late` → `petitions-closed-late`: how codes appear in keys.
fn dashed(text: &str) -> String {
    text.to_lowercase().replace(['.', '_'], "-")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(files: &[(&str, &str)]) -> Vec<String> {
        check(&Tree::of(files)).into_iter().map(|finding| finding.what).collect()
    }

    #[test]
    fn languages_say_the_same_keys_and_code_asks_for_them() {
        let found = words(&[
            ("locales/vi/a.ftl", "# c = d\nhello = Chào\nday-1 = Một\nold = Cũ\n"),
            ("locales/en/a.ftl", "hello = Hello\nday-1 = One\nnew-one = { hello }\nold = Old\n"),
            ("crates/a/templates/a.html", "{{ page.t(\"hello\") }} {{ page.t(\"helo\") }}\n"),
            ("crates/a/src/a.rs", "fn a() { w.t(\"gone\"); }\n"),
            (LIST, "prefixes = [\"day-\", \"month-\"]\n"),
        ]);
        assert_eq!(
            found,
            [
                "`new-one` is missing in vi",
                "no words for the key `gone`",
                "no words for the key `helo`",
                "nothing asks for `old`",
                "no key begins with `month-`",
            ]
        );
    }

    #[test]
    fn one_key_one_sentence() {
        let files = [
            ("locales/vi/a.ftl", "a = 1\n"),
            ("locales/vi/b.ftl", "a = 2\n"),
            ("locales/en/a.ftl", "a = 1\n"),
            ("crates/a/src/a.rs", "const K: &str = \"a\";\n"),
        ];
        assert_eq!(words(&files), ["`a` stands in locales/vi/a.ftl:1 too"]);
    }

    #[test]
    fn a_key_put_together_needs_its_frame_and_its_word() {
        let text = "no-a-next = 1\nno-b-next = 2\nno-c = 3\nsay-a-d = 4\n";
        let code =
            "fn f() { format!(\"no-{code}-next\"); g(\"a\"); format!(\"say-{}\", \"A.d\"); }\n";
        let files =
            [("locales/vi/a.ftl", text), ("locales/en/a.ftl", text), ("crates/a/src/a.rs", code)];
        assert_eq!(words(&files), ["nothing asks for `no-b-next`", "nothing asks for `no-c`"]);
    }
}
