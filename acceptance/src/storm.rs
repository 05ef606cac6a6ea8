//! Many hands filing at once, until the server is killed in the middle.

use std::net::{Ipv4Addr, SocketAddr};
use std::time::Duration;

use kernel::Chance;
use serde_json::json;
use tokio::task::JoinSet;

use crate::http::Request;

/// A petition that the server said it had received.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Told {
    /// Its code.
    pub code: String,
    /// What was written.
    pub text: String,
}

/// The chance by which moments are drawn. Its seed is printed; `SEED` in the environment brings the
/// same moments back, as far as a machine's speed allows.
pub fn chance() -> Chance {
    let given = std::env::var("SEED").ok().and_then(|seed| seed.parse().ok());
    let seed = given.unwrap_or_else(|| Chance::System.u64());
    println!("killing at moments of SEED={seed}");
    Chance::seeded(seed)
}

/// Lets `hands` file at the server without pause, kills it at a random moment of the first half
/// second (whatever is in flight then), and answers those petitions that were acknowledged.
pub async fn round(
    to: SocketAddr,
    token: &str,
    hands: usize,
    chance: &Chance,
    kill: impl AsyncFnOnce(),
) -> Vec<Told> {
    let mut senders = JoinSet::new();
    for hand in 0..hands {
        let token = token.to_owned();
        senders.spawn(async move {
            let mut told = Vec::new();
            for n in 0.. {
                let text = format!("Người thứ {hand}, đơn thứ {n}: mương bị lấp.");
                // The first failure is the kill.
                let Some(code) = file(to, &token, &text).await else { break };
                told.push(Told { code, text });
            }
            told
        });
    }
    let moment = Duration::from_micros(10_000 + chance.below(490_000));
    tokio::time::sleep(moment).await;
    kill().await;
    senders.join_all().await.into_iter().flatten().collect()
}

/// Files one petition with an office's token; its code when it was acknowledged.
pub async fn file(to: SocketAddr, token: &str, text: &str) -> Option<String> {
    let body = json!({ "kind": "feedback", "unit": crate::house::UNIT, "text": text });
    let request = Request::new("POST", "/api/v1/petitions")
        .header("Authorization", &format!("Bearer {token}"))
        .body("application/json", body.to_string());
    let answer = request.send(Ipv4Addr::LOCALHOST, to).await.ok()?;
    (answer.status == 201).then(|| answer.json()["code"].as_str().map(str::to_owned))?
}
