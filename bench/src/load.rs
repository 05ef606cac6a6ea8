//! A load over loopback: some clients, a bounded number of requests, keep-alive HTTP/1.1.

use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

/// No load runs longer than this.
const LONGEST: Duration = Duration::from_secs(60);

/// What a load found.
pub struct Load {
    /// Answers per second.
    pub rate: f64,
    /// Answers that were as expected.
    pub good: u64,
    /// Latencies in milliseconds, sorted.
    latencies: Vec<f64>,
}

impl Load {
    /// The latency that this share of answers stayed below, in milliseconds.
    pub fn percentile(&self, share: f64) -> f64 {
        let place = ((self.latencies.len() as f64 * share) as usize)
            .min(self.latencies.len().saturating_sub(1));
        self.latencies.get(place).copied().unwrap_or(f64::NAN)
    }
}

/// An answer: status and body.
pub struct Answer {
    /// The status.
    pub status: u16,
    /// Head, as text.
    pub head: String,
    /// Body.
    pub body: Vec<u8>,
}

/// One connection.
pub struct Client {
    stream: TcpStream,
    buffer: Vec<u8>,
}

type Fault = Box<dyn std::error::Error + Send + Sync>;

impl Client {
    /// Connects.
    pub async fn connect(to: SocketAddr) -> Result<Self, Fault> {
        assert!(to.ip().is_loopback(), "a load goes to loopback addresses only");
        let stream = TcpStream::connect(to).await?;
        stream.set_nodelay(true)?;
        Ok(Self { stream, buffer: Vec::with_capacity(64 * 1024) })
    }

    /// Sends a request and reads its answer.
    pub async fn send(&mut self, request: &[u8]) -> Result<Answer, Fault> {
        self.stream.write_all(request).await?;
        self.buffer.clear();
        let mut chunk = [0u8; 16 * 1024];
        loop {
            let read = self.stream.read(&mut chunk).await?;
            if read == 0 {
                return Err("the connection was closed".into());
            }
            self.buffer.extend_from_slice(&chunk[..read]);
            if let Some(answer) = whole(&self.buffer)? {
                return Ok(answer);
            }
        }
    }
}

/// The answer, once all of it is there. Our pages always say their length.
fn whole(buffer: &[u8]) -> Result<Option<Answer>, Fault> {
    let Some(end) = buffer.windows(4).position(|four| four == b"\r\n\r\n") else { return Ok(None) };
    let head = std::str::from_utf8(&buffer[..end])?;
    let length = head
        .lines()
        .filter_map(|line| line.split_once(':'))
        .find(|(name, _)| name.eq_ignore_ascii_case("content-length"))
        .map(|(_, value)| value.trim().parse::<usize>())
        .transpose()?
        .unwrap_or(0);
    let body = &buffer[end + 4..];
    if body.len() < length {
        return Ok(None);
    }
    let status = head.split(' ').nth(1).unwrap_or_default().parse()?;
    Ok(Some(Answer { status, head: head.to_owned(), body: body[..length].to_vec() }))
}

/// A GET request.
pub fn get(path: &str, headers: &str) -> Vec<u8> {
    format!("GET {path} HTTP/1.1\r\nHost: localhost\r\n{headers}\r\n").into_bytes()
}

/// A POST request.
pub fn post(path: &str, kind: &str, headers: &str, body: &str) -> Vec<u8> {
    let length = body.len();
    let head = format!("POST {path} HTTP/1.1\r\nHost: localhost\r\nContent-Type: {kind}\r\n");
    format!("{head}Content-Length: {length}\r\n{headers}\r\n{body}").into_bytes()
}

/// Sends `total` requests from `clients` connections; `make` writes the n-th.
pub async fn run(
    to: SocketAddr,
    clients: usize,
    total: u64,
    expected: u16,
    make: impl Fn(u64) -> Vec<u8> + Send + Sync + 'static,
) -> Result<Load, Fault> {
    let (make, next, began) = (Arc::new(make), Arc::new(AtomicU64::new(0)), Instant::now());
    let mut workers = tokio::task::JoinSet::new();
    for _ in 0..clients {
        let (make, next) = (make.clone(), next.clone());
        workers.spawn(async move {
            let mut client = Client::connect(to).await?;
            let (mut latencies, mut good) = (Vec::new(), 0u64);
            loop {
                let n = next.fetch_add(1, Ordering::Relaxed);
                if n >= total || began.elapsed() > LONGEST {
                    return Ok::<_, Fault>((latencies, good));
                }
                let request = make(n);
                let sent = Instant::now();
                let answer = client.send(&request).await?;
                latencies.push(sent.elapsed().as_secs_f64() * 1000.0);
                good += u64::from(answer.status == expected);
            }
        });
    }
    let (mut latencies, mut good) = (Vec::new(), 0);
    while let Some(done) = workers.join_next().await {
        let (some, right) = done??;
        latencies.extend(some);
        good += right;
    }
    let rate = latencies.len() as f64 / began.elapsed().as_secs_f64();
    latencies.sort_by(f64::total_cmp);
    Ok(Load { rate, good, latencies })
}
