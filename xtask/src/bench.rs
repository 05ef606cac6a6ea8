//! `cargo xtask bench [NAME …|all] [--json] [--postgres]`: builds for speed, then measures; without
//! a name it lists what can be measured, and builds nothing.

use std::process::Command;

use crate::{Outcome, tree};

#[path = "../../bench/src/list.rs"]
mod list;

/// What `bench` is asked for.
#[derive(Clone, Debug, clap::Args)]
pub struct Ask {
    /// Handed to the bench as they are
    #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
    words: Vec<String>,
}

impl Ask {
    /// Whether no bench is named, and no question asked such as `--help`.
    fn is_bare(&self) -> bool {
        let asks = |word: &String| ["-h", "--help", "--bare"].contains(&word.as_str());
        self.words.iter().all(|word| word.starts_with('-') && !asks(word))
    }
}

/// Builds program and bench, and hands the words over.
pub fn run(ask: &Ask) -> Outcome {
    if ask.is_bare() {
        print!("{}", list::told());
        return Ok(());
    }
    let root = tree::root();
    let build = ["build", "--release", "--quiet", "--package", "dantin", "--package", "bench"];
    if !tree::cargo().args(build).current_dir(&root).status()?.success() {
        return Err("the program could not be built".into());
    }
    let target = std::env::var_os("CARGO_TARGET_DIR").map_or(root.join("target"), Into::into);
    match Command::new(target.join("release/bench")).args(&ask.words).status()?.success() {
        true => Ok(()),
        false => Err("a bench failed".into()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn without_a_name_the_benches_are_listed() {
        let ask = |words: &[&str]| Ask { words: words.iter().map(|w| (*w).to_owned()).collect() };
        assert!(ask(&[]).is_bare() && ask(&["--json"]).is_bare());
        for words in [&["all"][..], &["page", "--json"], &["--postgres", "kill"], &["--help"]] {
            assert!(!ask(words).is_bare(), "{words:?}");
        }
        // A name that there is not reaches the bench, which says so.
        assert!(!ask(&["nothing"]).is_bare());
        let told = list::told();
        assert!(list::ALL.iter().all(|(name, what)| told.contains(name) && told.contains(what)));
    }
}
