//! Single bits flipped in everything that is stored, each sort a thousand times: all of them have
//! to be found and named. What is flipped and what has to be said is the tests' own.

use acceptance::flips::{self, Class, flipped, found};
use acceptance::storm;
use kernel::{Chance, Clock};
use ledger::Log;
use store::{Options, Store};

use crate::Done;
use crate::program::Place;
use crate::report::Report;

type Fault = Box<dyn std::error::Error + Send + Sync>;

/// Petitions besides the demonstration's: more than a tile of the log.
const PETITIONS: usize = 300;

/// Flips `times` bits of each sort.
pub async fn run(report: &mut Report, postgres: bool, times: u32) -> Done {
    let place = Place::new(postgres).await?;
    let (store, chance) = (place.store().await?, storm::chance());
    flips::fill(&store, &site::log(store.clone()), PETITIONS).await;
    flips::cosign(&store).await;
    store.close().await;
    // Who seals and logs takes what is there: from here on nobody does.
    let store = flips::look(place.path(), place.database(), Clock::System).await?;
    let log = site::log(store.clone());
    for class in flips::of_store().iter().chain(&flips::of_log()) {
        rows(class, (&store, &log), &chance, times).await?;
        report.told(format!("{}: bits found and named", class.name), f64::from(times), "");
    }
    beside(&place, (&store, &log), &chance, times).await?;
    backups(&place, &store, &chance, times).await?;
    report.told("folder's memory: bits found and named", 2.0 * f64::from(times), "");
    report.told("backup: bits found and named", f64::from(times), "");
    store.close().await;
    if !postgres {
        let silent = files(&place, &chance, times).await?;
        report.told("SQLite's file: bits flipped", f64::from(times), "");
        report.told("  of them in what nothing is read from", f64::from(silent), "");
    }
    Ok(())
}

async fn rows(class: &Class, (store, log): (&Store, &Log), chance: &Chance, times: u32) -> Done {
    for _ in 0..times {
        let flipped = class.flip(store, chance).await;
        match found(store, log).await {
            None => return Err(format!("not found: {}", flipped.at).into()),
            Some(told) if flipped.is_named(&told) => {}
            Some(told) => return Err(format!("{}: only told: {told}", flipped.at).into()),
        }
        flipped.undo(store).await;
    }
    match found(store, log).await {
        None => Ok(()),
        Some(told) => Err(format!("{} is not as it was: {told}", class.name).into()),
    }
}

/// What the folder remembers of the seals and of the log.
async fn beside(place: &Place, (store, log): (&Store, &Log), chance: &Chance, times: u32) -> Done {
    for (name, between, named) in flips::BESIDE {
        let path = place.path().join(name);
        let whole = std::fs::read_to_string(&path)?;
        for _ in 0..times {
            std::fs::write(&path, flips::bent_between(&whole, between, chance))?;
            match found(store, log).await {
                Some(told) if told.contains(named) => {}
                told => {
                    let bent = std::fs::read(&path)?;
                    let bent = String::from_utf8_lossy(&bent);
                    return Err(format!("{bent} of {name}: {told:?}").into());
                }
            }
        }
        std::fs::write(&path, whole)?;
    }
    match found(store, log).await {
        None => Ok(()),
        Some(told) => Err(format!("the folder is not as it was: {told}").into()),
    }
}

async fn backups(place: &Place, store: &Store, chance: &Chance, times: u32) -> Done {
    let (other, file) = (tempfile::tempdir()?, place.path().join("flips.backup"));
    store.backup(&file).await?;
    let whole = std::fs::read(&file)?;
    std::fs::copy(place.path().join("keys.toml"), other.path().join("keys.toml"))?;
    let data = other.path().to_owned();
    let options = Options { data, database: None, exclusive: true, readers: 2 };
    let empty = site::open_store(options, Clock::System, Chance::System).await?;
    for _ in 0..times {
        std::fs::write(&file, flipped(&whole, chance).ok_or("an empty backup")?)?;
        if empty.restore(&file, false).await.is_ok() {
            return Err("a backup with a bit flipped was restored".into());
        }
    }
    std::fs::write(&file, whole)?;
    empty.restore(&file, false).await?;
    empty.close().await;
    Ok(())
}

/// Flips bits anywhere in the file; how many of them changed nothing that is proven.
async fn files(place: &Place, chance: &Chance, times: u32) -> Result<u32, Fault> {
    let before = flips::read(place.path()).await?;
    let mut silent = 0;
    for _ in 0..times {
        let other = tempfile::tempdir()?;
        flips::copy_bent(place.path(), other.path(), chance);
        match flips::read(other.path()).await {
            Err(_) => {}
            Ok(after) if after == before => silent += 1,
            Ok(_) => return Err("what is proven was changed, and nothing was found".into()),
        }
    }
    Ok(silent)
}
