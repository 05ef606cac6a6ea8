//! Archives (XLSX, DOCX), looked at before anything is read from them: every part is unpacked
//! once into nothing, with its bytes counted, because sizes that an archive declares may lie.

use std::io::{Cursor, Read};

use zip::ZipArchive;

use crate::{Fault, Foreign, Limits};

/// An archive that is known to be small enough.
pub(crate) struct Parts<'b> {
    bytes: &'b [u8],
    names: Vec<String>,
}

fn broken(error: impl std::fmt::Display) -> Fault {
    Fault::Broken(error.to_string())
}

/// Unpacks every part within the limits.
pub(crate) fn check<'b>(bytes: &'b [u8], limits: &Limits) -> Result<Parts<'b>, Fault> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(broken)?;
    if archive.len() > limits.parts {
        return Err(Fault::Beyond { what: "parts", most: limits.parts as u64 });
    }
    let mut left = limits.unpacked;
    let mut names = Vec::with_capacity(archive.len());
    for place in 0..archive.len() {
        let part = archive.by_index_raw(place).map_err(broken)?;
        if part.encrypted() {
            return Err(Fault::Protected);
        }
        let packed = part.compressed_size().max(1);
        drop(part);
        let part = archive.by_index(place).map_err(broken)?;
        names.push(part.name().map_err(broken)?.into_owned());
        let most = left.min((packed.saturating_mul(limits.ratio)).max(1 << 20));
        let size = std::io::copy(&mut part.take(most + 1), &mut std::io::sink()).map_err(broken)?;
        if size > left {
            return Err(Fault::Beyond { what: "bytes", most: limits.unpacked });
        }
        if size > most {
            return Err(Fault::Beyond { what: "ratio", most: limits.ratio });
        }
        left -= size;
    }
    Ok(Parts { bytes, names })
}

impl Parts<'_> {
    /// Whether a part of this name is there.
    pub fn has(&self, name: &str) -> bool {
        self.names.iter().any(|part| part == name)
    }

    /// What it is when it is no workbook of ours.
    pub fn other(&self) -> Option<Foreign> {
        let begins = |with: &str| self.names.iter().any(|name| name.starts_with(with));
        match () {
            () if self.has("xl/workbook.bin") => Some(Foreign::Named("XLSB")),
            () if begins("xl/") => None,
            () if self.has("content.xml") => Some(Foreign::Named("OpenDocument")),
            () if begins("ppt/") => Some(Foreign::Named("PowerPoint")),
            () => Some(Foreign::Archive),
        }
    }

    /// One part as text; broken signs become U+FFFD.
    pub fn text(&self, name: &str) -> Result<Option<String>, Fault> {
        if !self.has(name) {
            return Ok(None);
        }
        let mut archive = ZipArchive::new(Cursor::new(self.bytes)).map_err(broken)?;
        let mut part = archive.by_name(name).map_err(broken)?;
        let mut bytes = Vec::new();
        part.read_to_end(&mut bytes).map_err(broken)?;
        Ok(Some(String::from_utf8_lossy(&bytes).into_owned()))
    }
}
