//! The second factor's code: shown where everything is invented, and nowhere else.

use acceptance::House;
use acceptance::house::{PASSWORD, UNIT};
use accounts::totp::Factor;
use testkit::engines;

#[tokio::test]
async fn only_a_simulated_installation_shows_the_code_of_the_moment() {
    for engine in engines() {
        for simulated in [true, false] {
            let house = House::open_as(engine, UNIT, simulated).await;
            let mut officer = house.visitor();
            let typed = [("login", "vi.du"), ("password", PASSWORD)];
            let entered = officer.fill("/dang-nhap", &typed).await;
            let set_up = officer.get(&entered.location).await;
            let factor = Factor::read(&set_up.between("<p class=\"f\">", "</p>")).expect("a key");
            let code = factor.code(house.place.clock.now());
            assert_eq!(set_up.body.contains(&code), simulated, "{}", set_up.body);
            assert_eq!(set_up.body.contains("Bản mô phỏng"), simulated);
            let done = officer.send_form(&set_up, &entered.location, &[("code", &code)]).await;
            assert_eq!(done.status, 303, "{}", done.body);

            // From then on the code is asked for; a minute later it is another.
            house.wait(60);
            let entered = house.visitor().fill("/dang-nhap", &typed).await;
            assert!(entered.location.starts_with("/dang-nhap/ma"), "{}", entered.location);
            let mut again = house.visitor();
            again.fill("/dang-nhap", &typed).await;
            let asked = again.get("/dang-nhap/ma").await;
            let code = factor.code(house.place.clock.now());
            assert_eq!(asked.body.contains(&code), simulated, "{}", asked.body);
            assert_eq!(asked.body.contains("Bản mô phỏng"), simulated);
            // A fault does not let it slip either.
            let wrong = again.send_form(&asked, "/dang-nhap/ma", &[("code", "000000")]).await;
            assert_eq!(wrong.status, 422, "{}", wrong.body);
            assert_eq!(wrong.body.contains(&code), simulated);
            house.end().await;
        }
    }
}
