//! PNG: the chunks that make the picture stay; words, times, profiles and unknown chunks go, and
//! so does what follows the end. A moving picture stands still.

use super::{Fault, measured, slice, tiff};

const SIGNATURE: usize = 8;

/// The picture without anything else.
pub(super) fn strip(bytes: &[u8]) -> Result<Vec<u8>, Fault> {
    let mut out = Vec::with_capacity(bytes.len());
    out.extend_from_slice(&bytes[..SIGNATURE]);
    let (mut at, mut points, mut orientation) = (SIGNATURE, false, 1);
    loop {
        let head = slice(bytes, at, 8)?;
        let len = u32::from_be_bytes([head[0], head[1], head[2], head[3]]) as usize;
        let kind = [head[4], head[5], head[6], head[7]];
        let body = slice(bytes, at + 8, len)?;
        let sum = slice(bytes, at + 8 + len, 4)?;
        if (at == SIGNATURE) != (&kind == b"IHDR") {
            return Err(Fault::Broken);
        }
        at += 12 + len;
        let fits = match &kind {
            b"IHDR" if len == 13 => {
                let four = |at: usize| {
                    let four = [body[at], body[at + 1], body[at + 2], body[at + 3]];
                    u64::from(u32::from_be_bytes(four))
                };
                measured(four(0), four(4))?;
                true
            }
            b"PLTE" => len <= 768 && len.is_multiple_of(3),
            b"tRNS" => len <= 256,
            b"gAMA" => len == 4,
            b"cHRM" => len == 32,
            b"sRGB" => len == 1,
            b"sBIT" => len <= 4,
            b"bKGD" => len <= 6,
            b"IDAT" => true,
            b"IEND" => len == 0 && points,
            b"eXIf" => {
                orientation = tiff::orientation(body);
                continue;
            }
            // A critical chunk that is not ours: no reader could show the picture.
            [first, ..] if first.is_ascii_uppercase() => false,
            _ => continue,
        };
        if !fits || sum != check(&kind, body) {
            return Err(Fault::Broken);
        }
        if &kind == b"IDAT" && !points {
            points = true;
            if orientation > 1 {
                chunk(&mut out, *b"eXIf", &tiff::block(orientation));
            }
        }
        chunk(&mut out, kind, body);
        if &kind == b"IEND" {
            return Ok(out);
        }
    }
}

fn chunk(out: &mut Vec<u8>, kind: [u8; 4], body: &[u8]) {
    out.extend((body.len() as u32).to_be_bytes());
    out.extend(kind);
    out.extend_from_slice(body);
    out.extend(check(&kind, body));
}

fn check(kind: &[u8; 4], body: &[u8]) -> [u8; 4] {
    let mut sum = flate2::Crc::new();
    sum.update(kind);
    sum.update(body);
    sum.sum().to_be_bytes()
}
