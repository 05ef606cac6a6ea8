//! Many hands filing at once, until the server is killed in the middle; and what must still be
//! there of all that was acknowledged.

use std::net::{Ipv4Addr, SocketAddr};
use std::time::Duration;

use kernel::Chance;
use ledger::Receipt;
use ledger::receipt::Expected;
use serde_json::{Value, json};
use tokio::task::JoinSet;

use crate::desks::{Hand, Kept};
use crate::house::UNIT;
use crate::http::{Answer, Request};

/// A petition that the server said it had received.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Told {
    /// Its code.
    pub code: String,
    /// What was written.
    pub text: String,
    /// Where its proof is.
    pub proof: String,
}

/// The chance by which moments are drawn. Its seed is printed; `SEED` in the environment brings the
/// same moments back, as far as a machine's speed allows.
pub fn chance() -> Chance {
    let given = std::env::var("SEED").ok().and_then(|seed| seed.parse().ok());
    let seed = given.unwrap_or_else(|| Chance::System.u64());
    println!("killing at moments of SEED={seed}");
    Chance::seeded(seed)
}

/// How many are at work in one round, and how long.
#[derive(Clone, Copy, Debug)]
pub struct Storm {
    /// How many file at once.
    pub hands: usize,
    /// How many petitions each of them files at the most, with pauses between.
    pub each: u32,
    /// After how long the server is killed at the latest. It seals and logs once a second: less
    /// than that would never kill it there.
    pub longest: Duration,
}

impl Storm {
    /// Lets the hands file, and officers' `hands` work at their desks beside them; kills the server
    /// at a random moment (whatever is in flight then), and answers what was acknowledged.
    pub async fn round(
        self,
        to: SocketAddr,
        token: &str,
        hands: Vec<Hand>,
        chance: &Chance,
        kill: impl AsyncFnOnce(),
    ) -> (Vec<Told>, Vec<Kept>) {
        let longest = self.longest.as_micros() as u64;
        let pause = 2 * longest / u64::from(self.each.max(1));
        let mut desks = JoinSet::new();
        for hand in hands {
            let chance = chance.clone();
            desks.spawn(async move {
                let mut all = Vec::new();
                for n in 0..self.each {
                    let Some(kept) = hand.work(n).await else { break };
                    all.push(kept);
                    tokio::time::sleep(Duration::from_micros(chance.below(pause))).await;
                }
                all
            });
        }
        let mut senders = JoinSet::new();
        for hand in 0..self.hands {
            let (token, chance) = (token.to_owned(), chance.clone());
            senders.spawn(async move {
                let mut all = Vec::new();
                for n in 0..self.each {
                    let text = format!("Người thứ {hand}, đơn thứ {n}: mương bị lấp.");
                    // The first failure is the kill.
                    let Some(told) = told(to, &token, &text).await else { break };
                    all.push(told);
                    tokio::time::sleep(Duration::from_micros(chance.below(pause))).await;
                }
                all
            });
        }
        tokio::time::sleep(Duration::from_micros(10_000 + chance.below(longest))).await;
        kill().await;
        let told = senders.join_all().await.into_iter().flatten().collect();
        (told, desks.join_all().await.into_iter().flatten().collect())
    }
}

/// Files one petition with an office's token; its code when it was acknowledged.
pub async fn file(to: SocketAddr, token: &str, text: &str) -> Option<String> {
    told(to, token, text).await.map(|told| told.code)
}

/// The same, with what else was said.
pub async fn told(to: SocketAddr, token: &str, text: &str) -> Option<Told> {
    let body = json!({ "kind": "feedback", "unit": UNIT, "text": text });
    let request = Request::new("POST", "/api/v1/petitions")
        .header("Authorization", &format!("Bearer {token}"))
        .body("application/json", body.to_string());
    let answer = request.send(Ipv4Addr::LOCALHOST, to).await.ok()?;
    let said = answer.json();
    let part = |name: &str| said.get(name).and_then(Value::as_str).map(str::to_owned);
    let (code, proof) = (part("code")?, part("proof")?);
    (answer.status == 201).then(|| Told { code, text: text.to_owned(), proof })
}

/// Holds a server to what was acknowledged: each petition is read by its code, and its proof, which
/// must be of its code and its words. Answers the proofs, in the same order.
///
/// # Errors
/// The first petition that is lost or cannot be proven, with all that the server says of it.
pub async fn held(to: SocketAddr, all: &[Told]) -> Result<Vec<String>, String> {
    const AT_ONCE: usize = 8;
    let mut readers = JoinSet::new();
    for (n, part) in all.chunks(all.len().div_ceil(AT_ONCE).max(1)).enumerate() {
        let part = part.to_vec();
        readers.spawn(async move {
            let mut proofs = Vec::with_capacity(part.len());
            for told in &part {
                proofs.push(proof(to, told).await.map_err(|why| format!("{told:?}: {why}"))?);
            }
            Ok::<_, String>((n, proofs))
        });
    }
    let mut parts = Vec::new();
    while let Some(part) = readers.join_next().await {
        parts.push(part.map_err(|error| error.to_string())??);
    }
    parts.sort_unstable();
    Ok(parts.into_iter().flat_map(|(_, proofs)| proofs).collect())
}

async fn get(to: SocketAddr, path: &str) -> Result<Answer, String> {
    let answer = Request::new("GET", path).send(Ipv4Addr::LOCALHOST, to).await;
    answer.map_err(|error| format!("{path}: {error}"))
}

async fn proof(to: SocketAddr, told: &Told) -> Result<String, String> {
    let page = get(to, &format!("/api/v1/petitions/{}", told.code)).await?;
    if page.status != 200 {
        return Err(format!("acknowledged and lost: {} {}", page.status, page.text()));
    }
    let (text, receipt) = proven(to, &told.proof, &told.text).await?;
    match receipt.record.code == told.code {
        true => Ok(text),
        false => Err(format!("the proof of another: {text}")),
    }
}

/// The file of a proof, which must be of these words, and what stands in it.
pub(crate) async fn proven(
    to: SocketAddr,
    proof: &str,
    words: &str,
) -> Result<(String, Receipt), String> {
    let file = format!("{proof}/tep");
    let mut found = get(to, &file).await?;
    if found.status == 404 {
        // The picture waits for the leaf, if it has none yet.
        get(to, &format!("{proof}/ma.svg")).await?;
        found = get(to, &file).await?;
    }
    let text = found.text();
    let receipt = Receipt::read(&text).filter(|_| found.status == 200);
    let receipt = receipt.ok_or_else(|| format!("no proof: {} {text}", found.status))?;
    // As they are taken in: without blanks at their ends.
    let words = Some(words.trim().as_bytes().to_vec());
    let expected = Expected { unit: Some(UNIT.to_owned()), words, ..Expected::default() };
    match receipt.check(&expected) {
        Ok(_) => Ok((text, receipt)),
        Err(why) => Err(format!("it does not prove that: {why:?} {text}")),
    }
}
