//! A large register on a slow line: it is sent as it is read, so the program's memory does not grow
//! with it, and everybody else is served meanwhile. `cargo xtask bench slow-reader` does the same
//! with a million rows.

use std::time::Duration;

use acceptance::program::Ground;
use acceptance::slow;
use testkit::engines;

/// Rows, each long: together far more than a connection holds, and more than the memory allowed.
const ROWS: u64 = 16_000;

/// By how many MiB the program may grow: what its few connections to the database keep at hand.
const MOST: f64 = 32.0;

const MAP: &str = "\
[columns]
reference = \"so\"
received = \"nhan\"
state = \"tinh_trang\"
words = \"noi_dung\"
matter = \"linh_vuc\"
name = \"ten\"
address = \"dia_chi\"
[states]
\"moi\" = \"received\"
[matters]
\"*\" = \"other\"
";

/// A register kept before, with long texts. Few words, so that taking it in is quick.
fn fill(ground: &Ground) {
    let (words, person) = ("ộ".repeat(390), "ễ".repeat(290));
    let mut text = "so,nhan,tinh_trang,noi_dung,linh_vuc,ten,dia_chi\n".to_owned();
    for n in 0..ROWS {
        text.push_str(&format!("{n},2026-01-05,moi,{words},khac,{person},{person}\n"));
    }
    let told = ground.import(MAP, &text);
    assert_eq!(told["added"], ROWS, "{}", told["bad"][0]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_large_register_is_sent_as_it_is_read_and_others_are_served_meanwhile() {
    for engine in engines() {
        let ground = Ground::new(engine);
        let demo = ground.demo(1);
        fill(&ground);
        let served = ground.serve();
        let text = |name: &str| demo["accounts"][0][name].as_str().unwrap().to_owned();
        let mut officer = served.visitor();
        officer.sign_in(&text("login"), &text("password"), &text("totp_secret")).await;
        // Statements, words and cookies of the first pages are no part of what is measured.
        for _ in 0..8 {
            officer.get("/can-bo/so-don").await.says(200, "Sổ đơn");
        }
        let form = "/can-bo/so-don/xuat";
        let taken = slow::csv(&mut officer, form, "/can-bo/so-don", served.process()).await;
        let taken = taken.expect("the server stays");
        let told = format!("{} rows, at last {:?}", taken.rows, taken.last());
        assert!(taken.rows > ROWS && taken.is_whole(), "{told}");
        let size = taken.bytes as f64 / f64::from(1 << 20);
        assert!(size > 1.2 * MOST, "{size} MiB prove nothing");
        assert!(taken.grown < MOST, "the program grew by {} MiB for {size} MiB", taken.grown);
        assert!(taken.slowest < Duration::from_secs(10), "{:?} for a page", taken.slowest);
        assert!(served.stop());
    }
}
