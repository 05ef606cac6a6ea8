//! Holds the languages against one another: same keys, same values in each. A reading of the
//! source by line, enough for our own files; Fluent itself does the real reading.

use std::collections::{BTreeMap, BTreeSet};

use super::Lang;

/// Per language (in the order of [`Lang::ALL`]) the values that a key names; `None`: no such key.
pub(super) type Seen = [Option<BTreeSet<String>>; 2];

/// All keys of all sources.
pub(super) fn keys(sources: &[(Lang, &'static str)]) -> BTreeMap<String, Seen> {
    let mut out: BTreeMap<String, Seen> = BTreeMap::new();
    for (lang, source) in sources {
        let mut key = String::new();
        for line in source.lines().filter(|line| !line.starts_with('#')) {
            if line.starts_with(|c: char| c.is_ascii_alphabetic()) {
                key = line.split('=').next().unwrap_or_default().trim().to_owned();
                out.entry(key.clone()).or_default()[*lang as usize].get_or_insert_default();
            }
            if let Some(Some(names)) = out.get_mut(&key).map(|seen| &mut seen[*lang as usize]) {
                names.extend(values(line));
            }
        }
    }
    out
}

/// The `$names` in a line.
fn values(line: &str) -> impl Iterator<Item = String> {
    line.split('$').skip(1).map(|rest| {
        rest.chars().take_while(|c| c.is_ascii_alphanumeric() || "-_".contains(*c)).collect()
    })
}

/// One sentence per fault.
pub(super) fn find(keys: &BTreeMap<String, Seen>) -> Vec<String> {
    let mut faults = Vec::new();
    for (key, seen) in keys {
        match seen {
            [Some(_), None] => faults.push(format!("{key}: missing in en")),
            [None, _] => faults.push(format!("{key}: missing in vi")),
            // English may use fewer or more parts of the same date than Vietnamese.
            [Some(_), Some(_)] if DATE_PARTS.contains(&key.as_str()) => {}
            [Some(vi), Some(en)] if vi != en => {
                faults.push(format!("{key}: vi names {vi:?}, en names {en:?}"));
            }
            _ => {}
        }
    }
    faults
}

const DATE_PARTS: [&str; 2] = ["date-long", "calendar-month"];
