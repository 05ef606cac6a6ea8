//! The program is killed at random moments under load: nothing acknowledged may be missing and
//! nothing may be half there.

use std::collections::BTreeSet;
use std::sync::Arc;
use std::time::Duration;

use kernel::Chance;
use tokio::sync::Mutex;

use crate::Done;
use crate::load::{self, Client};
use crate::program::Place;
use crate::report::Report;
use crate::small::verify;

/// Kills `rounds` times; every tenth round, and at the end, the whole folder is verified.
pub async fn run(report: &mut Report, postgres: bool, rounds: u32) -> Done {
    let place = Place::new(postgres).await?;
    let chance = Chance::System;
    let acknowledged = Arc::new(Mutex::new(BTreeSet::new()));
    for round in 0..rounds {
        let served = place.serve().await?;
        let mut senders = tokio::task::JoinSet::new();
        for sender in 0..16 {
            let (to, token) = (served.address, place.demo.token.clone());
            let (unit, all) = (place.demo.unit.clone(), acknowledged.clone());
            senders.spawn(async move {
                // Ends with the connection, when the program is killed.
                let Ok(mut client) = Client::connect(to).await else { return };
                for n in 0..100_000u32 {
                    let text = format!("Vòng {round}, người {sender}, đơn {n}");
                    let body =
                        serde_json::json!({ "kind": "feedback", "unit": unit, "text": text });
                    let headers = format!("Authorization: Bearer {token}\r\n");
                    let request = load::post(
                        "/api/v1/petitions",
                        "application/json",
                        &headers,
                        &body.to_string(),
                    );
                    let Ok(answer) = client.send(&request).await else { return };
                    let told: Option<serde_json::Value> = serde_json::from_slice(&answer.body).ok();
                    if answer.status == 201
                        && let Some(code) = told.as_ref().and_then(|t| t["code"].as_str())
                    {
                        all.lock().await.insert(code.to_owned());
                    }
                }
            });
        }
        tokio::time::sleep(Duration::from_millis(20 + chance.below(180))).await;
        served.kill().await?;
        while senders.join_next().await.is_some() {}
        if round % 10 == 9 {
            verify(&place).await?;
        }
    }
    verify(&place).await?;
    let served = place.serve().await?;
    let mut client = Client::connect(served.address).await?;
    let all = acknowledged.lock().await;
    for code in all.iter() {
        let found = client.send(&load::get(&format!("/api/v1/petitions/{code}"), "")).await?;
        if found.status != 200 {
            return Err(format!("{code} was acknowledged and is lost ({})", found.status).into());
        }
    }
    report.told("killed under load", f64::from(rounds), "times");
    report.told("  acknowledged and found again", all.len() as f64, "");
    served.stop().await
}
