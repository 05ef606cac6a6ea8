//! A photograph of 8 MB on its way through the page: attached, and then filed with its letter.

use std::time::{Duration, Instant};

use crate::Done;
use crate::load::{Answer, Client};
use crate::officer::Browser;
use crate::program::Place;
use crate::report::Report;
use crate::small::verify;

const FILE: &str = "/gui-don";
const BYTES: usize = 8_000_000;
/// Each from another network, or the guard would slow them down.
const TIMES: usize = 12;

type Fault = Box<dyn std::error::Error + Send + Sync>;

/// The value of the first hidden field of this name.
fn hidden(page: &Answer, name: &str) -> Result<String, Fault> {
    let text = String::from_utf8_lossy(&page.body).into_owned();
    let value = text.split(&format!("name=\"{name}\" value=\"")).nth(1);
    let value = value.and_then(|rest| rest.split('"').next());
    Ok(value.ok_or_else(|| format!("the form has no {name}"))?.to_owned())
}

/// A form with these fields, and with the photograph when there is one.
fn form(fields: &[(&str, &str)], photo: Option<&[u8]>, headers: &str) -> Vec<u8> {
    let mut body = Vec::new();
    for (name, value) in fields {
        let part =
            format!("--ranh\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n");
        body.extend(part.bytes());
    }
    if let Some(photo) = photo {
        let head = "--ranh\r\nContent-Disposition: form-data; name=\"files\"; \
                    filename=\"a.jpg\"\r\nContent-Type: image/jpeg\r\n\r\n";
        body.extend(head.bytes().chain(photo.iter().copied()).chain(*b"\r\n"));
    }
    body.extend(*b"--ranh--\r\n");
    let head = format!(
        "POST {FILE} HTTP/1.1\r\nHost: localhost\r\nContent-Type: multipart/form-data; \
         boundary=ranh\r\nContent-Length: {}\r\n{headers}\r\n",
        body.len()
    );
    [head.into_bytes(), body].concat()
}

/// Attaching and sending, one after the other.
pub async fn run(report: &mut Report, postgres: bool) -> Done {
    let place = Place::new(postgres).await?;
    std::fs::write(place.path().join("dantin.toml"), "behind_proxy = true\n")?;
    let served = place.serve().await?;
    let mut photo = testkit::photo::photo(BYTES);
    let (mut attached, mut sent) = (Vec::new(), Vec::new());
    for n in 0..TIMES {
        // Another picture each time.
        let middle = photo.len() / 2;
        photo[middle] = n as u8;
        let (attaching, sending) = one(&served, &photo, n).await?;
        attached.push(attaching);
        sent.push(sending);
    }
    for (name, times) in [("a photograph of 8 MB is attached", attached), ("  and filed", sent)] {
        let mut times: Vec<f64> = times.iter().map(|time| time.as_secs_f64() * 1000.0).collect();
        times.sort_by(f64::total_cmp);
        report.below(name, times[times.len() - 1], "ms, slowest", 500.0);
        report.told("    p50", times[times.len() / 2], "ms");
    }
    report.told("  resident after it", served.resident(), "MiB");
    served.stop().await?;
    verify(&place).await
}

async fn one(
    served: &crate::program::Served,
    photo: &[u8],
    n: usize,
) -> Result<(Duration, Duration), Fault> {
    let mut client = Client::connect(served.address).await?;
    let mut browser = Browser::default();
    let first = browser.get(&mut client, FILE).await?;
    let headers = format!("X-Forwarded-For: 198.51.{n}.7\r\n{}", browser.header());
    let (seal, key, day) =
        (hidden(&first, "_seal")?, hidden(&first, "key")?, hidden(&first, "day")?);
    let fields = |go| {
        [
            ("_seal", seal.as_str()),
            ("key", key.as_str()),
            ("day", day.as_str()),
            ("kind", "feedback"),
            ("matter", "roads"),
            ("words", "Hố sâu ở cua."),
            ("answer", "oneself"),
            ("go", go),
        ]
    };
    let request = form(&fields("3"), Some(photo), &headers);
    let began = Instant::now();
    let review = client.send(&request).await?;
    let attaching = began.elapsed();
    let request = form(&fields("send"), None, &headers);
    let began = Instant::now();
    let receipt = client.send(&request).await?;
    match (review.status, receipt.status) {
        (200, 201) => Ok((attaching, began.elapsed())),
        (review, receipt) => Err(format!("answered with {review}, then {receipt}").into()),
    }
}
