//! The seal at the end of a backup: one line with the hash over all bytes before it, and a tag
//! over that hash which nobody makes without the key file. What a disk, a stick or somebody did to
//! the file since is found before anything of it is believed.
//!
//! A backup is a file of SQLite, which reads as many pages as its head counts and nothing behind
//! them: the line hides nothing from programs that open the file.

use std::fs::File;
use std::io::{Read, Seek as _, SeekFrom, Write as _};
use std::path::Path;

use sha2::{Digest, Sha256};

use crate::journal::Hash;
use crate::keyring::{Keyring, hex};
use crate::{Result, StoreError};

const BEGINNING: &str = "\ndantin backup 1 ";
/// The beginning, a hash and a tag in hexadecimal with a blank between, and the line's end.
const LENGTH: u64 = BEGINNING.len() as u64 + 64 + 1 + 64 + 1;

fn line(keys: &Keyring, hash: &Hash) -> String {
    let tag = keys.tag("backup", &[hash]);
    format!("{BEGINNING}{} {}\n", hex(hash), hex(&tag))
}

fn hash(file: impl Read) -> std::io::Result<Hash> {
    let mut file = std::io::BufReader::with_capacity(1 << 16, file);
    let (mut hasher, mut part) = (Sha256::new(), vec![0; 1 << 16]);
    loop {
        match file.read(&mut part)? {
            0 => return Ok(hasher.finalize().into()),
            read => hasher.update(&part[..read]),
        }
    }
}

/// Seals a file and makes it durable. A crash before this returns leaves a file without a name.
pub(crate) fn put(path: &Path, keys: &Keyring) -> Result<()> {
    let seal = || {
        let line = line(keys, &hash(File::open(path)?)?);
        let mut file = File::options().append(true).open(path)?;
        file.write_all(line.as_bytes())?;
        file.sync_all()
    };
    seal().map_err(|error| StoreError::File(path.display().to_string(), error))
}

/// Whether the file bears a seal. One that does is the file that was written.
///
/// # Errors
/// When its bytes are others than those that were sealed, or were sealed by other keys.
pub(crate) fn check(path: &Path, keys: &Keyring) -> Result<bool> {
    let told = |error| StoreError::File(path.display().to_string(), error);
    let mut file = File::open(path).map_err(told)?;
    let whole = file.metadata().map_err(told)?.len();
    let Some(body) = whole.checked_sub(LENGTH) else { return Ok(false) };
    let mut end = Vec::new();
    file.seek(SeekFrom::Start(body)).and_then(|_| file.read_to_end(&mut end)).map_err(told)?;
    if !end.starts_with(BEGINNING.as_bytes()) {
        return Ok(false);
    }
    file.rewind().map_err(told)?;
    let wanted = line(keys, &hash(file.take(body)).map_err(told)?);
    let hashed = BEGINNING.len() + 64;
    let what = if end == wanted.as_bytes() {
        return Ok(true);
    } else if end[..hashed] != wanted.as_bytes()[..hashed] {
        "its bytes are not those that were written: the file was damaged or changed; take another \
         copy of it"
    } else {
        "it was sealed by other keys than those in this folder: put the keys.toml there that \
         belongs to it"
    };
    Err(StoreError::Unusable(format!("{}: {what}", path.display())))
}

#[cfg(test)]
mod tests {
    use kernel::Chance;

    use super::*;

    #[test]
    fn a_file_with_any_byte_changed_cut_off_or_added_bears_no_seal_or_a_broken_one() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.backup");
        let keys = Keyring::new(&Chance::seeded(3));
        std::fs::write(&path, "what was copied").unwrap();
        assert!(!check(&path, &keys).unwrap(), "made before there were seals");
        put(&path, &keys).unwrap();
        assert!(check(&path, &keys).unwrap());
        let whole = std::fs::read(&path).unwrap();
        for place in 0..whole.len() {
            for bit in 0..8 {
                let mut bent = whole.clone();
                bent[place] ^= 1 << bit;
                std::fs::write(&path, bent).unwrap();
                assert!(!check(&path, &keys).is_ok_and(|sealed| sealed), "byte {place}");
            }
        }
        for other in [&whole[1..], &whole[..whole.len() - 1], &[&whole[..], b"\n"].concat()] {
            std::fs::write(&path, other).unwrap();
            assert!(!check(&path, &keys).is_ok_and(|sealed| sealed));
        }
        std::fs::write(&path, &whole).unwrap();
        let foreign = check(&path, &Keyring::new(&Chance::seeded(4))).unwrap_err();
        assert!(foreign.to_string().contains("other keys"), "{foreign}");
    }
}
