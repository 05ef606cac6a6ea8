//! Every Rust file opens with a front comment that says what the module is and is not.

use super::Finding;
use crate::tree::Tree;

/// The least that can say both.
const LEAST: usize = 20;

/// Files without a front.
pub fn check(tree: &Tree) -> Vec<Finding> {
    let mut found = Vec::new();
    for (path, text) in tree.rust() {
        let front: String = text.lines().take_while(|line| line.starts_with("//!")).collect();
        if front.chars().filter(|c| c.is_alphabetic()).count() < LEAST {
            let fix = "open the file with `//! …`: what this is, and what it is not";
            found.push(Finding::new("front", (path, 1), "no module front", fix));
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_front_must_say_something() {
        let good = "//! The queue: what waits for its turn. It runs nothing.\n";
        let files = [("a.rs", good), ("b.rs", "fn main() {}\n"), ("c.rs", "//! Todo\n")];
        let found = check(&Tree::of(&files));
        let names: Vec<&str> = found.iter().map(|f| f.file.as_str()).collect();
        assert_eq!(names, ["b.rs", "c.rs"]);
    }
}
