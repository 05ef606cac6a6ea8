//! WebP: the chunks that make a still picture stay; the rest goes, and so does what follows the
//! length that the file itself states.

use super::{Fault, measured, slice, tiff};

/// In the flags of `VP8X`: the picture has a part for what is seen through.
const ALPHA: u8 = 0x10;
const EXIF: u8 = 0x08;
const MOVING: u8 = 0x02;

/// The picture without anything else.
pub(super) fn strip(bytes: &[u8]) -> Result<Vec<u8>, Fault> {
    let stated = u32_at(bytes, 4)?.checked_add(8).ok_or(Fault::Broken)?;
    let bytes = slice(bytes, 0, stated)?;
    let mut extended: Option<Vec<u8>> = None;
    let (mut at, mut orientation, mut whole) = (12, 1, false);
    let mut rest = Vec::with_capacity(bytes.len());
    while at < bytes.len() {
        let kind = slice(bytes, at, 4)?;
        let len = u32_at(bytes, at + 4)?;
        let body = slice(bytes, at + 8, len)?;
        match kind {
            b"VP8X" if at == 12 && len == 10 => {
                let three = |at: usize| {
                    u64::from(u32::from_le_bytes([body[at], body[at + 1], body[at + 2], 0])) + 1
                };
                measured(three(4), three(7))?;
                if body[0] & MOVING != 0 {
                    return Err(Fault::Moving);
                }
                extended = Some(body.to_vec());
            }
            b"VP8 " | b"VP8L" if !whole => {
                let (width, height) = if kind == b"VP8L" { lossless(body)? } else { lossy(body)? };
                measured(width, height)?;
                whole = true;
                chunk(&mut rest, kind, body);
            }
            b"ALPH" if extended.is_some() && !whole => chunk(&mut rest, kind, body),
            b"EXIF" => {
                let block = body.strip_prefix(b"Exif\0\0").unwrap_or(body);
                orientation = tiff::orientation(block);
            }
            b"ANIM" | b"ANMF" => return Err(Fault::Moving),
            _ => {}
        }
        at = at + 8 + len + len % 2;
    }
    if !whole {
        return Err(Fault::Broken);
    }
    let mut out = b"RIFF\0\0\0\0WEBP".to_vec();
    if let Some(mut head) = extended {
        head[0] = (head[0] & ALPHA) | if orientation > 1 { EXIF } else { 0 };
        chunk(&mut out, b"VP8X", &head);
        out.extend_from_slice(&rest);
        if orientation > 1 {
            chunk(&mut out, b"EXIF", &tiff::block(orientation));
        }
    } else {
        out.extend_from_slice(&rest);
    }
    let len = (out.len() as u32 - 8).to_le_bytes();
    out[4..8].copy_from_slice(&len);
    Ok(out)
}

fn u32_at(bytes: &[u8], at: usize) -> Result<usize, Fault> {
    let four = slice(bytes, at, 4)?;
    Ok(u32::from_le_bytes([four[0], four[1], four[2], four[3]]) as usize)
}

/// Width and height of a picture that loses detail.
fn lossy(body: &[u8]) -> Result<(u64, u64), Fault> {
    let head = slice(body, 0, 10)?;
    if head[3..6] != [0x9d, 0x01, 0x2a] {
        return Err(Fault::Broken);
    }
    let side = |at: usize| u64::from(u16::from_le_bytes([head[at], head[at + 1]]) & 0x3fff);
    Ok((side(6), side(8)))
}

/// Width and height of one that does not.
fn lossless(body: &[u8]) -> Result<(u64, u64), Fault> {
    let head = slice(body, 0, 5)?;
    if head[0] != 0x2f {
        return Err(Fault::Broken);
    }
    let bits = u64::from(u32::from_le_bytes([head[1], head[2], head[3], head[4]]));
    Ok(((bits & 0x3fff) + 1, ((bits >> 14) & 0x3fff) + 1))
}

fn chunk(out: &mut Vec<u8>, kind: &[u8], body: &[u8]) {
    out.extend_from_slice(kind);
    out.extend((body.len() as u32).to_le_bytes());
    out.extend_from_slice(body);
    if !body.len().is_multiple_of(2) {
        out.push(0);
    }
}
