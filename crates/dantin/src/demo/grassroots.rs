//! Days at the grassroots of the simulated year: held with what was asked, missed, called off, to
//! come; who looks after which village, and which office is twinned with which.

use ::grassroots::desk::{
    self, AskedOfVisit, Hours, NewNeed, NewTwin, Official, Person, Spot, read_need, read_twin,
    read_visit,
};
use ::grassroots::kind::{Parted, Post, Why, Withdrawn};
use accounts::{App, Failure};
use jiff::civil::Date;
use kernel::{Actor, Clock};
use units::local::{self, Kind};

use super::{Officers, at, worked};

/// What was asked on a day: matter, words, and what became of it.
type Told = (&'static str, &'static str, Became);

#[derive(Clone, Copy)]
enum Became {
    AtOnce(&'static str),
    /// So many days after the visit, until so many days after it.
    Done(i64, i64, &'static str),
    Withdrawn(&'static str),
    Open(i64),
}

const ASKED: &[&[Told]] = &[
    &[
        ("lighting", "Đèn ngõ 3 tắt (ví dụ)", Became::AtOnce("Đã thay bóng ngay trong buổi")),
        (
            "water",
            "Mương đầu thôn đầy cỏ (ví dụ)",
            Became::Done(9, 14, "Đã nạo vét, ảnh ở nhà văn hóa thôn"),
        ),
    ],
    &[(
        "roads",
        "Ổ gà trước nhà văn hóa (ví dụ)",
        Became::Done(20, 14, "Đã vá bằng bê tông, chậm vì mưa"),
    )],
    &[(
        "waste",
        "Dời điểm tập kết rác (ví dụ)",
        Became::Withdrawn("Chưa bố trí được kinh phí năm nay"),
    )],
    &[],
    &[("procedures", "Hướng dẫn khai thuế đất tại thôn (ví dụ)", Became::Open(30))],
];

fn days(from: Date, n: i64) -> Date {
    from.saturating_add(jiff::Span::new().days(n))
}

/// Plays the days, the last of them to come after `last`.
pub async fn play(
    app: &App,
    clock: &Clock,
    officers: &Officers,
    unit: &str,
    last: Date,
) -> Result<(), Failure> {
    let villages = local::of(&app.store, unit, Kind::Village).await?;
    let Some(count) = std::num::NonZero::new(villages.len()) else { return Ok(()) };
    let clerk = Actor::Account(officers.reception);
    let spot = |n: usize| Spot { unit: unit.to_owned(), village: villages[n % count].code.clone() };
    let official = Official { post: Post::Deputy, account: Some(officers.leader) };
    let office = twins(app, clock, officers, unit, ((&spot(0), &spot(1)), last)).await?;
    let office = office.as_deref();
    for (n, asked) in ASKED.iter().enumerate() {
        let week = 7 * i64::try_from(n).unwrap_or_default();
        let on = worked(app, days(last, week - 50));
        let here = spot(n);
        clock.set(at(days(on, -3), 9, 0));
        // The village that an office is twinned with is the one of the first day.
        let goes = office.filter(|_| here.village == spot(0).village);
        let trip = visit(app, &clerk, (&here, official), goes, on).await?;
        clock.set(at(on, 16, 0));
        match n {
            // Nobody recorded it: its day passed for everybody to see.
            3 => continue,
            _ => step(app, &clerk, &trip, AskedOfVisit::Hold(on, DONE.to_owned())).await?,
        }
        for told in *asked {
            need(app, clock, (&clerk, officers), (&trip, on, last), told).await?;
        }
    }
    clock.set(at(last, 16, 50));
    let off = visit(app, &clerk, (&spot(1), official), None, worked(app, days(last, 3))).await?;
    step(app, &clerk, &off, AskedOfVisit::Cancel(Why::Meeting)).await?;
    visit(app, &clerk, (&spot(2), official), None, worked(app, days(last, 5))).await?;
    visit(app, &clerk, (&spot(0), official), office, worked(app, days(last, 9))).await?;
    liaisons(app, &clerk, officers, (&spot(0), &spot(1)), last).await?;
    clock.set(at(last, 16, 55));
    Ok(())
}

const DONE: &str = "Đi cùng trưởng thôn xem các điểm dân nêu (ví dụ)";

async fn visit(
    app: &App,
    clerk: &Actor,
    who: (&Spot, Official),
    office: Option<&str>,
    on: Date,
) -> Result<String, Failure> {
    let (store, id) = (&app.store, app.store.new_id());
    let what = (on, "Ngày về cơ sở hằng tuần (ví dụ)");
    desk::plan_for(store, clerk, who, office, what, id).await
}

/// One office is twinned with a village since before the first day; another was with two, and
/// parted. The code of the first; none where the unit has no office.
async fn twins(
    app: &App,
    clock: &Clock,
    officers: &Officers,
    unit: &str,
    ((first, second), last): ((&Spot, &Spot), Date),
) -> Result<Option<String>, Failure> {
    let (store, leader) = (&app.store, Actor::Account(officers.leader));
    let offices = local::of(store, unit, Kind::Office).await?;
    let Some(office) = offices.first() else { return Ok(None) };
    let from = days(last, -75);
    clock.set(at(from, 9, 30));
    let new = |office: &str, villages: &[&Spot], aim: &str| NewTwin {
        unit: unit.to_owned(),
        office: office.to_owned(),
        villages: villages.iter().map(|spot| spot.village.clone()).collect(),
        from,
        until: Some(days(from, 365)),
        aim: aim.to_owned(),
    };
    let aim = "Mỗi tháng một ngày dọn mương, sửa đèn ngõ cùng thôn (ví dụ)";
    let one = new(&office.code, &[first], aim);
    desk::twin(store, &leader, &one, store.new_id()).await?;
    if let Some(other) = offices.get(1) {
        let aim = "Hướng dẫn làm thủ tục tại nhà văn hóa thôn (ví dụ)";
        let two = new(&other.code, &[first, second], aim);
        let key = desk::twin(store, &leader, &two, store.new_id()).await?;
        clock.set(at(days(last, -60), 9, 30));
        if let Some(read) = read_twin(store, &key).await? {
            let ended = (days(last, -60), Parted::Finished);
            desk::part(store, &leader, read, 1, ended).await?;
        }
    }
    Ok(Some(office.code.clone()))
}

async fn step(app: &App, clerk: &Actor, trip: &str, asked: AskedOfVisit) -> Result<(), Failure> {
    let Some(read) = read_visit(&app.store, trip).await? else { return Ok(()) };
    desk::step_visit(&app.store, clerk, read, 1, asked).await
}

async fn need(
    app: &App,
    clock: &Clock,
    (clerk, officers): (&Actor, &Officers),
    (trip, on, last): (&str, Date, Date),
    (matter, words, became): &Told,
) -> Result<(), Failure> {
    let until = match became {
        Became::AtOnce(_) => None,
        Became::Done(_, by, _) | Became::Open(by) => Some(days(on, *by)),
        Became::Withdrawn(_) => Some(days(on, 30)),
    };
    let done = if let Became::AtOnce(done) = became { *done } else { "" };
    let new = NewNeed {
        of: format!("roots/{trip}"),
        on,
        matter: (*matter).to_owned(),
        words: (*words).to_owned(),
        person: Person::default(),
        done: done.to_owned(),
        owner: until.map(|_| Post::Office),
        until,
    };
    let key = desk::raise(&app.store, clerk, &new, app.store.new_id()).await?;
    let (day, actor, how, said) = match became {
        Became::Done(after, _, said) => {
            let day = days(on, *after).min(last);
            (day, clerk.clone(), Ok(day), *said)
        }
        Became::Withdrawn(said) => {
            let leader = Actor::Account(officers.leader);
            (days(on, 5).min(last), leader, Err(Withdrawn::Money), *said)
        }
        Became::AtOnce(_) | Became::Open(_) => return Ok(()),
    };
    clock.set(at(day, 15, 0));
    let Some(read) = read_need(&app.store, &key).await? else { return Ok(()) };
    desk::step_need(&app.store, &actor, read, 1, (how, said)).await
}

async fn liaisons(
    app: &App,
    clerk: &Actor,
    officers: &Officers,
    spots: (&Spot, &Spot),
    last: Date,
) -> Result<(), Failure> {
    let hours = |weekday| Hours {
        weekday,
        opens: 8 * 60,
        closes: 11 * 60,
        phone: "02350000000".to_owned(),
    };
    for (spot, account, weekday) in
        [(spots.0, officers.handlers[0], 2), (spots.1, officers.handlers[1], 4)]
    {
        let official = Official { post: Post::Specialist, account: Some(account) };
        let (from, id) = (days(last, -90), app.store.new_id());
        desk::assign(&app.store, clerk, (spot, official), (from, &hours(weekday)), id).await?;
    }
    Ok(())
}
