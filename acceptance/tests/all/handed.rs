//! A letter begun from a visit whose visit is gone, was answered, or was joined by a colleague
//! meanwhile: a page that says so with what was typed, nothing half-written, nothing filed twice.

use acceptance::{Browser, House, Page};
use accounts::Post;
use jiff::civil::date;
use kernel::Id;
use testkit::engines;

use super::receptions::{enter, open, plan};

/// What a browser sends of the form as it is shown.
const SHOWN: [(&str, &str); 8] = [
    ("name", "Võ Thị Giả Định"),
    ("phone", "0900000118"),
    ("words", "Mương trước nhà bị lấp, nước vào bếp."),
    ("kind", "feedback"),
    ("matter", "water"),
    ("by", "desk"),
    ("came", "desk"),
    ("then", "print"),
];

const LETTERS: &str = "SELECT COUNT(*) FROM petitions";
const LINKED: &str = "SELECT COUNT(*) FROM journal WHERE kind = 'visit.linked'";

/// The form that a visit's page begins.
async fn begin(officer: &mut Browser, visit: &str) -> Page {
    let page = officer.get(visit).await;
    let form = officer.send_form(&page, &format!("{visit}/don"), &[]).await;
    form.says(200, "Mương trước nhà bị lấp.");
    form
}

#[tokio::test]
async fn a_visit_that_is_gone_or_answered_takes_no_letter_and_loses_no_word() {
    for engine in engines() {
        let house = House::open(engine).await;
        house.day(date(2026, 3, 10));
        let mut leader = house.chair().await;
        let (_, mut clerk) = house.officer("Võ Minh Họa", "tiep.dan", Post::Reception).await;
        let key = plan(&mut leader, "10/03/2026", &[]).await;
        open(&mut clerk, &key).await;
        let visit = enter(&mut clerk, &key, &[]).await;
        let path = format!("{visit}/don");
        let form = begin(&mut clerk, &visit).await;
        // The address of a visit that nobody knows, with all that the form holds.
        let nobody = Id::from_parts(jiff::Timestamp::UNIX_EPOCH, [7; 10]);
        let odd = format!("/can-bo/tiep-dan/luot/{nobody}/don");
        let gone = clerk.post(&odd, &form.form(&path, &SHOWN)).await;
        assert_eq!(gone.status, 404, "{}", gone.body);
        // The leader answers while the clerk types.
        let answer = [("how", "passed"), ("on", "10/03/2026"), ("words", "Đã chuyển.")];
        leader
            .fill(&format!("{visit}/answer"), &answer)
            .await
            .goes(&format!("{visit}?xong=answer"));
        let late = clerk.send_form(&form, &path, &SHOWN).await;
        late.says(422, "nước vào bếp").says(422, "không làm được việc này");
        // The visit's own button, pressed on a page that was open before, begins nothing either.
        let seal = vec![("_seal".to_owned(), clerk.get(&visit).await.hidden("_seal"))];
        clerk.post(&path, &seal).await.says(409, "không làm được việc này").never(&["nước vào"]);
        for sql in [LETTERS, LINKED] {
            assert_eq!(house.number(sql).await, 0, "{sql}");
        }
        house.store().verify().await.expect("whole");
        house.end().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn of_many_who_join_one_visit_at_once_one_is_first_and_each_other_is_told() {
    for engine in engines() {
        let house = House::open(engine).await;
        house.day(date(2026, 3, 10));
        let mut leader = house.chair().await;
        let key = plan(&mut leader, "10/03/2026", &[]).await;
        open(&mut leader, &key).await;
        let visit = enter(&mut leader, &key, &[]).await;
        let path = format!("{visit}/don");
        let mut begun = Vec::new();
        for n in 0..5 {
            let login = format!("tiep.dan.{n}");
            let (_, mut clerk) = house.officer("Võ Minh Họa", &login, Post::Reception).await;
            let form = begin(&mut clerk, &visit).await.form(&path, &SHOWN);
            begun.push((clerk, form));
        }
        let mut sending = Vec::new();
        for (mut clerk, form) in begun {
            let path = path.clone();
            sending.push(tokio::spawn(async move { clerk.post(&path, &form).await }));
        }
        let (mut joined, mut told) = (0, 0);
        for one in sending {
            let page: Page = one.await.expect("an answer");
            match page.status {
                201 if page.body.contains("Mã đơn đã nối vào lượt tiếp.") => {
                    joined += 1
                }
                201 => {
                    page.says(201, "Đơn đã nhận nhưng chưa nối được vào lượt tiếp");
                    told += 1;
                }
                // Who came after the first had joined: the visit names the code.
                _ => {
                    page.goes(&visit);
                }
            }
        }
        assert_eq!(joined, 1, "one is first");
        assert_eq!(house.number(LETTERS).await, joined + told, "no letter without a page of it");
        assert_eq!(house.number(LINKED).await, 1);
        leader.get(&visit).await.says(200, "Đã thành đơn").says(200, "/can-bo/don/");
        house.store().verify().await.expect("whole");
        house.end().await;
    }
}
