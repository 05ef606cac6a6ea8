//! A rebuild that was killed: the command goes on where it was, the server finishes it before it
//! answers, and until then nobody is shown half of the views.

use acceptance::program::{Ground, Ran};
use testkit::engines;

/// Letters with their ends: enough for several of the parts in which a rebuild is kept.
const LETTERS: usize = 7_000;

const MAP: &str = "\
[columns]
reference = \"so\"
received = \"nhan\"
closed = \"xong\"
state = \"tinh_trang\"
words = \"noi_dung\"
matter = \"linh_vuc\"
[states]
\"xong\" = \"sent\"
[matters]
\"*\" = \"other\"
";

fn fill(ground: &Ground) {
    let mut text = "so,nhan,xong,tinh_trang,noi_dung,linh_vuc\n".to_owned();
    for n in 0..LETTERS {
        text.push_str(&format!("{n},2026-01-05,2026-01-06,xong,Nước đục.,khac\n"));
    }
    assert_eq!(ground.import(MAP, &text)["added"], LETTERS);
}

/// The number of records that the first line of progress names.
fn first_told(ran: &Ran) -> u64 {
    let line = ran.err.lines().find(|line| line.contains(" records, "));
    let number = line.and_then(|line| line.split(' ').next()?.parse().ok());
    number.unwrap_or_else(|| panic!("no progress: {ran:?}"))
}

#[tokio::test]
async fn a_killed_rebuild_is_finished_by_the_command_or_the_server_and_never_shown() {
    for engine in engines() {
        let ground = Ground::new(engine);
        ground.demo(1);
        fill(&ground);
        let before = ground.run(&["verify", "--json"]).good();
        let fresh = ground.run(&["rebuild", "--json"]);
        let whole = fresh.good();
        assert_eq!(whole["records"], before["records"]);

        assert!(ground.run_until(" records, ", &["rebuild"]), "it was killed at work");
        for looking in ["verify", "report"] {
            let refused = ground.run(&[looking, "--json"]);
            assert!(!refused.well, "{looking}: {refused:?}");
            let told = format!("{}{}", refused.out, refused.err);
            assert!(told.contains("the views are not whole"), "{looking}: {told}");
        }
        // What the views follow from can be saved meanwhile.
        let copy = ground.path().join("copy.backup");
        ground.run(&["backup", "--json", copy.to_str().unwrap()]).good();
        let again = ground.run(&["rebuild", "--json"]);
        assert!(first_told(&again) > first_told(&fresh), "it goes on: {again:?}");
        assert_eq!(again.good(), whole, "as if it had not been killed");
        let after = ground.run(&["verify", "--json"]).good();
        assert_eq!(after["rows"], before["rows"]);

        assert!(ground.run_until(" records, ", &["rebuild"]), "it was killed at work");
        let served = ground.serve();
        served.visitor().get("/").await.says(200, "Xã Thăng Trường");
        assert!(served.stop());
        ground.run(&["verify", "--json"]).good();
    }
}
