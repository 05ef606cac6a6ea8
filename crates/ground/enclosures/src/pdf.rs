//! PDF: one that runs programs, carries files or is locked is refused; of any other, what it says
//! of its maker is blanked out in place, and what follows its end is cut off.
//!
//! Nothing is taken apart and put together again: a reader that is told less cannot be fooled
//! more. Names are looked for everywhere, in words and pictures too, and inside compressed
//! objects: a name that only looks forbidden is refused rather than one that is let through.
//!
//! A PDF with an electronic signature is checked and kept byte for byte: blanking would break it.

use std::io::Read as _;
use std::ops::Range;

use super::Fault;

/// What a PDF can do besides being read, by the names of the standard.
const ACTIVE: &[&[u8]] = &[
    b"JavaScript",
    b"Launch",
    b"EmbeddedFile",
    b"EmbeddedFiles",
    b"RichMedia",
    b"Rendition",
    b"SubmitForm",
    b"ImportData",
    b"GoToE",
    b"XFA",
];

/// The most bytes that all compressed objects together may unfold to.
const MOST_UNFOLDED: usize = 32 << 20;

/// More streams than a paper has; each costs a look.
const MOST_STREAMS: usize = 50_000;

/// More notes of makers than a paper has revisions.
const MOST_NOTES: usize = 64;

/// How far before its data the description of a stream may begin.
const DESCRIPTION: usize = 4_096;

/// The document without what it says of its maker.
pub(super) fn clear(bytes: &[u8]) -> Result<Vec<u8>, Fault> {
    let end = last(bytes, b"%%EOF").ok_or(Fault::Broken)? + b"%%EOF".len();
    let body = &bytes[..end];
    if last(&body[end.saturating_sub(2_048)..], b"startxref").is_none() {
        return Err(Fault::Broken);
    }
    harmless(body)?;
    let streams = streams(body)?;
    let (mut unfolded, mut metadata) = (0, Vec::new());
    for stream in streams {
        let said: Vec<Vec<u8>> =
            names(&body[stream.described.clone()]).map(|(_, name)| name).collect();
        if let Some(objects) = objects(&body[stream.data.clone()], &said, MOST_UNFOLDED - unfolded)?
        {
            unfolded += objects.len();
            harmless(&objects)?;
        }
        if said.iter().any(|name| name == b"Metadata") {
            metadata.push(stream.data);
        }
    }
    if names(body).any(|(_, name)| name == b"ByteRange") {
        return Ok(body.to_vec());
    }
    let mut out = body.to_vec();
    blank_maker(&mut out)?;
    metadata.into_iter().for_each(|data| out[data].fill(b' '));
    out.push(b'\n');
    Ok(out)
}

fn harmless(bytes: &[u8]) -> Result<(), Fault> {
    for (_, name) in names(bytes) {
        if name == b"Encrypt" {
            return Err(Fault::Locked);
        }
        if ACTIVE.contains(&name.as_slice()) {
            return Err(Fault::Active);
        }
    }
    Ok(())
}

/// Every name with where it begins, `#41` read as `A`.
fn names(bytes: &[u8]) -> impl Iterator<Item = (usize, Vec<u8>)> + '_ {
    /// Longer than any name that is looked for, each letter written as three.
    const LONGEST: usize = 60;
    let slashes = bytes.iter().enumerate().filter(|(_, byte)| **byte == b'/');
    slashes.map(|(at, _)| {
        let rest = &bytes[at + 1..bytes.len().min(at + 1 + LONGEST)];
        let len = rest.iter().position(|byte| is_end(*byte)).unwrap_or(rest.len());
        (at, unescape(&rest[..len]))
    })
}

fn is_end(byte: u8) -> bool {
    byte.is_ascii_whitespace() || byte == 0 || b"()<>[]{}/%".contains(&byte)
}

fn unescape(name: &[u8]) -> Vec<u8> {
    let digit = |byte: Option<&u8>| char::from(*byte?).to_digit(16);
    let (mut out, mut at) = (Vec::with_capacity(name.len()), 0);
    while let Some(byte) = name.get(at) {
        match (byte, digit(name.get(at + 1)), digit(name.get(at + 2))) {
            (b'#', Some(high), Some(low)) => {
                out.push((high * 16 + low) as u8);
                at += 3;
            }
            _ => {
                out.push(*byte);
                at += 1;
            }
        }
    }
    out
}

struct Part {
    described: Range<usize>,
    data: Range<usize>,
}

/// Every stream: where it is described and where its data are. One may seem to lie inside another;
/// both are looked at.
fn streams(bytes: &[u8]) -> Result<Vec<Part>, Fault> {
    let ends = all(bytes, b"endstream");
    let (mut all, mut at) = (Vec::new(), 0);
    while let Some(found) = first(&bytes[at..], b"stream") {
        let word = at + found;
        at = word + b"stream".len();
        // The end of another one.
        if bytes[..word].ends_with(b"end") {
            continue;
        }
        let data = match &bytes[at..] {
            [b'\r', b'\n', ..] => at + 2,
            [b'\n' | b'\r', ..] => at + 1,
            _ => continue,
        };
        let described = word.saturating_sub(DESCRIPTION);
        let described = described + last(&bytes[described..word], b"obj").unwrap_or(0);
        let end = ends.get(ends.partition_point(|end| *end < data)).copied();
        all.push(Part { described: described..word, data: data..end.unwrap_or(bytes.len()) });
        if all.len() > MOST_STREAMS {
            return Err(Fault::Unclear);
        }
    }
    Ok(all)
}

/// The objects inside a stream of objects, unfolded; `None` for any other stream, and for one that
/// is not folded: its bytes were looked at already.
fn objects(data: &[u8], said: &[Vec<u8>], most: usize) -> Result<Option<Vec<u8>>, Fault> {
    let says = |name: &[u8]| said.iter().any(|other| other == name);
    let is_objects = says(b"ObjStm") || says(b"First");
    if !is_objects || !(says(b"Filter") || says(b"F")) {
        return Ok(None);
    }
    let filters = said.iter().filter(|name| name.ends_with(b"Decode")).count();
    if filters != 1 || !says(b"FlateDecode") || says(b"DecodeParms") || says(b"DP") {
        return Err(Fault::Unclear);
    }
    let mut out = Vec::new();
    let folded = flate2::read::ZlibDecoder::new(data);
    match folded.take(most as u64 + 1).read_to_end(&mut out) {
        Ok(len) if len <= most => Ok(Some(out)),
        _ => Err(Fault::Unclear),
    }
}

/// Blanks the document's note of title, author and program, and the links to it.
fn blank_maker(out: &mut [u8]) -> Result<(), Fault> {
    let mut notes = std::collections::BTreeSet::new();
    let links: Vec<(usize, bool)> = names(out)
        .filter_map(|(at, name)| match name.as_slice() {
            b"Info" => Some((at, true)),
            b"Metadata" => Some((at, false)),
            _ => None,
        })
        .collect();
    for (at, is_info) in links {
        let name = if is_info { 5 } else { 9 };
        let Some((number, len)) = reference(&out[at + name..]) else { continue };
        out[at..at + name + len].fill(b' ');
        if is_info {
            notes.insert(number);
        }
    }
    // Each revision of a document has one at the most.
    if notes.len() > MOST_NOTES {
        return Err(Fault::Unclear);
    }
    notes.iter().for_each(|note| blank_object(out, note));
    Ok(())
}

/// `12 0 R`: the object's head `12 0 obj` and how many bytes the reference takes.
fn reference(rest: &[u8]) -> Option<(Vec<u8>, usize)> {
    let rest = &rest[..rest.len().min(40)];
    let end = rest.iter().position(|byte| *byte == b'R')?;
    let text = std::str::from_utf8(&rest[..end]).ok()?;
    let mut numbers = text.split_ascii_whitespace();
    let (Some(number), Some(generation), None) = (numbers.next(), numbers.next(), numbers.next())
    else {
        return None;
    };
    let (number, generation): (u32, u32) = (number.parse().ok()?, generation.parse().ok()?);
    Some((format!("{number} {generation} obj").into_bytes(), end + 1))
}

/// Empties every object of this head that stands in clear; lengths stay, so tables stay right.
fn blank_object(out: &mut [u8], head: &[u8]) {
    let mut at = 0;
    while let Some(found) = first(&out[at..], head) {
        let begins = at + found;
        at = begins + head.len();
        if begins > 0 && out[begins - 1].is_ascii_digit() {
            continue;
        }
        let Some(len) = first(&out[at..], b"endobj") else { return };
        if len >= 4 {
            out[at..at + len].fill(b' ');
            out[at..at + 4].copy_from_slice(b"<<>>");
        }
    }
}

fn first(bytes: &[u8], word: &[u8]) -> Option<usize> {
    let (head, tail) = word.split_first()?;
    let mut at = 0;
    while let Some(found) = bytes.get(at..)?.iter().position(|byte| byte == head) {
        at += found + 1;
        if bytes[at..].starts_with(tail) {
            return Some(at - 1);
        }
    }
    None
}

/// Where a word stands, everywhere.
fn all(bytes: &[u8], word: &[u8]) -> Vec<usize> {
    let (mut found, mut at) = (Vec::new(), 0);
    while let Some(next) = first(&bytes[at..], word) {
        found.push(at + next);
        at += next + word.len();
    }
    found
}

fn last(bytes: &[u8], word: &[u8]) -> Option<usize> {
    bytes.windows(word.len()).rposition(|window| window == word)
}
