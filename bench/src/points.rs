//! A conference with every commune of the country as a point: all of them connected in one act, all
//! of them reporting, and the host's screen meanwhile and afterwards.

use std::time::Instant;

use conferences::desk::{self, Asked, Plan};
use conferences::facts::Event;
use conferences::kind::{Kind, Role};
use conferences::unit::Whole;
use kernel::Actor;

use crate::Done;
use crate::load::{self, Client};
use crate::national::page;
use crate::officer;
use crate::program::Place;
use crate::report::Report;
use crate::small::verify;

/// What the host looks at.
const SCREENS: &[(&str, &str)] = &[
    ("host's screen", "/diem-cau"),
    ("host's screen, not yet", "/diem-cau?loc=silent"),
    ("host's screen, most present first, page 3", "/diem-cau?sort=-present&after=120"),
    ("host's screen, searched", "/diem-cau?q=thang+truong"),
    ("the conference", ""),
    ("page of a point", "/bao-cao?diem={point}"),
];

/// Connects all points, lets them report, and opens the screens.
pub async fn run(report: &mut Report, postgres: bool) -> Done {
    let place = Place::new(postgres).await?;
    let (key, points) = plan(report, &place).await?;
    let served = place.serve().await?;
    let mut client = Client::connect(served.address).await?;
    let mut browser = officer::sign_in(&mut client, &place.demo.accounts[0]).await?;
    let base = format!("/can-bo/hoi-nghi/buoi/{key}");
    let seal = browser.seal(&mut client, &format!("{base}/bao-cao?diem={}", points[0])).await?;
    let (cookie, path, all) = (browser.header(), format!("{base}/bao-cao"), points.clone());
    let kind = "application/x-www-form-urlencoded";
    let make = move |n: u64| {
        let point = &all[n as usize % all.len()];
        let body = format!(
            "_seal={seal}&diem={point}&key=k{n}&seen=0&line=ok&leaders=3&officers=12&front=4"
        );
        load::post(&path, kind, &cookie, &body)
    };
    let count = points.len() as u64;
    let sent = load::run(served.address, 32, count, 201, make).await?;
    if sent.good != count {
        return Err(format!("only {} of {count} reports were recorded", sent.good).into());
    }
    report.told(format!("{count} points report, 32 at a time"), sent.rate, "1/s");
    report.below("  a report, p95", sent.percentile(0.95), "ms", 250.0);
    for (name, rest) in SCREENS {
        let (path, cookie) =
            (base.clone() + &rest.replace("{point}", &points[7]), browser.header());
        page(report, served.address, name, move |_| load::get(&path, &cookie)).await?;
    }
    served.stop().await?;
    verify(&place).await
}

/// A conference of today that has begun; its key and its points.
async fn plan(
    report: &mut Report,
    place: &Place,
) -> Result<(String, Vec<String>), Box<dyn std::error::Error + Send + Sync>> {
    let (store, actor) = (place.store().await?, Actor::System("bench"));
    let plan = Plan {
        unit: place.demo.unit.clone(),
        kind: Kind::Launch,
        on: store.clock().today(),
        from: 480,
        until: 690,
        title: "Triển khai (ví dụ)".to_owned(),
        place: "Hội trường".to_owned(),
        agenda: vec![("Kế hoạch".to_owned(), Role::Chair)],
    };
    let key = desk::plan(&store, &actor, &plan, store.new_id()).await?;
    let steps = [Asked::Whole(Whole::Country), Asked::Plain(Event::Opened {})];
    for (seen, asked) in (1..).zip(steps) {
        let read = desk::read(&store, &key).await?.ok_or("the conference is gone")?;
        let began = Instant::now();
        desk::step(&store, &actor, read, seen, asked).await?;
        let took = began.elapsed().as_secs_f64() * 1_000.0;
        if seen == 1 {
            report.below("all communes of the country connected", took, "ms", 1_000.0);
        }
    }
    let read = desk::read(&store, &key).await?.ok_or("the conference is gone")?;
    let points = read.it.points.into_iter().map(|spot| spot.unit).collect();
    store.refresh_statistics().await?;
    store.close().await;
    Ok((key, points))
}
