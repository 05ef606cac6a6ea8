//! A letter, decision, notice or receipt of an authority, in the State's format: what it is made
//! of, and the words as they stand on paper.
//!
//! It is a value; [`Print::pdf`] and [`Print::docx`] print the same words. It holds no size: these
//! are in [`Format`].

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::appendix::{self, Appendix, Table};
use crate::{DocumentError, Format, docx, pdf, text};

/// Who issues a document, and from where.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Office {
    /// The body directly above, when the paper names one. A line end starts a new line.
    pub above: Option<String>,
    /// The issuing body: `Ủy ban nhân dân\nxã Bình Mẫu`. Printed in capitals.
    pub name: String,
    /// The name of the place in the dateline: `Bình Mẫu`.
    pub place: String,
}

/// Who signs.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Signer {
    /// For whom: `TM. Ủy ban nhân dân`, `KT. Chủ tịch`. Printed in capitals.
    pub authority: Option<String>,
    /// The post: `Chủ tịch`. Printed in capitals.
    pub title: String,
    /// The name, without academic titles.
    pub name: String,
}

/// The form of a document.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Form {
    /// Công văn: it has no name of its own, and says `V/v …` under its number.
    Letter,
    /// A named document: `Quyết định`, `Thông báo`, `Giấy mời`. The name stands over the summary.
    Named(String),
}

/// One paragraph of the body.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Paragraph {
    /// What the document rests on; in italics, before the rest.
    Ground(String),
    /// Plain words. A line end inside starts a new paragraph.
    Plain(String),
    /// A numbered paragraph; the numbers 1, 2, 3 … are given here.
    Item(String),
    /// An article; `Điều 1.`, `Điều 2.` … are given here.
    Article(String),
    /// Bold, centred: the word `QUYẾT ĐỊNH:` between grounds and articles.
    Centred(String),
}

/// What a document says; a filled [`crate::Template`] gives it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Content {
    /// Letter or named document.
    pub form: Form,
    /// What it is about, without `V/v`.
    pub subject: String,
    /// `Kính gửi`; several are listed.
    pub to: Vec<String>,
    /// The paragraphs in their order.
    pub body: Vec<Paragraph>,
}

/// Makes a paragraph of a kind.
pub(crate) type Make = fn(String) -> Paragraph;

/// The sign before a paragraph where letters are written as plain text.
const SIGNS: [(&str, Make); 4] = [
    ("> ", Paragraph::Ground),
    ("= ", Paragraph::Centred),
    ("§ ", Paragraph::Article),
    ("+ ", Paragraph::Item),
];

impl Paragraph {
    /// The paragraph of one line: a sign before it says its kind.
    pub(crate) fn of_line(line: &str) -> (Make, &str) {
        let signed = SIGNS.iter().find_map(|(sign, kind)| Some((*kind, line.strip_prefix(sign)?)));
        signed.unwrap_or((Self::Plain, line))
    }

    /// Reads plain text as a person edits it, a paragraph a line, with the signs of templates:
    /// `> ` a ground, `= ` centred, `§ ` an article, `+ ` a numbered paragraph. Nothing in it is a
    /// field.
    ///
    /// ```
    /// use documents::Paragraph;
    ///
    /// let text = "> Căn cứ Điều 28\n= QUYẾT ĐỊNH:\n§ Một.\nHai {x}.";
    /// let read = Paragraph::read(text);
    /// assert_eq!(read[3], Paragraph::Plain("Hai {x}.".into()));
    /// let written: Vec<String> = read.iter().map(|p| p.to_string()).collect();
    /// assert_eq!(written.join("\n"), text);
    /// ```
    #[must_use]
    pub fn read(text: &str) -> Vec<Self> {
        let lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
        let read = lines.map(Self::of_line);
        read.map(|(kind, words)| kind(words.trim().to_owned())).collect()
    }
}

impl std::fmt::Display for Paragraph {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let (sign, words) = match self {
            Self::Ground(words) => ("> ", words),
            Self::Plain(words) => ("", words),
            Self::Item(words) => ("+ ", words),
            Self::Article(words) => ("§ ", words),
            Self::Centred(words) => ("= ", words),
        };
        write!(f, "{sign}{words}")
    }
}

/// A whole document; as a value it can be kept and printed again.
///
/// ```
/// use documents::{Content, Form, Letter, Office, Paragraph, Signer};
///
/// let letter = Letter {
///     office: Office {
///         above: None,
///         name: "Ủy ban nhân dân\nxã Bình Mẫu".into(),
///         place: "Bình Mẫu".into(),
///     },
///     number: Some(7),
///     symbol: "UBND-VP".into(),
///     date: jiff::civil::date(2026, 8, 3),
///     content: Content {
///         form: Form::Letter,
///         subject: "trả lời kiến nghị về đèn đường".into(),
///         to: vec!["ông Nguyễn Văn Mẫu".into()],
///         body: vec![Paragraph::Plain("Đèn đường thôn 3 đã được thay ngày 01/8/2026.".into())],
///     },
///     signer: Signer {
///         authority: Some("TM. Ủy ban nhân dân".into()),
///         title: "Chủ tịch".into(),
///         name: "Trần Thị Thử".into(),
///     },
///     copies: vec!["Như trên".into(), "Lưu: VT".into()],
///     appendices: Vec::new(),
/// };
/// let pdf = letter.print(None).pdf()?;
/// assert!(pdf.starts_with(b"%PDF-1."));
/// assert_eq!(pdf, letter.print(None).pdf()?, "the same values give the same bytes");
/// # Ok::<(), documents::DocumentError>(())
/// ```
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Letter {
    /// Who issues it.
    pub office: Office,
    /// Its number; a draft has none yet and leaves room for it.
    pub number: Option<u32>,
    /// Its symbol, without the number and the stroke after it: `UBND-VP`, `QĐ-UBND`.
    pub symbol: String,
    /// The day it is issued.
    pub date: Date,
    /// What it says.
    pub content: Content,
    /// Who signs.
    pub signer: Signer,
    /// `Nơi nhận`; the last is by custom `Lưu: VT, …`. Without signs at their ends.
    pub copies: Vec<String>,
    /// Tables behind the signature.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub appendices: Vec<Appendix>,
}

/// One block of the body as it stands on paper.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Block {
    /// `ground`, `plain`, `item`, `article`, `centred`.
    pub kind: &'static str,
    /// Number or article, with its full stop.
    pub label: String,
    /// The words.
    pub text: String,
}

/// The words as they stand on paper: cleaned, capitalised, numbered, with the signs at their ends.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Words {
    /// The file's own title.
    pub title: String,
    /// The body above the issuing one.
    pub above: Vec<String>,
    /// The issuing body, in lines.
    pub issuer: Vec<String>,
    /// `Số: 07/UBND-VP`; room for the number in a draft.
    pub number: String,
    /// Place and day.
    pub dateline: String,
    /// `V/v …`; empty in a named document.
    pub about: String,
    /// The document's name in capitals; empty in a letter.
    pub name: String,
    /// What a named document is about.
    pub summary: String,
    /// `Kính gửi`.
    pub to: Vec<String>,
    /// The paragraphs.
    pub body: Vec<Block>,
    /// Authority and post of the signer.
    pub signer_lines: Vec<String>,
    /// The signer's name.
    pub signer: String,
    /// `Nơi nhận`.
    pub copies: Vec<String>,
    /// Tables behind the signature.
    pub appendices: Vec<Table>,
}

/// A letter on its way to paper.
#[derive(Clone, Copy, Debug)]
pub struct Print<'a> {
    letter: &'a Letter,
    mark: &'a str,
}

impl Print<'_> {
    /// The document as PDF/A-2a with tags for screen readers, its face inside.
    ///
    /// The first call in a process also reads faces and the layout library, which stay in memory.
    ///
    /// # Errors
    /// [`DocumentError::Empty`] when a part is missing that the law asks for.
    pub fn pdf(&self) -> Result<Vec<u8>, DocumentError> {
        let day = self.letter.date;
        let format = Format::on(day).map_err(DocumentError::Fault)?;
        let words = text::printable(&serde_json::json!(self.letter.words()?));
        let mark = text::shown(&text::line(self.mark));
        let data = serde_json::json!({ "format": format.json(), "words": words, "mark": mark });
        pdf::make(pdf::Layout::Letter, &data, day)
    }

    /// The document as DOCX, to be worked on in an office suite.
    ///
    /// # Errors
    /// [`DocumentError::Empty`] when a part is missing that the law asks for.
    pub fn docx(&self) -> Result<Vec<u8>, DocumentError> {
        let format = Format::on(self.letter.date).map_err(DocumentError::Fault)?;
        docx::make(&self.letter.words()?, format, self.letter.date, &text::line(self.mark))
    }
}

impl Letter {
    /// The letter as an installation prints it. What a demonstration makes is no paper of an
    /// office: its mark stands at the head of every page. A real one has none.
    #[must_use]
    pub fn print<'a>(&'a self, mark: Option<&'a str>) -> Print<'a> {
        Print { letter: self, mark: mark.unwrap_or_default() }
    }

    /// The words in their order on paper, for a look before anything is printed.
    ///
    /// # Errors
    /// [`DocumentError::Empty`] when a part is missing that the law asks for.
    pub fn words(&self) -> Result<Words, DocumentError> {
        let content = &self.content;
        let subject = text::line(&content.subject);
        let (about, name, summary) = match &content.form {
            Form::Letter => (format!("V/v {}", full("subject", &subject)?), String::new(), subject),
            Form::Named(name) => {
                (String::new(), text::line(full("title", name)?).to_uppercase(), subject)
            }
        };
        full("symbol", &self.symbol)?;
        let number = format!("Số: {}", self.numbered());
        let title = match &name[..] {
            "" => format!("{number} – {about}"),
            name => format!("{name} – {number} – {summary}"),
        };
        Ok(Words {
            title: text::line(title.trim_end_matches([' ', '–'])),
            above: lines(self.office.above.as_deref().unwrap_or_default()),
            issuer: lines(full("issuer", &self.office.name)?),
            number,
            dateline: self.dateline()?,
            about,
            name,
            summary,
            to: content.to.iter().map(|to| text::line(to)).collect(),
            body: body(&content.body)?,
            signer_lines: [
                self.signer.authority.as_deref(),
                Some(full("title", &self.signer.title)?),
            ]
            .into_iter()
            .flatten()
            .map(|line| text::line(line).to_uppercase())
            .collect(),
            signer: text::line(full("name", &self.signer.name)?),
            copies: copies(&self.copies),
            appendices: appendix::tables(&self.appendices, &self.belongs())?,
        })
    }

    /// `(Kèm theo Báo cáo số 05/BC-UBND ngày 05 tháng 02 năm 2026)`.
    fn belongs(&self) -> String {
        let name = match &self.content.form {
            Form::Letter => "Công văn",
            Form::Named(name) => name,
        };
        format!("(Kèm theo {} số {} {})", text::line(name), self.numbered(), self.day())
    }

    /// `05/BC-UBND`; room for the number in a draft.
    fn numbered(&self) -> String {
        let number = match self.number {
            Some(number) => format!("{number:02}"),
            None => "\u{2007}".repeat(6),
        };
        format!("{number}/{}", text::line(&self.symbol))
    }

    /// Days under 10 and the months 1 and 2 get a leading nought; the other months do not.
    fn dateline(&self) -> Result<String, DocumentError> {
        let place = text::line(full("place", &self.office.place)?);
        Ok(format!("{place}, {}", self.day()))
    }

    fn day(&self) -> String {
        let (day, month, year) = (self.date.day(), self.date.month(), self.date.year());
        let month = if month < 3 { format!("{month:02}") } else { month.to_string() };
        format!("ngày {day:02} tháng {month} năm {year}")
    }
}

fn full<'a>(part: &'static str, text: &'a str) -> Result<&'a str, DocumentError> {
    if text.trim().is_empty() { Err(DocumentError::Empty { part }) } else { Ok(text) }
}

/// Lines in capitals.
fn lines(text: &str) -> Vec<String> {
    let lines = text.lines().map(text::line).filter(|line| !line.is_empty());
    lines.map(|line| line.to_uppercase()).collect()
}

fn body(paragraphs: &[Paragraph]) -> Result<Vec<Block>, DocumentError> {
    let (mut item, mut article) = (0, 0);
    let mut blocks: Vec<Block> = Vec::new();
    let mut add = |kind, label: String, words: &str| {
        let mut label = label;
        for line in words.lines().map(text::line).filter(|line| !line.is_empty()) {
            blocks.push(Block { kind, label: std::mem::take(&mut label), text: line });
        }
    };
    for paragraph in paragraphs {
        match paragraph {
            Paragraph::Ground(words) => add("ground", String::new(), words),
            Paragraph::Plain(words) => add("plain", String::new(), words),
            Paragraph::Centred(words) => add("centred", String::new(), words),
            Paragraph::Item(words) => {
                item += 1;
                add("item", format!("{item}."), words);
            }
            Paragraph::Article(words) => {
                article += 1;
                item = 0;
                add("article", format!("Điều {article}."), words);
            }
        }
    }
    end(&mut blocks);
    if blocks.is_empty() { Err(DocumentError::Empty { part: "body" }) } else { Ok(blocks) }
}

/// Grounds end with semicolons, the last with a full stop; the body ends with `./.`.
fn end(blocks: &mut [Block]) {
    let grounds = blocks.iter().filter(|block| block.kind == "ground").count();
    let mut seen = 0;
    for block in blocks.iter_mut().filter(|block| block.kind == "ground") {
        seen += 1;
        let bare = block.text.trim_end_matches(['.', ';', ' ']).len();
        block.text.truncate(bare);
        block.text.push(if seen == grounds { '.' } else { ';' });
    }
    if let Some(last) = blocks.last_mut()
        && !last.text.ends_with("./.")
    {
        let bare = last.text.trim_end_matches(['.', ' ']).len();
        last.text.truncate(bare);
        last.text.push_str("./.");
    }
}

/// Semicolons, and a full stop after the last.
fn copies(given: &[String]) -> Vec<String> {
    let mut copies: Vec<String> = given
        .iter()
        .map(|copy| text::line(copy).trim_end_matches(['.', ';', ' ']).to_owned())
        .filter(|copy| !copy.is_empty())
        .collect();
    let count = copies.len();
    for (at, copy) in copies.iter_mut().enumerate() {
        copy.push(if at + 1 == count { '.' } else { ';' });
    }
    copies
}
