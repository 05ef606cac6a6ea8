//! `cargo xtask ci`: what the server runs, here, in the same order. A step that fails ends the
//! run; each says how long it took.

use std::path::Path;
use std::process::Command;
use std::time::{Duration, Instant};

use crate::{tidy, tree};

/// Which steps.
#[derive(clap::Args)]
pub struct Ask {
    /// Only these steps, by name
    steps: Vec<String>,
    /// Print the steps and do nothing
    #[arg(long)]
    list: bool,
}

/// How a step is done.
enum Way {
    /// Cargo with these words.
    Cargo(&'static [&'static str]),
    /// The rules of the house, in this process: over the text alone, or with the program too.
    Tidy(tidy::Ask),
    /// Lints, in the build that the tests use where that is possible.
    Lint,
    /// Unit tests, stories on both engines, journeys in a browser.
    Tests,
    /// Licences, sources and bans of what we depend on.
    Deny,
}

/// A step: its name, what it holds, how.
struct Step(&'static str, &'static str, Way);

const STEPS: &[Step] = &[
    Step("fmt", "the code has one form", Way::Cargo(&["fmt", "--all", "--check"])),
    // First what takes seconds: a line too long is not worth the quarter of an hour of a build.
    Step("tidy", "the rules of the house, over the text", Way::Tidy(tidy::Ask::TEXT)),
    Step("clippy", "no warning anywhere", Way::Lint),
    Step("program", "the program's commands as documented", Way::Tidy(tidy::Ask::ALL)),
    Step("tests", "unit tests, stories on both engines, journeys in a browser", Way::Tests),
    Step("doc", "examples in the documentation", Way::Cargo(&["test", "--workspace", "--doc"])),
    Step("deny", "licences, sources and bans of dependencies", Way::Deny),
];

/// Runs the steps.
///
/// # Errors
/// The first step that fails.
pub fn run(ask: &Ask) -> Result<(), String> {
    if let Some(name) = ask.steps.iter().find(|name| !STEPS.iter().any(|s| s.0 == **name)) {
        return Err(format!("no step `{name}`; `cargo xtask ci --list` names them"));
    }
    let chosen = STEPS
        .iter()
        .filter(|step| ask.steps.is_empty() || ask.steps.iter().any(|name| name == step.0));
    let root = tree::root();
    let mut times: Vec<(&str, Duration)> = Vec::new();
    for Step(name, what, way) in chosen {
        if ask.list {
            println!("{name:8} {what}");
            continue;
        }
        println!("\n== {name}: {what}");
        let start = Instant::now();
        let outcome = step(way, &root);
        times.push((name, start.elapsed()));
        if let Err(e) = outcome {
            print_times(&times);
            return Err(format!("{name}: {e}"));
        }
    }
    print_times(&times);
    Ok(())
}

fn print_times(times: &[(&str, Duration)]) {
    if times.is_empty() {
        return;
    }
    println!("\nstep      seconds");
    for (name, time) in times {
        println!("{name:8} {:8.1}", time.as_secs_f64());
    }
    println!("{:8} {:8.1}", "all", times.iter().map(|(_, time)| time.as_secs_f64()).sum::<f64>());
}

fn step(way: &Way, root: &Path) -> Result<(), String> {
    match way {
        Way::Cargo(words) => cargo(root, words),
        Way::Tidy(ask) => tidy::run(*ask),
        Way::Lint => lint(root),
        // One process a binary, not one a test: its tests share one PostgreSQL cluster. `CI` turns
        // "skipped: … absent" into a failure where a test knows of it.
        Way::Tests => {
            let words = ["test", "--workspace", "--locked", "--tests", "--no-fail-fast"];
            spoken(tree::cargo().args(words).current_dir(root).env("CI", "true"))
        }
        Way::Deny => deny(root),
    }
}

/// Where clippy is the compiler of our crates (`script/test` sees to that), one build is both: what
/// we depend on is compiled once, not once to be checked and once to be run. Alone, `cargo clippy`
/// says the same.
fn lint(root: &Path) -> Result<(), String> {
    if std::env::var("RUSTC_WORKSPACE_WRAPPER").is_ok_and(|name| name == "clippy-driver") {
        return cargo(root, &["test", "--workspace", "--locked", "--tests", "--no-run"]);
    }
    let words = ["clippy", "--workspace", "--all-targets", "--locked", "--", "-D", "warnings"];
    cargo(root, &words)
}

/// `advisories` is left out on purpose: it needs a database from the network, and a build must
/// not fail because a machine is alone. Who has the network runs `cargo deny check advisories`.
fn deny(root: &Path) -> Result<(), String> {
    let check = ["check", "licenses", "bans", "sources"];
    if has(&["deny", "--version"]) {
        return cargo(root, &[&["deny"], &check[..]].concat());
    }
    let tools = root.join("target/tools");
    let program = tools.join("bin/cargo-deny");
    if !program.exists() {
        println!("cargo-deny is not here: building it into target/tools, once (minutes)");
        let tools = tools.to_string_lossy();
        // Not optimised: building it takes longer than its seconds of work ever would.
        let build = ["install", "cargo-deny", "--locked", "--quiet", "--debug", "--root", &tools];
        cargo(root, &build)?;
    }
    spoken(Command::new(program).arg("deny").args(check).current_dir(root))
}

fn has(words: &[&str]) -> bool {
    tree::cargo().args(words).output().is_ok_and(|out| out.status.success())
}

fn cargo(root: &Path, words: &[&str]) -> Result<(), String> {
    spoken(tree::cargo().args(words).current_dir(root))
}

fn spoken(command: &mut Command) -> Result<(), String> {
    let name = format!("{command:?}").replace('"', "");
    match command.status() {
        Ok(status) if status.success() => Ok(()),
        Ok(status) => Err(format!("`{name}` ended with {status}")),
        Err(e) => Err(format!("`{name}` does not run: {e}")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn steps_have_names_of_their_own() {
        let mut names: Vec<&str> = STEPS.iter().map(|step| step.0).collect();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), STEPS.len());
        let ask = Ask { steps: vec!["nothing".to_owned()], list: true };
        assert!(run(&ask).unwrap_err().contains("no step `nothing`"));
    }
}
