//! Whoever has an appointment and left an address for e-mail is told, through a real mail server,
//! when the reception is moved or called off: once, and nobody else.

use acceptance::post::Post;
use acceptance::{Browser, House};
use jiff::civil::date;
use testkit::engines;

use super::letters::{run, sending};
use super::receptions::{plan, session};

/// Makes an appointment; the address of its own page.
async fn book(visitor: &mut Browser, path: &str, more: &[(&str, &str)]) -> String {
    let typed =
        [("name", "Võ Thị Mẫu"), ("phone", "0900000118"), ("kind", "feedback"), ("persons", "1")];
    let typed: Vec<(&str, &str)> = typed.into_iter().chain(more.iter().copied()).collect();
    let done = visitor.fill(path, &typed).await;
    assert_eq!(done.status, 303, "{}", done.body);
    done.location.clone()
}

async fn step(leader: &mut Browser, key: &str, step: &str, typed: &[(&str, &str)]) {
    let done = leader.fill(&format!("{}/{step}", session(key)), typed).await;
    done.goes(&format!("{}?xong={step}", session(key)));
}

/// The four digits on the page of one's own appointment.
async fn number_of(house: &House, own: &str) -> String {
    let page = house.visitor().get(own).await;
    let (_, rest) = page.body.split_once("<b class=\"code\">").expect("a number");
    rest.split('<').next().expect("its end").to_owned()
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_left_an_address_is_told_once_when_a_reception_is_moved_or_called_off() {
    for engine in engines() {
        let Some(post) = Post::start() else { return };
        let (house, outbox) = sending(engine, &post).await;
        house.day(date(2026, 3, 3));
        let mut leader = house.chair().await;
        let key = plan(&mut leader, "10/03/2026", &[]).await;
        let page = format!("/hen-tiep-dan/{key}");
        let bare = [("email", "không phải")];
        house.visitor().fill(&page, &bare).await.says(422, "thư điện tử");
        let own = book(&mut house.visitor(), &page, &[("email", "mau@example.vn")]).await;
        let number = number_of(&house, &own).await;
        // One without an address, one by telephone, one who gives it up before anything changes.
        book(&mut house.visitor(), &page, &[]).await;
        let phoned = [("email", "thu@example.vn")];
        book(&mut leader, &format!("{}/hen", session(&key)), &phoned).await;
        let gone = book(&mut house.visitor(), &page, &[("email", "nhap@example.vn")]).await;
        house.visitor().fill(&gone, &[]).await.goes(&gone);
        run(&outbox).await.expect("nothing waits");
        assert_eq!(post.letters().len(), 0, "an appointment alone is told on its page");

        let to = [("on", "17/03/2026"), ("from", "13:30"), ("until", "16:00"), ("why", "meeting")];
        step(&mut leader, &key, "move", &to).await;
        run(&outbox).await.expect("they are sent");
        let letters = post.letters();
        let mut told: Vec<String> = letters.iter().map(|one| one.header("To").to_owned()).collect();
        told.sort();
        assert_eq!(told, ["mau@example.vn", "thu@example.vn"]);
        let first = letters.iter().find(|one| one.header("To") == told[0]).expect("the first");
        let subject = format!("Số hẹn {number}: dời buổi tiếp công dân");
        assert!(first.header("Subject").ends_with(&subject), "{}", first.header("Subject"));
        let body = first.body();
        assert!(body.contains("17/03/2026") && body.contains("/lich-tiep-dan?unit="), "{body}");
        assert!(!body.contains("Võ Thị Mẫu") && !body.contains("0900"), "{body}");
        house.visitor().get(&own).await.says(200, "Buổi tiếp đã đổi ngày").says(200, "17/03/2026");
        // The queue and the answer's clock know the new day, and views made anew send nothing.
        let day = "SELECT COUNT(DISTINCT on_day) FROM visits WHERE state = 'booked'";
        assert_eq!(house.number(day).await, 1);
        house.store().rebuild().await.expect("the views are made anew");
        run(&outbox).await.expect("nothing waits");
        assert_eq!(post.letters().len(), 2);

        step(&mut leader, &key, "cancel", &[("why", "disaster")]).await;
        run(&outbox).await.expect("they are sent");
        let letters = post.letters();
        assert_eq!(letters.len(), 4);
        let off = |one: &&acceptance::post::Letter| {
            one.header("Subject").ends_with("buổi tiếp công dân không diễn ra")
        };
        assert_eq!(letters.iter().filter(off).count(), 2);
        house.store().verify().await.expect("whole");
        house.end().await;
    }
}

#[tokio::test]
async fn a_visit_after_a_move_counts_and_is_answered_from_the_new_day() {
    for engine in engines() {
        let house = House::open(engine).await;
        house.day(date(2026, 3, 3));
        let mut leader = house.chair().await;
        let key = plan(&mut leader, "10/03/2026", &[]).await;
        let page = format!("/hen-tiep-dan/{key}");
        book(&mut house.visitor(), &page, &[]).await;
        let to = [("on", "17/03/2026"), ("from", "8:00"), ("until", "11:00"), ("why", "meeting")];
        step(&mut leader, &key, "move", &to).await;
        house.day(date(2026, 3, 17));
        let mut leader = house.chair().await;
        step(&mut leader, &key, "open", &[("present", "in_person")]).await;
        let rows = house.store().rows("SELECT stream FROM visits", Vec::new()).await.unwrap();
        let visit = receptions::desk::key(&rows[0].text(0).unwrap()).to_owned();
        let desk = format!("{}/ban", session(&key));
        let form = leader.get(&format!("{desk}?luot={visit}")).await;
        let typed = [
            ("words", "Mương bị lấp."),
            ("matter", "water"),
            ("kind", "feedback"),
            ("competence", "own"),
            ("persons", "1"),
            ("then", "open"),
        ];
        let done = leader.send_form(&form, &desk, &typed).await;
        assert_eq!(done.status, 303, "{}", done.body);
        // Ten working days after the 17th.
        leader.get(&done.location).await.says(200, "31/03/2026");
        let day = jiff::civil::date(2026, 3, 17);
        let found = counts::of_unit(house.store(), acceptance::house::UNIT, day, day).await;
        let turns = found.unwrap().into_iter().find(|one| one.indicator == "receptions.turns");
        assert_eq!(turns.map(|one| one.n), Some(1), "it counts on the day on which it was");
        house.end().await;
    }
}
