//! `cargo xtask codegen fonts`: the faces that PDFs of official papers carry.
//!
//! In: the Debian package `fonts-croscore`, in a fixed version. Out: `assets/fonts/tinos-*.ttf`,
//! cut down by `assets/fonts/make-tinos.py`, which says what is kept and why.

use std::path::{Path, PathBuf};
use std::process::Command;

/// Package and version.
const PACKAGE: &str = "fonts-croscore=20201225-1";

/// Makes the faces anew.
pub fn run(faces: Option<&Path>) -> crate::Outcome {
    let temporary = tempfile::tempdir()?;
    let source = match faces {
        Some(folder) => folder.to_owned(),
        None => download(temporary.path())?,
    };
    let script = super::root().join("assets/fonts/make-tinos.py");
    done(Command::new("python3").arg(script).arg(source), "python3 with fonttools")
}

fn download(folder: &Path) -> Result<PathBuf, Box<dyn std::error::Error>> {
    done(Command::new("apt-get").args(["download", PACKAGE]).current_dir(folder), "apt-get")?;
    let package = std::fs::read_dir(folder)?
        .filter_map(Result::ok)
        .map(|entry| entry.path())
        .find(|path| path.extension().is_some_and(|ext| ext == "deb"))
        .ok_or("the package did not come")?;
    done(Command::new("dpkg-deb").arg("-x").arg(package).arg(folder), "dpkg-deb")?;
    Ok(folder.join("usr/share/fonts/truetype/croscore"))
}

fn done(command: &mut Command, what: &str) -> crate::Outcome {
    let status = command.status().map_err(|e| format!("{what} is needed: {e}"))?;
    if status.success() { Ok(()) } else { Err(format!("{what} failed").into()) }
}
