//! Two officers at once: one wins, the other sees what happened and loses no word.

use acceptance::House;
use accounts::Post;
use jiff::civil::date;
use testkit::engines;

use super::receptions::{self, OFFICE, VISITOR, visit_of, with};
use super::steps;

#[tokio::test]
async fn of_two_who_act_at_once_the_second_sees_the_first_and_keeps_what_was_typed() {
    for engine in engines() {
        let house = House::open(engine).await;
        let mut chair = house.chair().await;
        let (_, mut handler) = house.officer("Trần Thị Thử", "thu.tran", Post::Handler).await;
        let code = steps::code(&steps::feedback(&mut house.visitor(), "Mương bị lấp.").await);
        let case = format!("/can-bo/don/{code}");
        steps::step(&mut handler, &code, "classify", &[("kind", "feedback"), ("matter", "water")])
            .await;
        steps::step(&mut chair, &code, "accept", &[]).await;
        let path = format!("{case}/verify");
        let (first, second) = (handler.get(&path).await, chair.get(&path).await);
        let (one, two) = tokio::join!(
            handler.send_form(&first, &path, &[("result", "Đã ra hiện trường.")]),
            chair.send_form(&second, &path, &[("result", "Đất lấp 12 m, cần máy xúc.")]),
        );
        let (lost, who, typed) = match (one.status, two.status) {
            (303, 409) => (two, "Trần Thị Thử", "Đất lấp 12 m, cần máy xúc."),
            (409, 303) => (one, "Lê Ví Dụ", "Đã ra hiện trường."),
            other => panic!("{other:?}: exactly one of two must win"),
        };
        lost.says(409, "Có việc mới trên đơn này").says(409, who).says(409, typed);
        let facts = house.number("SELECT COUNT(*) FROM journal WHERE kind = 'petition.verified'");
        assert_eq!(facts.await, 1);

        // One after the other: the loser's form knows the case as it is now.
        let decide = format!("{case}/decide");
        let late = chair.get(&decide).await;
        let (_, mut second_leader) = house.officer("Hồ Văn Nháp", "nhap.ho", Post::Leader).await;
        let account = house.chair.unwrap().to_string();
        steps::step(&mut second_leader, &code, "assign", &[("to", &account)]).await;
        let answer = [("answer", "Xã nạo vét trước 20/03.")];
        let told = chair.send_form(&late, &decide, &answer).await;
        told.says(409, "Hồ Văn Nháp").says(409, "Xã nạo vét trước 20/03.");
        let done = chair.send_form(&told, &decide, &answer).await;
        done.goes(&format!("{case}?xong=decide"));
        house.end().await;
    }
}

#[tokio::test]
async fn the_asker_who_is_late_keeps_the_words_too() {
    for engine in engines() {
        let house = House::open(engine).await;
        let mut chair = house.chair().await;
        let mut asker = house.visitor();
        let code = steps::code(&steps::feedback(&mut asker, "Mương bị lấp.").await);
        for (step, typed) in [
            ("classify", &[("kind", "feedback"), ("matter", "water")][..]),
            ("accept", &[]),
            ("decide", &[("answer", "Đã nạo vét.")]),
            ("send", &[("by", "oneself")]),
        ] {
            steps::step(&mut chair, &code, step, typed).await;
        }
        let own = format!("/don/{code}/cua-toi");
        let page = asker.get(&own).await;
        let no = [("go", "judge"), ("solved", "no"), ("rest", "Còn 4 mét.")];
        assert_eq!(asker.send_form(&page, &own, &no).await.status, 303);
        let yes = [("go", "judge"), ("solved", "partly"), ("rest", "Còn 2 mét.")];
        let late = asker.send_form(&page, &own, &yes).await;
        late.says(409, "Còn 2 mét.").says(409, "chưa được ghi");
        assert_eq!(asker.send_form(&late, &own, &yes).await.status, 303);
        let judged = "SELECT COUNT(*) FROM petitions WHERE solved = 'partly'";
        assert_eq!(house.number(judged).await, 1, "the newest counts");
        house.end().await;
    }
}

/// Whoever writes down a visitor whom a colleague has just seen off keeps what was typed, and may
/// enter it: as another matter of the one turn, or as a visit of its own.
#[tokio::test]
async fn who_is_second_with_a_visitor_sees_the_first_and_enters_what_is_left() {
    for engine in engines() {
        let house = House::open(engine).await;
        house.day(date(2026, 3, 10));
        let mut leader = house.chair().await;
        let (_, mut clerk) = house.officer("Võ Minh Họa", "tiep.dan", Post::Reception).await;
        let key = receptions::plan(&mut leader, "10/03/2026", &[]).await;
        receptions::open(&mut clerk, &key).await;
        let desk = format!("{}/ban", receptions::session(&key));
        let waits = with(&VISITOR, &[("then", "wait")]);
        clerk.fill(&desk, &waits).await.says(201, "Đã vào hàng chờ");
        let visit = visit_of(&house).await;
        let path = format!("{desk}?luot={visit}");
        let (one, two) = (clerk.get(&path).await, leader.get(&path).await);
        let typed = with(&VISITOR, &[("then", "next")]);
        clerk.send_form(&one, &desk, &typed).await.says(201, "TCD 1/2026");
        let other = with(&typed, &[("words", "Đèn đường tắt ba đêm.")]);
        let late = leader.send_form(&two, &desk, &other).await;
        late.says(409, "Võ Minh Họa đã ghi trước, lúc").says(409, "sổ ghi TCD 1/2026");
        late.says(409, "Đèn đường tắt ba đêm.").says(409, "không tính thêm lượt");
        let lines = "SELECT COUNT(*) FROM visits WHERE no > 0";
        assert_eq!(house.number(lines).await, 1, "nothing was entered yet");
        // Who opens the form only now is led to what was entered.
        leader.get(&path).await.goes(&format!("{OFFICE}/luot/{visit}"));
        leader.send_form(&late, &desk, &other).await.says(201, "TCD 2/2026");
        let turns = "SELECT CAST(SUM(turn) AS BIGINT) FROM visits";
        assert_eq!(house.number(turns).await, 1, "one visitor, two matters");

        // Seen off by a colleague: what was typed is a visit of its own.
        clerk.fill(&desk, &waits).await.says(201, "Đã vào hàng chờ");
        let visit = visit_of(&house).await;
        let two = leader.get(&format!("{desk}?luot={visit}")).await;
        let left = format!("{OFFICE}/luot/{visit}");
        clerk.fill(&format!("{left}/leave"), &[]).await.goes(&format!("{left}?xong=leave"));
        let late = leader.send_form(&two, &desk, &other).await;
        late.says(409, "Võ Minh Họa đã ghi trước, lúc").says(409, "Không đến, đã về");
        late.says(409, "Đèn đường tắt ba đêm.").says(409, "ghi thành một lượt mới");
        leader.send_form(&late, &desk, &other).await.says(201, "TCD 3/2026");
        assert_eq!(house.number(turns).await, 2, "a turn of its own");
        house.end().await;
    }
}

/// One person on two matters, one of which is a denunciation: nothing leads from the one to the
/// other, whichever came first.
#[tokio::test]
async fn nothing_leads_from_a_name_to_a_denunciation() {
    for engine in engines() {
        let house = House::open(engine).await;
        house.day(date(2026, 3, 10));
        let mut clerk = house.chair().await;
        let key = receptions::plan(&mut clerk, "10/03/2026", &[]).await;
        receptions::open(&mut clerk, &key).await;
        let desk = format!("{}/ban", receptions::session(&key));
        let more = with(&VISITOR, &[("then", "more")]);
        let first = clerk.fill(&desk, &more).await;
        first.says(201, "Việc khác của cùng người này");
        let empty = [("name", ""), ("phone", ""), ("words", ""), ("kind", "denunciation")];
        let denounced = clerk.send_form(&first, &desk, &with(&more, &empty)).await;
        denounced.says(201, "TCD 2/2026");
        // A denunciation first, and then a matter with a name.
        let denounced = clerk.fill(&desk, &with(&more, &empty)).await;
        denounced.says(201, "TCD 3/2026").never(&["Việc khác của cùng người này"]);
        clerk.send_form(&denounced, &desk, &with(&VISITOR, &[("then", "next")])).await;
        let parts = "SELECT COUNT(*) FROM journal WHERE kind = 'visit.received' \
            AND body LIKE '%\"turn_of\":\"%'";
        assert_eq!(house.number(parts).await, 0);
        assert_eq!(house.number("SELECT COUNT(*) FROM visits WHERE no > 0").await, 4);
        house.end().await;
    }
}
