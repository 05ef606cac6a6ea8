//! Units that an operator adds, on both engines: added, renamed, ended, raced for, rebuilt.

use std::collections::BTreeSet;
use std::sync::Arc;

use jiff::civil::{Date, date};
use kernel::Actor;
use store::{Laws, Projection, Projector, Schema, Store, Stream};
use testkit::{Place, engines};
use units::local::{self, ActError, Kind, NewUnits};

const COMMUNE: &str = "20836";
const ACTOR: Actor = Actor::System("test");

struct Nothing;

impl Projector for Nothing {
    fn project(&self, _: &Stream, _: &Laws) -> store::Result<Projection> {
        Ok(Projection::default())
    }
}

fn schema() -> Schema {
    let mut projectors = local::projectors();
    projectors.push(("law", Arc::new(Nothing)));
    Schema {
        migrations: local::MIGRATIONS.to_vec(),
        tables: local::TABLES.to_vec(),
        projectors,
        law_sensitive: None,
    }
}

fn new(kind: Kind, names: &[&str], from: Date) -> NewUnits {
    let names = names.iter().map(|name| (*name).to_owned()).collect();
    NewUnits { parent: COMMUNE.into(), kind, names, from }
}

async fn villages(store: &Store, names: &[&str]) -> Vec<String> {
    local::add(store, &ACTOR, &new(Kind::Village, names, date(2026, 1, 1))).await.unwrap()
}

async fn shown(store: &Store, kind: Kind) -> Vec<String> {
    let units = local::of(store, COMMUNE, kind).await.unwrap();
    units.into_iter().map(|unit| unit.name).collect()
}

fn code<T: std::fmt::Debug>(done: Result<T, ActError>) -> &'static str {
    match done {
        Err(ActError::Refused(refusal)) => refusal.code,
        other => panic!("a refusal was expected: {other:?}"),
    }
}

#[tokio::test]
async fn a_village_from_its_first_day_to_what_came_after() {
    for engine in engines() {
        let place = Place::new(engine);
        let store = place.open(schema()).await.unwrap();
        let names = ["Thôn Gò Dài", "Thôn 10", "Thôn Bến Cồn", "Thôn 2", "Thôn Đông Đồng"];
        let codes = villages(&store, &names).await;
        assert_eq!(codes[0], "20836-01");
        assert_eq!(codes[4], "20836-05");
        let offices = new(Kind::Office, &["Phòng Kinh tế"], date(2026, 1, 1));
        assert_eq!(local::add(&store, &ACTOR, &offices).await.unwrap(), ["20836-06"]);
        let order = ["Thôn 2", "Thôn 10", "Thôn Bến Cồn", "Thôn Đông Đồng", "Thôn Gò Dài"];
        assert_eq!(shown(&store, Kind::Village).await, order);
        assert_eq!(shown(&store, Kind::Office).await, ["Phòng Kinh tế"]);
        assert!(shown(&store, Kind::Enterprise).await.is_empty());
        let landmarks = new(Kind::Landmark, &["Chợ Mẫu", "Ao Cá"], date(2026, 1, 1));
        assert_eq!(local::add(&store, &ACTOR, &landmarks).await.unwrap()[0], "20836-07");
        let places = local::places(&store, COMMUNE).await.unwrap();
        let places: Vec<&str> = places.iter().map(|unit| unit.name.as_str()).collect();
        assert_eq!(places, [&order[..], &["Ao Cá", "Chợ Mẫu"]].concat(), "villages come first");
        assert!(local::of(&store, "20839", Kind::Village).await.unwrap().is_empty());

        // Today is 12/02/2026.
        let renamed = date(2026, 2, 1);
        local::rename(&store, &ACTOR, "20836-04", "Thôn Rừng Dương", renamed).await.unwrap();
        let two = local::one(&store, "20836-04").await.unwrap().unwrap();
        assert_eq!((two.name_from, two.former), (renamed, vec!["Thôn 2".to_owned()]));

        // The end lies ahead: the village is there until then.
        let on = date(2026, 3, 1);
        let into = ["20836-04".to_owned()];
        local::end(&store, &ACTOR, "20836-02", on, &into).await.unwrap();
        assert!(shown(&store, Kind::Village).await.contains(&"Thôn 10".to_owned()));
        place.clock.set("2026-02-28T17:00:00Z".parse().unwrap());
        let order = ["Thôn Bến Cồn", "Thôn Đông Đồng", "Thôn Gò Dài", "Thôn Rừng Dương"];
        assert_eq!(shown(&store, Kind::Village).await, order, "midnight in Viet Nam");

        // What is no more keeps its name for the papers that name it, and its code.
        let wanted = ["20836-02", "20836-04", "", "20836-02", "20836-99"];
        let found = local::names(&store, wanted).await.unwrap();
        let found: Vec<_> = found.iter().map(|(c, n)| (c.as_str(), n.as_str())).collect();
        assert_eq!(found, [("20836-02", "Thôn 10"), ("20836-04", "Thôn Rừng Dương")]);
        assert_eq!(local::name(&store, "20836-02").await.unwrap().as_deref(), Some("Thôn 10"));
        assert_eq!(villages(&store, &["Thôn Mới"]).await, ["20836-09"]);
        let ended = local::one(&store, "20836-02").await.unwrap().unwrap();
        assert_eq!((ended.until, ended.successors.as_slice()), (Some(on), &into[..]));
        assert_eq!(local::under(&store, COMMUNE).await.unwrap().len(), 9);

        let before = local::under(&store, COMMUNE).await.unwrap();
        let report = store.verify().await.unwrap();
        assert_eq!((report.streams, report.rows), (10, 9), "nine units and the law");
        store.rebuild().await.unwrap();
        assert_eq!(local::under(&store, COMMUNE).await.unwrap(), before);
        store.verify().await.unwrap();
        store.close().await;
    }
}

#[tokio::test]
async fn refusals_record_nothing() {
    for engine in engines() {
        let place = Place::new(engine);
        let store = place.open(schema()).await.unwrap();
        villages(&store, &["Thôn Bến Cồn", "Thôn Gò Dài"]).await;
        let length = store.journal_length();
        let day = date(2026, 2, 1);

        let mixed = new(Kind::Village, &["Thôn Tây Bãi", "thôn bến  côn"], day);
        assert_eq!(code(local::add(&store, &ACTOR, &mixed).await), "unit-name-taken");
        for parent in ["99999", "", "20836-01"] {
            let lost = NewUnits { parent: parent.into(), ..mixed.clone() };
            assert_eq!(code(local::add(&store, &ACTOR, &lost).await), "unit-parent-none");
        }
        let rename = |unit, name| local::rename(&store, &ACTOR, unit, name, day);
        assert_eq!(code(rename("20836-09", "Thôn X").await), "unit-none");
        assert_eq!(code(rename("20836-01", "THÔN GÒ DÀI").await), "unit-name-taken");
        assert_eq!(code(rename("20836-01", "\u{202e} \n").await), "unit-name-missing");
        let itself = ["20836-01".to_owned()];
        let ended = local::end(&store, &ACTOR, "20836-01", day, &itself).await;
        assert_eq!(code(ended), "unit-successor-none");
        assert_eq!(store.journal_length(), length);

        // A name is free again from the day on which its unit is no more.
        local::end(&store, &ACTOR, "20836-01", day, &[]).await.unwrap();
        let again = new(Kind::Village, &["Thôn Bến Cồn"], day);
        assert_eq!(local::add(&store, &ACTOR, &again).await.unwrap(), ["20836-03"]);
        store.close().await;
    }
}

#[tokio::test]
async fn who_adds_at_once_never_shares_a_code_or_a_name() {
    for engine in engines() {
        let place = Place::new(engine);
        let store = place.open(schema()).await.unwrap();
        let add = |name: &'static str| {
            let store = store.clone();
            tokio::spawn(async move {
                let new = new(Kind::Village, &[name], date(2026, 1, 1));
                local::add(&store, &ACTOR, &new).await
            })
        };
        let tasks = ["Thôn Một", "Thôn Hai", "thôn một", "Thôn Ba", "THÔN HAI"].map(add);
        let (mut codes, mut refused) = (BTreeSet::new(), 0);
        for task in tasks {
            match task.await.unwrap() {
                Ok(given) => codes.extend(given),
                Err(ActError::Refused(refusal)) => {
                    assert_eq!(refusal.code, "unit-name-taken");
                    refused += 1;
                }
                Err(error) => panic!("{error}"),
            }
        }
        assert_eq!((codes.len(), refused), (3, 2));
        assert_eq!(shown(&store, Kind::Village).await.len(), 3);
        store.verify().await.unwrap();
        store.close().await;
    }
}
