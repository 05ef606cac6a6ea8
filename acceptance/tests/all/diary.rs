//! One public calendar out of all subjects, for a unit or for one of its villages.

use acceptance::House;
use acceptance::house::UNIT;
use jiff::civil::date;
use kernel::Actor;
use testkit::engines;
use units::local::{self, Kind, NewUnits};

use super::{day, meetings, receptions, villages};

/// What a calendar program that others wrote finds: as many events as it is told, each with its
/// name, its page and Viet Nam's clock.
const EVENTS: &str = r#"
events = calendar.walk("VEVENT")
assert len(events) == int(sys.argv[1]), [str(e["SUMMARY"]) for e in events]
assert len({str(e["UID"]) for e in events}) == len(events)
for event in events:
    begin = event.decoded("DTSTART")
    if isinstance(begin, datetime.datetime):
        assert begin.utcoffset() == datetime.timedelta(hours=7), begin
    assert event.decoded("DTEND") > begin and str(event["SUMMARY"]) and str(event["URL"])
"#;

#[tokio::test]
async fn one_calendar_has_what_each_subject_has_and_a_village_has_its_own() {
    for engine in engines() {
        let house = House::open(engine).await;
        house.day(date(2026, 3, 2));
        let names = vec!["Thôn Bến Cồn".to_owned(), "Thôn Gò Dài".to_owned()];
        let from = date(2025, 7, 1);
        let new = NewUnits { parent: UNIT.into(), kind: Kind::Village, names, from };
        let actor = Actor::System("acceptance");
        let two = local::add(house.store(), &actor, &new).await.expect("two villages");
        let (mut leader, mut anybody) = (house.chair().await, house.visitor());
        anybody.get("/lich").await.says(200, "Chưa có việc nào trong những ngày này");

        receptions::plan(&mut leader, "31/03/2026", &[]).await;
        villages::call(&mut leader, &two[0], &[]).await;
        villages::call(&mut leader, &two[1], &[("on", "12/03/2026")]).await;
        let dialogue = meetings::plan(&mut leader, &[]).await;
        let before = anybody.get("/lich").await;
        before
            .says(200, "Tiếp công dân")
            .says(200, "Họp thôn Bến Cồn")
            .says(200, "Họp thôn Gò Dài");
        before.never(&["Thủy lợi và đường thôn"]);
        let notice = [("on", "02/03/2026"), ("media", "radio")];
        meetings::step(&mut leader, &dialogue, "announce", &notice).await;
        let all = anybody.get("/lich").await;
        all.says(200, "Đối thoại với Nhân dân: Thủy lợi và đường thôn").says(200, "19:30–21:30");
        let order = ["thôn Bến Cồn</a>", "thôn Gò Dài</a>", "Thủy lợi", "Tiếp công dân:"];
        let at = order.map(|words| all.body.find(words).expect(words));
        assert!(at.is_sorted(), "days stand in their order: {at:?}");

        let own = anybody.get(&format!("/lich?village={}", two[0])).await;
        own.says(200, "Họp thôn Bến Cồn</a>").says(200, "Thủy lợi").says(200, "Tiếp công dân:");
        own.never(&["Họp thôn Gò Dài</a>"]);
        anybody.get("/lich?month=2026-04").await.says(200, "Tháng 04/2026").says(200, "Chưa có");
        anybody.get("/lich?month=2026-13&village=x").await.says(200, "Họp thôn Gò Dài</a>");
        anybody.get("/lich?unit=khong-co").await.says(404, "Không có trang");

        let feed = anybody.get("/lich.ics").await;
        assert_eq!(feed.header("content-type"), Some("text/calendar; charset=utf-8"));
        day::check(&feed.body, EVENTS, "4");
        let feed = anybody.get(&format!("/lich.ics?village={}", two[1])).await;
        feed.says(200, "Gò Dài");
        day::check(&feed.body, EVENTS, "3");
        let feed = anybody.get("/doi-thoai.ics").await;
        feed.says(200, "DTSTART;TZID=Asia/Ho_Chi_Minh:20260320T080000");
        day::check(&feed.body, EVENTS, "1");
        house.end().await;
    }
}
