//! Commands as documents call them: `dantin units find "binh sa" --json` in any document must be
//! something that can be typed, with flags that there are; and each command has its place in the
//! document of those who type it.

use std::collections::{BTreeMap, BTreeSet};

use super::Finding;
use crate::tree::Tree;

/// What can be typed: commands by their words (`units find`), each with its flags.
#[derive(Debug, Default)]
pub struct Calls(BTreeMap<String, BTreeSet<String>>);

impl Calls {
    /// From lines `units find⇥--on --json`, as `dantin calls` prints them.
    pub fn read(text: &str) -> Self {
        let line = |line: &str| {
            let (words, flags) = line.split_once('\t')?;
            Some((words.to_owned(), flags.split(' ').map(str::to_owned).collect()))
        };
        Self(text.lines().filter_map(line).collect())
    }

    /// From the commands of clap.
    pub fn of(command: &clap::Command) -> Self {
        let mut all = Self::default();
        all.walk(command, "");
        all
    }

    fn walk(&mut self, command: &clap::Command, path: &str) {
        for inner in command.get_subcommands().filter(|inner| !inner.is_hide_set()) {
            let words = format!("{path} {}", inner.get_name()).trim().to_owned();
            let flags = inner.get_arguments().filter_map(|flag| flag.get_long());
            self.0.insert(words.clone(), flags.map(|flag| format!("--{flag}")).collect());
            self.walk(inner, &words);
        }
    }

    /// What is wrong with a call, if anything.
    fn fault(&self, call: &str) -> Option<String> {
        let words: Vec<&str> = call.split_whitespace().collect();
        let (count, flags) = (1..=words.len().min(2))
            .rev()
            .find_map(|n| Some((n, self.0.get(&words[..n].join(" "))?)))
            .unwrap_or((0, const { &BTreeSet::new() }));
        if count == 0 {
            return Some(format!("there is no command `{}`", words.first()?));
        }
        let known = |flag: &str| flags.contains(flag) || ["--help", "--version"].contains(&flag);
        let typed = words[count..].iter().take_while(|word| !["|", "&&", ";"].contains(word));
        let flag = typed
            .filter(|word| word.starts_with("--") && word.len() > 2)
            .map(|word| word.split(['=', ',']).next().unwrap_or_default())
            .find(|flag| !known(flag))?;
        Some(format!("`{}` has no flag `{flag}`", words[..count].join(" ")))
    }
}

/// Every call of `program` in the documents, and every command without a place in `home`.
pub fn check(tree: &Tree, program: &str, calls: &Calls, home: &str) -> Vec<Finding> {
    let mut found = Vec::new();
    for (path, text) in tree.ending(".md") {
        for (at, line) in text.lines().enumerate() {
            for call in called(line, program) {
                if let Some(what) = calls.fault(call) {
                    let fix = "name a command that can be typed";
                    found.push(Finding::new("call", (path, at + 1), what, fix));
                }
            }
        }
    }
    let text = tree.text(home).unwrap_or_default();
    for words in calls.0.keys().filter(|words| !text.contains(&format!("`{words}"))) {
        // A table of the program's own commands leaves its name out.
        if !text.contains(&format!("{program} {words}")) {
            let what = format!("the command `{words}` is not explained");
            found.push(Finding::new("call", (home, 1), what, "say what it does"));
        }
    }
    found
}

/// What follows the program's name in code spans and in indented lines.
fn called<'a>(line: &'a str, program: &'a str) -> impl Iterator<Item = &'a str> {
    let indented = line.strip_prefix("    ").filter(|_| !line.contains('`'));
    let spans = line.split('`').skip(1).step_by(2);
    spans.chain(indented).filter_map(move |code| {
        let rest = code.trim().strip_prefix(program)?.strip_prefix(' ')?.trim();
        rest.starts_with(|c: char| c.is_ascii_lowercase()).then_some(rest)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_cannot_be_typed_is_named() {
        let calls = Calls::read("verify\t--data --json\nunits\t\nunits find\t--on --json\n");
        let text = [
            "`dantin verify --data X --json`, `dantin units find \"binh sa\" --on X`",
            "`dantin units trace 1` `dantin wipe`, `dantin.toml`, `dantin verify --fast`",
            "    dantin units find --old",
        ];
        let text = text.join("\n");
        let found = check(&Tree::of(&[("A.md", &text)]), "dantin", &calls, "A.md");
        let words: Vec<&str> = found.iter().map(|finding| finding.what.as_str()).collect();
        assert_eq!(
            words,
            [
                "there is no command `wipe`",
                "`verify` has no flag `--fast`",
                "`units find` has no flag `--old`",
            ]
        );
        let none = check(&Tree::of(&[("A.md", "")]), "dantin", &calls, "A.md");
        assert_eq!(none.len(), 3, "each command has its place");
    }
}
