//! How fast this machine is at plain work, so that figures of two machines can be compared: machines
//! of one name differ by half, and one machine differs between two days.

use std::io::Write as _;
use std::time::Instant;

use crate::Done;
use crate::report::Report;

/// Numbers that are sorted.
const NUMBERS: usize = 4_000_000;
/// Blocks that are written, each made durable.
const BLOCKS: u32 = 200;

/// Sorts numbers on one core, and makes small blocks durable one after another.
pub fn run(report: &mut Report) -> Done {
    let mut state = 1_u64;
    let mut next = || {
        // Any steady sequence will do; this one is Knuth's.
        state =
            state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        state
    };
    let mut numbers: Vec<u64> = (0..NUMBERS).map(|_| next()).collect();
    let began = Instant::now();
    numbers.sort_unstable();
    let sorted = began.elapsed().as_secs_f64();
    let ordered = numbers.is_sorted();
    report.told("yardstick: 4 million numbers sorted", sorted * 1e3, "ms");
    let mut file = tempfile::tempfile()?;
    let began = Instant::now();
    for _ in 0..BLOCKS {
        file.write_all(&[7; 4096])?;
        file.sync_data()?;
    }
    let durable = began.elapsed().as_secs_f64() / f64::from(BLOCKS);
    report.told("yardstick: a block made durable", durable * 1e3, "ms");
    if ordered { Ok(()) } else { Err("the numbers are not in order".into()) }
}
