//! The lunar calendar against an independent table of month beginnings, 1968 to 2040.

use std::fs;
use std::path::Path;

use calendar::lunar::LunarDate;
use jiff::civil::Date;

#[test]
fn every_month_of_the_table_begins_where_we_say() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../../../../shared/data/lunar-holidays/vn-lunar-months-1968-2040.csv");
    let Ok(table) = fs::read_to_string(&path) else {
        println!("skipped: shared/data/lunar-holidays/vn-lunar-months-1968-2040.csv absent");
        return;
    };
    let mut rows = 0;
    for line in table.lines().skip(1) {
        let cells: Vec<&str> = line.split(',').collect();
        let start: Date = cells[0].parse().expect("an ISO date");
        let expected = LunarDate {
            year: cells[1].parse().expect("a year"),
            month: cells[2].parse().expect("a month"),
            leap: cells[3] == "1",
            day: 1,
        };
        assert_eq!(LunarDate::from_civil(start), Some(expected), "{line}");
        assert_eq!(expected.to_civil(), Some(start), "{line}");

        let length: u8 = cells[4].parse().expect("a length");
        let last = LunarDate { day: length, ..expected };
        let beyond = LunarDate { day: length + 1, ..expected };
        assert!(last.to_civil().is_some(), "{line}");
        assert_eq!(beyond.to_civil(), None, "{line}");
        rows += 1;
    }
    assert!(rows > 900, "the table has {rows} rows only");
}
