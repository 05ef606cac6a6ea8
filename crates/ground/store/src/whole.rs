//! Small files beside the database, each written whole: after a crash the one before is there or
//! this one, never half of one. Two writers of one path at once are not for here.

use std::fs::{self, File, OpenOptions};
use std::io::{self, ErrorKind, Write as _};
use std::path::Path;

fn put(mut part: OpenOptions, path: &Path, text: &str) -> io::Result<()> {
    let beside = path.with_extension("part");
    // What a crash left there may be readable by others.
    remove(&beside)?;
    let mut file = part.write(true).create_new(true).open(&beside)?;
    file.write_all(text.as_bytes())?;
    file.sync_all()?;
    fs::rename(&beside, path)
}

/// Puts a file in the place of the one before. A crash right after may bring that one back.
///
/// # Errors
/// When the disk refuses; the one before is there then.
pub fn replace(path: &Path, text: &str) -> io::Result<()> {
    put(OpenOptions::new(), path, text)
}

/// The same for a secret: readable by its owner only, from its first byte on, and once this
/// returns no crash brings the one before back.
///
/// # Errors
/// As [`replace`].
pub fn replace_secret(path: &Path, text: &str) -> io::Result<()> {
    put(owner_only(), path, text)?;
    settle(path)
}

/// Makes what was put in a file's place last: a rename is durable only once its folder is.
///
/// # Errors
/// When the disk refuses.
pub fn settle(path: &Path) -> io::Result<()> {
    // A bare name stands in the folder where the program runs.
    let here = |folder: &Path| folder.as_os_str().is_empty();
    let folder = path.parent().map(|folder| if here(folder) { Path::new(".") } else { folder });
    folder.map_or(Ok(()), |folder| File::open(folder)?.sync_all())
}

/// Removes a file; one that is not there is no fault.
///
/// # Errors
/// When it is there and stays.
pub fn remove(path: &Path) -> io::Result<()> {
    match fs::remove_file(path) {
        Err(error) if error.kind() != ErrorKind::NotFound => Err(error),
        _ => Ok(()),
    }
}

#[cfg(unix)]
fn owner_only() -> OpenOptions {
    use std::os::unix::fs::OpenOptionsExt as _;
    let mut options = OpenOptions::new();
    options.mode(0o600);
    options
}

#[cfg(not(unix))]
fn owner_only() -> OpenOptions {
    OpenOptions::new()
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;
    use std::os::unix::fs::PermissionsExt as _;

    #[test]
    fn a_secret_is_its_owners_even_where_a_crash_left_half_of_one() {
        let folder = tempfile::tempdir().unwrap();
        let (path, beside) = (folder.path().join("keys.toml"), folder.path().join("keys.part"));
        fs::write(&beside, "ha").unwrap();
        fs::set_permissions(&beside, fs::Permissions::from_mode(0o644)).unwrap();
        replace_secret(&path, "whole").unwrap();
        assert_eq!(fs::read_to_string(&path).unwrap(), "whole");
        assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
        assert!(!beside.exists());
        replace(&path, "another").unwrap();
        assert_eq!(fs::read_to_string(&path).unwrap(), "another");
        remove(&path).unwrap();
        remove(&path).unwrap();
        assert!(!path.exists());
    }
}
