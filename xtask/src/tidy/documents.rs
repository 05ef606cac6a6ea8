//! Documents that would lie: a crate that the code map forgets, a link to a file that is not
//! there, a document named that nobody can open.

use std::collections::BTreeMap;

use super::Finding;
use super::tiers::Package;
use crate::tree::Tree;

/// The document that holds the code map.
const MAP: &str = "ARCHITECTURE.md";

/// Links between files, and documents named in any text.
pub fn check(tree: &Tree) -> Vec<Finding> {
    let mut found = Vec::new();
    for (path, text) in tree.ending(".md") {
        for (at, line) in text.lines().enumerate() {
            for target in links(line).filter(|target| !exists(tree, path, target)) {
                let what = format!("a link to `{target}`, which is not there");
                found.push(Finding::new("link", (path, at + 1), what, "mend the link"));
            }
        }
    }
    let sources = tree.files.iter().filter(|(path, _)| {
        [".rs", ".toml", ".html", ".md", ".sh"].iter().any(|end| path.ends_with(end))
    });
    for (path, text) in sources {
        for (at, line) in text.lines().enumerate() {
            for name in documents(line).filter(|name| tree.text(name).is_none()) {
                let what = format!("names the document `{name}`, which is not here");
                let fix = "say it here, or name a document of the repository";
                found.push(Finding::new("document", (path, at + 1), what, fix));
            }
        }
    }
    found
}

/// `](target)` of a Markdown line, addresses on the web apart.
fn links(line: &str) -> impl Iterator<Item = &str> {
    let targets = line.split("](").skip(1).filter_map(|rest| rest.split(')').next());
    let targets = targets.map(|target| target.split('#').next().unwrap_or_default());
    targets.filter(|target| !target.is_empty() && !target.contains("://"))
}

fn exists(tree: &Tree, from: &str, target: &str) -> bool {
    let mut parts: Vec<&str> = from.split('/').collect();
    parts.pop();
    for part in target.split('/').filter(|part| !part.is_empty() && *part != ".") {
        match part {
            ".." => {
                parts.pop();
            }
            part => parts.push(part),
        }
    }
    let full = parts.join("/");
    let folder = format!("{full}/");
    // Pictures are not text and so not in the tree: ask the disk.
    tree.files.keys().any(|path| *path == full || path.starts_with(&folder))
        || crate::tree::root().join(&full).exists()
}

/// `ARCHITECTURE.md`: names in capitals, as documents at the root are named.
fn documents(line: &str) -> impl Iterator<Item = &str> {
    line.match_indices(".md").filter_map(|(end, _)| {
        let name = |c: char| c.is_ascii_uppercase() || "-_".contains(c);
        let before = line[..end].trim_end_matches(name);
        let inside = before.ends_with(|c: char| c.is_alphanumeric() || "./".contains(c));
        let text = &line[before.len()..end + 3];
        (text.len() > 5 && !inside).then_some(text)
    })
}

/// The code map against the workspace: every crate stands in it by its folder, and nothing else.
pub fn code_map(tree: &Tree, packages: &[Package]) -> Vec<Finding> {
    let text = tree.text(MAP).unwrap_or_default();
    let mut named: BTreeMap<&str, usize> = BTreeMap::new();
    let mut inside = false;
    for (at, line) in text.lines().enumerate() {
        if line.starts_with("## ") {
            inside = line.contains("Code map");
        }
        if inside && let Some(folder) = line.strip_prefix("- `").and_then(|l| l.split('`').next()) {
            named.insert(folder, at + 1);
        }
    }
    let mut found = Vec::new();
    for package in packages.iter().filter(|package| !named.contains_key(package.folder.as_str())) {
        let what = format!("the code map does not name `{}`", package.folder);
        let fix = format!("add: - `{}`: what it is", package.folder);
        found.push(Finding::new("code-map", (MAP, 1), what, fix));
    }
    for (folder, line) in named {
        if !packages.iter().any(|package| package.folder == folder) {
            let what = format!("the code map names `{folder}`, which is no crate");
            found.push(Finding::new("code-map", (MAP, line), what, "remove the line"));
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_code_map_names_every_crate_and_no_other() {
        let map =
            "# A\n- `crates/x`: not in the map\n## Code map\n- `crates/a`: a\n- `crates/b`: b\n";
        let package = |folder: &str| Package {
            name: folder.to_owned(),
            folder: folder.to_owned(),
            needs: Vec::new(),
        };
        let packages = [package("crates/a"), package("crates/c")];
        let found = code_map(&Tree::of(&[(MAP, map)]), &packages);
        let words: Vec<&str> = found.iter().map(|finding| finding.what.as_str()).collect();
        assert_eq!(
            words,
            [
                "the code map does not name `crates/c`",
                "the code map names `crates/b`, which is no crate"
            ]
        );
    }

    #[test]
    fn links_and_documents_must_be_there() {
        let tree = Tree::of(&[
            ("README.md", "[a](docs/a.md) [b](docs/no.md) [c](https://x.vn/y)\n"),
            ("docs/a.md", "[up](../README.md#top)\n"),
            ("crates/a/src/a.rs", concat!("// see README.md and NOWHERE", ".md\n")),
        ]);
        let found = check(&tree);
        let words: Vec<&str> = found.iter().map(|finding| finding.what.as_str()).collect();
        let link = "a link to `docs/no.md`, which is not there";
        assert_eq!(words.len(), 2);
        assert_eq!(words[0], link);
        assert!(words[1].contains("NOWHERE"));
    }
}
