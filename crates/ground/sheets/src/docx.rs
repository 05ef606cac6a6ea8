//! Tables of a Word document. A cell that spans columns stands in the first of them, the rest are
//! empty; one that spans rows stands in the first row. A table in a cell is read as its words.

use legacy::Encoding;
use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

use crate::zipped::Parts;
use crate::{Book, Cell, Fault, Format, Limits, Table};

/// How deep tables may stand in one another.
const DEEPEST: usize = 16;

#[derive(Default)]
struct State {
    tables: Vec<Vec<(u64, Vec<Cell>)>>,
    depth: usize,
    cell: Cell,
    span: usize,
    inside_cell: bool,
    inside_text: bool,
    run: Option<(Encoding, bool)>,
    letters: usize,
    large: usize,
    font: Option<Encoding>,
    cells: usize,
}

/// Reads the tables of a document that was found small enough.
pub(crate) fn read(parts: &Parts<'_>, limits: &Limits) -> Result<Book, Fault> {
    let broken = |error: &dyn std::fmt::Display| Fault::Broken(error.to_string());
    let text = parts.text("word/document.xml")?.ok_or(Fault::Empty)?;
    let mut reader = Reader::from_str(&text);
    let mut state = State::default();
    loop {
        match reader.read_event().map_err(|e| broken(&e))? {
            Event::Start(tag) => state.start(&tag, limits)?,
            Event::Empty(tag) => state.alone(&tag, limits)?,
            Event::End(tag) => state.end(local(tag.name().as_ref()), limits)?,
            Event::Text(words) if state.inside_text => {
                state.add(&words);
            }
            Event::GeneralRef(name) if state.inside_text => {
                let name: &str = &name;
                let sign = quick_xml::escape::unescape(&format!("&{name};"))
                    .map(std::borrow::Cow::into_owned);
                state.add(&sign.map_err(|e| broken(&e))?);
            }
            Event::DocType(_) => return Err(Fault::Broken("it declares a document type".into())),
            Event::Eof => break,
            _ => {}
        }
    }
    if state.depth > 0 {
        return Err(Fault::Broken("it breaks off inside a table".into()));
    }
    let font = state.font;
    let tables = state.tables.into_iter().map(|rows| Table::of(String::new(), rows)).collect();
    Ok(Book { format: Format::Docx, tables, font })
}

impl State {
    fn start(&mut self, tag: &BytesStart<'_>, limits: &Limits) -> Result<(), Fault> {
        let name = tag.name();
        match local(name.as_ref()) {
            "tbl" => {
                self.depth += 1;
                match self.depth {
                    1 => self.tables.push(Vec::new()),
                    DEEPEST => return Err(Fault::Broken("tables within tables".into())),
                    _ => {}
                }
            }
            "tr" if self.depth == 1 => {
                let Some(rows) = self.tables.last_mut() else { return Ok(()) };
                if rows.len() >= limits.rows {
                    return Err(Fault::Beyond { what: "rows", most: limits.rows as u64 });
                }
                rows.push((rows.len() as u64 + 1, Vec::new()));
            }
            "tc" if self.depth == 1 => {
                (self.cell, self.span) = (Cell::default(), 1);
                (self.inside_cell, self.letters, self.large) = (true, 0, 0);
            }
            "r" => self.run = None,
            "t" => self.inside_text = self.inside_cell,
            _ => self.alone(tag, limits)?,
        }
        Ok(())
    }

    fn alone(&mut self, tag: &BytesStart<'_>, limits: &Limits) -> Result<(), Fault> {
        match local(tag.name().as_ref()) {
            "gridSpan" if self.depth == 1 => {
                let span = value(tag, "val").and_then(|text| text.parse().ok()).unwrap_or(1);
                if span > limits.columns {
                    return Err(Fault::Beyond { what: "columns", most: limits.columns as u64 });
                }
                self.span = span.max(1);
            }
            "rFonts" => {
                let font = value(tag, "ascii").or_else(|| value(tag, "hAnsi"));
                self.run = font.as_deref().and_then(Encoding::of_font);
                if self.inside_cell {
                    self.font = self.font.or(self.run.map(|(encoding, _)| encoding));
                }
            }
            "ta" if self.inside_cell => self.cell.text.push(' '),
            "br" | "cr" if self.inside_cell => self.cell.text.push('\n'),
            _ => {}
        }
        Ok(())
    }

    fn end(&mut self, name: &str, limits: &Limits) -> Result<(), Fault> {
        match name {
            "tbl" => self.depth = self.depth.saturating_sub(1),
            "t" => self.inside_text = false,
            "p" if self.inside_cell => self.cell.text.push('\n'),
            "tc" if self.depth == 1 => {
                self.inside_cell = false;
                let cell = Cell {
                    text: self.cell.text.trim().to_owned(),
                    large: self.letters > 0 && self.large == self.letters,
                };
                self.place(cell, limits)?;
            }
            _ => {}
        }
        Ok(())
    }

    fn add(&mut self, words: &str) {
        let letters = words.chars().filter(|c| !c.is_whitespace()).count();
        self.letters += letters;
        if self.run.is_some_and(|(_, large)| large) {
            self.large += letters;
        }
        self.cell.text.push_str(words);
    }

    fn place(&mut self, cell: Cell, limits: &Limits) -> Result<(), Fault> {
        let beyond = |what, most: usize| Err(Fault::Beyond { what, most: most as u64 });
        if cell.text.chars().count() > limits.letters {
            return beyond("letters", limits.letters);
        }
        let Some((_, cells)) = self.tables.last_mut().and_then(|rows| rows.last_mut()) else {
            return Ok(());
        };
        cells.push(cell);
        cells.resize(cells.len() + self.span - 1, Cell::default());
        self.cells += self.span;
        match () {
            () if cells.len() > limits.columns => beyond("columns", limits.columns),
            () if self.cells > limits.cells => beyond("cells", limits.cells),
            () => Ok(()),
        }
    }
}

/// A name without its prefix.
fn local(name: &str) -> &str {
    name.rsplit(':').next().unwrap_or(name)
}

fn value(tag: &BytesStart<'_>, name: &str) -> Option<String> {
    let found = tag.attributes().flatten().find(|pair| local(pair.key.as_ref()) == name)?;
    Some(found.value.to_string())
}
