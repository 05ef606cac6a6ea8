//! The office suite in which a clerk opens our files: LibreOffice, without a screen.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Command;

/// Saved as plain text: each paragraph a line.
pub const TEXT: (&str, &str) = ("txt", "txt:Text (encoded):UTF8");
/// Saved as a workbook again.
pub const WORKBOOK: (&str, &str) = ("xlsx", "xlsx:Calc MS Excel 2007 XML");

/// What the suite made of the files that it was given.
#[derive(Debug, Default)]
pub struct Opened {
    /// What it opened, by the name that it was given, as it saved it again.
    pub files: BTreeMap<String, Vec<u8>>,
    /// What it complained about.
    pub complaints: Vec<String>,
}

/// Has the suite open all of these files, whose names differ before the dot, and save each again.
/// All at once: starting it takes seconds, one file more does not. `None`, and a line that says so,
/// where it is not installed.
///
/// # Panics
/// In CI without it.
pub fn opened(files: &BTreeMap<String, Vec<u8>>, kind: (&str, &str)) -> Option<Opened> {
    let folder = tempfile::tempdir().expect("a folder");
    let (given, saved) = (folder.path().join("given"), folder.path().join("saved"));
    std::fs::create_dir(&given).expect("a folder for what is given");
    std::fs::create_dir(&saved).expect("a folder for what is saved");
    let write = |(name, bytes): (&String, &Vec<u8>)| {
        let path = given.join(name);
        std::fs::write(&path, bytes).expect("a file");
        path
    };
    let paths: Vec<PathBuf> = files.iter().map(write).collect();
    // A profile of its own: an open window of somebody at this machine would answer in its stead.
    let profile = folder.path().join("profile");
    let mut command = Command::new("soffice");
    command
        .arg(format!("-env:UserInstallation=file://{}", profile.display()))
        .args(["--headless", "--norestore", "--convert-to", kind.1, "--outdir"])
        .arg(&saved)
        .args(&paths);
    let Ok(out) = command.output() else {
        testkit::skip("LibreOffice", testkit::in_ci());
        return None;
    };
    let told = [out.stdout, out.stderr].concat();
    let told = String::from_utf8_lossy(&told);
    let mut complaints: Vec<String> =
        told.lines().filter(|line| line.starts_with("Error")).map(str::to_owned).collect();
    if !out.status.success() {
        complaints.push(format!("it ended with {}: {told}", out.status));
    }
    let read = |name: &String| {
        let path = saved.join(Path::new(name).with_extension(kind.0));
        Some((name.clone(), std::fs::read(path).ok()?))
    };
    Some(Opened { files: files.keys().filter_map(read).collect(), complaints })
}
