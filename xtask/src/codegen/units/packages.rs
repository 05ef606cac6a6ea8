//! What the downloaded packages say, unjudged.

use std::path::Path;
use std::process::{Command, Stdio};

use jiff::civil::Date;
use serde::Deserialize;

const READER: &str = include_str!("read_packages.py");

/// Everything that is taken from the packages.
#[derive(Deserialize)]
pub struct Packages {
    /// One row for each commune on the eve of 1 July 2025 (five districts have no commune).
    pub before: Vec<Before>,
    /// One row for each commune since 1 July 2025.
    pub after: Vec<After>,
    /// Key before, key after, `full` or `partial`.
    pub edges: Vec<(String, String, String)>,
    /// Official lists of earlier days, oldest first.
    pub lists: Vec<DatedList>,
}

/// A commune of the 63 provinces, with its district and province.
#[derive(Deserialize)]
pub struct Before {
    /// Empty for a district without communes.
    pub code: String,
    pub name: String,
    pub district: String,
    pub district_name: String,
    pub province: String,
    pub province_name: String,
    pub key: String,
    /// Names of units that it took in or bore, folded and without spaces.
    pub former: Vec<String>,
    pub district_former: Vec<String>,
}

/// A commune of the 34 provinces.
#[derive(Deserialize)]
pub struct After {
    pub code: String,
    pub name: String,
    pub province: String,
    pub province_name: String,
    pub key: String,
}

/// The official list of one day.
#[derive(Deserialize)]
pub struct DatedList {
    pub date: Date,
    pub provinces: Vec<Row>,
    pub districts: Vec<Row>,
    pub communes: Vec<Row>,
}

/// One unit in a list; the name has its type in front.
#[derive(Deserialize, Clone)]
pub struct Row {
    pub code: String,
    pub name: String,
    pub parent: String,
}

/// Reads the wheels in a folder through Python, because one of them keeps its data in SQLite.
pub fn read(
    folder: &Path,
    trees: &str,
    lists: &[(&str, &str)],
) -> Result<Packages, Box<dyn std::error::Error>> {
    let mut python = Command::new("python3");
    python.args(["-c", READER]).arg(folder).arg(trees);
    python.args(lists.iter().map(|(version, date)| format!("{version}={date}")));
    let output = python.stderr(Stdio::inherit()).output()?;
    if !output.status.success() {
        return Err("the packages could not be read".into());
    }
    Ok(serde_json::from_slice(&output.stdout)?)
}
