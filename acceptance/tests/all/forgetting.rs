//! How the program lets go: a matter that fails keeps no other from its turn, the task leaves off
//! when the program ends, what a unit of before held is let go of by the one that it went into; a
//! form that is refused keeps what was typed, and a finished request takes no act.

use std::sync::Mutex;

use acceptance::house::UNIT;
use acceptance::{House, Page};
use accounts::Post;
use jiff::civil::date;
use jobs::Stop;
use kernel::Actor;
use petitions::kind::Kind;
use privacy::desk::{self, Asked, New, Person};
use privacy::keep::{self, Applied};
use privacy::kind::{By, End, Paper};
use privacy::request::code;
use privacy::{Held, Holding, Holdings};
use store::{Laws, StoreError, Stream};
use testkit::engines;

use super::privacy::{
    LIST, OVER, PHONE, WHO, confirmed, file, filing, look, over, picks, request, request_at, send,
};
use super::steps;

/// A commune that went into the one of the stories on 1 July 2025.
const BEFORE: &str = "20839";

/// The stream that cannot be read in the story that wants one.
static BROKEN: Mutex<String> = Mutex::new(String::new());

fn broken(stream: &Stream, laws: &Laws) -> store::Result<Option<Held>> {
    match stream.name == *BROKEN.lock().expect("one story uses it") {
        true => Err(StoreError::inconsistent("journal", &stream.name, "made up for a story")),
        false => (petitions::holdings::HOLDING.held)(stream, laws),
    }
}

#[tokio::test]
async fn a_matter_that_fails_keeps_no_other_from_its_turn_and_the_task_leaves_off_when_asked() {
    for engine in engines() {
        let house = House::open(engine).await;
        house.day(date(2026, 3, 16));
        let mut streams = Vec::new();
        for words in ["Mương bị lấp.", "Đèn đường tắt."] {
            let code = file(&house, filing(Kind::Feedback, words)).await;
            over(&house, &code).await;
            streams.push(steps::read(&house, &code).await.stream.name);
        }
        streams.sort();
        house.day(date(2031, 3, 17));
        confirmed(&house).await;
        // Both are over since one day; behind the first stands the other alone.
        let of = (keep::FEEDBACK, date(2026, 3, 16));
        let all = privacy::store::over(house.store(), of, None).await.expect("rows");
        let names: Vec<&str> = all.iter().map(|one| one.stream.as_str()).collect();
        assert_eq!(names, streams.iter().map(String::as_str).collect::<Vec<_>>());
        let behind = privacy::store::over(house.store(), of, all.first()).await.expect("rows");
        assert_eq!(behind.len(), 1);
        assert_eq!(behind[0].stream, streams[1]);

        // The program is ending: nothing is begun any more.
        let holdings = site::slices::holdings();
        let (running, stop) = Stop::new();
        drop(running);
        let done = keep::apply(house.store(), &holdings, Some(&stop)).await.expect("it runs");
        assert_eq!(done, Applied::default());

        BROKEN.lock().expect("one story uses it").clone_from(&streams[0]);
        let holding = Holding { held: broken, ..petitions::holdings::HOLDING };
        let faulty = Holdings::new(vec![holding]);
        let done = keep::apply(house.store(), &faulty, None).await.expect("it runs");
        assert!(done.failed == 1 && done.gone > 0, "{done:?}");
        // What failed is let go of with the next run.
        let done = keep::apply(house.store(), &holdings, None).await.expect("it runs");
        assert!(done.failed == 0 && done.gone > 0, "{done:?}");
        let none = privacy::store::over(house.store(), of, None).await.expect("rows");
        assert!(none.is_empty(), "{none:?}");
        house.end().await;
    }
}

#[tokio::test]
async fn what_a_unit_of_before_held_stands_on_the_lists_of_the_one_that_it_went_into() {
    for engine in engines() {
        let house = House::open(engine).await;
        house.day(date(2026, 3, 16));
        let kind = privacy::kind::Kind::View;
        let there = format!("{LIST}/yeu-cau/{}", request_at(&house, BEFORE, kind).await);
        let far = format!("{LIST}/yeu-cau/{}", request_at(&house, "20821", kind).await);
        let mut complaint = filing(Kind::Complaint, "Tôi không đồng ý.");
        complaint.unit = BEFORE.to_owned();
        let code = file(&house, complaint).await;
        over(&house, &code).await;
        let own = format!("{LIST}/yeu-cau/{}", request(&house, kind).await);
        let (_, mut desk) = house.officer("Trần Thị Thử", "thu.tran", Post::Reception).await;
        let list = desk.get(LIST).await;
        list.says(200, &there).says(200, "xã Bình Hải").says(200, &own).never(&[&far]);
        desk.get(&there).await.says(200, "16/03/2026");
        // Its time of keeping ends at the one that it went into.
        house.day(date(2046, 3, 17));
        let mut leader = house.chair().await;
        let page = leader.get(OVER).await;
        page.says(200, &code).says(200, "xã Bình Hải");
        let stream = steps::read(&house, &code).await.stream.name;
        let done = leader.send_form(&page, OVER, &[("stream", &stream)]).await;
        assert_eq!(done.status, 303, "{}", done.body);
        let read = steps::read(&house, &code).await;
        assert_eq!(read.petition.items.len(), read.petition.erased.len());
        leader.get(OVER).await.never(&[&code]);
        house.end().await;
    }
}

#[tokio::test]
async fn a_correction_that_is_refused_keeps_what_was_typed_and_a_finished_request_takes_no_act() {
    for engine in engines() {
        let house = House::open(engine).await;
        house.day(date(2026, 3, 16));
        let code = file(&house, filing(Kind::Feedback, "Mương bị lấp.")).await;
        let kind = privacy::kind::Kind::Correct;
        let one = format!("{LIST}/yeu-cau/{}", request(&house, kind).await);
        let mut leader = house.chair().await;
        let page = look(&mut leader, &one, &[("name", WHO), ("phone", PHONE)]).await;
        page.says(200, "Một bản sao chứa nhiều nhất 32 MB.");
        let person = picks(&page, &code, " Người").remove(0);
        let mut query = web::Fields::default();
        query.push("item", &person);
        let sua = format!("{one}/sua");
        let form = leader.get(&format!("{sua}?{}", query.encode())).await;
        // The number of a paper is no name; what was typed stands there still, and is sent again.
        let numbered = [("name", "CCCD 048085001234"), ("address", "Thôn Nháp, tổ 5")];
        let refused = leader.send_form(&form, &sua, &numbered).await;
        refused.says(422, "Số giấy tờ không được ghi.").says(422, "Thôn Nháp, tổ 5");
        let end = [("how", "done")];
        leader.fill(&format!("{one}/xong"), &end).await.goes(&one);
        // It is finished: no copy is handed over any more, and nothing is put right.
        let typed = [("name", WHO), ("address", "Thôn Nháp, tổ 5")];
        leader.send_form(&refused, &sua, &typed).await.says(409, "đã kết thúc");
        leader.get(&format!("{sua}?{}", query.encode())).await.says(409, "đã kết thúc");
        for way in ["giao", "xoa"] {
            let done = send(&mut leader, &page, (&one, way), &[("item", &person)]).await;
            done.says(409, "đã kết thúc");
        }
        let read = steps::read(&house, &code).await;
        let now = steps::words(&house, read.petition.received.person.expect("a person").id).await;
        assert!(!now.contains("Thôn Nháp"), "{now}");
        house.end().await;
    }
}

#[tokio::test]
async fn every_finished_request_can_be_reached_page_by_page() {
    for engine in engines() {
        let house = House::open(engine).await;
        house.day(date(2026, 3, 16));
        let (store, actor) = (house.store(), Actor::System("acceptance"));
        let new = New {
            unit: UNIT.to_owned(),
            kind: privacy::kind::Kind::View,
            paper: Paper::Identity,
            by: By::Own,
            person: Person { name: WHO.to_owned(), ..Person::default() },
            words: String::new(),
        };
        let mut codes = Vec::new();
        for _ in 0..=privacy::store::PAGE {
            let key = desk::receive(store, &actor, &new, store.new_id()).await.expect("received");
            let read = desk::read(store, &key).await.expect("read").expect("it is there");
            codes.push(code(&read.it.id));
            let asked = Asked::Finish(End::Done, None, String::new());
            desk::step(store, &actor, read, 1, asked).await.expect("it is finished");
        }
        let mut chair = house.chair().await;
        let first = chair.get(LIST).await;
        let next = first.between("xong=", "\"");
        let second = chair.get(&format!("{LIST}?unit={UNIT}&xong={next}")).await;
        second.says(200, &format!("href=\"{LIST}?unit={UNIT}\""));
        let on = |page: &Page| codes.iter().filter(|code| page.body.contains(*code)).count();
        assert_eq!((on(&first), on(&second)), (privacy::store::PAGE, 1));
        assert!(codes.iter().all(|code| first.body.contains(code) != second.body.contains(code)));
        house.end().await;
    }
}
