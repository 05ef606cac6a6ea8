//! Codes and secret words cannot be guessed, and no address is kept to prevent it.

use acceptance::House;
use serde_json::json;
use store::Engine;
use testkit::engines;

use super::steps;

#[tokio::test]
async fn guessing_is_slowed_down_for_the_guesser_only_and_without_addresses() {
    for engine in engines() {
        let house = House::open(engine).await;
        let code = steps::code(&steps::feedback(&mut house.visitor(), "Mương bị lấp.").await);
        let path = format!("/api/v1/petitions/{code}");
        let (mut guesser, mut neighbour) = (house.visitor(), house.visitor());
        let mut statuses = Vec::new();
        for n in 0..14 {
            let got = guesser.get(&format!("/api/v1/petitions/TT-{n:04}-00")).await;
            statuses.push(got.status);
            if got.status == 429 {
                assert_eq!(got.json()["code"], "too-many");
                let wait: u32 = got.header("retry-after").unwrap().parse().unwrap();
                assert!((1..=900).contains(&wait), "{wait}");
            }
        }
        assert_eq!(statuses.iter().filter(|status| **status == 404).count(), 10, "{statuses:?}");
        assert_eq!(*statuses.last().unwrap(), 429);
        // The same sender is also stopped at the page, whatever it asks for.
        let form = guesser.get("/don").await;
        let typed = [("code", code.as_str()), ("secret", "a b c d")];
        guesser.send_form(&form, "/don", &typed).await.says(429, &code);
        assert_eq!(neighbour.get(&path).await.status, 200, "others are not");
        house.wait(600);
        assert_eq!(guesser.get(&path).await.status, 200, "and it passes");
        let address = guesser.from.to_string();
        let place = house.end().await;
        if engine == Engine::Sqlite {
            super::cli::never_in_files(place.path(), &[&address, "127.0."]);
        }
    }
}

#[tokio::test]
async fn wrong_words_and_unknown_codes_get_one_answer() {
    let house = House::open(Engine::Sqlite).await;
    let code = steps::code(&steps::feedback(&mut house.visitor(), "Mương bị lấp.").await);
    let mut somebody = house.visitor();
    let form = somebody.get("/don").await;
    let mut answers = Vec::new();
    for typed in [code.as_str(), "TT-0000-00", "khong phai ma"] {
        let fields = [("code", typed), ("secret", "sen cau đò mây")];
        let got = somebody.send_form(&form, "/don", &fields).await;
        assert_eq!(got.status, 422);
        answers.push(got.body.replace(typed, "…"));
    }
    assert!(answers.windows(2).all(|two| two[0] == two[1]), "the answers differ");
    house.end().await;
}

#[tokio::test]
async fn a_flood_waits_its_turn_and_offices_do_not() {
    for engine in engines() {
        let house = House::open(engine).await;
        let token = house.token().await;
        let mut flood = house.visitor();
        let path = "/api/v1/petitions";
        for n in 0..8 {
            let text = format!("Đơn thứ {n}.");
            let body = json!({ "kind": "feedback", "unit": "20836", "text": text });
            let got = flood.post_json(path, None, &[], &body).await;
            assert_eq!(got.status, if n < 5 { 201 } else { 429 }, "{n}: {}", got.body);
            assert_eq!(got.header("retry-after").is_some(), n >= 5);
            let office = flood.post_json(path, Some(&token), &[], &body).await;
            assert_eq!(office.status, 201, "{}", office.body);
        }
        house.end().await;
    }
}
