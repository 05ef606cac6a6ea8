//! The rarer lawful paths of a petition, told through pages on both engines: each ends with its
//! clocks as the law has them and a journal that verifies.

use acceptance::house::PROVINCE;
use acceptance::{Browser, House};
use jiff::civil::date;
use petitions::petition::State;
use testkit::engines;

use super::steps;

/// A complaint that is classified and accepted.
async fn accepted(house: &House, chair: &mut Browser, words: &str) -> String {
    let mut asker = house.visitor();
    let what = [("kind", "complaint"), ("matter", "land")];
    let how = [
        ("words", words),
        ("answer", "oneself"),
        ("name", "Phan Thị Giả Định"),
        ("address", "Số nhà 417, thôn Gò Dài"),
    ];
    let review = steps::to_review(&mut asker, &what, &how).await;
    let receipt = steps::send(&mut asker, &review).await;
    let code = steps::code(&receipt);
    steps::step(chair, &code, "classify", &what).await;
    steps::step(chair, &code, "accept", &[]).await;
    code
}

#[tokio::test]
async fn a_complex_case_has_the_longer_ceiling_and_no_extension() {
    for engine in engines() {
        let house = House::open(engine).await;
        let mut chair = house.chair().await;
        let code = accepted(&house, &mut chair, "Thu hồi đất sai diện tích.").await;
        let before = chair.get(&format!("/can-bo/don/{code}")).await;
        before.says(200, "16/03/2026");
        let term = [("term", "complex"), ("why", "Hai thửa, ba bản đồ khác nhau.")];
        steps::step(&mut chair, &code, "term", &term).await;
        // 45 days from the same day of acceptance, 12/02/2026.
        chair.get(&format!("/can-bo/don/{code}")).await.says(200, "30/03/2026");
        let again = chair.fill(&format!("/can-bo/don/{code}/term"), &term).await;
        again.says(422, "đang theo thời hạn này rồi").says(422, "ba bản đồ");
        // Once the running ceiling is over, a longer one would be an extension.
        house.day(date(2026, 4, 2));
        let mut chair = house.chair().await;
        let late = [("term", "both"), ("why", "Đường lũ cuốn.")];
        let late = chair.fill(&format!("/can-bo/don/{code}/term"), &late).await;
        late.says(422, "luật không cho gia hạn").says(422, "Đường lũ cuốn.");
        late.says(422, "Điều 28 Luật Khiếu nại");
        house.end().await;
    }
}

#[tokio::test]
async fn a_remote_case_has_its_own_ceiling_and_a_complex_one_there_another() {
    for engine in engines() {
        let house = House::open(engine).await;
        let mut chair = house.chair().await;
        let code = accepted(&house, &mut chair, "Thu hồi đất ở thôn trên núi.").await;
        let case = format!("/can-bo/don/{code}");
        let remote = [("term", "remote"), ("why", "Đường vào thôn chỉ đi được mùa khô.")];
        steps::step(&mut chair, &code, "term", &remote).await;
        // 45 days from 12/02/2026 end on Sunday 29/03.
        let page = chair.get(&case).await;
        page.says(200, "30/03/2026").says(200, "Hạn giải quyết (vùng sâu, vùng xa)");
        let both = [("term", "both"), ("why", "Thêm ba hộ có giấy tờ trái nhau.")];
        steps::step(&mut chair, &code, "term", &both).await;
        // 60 days, from the same day.
        let page = chair.get(&case).await;
        page.says(200, "13/04/2026");
        page.says(200, "Hạn giải quyết (phức tạp, vùng sâu, vùng xa)");
        let owed = "SELECT COUNT(*) FROM duties WHERE closed_on IS NULL";
        assert_eq!(house.number(owed).await, 1, "one ceiling runs");
        let public = house.visitor().get(&format!("/don/{code}")).await;
        public.says(200, "13/04/2026").never(&["giấy tờ trái nhau"]);
        // Its decision takes effect after the days for remote areas, and so does the next step.
        steps::step(&mut chair, &code, "verify", &[("result", "Đã lên tận nơi.")]).await;
        let answer = [("answer", "Đo lại thửa đất."), ("finding", "right")];
        steps::step(&mut chair, &code, "decide", &answer).await;
        steps::step(&mut chair, &code, "send", &[("by", "post")]).await;
        chair.get(&case).await.says(200, "chưa có hiệu lực, đến hết ngày 30/03/2026");
        house.end().await;
    }
}

#[tokio::test]
async fn a_settlement_is_terminated_by_a_written_decision_and_nothing_is_owed_any_more() {
    for engine in engines() {
        let house = House::open(engine).await;
        let mut chair = house.chair().await;
        let code = accepted(&house, &mut chair, "Bồi thường thiếu.").await;
        let case = format!("/can-bo/don/{code}");
        let path = format!("{case}/terminate");
        chair.fill(&path, &[]).await.says(422, "Chưa viết lý do");
        let why = [("why", "Tòa án đã thụ lý vụ án về cùng quyết định này.")];
        steps::step(&mut chair, &code, "terminate", &why).await;
        let petition = steps::read(&house, &code).await.petition;
        assert_eq!(petition.state, State::Terminated);
        assert!(petition.debts.iter().all(|debt| !debt.is_open()), "nothing is owed");
        assert_eq!(chair.get(&format!("{case}/verify")).await.status, 409, "it is over");
        chair.get(&case).await.says(200, "Quyết định đình chỉ").says(200, "Tòa án đã thụ lý");
        let public = house.visitor().get(&format!("/don/{code}")).await;
        public.says(200, "Đình chỉ giải quyết").never(&["Tòa án đã thụ lý"]);
        let counted = "SELECT CAST(COALESCE(SUM(n), 0) AS BIGINT) FROM counts \
                       WHERE indicator = 'petitions.terminated'";
        assert_eq!(house.number(counted).await, 1);
        house.end().await;
    }
}

#[tokio::test]
async fn a_part_that_was_taken_back_under_threat_is_settled_with_the_rest() {
    for engine in engines() {
        let house = House::open(engine).await;
        let mut chair = house.chair().await;
        let code = accepted(&house, &mut chair, "Thu hồi đất và phạt tiền.").await;
        let part = [("part", "Phần về phạt tiền.")];
        let early = chair.fill(&format!("/can-bo/don/{code}/withdraw"), &part).await;
        early.says(422, "luật chỉ cho rút toàn bộ").says(422, "Phần về phạt tiền.");

        house.day(date(2026, 7, 6));
        let mut chair = house.chair().await;
        let code = accepted(&house, &mut chair, "Thu hồi đất, phạt tiền, cưỡng chế.").await;
        let (case, reopen) = (format!("/can-bo/don/{code}"), format!("/can-bo/don/{code}/reopen"));
        let why = [("why", "Người gửi trình báo bị dọa cắt hợp đồng.")];
        chair.get(&case).await.never(&[reopen.as_str()]);
        chair.fill(&reopen, &why).await.says(422, "không có phần nào đã rút");
        steps::step(&mut chair, &code, "withdraw", &part).await;
        let petition = steps::read(&house, &code).await.petition;
        assert_eq!((petition.state, petition.taken_back.len()), (State::Accepted, 1));
        // The rest goes on by the same clock.
        let page = chair.get(&case).await;
        page.says(200, "05/08/2026").says(200, "Phần về phạt tiền.").says(200, &reopen);
        let public = house.visitor().get(&format!("/don/{code}")).await;
        public.says(200, "Rút một phần").never(&["phạt tiền"]);
        steps::step(&mut chair, &code, "reopen", &why).await;
        let petition = steps::read(&house, &code).await.petition;
        assert_eq!((petition.state, petition.taken_back.len()), (State::Accepted, 0));
        let page = chair.get(&case).await;
        page.says(200, "05/08/2026").never(&[reopen.as_str()]);
        house.visitor().get(&format!("/don/{code}")).await.never(&["bị dọa"]);
        house.end().await;
    }
}

#[tokio::test]
async fn feedback_that_was_taken_back_under_threat_is_answered_after_all() {
    for engine in engines() {
        let house = House::open(engine).await;
        let mut chair = house.chair().await;
        let mut asker = house.visitor();
        let code = steps::code(&steps::feedback(&mut asker, "Mương lấp.").await);
        steps::step(&mut chair, &code, "withdraw", &[]).await;
        let own = asker.get(&format!("/don/{code}/cua-toi")).await;
        own.says(200, "Nếu bị ép phải rút, xin đến bàn tiếp dân: đơn được giải quyết lại.");
        house.day(date(2026, 3, 2));
        let mut chair = house.chair().await;
        let why = [("why", "Người gửi nói bị hàng xóm ép rút.")];
        steps::step(&mut chair, &code, "reopen", &why).await;
        let petition = steps::read(&house, &code).await.petition;
        assert_eq!(petition.state, State::Classified);
        // Ten working days from the day of reopening.
        let case = chair.get(&format!("/can-bo/don/{code}")).await;
        case.says(200, "16/03/2026").says(200, "bị hàng xóm ép");
        house.visitor().get(&format!("/don/{code}")).await.never(&["hàng xóm"]);
        house.end().await;
    }
}

#[tokio::test]
async fn a_dialogue_comes_before_the_decision_where_result_and_request_differ() {
    for engine in engines() {
        let house = House::open(engine).await;
        let mut chair = house.chair().await;
        let code = accepted(&house, &mut chair, "Đo lại thửa 88.").await;
        let found = [("result", "Sổ ghi 88, thực địa 86."), ("differs", "1")];
        steps::step(&mut chair, &code, "verify", &found).await;
        let answer = [("answer", "Giữ quyết định."), ("finding", "wrong")];
        let decide = format!("/can-bo/don/{code}/decide");
        let refused = chair.fill(&decide, &answer).await;
        refused.says(422, "Phải đối thoại").says(422, "Giữ quyết định.");
        refused.says(422, "Điều 30 Luật Khiếu nại");
        // Before 01/07/2026 no law lets settlement go on without the one who stays away.
        let absent = [("dialogue", "absent"), ("minutes", "Đã mời hai lần.")];
        let refused = chair.fill(&format!("/can-bo/don/{code}/dialogue"), &absent).await;
        refused.says(422, "luật chưa cho").says(422, "Đã mời hai lần.");
        let held = [("dialogue", "held"), ("minutes", "Hai bên đo lại, lệch 2 mét.")];
        steps::step(&mut chair, &code, "dialogue", &held).await;
        steps::step(&mut chair, &code, "decide", &answer).await;
        let public = house.visitor().get(&format!("/don/{code}")).await;
        public.says(200, "Đối thoại với người khiếu nại").never(&["lệch 2 mét"]);
        house.end().await;
    }
}

#[tokio::test]
async fn a_suspended_case_stands_still_and_a_withdrawn_one_stays_so_unless_coerced() {
    for engine in engines() {
        let house = House::open(engine).await;
        let mut chair = house.chair().await;
        let code = accepted(&house, &mut chair, "Bồi thường thiếu.").await;
        let wait = [("why", "Chờ kết luận của Thanh tra tỉnh.")];
        let early = chair.fill(&format!("/can-bo/don/{code}/suspend"), &wait).await;
        early.says(422, "luật chưa cho").says(422, "Thanh tra tỉnh");

        house.day(date(2026, 7, 6));
        let mut chair = house.chair().await;
        let code = accepted(&house, &mut chair, "Bồi thường thiếu lần nữa.").await;
        chair.get(&format!("/can-bo/don/{code}")).await.says(200, "05/08/2026");
        house.day(date(2026, 7, 13));
        let mut chair = house.chair().await;
        steps::step(&mut chair, &code, "suspend", &wait).await;
        let still = steps::read(&house, &code).await.petition;
        assert_eq!(still.state, State::Suspended);
        let late = "SELECT COUNT(*) FROM duties WHERE closed_on IS NULL AND rule = 'KN.res1' \
                    AND due < 2932896";
        assert_eq!(house.number(late).await, 1, "only the case that was not suspended has a date");
        house.day(date(2026, 7, 27));
        let mut chair = house.chair().await;
        steps::step(&mut chair, &code, "resume", &[]).await;
        // Fourteen days did not count.
        let on = chair.get(&format!("/can-bo/don/{code}")).await;
        on.says(200, "19/08/2026").says(200, "tạm đình chỉ");

        steps::step(&mut chair, &code, "withdraw", &[]).await;
        let gone = steps::read(&house, &code).await.petition;
        assert_eq!(gone.state, State::Withdrawn);
        assert!(gone.debts.iter().all(|debt| !debt.is_open()), "nothing is owed");
        let why = [("why", "Người gửi trình báo bị dọa cắt hợp đồng.")];
        steps::step(&mut chair, &code, "reopen", &why).await;
        let again = steps::read(&house, &code).await.petition;
        assert_eq!(again.state, State::Classified);
        assert!(again.debts.iter().any(|debt| debt.is_open() && debt.rule == "KN.accept1"));
        let public = house.visitor().get(&format!("/don/{code}")).await;
        public.says(200, "Giải quyết lại").never(&["bị dọa"]);
        house.end().await;
    }
}

#[tokio::test]
async fn a_letter_with_two_matters_becomes_two_and_each_counts_from_its_own_day() {
    for engine in engines() {
        let house = House::open(engine).await;
        let mut chair = house.chair().await;
        let mut asker = house.visitor();
        let code = steps::code(&steps::feedback(&mut asker, "Mương lấp. Đường hỏng.").await);
        let one = [("kind1", "feedback"), ("matter1", "water"), ("words1", "Mương lấp.")];
        let two = [("kind2", "feedback"), ("matter2", "roads"), ("words2", "")];
        let split = format!("/can-bo/don/{code}/split");
        let lacking = chair.fill(&split, &[one, two].concat()).await;
        lacking.says(422, "Mương lấp.").says(422, "ít nhất hai nội dung");
        let two = [("kind2", "feedback"), ("matter2", "roads"), ("words2", "Đường hỏng.")];
        steps::step(&mut chair, &code, "split", &[one, two].concat()).await;
        let letter = steps::read(&house, &code).await.petition;
        assert_eq!((letter.state, letter.parts.len()), (State::Split, 2));
        let received = "SELECT CAST(COALESCE(SUM(n), 0) AS BIGINT) FROM counts WHERE \
                        indicator = ";
        let of = |what: &str| format!("{received}'petitions.{what}'");
        assert_eq!(house.number(&of("received")).await, 1, "one letter");
        assert_eq!(house.number(&of("cases")).await, 2, "two cases");
        let lines = "SELECT COUNT(*) FROM petitions WHERE received_on = (SELECT received_on FROM \
                     petitions WHERE state = 'split')";
        assert_eq!(house.number(lines).await, 3);
        house.end().await;
    }
}

#[tokio::test]
async fn letters_of_one_matter_are_joined_and_parted_and_nothing_is_deleted() {
    for engine in engines() {
        let house = House::open(engine).await;
        let mut chair = house.chair().await;
        let mut asker = house.visitor();
        let first = steps::code(&steps::feedback(&mut asker, "Mương lấp.").await);
        let second = steps::code(&steps::feedback(&mut asker, "Mương vẫn lấp.").await);
        let link = format!("/can-bo/don/{second}/link");
        let itself = chair.fill(&link, &[("code", &second), ("same", "duplicate")]).await;
        itself.says(422, "không nhập vào chính nó");
        let joined = [("code", first.as_str()), ("same", "duplicate")];
        steps::step(&mut chair, &second, "link", &joined).await;
        let letter = steps::read(&house, &second).await.petition;
        assert_eq!(letter.state, State::Joined);
        assert!(letter.debts.iter().all(|debt| !debt.is_open()));
        let cases = "SELECT CAST(COALESCE(SUM(n), 0) AS BIGINT) FROM counts \
                     WHERE indicator = 'petitions.cases'";
        assert_eq!(house.number(cases).await, 1);
        steps::step(&mut chair, &second, "unlink", &[]).await;
        let letter = steps::read(&house, &second).await.petition;
        assert_eq!(letter.state, State::Received);
        assert!(letter.debts.iter().any(|debt| debt.is_open()), "what was owed is owed again");
        assert_eq!(house.number(cases).await, 2);
        house.end().await;
    }
}

#[tokio::test]
async fn a_group_names_its_speakers_within_the_law() {
    for engine in engines() {
        let house = House::open(engine).await;
        let mut chair = house.chair().await;
        let code = accepted(&house, &mut chair, "Cả xóm mất lối đi.").await;
        let who = ("who", "Ông Mẫu Một; bà Mẫu Hai");
        let to = format!("/can-bo/don/{code}/represent");
        for (people, speakers, told) in
            [("4", "1", "chưa đủ 5 người"), ("8", "3", "từ 1 đến 2"), ("40", "6", "từ 1 đến 5")]
        {
            let typed = [("people", people), ("speakers", speakers), who];
            chair.fill(&to, &typed).await.says(422, told).says(422, "Mẫu Một");
        }
        let typed = [("people", "40"), ("speakers", "5"), who];
        steps::step(&mut chair, &code, "represent", &typed).await;
        let case = chair.get(&format!("/can-bo/don/{code}")).await;
        case.says(200, "40 người cùng khiếu nại").never(&["Mẫu Một"]);
        house.visitor().get(&format!("/don/{code}")).await.never(&["Mẫu Một"]);
        house.end().await;
    }
}

#[tokio::test]
async fn a_second_complaint_goes_to_the_province_and_the_first_decision_waits() {
    for engine in engines() {
        let house = House::open_for(engine, PROVINCE).await;
        let mut chair = house.chair().await;
        let token = house.token().await;
        let file = |body: serde_json::Value| {
            let token = token.clone();
            let mut program = house.visitor();
            async move { program.post_json("/api/v1/petitions", Some(&token), &[], &body).await }
        };
        let first = file(serde_json::json!({
            "kind": "complaint", "unit": "20836", "text": "Thu hồi lối đi sai.",
            "contact": { "name": "Phan Thị Giả Định", "address": "thôn Gò Dài" }
        }))
        .await;
        assert_eq!(first.status, 201, "{}", first.body);
        let first = first.json()["code"].as_str().unwrap().to_owned();
        let second = |unit: &str| {
            serde_json::json!({
                "kind": "second_complaint", "unit": unit, "first": first,
                "text": "Không đồng ý quyết định lần đầu.",
                "contact": { "name": "Phan Thị Giả Định", "address": "thôn Gò Dài" }
            })
        };
        let early = file(second(PROVINCE)).await;
        assert_eq!(early.status, 409, "nothing was decided yet: {}", early.body);
        for (step, typed) in [
            ("classify", &[("kind", "complaint"), ("matter", "land")][..]),
            ("accept", &[]),
            ("verify", &[("result", "Đã đo lại.")]),
            ("decide", &[("answer", "Hủy quyết định."), ("finding", "right")]),
            ("send", &[("by", "post")]),
        ] {
            steps::step(&mut chair, &first, step, typed).await;
        }
        let soon = chair.fill(&format!("/can-bo/don/{first}/carry_out"), &[("how", "x1")]).await;
        soon.says(422, "chưa có hiệu lực").says(422, "16/03/2026");
        let below = file(second("20836")).await;
        assert_eq!(below.status, 422, "{}", below.body);
        let made = file(second(PROVINCE)).await;
        assert_eq!(made.status, 201, "{}", made.body);
        let made = made.json();
        let rules: Vec<&str> = made["duties"]
            .as_array()
            .unwrap()
            .iter()
            .map(|duty| duty["rule"].as_str().unwrap())
            .collect();
        assert_eq!(rules, ["KN.accept2", "TD.reply"]);
        house.day(date(2026, 4, 2));
        let mut chair = house.chair().await;
        let still = chair.fill(&format!("/can-bo/don/{first}/carry_out"), &[("how", "x1")]).await;
        still.says(422, "Đã có khiếu nại lần hai");
        let code = made["code"].as_str().unwrap().to_owned();
        let typed = [("kind", "second_complaint"), ("matter", "land")];
        steps::step(&mut chair, &code, "classify", &typed).await;
        steps::step(&mut chair, &code, "accept", &[]).await;
        // 45 days from 02/04/2026; the second instance always holds a dialogue.
        chair.get(&format!("/can-bo/don/{code}")).await.says(200, "18/05/2026");
        steps::step(&mut chair, &code, "verify", &[("result", "Đúng như lần đầu.")]).await;
        let answer = [("answer", "Giữ quyết định lần đầu."), ("finding", "wrong")];
        let refused = chair.fill(&format!("/can-bo/don/{code}/decide"), &answer).await;
        refused.says(422, "Điều 39 Luật Khiếu nại");
        house.end().await;
    }
}

#[tokio::test]
async fn a_filed_letter_is_kept_for_its_year_and_destroyed_only_afterwards() {
    for engine in engines() {
        let house = House::open(engine).await;
        let mut chair = house.chair().await;
        let mut asker = house.visitor();
        let code = steps::code(&steps::feedback(&mut asker, "Chữ không đọc được.").await);
        let kind = [("kind", "feedback"), ("matter", "other")];
        steps::step(&mut chair, &code, "classify", &kind).await;
        steps::step(&mut chair, &code, "file", &[("lack", "illegible")]).await;
        let to = format!("/can-bo/don/{code}/destroy");
        chair.fill(&to, &[]).await.says(422, "12/02/2027");
        house.day(date(2027, 2, 15));
        let mut chair = house.chair().await;
        steps::step(&mut chair, &code, "destroy", &[]).await;
        let read = steps::read(&house, &code).await;
        assert_eq!(read.petition.state, State::Destroyed);
        let words = read.petition.received.words.id;
        let opened = house.store().words(words).await.unwrap().unwrap();
        assert!(opened.text().is_none(), "the words are gone for ever");
        chair.get(&format!("/can-bo/don/{code}")).await.never(&["Chữ không đọc được"]);
        house.end().await;
    }
}

#[tokio::test]
async fn feedback_that_is_not_solved_is_owed_an_answer_anew() {
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
        let open = steps::read(&house, &code).await.petition;
        assert_eq!(open.state, State::Contested);
        assert!(open.debts.iter().any(|debt| debt.is_open() && debt.rule == "TD.reply"));
        chair.get("/can-bo/hom-nay?tab=all").await.says(200, &code);
        // The first answer stays readable while the second one is owed.
        house.visitor().get(&format!("/don/{code}")).await.says(200, "Đã nạo vét.");
        steps::step(&mut chair, &code, "decide", &[("answer", "Nạo vét nốt 4 mét.")]).await;
        steps::step(&mut chair, &code, "send", &[("by", "oneself")]).await;
        let public = house.visitor().get(&format!("/don/{code}")).await;
        public.says(200, "Nạo vét nốt 4 mét.");
        house.end().await;
    }
}
