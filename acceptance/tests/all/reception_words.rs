//! The register of receptions is searched by what was said, with and without marks: within one
//! unit, page by page, never by who it was; and no subject's words are found in another's list.

use acceptance::{Browser, House};
use accounts::Post;
use jiff::civil::date;
use kernel::Actor;
use receptions::desk::{self, Person, Taking};
use receptions::kind::{Competence, Kind};
use testkit::engines;

use super::receptions::{NAME, OFFICE, enter, open, plan, take};
use super::steps;

async fn found(officer: &mut Browser, query: &str) -> Vec<String> {
    let page = officer.get(&format!("{OFFICE}/so?{query}")).await;
    assert_eq!(page.status, 200, "{}", page.body);
    let codes = page.body.split("TCD ").skip(1);
    codes.filter_map(|rest| rest.split("/2026").next()).map(str::to_owned).collect()
}

#[tokio::test]
async fn a_visit_is_found_by_what_was_said_and_never_by_who_came() {
    for engine in engines() {
        let house = House::open(engine).await;
        house.day(date(2026, 3, 10));
        let mut leader = house.chair().await;
        let (_, mut clerk) = house.officer("Võ Minh Họa", "tiep.dan", Post::Reception).await;
        let key = plan(&mut leader, "10/03/2026", &[]).await;
        open(&mut clerk, &key).await;
        // A letter of the same number and the same words, in the register of letters.
        steps::feedback(&mut house.visitor(), "Mương trước nhà bị lấp.").await;
        let first = enter(&mut clerk, &key, &[("words", "Mương trước nhà bị lấp.")]).await;
        enter(&mut clerk, &key, &[("words", "Đèn đường tắt ba tháng.")]).await;
        for words in ["q=mương+lấp", "q=muong", "q=LAP+truoc", "q=m%C6%B0%C6%A1ng&year=2026"] {
            assert_eq!(found(&mut clerk, words).await, ["1"], "{words}");
        }
        assert_eq!(found(&mut clerk, "q=den+duong").await, ["2"]);
        assert_eq!(found(&mut clerk, "").await, ["2", "1"]);
        assert_eq!(found(&mut clerk, "q=%21%3F").await, ["2", "1"], "no words narrow nothing");
        for words in ["q=cau", "q=muong+den", "q=muong&year=2025", "q=muong&kind=complaint"] {
            assert_eq!(found(&mut clerk, words).await, [""; 0], "{words}");
        }
        let name = NAME.replace(' ', "+");
        assert_eq!(found(&mut clerk, &format!("q={name}")).await, [""; 0], "nobody is searched");
        // One list holds one subject's matters.
        let letters = clerk.get("/can-bo/so-don?q=muong").await;
        letters.says(200, "1 đơn").never(&["TCD 1/2026"]);
        clerk.get("/can-bo/so-don?q=den+duong").await.never(&["TCD 2/2026", "1 đơn"]);
        let store = house.store();
        store.verify().await.expect("whole");
        store.rebuild().await.expect("the views are made anew");
        assert_eq!(found(&mut clerk, "q=muong").await, ["1"]);
        // What is destroyed is found no more.
        let read = desk::read_visit(store, first.rsplit('/').next().unwrap()).await.unwrap();
        let (holdings, actor) = (site::slices::holdings(), Actor::System("test"));
        desk::erase(store, &holdings, &actor, read.unwrap(), "HS.erase").await.unwrap();
        assert_eq!(found(&mut clerk, "q=muong").await, [""; 0]);
        store.verify().await.expect("whole");
        house.end().await;
    }
}

#[tokio::test]
async fn what_is_found_is_read_page_by_page_and_taken_along_without_a_trace_of_the_words() {
    for engine in engines() {
        let house = House::open(engine).await;
        house.day(date(2026, 3, 10));
        let mut leader = house.chair().await;
        let key = plan(&mut leader, "10/03/2026", &[]).await;
        open(&mut leader, &key).await;
        let (store, actor) = (house.store(), Actor::System("test"));
        let session = desk::read_session(store, &key).await.unwrap().unwrap().session;
        for n in 1..=90 {
            let words = if n % 2 == 0 { "Mương bị lấp." } else { "Đường bị nứt." };
            let taking = Taking {
                kind: Kind::Feedback,
                matter: "water".to_owned(),
                persons: 1,
                speakers: 0,
                person: Person::default(),
                others: String::new(),
                words: words.to_owned(),
                competence: Competence::Own,
                turn_of: None,
                petition: None,
                answer: None,
            };
            let id = desk::keyed_id(store, &session, "test", &n.to_string());
            desk::take(store, &actor, &session, None, &taking, id).await.unwrap();
        }
        let page = found(&mut leader, "q=muong").await;
        let (first, last) = (page.first().unwrap().clone(), page.last().unwrap().clone());
        assert_eq!((page.len(), first.as_str(), last.as_str()), (40, "90", "12"));
        let key = |no: &str| 2026 * 1_000_000 + no.parse::<i64>().unwrap();
        let older = found(&mut leader, &format!("q=muong&after={}", key(&last))).await;
        assert_eq!(older, ["10", "8", "6", "4", "2"]);
        let newer = found(&mut leader, &format!("q=muong&before={}", key("10"))).await;
        assert_eq!(newer, page);
        let out = format!("{OFFICE}/so/xuat?q=muong");
        let asked = leader.get(&out).await;
        asked.says(200, "45 lượt tiếp sẽ được lấy ra").says(200, "muong");
        let csv = take(&mut leader, &out, "csv").await;
        assert_eq!(csv.body.lines().count(), 46, "{}", csv.body);
        csv.never(&["Đường bị nứt"]);
        let logged = "SELECT COUNT(*) FROM journal WHERE body LIKE '%muong%'";
        assert_eq!(house.number(logged).await, 0, "it may be a name");
        house.end().await;
    }
}
