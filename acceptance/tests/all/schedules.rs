//! Reports that the program freezes by itself: each period once, on its day, by whichever node and
//! after any crash; and what an officer sees and says of such a schedule.

use acceptance::house::UNIT;
use acceptance::{Browser, House, Page};
use accounts::Post;
use jiff::civil::{Date, date};
use kernel::Actor;
use reports::Forms;
use reports::schedule::facts::Begun;
use reports::schedule::{Every, desk};
use site::Settings;
use testkit::engines;

use super::steps;

const SCHEDULE: &str = "/can-bo/bao-cao/lich-chot";
const END: &str = "/can-bo/bao-cao/lich-chot/thoi";
const PERIODS: &str = "/can-bo/bao-cao/ky-rieng";
const LIST: &str = "/can-bo/bao-cao/da-chot";
const FROZEN: &str = "SELECT COUNT(*) FROM reports_frozen";

async fn begin(leader: &mut Browser, every: &str, days: &str) -> Page {
    let page = leader.get(SCHEDULE).await;
    assert_eq!(page.status, 200, "{}", page.body);
    let typed = [("form", "don-thu"), ("every", every), ("months", ""), ("days", days)];
    leader.send_form(&page, SCHEDULE, &[&typed[..], &[("compare", "1")]].concat()).await
}

fn forms() -> Forms {
    Forms::read(reports::form::FILES.iter().copied(), &site::slices::indicators()).expect("forms")
}

/// What the task does on a day; how many reports it froze.
async fn due(house: &House, on: Date) -> usize {
    house.day(on);
    let round = desk::freeze_due(&house.app, &forms(), None).await.expect("what is due is frozen");
    assert_eq!(round.gone, Vec::<String>::new());
    round.frozen
}

#[tokio::test]
async fn a_report_is_frozen_once_on_its_day_by_whichever_node_after_any_crash() {
    for engine in engines() {
        let house = House::open(engine).await;
        house.day(date(2026, 3, 10));
        steps::filed(&house, "feedback", 2).await;
        let mut chair = house.chair().await;
        chair.get(SCHEDULE).await.says(200, "Đơn vị này chưa hẹn chốt báo cáo nào.");
        assert_eq!(begin(&mut chair, "quarter", "3").await.status, 303);
        let page = chair.get(SCHEDULE).await;
        page.says(200, "lần tới: 17/03/2026").says(200, "từ ngày 10/03/2026, người hẹn: Lê Ví Dụ");
        // The first quarter of reports ends on 14 March; the third day after it is the 17th.
        assert_eq!(due(&house, date(2026, 3, 16)).await, 0, "it is not its day yet");
        house.day(date(2026, 3, 17));
        let settings = Settings::default();
        let runner = site::jobs(&house.app, &settings).await.expect("the tasks of the house");
        assert!(runner.step().await.expect("the tasks run") > 0);
        drop(runner);
        assert_eq!(house.number(FROZEN).await, 1, "the house has the task");
        assert_eq!(due(&house, date(2026, 3, 17)).await, 0, "a period is frozen once");
        let mut chair = house.chair().await;
        let list = chair.get(LIST).await;
        list.says(200, "quý I năm 2026");
        let one = format!("{LIST}/{}", list.between(&format!("href=\"{LIST}/"), "\""));
        chair.get(&one).await.says(200, "Phần mềm chốt theo lịch đã hẹn.").says(200, "17/03/2026");
        let told = chair.get(&format!("{one}/tep/json")).await.json();
        assert_eq!(told["total"]["feedback"]["now"], 2);
        assert_eq!(told["compare"]["asked"], "2025-Q1");
        // Two nodes at once, and periods that were missed while nothing ran: each of them once.
        house.day(date(2026, 9, 20));
        let forms = forms();
        let (here, there) = tokio::join!(
            desk::freeze_due(&house.app, &forms, None),
            desk::freeze_due(&house.app, &forms, None),
        );
        assert!(here.is_ok() && there.is_ok(), "{here:?} {there:?}");
        assert_eq!(house.number(FROZEN).await, 3);
        // The program dies and views are made anew: what was frozen is known.
        let house = House::empty(house.end().await).await;
        house.store().rebuild().await.expect("views are made anew");
        assert_eq!(due(&house, date(2026, 9, 20)).await, 0);
        assert_eq!(house.number(FROZEN).await, 3);
        assert_eq!(house.number("SELECT COUNT(*) FROM report_schedules").await, 1);
        house.end().await;
    }
}

#[tokio::test]
async fn a_report_is_frozen_by_a_period_of_an_offices_own() {
    for engine in engines() {
        let house = House::open(engine).await;
        house.day(date(2026, 3, 10));
        let mut chair = house.chair().await;
        let page = chair.get(PERIODS).await;
        let typed = [
            ("name", "Giao ban"),
            ("each", "month"),
            ("first", "20/12/2025"),
            ("year", "2026"),
            ("until", "30/04/2026"),
        ];
        assert_eq!(chair.send_form(&page, PERIODS, &typed).await.status, 303);
        assert_eq!(begin(&mut chair, "own~20836.giao-ban", "2").await.status, 303);
        chair.get(SCHEDULE).await.says(200, "Giao ban").says(200, "lần tới: 21/03/2026");
        assert_eq!(due(&house, date(2026, 3, 20)).await, 0);
        assert_eq!(due(&house, date(2026, 3, 21)).await, 1);
        let mut chair = house.chair().await;
        chair.get(LIST).await.says(200, "từ ngày 20/02/2026 đến ngày 19/03/2026");
        // The last one that begins while the period holds ends on 19 May.
        assert_eq!(due(&house, date(2026, 7, 1)).await, 2);
        let mut chair = house.chair().await;
        chair.get(SCHEDULE).await.says(200, "không còn kỳ nào sắp tới");
        assert_eq!(due(&house, date(2026, 9, 1)).await, 0);
        house.end().await;
    }
}

#[tokio::test]
async fn a_schedule_is_begun_once_by_who_may_and_ended() {
    for engine in engines() {
        let house = House::open(engine).await;
        house.day(date(2026, 3, 10));
        let mut chair = house.chair().await;
        begin(&mut chair, "month", "0").await.says(422, "value=\"0\"");
        begin(&mut chair, "week", "3").await.says(422, "");
        assert_eq!(house.number("SELECT COUNT(*) FROM report_schedules").await, 0);
        assert_eq!(begin(&mut chair, "month", "5").await.status, 303);
        assert_eq!(begin(&mut chair, "month", "5").await.status, 303, "the same twice is one");
        let twice = begin(&mut chair, "month", "9").await;
        twice.says(422, "đã có lịch chốt theo kỳ ấy, 5 ngày sau khi hết kỳ");
        assert_eq!(house.number("SELECT COUNT(*) FROM report_schedules").await, 1);
        // Who reads sees it, and neither begins nor ends one.
        let (_, mut auditor) = house.officer("Kiểm Tra Thử", "kiem.tra", Post::Auditor).await;
        auditor.get(SCHEDULE).await.says(200, "lần tới: 19/03/2026").never(&["Thôi hẹn</"]);
        let seal = auditor.get("/can-bo/toi").await.hidden("_seal");
        for path in [SCHEDULE, END] {
            let got = auditor.post(path, &[("_seal".to_owned(), seal.clone())]).await;
            assert_eq!(got.status, 403, "{path}");
        }
        // Ended before the month is over: nothing is frozen, and once more it is no schedule.
        let page = chair.get(SCHEDULE).await;
        let ended = chair.send_form(&page, END, &[]).await;
        assert_eq!(ended.status, 303, "{}", ended.body);
        chair.get(SCHEDULE).await.says(200, "đã thôi ngày 10/03/2026");
        chair.send_form(&page, END, &[]).await.says(409, "Không có lịch chốt nào như vậy");
        assert_eq!(due(&house, date(2026, 3, 30)).await, 0);
        // Begun anew it goes on from that day: the month that ended before is not its affair.
        let mut chair = house.chair().await;
        assert_eq!(begin(&mut chair, "month", "5").await.status, 303);
        assert_eq!(due(&house, date(2026, 4, 18)).await, 0);
        assert_eq!(due(&house, date(2026, 4, 19)).await, 1);
        chair = house.chair().await;
        chair.get(LIST).await.says(200, "tháng 4 năm 2026").never(&["tháng 3 năm 2026"]);
        house.end().await;
    }
}

#[tokio::test]
async fn a_form_that_is_not_there_any_more_is_said_and_not_passed_over() {
    for engine in engines() {
        let house = House::open(engine).await;
        house.day(date(2026, 3, 10));
        let mut chair = house.chair().await;
        assert_eq!(begin(&mut chair, "month", "3").await.status, 303);
        let begun = Begun {
            unit: UNIT.to_owned(),
            form: "mau-cu".to_owned(),
            every: Every::Month,
            own: None,
            civil: false,
            days: 3,
            compare: false,
            from: date(2026, 3, 10),
        };
        let actor = Actor::System("acceptance");
        desk::begin(house.store(), &actor, begun).await.expect("a schedule");
        let page = chair.get(SCHEDULE).await;
        page.says(200, "mẫu báo cáo này không còn dùng cho kỳ sắp tới");
        // Two months are over: those of the other form are frozen, and these are named each time.
        house.day(date(2026, 4, 20));
        for frozen in [2, 0] {
            let round = desk::freeze_due(&house.app, &forms(), None).await.expect("a round");
            assert_eq!((round.frozen, round.gone.len()), (frozen, 2), "{round:?}");
            assert!(round.gone[0].ends_with("mau-cu 2026-03"), "{round:?}");
        }
        let mut chair = house.chair().await;
        let page = chair.get(SCHEDULE).await;
        page.says(200, "2 kỳ đến hạn không chốt được, kỳ đầu hết ngày 14/03/2026");
        // The task says so too: it is no success while something that is owed cannot be done.
        let runner = site::jobs(&house.app, &Settings::default()).await.expect("the tasks");
        runner.step().await.expect("the tasks run");
        drop(runner);
        let told = jobs::status(house.store()).await.expect("what became of the tasks");
        let told = format!("{told:?}");
        assert!(told.contains("no form or unit any more for"), "{told}");
        house.end().await;
    }
}
