//! A calendar program that others wrote subscribes to ours over HTTP, as a telephone does: it
//! fetches and keeps (vdirsyncer), shows (khal), and shows what was moved when it fetches again.
//! `script/clients` brings both.

use std::path::PathBuf;
use std::process::Command;

use acceptance::House;
use acceptance::house::UNIT;
use acceptance::program::root;
use accounts::Post;
use jiff::civil::date;
use kernel::Actor;
use tempfile::TempDir;
use testkit::engines;
use units::local::{self, Kind, NewUnits};

use super::{receptions, steps, villages};

/// The program with a folder of its own, subscribed to one address.
struct Client {
    home: TempDir,
}

fn tool(name: &str) -> PathBuf {
    root().join("target/clients/bin").join(name)
}

/// Whether the program is there; on CI it must be.
fn there() -> bool {
    let missing = ["vdirsyncer", "khal"].map(tool).into_iter().find(|path| !path.exists());
    let Some(missing) = missing else { return true };
    let ci = std::env::var("CI").is_ok_and(|ci| ci == "true");
    assert!(!ci, "{} is absent, and CI skips nothing", missing.display());
    println!("skipped: {} is absent", missing.display());
    false
}

impl Client {
    fn subscribe(house: &House, path: &str) -> Self {
        let home = TempDir::new().expect("a folder");
        let at = |name: &str| home.path().join(name).display().to_string();
        std::fs::create_dir(at("kept")).expect("a folder");
        let fetching = format!(
            "[general]\nstatus_path = \"{}\"\n[pair ours]\na = \"there\"\nb = \"here\"\n\
             collections = null\n[storage there]\ntype = \"http\"\nurl = \"http://{}{path}\"\n\
             [storage here]\ntype = \"filesystem\"\npath = \"{}\"\nfileext = \".ics\"\n",
            at("status"),
            house.address,
            at("kept"),
        );
        let showing = format!(
            "[calendars]\n[[ours]]\npath = {}\nreadonly = True\n[locale]\ntimeformat = %H:%M\n\
             dateformat = %d/%m/%Y\nlongdateformat = %d/%m/%Y\ndatetimeformat = %d/%m/%Y %H:%M\n\
             longdatetimeformat = %d/%m/%Y %H:%M\nlocal_timezone = Asia/Ho_Chi_Minh\n\
             default_timezone = Asia/Ho_Chi_Minh\n[sqlite]\npath = {}\n",
            at("kept"),
            at("khal.db"),
        );
        std::fs::write(at("vdirsyncer"), fetching).expect("written");
        std::fs::write(at("khal"), showing).expect("written");
        let client = Self { home };
        client.run("vdirsyncer", &["discover", "ours"]);
        client
    }

    /// Runs a part of the program with its settings; what it prints.
    fn run(&self, name: &str, args: &[&str]) -> String {
        let home = self.home.path();
        let out = Command::new(tool(name))
            .arg("-c")
            .arg(home.join(name))
            .args(args)
            .envs([("HOME", home), ("XDG_CONFIG_HOME", home), ("XDG_DATA_HOME", home)])
            .env("LC_ALL", "C.UTF-8")
            .output()
            .expect("it runs");
        let [told, wrong] = [&out.stdout, &out.stderr].map(|text| String::from_utf8_lossy(text));
        assert!(out.status.success(), "{name} {args:?}: {told}{wrong}");
        told.into_owned()
    }

    /// Fetches, and shows the days of a month: "10/03/2026 19:30 Họp thôn Bến Cồn".
    fn month(&self) -> String {
        self.run("vdirsyncer", &["sync"]);
        let shape = "{start-date} {start-time} {title}";
        let days = ["01/03/2026", "31/03/2026"];
        self.run("khal", &["list", "--day-format", "", "--format", shape, days[0], days[1]])
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_calendar_program_shows_what_is_ahead_and_what_was_moved() {
    if !there() {
        return;
    }
    for engine in engines() {
        let house = House::open(engine).await;
        house.day(date(2026, 3, 2));
        let (names, from) = (vec!["Thôn Bến Cồn".to_owned()], date(2025, 7, 1));
        let new = NewUnits { parent: UNIT.into(), kind: Kind::Village, names, from };
        let village = local::add(house.store(), &Actor::System("acceptance"), &new).await;
        let village = village.expect("a village").remove(0);
        let mut leader = house.chair().await;
        receptions::plan(&mut leader, "31/03/2026", &[]).await;
        let meeting = villages::call(&mut leader, &village, &[]).await;

        let anybody = Client::subscribe(&house, "/lich.ics");
        let shown = anybody.month();
        assert!(shown.contains("10/03/2026 19:30 Họp thôn Bến Cồn"), "{shown}");
        assert!(shown.contains("31/03/2026 08:00 Tiếp công dân"), "{shown}");
        let to = [("on", "11/03/2026"), ("from", "20:00"), ("why", "disaster")];
        let moved = leader.fill(&format!("{meeting}/move"), &to).await;
        moved.goes(&format!("{meeting}?xong=move"));
        let shown = anybody.month();
        assert!(shown.contains("11/03/2026 20:00 Họp thôn Bến Cồn"), "{shown}");
        assert!(!shown.contains("10/03/2026"), "it stands there once: {shown}");

        // An officer's own calendar, by its secret address: what is due stands on its day.
        let (handler, mut browser) = house.officer("Trần Thị Thử", "thu.tran", Post::Handler).await;
        let receipt = steps::feedback(&mut house.visitor(), "Đèn đường thôn tắt.").await;
        let code = steps::code(&receipt);
        steps::step(&mut leader, &code, "assign", &[("to", &handler.to_string())]).await;
        let page = browser.get("/can-bo/lich").await;
        let taken = browser.send_form(&page, "/can-bo/lich", &[("go", "open")]).await;
        let path = format!("/lich/{}", taken.between("/lich/", "\""));
        let shown = Client::subscribe(&house, &path).month();
        assert!(shown.lines().any(|line| line.contains(&code)), "{shown}");
        house.end().await;
    }
}
