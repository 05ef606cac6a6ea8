//! `cargo xtask codegen units`: the tables of `data/units/` that come from public packages.
//!
//! In: two packages of the Python registry, in fixed versions (one of them in four, because each
//! is the official list of one day), and the tables in `data/units/` that people typed from the
//! law. Out: `provinces.tsv`, `districts.tsv`, `communes.tsv`, `lineage.tsv`. What each column
//! means stands in `data/units/README.md`.

use std::fs;
use std::path::Path;
use std::process::Command;

mod history;
mod lineage;
mod names;
mod packages;
mod table;

/// The current tree, the tree on the eve of 1 July 2025, and the way from one to the other.
const TREES: (&str, &str) = ("vietnamadminunits", "1.0.4");

/// The official lists of earlier days: version of the package, day of the list.
const LISTS: [(&str, &str); 4] = [
    ("0.2", "2020-02-25"),
    ("0.3.0", "2021-02-03"),
    ("0.5.0", "2023-05-07"),
    ("0.6.0", "2025-01-04"),
];

/// Makes the tables and writes those that changed.
pub fn run(wheels: Option<&Path>) -> crate::Outcome {
    let temporary = tempfile::tempdir()?;
    let folder = match wheels {
        Some(folder) => folder,
        None => {
            download(temporary.path())?;
            temporary.path()
        }
    };
    let packages = packages::read(folder, TREES.1, &LISTS)?;
    let data = super::root().join("data/units");
    let typed = table::Typed::read(&data)?;

    let units = history::build(&packages, &typed)?;
    let edges = lineage::build(&packages, &typed, &units)?;
    for (level, file) in [(2, "provinces.tsv"), (3, "districts.tsv"), (5, "communes.tsv")] {
        write(&data.join(file), &table::units(&units, level))?;
    }
    write(&data.join("lineage.tsv"), &table::lineage(&edges))?;
    println!("{}", lineage::summary(&units, &edges));
    Ok(())
}

fn download(folder: &Path) -> crate::Outcome {
    let mut wanted = vec![format!("{}=={}", TREES.0, TREES.1)];
    wanted.extend(LISTS.iter().map(|(version, _)| format!("vietnam-provinces=={version}")));
    for package in wanted {
        // One call for each: pip refuses two versions of one package in a call.
        let done = Command::new("python3")
            .args(["-m", "pip", "download", "--quiet", "--no-deps", "--only-binary=:all:"])
            .arg("--dest")
            .arg(folder)
            .arg(&package)
            .status()
            .map_err(|e| format!("python3 with pip is needed to download {package}: {e}"))?;
        if !done.success() {
            return Err(format!("pip could not download {package}").into());
        }
    }
    Ok(())
}

fn write(path: &Path, text: &str) -> crate::Outcome {
    let same = fs::read_to_string(path).is_ok_and(|old| old == text);
    if !same {
        fs::write(path, text)?;
    }
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    println!("{name}: {} rows{}", text.lines().count() - 1, if same { "" } else { ", written" });
    Ok(())
}
