//! Bytes in files: what a thief of a folder could find in it.

use std::fs;
use std::path::{Path, PathBuf};

/// Every file below a folder that holds these bytes anywhere.
///
/// # Panics
/// When there is nothing to look for: nothing is in every file.
pub fn files_with(folder: &Path, sought: &[u8]) -> Vec<PathBuf> {
    assert!(!sought.is_empty(), "bytes to look for");
    let mut found = Vec::new();
    let Ok(entries) = fs::read_dir(folder) else { return found };
    for path in entries.flatten().map(|entry| entry.path()) {
        if path.is_dir() {
            found.extend(files_with(&path, sought));
        } else if fs::read(&path).is_ok_and(|bytes| has(&bytes, sought)) {
            found.push(path);
        }
    }
    found
}

/// Whether bytes stand among others.
pub fn has(bytes: &[u8], sought: &[u8]) -> bool {
    bytes.windows(sought.len()).any(|some| some == sought)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_are_found_in_folders_of_folders() {
        let folder = tempfile::tempdir().unwrap();
        fs::create_dir(folder.path().join("in")).unwrap();
        let file = folder.path().join("in/a");
        fs::write(&file, b"xxneedlexx").unwrap();
        assert_eq!(files_with(folder.path(), b"needle"), [file]);
        assert!(files_with(folder.path(), b"needles").is_empty());
    }
}
