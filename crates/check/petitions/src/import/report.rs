//! What an import says of each line of a file: what became of it, or would, and why it was left
//! out. It is kept without any language; pages, files and the command line word it.

use jiff::civil::Date;
use kernel::Refusal;
use serde::{Deserialize, Serialize};
use sheets::RowFault;
use web::Words;

use crate::kind::Kind;
use crate::pages::words::{capital, key};
use crate::petition::State;

/// The sums of a run.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Report {
    /// Rows read.
    pub rows: u64,
    /// Petitions added, or that would be.
    pub added: u64,
    /// Rows whose petition was there already.
    pub known: u64,
    /// Rows that were refused.
    pub refused: u64,
    /// Lines that are no rows: totals, headings, the head once more.
    pub skipped: u64,
    /// Whether nothing was written.
    pub dry_run: bool,
}

impl Report {
    /// Counts lines that were told.
    pub fn count(&mut self, lines: &[Line]) {
        for line in lines {
            match line.fate {
                Fate::New(_) => self.added += 1,
                Fate::Known(_) => self.known += 1,
                Fate::Bad { .. } => self.refused += 1,
                Fate::Skipped(_) => self.skipped += 1,
            }
        }
        self.rows = self.added + self.known + self.refused;
    }

    /// How many lines of the file that is.
    pub fn lines(&self) -> u64 {
        self.rows + self.skipped
    }
}

/// One line of the file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Line {
    /// Its line in the file.
    pub line: u64,
    /// What became of it.
    pub fate: Fate,
}

/// What became of a line, or would.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Fate {
    /// A petition is added.
    New(Row),
    /// Its petition was there already.
    Known(Row),
    /// It was refused.
    Bad {
        /// The column at fault, as the file calls it; empty for the row as a whole.
        column: String,
        /// Why.
        why: Why,
    },
    /// It is no row.
    Skipped(Skip),
}

impl Fate {
    /// The key of its words.
    pub fn key(&self, dry_run: bool) -> &'static str {
        match self {
            Self::New(_) if dry_run => "import-fate-would-add",
            Self::New(_) => "import-fate-added",
            Self::Known(_) => "import-fate-known",
            Self::Bad { .. } => "import-fate-bad",
            Self::Skipped(_) => "import-fate-skipped",
        }
    }
}

/// A line in a reader's language; what it does not say is empty.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Said {
    /// What became of it.
    pub fate: String,
    /// The day of receipt.
    pub received: String,
    /// Kind and matter.
    pub what: String,
    /// How it stands, and since when.
    pub state: String,
    /// Why it was left out, with its column.
    pub why: String,
}

/// What a good row says of its petition: nothing of its words and nobody's name.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Row {
    /// The day of receipt.
    pub received: Date,
    /// What sort of letter it is.
    pub kind: Kind,
    /// What it is about, one of ours.
    pub matter: String,
    /// How it ended and when, where the register says so.
    pub closed: Option<(State, Date)>,
}

impl Row {
    /// How it stands.
    pub fn state(&self) -> State {
        self.closed.map_or(State::Received, |(state, _)| state)
    }
}

/// Why a line is no row.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Skip {
    /// A total.
    Total,
    /// A heading between rows, or a signature below them.
    Heading,
    /// The names of columns once more.
    Head,
}

crate::kind::words! {
    Skip { Total => "total", Heading => "heading", Head => "head" }
}

/// Why a row is refused.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Why {
    /// Its bytes make no row.
    Unreadable,
    /// It has so many columns; the head has so many.
    Width(u64, u64),
    /// It has more columns than this.
    Columns(u64),
    /// A cell has more letters than this.
    Letters(u64),
    /// A cell that is needed is empty.
    Empty,
    /// The number stands above, on the same day.
    Twice(String),
    /// The same row stands above.
    Again,
    /// A denunciation never enters the program; nothing of it is repeated.
    Denunciation,
    /// This word for a kind has no meaning in the plan.
    Kind(String),
    /// This word for a state has none.
    State(String),
    /// It is closed, and no day says when.
    NoClosing,
    /// It was closed on the first of these days, before it was received on the second.
    Before(Date, Date),
    /// This is no day as the second is written.
    Day(String, String),
    /// This day is to come.
    Future(Date),
    /// No register is so old.
    Ancient(Date),
    /// This is no point on the earth.
    Spot(String),
    /// The point lies elsewhere.
    Elsewhere(String),
    /// It says nothing.
    NoWords,
    /// The letter may have so many characters, and has so many.
    Long(u64, u64),
    /// The place may have so many characters.
    LongPlace(u64),
    /// A name, telephone or address may have so many characters.
    LongPerson(u64),
    /// A refusal of a letter that is worded elsewhere.
    Refused(String, Vec<(String, String)>),
}

impl Why {
    /// The stable word, for programs.
    pub fn code(&self) -> &str {
        match self {
            Self::Unreadable => "unreadable",
            Self::Width(..) => "width",
            Self::Columns(_) => "columns",
            Self::Letters(_) => "letters",
            Self::Empty => "empty",
            Self::Twice(_) => "twice",
            Self::Again => "again",
            Self::Denunciation => "denunciation",
            Self::Kind(_) => "kind",
            Self::State(_) => "state",
            Self::NoClosing => "no-closing",
            Self::Before(..) => "before",
            Self::Day(..) => "day",
            Self::Future(_) => "future",
            Self::Ancient(_) => "ancient",
            Self::Spot(_) => "spot",
            Self::Elsewhere(_) => "elsewhere",
            Self::NoWords => "no-words",
            Self::Long(..) => "long",
            Self::LongPlace(_) => "long-place",
            Self::LongPerson(_) => "long-person",
            Self::Refused(code, _) => code,
        }
    }

    /// The sentence for a reader.
    pub fn words(&self, w: &Words) -> String {
        let plain = |key: &str| w.t(key).into_owned();
        match self {
            Self::Unreadable => plain("import-why-unreadable"),
            Self::Width(has, most) => w.with("has", *has).with("most", *most).t("import-why-width"),
            Self::Columns(most) => w.with("most", *most).t("import-why-columns"),
            Self::Letters(most) => w.with("most", *most).t("import-why-letters"),
            Self::Empty => plain("import-why-empty"),
            Self::Twice(text) => w.with("text", text).t("import-why-twice"),
            Self::Again => plain("import-why-again"),
            Self::Denunciation => plain("import-why-denunciation"),
            Self::Kind(text) => w.with("text", text).t("import-why-kind"),
            Self::State(text) => w.with("text", text).t("import-why-state"),
            Self::NoClosing => plain("import-why-no-closing"),
            Self::Before(on, received) => {
                w.with("on", w.date(*on)).with("received", w.date(*received)).t("import-why-before")
            }
            Self::Day(text, form) => w.with("text", text).with("form", form).t("import-why-day"),
            Self::Future(on) => w.with("on", w.date(*on)).t("import-why-future"),
            Self::Ancient(on) => w.with("on", w.date(*on)).t("import-why-ancient"),
            Self::Spot(text) => w.with("text", text).t("import-why-spot"),
            Self::Elsewhere(text) => w.with("text", text).t("import-why-elsewhere"),
            Self::NoWords => plain("import-why-no-words"),
            Self::Long(most, has) => w.with("has", *has).with("most", *most).t("import-why-long"),
            Self::LongPlace(most) => w.with("most", *most).t("import-why-long-place"),
            Self::LongPerson(most) => w.with("most", *most).t("import-why-long-person"),
            Self::Refused(code, args) => {
                let args: Vec<(&str, &String)> =
                    args.iter().map(|(name, value)| (name.as_str(), value)).collect();
                w.tn(format!("refusal-{code}"), &args)
            }
        }
    }
}

impl From<RowFault> for Why {
    fn from(fault: RowFault) -> Self {
        match fault {
            RowFault::Unreadable => Self::Unreadable,
            RowFault::Columns(most) => Self::Columns(most as u64),
            RowFault::Letters(most) => Self::Letters(most as u64),
        }
    }
}

/// The refusal of a letter, said to whoever keeps the register instead of to its writer.
impl From<&Refusal> for Why {
    fn from(refusal: &Refusal) -> Self {
        let number = |name: &str| {
            let found = refusal.args.iter().find(|(arg, _)| *arg == name);
            found.and_then(|(_, value)| value.parse().ok()).unwrap_or_default()
        };
        match refusal.code {
            "petition-no-words" => Self::NoWords,
            "petition-long" => Self::Long(number("most"), number("has")),
            "petition-long-place" => Self::LongPlace(number("most")),
            "petition-long-person" => Self::LongPerson(number("most")),
            code => {
                let args = refusal.args.iter();
                let args = args.map(|(name, value)| ((*name).to_owned(), value.clone()));
                Self::Refused(code.to_owned(), args.collect())
            }
        }
    }
}

impl Line {
    /// As people read it.
    pub fn said(&self, w: &Words, dry_run: bool) -> Said {
        let fate = w.t(self.fate.key(dry_run)).into_owned();
        let mut said = Said { fate, ..Said::default() };
        match &self.fate {
            Fate::New(row) | Fate::Known(row) => {
                said.received = w.date(row.received);
                let kind = capital(&w.t(key("kind", row.kind.word())));
                said.what = format!("{kind}, {}", w.t(key("matter", &row.matter)));
                let state = capital(&w.t(key("state", row.state().word())));
                said.state = match row.closed {
                    Some((_, on)) => {
                        w.with("state", state).with("on", w.date(on)).t("import-row-state")
                    }
                    None => state,
                };
            }
            Fate::Bad { column, why } if column.is_empty() => said.why = why.words(w),
            Fate::Bad { column, why } => said.why = format!("{column}: {}", why.words(w)),
            Fate::Skipped(why) => said.why = w.t(key("import-skipped", why.word())).into_owned(),
        }
        said
    }

    /// As programs read it; `words` are for the people who look at what they print.
    pub fn json(&self, words: &Words) -> serde_json::Value {
        let line = self.line;
        match &self.fate {
            Fate::New(row) | Fate::Known(row) => serde_json::json!({
                "line": line,
                "new": matches!(self.fate, Fate::New(_)),
                "received": row.received,
                "kind": row.kind.word(),
                "matter": row.matter,
                "state": row.state().word(),
                "closed": row.closed.map(|(_, on)| on),
            }),
            Fate::Bad { column, why } => serde_json::json!({
                "line": line,
                "column": column,
                "code": why.code(),
                "reason": why.words(words),
            }),
            Fate::Skipped(why) => serde_json::json!({ "line": line, "why": why.word() }),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row() -> Row {
        let received = jiff::civil::date(2026, 1, 5);
        let closed = Some((State::Sent, jiff::civil::date(2026, 1, 9)));
        Row { received, kind: Kind::Feedback, matter: "roads".into(), closed }
    }

    #[test]
    fn every_line_is_counted_once() {
        let line = |line, fate| Line { line, fate };
        let bad = Fate::Bad { column: "Số".into(), why: Why::Empty };
        let lines = [
            line(2, Fate::New(row())),
            line(3, Fate::Known(row())),
            line(4, bad),
            line(5, Fate::Skipped(Skip::Total)),
        ];
        let mut report = Report::default();
        report.count(&lines);
        report.count(&lines[..1]);
        let found = (report.rows, report.added, report.known, report.refused, report.skipped);
        assert_eq!(found, (4, 2, 1, 1, 1));
        assert_eq!(report.lines(), 5);
    }

    #[test]
    fn what_is_kept_is_read_back() {
        let fates = [
            Fate::New(row()),
            Fate::Skipped(Skip::Heading),
            Fate::Bad { column: String::new(), why: Why::Width(13, 12) },
            Fate::Bad { column: "x".into(), why: Why::Before(row().received, row().received) },
        ];
        for fate in fates {
            let line = Line { line: 7, fate };
            let text = serde_json::to_string(&line).unwrap();
            assert_eq!(serde_json::from_str::<Line>(&text).unwrap(), line);
        }
    }

    #[test]
    fn a_refusal_of_a_letter_is_said_to_whoever_keeps_the_register() {
        let long = Refusal::invalid("words", "petition-long").with("most", 9).with("has", 10);
        assert_eq!(Why::from(&long), Why::Long(9, 10));
        let other = Refusal::invalid("matter", "petition-matter");
        assert_eq!(Why::from(&other).code(), "petition-matter");
    }
}
