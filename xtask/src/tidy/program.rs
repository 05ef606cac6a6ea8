//! The program's own list of commands and settings against `docs/operators.md`, both ways. The
//! program is asked, not its source: what it prints is what an operator can type.

use std::collections::BTreeMap;
use std::path::Path;
use std::process::Command;

use super::Finding;
use super::typed::{self, Calls};
use crate::tree::{self, Tree};

/// The document for those who run the program.
const OPERATORS: &str = "docs/operators.md";

/// Commands and settings that only one side knows.
pub fn check(root: &Path, tree: &Tree) -> Vec<Finding> {
    let built = tree
        .rust()
        .any(|(path, text)| path.starts_with("crates/dantin/src/") && text.contains("clap"));
    if !built {
        println!("skipped: crates/dantin has no command line yet");
        return Vec::new();
    }
    let fix = "`cargo run -p dantin -- calls` and `-- settings` print one a line";
    let front = ("crates/dantin/src/main.rs", 1);
    if let Err(e) = build(root) {
        return vec![Finding::new("program", front, e, fix)];
    }
    let text = tree.text(OPERATORS).unwrap_or_default();
    let mut found = Vec::new();
    match ask(root, "settings") {
        Ok(known) => found.extend(compare("setting", &names(&known), &rows(text, "## Settings"))),
        Err(e) => found.push(Finding::new("program", front, e, fix)),
    }
    match ask(root, "calls") {
        Ok(printed) => {
            let tops: Vec<String> =
                names(&printed).into_iter().filter(|words| !words.contains(' ')).collect();
            found.extend(compare("command", &tops, &rows(text, "## Commands")));
            found.extend(typed::check(tree, "dantin", &Calls::read(&printed), OPERATORS));
        }
        Err(e) => found.push(Finding::new("program", front, e, fix)),
    }
    found
}

/// Builds the program beside the crates of `testkit::program`, so that what they share is compiled
/// once for both.
fn build(root: &Path) -> Result<(), String> {
    let beside = ["dantin", "acceptance", "bench", "e2e"];
    let out = tree::cargo()
        .args(["build", "--quiet", "--bin", "dantin", "--target-dir", "target"])
        .args(beside.iter().flat_map(|name| ["--package", name]))
        .current_dir(root)
        .output()
        .map_err(|e| format!("cargo does not run: {e}"))?;
    if out.status.success() {
        return Ok(());
    }
    let words = String::from_utf8_lossy(&out.stderr);
    let errors: Vec<&str> = words.lines().filter(|line| line.contains("error")).collect();
    Err(format!("`dantin` does not build: {}", errors.join("; ")))
}

/// What the lines are about; a tab begins what else they say.
fn names(text: &str) -> Vec<String> {
    let names = text.lines().map(|line| line.split('\t').next().unwrap_or_default().trim());
    names.filter(|name| !name.is_empty()).map(str::to_owned).collect()
}

fn ask(root: &Path, question: &str) -> Result<String, String> {
    let out = Command::new(root.join("target/debug/dantin"))
        .arg(question)
        .output()
        .map_err(|e| format!("dantin does not run: {e}"))?;
    if !out.status.success() {
        let words = String::from_utf8_lossy(&out.stderr);
        let last: Vec<&str> = words.lines().filter(|line| line.contains("error")).collect();
        return Err(format!("`dantin {question}` fails: {}", last.join("; ")));
    }
    Ok(String::from_utf8_lossy(&out.stdout).into_owned())
}

/// First cells in backticks of the table under a heading, with their lines.
fn rows(text: &str, heading: &str) -> BTreeMap<String, usize> {
    let mut rows = BTreeMap::new();
    let mut inside = false;
    for (at, line) in text.lines().enumerate() {
        if line.starts_with("## ") {
            inside = line.starts_with(heading);
        }
        let cell = line.strip_prefix("| `").and_then(|rest| rest.split('`').next());
        if let (true, Some(cell)) = (inside, cell) {
            rows.insert(bare(cell), at + 1);
        }
    }
    rows
}

/// `dantin backup FILE [--json]` → `backup`; `--listen ADDR` → `--listen`.
fn bare(cell: &str) -> String {
    let cell = cell.strip_prefix("dantin ").unwrap_or(cell);
    let words = cell.split(' ').enumerate();
    let words = words.take_while(|(at, word)| {
        *at == 0
            || word.chars().all(|c| c.is_ascii_lowercase() || c == '-') && !word.starts_with('-')
    });
    words.map(|(_, word)| word).collect::<Vec<_>>().join(" ")
}

fn compare(thing: &str, known: &[String], listed: &BTreeMap<String, usize>) -> Vec<Finding> {
    let mut found = Vec::new();
    let known: Vec<String> = known.iter().map(|name| bare(name)).collect();
    for name in known.iter().filter(|name| !listed.contains_key(*name)) {
        let what = format!("the {thing} `{name}` is not explained");
        found.push(Finding::new("program", (OPERATORS, 1), what, "add its row"));
    }
    for (name, line) in listed.iter().filter(|(name, _)| !known.contains(name)) {
        let what = format!("the program has no {thing} `{name}`");
        found.push(Finding::new("program", (OPERATORS, *line), what, "remove the row"));
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_are_read_under_their_heading() {
        let text = "# O\n| `dantin no` | |\n## Commands\n| command | what |\n|---|---|\n\
                    | `dantin units find TEXT [--json]` | finds |\n| `dantin verify [-h]` | v |\n\
                    ## Settings\n| `--listen ADDR` | where |\n";
        let commands = rows(text, "## Commands");
        assert_eq!(commands.keys().collect::<Vec<_>>(), ["units find", "verify"]);
        assert_eq!(rows(text, "## Settings").keys().collect::<Vec<_>>(), ["--listen"]);
        let known = ["verify".to_owned(), "rebuild".to_owned()];
        let found = compare("command", &known, &commands);
        let words: Vec<&str> = found.iter().map(|finding| finding.what.as_str()).collect();
        let missing = "the command `rebuild` is not explained";
        assert_eq!(words, [missing, "the program has no command `units find`"]);
    }
}
