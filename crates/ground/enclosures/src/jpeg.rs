//! JPEG: tables, frame and scans stay; everything that an application put between them goes, and
//! so does what follows the picture's end.

use super::{Fault, measured, slice, tiff};

/// The picture without anything else.
pub(super) fn strip(bytes: &[u8]) -> Result<Vec<u8>, Fault> {
    let mut picture = Picture::default();
    picture.rest.reserve_exact(bytes.len());
    let mut at = 2;
    loop {
        let (marker, after) = marker(bytes, at)?;
        at = after;
        if marker == 0xd9 {
            return picture.whole();
        }
        let len = slice(bytes, at, 2)?;
        let len = usize::from(u16::from_be_bytes([len[0], len[1]]));
        let body = slice(bytes, at + 2, len.checked_sub(2).ok_or(Fault::Broken)?)?;
        at += len;
        picture.segment(marker, body)?;
        if marker == 0xda {
            let end = at + scan(&bytes[at..])?;
            picture.rest.extend_from_slice(&bytes[at..end]);
            at = end;
        }
    }
}

/// The marker at `at`, after any number of fill bytes, and where its segment begins.
fn marker(bytes: &[u8], at: usize) -> Result<(u8, usize), Fault> {
    let rest = bytes.get(at..).ok_or(Fault::Broken)?;
    let fill = rest.iter().take_while(|byte| **byte == 0xff).count();
    match rest.get(fill) {
        Some(marker) if fill > 0 => Ok((*marker, at + fill + 1)),
        _ => Err(Fault::Broken),
    }
}

/// How long the coded points are: up to the next marker that is no restart.
fn scan(bytes: &[u8]) -> Result<usize, Fault> {
    let mut at = 0;
    while let Some(found) = bytes[at..].iter().position(|byte| *byte == 0xff) {
        at += found;
        match bytes.get(at + 1) {
            Some(0x00 | 0xd0..=0xd7) => at += 2,
            Some(0xff) => at += 1,
            Some(_) => return Ok(at),
            None => break,
        }
    }
    Err(Fault::Broken)
}

#[derive(Default)]
struct Picture {
    /// The head that most readers expect first, without its small picture.
    jfif: Option<Vec<u8>>,
    orientation: u8,
    has_frame: bool,
    has_scan: bool,
    rest: Vec<u8>,
}

impl Picture {
    fn segment(&mut self, marker: u8, body: &[u8]) -> Result<(), Fault> {
        match marker {
            // Frames; the arithmetic and hierarchical ones are as rare as they are lawful.
            0xc0..=0xc3 | 0xc5..=0xc7 | 0xc9..=0xcb | 0xcd..=0xcf => {
                let head = slice(body, 0, 6)?;
                let pair = |at: usize| u64::from(u16::from_be_bytes([head[at], head[at + 1]]));
                measured(pair(3), pair(1))?;
                if self.has_frame || body.len() != 6 + 3 * usize::from(head[5]) {
                    return Err(Fault::Broken);
                }
                self.has_frame = true;
                self.keep(marker, body);
            }
            0xc4 if huffman(body) => self.keep(marker, body),
            0xdb if quantities(body) => self.keep(marker, body),
            0xcc if body.len().is_multiple_of(2) && body.len() <= 64 => self.keep(marker, body),
            0xdd if body.len() == 2 => self.keep(marker, body),
            0xda if self.has_frame && body.len() <= 12 => {
                self.has_scan = true;
                self.keep(marker, body);
            }
            0xe0 if self.jfif.is_none() && body.starts_with(b"JFIF\0") => {
                self.jfif = body.get(..12).map(<[u8]>::to_vec);
            }
            0xe1 => {
                if let Some(block) = body.strip_prefix(b"Exif\0\0") {
                    self.orientation = tiff::orientation(block);
                }
            }
            // Adobe's mark says how colours are coded; without it a picture may turn green.
            0xee if body.len() >= 12 && body.starts_with(b"Adobe") => {
                self.keep(marker, &body[..12]);
            }
            0xe0..=0xef | 0xfe => {}
            _ => return Err(Fault::Broken),
        }
        Ok(())
    }

    fn keep(&mut self, marker: u8, body: &[u8]) {
        segment(&mut self.rest, marker, body);
    }

    fn whole(self) -> Result<Vec<u8>, Fault> {
        if !self.has_scan {
            return Err(Fault::Broken);
        }
        let mut out = Vec::with_capacity(self.rest.len() + 64);
        out.extend([0xff, 0xd8]);
        if let Some(mut jfif) = self.jfif {
            jfif.extend([0, 0]);
            segment(&mut out, 0xe0, &jfif);
        }
        if self.orientation > 1 {
            let block = [b"Exif\0\0".as_slice(), &tiff::block(self.orientation)].concat();
            segment(&mut out, 0xe1, &block);
        }
        out.extend_from_slice(&self.rest);
        out.extend([0xff, 0xd9]);
        Ok(out)
    }
}

fn segment(out: &mut Vec<u8>, marker: u8, body: &[u8]) {
    out.extend([0xff, marker]);
    // Every body came out of a segment, so its length fits one.
    out.extend((body.len() as u16 + 2).to_be_bytes());
    out.extend_from_slice(body);
}

/// Whether a segment holds tables of codes and nothing besides.
fn huffman(mut body: &[u8]) -> bool {
    while let Some((head, rest)) = body.split_at_checked(17) {
        let codes: usize = head[1..].iter().map(|count| usize::from(*count)).sum();
        match rest.get(codes..) {
            Some(rest) if codes <= 256 => body = rest,
            _ => return false,
        }
    }
    body.is_empty()
}

/// Whether a segment holds tables of quantities and nothing besides.
fn quantities(mut body: &[u8]) -> bool {
    while let Some(head) = body.first() {
        let len = if head >> 4 == 0 { 65 } else { 129 };
        match body.get(len..) {
            Some(rest) => body = rest,
            None => return false,
        }
    }
    true
}
