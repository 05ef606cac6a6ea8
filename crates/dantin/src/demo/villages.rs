//! The village meetings of the simulated year, in several states: decided and recognised, waiting
//! for the commune, too few to decide, counted half in two clusters, called, called off.

use accounts::{App, Failure};
use jiff::civil::Date;
use kernel::{Actor, Clock};
use units::local::{self, Kind};
use villages::desk::{self, Call, Entry, People, Subject, Tally};
use villages::facts::Event;
use villages::kind::{Caller, Channel, Form, Matter, Role, Why};
use villages::paper::{Paper, Source};

use super::{Officers, at};

/// A meeting of the year, by the days before its last one.
struct Told {
    days: i64,
    matters: &'static [(Matter, &'static str, &'static [&'static str])],
    caller: Caller,
    households: u32,
    parts: u8,
    /// Households present and in favour, of each place.
    present: u32,
    yes: u32,
    /// How far it went.
    until: Until,
}

#[derive(Clone, Copy, PartialEq, PartialOrd)]
enum Until {
    Cancelled,
    Called,
    Halfway,
    Closed,
    Decided,
    Published,
    Recognised,
}

const YEAR: &[Told] = &[
    Told {
        days: 210,
        matters: &[
            (
                Matter::Contribution,
                "Mức đóng góp bê tông hóa đường ngõ xóm 2",
                &["500.000 đồng mỗi hộ", "700.000 đồng mỗi hộ, chia hai đợt"],
            ),
            (Matter::Other, "Lịch dọn vệ sinh chung vào sáng Chủ nhật", &[]),
        ],
        caller: Caller::Head,
        households: 146,
        parts: 1,
        present: 128,
        yes: 104,
        until: Until::Published,
    },
    Told {
        days: 120,
        matters: &[(
            Matter::Convention,
            "Sửa quy ước: giờ giữ yên lặng, việc cưới, việc tang",
            &[],
        )],
        caller: Caller::Head,
        households: 232,
        parts: 2,
        present: 81,
        yes: 73,
        until: Until::Recognised,
    },
    Told {
        days: 45,
        matters: &[(Matter::Funds, "Quản lý quỹ đèn đường của thôn", &[])],
        caller: Caller::Head,
        households: 118,
        parts: 1,
        present: 61,
        yes: 58,
        until: Until::Closed,
    },
    Told {
        days: 12,
        matters: &[(Matter::HeadElected, "Bầu Trưởng thôn nhiệm kỳ mới", &[])],
        caller: Caller::Front,
        households: 97,
        parts: 1,
        present: 80,
        yes: 66,
        until: Until::Decided,
    },
    Told {
        days: 0,
        matters: &[(Matter::Contribution, "Góp ngày công nạo vét mương", &[])],
        caller: Caller::Head,
        households: 260,
        parts: 2,
        present: 102,
        yes: 95,
        until: Until::Halfway,
    },
    Told {
        days: -9,
        matters: &[(Matter::Board, "Bầu thành viên Ban Giám sát đầu tư của cộng đồng", &[])],
        caller: Caller::Head,
        households: 146,
        parts: 1,
        present: 0,
        yes: 0,
        until: Until::Called,
    },
    Told {
        days: 75,
        matters: &[(Matter::Other, "Chỗ để xe ở nhà văn hóa", &[])],
        caller: Caller::Head,
        households: 118,
        parts: 1,
        present: 0,
        yes: 0,
        until: Until::Cancelled,
    },
];

/// Plays the meetings, the last of them to come after `last`.
pub async fn play(
    app: &App,
    clock: &Clock,
    officers: &Officers,
    unit: &str,
    last: Date,
) -> Result<(), Failure> {
    let villages = local::of(&app.store, unit, Kind::Village).await?;
    let Some(count) = std::num::NonZero::new(villages.len()) else { return Ok(()) };
    for (n, told) in YEAR.iter().enumerate() {
        let on = last.saturating_sub(jiff::Span::new().days(told.days));
        let village = &villages[n % count];
        if village.is_current(on) {
            hold(app, clock, officers, (&village.code, &village.name), (told, on, last)).await?;
        }
    }
    clock.set(at(last, 16, 55));
    Ok(())
}

async fn hold(
    app: &App,
    clock: &Clock,
    officers: &Officers,
    (village, name): (&str, &str),
    (told, on, last): (&Told, Date, Date),
) -> Result<(), Failure> {
    let clerk = Actor::Account(officers.reception);
    let before = on.saturating_sub(jiff::Span::new().days(9)).min(last);
    clock.set(at(before, 9, 0));
    let subject = |(matter, title, options): &(Matter, &str, &[&str])| Subject {
        matter: *matter,
        title: (*title).to_owned(),
        options: options.iter().map(|option| (*option).to_owned()).collect(),
    };
    // On the day of the demonstration it is held in the morning, so that it can be seen going on.
    let from = if told.days == 0 { 8 * 60 } else { 19 * 60 + 30 };
    let call = Call {
        village: village.to_owned(),
        caller: told.caller,
        on,
        from,
        place: format!("Nhà văn hóa {}", name.replacen("Thôn", "thôn", 1)),
        households: told.households,
        parts: told.parts,
        scattered: false,
        posted_on: Some(on.saturating_sub(jiff::Span::new().days(40))),
        agenda: told.matters.iter().map(subject).collect(),
    };
    let key = desk::call(&app.store, &clerk, &call).await?;
    let ways = vec![Channel::Radio, Channel::Network];
    act(app, &clerk, &key, Event::Notified { on: before, ways }).await?;
    if told.until == Until::Cancelled {
        return act(app, &clerk, &key, Event::Cancelled { why: Why::Disaster }).await;
    }
    if told.until < Until::Halfway {
        return Ok(());
    }
    let hour = if told.days == 0 { 9 } else { 21 };
    clock.set(at(on, hour, 0));
    let entered = if told.until == Until::Halfway { 1 } else { told.parts };
    for part in 1..=entered {
        enter(app, &clerk, &key, (told, on, part)).await?;
        for role in Role::ALL {
            act(app, &clerk, &key, Event::Signed { part, role: *role }).await?;
        }
    }
    if told.until > Until::Halfway {
        act(app, &clerk, &key, Event::Closed {}).await?;
        after(app, clock, officers, (&key, name), (told, on)).await?;
    }
    Ok(())
}

/// What follows a meeting: the paper, making it public, the commune's word.
async fn after(
    app: &App,
    clock: &Clock,
    officers: &Officers,
    (key, name): (&str, &str),
    (told, on): (&Told, Date),
) -> Result<(), Failure> {
    let (clerk, leader) = (Actor::Account(officers.reception), Actor::Account(officers.leader));
    let day = |days| on.saturating_add(jiff::Span::new().days(days));
    if told.until >= Until::Decided {
        issue(app, &clerk, key, name).await?;
        let Some(read) = desk::read(&app.store, key).await? else { return Ok(()) };
        if !read.meeting.to_recognise(&app.store.laws()).is_empty() {
            clock.set(at(day(2), 9, 0));
            act(app, &clerk, key, Event::Sent { on: day(2), until: day(14) }).await?;
        }
    }
    if told.until >= Until::Published {
        clock.set(at(day(3), 9, 0));
        let ways = vec![Channel::Posted, Channel::Radio];
        act(app, &clerk, key, Event::Published { on: day(3), ways }).await?;
    }
    if told.until >= Until::Recognised {
        clock.set(at(day(10), 9, 0));
        let word = Event::Recognised { item: 0, on: day(10), accepted: true };
        act(app, &leader, key, word).await?;
    }
    Ok(())
}

async fn act(app: &App, actor: &Actor, key: &str, event: Event) -> Result<(), Failure> {
    let Some(read) = desk::read(&app.store, key).await? else { return Ok(()) };
    let seen = read.meeting.version;
    desk::act(&app.store, actor, read, seen, event).await
}

async fn enter(
    app: &App,
    actor: &Actor,
    key: &str,
    (told, on, part): (&Told, Date, u8),
) -> Result<(), Failure> {
    let Some(read) = desk::read(&app.store, key).await? else { return Ok(()) };
    let tally = |(_, _, options): &(Matter, &str, &[&str])| {
        let votes = match options.len() {
            0 => vec![told.yes],
            // The first option has the most; a few chose the others.
            n => std::iter::once(told.yes).chain(std::iter::repeat_n(2, n - 1)).collect(),
        };
        let all: u32 = votes.iter().sum();
        let against = (told.present - all) / 2;
        let silent = told.present - all - against;
        Tally { vote: "hands", votes, against, silent, spoilt: 0 }
    };
    let (chair, secretary) = match part {
        1 => ("Hồ Văn Nháp", "Võ Thị Mẫu"),
        _ => ("Trần Văn Thử", "Phan Thị Ví Dụ"),
    };
    let entry = Entry {
        part,
        households: told.households / u32::from(told.parts),
        here: told.present - 4,
        stood: 4,
        marks: Default::default(),
        people: People {
            chair: chair.to_owned(),
            secretary: secretary.to_owned(),
            names: String::new(),
        },
        elected: told.present - 4,
        tallies: told.matters.iter().map(tally).collect(),
        key: format!("demo-{part}"),
        seen: 0,
        on,
    };
    desk::enter(&app.store, actor, read, &entry).await?;
    Ok(())
}

async fn issue(app: &App, actor: &Actor, key: &str, village: &str) -> Result<(), Failure> {
    let Some(read) = desk::read(&app.store, key).await? else { return Ok(()) };
    let meeting = &read.meeting;
    let said = desk::said(&app.store, meeting).await?;
    let mut people = Vec::new();
    for n in meeting.parts.keys() {
        people.push((*n, desk::roll(&app.store, meeting, *n).await?.0));
    }
    let unit = units::Gazetteer::shared().current(&meeting.called.unit);
    let commune = unit.map(|unit| (unit.phrase(), unit.name().to_owned())).unwrap_or_default();
    let source = Source {
        w: &app.face.book().words(web::Lang::Vi),
        meeting,
        laws: &app.store.laws(),
        said: &said,
        village,
        commune: (&commune.0, &commune.1),
        people: &people,
        discussed: "",
    };
    let paper: Paper = source.paper(Form::Resolution);
    let seen = meeting.version;
    desk::issue(&app.store, actor, read.clone(), seen, (Form::Resolution, &paper)).await
}
