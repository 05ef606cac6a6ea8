//! The program is killed at random moments under load: nothing acknowledged may be missing and
//! nothing may be half there. How it is loaded and killed is the tests' own storm.

use std::collections::BTreeSet;

use acceptance::storm;

use crate::Done;
use crate::load::{self, Client};
use crate::program::Place;
use crate::report::Report;
use crate::small::verify;

/// Kills `rounds` times; every tenth round, and at the end, the whole folder is verified.
pub async fn run(report: &mut Report, postgres: bool, rounds: u32) -> Done {
    let place = Place::new(postgres).await?;
    let chance = storm::chance();
    let mut acknowledged = BTreeSet::new();
    for round in 0..rounds {
        let served = place.serve().await?;
        let (to, mut ended) = (served.address, Ok(()));
        let kill = async || ended = served.kill().await;
        let told = storm::round(to, &place.demo.token, 16, &chance, kill).await;
        ended?;
        acknowledged.extend(told.into_iter().map(|petition| petition.code));
        if round % 10 == 9 {
            verify(&place).await?;
        }
    }
    verify(&place).await?;
    let served = place.serve().await?;
    let mut client = Client::connect(served.address).await?;
    for code in &acknowledged {
        let found = client.send(&load::get(&format!("/api/v1/petitions/{code}"), "")).await?;
        if found.status != 200 {
            return Err(format!("{code} was acknowledged and is lost ({})", found.status).into());
        }
    }
    report.told("killed under load", f64::from(rounds), "times");
    report.told("  acknowledged and found again", acknowledged.len() as f64, "");
    served.stop().await
}
