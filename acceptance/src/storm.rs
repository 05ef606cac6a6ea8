//! Many hands filing at once, until the server is killed in the middle.

use std::net::{Ipv4Addr, SocketAddr};

use serde_json::json;
use tokio::sync::mpsc;
use tokio::task::JoinSet;

use crate::http::Request;
use crate::program::Ground;

/// A petition that the server said it had received.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Told {
    /// Its code.
    pub code: String,
    /// What was written.
    pub text: String,
}

/// Starts the program, lets `hands` file without pause, kills it as soon as `enough` petitions were
/// acknowledged (whatever else is in flight then), and answers those that were.
///
/// # Panics
/// When the program does not start.
pub async fn round(ground: &Ground, token: &str, hands: usize, enough: usize) -> Vec<Told> {
    let served = ground.serve();
    let (tell, mut hear) = mpsc::unbounded_channel();
    let mut senders = JoinSet::new();
    for hand in 0..hands {
        let (to, token) = (served.address, token.to_owned());
        let tell = tell.clone();
        senders.spawn(async move {
            let mut told = Vec::new();
            for n in 0.. {
                let text = format!("Người thứ {hand}, đơn thứ {n}: mương bị lấp.");
                // The first failure is the kill.
                let Some(code) = file(to, &token, &text).await else { break };
                told.push(Told { code, text });
                let _ = tell.send(());
            }
            told
        });
    }
    drop(tell);
    let mut count = 0;
    while count < enough && hear.recv().await.is_some() {
        count += 1;
    }
    served.kill();
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
