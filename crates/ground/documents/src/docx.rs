//! The same letter as DOCX, to be worked on in an office suite. It knows no rule of law: words and
//! sizes come from elsewhere.
//!
//! The face is named, not carried: an office suite has Times New Roman or one of its widths.

use docx_rs::{
    AlignmentType, Docx, Header, LineSpacing, LineSpacingType, PageMargin, PageNum, Paragraph,
    ParagraphBorder, ParagraphBorderPosition, ParagraphBorders, ParagraphProperty, Run, RunFonts,
    SpecialIndentType, Table, TableCell, TableCellMargins, TableLayoutType, TableRow, WidthType,
};
use jiff::civil::Date;

use crate::appendix;
use crate::letter::{Block, Words};
use crate::{DocumentError, Format, pdf};

/// Twentieths of a point in a millimetre and in a point.
const PER_MM: f64 = 56.692_913;
const PER_PT: f64 = 20.0;
/// The first column of the head, in hundredths of the width of the page.
const LEFT: f64 = 41.0;
/// Room for a signature and the seal over a third of it.
const SIGNATURE_MM: f64 = 28.0;

/// How words are set.
#[derive(Clone, Copy, Default)]
struct Look {
    size: f64,
    bold: bool,
    italic: bool,
}

impl Look {
    fn of(size: f64) -> Self {
        Self { size, ..Self::default() }
    }

    fn bold(self) -> Self {
        Self { bold: true, ..self }
    }

    fn italic(self) -> Self {
        Self { italic: true, ..self }
    }

    /// DOCX counts half points.
    fn run(self, words: &str) -> Run {
        let mut run = Run::new().add_text(words).size(rounded(self.size * 2.0));
        if self.bold {
            run = run.bold();
        }
        if self.italic {
            run = run.italic();
        }
        run
    }
}

/// A page in the making.
struct Page<'a> {
    words: &'a Words,
    format: &'a Format,
    /// Width of the text in twentieths of a point.
    width: f64,
}

/// Sets the letter; `mark` stands at the head of every page, unless it is empty.
pub(crate) fn make(
    words: &Words,
    format: &Format,
    day: Date,
    mark: &str,
) -> Result<Vec<u8>, DocumentError> {
    let mm = |id: &str| format.size(id) * PER_MM;
    let width = mm("paper.width") - mm("margin.left") - mm("margin.right");
    let page = Page { words, format, width };
    let moment = format!("{day}T00:00:00Z");
    let sheet = sheet(format, mark).created_at(&moment).updated_at(&moment);
    let mut docx = sheet.add_table(page.head());
    for paragraph in page.title().into_iter().chain(page.addressees()).chain(page.body()) {
        docx = docx.add_paragraph(paragraph);
    }
    docx = docx.add_paragraph(plain()).add_table(page.foot());
    for appendix in &words.appendices {
        docx = page.appendix(appendix).into_iter().fold(docx, Docx::add_paragraph);
        docx = docx.add_table(page.rows(appendix)).add_paragraph(plain());
    }
    let mut bytes = std::io::Cursor::new(Vec::new());
    docx.pack(&mut bytes).map_err(|e| DocumentError::Fault(e.to_string()))?;
    Ok(bytes.into_inner())
}

/// The empty sheet: paper, margins, face, mark, page number from the second page on.
fn sheet(format: &Format, mark: &str) -> Docx {
    let mm = |id: &str| signed(format.size(id) * PER_MM);
    let face = format.text("face");
    let fonts = RunFonts::new().ascii(face).hi_ansi(face).east_asia(face).cs(face);
    let margin = PageMargin {
        top: mm("margin.top"),
        bottom: mm("margin.bottom"),
        left: mm("margin.left"),
        right: mm("margin.right"),
        header: mm("margin.top") / 2,
        footer: mm("margin.bottom") / 2,
        gutter: 0,
    };
    let number = plain().align(AlignmentType::Center).add_page_num(PageNum::new());
    let number = number.size(rounded(format.size("page-number") * 2.0));
    let top = || match mark.is_empty() {
        true => Header::new(),
        false => {
            let words = Look::of(format.size("body")).bold().run(mark);
            Header::new().add_paragraph(centred(words))
        }
    };
    let paper = |id: &str| u32::try_from(mm(id)).unwrap_or_default();
    Docx::new()
        .page_size(paper("paper.width"), paper("paper.height"))
        .page_margin(margin)
        .default_fonts(fonts)
        .default_size(rounded(format.size("body") * 2.0))
        .header(top().add_paragraph(number))
        .first_header(top().add_paragraph(plain()))
        .title_pg()
}

impl Page<'_> {
    fn size(&self, id: &str) -> Look {
        Look::of(self.format.size(id))
    }

    /// Issuer and number on the left, nation and dateline on the right.
    fn head(&self) -> Table {
        let words = self.words;
        let share = f64::from(self.format.size("rule") as f32) / 100.0;
        let mut left = Vec::new();
        left.extend(words.above.iter().map(|line| centred(self.size("issuer").run(line))));
        let issuer = self.size("issuer").bold();
        left.extend(words.issuer.iter().map(|line| centred(issuer.run(line))));
        let widest = widest(words.issuer.iter(), issuer.size);
        left.push(rule(widest * share, self.width * LEFT / 100.0));
        let (nation, motto) = (self.format.text("nation"), self.format.text("motto"));
        let look = self.size("motto").bold();
        let long = pdf::width(motto, look.size) * PER_PT;
        let right = vec![
            centred(self.size("nation").bold().run(nation)),
            centred(look.run(motto)),
            rule(long, self.width * (100.0 - LEFT) / 100.0),
        ];
        let mut number = vec![centred(self.size("number").run(&words.number))];
        if !words.about.is_empty() {
            let gap = spacing(6.0, 0.0);
            // Narrower than the column, so that a short subject breaks near its middle.
            let side = Some(signed(5.0 * PER_MM));
            let about = centred(self.size("about").run(&words.about)).line_spacing(gap);
            number.push(about.indent(side, None, side, None));
        }
        let date = vec![centred(self.size("date").italic().run(&words.dateline))];
        self.two_columns(LEFT, vec![(left, right), (number, date)])
    }

    /// Name and summary of a named document.
    fn title(&self) -> Vec<Paragraph> {
        let words = self.words;
        if words.name.is_empty() {
            return Vec::new();
        }
        let name = centred(self.size("type").bold().run(&words.name));
        let mut all = vec![name.line_spacing(spacing(20.0, 0.0)).outline_lvl(0)];
        if !words.summary.is_empty() {
            let look = self.size("summary").bold();
            all.push(centred(look.run(&words.summary)));
            let long = pdf::width(&words.summary, look.size) * PER_PT;
            let share = self.format.size("rule") / 100.0;
            all.push(rule(long.min(self.width) * share, self.width));
        }
        all
    }

    fn addressees(&self) -> Vec<Paragraph> {
        let look = self.size("addressee");
        match self.words.to.as_slice() {
            [] => Vec::new(),
            [one] => {
                let line = centred(look.run(&format!("Kính gửi: {one}")));
                vec![line.line_spacing(spacing(14.0, 12.0))]
            }
            several => {
                let last = several.len() - 1;
                let mut all = vec![
                    plain()
                        .add_run(look.run("Kính gửi:"))
                        .indent(Some(signed(30.0 * PER_MM)), None, None, None)
                        .line_spacing(spacing(14.0, 0.0)),
                ];
                all.extend(several.iter().enumerate().map(|(at, to)| {
                    let end = if at == last { "." } else { ";" };
                    plain()
                        .add_run(look.run(&format!("- {to}{end}")))
                        .indent(Some(signed(45.0 * PER_MM)), None, None, None)
                        .line_spacing(spacing(0.0, if at == last { 12.0 } else { 0.0 }))
                }));
                all
            }
        }
    }

    fn body(&self) -> Vec<Paragraph> {
        self.words.body.iter().map(|block| self.block(block)).collect()
    }

    fn block(&self, block: &Block) -> Paragraph {
        let look = self.size("body");
        let gap = self.format.size("paragraph-gap");
        // 240 is a single line.
        let line = signed(self.format.size("line") / 100.0 * 240.0);
        let spacing = spacing(0.0, gap).line_rule(LineSpacingType::Auto).line(line);
        if block.kind == "centred" {
            let words = centred(look.bold().run(&block.text));
            return words.line_spacing(spacing).keep_next(true);
        }
        let first = SpecialIndentType::FirstLine(signed(self.format.size("indent") * PER_MM));
        let mut paragraph = plain()
            .align(AlignmentType::Both)
            .indent(None, Some(first), None, None)
            .line_spacing(spacing);
        let (label, words) = match block.kind {
            "ground" => (look, look.italic()),
            "article" => (look.bold(), look),
            _ => (look, look),
        };
        if !block.label.is_empty() {
            paragraph = paragraph.add_run(label.run(&format!("{} ", block.label)));
        }
        paragraph.add_run(words.run(&block.text))
    }

    /// What stands over a table behind the signature; it begins a page.
    fn appendix(&self, appendix: &appendix::Table) -> [Paragraph; 3] {
        let look = self.size("type").bold();
        [
            centred(look.run(&appendix.head)).page_break_before(true).outline_lvl(0),
            centred(look.run(&appendix.title)),
            centred(self.size("date").italic().run(&appendix.belongs))
                .line_spacing(spacing(0.0, 10.0)),
        ]
    }

    /// The table itself, with lines.
    fn rows(&self, appendix: &appendix::Table) -> Table {
        let all: f64 = appendix.columns.iter().map(|column| f64::from(column.share)).sum();
        let width = |share: u16| rounded(self.width * f64::from(share) / all);
        let look = self.size("copies");
        let cell = |column: &appendix::Head, paragraph: Paragraph| {
            TableCell::new().width(width(column.share), WidthType::Dxa).add_paragraph(paragraph)
        };
        let head = appendix
            .columns
            .iter()
            .map(|column| cell(column, centred(look.bold().run(&column.title))));
        let line = |row: &Vec<String>| {
            let cells = appendix.columns.iter().zip(row).map(|(column, words)| {
                let side = if column.number { AlignmentType::Right } else { AlignmentType::Left };
                cell(column, plain().align(side).add_run(look.run(words)))
            });
            TableRow::new(cells.collect()).cant_split()
        };
        let rows = std::iter::once(TableRow::new(head.collect()).cant_split());
        Table::new(rows.chain(appendix.rows.iter().map(line)).collect())
            .set_grid(appendix.columns.iter().map(|column| width(column.share)).collect())
            .layout(TableLayoutType::Fixed)
            .width(rounded(self.width), WidthType::Dxa)
    }

    /// Copies on the left, the signature on the right.
    fn foot(&self) -> Table {
        let words = self.words;
        let mut copies = Vec::new();
        if !words.copies.is_empty() {
            let look = self.size("copies-word").bold().italic();
            copies.push(plain().add_run(look.run("Nơi nhận:")));
            let look = self.size("copies");
            let line = |copy: &String| plain().add_run(look.run(&format!("- {copy}")));
            copies.extend(words.copies.iter().map(line));
        }
        let look = self.size("signer").bold();
        let mut signature: Vec<_> =
            words.signer_lines.iter().map(|line| centred(look.run(line))).collect();
        let room = spacing(SIGNATURE_MM * PER_MM / PER_PT, 0.0);
        signature.push(centred(look.run(&words.signer)).line_spacing(room));
        self.two_columns(45.0, vec![(copies, signature)])
    }

    /// A table without lines; `left` in hundredths of the width.
    fn two_columns(&self, left: f64, rows: Vec<(Vec<Paragraph>, Vec<Paragraph>)>) -> Table {
        let left = rounded(self.width * left / 100.0);
        let right = rounded(self.width).saturating_sub(left);
        let cell = |width: usize, paragraphs: Vec<Paragraph>| {
            let empty = if paragraphs.is_empty() { vec![plain()] } else { Vec::new() };
            paragraphs
                .into_iter()
                .chain(empty)
                .fold(TableCell::new().width(width, WidthType::Dxa), TableCell::add_paragraph)
        };
        let row = |(l, r)| TableRow::new(vec![cell(left, l), cell(right, r)]).cant_split();
        Table::without_borders(rows.into_iter().map(row).collect())
            .set_grid(vec![left, right])
            .margins(TableCellMargins::new().margin(0, 0, 0, 0))
            .layout(TableLayoutType::Fixed)
            .width(rounded(self.width), WidthType::Dxa)
    }
}

fn plain() -> Paragraph {
    Paragraph::new().line_spacing(spacing(0.0, 0.0))
}

fn centred(run: Run) -> Paragraph {
    plain().align(AlignmentType::Center).add_run(run)
}

/// A drawn line of a length below words, in the middle of a width: the upper border of a low, empty
/// paragraph. The decree asks for a drawn line, not for underlined words.
fn rule(long: f64, width: f64) -> Paragraph {
    let side = signed((width - long).max(0.0) / 2.0);
    let border = ParagraphBorder::new(ParagraphBorderPosition::Top).size(6).space(1);
    let mut paragraph = Paragraph::new()
        .indent(Some(side), None, Some(side), None)
        .line_spacing(spacing(1.0, 4.0).line_rule(LineSpacingType::Exact).line(60));
    let only = ParagraphBorders::with_empty().set(border);
    paragraph.property = ParagraphProperty::set_borders(paragraph.property, only);
    paragraph
}

/// Points before and after.
fn spacing(before: f64, after: f64) -> LineSpacing {
    let twentieths = |points: f64| u32::try_from(signed(points * PER_PT)).unwrap_or_default();
    LineSpacing::new().before(twentieths(before)).after(twentieths(after))
}

fn widest<'a>(lines: impl Iterator<Item = &'a String>, size: f64) -> f64 {
    lines.map(|line| pdf::width(line, size) * PER_PT).fold(0.0, f64::max)
}

/// Sizes of a page are small; a size that is not becomes the nearest that there is.
fn signed(value: f64) -> i32 {
    value.round() as i32
}

fn rounded(value: f64) -> usize {
    usize::try_from(signed(value)).unwrap_or_default()
}
