//! Which crate may know which: the order of the house, held against what cargo says.
//! Dependencies of tests are free.

use std::path::Path;

use serde_json::Value;

use super::Finding;
use crate::tree;

/// From the ground up; a crate may know its own tier and those before it.
const TIERS: &[&[&str]] = &[
    &["kernel", "calendar", "legacy", "sheets", "enclosures"],
    &["rulebook"],
    &["store", "documents"],
    &["web", "jobs"],
    &["units", "accounts", "counts"],
    &["duties", "ledger", "notices", "privacy"],
    &[SUBJECTS],
    &["reports"],
    &["site"],
    &["dantin"],
];
/// Stands in the list for every crate in a folder of the motto.
const SUBJECTS: &str = "(subjects)";
/// The folders of the motto.
pub const MOTTO: [&str; 5] = ["know", "discuss", "act", "check", "lead"];
/// Crates outside the order: they may know everything, and no crate of the house knows them.
const FREE: [&str; 5] = ["testkit", "acceptance", "e2e", "xtask", "bench"];

/// Crates that do no I/O.
const PURE: [&str; 6] = ["kernel", "calendar", "legacy", "sheets", "enclosures", "rulebook"];
/// What would bring I/O into them.
const IMPURE: [&str; 8] =
    ["tokio", "sqlx", "axum", "hyper", "reqwest", "tempfile", "rand", "async-trait"];

/// A package of the workspace.
#[derive(Clone, Debug)]
pub struct Package {
    /// Its name.
    pub name: String,
    /// Its folder, relative to the root.
    pub folder: String,
    /// Names of what it depends on, tests apart.
    pub needs: Vec<String>,
}

/// Asks cargo.
///
/// # Errors
/// When cargo cannot read the workspace.
pub fn packages(root: &Path) -> Result<Vec<Package>, String> {
    let out = tree::cargo()
        .args(["metadata", "--no-deps", "--format-version", "1", "--offline"])
        .current_dir(root)
        .output()
        .map_err(|e| format!("cargo does not run: {e}"))?;
    if !out.status.success() {
        let words = String::from_utf8_lossy(&out.stderr);
        return Err(words
            .lines()
            .filter(|line| !line.trim().is_empty())
            .collect::<Vec<_>>()
            .join(" "));
    }
    let value: Value = serde_json::from_slice(&out.stdout).map_err(|e| e.to_string())?;
    let list = value["packages"].as_array().cloned().unwrap_or_default();
    Ok(list.iter().map(|value| package(root, value)).collect())
}

fn package(root: &Path, value: &Value) -> Package {
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let manifest = text(&value["manifest_path"]);
    let folder = Path::new(&manifest).parent().unwrap_or(root);
    let folder = folder.strip_prefix(root).unwrap_or(folder).to_string_lossy().into_owned();
    let needs = value["dependencies"].as_array().into_iter().flatten();
    let needs = needs.filter(|need| need["kind"].as_str() != Some("dev"));
    let needs = needs.map(|need| text(&need["name"])).collect();
    Package { name: text(&value["name"]), folder, needs }
}

/// The motto's folder that holds a package.
fn motto(package: &Package) -> Option<&str> {
    let folder = package.folder.strip_prefix("crates/")?.split('/').next()?;
    MOTTO.contains(&folder).then_some(folder)
}

/// Its place in the order; `None` for free crates and unknown ones.
fn tier(package: &Package) -> Option<usize> {
    let name = if motto(package).is_some() { SUBJECTS } else { package.name.as_str() };
    TIERS.iter().position(|tier| tier.contains(&name))
}

/// Dependencies against the order, and crates that have no place in it.
pub fn check(packages: &[Package]) -> Vec<Finding> {
    let mut found = Vec::new();
    for package in packages {
        let manifest = format!("{}/Cargo.toml", package.folder);
        let mut say = |what: String, fix: &str| {
            found.push(Finding::new("tiers", (&manifest, 1), what, fix));
        };
        if FREE.contains(&package.name.as_str()) {
            continue;
        }
        let Some(own) = tier(package) else {
            let what = format!("{} has no tier", package.name);
            say(what, "give it a place in TIERS of xtask/src/tidy/tiers.rs");
            continue;
        };
        for need in &package.needs {
            if let Some((what, fix)) = fault(packages, package, own, need) {
                say(what, fix);
            }
        }
    }
    found
}

fn fault(
    packages: &[Package],
    package: &Package,
    own: usize,
    need: &str,
) -> Option<(String, &'static str)> {
    let name = &package.name;
    if PURE.contains(&name.as_str()) && IMPURE.contains(&need) {
        let fix = "take what it would read as a parameter";
        return Some((format!("{name} is pure and depends on {need}"), fix));
    }
    if need == "sqlx" && name != "store" {
        let fix = "ask `store`: it is the only door to a database";
        return Some((format!("{name} depends on sqlx"), fix));
    }
    let other = packages.iter().find(|other| other.name == need)?;
    let fix = "move what both need down, or let the higher crate ask";
    if FREE.contains(&need) {
        return Some((format!("{name} depends on {need}, which is for tests and chores"), fix));
    }
    let theirs = tier(other)?;
    if theirs > own {
        return Some((format!("{name} depends on {need}, which stands above it"), fix));
    }
    if motto(package).is_some() && motto(other).is_some() {
        let fix = "a subject declares what its facts mean; it never calls another subject";
        return Some((format!("{name} depends on {need}: both are subjects"), fix));
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    fn package(folder: &str, needs: &[&str]) -> Package {
        let name = folder.rsplit('/').next().unwrap().to_owned();
        let needs = needs.iter().map(|need| (*need).to_owned()).collect();
        Package { name, folder: folder.to_owned(), needs }
    }

    #[test]
    fn the_order_is_held() {
        let mut house = vec![
            package("crates/ground/kernel", &["serde"]),
            package("crates/ground/store", &["kernel", "sqlx"]),
            package("crates/common/accounts", &["units", "store"]),
            package("crates/common/units", &["store"]),
            package("crates/check/petitions", &["accounts"]),
            package("crates/act/works", &["accounts"]),
            package("crates/front/site", &["petitions", "works"]),
            package("crates/testkit", &["store", "site"]),
        ];
        assert!(check(&house).is_empty(), "{:?}", check(&house));
        house[0].needs.push("store".to_owned());
        house[2].needs.push("sqlx".to_owned());
        house[4].needs.push("works".to_owned());
        house[5].needs.push("testkit".to_owned());
        house.push(package("crates/ground/attic", &[]));
        let found = check(&house);
        let words: Vec<&str> = found.iter().map(|f| f.what.as_str()).collect();
        assert_eq!(
            words,
            [
                "kernel depends on store, which stands above it",
                "accounts depends on sqlx",
                "petitions depends on works: both are subjects",
                "works depends on testkit, which is for tests and chores",
                "attic has no tier",
            ]
        );
    }

    #[test]
    fn pure_crates_bring_no_io() {
        let found = check(&[package("crates/ground/calendar", &["jiff", "tokio"])]);
        assert_eq!(found[0].what, "calendar is pure and depends on tokio");
    }
}
