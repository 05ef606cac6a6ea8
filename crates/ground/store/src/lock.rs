//! The lock of a folder: one process serves it.

use std::fs::File;
use std::io::{Read as _, Seek as _, Write as _};
use std::path::Path;

use jiff::Timestamp;

use crate::{Result, StoreError};

/// One process serves a folder. The lock is the operating system's, so a crash releases it; the
/// text in the file only names the holder for the one who comes second.
pub(crate) fn take(data: &Path, now: Timestamp) -> Result<File> {
    let path = data.join("dantin.lock");
    let fail = |e| StoreError::File(path.display().to_string(), e);
    let mut file = File::options()
        .read(true)
        .write(true)
        .create(true)
        .truncate(false)
        .open(&path)
        .map_err(fail)?;
    if file.try_lock().is_err() {
        let mut holder = String::new();
        file.read_to_string(&mut holder).map_err(fail)?;
        return Err(StoreError::Unusable(format!(
            "the folder {} is in use by {}; stop it first, or use another folder",
            data.display(),
            holder.trim()
        )));
    }
    file.set_len(0).and_then(|()| file.rewind()).map_err(fail)?;
    write!(file, "process {} since {now}", std::process::id()).map_err(fail)?;
    Ok(file)
}
