//! A register of a million rows on a slow line: what the program's memory grows by, and how long
//! others wait meanwhile. The reader is the tests' own.

use std::net::Ipv4Addr;
use std::time::Instant;

use acceptance::{Browser, slow};

use crate::Done;
use crate::national::import_year;
use crate::program::Place;
use crate::report::Report;

/// Takes a register of so many rows along, slowly.
pub async fn run(report: &mut Report, postgres: bool, rows: u64) -> Done {
    let place = Place::new(postgres).await?;
    import_year(&place, rows).await?;
    let served = place.serve().await?;
    let leader = &place.demo.accounts[0];
    let mut officer = Browser::new(Ipv4Addr::LOCALHOST, served.address);
    officer.sign_in(&leader.login, &leader.password, &leader.totp_secret).await;
    let other = "/can-bo/hom-nay";
    officer.get(other).await;
    let began = Instant::now();
    let form = "/can-bo/so-don/xuat";
    let taken = slow::csv(&mut officer, form, other, served.process()).await?;
    let took = began.elapsed().as_secs_f64();
    if !taken.is_whole() || taken.rows < rows {
        let (rows, last) = (taken.rows, taken.last());
        return Err(format!("half a register: {rows} rows, at last {last:?}").into());
    }
    report.told(format!("register of {} rows, to a slow reader", taken.rows), took, "s");
    report.told("  bytes", taken.bytes as f64 / f64::from(1 << 20), "MiB");
    report.below("  memory on top, at most", taken.grown, "MiB", 32.0);
    report.told("  other pages meanwhile", taken.pages as f64, "");
    let slowest = taken.slowest.as_secs_f64() * 1000.0;
    report.below("  slowest of them", slowest, "ms", 1_000.0);
    served.stop().await
}
