//! Somebody on a slow line who takes a whole register along, and meanwhile looks at other pages.
//!
//! What makes the line slow is no pause but its order: a small part of the file is read, then a
//! page is opened, then the next part. A server that went ahead of its reader would have time to.

use std::io;
use std::time::{Duration, Instant};

use tokio::io::AsyncReadExt as _;

use crate::browser::Browser;
use crate::http::Request;

/// What waits on the reader's side at the most.
const ROOM: u32 = 16 * 1024;
/// How much is read between two pages.
const PART: usize = 256 * 1024;
/// More than the longest row takes.
const TAIL: usize = 16 * 1024;

/// What came, and what it cost.
#[derive(Default)]
pub struct Taken {
    /// Bytes, the head not counted.
    pub bytes: u64,
    /// Rows, the head of the table not counted.
    pub rows: u64,
    /// Other pages that were opened meanwhile.
    pub pages: u64,
    /// How long the slowest of them took.
    pub slowest: Duration,
    /// By how many MiB the server's own memory grew at the most.
    pub grown: f64,
    head: bool,
    tail: Vec<u8>,
}

/// Takes a register along as CSV, from the form at `form`, and opens `other` between any two parts.
/// `process` is the server's.
///
/// # Errors
/// When the server goes away.
///
/// # Panics
/// When another page is not answered with 200.
pub async fn csv(
    browser: &mut Browser,
    form: &str,
    other: &str,
    process: u32,
) -> io::Result<Taken> {
    let mut fields = web::Fields::default();
    fields.push("_seal", browser.get(form).await.hidden("_seal"));
    fields.push("kind", "csv");
    let request = Request::new("POST", form);
    let request = request.body("application/x-www-form-urlencoded", fields.encode());
    let before = own_memory(process);
    let request = browser.with_cookies(request);
    let mut stream = request.open(browser.from, browser.to, Some(ROOM)).await?;
    let (mut taken, mut part) = (Taken::default(), vec![0u8; PART]);
    loop {
        let mut full = 0;
        while full < PART {
            match stream.read(&mut part[full..]).await? {
                0 => break,
                read => full += read,
            }
        }
        if full == 0 {
            return Ok(taken);
        }
        taken.add(&part[..full]);
        let asked = Instant::now();
        let page = browser.get(other).await;
        taken.slowest = taken.slowest.max(asked.elapsed());
        assert_eq!(page.status, 200, "{other}: {}", page.body);
        taken.pages += 1;
        taken.grown = taken.grown.max(own_memory(process) - before);
    }
}

impl Taken {
    /// Whether the file came to its end: its last line is whole, and says how many there are.
    pub fn is_whole(&self) -> bool {
        self.last().is_some_and(|line| line.starts_with(&format!("{},", self.rows)))
    }

    /// Its last line, when it is whole.
    pub fn last(&self) -> Option<String> {
        let text = String::from_utf8_lossy(&self.tail);
        let last = text.strip_suffix("\r\n")?.rsplit("\r\n").next();
        last.map(str::to_owned)
    }

    fn add(&mut self, part: &[u8]) {
        // The head of the answer is far smaller than a part: it ends within the first.
        let end = match self.head {
            true => None,
            false => part.windows(4).position(|four| four == b"\r\n\r\n"),
        };
        let body = end.map_or(part, |end| &part[end + 4..]);
        // The table's own head is a line too, and no row.
        let lines = body.iter().filter(|byte| **byte == b'\n').count() as u64;
        self.rows += lines.saturating_sub(u64::from(!self.head));
        self.bytes += body.len() as u64;
        self.head = true;
        self.tail.extend_from_slice(body);
        let surplus = self.tail.len().saturating_sub(TAIL);
        self.tail.drain(..surplus);
    }
}

/// What a process holds in memory of its own, in MiB: files that the system keeps at hand for it
/// are not counted.
///
/// # Panics
/// Where the system does not say.
fn own_memory(process: u32) -> f64 {
    let status = std::fs::read_to_string(format!("/proc/{process}/status")).unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("RssAnon:"));
    let kibibytes = line.and_then(|rest| rest.split_whitespace().next()?.parse::<f64>().ok());
    kibibytes.expect("the system says how much memory a process holds") / 1024.0
}
