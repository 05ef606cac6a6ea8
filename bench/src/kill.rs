//! The program is killed at random moments under load, its log on: nothing acknowledged may be
//! missing or unproven, and nothing may be half there. How it is loaded and killed, and what is
//! asked of it afterwards, is the tests' own storm.

use std::collections::BTreeSet;
use std::time::{Duration, Instant};

use acceptance::storm::{self, Storm};
use tokio::process::Command;

use crate::Done;
use crate::program::{Place, binary};
use crate::report::Report;
use crate::small::verify;

/// Few hands and few petitions a round: a thousand rounds shall not make the folder a large one.
const STORM: Storm = Storm { hands: 4, each: 25, longest: Duration::from_millis(1_500) };
/// After how many rounds the whole folder is verified.
const VERIFIED: u32 = 50;
/// How many of the proofs are handed to the program, each to a process of its own.
const CHECKED: usize = 100;

/// Kills `rounds` times.
pub async fn run(report: &mut Report, postgres: bool, rounds: u32) -> Done {
    let place = Place::new(postgres).await?;
    let chance = storm::chance();
    let mut told = BTreeSet::new();
    for round in 1..=rounds {
        let served = place.serve().await?;
        let (to, mut ended) = (served.address, Ok(()));
        let kill = async || ended = served.kill().await;
        let new = STORM.round(to, &place.demo.token, &chance, kill).await;
        ended?;
        told.extend(new);
        if round % VERIFIED == 0 {
            eprintln!("   round {round}: {} acknowledged", told.len());
            verify(&place).await?;
        }
    }
    let told = Vec::from_iter(told);
    let served = place.serve().await?;
    let began = Instant::now();
    let proofs = storm::held(served.address, &told).await?;
    let took = began.elapsed().as_secs_f64();
    report.told("killed under load", f64::from(rounds), "times");
    report.told("  acknowledged, found again and proven", told.len() as f64, "");
    report.told("  petitions read and proven, 8 at once", told.len() as f64 / took, "1/s");
    served.stop().await?;
    verify(&place).await?;
    let audited = place.audit()?.output().await?;
    if !audited.status.success() {
        return Err(format!("audit: {}", String::from_utf8_lossy(&audited.stdout)).into());
    }
    let file = place.path().join("don.tlog-proof");
    for proof in proofs.iter().step_by(proofs.len().div_ceil(CHECKED).max(1)) {
        std::fs::write(&file, proof)?;
        let checked = Command::new(binary()?).arg("check-receipt").arg(&file).output().await?;
        if !checked.status.success() {
            let said = String::from_utf8_lossy(&checked.stdout).into_owned();
            return Err(format!("check-receipt: {said}\n{proof}").into());
        }
    }
    Ok(())
}
