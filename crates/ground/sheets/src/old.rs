//! A look into the compound file of an old workbook (BIFF) before it is read: is it a workbook at
//! all, is it protected, how far do its cells reach, and which fonts does it name.
//!
//! The reader of old workbooks lays each sheet out as one rectangle; two cells in opposite corners
//! would make it take some hundred gigabytes.

use std::io::{Cursor, Read as _};

use crate::{Fault, Foreign, Limits};

/// The most cells that the rectangle of one sheet may have.
const RECTANGLE: u64 = 8_000_000;

/// Records of cells with a value: formula, label, number, RK, shared label, string result.
const CELLS: [u16; 7] = [0x0006, 0x0204, 0x0203, 0x027E, 0x00FD, 0x0205, 0x00D6];
const MULTIPLE: u16 = 0x00BD;
const FONTS: [u16; 2] = [0x0031, 0x0231];
const PROTECTED: u16 = 0x002F;
const END: u16 = 0x000A;

/// Names of the fonts of a workbook that is small enough.
pub(crate) fn check(bytes: &[u8], limits: &Limits) -> Result<Vec<String>, Fault> {
    let broken = |error: std::io::Error| Fault::Broken(error.to_string());
    let mut file = cfb::CompoundFile::open(Cursor::new(bytes)).map_err(broken)?;
    let name = ["/Workbook", "/Book"].into_iter().find(|name| file.is_stream(name));
    let Some(name) = name else {
        return Err(match () {
            () if file.is_stream("/EncryptedPackage") => Fault::Protected,
            () if file.is_stream("/WordDocument") => Fault::Other(Foreign::OldWord),
            () => Fault::Other(Foreign::Unknown),
        });
    };
    let mut stream = Vec::new();
    let most = limits.unpacked;
    let mut part = file.open_stream(name).map_err(broken)?.take(most + 1);
    part.read_to_end(&mut stream).map_err(broken)?;
    if stream.len() as u64 > most {
        return Err(Fault::Beyond { what: "bytes", most });
    }
    walk(&stream, limits)
}

#[derive(Default)]
struct Reach {
    rows: Option<(u64, u64)>,
    columns: Option<(u64, u64)>,
}

impl Reach {
    fn add(&mut self, row: u64, column: u64) {
        let grow = |old: Option<(u64, u64)>, n: u64| match old {
            None => Some((n, n)),
            Some((low, high)) => Some((low.min(n), high.max(n))),
        };
        self.rows = grow(self.rows, row);
        self.columns = grow(self.columns, column);
    }

    fn check(&self, limits: &Limits) -> Result<(), Fault> {
        let wide = |span: Option<(u64, u64)>| span.map_or(0, |(low, high)| high - low + 1);
        if wide(self.columns) > limits.columns as u64 {
            return Err(Fault::Beyond { what: "columns", most: limits.columns as u64 });
        }
        if wide(self.rows) * wide(self.columns) > RECTANGLE {
            return Err(Fault::Beyond { what: "cells", most: RECTANGLE });
        }
        Ok(())
    }
}

fn walk(stream: &[u8], limits: &Limits) -> Result<Vec<String>, Fault> {
    let number = |at: usize| {
        let pair = stream.get(at..at + 2).map(|pair| [pair[0], pair[1]]);
        pair.map(u16::from_le_bytes)
    };
    let (mut at, mut fonts, mut reach) = (0, Vec::new(), Reach::default());
    while let (Some(kind), Some(size)) = (number(at), number(at + 2)) {
        let (body, size) = (at + 4, usize::from(size));
        if CELLS.contains(&kind) || kind == MULTIPLE {
            if let (Some(row), Some(column)) = (number(body), number(body + 2)) {
                reach.add(row.into(), column.into());
                // Of a row of numbers the last two bytes are its last column.
                let last = (kind == MULTIPLE && size >= 6).then(|| number(body + size - 2));
                last.flatten().into_iter().for_each(|last| reach.add(row.into(), last.into()));
            }
        } else if FONTS.contains(&kind) {
            fonts.extend(stream.get(body..body + size).and_then(font));
        } else if kind == PROTECTED {
            return Err(Fault::Protected);
        } else if kind == END {
            reach.check(limits)?;
            reach = Reach::default();
        }
        at = body + size;
    }
    reach.check(limits)?;
    Ok(fonts)
}

/// The name at the end of a font's record: length, then (since 1997) a mark of wide letters.
fn font(body: &[u8]) -> Option<String> {
    let length = usize::from(*body.get(14)?);
    let rest = body.get(15..)?;
    let name = match rest {
        [0, name @ ..] if name.len() >= length => name[..length].to_vec(),
        [1, name @ ..] if name.len() >= 2 * length => {
            name[..2 * length].chunks(2).map(|pair| pair[0]).collect()
        }
        name => name.get(..length)?.to_vec(),
    };
    Some(name.into_iter().map(char::from).collect())
}
