//! What is over a limit today is written down and may only shrink. An entry that is no longer
//! needed is an error, so the list cannot become a habit.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::Finding;
use super::sizes::{FILE_HARD, FILE_SOFT, FUNCTION, Sizes};
use crate::tree::Tree;

/// Where the ratchets stand.
pub const FILE: &str = "xtask/ratchets.toml";

const FIX: &str = "split it by what changes together; the way out is never a longer list";

/// Code lines that a file or function over the limit may keep.
#[derive(Clone, Debug, Default, Deserialize, PartialEq, Eq)]
pub struct Ratchets {
    /// By path.
    #[serde(default)]
    files: BTreeMap<String, usize>,
    /// By `path::Type::name`.
    #[serde(default)]
    functions: BTreeMap<String, usize>,
}

impl Ratchets {
    /// Reads the tree's list; an absent file is an empty list.
    ///
    /// # Errors
    /// When it is not readable.
    pub fn read(tree: &Tree) -> Result<Self, String> {
        toml::from_str(tree.text(FILE).unwrap_or_default()).map_err(|e| e.to_string())
    }

    /// The list that today's sizes need.
    pub fn of(sizes: &Sizes) -> Self {
        let over = |limit: usize| move |(_, count): &(&String, usize)| *count > limit;
        let own = |(name, count): (&String, usize)| (name.clone(), count);
        let files = sizes.files.iter().map(|(name, count)| (name, *count));
        let functions = sizes.functions.iter().map(|(name, (count, _))| (name, *count));
        Self {
            files: files.filter(over(FILE_SOFT)).map(own).collect(),
            functions: functions.filter(over(FUNCTION)).map(own).collect(),
        }
    }

    /// A line for each entry that `later` adds or raises: a reviewer should see them.
    pub fn grown(&self, later: &Self) -> Vec<String> {
        let pairs = [(&self.files, &later.files), (&self.functions, &later.functions)];
        let mut lines = Vec::new();
        for (before, after) in pairs {
            for (name, count) in after {
                match before.get(name) {
                    None => lines.push(format!("new:   {name} {count}")),
                    Some(old) if old < count => {
                        lines.push(format!("grown: {name} {old} -> {count}"));
                    }
                    Some(_) => {}
                }
            }
        }
        lines
    }

    /// The file's text.
    pub fn text(&self) -> String {
        let mut text = format!(
            "# Files over {FILE_SOFT} and functions over {FUNCTION} code lines. Each may keep its \
             number or shrink.\n# `cargo xtask tidy --ratchet` writes this file.\n"
        );
        for (title, entries) in [("files", &self.files), ("functions", &self.functions)] {
            text.push_str(&format!("\n[{title}]\n"));
            for (name, count) in entries {
                text.push_str(&format!("{name:?} = {count}\n"));
            }
        }
        text
    }
}

/// Sizes over the limit and not listed, grown, or listed without need.
pub fn check(tree: &Tree, sizes: &Sizes) -> Vec<Finding> {
    let listed = match Ratchets::read(tree) {
        Ok(listed) => listed,
        Err(e) => return vec![Finding::new("size", (FILE, 1), e, "mend the file")],
    };
    let mut found = Vec::new();
    for (path, count) in &sizes.files {
        let limit = listed.files.get(path).copied().unwrap_or(FILE_SOFT).min(FILE_HARD);
        if *count > limit {
            let what = format!("{count} code lines, {limit} are allowed");
            found.push(Finding::new("size", (path, 1), what, FIX));
        }
    }
    for (name, (count, line)) in &sizes.functions {
        let limit = listed.functions.get(name).copied().unwrap_or(FUNCTION);
        if *count > limit {
            let (path, short) = name.split_once("::").unwrap_or((name, ""));
            let what = format!("`{short}` has {count} code lines, {limit} are allowed");
            found.push(Finding::new("size", (path, *line), what, FIX));
        }
    }
    found.extend(idle(tree, &listed, sizes));
    found
}

/// Entries that could be lower or gone.
fn idle(tree: &Tree, listed: &Ratchets, sizes: &Sizes) -> Vec<Finding> {
    let file = |name: &String| sizes.files.get(name).copied();
    let function = |name: &String| sizes.functions.get(name).map(|(count, _)| *count);
    let files = listed.files.iter().map(|(name, n)| (name, *n, file(name), FILE_SOFT));
    let functions = listed.functions.iter().map(|(name, n)| (name, *n, function(name), FUNCTION));
    let text = tree.text(FILE).unwrap_or_default();
    let mut found = Vec::new();
    for (name, allowed, now, limit) in files.chain(functions) {
        let what = match now {
            None => format!("{name} is gone"),
            Some(now) if now <= limit => format!("{name} is within the limit now"),
            // A line more or less is daily work; a twentieth is a step that must not be lost.
            Some(now) if now * 20 < allowed * 19 => format!("{name} has shrunk to {now}"),
            Some(_) => continue,
        };
        let line = text.lines().position(|line| line.contains(name.as_str())).unwrap_or(0) + 1;
        found.push(Finding::new("ratchet", (FILE, line), what, "`cargo xtask tidy --ratchet`"));
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sizes(count: usize) -> Sizes {
        let mut sizes = Sizes::default();
        sizes.files.insert("a.rs".to_owned(), count);
        sizes
    }

    #[test]
    fn a_listed_file_may_keep_its_number_and_not_grow() {
        let tree = Tree::of(&[(FILE, "[files]\n\"a.rs\" = 450\n")]);
        assert!(check(&tree, &sizes(450)).is_empty());
        assert_eq!(check(&tree, &sizes(451))[0].check, "size");
        assert!(check(&tree, &sizes(440)).is_empty());
        assert_eq!(check(&tree, &sizes(420))[0].check, "ratchet");
        assert_eq!(check(&tree, &sizes(300))[0].what, "a.rs is within the limit now");
        assert_eq!(check(&tree, &Sizes::default())[0].what, "a.rs is gone");
    }

    #[test]
    fn no_list_lifts_the_hard_limit() {
        let tree = Tree::of(&[(FILE, "[files]\n\"a.rs\" = 900\n")]);
        assert_eq!(check(&tree, &sizes(701))[0].check, "size");
    }

    #[test]
    fn what_is_written_is_read_back() {
        let list = Ratchets::of(&sizes(500));
        let tree = Tree::of(&[(FILE, &list.text())]);
        assert_eq!(Ratchets::read(&tree).unwrap(), list);
        assert_eq!(Ratchets::default().grown(&list), ["new:   a.rs 500"]);
    }
}
