//! The glossary against the program: the states of a petition are those of its closed list, and are
//! called as screens call them. And what everybody reads first stays a screen or two.

use super::Finding;
use super::source::Source;
use crate::tree::Tree;

/// Where the states stand for people.
const GLOSSARY: &str = "GLOSSARY.md";
const SECTION: &str = "## States of a petition";
/// Where they stand in code.
const LIST: &str = "crates/check/petitions/src/petition/state.rs";
/// What a newcomer reads whole.
const READ_WHOLE: [&str; 4] = ["ARCHITECTURE.md", "STYLE.md", GLOSSARY, "CONTRIBUTING.md"];
/// Two screens, in lines and in characters of a line.
const LINES: usize = 120;
const COLUMNS: usize = 140;

/// All that is wrong with them.
pub fn check(tree: &Tree) -> Vec<Finding> {
    let mut found = short(tree);
    found.extend(states(tree));
    found
}

fn short(tree: &Tree) -> Vec<Finding> {
    let mut found = Vec::new();
    let fix = "say it in fewer words, or in `docs/`: these are read whole";
    for path in READ_WHOLE {
        let text = tree.text(path).unwrap_or_default();
        let lines = text.lines().count();
        if lines > LINES {
            let what = format!("{lines} lines, {LINES} are two screens");
            found.push(Finding::new("screen", (path, 1), what, fix));
        }
        for (at, line) in text.lines().enumerate() {
            let width = line.chars().count();
            if width > COLUMNS {
                let what = format!("{width} characters, {COLUMNS} are a screen's width");
                found.push(Finding::new("screen", (path, at + 1), what, "break the line"));
            }
        }
    }
    found
}

fn states(tree: &Tree) -> Vec<Finding> {
    let (Some(glossary), Some(code)) = (tree.text(GLOSSARY), tree.text(LIST)) else {
        return Vec::new();
    };
    let at = glossary.lines().position(|line| line == SECTION).unwrap_or_default() + 1;
    let section: Vec<&str> = glossary.lines().skip(at).collect();
    let section = section.iter().take_while(|line| !line.starts_with("## "));
    let said = section.flat_map(|line| line.split_whitespace()).collect::<Vec<_>>().join(" ");
    let words = list(code);
    let finding = |what: String| {
        let fix = format!("say there what {LIST} has, as `state-…` in locales/ says it");
        Finding::new("glossary", (GLOSSARY, at), what, fix)
    };
    let mut found = Vec::new();
    if words.is_empty() {
        found.push(finding("the list of states is not where it was".to_owned()));
    }
    for word in &words {
        let key = format!("state-{}", word.replace('_', "-"));
        let [vi, en] = ["vi", "en"].map(|lang| spoken(tree, lang, &key));
        let wanted = format!("`{word}` {vi} ({en})");
        if !said.contains(&wanted) {
            found.push(finding(format!("does not say {wanted}")));
        }
    }
    let named = said.split('`').skip(1).step_by(2);
    let other = named.filter(|word| !words.iter().any(|state| state == word));
    found.extend(other.map(|word| finding(format!("`{word}` is no state"))));
    found
}

/// The words of `State { Received => "received", … }`.
fn list(code: &str) -> Vec<String> {
    let Ok(source) = Source::read(code) else { return Vec::new() };
    let tokens = source.code();
    let begins = tokens.windows(4).position(|four| {
        let text = |n: usize| four[n].text.as_str();
        text(0) == "State" && text(1) == "{" && text(3) == "="
    });
    let rest = begins.map_or(&[][..], |at| &tokens[at + 2..]);
    let inside = rest.iter().take_while(|token| token.string || token.text != "}");
    inside.filter(|token| token.string).map(|token| token.text.clone()).collect()
}

/// The words of a key; empty where there are none.
fn spoken<'t>(tree: &'t Tree, lang: &str, key: &str) -> &'t str {
    let folder = format!("locales/{lang}/");
    let texts = tree.ending(".ftl").filter(|(path, _)| path.starts_with(&folder));
    let mut lines = texts.flat_map(|(_, text)| text.lines());
    lines.find_map(|line| line.strip_prefix(key)?.strip_prefix(" = ")).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    const CODE: &str = "pub enum State { New, Sent }\n\
                        words! { State { New => \"new\", Sent => \"sent_off\" } }\n";

    fn found(glossary: &str) -> Vec<String> {
        let tree = Tree::of(&[
            (GLOSSARY, glossary),
            (LIST, CODE),
            ("locales/vi/a.ftl", "state-new = Mới\nstate-sent-off = Đã gửi\n"),
            ("locales/en/a.ftl", "state-new = New\nstate-sent-off = Sent\n"),
        ]);
        check(&tree).into_iter().map(|finding| finding.what).collect()
    }

    #[test]
    fn states_are_those_of_the_code_as_screens_call_them() {
        let whole = "# G\n## States of a petition\n- `new` Mới\n  (New), `sent_off` Đã gửi (Sent)\n\
                     ## Days\n`other`\n";
        assert_eq!(found(whole), Vec::<String>::new());
        let wrong = "## States of a petition\n`new` Mới nhận (New), `waits` Chờ (Waits)\n";
        assert_eq!(
            found(wrong),
            [
                "does not say `new` Mới (New)",
                "does not say `sent_off` Đã gửi (Sent)",
                "`waits` is no state"
            ]
        );
    }

    #[test]
    fn what_is_read_first_stays_two_screens() {
        let long = "x\n".repeat(LINES + 1);
        let wide = "ễ".repeat(COLUMNS + 1);
        let files =
            [("STYLE.md", &long[..]), ("CONTRIBUTING.md", &wide[..]), ("docs/a.md", &long[..])];
        let tree = Tree::of(&files);
        let places: Vec<String> = check(&tree).into_iter().map(|one| one.file).collect();
        assert_eq!(places, ["STYLE.md", "CONTRIBUTING.md"]);
    }
}
