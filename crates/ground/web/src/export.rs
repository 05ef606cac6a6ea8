//! Registers on their way out, for every subject that keeps one: CSV while it is read, XLSX from
//! its temporary file, PDF by the press, and the book as a page to print. It knows columns and
//! cells, not what they mean.
//!
//! What waits for a slow receiver is a few parts, never the register. A fault halfway cuts the
//! answer off, so that half a file is never taken for a whole one.

use std::fmt::Debug;
use std::io::{self, Write};

use askama::Template;
use axum::body::{Body, Bytes};
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};
use documents::{Cell, DocumentError, Office, Sheet};
use jiff::Timestamp;
use jiff::civil::Date;
use kernel::Refusal;
use tokio::sync::{Semaphore, mpsc};

use crate::{FormState, Html, Page, PageError};

/// The most rows of a print: a page of the press takes memory for each of them. More goes by
/// XLSX or CSV, which take none. A habit of the machine, no number of the law.
pub const MOST_PRINTED: i64 = 1_000;

/// The kinds of file, as the form asks for them.
pub const KINDS: [&str; 4] = ["xlsx", "csv", "pdf", "in"];

/// How many parts wait for the receiver.
const WAITING: usize = 4;
/// The size of a part of a finished file.
const PART: usize = 64 * 1024;

const XLSX: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

/// One row of a register.
pub type Row = Vec<Cell<'static>>;

/// A register that is read part by part.
pub trait Rows: Send + 'static {
    /// What went wrong; it goes to the log.
    type Fault: Debug + Send;

    /// The next rows; none at the end.
    fn part(&mut self) -> impl Future<Output = Result<Vec<Row>, Self::Fault>> + Send;
}

/// Everything, for a print; the caller has bounded it.
///
/// # Errors
/// When a part cannot be read.
pub async fn all<R: Rows>(mut rows: R) -> Result<Vec<Row>, R::Fault> {
    let mut all = Vec::new();
    loop {
        let part = rows.part().await?;
        if part.is_empty() {
            return Ok(all);
        }
        all.extend(part);
    }
}

/// The press sets one paper at a time: each takes memory for its pages.
static PRESS: Semaphore = Semaphore::const_new(1);

/// Makes a paper on a thread of its own, when the press is free.
///
/// # Errors
/// When the thread broke: a fault of ours.
pub async fn press<T: Send + 'static>(
    make: impl FnOnce() -> T + Send + 'static,
) -> Result<T, PageError> {
    let _turn = PRESS.acquire().await.map_err(PageError::bug)?;
    tokio::task::spawn_blocking(make).await.map_err(PageError::bug)
}

/// The register as PDF, on A4 across.
///
/// # Errors
/// When a cell is not its column's, or the press refuses a part.
pub fn pdf(
    sheet: &Sheet,
    rows: &[Row],
    office: &Office,
    note: &str,
    day: Date,
) -> Result<Vec<u8>, DocumentError> {
    let mut register = sheet.register();
    for row in rows {
        register.row(row)?;
    }
    register.pdf(office, note, day)
}

/// The refusal of a print that is too long; `None` when it is not.
pub fn too_long(page: &Page, count: i64) -> Option<Refusal> {
    let refusal = Refusal::invalid("kind", "export-too-long");
    (count > MOST_PRINTED)
        .then(|| refusal.with("most", page.num(MOST_PRINTED)).with("count", page.num(count)))
}

/// What would leave, and the question as what.
#[derive(Template)]
#[template(path = "export.html")]
pub struct AskPage<'a> {
    /// The page.
    pub page: &'a Page,
    /// The form, with its faults.
    pub form: &'a FormState,
    /// Whose register it is.
    pub head: String,
    /// How much would leave, in words.
    pub counted: String,
    /// The number of rows.
    pub count: i64,
    /// What it is narrowed to, in words.
    pub narrowed: Vec<String>,
    /// Where the form goes.
    pub action: String,
}

impl AskPage<'_> {
    fn printable(&self) -> bool {
        self.count <= MOST_PRINTED
    }
}

/// The book as a page to print, in Vietnamese whatever the reader's language: the book of a State
/// office is in no other.
#[derive(Template)]
#[template(path = "export-print.html")]
pub struct PrintPage<'a> {
    /// The page.
    pub page: &'a Page,
    /// The body that keeps the book.
    pub committee: String,
    /// The unit.
    pub unit: String,
    /// What the book is called.
    pub title: String,
    /// From when to when.
    pub note: String,
    /// The heads, and whether the column holds a number.
    pub heads: Vec<(String, bool)>,
    /// The rows; the second cell names each.
    pub rows: Vec<Row>,
}

impl PrintPage<'_> {
    fn cell(&self, cell: &Cell<'static>) -> Html {
        match cell {
            Cell::Empty => Html::default(),
            Cell::Text(text) => Html::trusted(Html::escape(text).to_string()),
            Cell::Date(day) => self.page.date_tag(*day),
            Cell::Number(number) => Html::trusted(Html::escape(number).to_string()),
            Cell::Instant(at) => self.page.moment_tag(*at),
        }
    }
}

type Part = io::Result<Bytes>;

/// An answer that is saved, never shown as a page of ours.
///
/// # Errors
/// When the name cannot stand in a header: a fault of ours.
pub fn file(media: &'static str, name: &str, body: Body) -> Result<Response, PageError> {
    let text = |value: &str| HeaderValue::try_from(value).map_err(PageError::bug);
    let headers = [
        (header::CONTENT_TYPE, HeaderValue::from_static(media)),
        (header::CONTENT_DISPOSITION, text(&format!("attachment; filename=\"{name}\""))?),
        (header::CONTENT_SECURITY_POLICY, text("default-src 'none'; sandbox")?),
        (header::CACHE_CONTROL, text("no-store")?),
    ];
    Ok((headers, body).into_response())
}

fn body(parts: mpsc::Receiver<Part>) -> Body {
    Body::from_stream(futures_util::stream::unfold(parts, |mut parts| async {
        parts.recv().await.map(|part| (part, parts))
    }))
}

fn broken(failure: impl std::fmt::Debug) -> io::Error {
    tracing::error!(?failure, "an export was cut off");
    io::Error::other("cut off")
}

/// The register as CSV, sent while it is read.
///
/// # Errors
/// As [`file`].
pub fn csv(sheet: Sheet, rows: impl Rows, name: &str) -> Result<Response, PageError> {
    let (out, parts) = mpsc::channel(WAITING);
    tokio::spawn(async move {
        if let Err(error) = csv_parts(&sheet, rows, &out).await {
            let _ = out.send(Err(error)).await;
        }
    });
    file("text/csv; charset=utf-8", &format!("{name}.csv"), body(parts))
}

async fn csv_parts(
    sheet: &Sheet,
    mut reader: impl Rows,
    out: &mpsc::Sender<Part>,
) -> io::Result<()> {
    let mut bytes = Some(sheet.csv(Vec::new()).map_err(broken)?);
    loop {
        let lines = reader.part().await.map_err(broken)?;
        let Some(mut rows) = bytes.take() else { return Ok(()) };
        for line in &lines {
            rows.row(line).map_err(broken)?;
        }
        let part = rows.finish().map_err(broken)?;
        // Nobody listens any more when the receiver hung up.
        if out.send(Ok(part.into())).await.is_err() || lines.is_empty() {
            return Ok(());
        }
        bytes = Some(sheet.csv_more(Vec::new()));
    }
}

/// The register as XLSX: its rows wait in a temporary file, then it is sent.
///
/// # Errors
/// As [`file`].
pub fn xlsx(
    sheet: Sheet,
    mut reader: impl Rows,
    name: &str,
    made: Timestamp,
) -> Result<Response, PageError> {
    let (out, parts) = mpsc::channel(WAITING);
    let (more, mut rows) = mpsc::channel::<Vec<Row>>(1);
    let last = out.clone();
    let writing = tokio::task::spawn_blocking(move || -> Result<(), DocumentError> {
        let mut book = sheet.xlsx(made)?;
        let mut whole = false;
        while let Some(lines) = rows.blocking_recv() {
            whole = lines.is_empty();
            for line in &lines {
                book.row(line)?;
            }
        }
        // Without the empty part at the end the reading failed: no file rather than half of one.
        if !whole {
            return Err(DocumentError::Fault("the register was not read to its end".into()));
        }
        let mut to = Sending { out, waiting: Vec::new() };
        book.finish(&mut to)?;
        Ok(to.flush()?)
    });
    tokio::spawn(async move {
        loop {
            let lines = match reader.part().await {
                Ok(lines) => lines,
                Err(failure) => {
                    let _ = broken(failure);
                    break;
                }
            };
            let end = lines.is_empty();
            if more.send(lines).await.is_err() || end {
                break;
            }
        }
        drop(more);
        if let Ok(Err(error)) = writing.await {
            let _ = last.send(Err(broken(error))).await;
        }
    });
    file(XLSX, &format!("{name}.xlsx"), body(parts))
}

/// Hands bytes on in parts, and waits when the receiver is slow.
struct Sending {
    out: mpsc::Sender<Part>,
    waiting: Vec<u8>,
}

impl Write for Sending {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.waiting.extend_from_slice(bytes);
        if self.waiting.len() >= PART {
            self.flush()?;
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        if self.waiting.is_empty() {
            return Ok(());
        }
        let part = std::mem::take(&mut self.waiting);
        let sent = self.out.blocking_send(Ok(part.into()));
        sent.map_err(|_| io::Error::from(io::ErrorKind::BrokenPipe))
    }
}
