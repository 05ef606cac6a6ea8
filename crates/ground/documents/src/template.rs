//! Plain-text templates with named fields: what a letter says, with gaps.
//!
//! ```text
//! # a remark
//! form: thông báo
//! subject: về việc thụ lý {loại đơn}
//! to: {người gửi}
//!
//! > Căn cứ {căn cứ}            a ground
//! = QUYẾT ĐỊNH:                centred, bold
//! § {nội dung}                 an article, numbered here
//! + {yêu cầu}                  a numbered paragraph
//! ? Điện thoại: {điện thoại}   left out when one of its fields is empty
//! Any other line is a paragraph of its own.
//! ```
//!
//! `form: letter` is a công văn; any other form is the name of the document. `{{` and `}}` stand
//! for braces. What is put into a field is text and stays text: a field's value is never read for
//! fields again, and no layout reads it as markup.

use std::collections::BTreeMap;

use crate::letter::Make;
use crate::{Content, DocumentError, Form, Paragraph};

/// Values by the names of fields.
pub type Fields<'a> = BTreeMap<&'a str, String>;

/// A template that was read and found to ask only for fields that its kind has.
#[derive(Clone, Debug)]
pub struct Template {
    name: String,
    form: Option<String>,
    subject: Words,
    to: Vec<Words>,
    body: Vec<Gap>,
}

/// Words and fields in turn.
type Words = Vec<Piece>;

#[derive(Clone, Debug, PartialEq, Eq)]
enum Piece {
    Text(String),
    Field(String),
}

/// A paragraph with gaps.
#[derive(Clone, Debug)]
struct Gap {
    kind: Make,
    /// Left out when one of its fields is empty.
    optional: bool,
    words: Words,
}

/// What reading needs to name a fault.
struct Reader<'a> {
    name: &'a str,
    known: &'a [&'a str],
    line: usize,
}

impl Template {
    /// Reads a template; `name` is for messages, `known` lists the fields that may be asked for.
    ///
    /// # Errors
    /// [`DocumentError::UnknownField`] and [`DocumentError::BadTemplate`], with the line.
    pub fn read(name: &str, text: &str, known: &[&str]) -> Result<Self, DocumentError> {
        let mut reader = Reader { name, known, line: 0 };
        let mut found = Self {
            name: name.to_owned(),
            form: None,
            subject: Vec::new(),
            to: Vec::new(),
            body: Vec::new(),
        };
        let mut form = None;
        for (at, line) in text.lines().enumerate() {
            reader.line = at + 1;
            let line = line.trim();
            if line.is_empty() || line.starts_with('#') {
                continue;
            }
            match line.split_once(':') {
                Some(("form", value)) if form.is_none() => form = Some(value.trim()),
                Some(("subject", value)) if found.subject.is_empty() => {
                    found.subject = reader.words(value.trim())?;
                }
                Some(("to", value)) => found.to.push(reader.words(value.trim())?),
                _ => found.body.push(reader.gap(line)?),
            }
        }
        match form {
            None => return Err(reader.bad("a line `form: …` is missing")),
            Some("letter") if found.subject.is_empty() => {
                return Err(reader.bad("a letter needs a line `subject: …`"));
            }
            Some("letter") => {}
            Some(named) => found.form = Some(named.to_owned()),
        }
        if found.body.is_empty() { Err(reader.bad("it says nothing")) } else { Ok(found) }
    }

    /// Fills every gap.
    ///
    /// # Errors
    /// [`DocumentError::MissingField`] names the template and the first field that is missing or
    /// empty, fields of optional paragraphs apart.
    pub fn fill(&self, fields: &Fields<'_>) -> Result<Content, DocumentError> {
        let put = |words: &Words| self.put(words, fields);
        let mut body = Vec::new();
        for gap in &self.body {
            match put(&gap.words) {
                Ok(words) => body.push((gap.kind)(words)),
                Err(DocumentError::MissingField { .. }) if gap.optional => {}
                Err(error) => return Err(error),
            }
        }
        Ok(Content {
            form: self.form.clone().map_or(Form::Letter, Form::Named),
            subject: put(&self.subject)?,
            to: self.to.iter().map(put).collect::<Result<_, _>>()?,
            body,
        })
    }

    /// The fields that it asks for, each once, and whether the letter can do without.
    #[must_use]
    pub fn asks(&self) -> Vec<(&str, bool)> {
        let needed = std::iter::once(&self.subject).chain(&self.to).map(|words| (words, false));
        let body = self.body.iter().map(|gap| (&gap.words, gap.optional));
        let mut found: Vec<(&str, bool)> = Vec::new();
        for (words, optional) in needed.chain(body) {
            for piece in words {
                let Piece::Field(field) = piece else { continue };
                match found.iter_mut().find(|(known, _)| known == field) {
                    Some((_, other)) => *other &= optional,
                    None => found.push((field, optional)),
                }
            }
        }
        found
    }

    /// The name of the document; `None` for a công văn.
    #[must_use]
    pub fn form(&self) -> Option<&str> {
        self.form.as_deref()
    }

    /// Its name, as it was read.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    fn put(&self, words: &Words, fields: &Fields<'_>) -> Result<String, DocumentError> {
        let mut out = String::new();
        for piece in words {
            match piece {
                // A value that is a whole sentence brings its own full stop.
                Piece::Text(text) if out.ends_with('.') && text.starts_with('.') => {
                    out.push_str(&text[1..]);
                }
                Piece::Text(text) => out.push_str(text),
                Piece::Field(field) => {
                    let value = fields.get(&field[..]).map(|value| value.trim());
                    let value = value.filter(|value| !value.is_empty());
                    out.push_str(value.ok_or_else(|| DocumentError::MissingField {
                        template: self.name.clone(),
                        field: field.clone(),
                    })?);
                }
            }
        }
        Ok(out)
    }
}

impl Reader<'_> {
    fn gap(&self, line: &str) -> Result<Gap, DocumentError> {
        let (optional, line) = match line.strip_prefix("? ") {
            Some(rest) => (true, rest.trim_start()),
            None => (false, line),
        };
        let (kind, words) = Paragraph::of_line(line);
        Ok(Gap { kind, optional, words: self.words(words)? })
    }

    fn words(&self, line: &str) -> Result<Words, DocumentError> {
        let mut words = Vec::new();
        let mut text = String::new();
        let mut rest = line;
        while let Some(at) = rest.find(['{', '}']) {
            text.push_str(&rest[..at]);
            let brace = &rest[at..=at];
            rest = &rest[at + 1..];
            if let Some(after) = rest.strip_prefix(brace) {
                text.push_str(brace);
                rest = after;
                continue;
            }
            let field = (brace == "{").then(|| rest.split_once('}')).flatten();
            let Some((field, after)) = field else {
                return Err(self.bad("a brace stands alone; write it twice to print it"));
            };
            words.push(Piece::Text(std::mem::take(&mut text)));
            words.push(Piece::Field(self.field(field)?));
            rest = after;
        }
        text.push_str(rest);
        words.push(Piece::Text(text));
        words.retain(|piece| !matches!(piece, Piece::Text(text) if text.is_empty()));
        Ok(words)
    }

    fn field(&self, written: &str) -> Result<String, DocumentError> {
        let field = kernel::text::nfc(written.trim()).into_owned();
        if self.known.contains(&&field[..]) {
            return Ok(field);
        }
        Err(DocumentError::UnknownField {
            template: self.name.to_owned(),
            line: self.line,
            field,
            known: self.known.join(", "),
        })
    }

    fn bad(&self, flaw: &str) -> DocumentError {
        DocumentError::BadTemplate {
            template: self.name.to_owned(),
            line: self.line,
            flaw: flaw.to_owned(),
        }
    }
}
