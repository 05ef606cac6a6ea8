//! The grounds on which a letter ends at the desk: too late by a day that is written down, guided
//! once on one matter, guided to the courts; and whom the notice of it names.

use acceptance::{Browser, House};
use jiff::civil::date;
use petitions::petition::State;
use testkit::engines;

use super::papers::draft;
use super::steps;

const TEXT: &str = "Đề nghị hủy quyết định thu hồi đất của Ủy ban nhân dân tỉnh đối với thửa đất \
    của gia đình tôi vì ghi sai diện tích và sai chủ sử dụng đất";

async fn complaint(house: &House, words: &str) -> String {
    let what = [("kind", "complaint"), ("matter", "land")];
    let how = [
        ("words", words),
        ("answer", "oneself"),
        ("name", "Phan Thị Giả Định"),
        ("address", "thôn Gò Dài"),
    ];
    let mut asker = house.visitor();
    let review = steps::to_review(&mut asker, &what, &how).await;
    steps::code(&steps::send(&mut asker, &review).await)
}

async fn classify(chair: &mut Browser, code: &str, known: &str) {
    let typed = [("kind", "complaint"), ("matter", "land"), ("known", known)];
    steps::step(chair, code, "classify", &typed).await;
}

#[tokio::test]
async fn a_complaint_is_late_only_by_a_day_that_is_written_down() {
    for engine in engines() {
        let house = House::open(engine).await;
        let mut chair = house.chair().await;
        let code = complaint(&house, "Thu hồi lối đi sai.").await;
        let refuse = format!("/can-bo/don/{code}/refuse");
        let late = [("ground", "KN11.6"), ("note", "Gửi sau nhiều tháng.")];
        let odd = [("kind", "complaint"), ("matter", "land"), ("known", "13/02/2026")];
        let odd = chair.fill(&format!("/can-bo/don/{code}/classify"), &odd).await;
        odd.says(422, "13/02/2026");
        classify(&mut chair, &code, "").await;
        let form = chair.get(&refuse).await;
        form.says(200, "Chưa ghi ngày người khiếu nại nhận hoặc biết quyết định");
        let unknown = chair.send_form(&form, &refuse, &late).await;
        unknown.says(422, "nên chưa tính được").says(422, "Gửi sau nhiều tháng.");
        unknown.says(422, "Điều 9 Luật Khiếu nại");
        // 90 days from 14/11/2025 end on 12/02/2026, the very day on which the letter came.
        classify(&mut chair, &code, "14/11/2025").await;
        let form = chair.get(&refuse).await;
        form.says(200, "Tính từ 14/11/2025").says(200, "thứ Năm, 12/02/2026");
        let runs = chair.send_form(&form, &refuse, &late).await;
        runs.says(422, "còn trong thời hạn khiếu nại: ngày cuối là 12/02/2026");
        classify(&mut chair, &code, "13/11/2025").await;
        chair.get(&refuse).await.says(200, "đã quá. Xét thêm có lý do chính đáng không.");
        let case = format!("/can-bo/don/{code}");
        chair.get(&case).await.says(200, "Được khiếu nại đến hết").says(200, "11/02/2026");
        steps::step(&mut chair, &code, "refuse", &late).await;
        assert_eq!(steps::read(&house, &code).await.petition.state, State::Refused);
        house.end().await;
    }
}

#[tokio::test]
async fn a_sender_is_guided_once_on_one_matter_and_another_sender_anew() {
    for engine in engines() {
        let house = House::open(engine).await;
        let mut chair = house.chair().await;
        let first = complaint(&house, TEXT).await;
        classify(&mut chair, &first, "").await;
        steps::step(&mut chair, &first, "guide", &[("note", "Gửi Chủ tịch UBND tỉnh.")]).await;

        house.day(date(2026, 4, 20));
        let mut chair = house.chair().await;
        let again = complaint(&house, &format!("{TEXT}. Tôi gửi lần nữa.")).await;
        classify(&mut chair, &again, "").await;
        let path = format!("/can-bo/don/{again}/guide");
        let form = chair.get(&path).await;
        form.never(&["name=\"anew\""]);
        let note = ("note", "Gửi Chủ tịch UBND tỉnh, như lần trước.");
        let once = chair.send_form(&form, &path, &[note]).await;
        once.says(422, &format!("Đơn {first} giống đơn này và đã được hướng dẫn một lần"));
        once.says(422, "như lần trước").says(422, "name=\"anew\"");
        once.says(422, "Điều 6 Thông tư 05/2021/TT-TTCP");
        let guided = "SELECT COUNT(*) FROM journal WHERE kind = 'petition.guided'";
        assert_eq!(house.number(guided).await, 1);
        steps::step(&mut chair, &again, "file", &[("lack", "already_guided")]).await;

        // A neighbour's letter on the same matter is guided, once an officer has looked.
        let other = complaint(&house, &format!("{TEXT}. Hộ liền kề.")).await;
        classify(&mut chair, &other, "").await;
        let looked = [note, ("anew", "1")];
        steps::step(&mut chair, &other, "guide", &looked).await;
        let anew = format!("{guided} AND body LIKE '%\"anew\":true%'");
        assert_eq!((house.number(guided).await, house.number(&anew).await), (2, 1));
        chair.get(&format!("/can-bo/don/{other}")).await.says(200, "của người gửi khác");

        // Named by its code, the earlier letter is found whatever the words; set apart, it is not
        // asked about any more.
        let words = format!("Về đơn {first}: xin hỏi lại nơi nhận.");
        let named = complaint(&house, &words).await;
        classify(&mut chair, &named, "").await;
        let path = format!("/can-bo/don/{named}/guide");
        chair.fill(&path, &[note]).await.says(422, &format!("Đơn {first} giống đơn này"));
        let apart = [("code", first.as_str())];
        steps::step(&mut chair, &named, "apart", &apart).await;
        steps::step(&mut chair, &named, "guide", &[note]).await;
        house.end().await;
    }
}

#[tokio::test]
async fn feedback_for_the_courts_is_guided_and_for_offices_passed_on() {
    for engine in engines() {
        let house = House::open(engine).await;
        let mut chair = house.chair().await;
        let mut asker = house.visitor();
        let receipt = steps::feedback(&mut asker, "Đề nghị thi hành bản án về ranh đất.").await;
        let code = steps::code(&receipt);
        let kind = [("kind", "feedback"), ("matter", "land")];
        steps::step(&mut chair, &code, "classify", &kind).await;
        let path = format!("/can-bo/don/{code}/guide");
        let note = ("note", "Gửi Cơ quan thi hành án dân sự khu vực.");
        let office = chair.fill(&path, &[note]).await;
        office.says(422, "thì chuyển đơn, không hướng dẫn").says(422, "thi hành án dân sự");
        steps::step(&mut chair, &code, "guide", &[note, ("court", "1")]).await;
        let petition = steps::read(&house, &code).await.petition;
        assert_eq!((petition.state, petition.court), (State::Guided, true));
        assert!(petition.debts.iter().all(|debt| !debt.is_open()), "the asker was told");
        let own = asker.get(&format!("/don/{code}/cua-toi")).await;
        own.says(200, "Gửi Cơ quan thi hành án dân sự khu vực.");
        house.visitor().get(&format!("/don/{code}")).await.never(&["thi hành án"]);
        house.end().await;
    }
}

#[tokio::test]
async fn the_notice_of_acceptance_goes_to_who_passed_the_complaint_on_too() {
    for engine in engines() {
        let house = House::open(engine).await;
        let mut chair = house.chair().await;
        let code = complaint(&house, "Thu hồi lối đi sai.").await;
        classify(&mut chair, &code, "").await;
        steps::step(&mut chair, &code, "accept", &[]).await;
        let path = format!("/can-bo/don/{code}/van-ban/accepted");
        let case = chair.get(&format!("/can-bo/don/{code}")).await;
        let fields = case.form(&path, &[]);
        let shown = chair.post(&path, &fields).await;
        shown.says(200, "Cơ quan, người đã chuyển đơn đến (nếu có)");
        shown.says(200, "Cơ quan thanh tra nhà nước cùng cấp (nếu có)");
        // A line that only asks is not printed; a name in its place is.
        let sheet = |page: &acceptance::Page| page.between("class=\"sheet letter paper\"", "<form");
        assert!(!sheet(&shown).contains("(nếu có)"), "{}", sheet(&shown));
        let copies = "Như trên\nHội Nông dân xã Mẫu\n\
                      Cơ quan thanh tra nhà nước cùng cấp (nếu có)\nLưu: VT, hồ sơ vụ việc";
        let fields = draft(&shown, &[("then", "look"), ("copies", copies)]);
        let again = chair.post(&path, &fields).await;
        assert!(sheet(&again).contains("Hội Nông dân xã Mẫu"), "{}", sheet(&again));
        assert!(!sheet(&again).contains("(nếu có)"), "{}", sheet(&again));
        house.end().await;
    }
}
