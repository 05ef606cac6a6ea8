//! The receptions of the simulated year: the chair's weekly day, some taken by a deputy, one called
//! off, with visitors who come alone, in groups, again, or to denounce; and days to come.

use accounts::{App, Failure};
use jiff::Timestamp;
use jiff::civil::{Date, Weekday};
use kernel::{Actor, Chance, Clock};
use receptions::arrows::VisitStep;
use receptions::desk::{self, Asked, Person, Plan, Request, Taking};
use receptions::facts::Presence;
use receptions::kind::{Answer, Competence, Form, Host, Kind, Sort, StandIn, Way, Why};
use receptions::session::Command;
use receptions::visit;

use super::{Officers, at};

/// What visitors bring: field, words.
pub(super) const SAID: &[(&str, &str)] = &[
    ("land", "Hỏi vì sao hồ sơ cấp giấy chứng nhận nộp đã lâu chưa có kết quả."),
    ("water", "Mương trước xóm bị lấp khi làm đường, mưa xuống nước tràn vào nhà."),
    ("roads", "Đề nghị cho xe quá tải đi tránh đường thôn, mặt đường đã nứt."),
    ("compensation", "Đề nghị giải thích đơn giá đền bù cây trồng trên đất bị thu hồi."),
    ("social", "Hỏi thủ tục nhận trợ cấp cho mẹ trên tám mươi tuổi."),
    ("waste", "Điểm tập kết rác sát trường mẫu giáo, đề nghị dời đi nơi khác."),
];

/// Plays the receptions between two days, as far as they have come by `now`, then puts the next
/// weeks into the calendar: today's reception waits, goes on or is over as its hour has it.
pub async fn play(
    app: &App,
    clock: &Clock,
    officers: &Officers,
    unit: &str,
    (first, last): (Date, Date),
    now: Timestamp,
) -> Result<(), Failure> {
    let chance = Chance::seeded(42);
    let leader = Actor::Account(officers.leader);
    let plan = |host, days| Plan {
        unit: unit.to_owned(),
        sort: Sort::Head,
        host,
        form: Form::Onsite,
        days,
        from: 8 * 60,
        until: 11 * 60,
        place: "Phòng tiếp công dân, trụ sở UBND xã".to_owned(),
    };
    // Three weeks ahead: enough for today's month, and something that can be booked.
    let ahead = last.saturating_add(jiff::Span::new().days(21));
    let calendar = app.store.laws().now().calendar.clone();
    let all = first.series(jiff::Span::new().days(1)).take_while(|day| *day <= ahead);
    let worked = |day: &Date| calendar.is_working(*day, calendar::CalendarKind::Office);
    let chair: Vec<Date> =
        all.filter(|day| day.weekday() == Weekday::Tuesday && worked(day)).collect();
    // The second and fourth Thursday of a month.
    let all = first.series(jiff::Span::new().days(1)).take_while(|day| *day <= ahead);
    let fourth = |day: &Date| matches!((day.day() - 1) / 7, 1 | 3);
    let party: Vec<Date> = all
        .filter(|day| day.weekday() == Weekday::Thursday && fourth(day) && worked(day))
        .collect();
    clock.set(at(first, 7, 40));
    desk::plan(&app.store, &leader, &plan(Host::Chair, chair.clone())).await?;
    desk::plan(&app.store, &leader, &plan(Host::Party, party.clone())).await?;
    for (n, day) in chair.iter().enumerate() {
        let key = format!("{unit}-{}-0800-head-chair", day.strftime("%Y%m%d"));
        if at(*day, 8, 0) <= now {
            clock.set(at(*day, 8, 0));
            hold(app, clock, officers, &key, (n, *day, now), &chance).await?;
        } else {
            clock.set(now);
            book(app, &key, n).await?;
        }
    }
    for (n, day) in party.iter().enumerate().filter(|(_, day)| at(**day, 8, 0) <= now) {
        let key = format!("{unit}-{}-0800-head-party", day.strftime("%Y%m%d"));
        clock.set(at(*day, 8, 0));
        hold(app, clock, officers, &key, (n, *day, now), &chance).await?;
    }
    clock.set(now);
    Ok(())
}

/// One reception, from its beginning to its end, or to what has come of it by `now`.
async fn hold(
    app: &App,
    clock: &Clock,
    officers: &Officers,
    key: &str,
    (n, day, now): (usize, Date, Timestamp),
    chance: &Chance,
) -> Result<(), Failure> {
    let (leader, clerk) = (Actor::Account(officers.leader), Actor::Account(officers.reception));
    let Some(read) = desk::read_session(&app.store, key).await? else { return Ok(()) };
    if n % 17 == 11 {
        let seen = read.session.version;
        return desk::act(&app.store, &leader, read, seen, Command::Cancel(Why::Disaster)).await;
    }
    let presence = match n % 9 {
        4 => Presence::Replaced { by: StandIn::Deputy, why: Why::Meeting },
        _ => Presence::InPerson,
    };
    let seen = read.session.version;
    desk::act(&app.store, &clerk, read, seen, Command::Open(presence)).await?;
    for visitor in 0..(1 + chance.below(3)) {
        let turn = at(day, 8, 10 + 15 * visitor as i8);
        if turn > now {
            return Ok(());
        }
        clock.set(turn);
        let Some(read) = desk::read_session(&app.store, key).await? else { return Ok(()) };
        let taking = taking(n + visitor as usize, chance);
        let id = desk::keyed_id(&app.store, &read.session, "demo", &format!("{n}-{visitor}"));
        let done = desk::take(&app.store, &clerk, &read.session, None, &taking, id).await?;
        answer(app, clock, &leader, &done.visit.id, (n, day, now), chance).await?;
    }
    if at(day, 11, 0) > now {
        return Ok(());
    }
    let Some(read) = desk::read_session(&app.store, key).await? else { return Ok(()) };
    clock.set(at(day, 11, 0));
    let seen = read.session.version;
    desk::act(&app.store, &clerk, read, seen, Command::Close).await
}

/// What the visitor is told, some of them late, the last ones not yet.
async fn answer(
    app: &App,
    clock: &Clock,
    leader: &Actor,
    visit: &str,
    (n, day, now): (usize, Date, Timestamp),
    chance: &Chance,
) -> Result<(), Failure> {
    let Some(read) = desk::read_visit(&app.store, desk::key(visit)).await? else { return Ok(()) };
    if read.visit.arrow(VisitStep::Answer).is_none() {
        return Ok(());
    }
    let takes = if n % 11 == 5 { 20 } else { 1 + chance.below(9) as i64 };
    let on = day.saturating_add(jiff::Span::new().days(takes));
    if at(on, 15, 0) > now {
        return Ok(());
    }
    clock.set(at(on, 15, 0));
    let how = Answer::ALL[chance.below(4) as usize];
    let asked = Asked::Answer(how, on, told(how).to_owned(), None);
    let seen = read.visit.version;
    desk::step(&app.store, leader, read, seen, asked).await
}

/// What a visitor is told.
pub(super) const fn told(how: Answer) -> &'static str {
    match how {
        Answer::Passed => "Đã chuyển cơ quan có thẩm quyền và gửi bản sao cho ông/bà.",
        Answer::Refused => "Việc đã được giải quyết bằng quyết định có hiệu lực.",
        Answer::MoreTime => "Cần xác minh thêm ranh giới thửa đất.",
        Answer::Accepted => "Cơ quan nhận giải quyết và sẽ báo kết quả.",
    }
}

/// The line of the register of the `n`-th visitor.
pub(super) fn taking(n: usize, chance: &Chance) -> Taking {
    let (matter, words) = SAID[n % SAID.len()];
    let kind = match n % 13 {
        7 => Kind::Denunciation,
        2 | 9 => Kind::Complaint,
        _ => Kind::Feedback,
    };
    let persons =
        if n % 15 == 8 { 6 + chance.below(20) as u32 } else { 1 + chance.below(2) as u32 };
    let named = kind != Kind::Denunciation;
    let name = ["Võ Thị Mẫu", "Trần Văn Thử", "Hồ Thị Nháp", "Phan Văn Ví Dụ"][n % 4];
    let person = Person { name: name.to_owned(), ..Person::default() };
    Taking {
        kind,
        matter: if named { matter.to_owned() } else { "other".to_owned() },
        persons,
        speakers: if persons >= 5 { 2 } else { 0 },
        person: if named { person } else { Person::default() },
        others: String::new(),
        words: if named { words.to_owned() } else { String::new() },
        competence: if n % 5 == 3 { Competence::Other } else { Competence::Own },
        turn_of: None,
        petition: None,
        answer: None,
    }
}

/// An appointment for a day to come.
async fn book(app: &App, key: &str, n: usize) -> Result<(), Failure> {
    let Some(read) = desk::read_session(&app.store, key).await? else { return Ok(()) };
    let (_, words) = SAID[n % SAID.len()];
    let person = Person {
        name: "Đặng Thị Ví Dụ".to_owned(),
        phone: "0900000118".to_owned(),
        ..Person::default()
    };
    let kind = Some(Kind::Feedback);
    let request = Request { way: Way::Page, kind, persons: 1, person, words: words.to_owned() };
    let id = desk::keyed_id(&app.store, &read.session, "demo", &format!("hen-{n}"));
    let done = desk::ask(&app.store, &Actor::Resident, &read.session, &request, id).await?;
    if n % 2 == 1 {
        let Some(read) = desk::read_visit(&app.store, desk::key(&done.visit.id)).await? else {
            return Ok(());
        };
        let asked = Asked::Plain(visit::Command::Plain(VisitStep::GiveUp));
        let seen = read.visit.version;
        desk::step(&app.store, &Actor::Resident, read, seen, asked).await?;
    }
    Ok(())
}
