//! Photographs and papers that come with a form: what they are by their content, and what is taken
//! out of them before they are kept. Pure.
//!
//! A camera writes more than a picture: where, when, with which telephone, a small copy of what
//! was cut off. All of it goes; which way is up stays. Nothing is decoded and encoded again, so
//! a picture is kept as sharp as it came, and a bomb of pixels never goes off here.
//!
//! What is kept is a list of what a picture needs, not a list of what is dangerous: a part that
//! nobody has thought of goes too.

mod jpeg;
mod pdf;
mod png;
mod tiff;
mod webp;

use kernel::Refusal;

/// A file to be kept in the vault.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewFile {
    /// What it is by its content, as a media type.
    pub media: String,
    /// Its bytes, without what a camera writes beside the picture.
    pub bytes: Vec<u8>,
}

/// The most points that a picture may have; more of them fill an officer's machine when it is
/// opened. Telephones make some fifty million, the largest a hundred and eight.
const MOST_PIXELS: u64 = 120_000_000;

/// Why a file is not taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// It has no bytes.
    Empty,
    /// It has more bytes than the operator allows.
    Large,
    /// It is neither a picture nor a PDF.
    Kind,
    /// It is a picture as some telephones keep it for themselves (HEIC, AVIF).
    Heic,
    /// It moves.
    Moving,
    /// It ends too early, or does not follow its own format.
    Broken,
    /// It has more points than anybody can look at.
    Pixels,
    /// A PDF that opens with a password only.
    Locked,
    /// A PDF that carries a program or other files.
    Active,
    /// A PDF whose parts cannot be looked into.
    Unclear,
}

impl Fault {
    /// The refusal's code.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Empty => "enclosure-empty",
            Self::Large => "enclosure-large",
            Self::Kind => "enclosure-kind",
            Self::Heic => "enclosure-heic",
            Self::Moving => "enclosure-moving",
            Self::Broken => "enclosure-broken",
            Self::Pixels => "enclosure-pixels",
            Self::Locked => "enclosure-locked",
            Self::Active => "enclosure-active",
            Self::Unclear => "enclosure-unclear",
        }
    }

    /// The refusal for file `n`, from 1, of the field `files`.
    pub fn refusal(self, n: usize, most_megabytes: usize) -> Refusal {
        Refusal::invalid("files", self.code()).with("n", n).with("mb", most_megabytes)
    }
}

/// Looks at a file's content and takes out what it should not carry.
///
/// # Errors
/// Why it is not taken.
pub fn read(bytes: &[u8]) -> Result<NewFile, Fault> {
    let (media, bytes) = match bytes {
        [] => return Err(Fault::Empty),
        [0xff, 0xd8, 0xff, ..] => ("image/jpeg", jpeg::strip(bytes)?),
        [0x89, b'P', b'N', b'G', b'\r', b'\n', 0x1a, b'\n', ..] => {
            ("image/png", png::strip(bytes)?)
        }
        [b'R', b'I', b'F', b'F', _, _, _, _, b'W', b'E', b'B', b'P', ..] => {
            ("image/webp", webp::strip(bytes)?)
        }
        [b'%', b'P', b'D', b'F', b'-', ..] => ("application/pdf", pdf::clear(bytes)?),
        [_, _, _, _, b'f', b't', b'y', b'p', brand @ ..] => return Err(film_or_heic(brand)),
        [b'G', b'I', b'F', b'8', ..] => return Err(Fault::Moving),
        _ => return Err(Fault::Kind),
    };
    Ok(NewFile { media: media.to_owned(), bytes })
}

/// What is in a box that telephones use for both pictures and films.
fn film_or_heic(brand: &[u8]) -> Fault {
    let pictures: [&[u8]; 7] = [b"heic", b"heix", b"heim", b"heis", b"mif1", b"msf1", b"avif"];
    match pictures.iter().any(|picture| brand.starts_with(picture)) {
        true => Fault::Heic,
        false => Fault::Moving,
    }
}

/// The end of a file's name for a media type of ours.
pub fn ending(media: &str) -> &'static str {
    match media {
        "image/jpeg" => "jpg",
        "image/png" => "png",
        "image/webp" => "webp",
        _ => "pdf",
    }
}

/// Whether a browser may show it by itself: pictures only, never a document.
pub fn is_picture(media: &str) -> bool {
    matches!(media, "image/jpeg" | "image/png" | "image/webp")
}

/// Refuses what has no size or too much of it.
fn measured(width: u64, height: u64) -> Result<(), Fault> {
    match width * height {
        0 => Err(Fault::Broken),
        points if points > MOST_PIXELS => Err(Fault::Pixels),
        _ => Ok(()),
    }
}

/// `bytes[at..at + len]`, or the file ends too early.
fn slice(bytes: &[u8], at: usize, len: usize) -> Result<&[u8], Fault> {
    let end = at.checked_add(len).ok_or(Fault::Broken)?;
    bytes.get(at..end).ok_or(Fault::Broken)
}

#[cfg(test)]
mod tests;
