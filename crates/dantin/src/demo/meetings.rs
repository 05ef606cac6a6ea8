//! The dialogues of the simulated year: one whose promises were kept, not kept or withdrawn, one
//! with promises still open, one to come with questions in advance; and voters who ask for another.

use accounts::{App, Failure};
use jiff::civil::Date;
use kernel::{Actor, Clock};
use meetings::desk::{self, Asked, AskedOf, Evidence, Line, NewCall, Plan, Read, Said};
use meetings::dialogue::{Command, Dialogue};
use meetings::kind::{Cause, Form, Media, NotTaken, Role, Side, Way, Withdrawn};
use meetings::question;
use units::Gazetteer;

use super::{Officers, at, picture};

/// What became of a promise, by days after the dialogue.
enum Became {
    Open,
    Kept(i64, &'static str),
    Withdrawn(i64, &'static str),
}

/// A question in the room with its answer; and what was promised, by days after the dialogue.
struct Spoken {
    matter: &'static str,
    asked: &'static str,
    answer: (Role, &'static str),
    promise: Option<(&'static str, &'static str, i64, Became)>,
}

/// A dialogue of the past, by the days before the last one of the year.
struct Held {
    days: i64,
    cause: Cause,
    place: &'static str,
    content: &'static str,
    attended: u32,
    spoken: &'static [Spoken],
    conclusions: &'static str,
}

const PART: &str = "Đến trực tiếp; câu hỏi gửi trước ở trang này, bằng giấy hoặc qua trưởng thôn.";

const YEAR: &[Held] = &[
    Held {
        days: 190,
        cause: Cause::Yearly,
        place: "Nhà văn hóa trung tâm xã",
        content: "Thủy lợi, đèn đường, vệ sinh môi trường trước mùa mưa",
        attended: 143,
        spoken: &[
            Spoken {
                matter: "water",
                asked: "Mương thôn Mẫu đầy cỏ, ruộng cuối mương không có nước. Bao giờ nạo vét?",
                answer: (Role::Chair, "Xã nạo vét trước vụ sau, giao cho Phòng Kinh tế."),
                promise: Some((
                    "Nạo vét 640 m mương thôn Mẫu",
                    "office",
                    40,
                    Became::Kept(
                        36,
                        "Đã nạo vét đủ 640 m; ảnh và biên bản ở nhà văn hóa thôn Mẫu.",
                    ),
                )),
            },
            Spoken {
                matter: "lighting",
                asked: "Đèn đường thôn Nháp tắt đã lâu, trẻ em đi học về tối.",
                answer: (Role::Deputy, "Xã thay bóng trong hai tháng."),
                promise: Some((
                    "Thay mười hai bóng đèn đường thôn Nháp",
                    "deputy",
                    60,
                    Became::Kept(74, "Đã thay đủ mười hai bóng; chậm vì chờ hàng."),
                )),
            },
            Spoken {
                matter: "waste",
                asked: "Điểm tập kết rác ở cạnh trường mẫu giáo, đề nghị dời đi.",
                answer: (Role::Chair, "Xã khảo sát và dời trong năm."),
                promise: Some((
                    "Dời điểm tập kết rác cạnh trường mẫu giáo",
                    "chair",
                    150,
                    Became::Open,
                )),
            },
            Spoken {
                matter: "roads",
                asked: "Cầu qua suối thôn Thử hẹp, xe cứu thương không qua được.",
                answer: (Role::Chair, "Xã xin chủ trương mở rộng."),
                promise: Some((
                    "Mở rộng cầu thôn Thử",
                    "chair",
                    170,
                    Became::Withdrawn(
                        95,
                        "Cầu thuộc đường tỉnh; đã chuyển đề nghị đến Sở Xây dựng.",
                    ),
                )),
            },
        ],
        conclusions: "Nạo vét mương thôn Mẫu, thay đèn thôn Nháp, dời điểm tập kết rác trong \
                      năm; việc cầu thôn Thử báo cáo thành phố.",
    },
    Held {
        days: 34,
        cause: Cause::Needed,
        place: "Nhà văn hóa thôn Ví Dụ",
        content: "Đường bê tông thôn Ví Dụ và nước sạch",
        attended: 86,
        spoken: &[
            Spoken {
                matter: "roads",
                asked: "Đường mới đổ đã nứt ở dốc. Ai chịu trách nhiệm sửa?",
                answer: (Role::Deputy, "Đơn vị thi công phải bảo hành, xã đôn đốc."),
                promise: Some((
                    "Yêu cầu đơn vị thi công sửa đoạn nứt ở dốc",
                    "deputy",
                    55,
                    Became::Open,
                )),
            },
            Spoken {
                matter: "water",
                asked: "Nước máy yếu vào buổi chiều, từ tháng nào thì đủ?",
                answer: (Role::Office, "Nhà máy tăng áp từ tháng sau; xã công khai lịch."),
                promise: None,
            },
        ],
        conclusions: "Đôn đốc bảo hành đường; công khai lịch cấp nước ở ba nhà văn hóa.",
    },
];

/// Questions sent before the dialogue to come.
const AHEAD: &[(Way, &str, &str)] = &[
    (Way::Page, "social", "Danh sách hộ được hỗ trợ sửa nhà niêm yết ở đâu?"),
    (Way::Village, "roads", "Ngõ xóm 4 ngập sau mỗi trận mưa, đề nghị làm rãnh."),
    (Way::Paper, "land", "Đề nghị xem lại quyết định thu hồi đất của nhà tôi."),
];

/// Plays the dialogues, the last of them to come after `last`.
pub async fn play(
    app: &App,
    clock: &Clock,
    officers: &Officers,
    unit: &str,
    last: Date,
) -> Result<(), Failure> {
    let day = |days: i64| last.saturating_add(jiff::Span::new().days(days));
    for held in YEAR {
        let on = day(-held.days);
        // The year of a young commune begins later.
        if Gazetteer::shared().at(unit, day(-held.days - 20)).is_some() {
            hold(app, clock, officers, unit, (held, on, last)).await?;
        }
    }
    ahead(app, clock, officers, unit, (day(-2), day(12))).await?;
    let clerk = Actor::Account(officers.reception);
    clock.set(at(day(-20), 9, 0));
    let words = "Đối thoại về bãi đỗ xe và giờ họp của chợ xã".to_owned();
    let call = NewCall { unit: unit.to_owned(), voters: 6_420, on: day(-20), words };
    let key = desk::call(&app.store, &clerk, &call, app.store.new_id()).await?;
    for (seen, (days, voters)) in (1..).zip([(-15, 214), (-6, 187)]) {
        clock.set(at(day(days), 10, 0));
        desk::support(&app.store, &clerk, &key, seen, (day(days), voters)).await?;
    }
    clock.set(at(last, 16, 55));
    Ok(())
}

pub(super) fn plan(unit: &str, on: Date, cause: Cause, (place, content): (&str, &str)) -> Plan {
    Plan {
        unit: unit.to_owned(),
        form: Form::Onsite,
        cause,
        on,
        from: 8 * 60,
        until: 11 * 60 + 30,
        place: place.to_owned(),
        content: content.to_owned(),
        part: PART.to_owned(),
        call: None,
    }
}

async fn hold(
    app: &App,
    clock: &Clock,
    officers: &Officers,
    unit: &str,
    (held, on, last): (&Held, Date, Date),
) -> Result<(), Failure> {
    let (clerk, leader) = (Actor::Account(officers.reception), Actor::Account(officers.leader));
    let day = |days: i64| on.saturating_add(jiff::Span::new().days(days));
    clock.set(at(day(-16), 9, 0));
    let new = plan(unit, on, held.cause, (held.place, held.content));
    let key = desk::plan(&app.store, &clerk, &new).await?;
    let media = vec![Media::Portal, Media::Radio, Media::Villages];
    act(app, &clerk, &key, Asked::Plain(Command::Announce(day(-16), media))).await?;
    clock.set(at(on, 8, 0));
    act(app, &clerk, &key, Asked::Plain(Command::Open)).await?;
    let mut made = Vec::new();
    for spoken in held.spoken {
        clock.set(app.store.now() + jiff::SignedDuration::from_mins(20));
        let id = write(app, &clerk, &key, spoken, on).await?;
        made.extend(spoken.promise.as_ref().map(|(.., became)| (id.to_string(), became)));
    }
    clock.set(at(on, 11, 20));
    act(app, &clerk, &key, Asked::Plain(Command::Close(held.attended))).await?;
    act(app, &leader, &key, Asked::Conclude(held.conclusions.to_owned())).await?;
    for side in Side::ALL {
        act(app, &leader, &key, Asked::Plain(Command::Agree(*side))).await?;
    }
    clock.set(at(day(6), 9, 0));
    let media = vec![Media::Portal, Media::Posted, Media::Villages];
    act(app, &leader, &key, Asked::Publish(day(6), media, String::new())).await?;
    for (promise, became) in made {
        let (days, kept, why, words) = match became {
            Became::Open => continue,
            Became::Kept(days, words) => (*days, Some(day(*days)), None, words),
            Became::Withdrawn(days, words) => (*days, None, Some(Withdrawn::NotOurs), words),
        };
        clock.set(at(day(days).min(last), 15, 0));
        if let Some(read) = desk::read_promise(&app.store, &promise).await? {
            let asked = (kept, why, *words);
            let evidence = if kept.is_some() { pictures()? } else { Evidence::default() };
            desk::keep_promise(&app.store, &leader, read, 1, asked, evidence).await?;
        }
    }
    Ok(())
}

/// What shows everybody how a promise was kept: a picture of before and one of after.
fn pictures() -> Result<Evidence, Failure> {
    let files = vec![picture::simulated([150, 134, 104])?, picture::simulated([112, 152, 96])?];
    Ok(Evidence { files, shown: true })
}

async fn write(
    app: &App,
    clerk: &Actor,
    key: &str,
    spoken: &Spoken,
    on: Date,
) -> Result<kernel::Id, Failure> {
    let id = app.store.new_id();
    let day = |days: i64| on.saturating_add(jiff::Span::new().days(days));
    let (role, answer) = spoken.answer;
    let promise = spoken.promise.as_ref().map(|(what, owner, days, _)| {
        ((*what).to_owned(), Some((*owner).to_owned()), Some(day(*days)))
    });
    let line = Line {
        of: None,
        said: said(Way::Room, spoken.matter, spoken.asked),
        answer: Some((role, answer.to_owned())),
        promise,
        owner_unit: None,
    };
    let read = known(app, key).await?;
    desk::write(&app.store, clerk, &read.it, &line, id).await?;
    Ok(id)
}

pub(super) fn said(way: Way, matter: &str, words: &str) -> Said {
    let role = if way == Way::Village { Role::Village } else { Role::Resident };
    let (matter, words) = (matter.to_owned(), words.to_owned());
    Said { way, role, matter, person: desk::Person::default(), words }
}

/// The dialogue to come: one question taken, one waiting, one with a way of its own.
async fn ahead(
    app: &App,
    clock: &Clock,
    officers: &Officers,
    unit: &str,
    (today, on): (Date, Date),
) -> Result<(), Failure> {
    let (clerk, leader) = (Actor::Account(officers.reception), Actor::Account(officers.leader));
    clock.set(at(today, 9, 0));
    let about = ("Nhà văn hóa trung tâm xã", "Hỗ trợ sửa nhà, thoát nước trong khu dân cư");
    let key = desk::plan(&app.store, &clerk, &plan(unit, on, Cause::Needed, about)).await?;
    let media = vec![Media::Portal, Media::Posted];
    act(app, &clerk, &key, Asked::Plain(Command::Announce(today, media))).await?;
    for (n, (way, matter, words)) in AHEAD.iter().enumerate() {
        clock.set(app.store.now() + jiff::SignedDuration::from_mins(35));
        let read = known(app, &key).await?;
        let said = said(*way, matter, words);
        let (id, _) = desk::ask(&app.store, &clerk, &read.it, &said, app.store.new_id()).await?;
        let command = match n {
            0 => question::Command::Take(None),
            1 => continue,
            _ => question::Command::Decline(NotTaken::OwnWay),
        };
        if let Some(read) = desk::question(&app.store, desk::key(&id)).await? {
            let asked = AskedOf::Plain(command);
            desk::step_question(&app.store, &leader, read, 1, asked).await?;
        }
    }
    Ok(())
}

pub(super) async fn known(app: &App, key: &str) -> Result<Read<Dialogue>, Failure> {
    let read = desk::dialogue(&app.store, key).await?;
    read.ok_or_else(|| Failure::bug("a dialogue of the demonstration is gone"))
}

pub(super) async fn act(app: &App, actor: &Actor, key: &str, asked: Asked) -> Result<(), Failure> {
    let read = known(app, key).await?;
    let seen = read.it.version;
    desk::step(&app.store, actor, read, seen, asked).await
}
