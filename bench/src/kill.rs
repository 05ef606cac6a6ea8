//! The program is killed at random moments under load, its log on: nothing acknowledged may be
//! missing, twice there, or unproven where it is logged, and nothing may be half there. How it is
//! loaded and killed, and what is asked of it afterwards, is the tests' own storm.

use std::collections::BTreeSet;
use std::net::Ipv4Addr;
use std::time::{Duration, Instant};

use acceptance::browser::Browser;
use acceptance::desks::{self, Desks, Kept, Places};
use acceptance::storm::{self, Storm};
use tokio::process::Command;

use crate::Done;
use crate::program::{Place, binary};
use crate::report::Report;
use crate::small::verify;

type Fault = Box<dyn std::error::Error + Send + Sync>;

/// Few hands and few petitions a round: a thousand rounds shall not make the folder a large one.
const STORM: Storm = Storm { hands: 4, each: 25, longest: Duration::from_millis(1_500) };
/// After how many rounds the whole folder is verified, and officers get other places to work on.
const VERIFIED: u32 = 50;
/// How many officers work at their desks beside those who file.
const DESKS: usize = 2;
/// How many of the proofs are handed to the program, each to a process of its own.
const CHECKED: usize = 100;

/// Kills `rounds` times.
pub async fn run(report: &mut Report, postgres: bool, rounds: u32) -> Done {
    let place = Place::new(postgres).await?;
    let chance = storm::chance();
    let mut desks = opened(&place).await?;
    let (mut told, mut kept, mut last) = (BTreeSet::new(), Vec::new(), Vec::new());
    for round in 1..=rounds {
        let served = place.serve().await?;
        let (to, mut ended) = (served.address, Ok(()));
        desks.moved(to);
        desks.held(&last).await?;
        let hands = desks.hands(round as usize, DESKS);
        let kill = async || ended = served.kill().await;
        let (new, done) = STORM.round(to, &place.demo.token, hands, &chance, kill).await;
        ended?;
        told.extend(new);
        kept.extend_from_slice(&done);
        last = done;
        if round % VERIFIED == 0 {
            eprintln!("   round {round}: {} and {} acknowledged", told.len(), kept.len());
            verify(&place).await?;
            desks.renew(places(&place, (round / VERIFIED) as u16).await?);
        }
    }
    let told = Vec::from_iter(told);
    let served = place.serve().await?;
    desks.moved(served.address);
    let began = Instant::now();
    let proofs = storm::held(served.address, &told).await?;
    let took = began.elapsed().as_secs_f64();
    desks.held(&kept).await?;
    let promised = desks.proofs(&kept).await?;
    report.told("killed under load", f64::from(rounds), "times");
    report.told("  acknowledged, found again and proven", told.len() as f64, "");
    report.told("  petitions read and proven, 8 at once", told.len() as f64 / took, "1/s");
    report.told("  visits, questions, promises, sheets, once each", kept.len() as f64, "");
    report.told("  promises of them, proven", promised.len() as f64, "");
    served.stop().await?;
    once(&place, &kept).await?;
    verify(&place).await?;
    let audited = place.audit()?.output().await?;
    if !audited.status.success() {
        return Err(format!("audit: {}", String::from_utf8_lossy(&audited.stdout)).into());
    }
    let proofs: Vec<&String> = proofs.iter().chain(&promised).collect();
    checked(&place, &proofs).await
}

/// What officers work on, in a folder that nobody serves.
async fn places(place: &Place, batch: u16) -> Result<Places, Fault> {
    let store = place.store().await?;
    let places = desks::prepare(&store, batch, (VERIFIED as usize + 1) * DESKS).await;
    store.close().await;
    Ok(places)
}

/// An officer who is signed in, and what there is to work on.
async fn opened(place: &Place) -> Result<Desks, Fault> {
    let places = places(place, 0).await?;
    let account = place.demo.accounts.first().ok_or("no account")?;
    let served = place.serve().await?;
    let mut officer = Browser::new(Ipv4Addr::LOCALHOST, served.address);
    officer.sign_in(&account.login, &account.password, &account.totp_secret).await;
    served.stop().await?;
    Ok(Desks::new(officer, places))
}

/// The vault has the words of each of them once, and of no other more than once.
async fn once(place: &Place, kept: &[Kept]) -> Done {
    let store = place.store().await?;
    let written = desks::written(&store).await?;
    store.close().await;
    if let Some(lost) = kept.iter().find(|one| written.get(&one.text) != Some(&1)) {
        return Err(format!("{lost:?} stands there {:?} times", written.get(&lost.text)).into());
    }
    match written.iter().find(|(_, times)| **times > 1) {
        Some(twice) => Err(format!("{twice:?}: twice").into()),
        None => Ok(()),
    }
}

/// The program says of some of the proofs, each in a process of its own, that they hold.
async fn checked(place: &Place, proofs: &[&String]) -> Done {
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
