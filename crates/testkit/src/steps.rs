//! The tables of steps that jurists read, held against the program that they are made from.

use std::collections::HashMap;
use std::path::PathBuf;

fn root() -> PathBuf {
    PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../.."))
}

/// The Vietnamese words of a slice, read as plain lines.
///
/// # Panics
/// When there are none.
pub fn words(slice: &str) -> HashMap<String, String> {
    let path = root().join("locales/vi").join(format!("{slice}.ftl"));
    let text = std::fs::read_to_string(&path).expect("the words of the slice");
    let lines = text.lines().filter_map(|line| line.split_once(" = "));
    lines.map(|(key, words)| (key.to_owned(), words.to_owned())).collect()
}

/// What stands behind an article that nobody has held against the text of the law yet.
pub const UNSETTLED: &str = " **chưa đối chiếu**";

/// What a reader of a table is told of that mark.
pub const UNSETTLED_NOTE: &str = "\
  Căn cứ ghi **chưa đối chiếu** là dòng của `rules/` chưa được đối chiếu với văn bản gốc và chưa\n\
  được pháp chế xác nhận. A ground with that mark was not yet held against the text of the law.\n";

/// The document in `docs/` is what the program says `now`; with `DANTIN_WRITE` it is written.
///
/// # Panics
/// When it is behind.
pub fn hold(document: &str, now: &str) {
    let path = root().join("docs").join(document);
    if std::env::var_os("DANTIN_WRITE").is_some() {
        std::fs::write(&path, now).expect("the document is written");
    }
    let kept = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(kept == now, "docs/{document} is behind: run this test with DANTIN_WRITE=1");
}
