//! Files on their way out, part by part: CSV while it is read, XLSX from its temporary file. What
//! waits for a slow receiver is a few parts, never the register. A fault halfway cuts the answer
//! off, so that half a file is never taken for a whole one.

use std::io::{self, Write};

use accounts::{Answer, Failure};
use axum::body::{Body, Bytes};
use axum::http::{HeaderValue, header};
use axum::response::IntoResponse;
use documents::DocumentError;
use jiff::Timestamp;
use tokio::sync::mpsc;

use super::lines::{Columns, Reader};

/// How many parts wait for the receiver.
const WAITING: usize = 4;
/// The size of a part of a finished file.
const PART: usize = 64 * 1024;

type Part = io::Result<Bytes>;

const XLSX: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

/// An answer that is saved, never shown as a page of ours.
pub(super) fn file(media: &'static str, name: &str, body: Body) -> Answer {
    let text = |value: &str| HeaderValue::try_from(value).map_err(Failure::bug);
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
pub(super) fn csv(columns: Columns, reader: Reader, name: &str) -> Answer {
    let (out, parts) = mpsc::channel(WAITING);
    tokio::spawn(async move {
        if let Err(error) = csv_parts(&columns, reader, &out).await {
            let _ = out.send(Err(error)).await;
        }
    });
    file("text/csv; charset=utf-8", &format!("{name}.csv"), body(parts))
}

async fn csv_parts(
    columns: &Columns,
    mut reader: Reader,
    out: &mpsc::Sender<Part>,
) -> io::Result<()> {
    let sheet = columns.sheet().map_err(broken)?;
    let mut bytes = Some(sheet.csv(Vec::new()).map_err(broken)?);
    loop {
        let lines = reader.part().await.map_err(broken)?;
        let Some(mut rows) = bytes.take() else { return Ok(()) };
        for line in &lines {
            rows.row(&line.cells()).map_err(broken)?;
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
pub(super) fn xlsx(columns: Columns, mut reader: Reader, name: &str, made: Timestamp) -> Answer {
    let (out, parts) = mpsc::channel(WAITING);
    let (more, mut rows) = mpsc::channel::<Vec<super::Line>>(1);
    let sheet = columns.sheet().map_err(crate::desk::failed)?;
    let last = out.clone();
    let writing = tokio::task::spawn_blocking(move || -> Result<(), DocumentError> {
        let mut book = sheet.xlsx(made)?;
        let mut whole = false;
        while let Some(lines) = rows.blocking_recv() {
            whole = lines.is_empty();
            for line in &lines {
                book.row(&line.cells())?;
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
