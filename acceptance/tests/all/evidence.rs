//! Photographs and papers that show how a promise was kept: officers see them, everybody only what
//! an officer said they may, and they are destroyed as the words beside them are.

use acceptance::{Browser, House, Page};
use jiff::civil::date;
use kernel::Actor;
use meetings::desk;
use meetings::facts::PromiseEvent;
use store::Change;
use testkit::engines;
use testkit::photo::{SMALL, TOLD, photo};

const MADE: [(&str, &str); 6] = [
    ("what", "Đặt biển báo ở dốc"),
    ("owner", "office"),
    ("by", "01/06/2026"),
    ("place", "visit"),
    ("said_by", "chair"),
    ("on", "28/02/2026"),
];
const KEPT: [(&str, &str); 2] = [("on", "02/03/2026"), ("words", "Đã đặt hai biển ở đầu dốc.")];
const READS: &str = "SELECT COUNT(*) FROM journal WHERE kind = 'access.read'";

/// Sends a form with files.
async fn send(
    leader: &mut Browser,
    path: &str,
    typed: &[(&str, &str)],
    files: &[(&str, &[u8])],
) -> Page {
    let page = leader.get(path).await;
    page.says(200, "enctype=\"multipart/form-data\"");
    leader.post_files(path, &page.form(path, typed), files).await
}

fn has(bytes: &[u8], words: &str) -> bool {
    bytes.windows(words.len()).any(|window| window == words.as_bytes())
}

/// A photograph that everybody may look at: a picture in a box of its own, without what the camera
/// wrote beside it.
async fn opens(anybody: &mut Browser, path: &str) {
    let shown = anybody.get(path).await;
    assert_eq!(shown.status, 200, "{}", shown.body);
    assert_eq!(shown.header("content-type"), Some("image/jpeg"));
    assert_eq!(shown.header("content-security-policy"), Some("default-src 'none'; sandbox"));
    assert_eq!(shown.header("cache-control"), Some("no-store"));
    assert!(!has(&shown.answer.body, TOLD), "what the camera wrote is gone");
}

#[tokio::test]
async fn a_picture_of_a_kept_promise_is_public_only_where_an_officer_said_so() {
    for engine in engines() {
        let house = House::open(engine).await;
        house.day(date(2026, 3, 2));
        let (mut leader, mut anybody) = (house.chair().await, house.visitor());
        let made = leader.fill("/can-bo/cam-ket/moi", &MADE).await;
        assert_eq!(made.status, 303, "{}", made.body);
        let work = made.location;
        let public = work.replace("/can-bo/cam-ket/viec", "/cam-ket");
        leader.get(&format!("{work}/enclose")).await.says(409, "chưa ghi là đã thực hiện");

        // What is no picture is refused, and then nothing of the step was done.
        let (camera, keep) = (photo(SMALL), format!("{work}/keep"));
        let odd =
            send(&mut leader, &keep, &KEPT, &[("a.jpg", b"MZ not a picture".as_slice())]).await;
        odd.says(422, "đầu dốc");
        // Of a form that is shown again because of something else it is said that its file is gone.
        let blank = [("on", "02/03/2026"), ("words", "")];
        let file = [("IMG_1.JPG", camera.as_slice())];
        send(&mut leader, &keep, &blank, &file).await.says(422, "Tệp phải chọn lại");
        let done = "SELECT COUNT(*) FROM journal WHERE kind LIKE 'promise.%'";
        assert_eq!(house.number(done).await, 1);
        send(&mut leader, &keep, &KEPT, &[("IMG_1.JPG", camera.as_slice())]).await.goes(&work);

        // Nobody but officers sees it: the public page does not tell that it is there.
        let page = leader.get(&work).await;
        page.says(200, "Chỉ cán bộ xem được").says(200, "Đã thêm ảnh, giấy tờ");
        anybody.get(&public).await.says(200, "đầu dốc").never(&["/tep/", "Đã thêm ảnh"]);
        let program = public.replace("/cam-ket", "/api/v1/promises");
        anybody.get(&program).await.says(200, "\"kept\"").never(&["evidenced", "/tep/1"]);
        anybody.get(&format!("{public}/tep/1")).await.says(404, "");
        let before = house.number(READS).await;
        let opened = leader.send_form(&page, &format!("{work}/tep/1"), &[]).await;
        assert_eq!((opened.status, opened.header("content-type")), (200, Some("image/jpeg")));
        assert!(!has(&opened.answer.body, TOLD), "what the camera wrote is gone");
        assert_eq!(house.number(READS).await, before + 1, "each opening is logged");

        // Later another one, for everybody; then the first one too; then none.
        let (add, show) = (format!("{work}/enclose"), format!("{work}/show"));
        send(&mut leader, &add, &[], &[]).await.says(422, "Chưa chọn tệp nào");
        let second: [(&str, &[u8]); 1] = [("IMG_2.JPG", &camera)];
        let stale = leader.get(&add).await;
        send(&mut leader, &add, &[("shown", "1")], &second).await.goes(&work);
        // Whoever is overtaken is told that the file went too, and records nothing.
        let late = stale.form(&add, &[("shown", "1")]);
        let late = leader.post_files(&add, &late, &second).await;
        late.says(409, "Có người vừa ghi thêm").says(409, "Tệp phải chọn lại");
        let page = anybody.get(&public).await;
        page.says(200, &format!("{public}/tep/2")).never(&["/tep/1\""]);
        let told = anybody.get(&program).await;
        told.says(200, "\"evidenced\"").never(&["\"shown\"", "/tep/1"]);
        let files = &told.json()["files"];
        assert_eq!(files.as_array().map(Vec::len), Some(1), "{files}");
        assert_eq!(files[0]["no"], 2);
        assert_eq!(files[0]["media"], "image/jpeg");
        assert_eq!(files[0]["path"], format!("{public}/tep/2"));
        opens(&mut anybody, &format!("{public}/tep/2")).await;
        leader.get(&show).await.says(200, "value=\"2\" checked");
        leader.fill(&show, &[("shown", "1"), ("shown", "2")]).await.goes(&work);
        opens(&mut anybody, &format!("{public}/tep/1")).await;
        leader.fill(&show, &[]).await.goes(&work);
        anybody.get(&public).await.never(&["/tep/"]);
        anybody.get(&program).await.never(&["/tep/1", "/tep/2"]);
        anybody.get(&format!("{public}/tep/2")).await.says(404, "");
        leader.fill(&show, &[("shown", "2")]).await.goes(&work);
        house.store().verify().await.expect("journal and views agree");
        destroyed(&house, &work, &public).await;
        house.end().await;
    }
}

/// Destroyed on a ground, a photograph opens for nobody, and its number is not given away again.
async fn destroyed(house: &House, work: &str, public: &str) {
    let (store, key) = (house.store(), work.rsplit('/').next().unwrap());
    let read = desk::read_promise(store, key).await.unwrap().expect("it is there");
    let item = read.it.enclosures[1].file.item.id;
    let erased = PromiseEvent::Erased { items: vec![item], ground: "DL.erase".into() };
    let mut change = Change::new(read.stream, vec![erased.to_fact()]);
    change.erase = vec![(item, "DL.erase".into())];
    store.commit(&Actor::System("acceptance"), vec![change]).await.expect("it is destroyed");
    let (mut leader, mut anybody) = (house.chair().await, house.visitor());
    anybody.get(public).await.says(200, "đầu dốc").never(&["/tep/"]);
    anybody.get(&format!("{public}/tep/2")).await.says(404, "Tệp này đã xóa");
    leader.get(work).await.says(200, "Tệp này đã xóa").never(&["/tep/2"]);
    store.verify().await.expect("journal and views agree");
}
