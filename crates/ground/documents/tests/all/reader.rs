//! Readers of others for what we made.

use std::io::{Cursor, Read as _, Write as _};
use std::process::{Command, Stdio};

/// The words of a PDF on single spaces, as poppler reads them; `None` where poppler is not.
pub fn pdf(bytes: &[u8]) -> Option<String> {
    let text = poppler("pdftotext", &["-enc", "UTF-8", "-", "-"], bytes)?;
    Some(text.split_whitespace().collect::<Vec<_>>().join(" "))
}

/// What poppler says of a PDF: pages, paper, tags, version.
pub fn about(bytes: &[u8]) -> Option<String> {
    poppler("pdfinfo", &["-"], bytes)
}

/// The faces inside a PDF.
pub fn faces(bytes: &[u8]) -> Option<String> {
    poppler("pdffonts", &["-"], bytes)
}

fn poppler(tool: &str, arguments: &[&str], bytes: &[u8]) -> Option<String> {
    let child = Command::new(tool)
        .args(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn();
    let Ok(mut child) = child else {
        assert!(std::env::var_os("CI").is_none(), "{tool} of poppler-utils must be there on CI");
        eprintln!("skipped: {tool} is not there (package poppler-utils)");
        return None;
    };
    child.stdin.take().unwrap().write_all(bytes).unwrap();
    let out = child.wait_with_output().unwrap();
    assert!(out.status.success(), "{tool}: {}", String::from_utf8_lossy(&out.stderr));
    Some(String::from_utf8(out.stdout).unwrap())
}

/// One part of a DOCX or XLSX.
pub fn part(bytes: &[u8], name: &str) -> String {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    let mut text = String::new();
    archive.by_name(name).unwrap().read_to_string(&mut text).unwrap();
    text
}

/// The words of a DOCX: every run of text in its order, a paragraph a line.
pub fn docx(bytes: &[u8]) -> String {
    let xml = part(bytes, "word/document.xml");
    let mut out = String::new();
    for paragraph in xml.split("</w:p>") {
        for run in paragraph.split("<w:t ").skip(1) {
            let inner = run.split_once('>').unwrap().1.split_once("</w:t>").unwrap().0;
            out.push_str(&unescaped(inner));
        }
        out.push('\n');
    }
    out
}

fn unescaped(text: &str) -> String {
    let text = text.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"");
    text.replace("&apos;", "'").replace("&amp;", "&")
}
