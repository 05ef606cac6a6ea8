//! Words that no file of the repository may hold: paths of one machine, hosts of package
//! registries, names of documents that are not here.

use super::Finding;
use crate::tree::Tree;

/// Paths of somebody's machine. Written in halves: this file is looked at too.
const PATHS: [&str; 5] = [
    concat!("/wo", "rk/"),
    concat!("/ro", "ot/"),
    concat!("/ho", "me/"),
    concat!("/tm", "p/brief"),
    concat!("/Us", "ers/"),
];
/// Hosts from which packages come; the tools know them by themselves.
const HOSTS: [&str; 6] = [
    concat!("crates", ".io"),
    concat!("pypi", ".org"),
    concat!("python", "hosted.org"),
    concat!("npm", "js.org"),
    concat!("npm", "js.com"),
    concat!("proxy.gol", "ang.org"),
];
/// Written by tools, read by tools.
const LOCKS: [&str; 2] = ["Cargo.lock", "package-lock.json"];

/// Forbidden words in any text file.
pub fn check(tree: &Tree) -> Vec<Finding> {
    let mut found = Vec::new();
    for (path, text) in &tree.files {
        if LOCKS.iter().any(|lock| path.ends_with(lock)) {
            continue;
        }
        for (at, line) in text.lines().enumerate() {
            let mut say = |what: String, fix: &str| {
                found.push(Finding::new("words-out", (path, at + 1), what, fix));
            };
            if let Some(word) = PATHS.iter().find(|word| is_path(line, word)) {
                say(format!("a machine's own path: `{word}`"), "a path relative to the root");
            }
            if let Some(word) = HOSTS.iter().find(|word| line.contains(**word)) {
                say(format!("a registry's host: `{word}`"), "name the package, not the host");
            }
        }
    }
    found
}

/// Whether the word begins a path: `crates/act/works/` and addresses on the web hold it inside.
fn is_path(line: &str, word: &str) -> bool {
    line.match_indices(word).any(|(at, _)| {
        let before = line[..at].chars().next_back();
        before.is_none_or(|c| !c.is_alphanumeric() && !"._-/{}:*".contains(c))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn machine_paths_and_hosts_are_named() {
        let path = format!("see {}main\nact{}b\n", PATHS[0], PATHS[0]);
        let found = check(&Tree::of(&[("a.md", &path)]));
        assert_eq!((found.len(), found[0].line), (1, 1));
        let host = format!("from https://{}/x\n", HOSTS[1]);
        assert_eq!(check(&Tree::of(&[("a.md", &host)])).len(), 1);
        assert!(check(&Tree::of(&[("Cargo.lock", &host)])).is_empty());
    }
}
