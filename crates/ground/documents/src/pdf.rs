//! PDF by the typesetter typst, used as a library: its world is two layouts, four faces and one
//! file of values. It reads no file, no clock and no network.
//!
//! Values reach a layout as JSON, never as source text, so that nothing in them can become markup.
//! Faces and the typesetter's own library are read on the first document of a process. What the
//! typesetter remembers of a document is forgotten when that document is made: it holds words of
//! people, and memory that would only grow.

use std::sync::LazyLock;

use jiff::civil::Date;
use typst::diag::{FileError, FileResult, Warned};
use typst::foundations::{Bytes, Datetime, Duration, Smart};
use typst::layout::Abs;
use typst::syntax::{FileId, RootedPath, Source, VirtualPath, VirtualRoot};
use typst::text::{Font, FontBook, FontVariant, FontVariations};
use typst::utils::LazyHash;
use typst::{Library, LibraryExt as _, World};
use typst_layout::PagedDocument;
use typst_pdf::{PdfOptions, PdfStandard, PdfStandards, Timestamp};

use crate::DocumentError;

/// The faces; widths of Times New Roman, every Latin letter of a language of Viet Nam.
const FACES: [&[u8]; 4] = [
    include_bytes!("../../../../assets/fonts/tinos-regular.ttf"),
    include_bytes!("../../../../assets/fonts/tinos-bold.ttf"),
    include_bytes!("../../../../assets/fonts/tinos-italic.ttf"),
    include_bytes!("../../../../assets/fonts/tinos-bolditalic.ttf"),
];

/// Minutes by which the time of Viet Nam is ahead of universal time.
const HANOI: i32 = 7 * 60;

/// Which page is made.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Layout {
    /// A letter or named document.
    Letter,
    /// A table across the sheet.
    Sheet,
}

impl Layout {
    fn source(self) -> &'static str {
        match self {
            Self::Letter => include_str!("../layouts/letter.typ"),
            Self::Sheet => include_str!("../layouts/sheet.typ"),
        }
    }
}

/// What does not change between documents.
struct Tools {
    library: LazyHash<Library>,
    book: LazyHash<FontBook>,
    fonts: Vec<Font>,
    layout: FileId,
    data: FileId,
}

static TOOLS: LazyLock<Result<Tools, String>> = LazyLock::new(|| {
    let fonts: Vec<Font> =
        FACES.iter().filter_map(|face| Font::new(Bytes::new(*face), 0)).collect();
    if fonts.len() != FACES.len() {
        return Err("a face cannot be read".to_owned());
    }
    let id = |name: &str| -> Result<FileId, String> {
        let path = VirtualPath::new(name).map_err(|e| format!("{name}: {e:?}"))?;
        Ok(RootedPath::new(VirtualRoot::Project, path).intern())
    };
    Ok(Tools {
        library: LazyHash::new(Library::default()),
        book: LazyHash::new(FontBook::from_fonts(&fonts)),
        fonts,
        layout: id("layout.typ")?,
        data: id("data.json")?,
    })
});

/// All that a document can see.
struct Place {
    tools: &'static Tools,
    layout: Source,
    data: Bytes,
}

impl World for Place {
    fn library(&self) -> &LazyHash<Library> {
        &self.tools.library
    }

    fn book(&self) -> &LazyHash<FontBook> {
        &self.tools.book
    }

    fn main(&self) -> FileId {
        self.tools.layout
    }

    fn source(&self, id: FileId) -> FileResult<Source> {
        if id == self.tools.layout { Ok(self.layout.clone()) } else { Err(FileError::AccessDenied) }
    }

    fn file(&self, id: FileId) -> FileResult<Bytes> {
        if id == self.tools.data { Ok(self.data.clone()) } else { Err(FileError::AccessDenied) }
    }

    fn font(&self, index: usize) -> Option<Font> {
        self.tools.fonts.get(index).cloned()
    }

    fn today(&self, _offset: Option<Duration>) -> Option<Datetime> {
        None
    }
}

/// Forgets what the typesetter remembers, also when it fails.
struct Forget;

impl Drop for Forget {
    fn drop(&mut self) {
        typst::comemo::evict(0);
    }
}

/// Sets a page with the given values; the day becomes the file's own date.
pub(crate) fn make(
    layout: Layout,
    data: &serde_json::Value,
    day: Date,
) -> Result<Vec<u8>, DocumentError> {
    let tools = TOOLS.as_ref().map_err(|e| DocumentError::Fault(e.clone()))?;
    let place = Place {
        tools,
        layout: Source::new(tools.layout, layout.source().to_owned()),
        data: Bytes::from_string(data.to_string()),
    };
    let _forget = Forget;
    let Warned { output, .. } = typst::compile::<PagedDocument>(&place);
    let document = output.map_err(|errors| fault(&errors))?;
    typst_pdf::pdf(&document, &options(day)?).map_err(|errors| fault(&errors))
}

/// PDF/A-2a: everything inside, text that can be read aloud and searched, fit for an archive.
fn options(day: Date) -> Result<PdfOptions, DocumentError> {
    let standards = PdfStandards::new(&[PdfStandard::A_2a])
        .map_err(|e| DocumentError::Fault(e.message().to_string()))?;
    let (month, date) = (day.month().unsigned_abs(), day.day().unsigned_abs());
    let midnight = Datetime::from_ymd_hms(day.year().into(), month, date, 0, 0, 0);
    Ok(PdfOptions {
        ident: Smart::Auto,
        creator: Smart::Custom(Some("Dantin".to_owned())),
        timestamp: midnight.and_then(|at| Timestamp::new_local(at, HANOI)),
        standards,
        ..PdfOptions::default()
    })
}

fn fault(errors: &[typst::diag::SourceDiagnostic]) -> DocumentError {
    let all: Vec<&str> = errors.iter().map(|error| error.message.as_str()).collect();
    DocumentError::Fault(all.join("; "))
}

/// Whether the regular face has the character; the bold and the italic have the same ones.
pub(crate) fn shows(c: char) -> bool {
    c.is_whitespace()
        || TOOLS.as_ref().is_ok_and(|tools| {
            tools.fonts.first().is_some_and(|font| font.info().coverage.contains(c.into()))
        })
}

/// How wide a text is in points, set bold in a size; for lines of a length in DOCX.
pub(crate) fn width(text: &str, size: f64) -> f64 {
    let Some(bold) = TOOLS.as_ref().ok().and_then(|tools| tools.fonts.get(1)) else { return 0.0 };
    let custom = FontVariations::default();
    let bold = bold.clone().instantiate(FontVariant::default(), Abs::pt(size), &custom);
    let glyphs = text.chars().filter_map(|c| bold.ttf().glyph_index(c));
    glyphs.filter_map(|glyph| bold.x_advance(glyph.0)).map(|em| em.get() * size).sum()
}
