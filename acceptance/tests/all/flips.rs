//! A bit flipped anywhere is found, and what is wrong is named: in the journal, the seals, the
//! vault, views, sums, the search, the public log, a backup, and the file under all of them.

use acceptance::House;
use acceptance::flips::{self, Class, flipped, found};
use acceptance::program::Ground;
use acceptance::storm;
use kernel::Chance;
use ledger::Proof;
use ledger::audit::Progress;
use ledger::receipt::Expected;
use site::Settings;
use store::{Engine, Store};
use testkit::{Place, engines};

/// Flips of each class on each engine; the bench does a thousand.
const EACH: usize = 12;

/// Flips bits of each class in a folder that nobody serves: who seals and logs takes what is there.
async fn all_found(place: &Place, classes: &[Class], chance: &Chance) {
    let store = look(place).await;
    let log = site::log(store.clone());
    for class in classes {
        for _ in 0..EACH {
            let flipped = class.flip(&store, chance).await;
            let told = found(&store, &log).await;
            let told = told.unwrap_or_else(|| panic!("not found: {}", flipped.at));
            assert!(flipped.is_named(&told), "{}: {told}", flipped.at);
            flipped.undo(&store).await;
        }
        assert_eq!(found(&store, &log).await, None, "{} is as it was", class.name);
    }
    store.close().await;
}

async fn look(place: &Place) -> Store {
    let store = flips::look(place.path(), place.database.clone(), place.clock.clone()).await;
    store.expect("it opens")
}

#[tokio::test]
async fn a_bit_flipped_in_journal_seals_vault_views_sums_or_search_is_found_and_named() {
    let chance = storm::chance();
    for engine in engines() {
        let house = House::open(engine).await;
        flips::fill(house.store(), &house.log, 8).await;
        let place = house.end().await;
        all_found(&place, &flips::of_store(), &chance).await;
    }
}

#[tokio::test]
async fn a_bit_flipped_in_checkpoint_entries_or_tiles_of_the_log_is_found_and_named() {
    let chance = storm::chance();
    for engine in engines() {
        let house = House::open(engine).await;
        // More than a tile of leaves: only then there are tiles above the entries.
        flips::fill(house.store(), &house.log, 270).await;
        flips::cosign(house.store()).await;
        let place = house.end().await;
        all_found(&place, &flips::of_log(), &chance).await;
        let store = look(&place).await;
        for (cut, named) in [
            ("UPDATE log_tiles SET hashes = SUBSTR(hashes, 1, 31) WHERE level = 1", "log_tiles"),
            ("DELETE FROM log_tiles WHERE level = 1", "tile/1/000.p/1"),
        ] {
            store.run_apart(cut, Vec::new()).await.expect("it is cut off");
            let told = found(&store, &site::log(store.clone())).await.expect("it is found");
            assert!(told.contains(named), "{cut}: {told}");
        }
        store.close().await;
    }
}

#[tokio::test]
async fn a_bit_flipped_in_what_a_folder_remembers_of_seals_and_log_is_found_and_named() {
    let chance = storm::chance();
    let house = House::open(Engine::Sqlite).await;
    flips::fill(house.store(), &house.log, 8).await;
    let place = house.end().await;
    let store = look(&place).await;
    let log = site::log(store.clone());
    for (name, between, named) in flips::BESIDE {
        let path = place.path().join(name);
        let whole = std::fs::read_to_string(&path).expect(name);
        for _ in 0..4 * EACH {
            let bent = flips::bent_between(&whole, between, &chance);
            std::fs::write(&path, &bent).expect("written");
            let told = found(&store, &log).await;
            let bent = String::from_utf8_lossy(&bent);
            let told = told.unwrap_or_else(|| panic!("{name}: not found: {bent}"));
            assert!(told.contains(named), "{name}: {told}");
        }
        std::fs::write(&path, &whole).expect("written");
        assert_eq!(found(&store, &log).await, None, "{name} is as it was");
    }
    store.close().await;
}

/// What the program finds of its own log each day stands on the page that anybody reads.
#[tokio::test]
async fn the_audit_of_each_day_stands_on_the_public_page_with_what_it_found() {
    for engine in engines() {
        let house = House::open(engine).await;
        flips::fill(house.store(), &house.log, 3).await;
        let page = async || house.visitor().get("/nhat-ky-cong-khai").await;
        let audit = async || {
            let runner = site::jobs(&house.app, &Settings::default()).await.expect("the tasks");
            runner.step().await.expect("the tasks run");
        };
        let bend = async || {
            let bent = "UPDATE log_entries SET position = -position WHERE leaf = 1";
            house.store().run_apart(bent, Vec::new()).await.expect("it is changed");
        };
        page().await.says(200, "Chưa kiểm lần nào.");
        audit().await;
        page().await.says(200, "3 dòng đều khớp");
        bend().await;
        audit().await;
        page().await.says(200, "3 dòng đều khớp");
        house.wait(25 * 3_600);
        audit().await;
        page().await.says(200, "có chỗ không khớp").never(&["đều khớp"]);
        bend().await;
        house.wait(25 * 3_600);
        audit().await;
        page().await.says(200, "3 dòng đều khớp");
        house.end().await;
    }
}

#[tokio::test]
async fn an_audit_that_was_broken_off_goes_on_and_still_holds_every_leaf_against_the_journal() {
    for engine in engines() {
        let house = House::open(engine).await;
        flips::fill(house.store(), &house.log, 3).await;
        let mut progress = Progress::default();
        let full = "the disk is full".to_owned();
        let broken = house.log.audit_on(&mut progress, |_| Err(full.clone())).await;
        assert_eq!(broken, Err(full));
        let mut gone_on = async || {
            let done = house.log.audit_on(&mut progress, |_| Ok(())).await;
            let (report, matched) = done.expect("it is whole").expect("a log");
            (report.size, report.hashed, matched.facts + matched.erased)
        };
        assert_eq!(gone_on().await, (3, 0, 3), "hashed before, and not held against anything");
        flips::fill(house.store(), &house.log, 2).await;
        assert_eq!(gone_on().await, (5, 2, 2));
        house.end().await;
    }
}

/// A proof must not be spoiled by what somebody else said of the log.
#[tokio::test]
async fn a_damaged_cosignature_is_named_and_no_proof_is_worse_for_it() {
    let house = House::open(Engine::Sqlite).await;
    let streams = flips::fill(house.store(), &house.log, 3).await;
    flips::cosign(house.store()).await;
    let proven = async || match house.log.receipt(&streams[0], 1).await.expect("it is read") {
        Proof::There(receipt) => receipt,
        other => panic!("{other:?}"),
    };
    assert_eq!(proven().await.note.signatures.len(), 2, "the log's and the witness's");
    for bend in ["note = REPLACE(note, 'dantin', 'dantim')", "at = -1", "size = 1", "line = ''"] {
        let sql = format!("UPDATE log_cosigned SET {bend}");
        house.store().run_apart(&sql, Vec::new()).await.expect("it is changed");
        let receipt = proven().await;
        assert_eq!(receipt.note.signatures.len(), 1, "{bend}");
        receipt.check(&Expected::default()).expect("it holds");
        let told = house.log.audit().await.expect_err("it is found");
        assert!(told.contains("log_cosigned"), "{bend}: {told}");
        flips::cosign(house.store()).await;
    }
    house.log.audit().await.expect("it is whole again");
    house.end().await;
}

#[tokio::test]
async fn a_backup_with_a_bit_flipped_or_its_end_cut_off_is_refused_and_changes_nothing() {
    let (chance, folder) = (storm::chance(), tempfile::tempdir().expect("a folder"));
    for engine in engines() {
        let house = House::open(engine).await;
        flips::fill(house.store(), &house.log, 8).await;
        let file = folder.path().join(format!("{engine}.backup"));
        house.store().backup(&file).await.expect("a backup");
        let place = house.end().await;
        let other = Place::new(engine);
        let keys = |place: &Place| place.path().join("keys.toml");
        std::fs::copy(keys(&place), keys(&other)).expect("the copy of the keys");
        let empty = other.open(site::schema()).await.expect("an empty store");
        let whole = std::fs::read(&file).expect("it is there");
        let refused = async |bytes: &[u8]| {
            std::fs::write(&file, bytes).expect("written");
            let refused = empty.restore(&file, false).await.expect_err("it is refused");
            let told = refused.to_string();
            assert!(told.contains(&file.display().to_string()), "{told}");
            told
        };
        for _ in 0..EACH {
            refused(&flipped(&whole, &chance).expect("bytes")).await;
        }
        // As a backup was before there were seals, or after a copy that broke off.
        let bare = &whole[..whole.len() - 147];
        let told = refused(bare).await;
        assert!(told.contains("restore --unsealed"), "{told}");
        std::fs::write(&file, bare).expect("written");
        empty.restore(&file, true).await.expect("who says so gets it");
        empty.close().await;
    }
}

/// Most of a file are pages that other things lie on too: indexes, room that is free. A flip is
/// found there, or nothing that is proven is read otherwise than before.
#[tokio::test]
async fn a_bit_flipped_anywhere_in_the_file_is_found_or_changes_nothing_that_is_proven() {
    let chance = storm::chance();
    let house = House::open(Engine::Sqlite).await;
    flips::fill(house.store(), &house.log, 8).await;
    let place = house.end().await;
    let before = flips::read(place.path()).await.expect("it is whole");
    assert!(before.len() > 50, "{} rows", before.len());
    let mut silent = 0;
    for _ in 0..3 * EACH {
        let other = tempfile::tempdir().expect("a folder");
        flips::copy_bent(place.path(), other.path(), &chance);
        if let Ok(after) = flips::read(other.path()).await {
            silent += 1;
            assert!(after == before, "what is proven was changed, and nothing was found");
        }
    }
    assert!(silent < 3 * EACH, "not one of them was found");
}

/// What is refused must leave the folder as it was: its memory of the log too.
#[tokio::test]
async fn a_refused_restore_leaves_the_folder_s_memory_of_its_log() {
    for engine in engines() {
        let ground = Ground::new(engine);
        let demo = ground.demo(3);
        let token = demo["token"].as_str().expect("a token");
        goes_on(&ground, token).await;
        let memory = ground.path().join("log.toml");
        let known = std::fs::read(&memory).expect("the log was begun");
        let file = ground.path().join("copy.backup").display().to_string();
        ground.run(&["backup", "--json", &file]).good();
        let refused = ground.run(&["restore", "--json", &file]);
        assert!(!refused.well, "it has records");
        assert_eq!(std::fs::read(&memory).expect("it is still there"), known);
        goes_on(&ground, token).await;
        // Where it is restored, the log that the folder knew is another one.
        let other = Ground::new(engine);
        for name in ["keys.toml", "log.toml"] {
            std::fs::copy(ground.path().join(name), other.path().join(name)).expect(name);
        }
        other.run(&["restore", "--json", &file]).good();
        assert!(!other.path().join("log.toml").exists());
        goes_on(&other, token).await;
    }
}

/// The log takes what is filed.
async fn goes_on(ground: &Ground, token: &str) {
    let served = ground.serve();
    let told = storm::told(served.address, token, "Việc mới.").await.expect("it is received");
    storm::held(served.address, &[told]).await.expect("it can be proven");
    assert!(served.stop());
}
