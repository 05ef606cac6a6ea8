//! The conferences of the simulated year: one with its villages as points, whose conclusions are
//! done, done late, late or still open; and one to come.

use ::conferences::desk::{self, Asked, NewConclusion, NewItem, Plan, Read, Said};
use ::conferences::facts::{Event, Reported};
use ::conferences::kind::{Deferred, Kind, Line, Role};
use accounts::{App, Failure};
use jiff::civil::Date;
use kernel::{Actor, Clock};
use units::Gazetteer;
use units::local;

use super::{Officers, at, worked};

/// How many villages are points.
const VILLAGES: usize = 4;

/// A conclusion: which point owes it (0 is the commune), what, by how many days after, done after
/// how many days, and whether everybody may read it.
type Task = (usize, &'static str, i64, Option<i64>, bool);

const TASKS: &[Task] = &[
    (1, "Thu dọn điểm rác tự phát ở đầu thôn (ví dụ)", 10, Some(8), true),
    (2, "Lập danh sách hộ chưa có nước sạch, chỉ ghi số hộ (ví dụ)", 15, Some(21), true),
    (3, "Sửa loa truyền thanh của thôn (ví dụ)", 20, None, true),
    (0, "Chuẩn bị tài liệu tập huấn hòa giải ở cơ sở (ví dụ)", 90, None, false),
];

fn days(from: Date, n: i64) -> Date {
    from.saturating_add(jiff::Span::new().days(n))
}

/// Plays the conferences, the last of them to come after `last`.
pub async fn play(
    app: &App,
    clock: &Clock,
    officers: &Officers,
    unit: &str,
    last: Date,
) -> Result<(), Failure> {
    let on = worked(app, days(last, -40));
    // The year of a young commune begins later.
    if Gazetteer::shared().at(unit, days(on, -10)).is_none() {
        return Ok(());
    }
    let villages = local::of(&app.store, unit, local::Kind::Village).await?;
    let points = std::iter::once(unit.to_owned());
    let points = points.chain(villages.into_iter().take(VILLAGES).map(|one| one.code));
    let points: Vec<String> = points.collect();
    held(app, clock, officers, (unit, &points), (on, last)).await?;
    let leader = Actor::Account(officers.leader);
    clock.set(at(days(last, -1), 15, 0));
    let title = "Triển khai tháng cao điểm dân vận (ví dụ)";
    let ahead = worked(app, days(last, 9));
    let key = planned(app, &leader, unit, (Kind::Launch, title, ahead)).await?;
    act(app, &leader, &key, Asked::Lines(points.join("\n"))).await?;
    act(app, &leader, &key, Asked::Plain(Event::Published {})).await?;
    clock.set(at(last, 16, 58));
    Ok(())
}

async fn planned(
    app: &App,
    leader: &Actor,
    unit: &str,
    (kind, title, on): (Kind, &str, Date),
) -> Result<String, Failure> {
    let item = |title: &str, role| -> NewItem { (title.to_owned(), role) };
    let plan = Plan {
        unit: unit.to_owned(),
        kind,
        on,
        from: 8 * 60,
        until: 11 * 60,
        title: title.to_owned(),
        place: "Hội trường Ủy ban nhân dân xã".to_owned(),
        agenda: vec![
            item("Tình hình trong kỳ", Role::Deputy),
            item("Ý kiến các điểm cầu", Role::Village),
            item("Kết luận", Role::Chair),
        ],
    };
    desk::plan(&app.store, leader, &plan, app.store.new_id()).await
}

async fn held(
    app: &App,
    clock: &Clock,
    officers: &Officers,
    (unit, points): (&str, &[String]),
    (on, last): (Date, Date),
) -> Result<(), Failure> {
    let (leader, clerk) = (Actor::Account(officers.leader), Actor::Account(officers.reception));
    clock.set(at(days(on, -7), 9, 0));
    let title = "Giao ban công tác dân vận với các thôn (ví dụ)";
    let key = planned(app, &leader, unit, (Kind::Briefing, title, on)).await?;
    act(app, &leader, &key, Asked::Lines(points.join("\n"))).await?;
    let stream = format!("conference/{key}");
    for point in points {
        desk::confirm(&app.store, &clerk, (&stream, point), true).await?;
    }
    clock.set(at(on, 8, 0));
    act(app, &leader, &key, Asked::Plain(Event::Opened {})).await?;
    for (n, point) in (0u32..).zip(points) {
        clock.set(app.store.now() + jiff::SignedDuration::from_mins(3));
        let said = Reported {
            conference: stream.clone(),
            unit: point.clone(),
            present: if n == 0 { [4, 11, 5, 0, 2] } else { [0, 1, 2, 1 + n, 9 + n] },
            line: if n == 3 { Line::Lost } else { Line::Ok },
            key: app.store.new_id().to_string(),
        };
        desk::report(&app.store, &clerk, &said, 0).await?;
    }
    asked(app, (&leader, &clerk), &stream, points).await?;
    let mut made = Vec::new();
    for (owner, what, by, done, open_to_all) in TASKS {
        let new = NewConclusion {
            what: (*what).to_owned(),
            owner: Some(points.get(*owner).unwrap_or(&points[0]).clone()),
            until: Some(days(on, *by)),
            open_to_all: *open_to_all,
        };
        let read = known(app, &key).await?;
        let id = app.store.new_id();
        made.push((desk::conclude(&app.store, &leader, &read.it, &new, id).await?, *done));
    }
    clock.set(at(on, 11, 0));
    act(app, &leader, &key, Asked::Plain(Event::Closed {})).await?;
    clock.set(at(days(on, 2), 10, 0));
    let (read, w) = (known(app, &key).await?, app.face.book().words(web::Lang::Vi));
    let general = "Các thôn chủ động nắm việc dân cần, báo cáo trước ngày 25 hằng tháng (ví dụ).";
    let letter = desk::draft(&app.store, &w, &read.it, general).await?;
    act(app, &leader, &key, Asked::Notice(Box::new(letter))).await?;
    act(app, &leader, &key, Asked::Plain(Event::Published {})).await?;
    for (key, after) in made.iter().filter_map(|(key, done)| Some((key, (*done)?))) {
        clock.set(at(days(on, after).min(last), 15, 0));
        if let Some(read) = desk::read_conclusion(&app.store, key).await? {
            let asked = (Ok(days(on, after)), "Đã làm xong, ảnh ở nhà văn hóa thôn (ví dụ).");
            desk::step_conclusion(&app.store, &clerk, read, 1, asked).await?;
        }
    }
    Ok(())
}

/// Two questions: one answered, one put off.
async fn asked(
    app: &App,
    (leader, clerk): (&Actor, &Actor),
    stream: &str,
    points: &[String],
) -> Result<(), Failure> {
    let answer = Said::Answer(Role::Chair, "Xã cấp trong tháng sau (ví dụ).".to_owned());
    let questions = [
        ("Bao giờ điểm cầu thôn có máy chiếu? (ví dụ)", answer),
        ("Mức hỗ trợ tổ hòa giải năm tới? (ví dụ)", Said::Defer(Deferred::Study)),
    ];
    for (point, (words, said)) in points.iter().skip(1).zip(questions) {
        let asked = (Role::Village, words);
        let id = app.store.new_id();
        let key = desk::ask(&app.store, clerk, (stream, point), asked, id).await?;
        if let Some(read) = desk::read_inquiry(&app.store, &key).await? {
            desk::step_inquiry(&app.store, leader, read, 1, said).await?;
        }
    }
    Ok(())
}

async fn known(
    app: &App,
    key: &str,
) -> Result<Read<::conferences::conference::Conference>, Failure> {
    let read = desk::read(&app.store, key).await?;
    read.ok_or_else(|| Failure::bug("a conference of the demonstration is gone"))
}

async fn act(app: &App, actor: &Actor, key: &str, asked: Asked) -> Result<(), Failure> {
    let read = known(app, key).await?;
    let seen = read.it.version;
    desk::step(&app.store, actor, read, seen, asked).await
}
