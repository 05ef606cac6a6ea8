//! Rows of lists for the samples: invented.

use std::collections::HashMap;

use jiff::civil::Date;
use web::Page;

use super::super::one::Said;
use super::super::shown::{self, Asked, Owed};
use super::{UNIT, day, item};
use crate::facts::Event;
use crate::kind::{Media, Side};
use crate::store::{Entry, Line, Word};

/// What stands in the vault of the samples.
pub(super) fn words() -> HashMap<String, String> {
    [
        ("place", "Nhà văn hóa trung tâm xã"),
        ("content", "Môi trường, thủy lợi và đường thôn trước mùa mưa"),
        ("mương", "Nạo vét mương thôn Mẫu dài 640 m"),
        ("đèn", "Thay mười hai bóng đèn đường thôn Nháp"),
        ("rác", "Dời điểm tập kết rác cạnh trường mẫu giáo"),
        ("", "Đối thoại về bãi rác và đường thôn"),
    ]
    .into_iter()
    .map(|(key, words)| (key.to_owned(), words.to_owned()))
    .collect()
}

/// Dialogues in several states.
pub(super) fn dialogs() -> Vec<Line> {
    let line = |on: Date, state: &str, told: Option<Date>, public: Option<Date>| Line {
        stream: format!("dialogue/{UNIT}-{}-0800", on.strftime("%Y%m%d")),
        unit: UNIT.into(),
        form: "onsite".into(),
        cause: "yearly".into(),
        on,
        from: 480,
        until: 690,
        place: "place".into(),
        content: "content".into(),
        state: state.into(),
        announced_on: told,
        published_on: public,
        attended: 118,
        ..Line::default()
    };
    vec![
        line(day(4, 14), "announced", Some(day(3, 18)), None),
        line(day(3, 24), "planned", None, None),
        line(day(3, 12), "published", Some(day(3, 2)), Some(day(3, 19))),
        line(day(2, 3), "held", Some(day(2, 1)), None),
    ]
}

/// Promises: owed, late, kept, kept late, withdrawn.
pub(super) fn owed(page: &Page, office: bool, today: Date) -> Vec<Owed> {
    let word = |n: u8, what: &str, until: Date, state: &str, closed_on: Option<Date>| Word {
        stream: format!("promise/{}", super::id(20 + n)),
        unit: UNIT.into(),
        owner: "deputy".into(),
        owner_unit: UNIT.into(),
        said_on: day(1, 12),
        place: "dialogue".into(),
        question: "question/a".into(),
        what: what.into(),
        until,
        state: state.into(),
        closed_on,
        version: 1,
        ..Word::default()
    };
    let all = [
        word(1, "mương", day(6, 30), "open", None),
        word(2, "rác", day(3, 1), "open", None),
        word(3, "đèn", day(3, 1), "kept", Some(day(2, 20))),
        word(4, "đèn", day(2, 1), "kept", Some(day(2, 20))),
        word(5, "rác", day(2, 1), "withdrawn", Some(day(1, 20))),
    ];
    let (words, names) = (words(), shown::Names::new());
    let place = shown::Place { here: UNIT, office };
    all.iter().map(|word| shown::owed(page, word, (&words, &names), place, today)).collect()
}

/// Questions: answered with a promise, not taken, not sorted yet.
pub(super) fn asked(page: &Page, promises: &[Owed]) -> Vec<Asked> {
    let entry = |n: u8, state: &str, why: &str| Entry {
        stream: format!("question/{}", super::id(30 + n)),
        way: "village".into(),
        role: "resident".into(),
        matter: "water".into(),
        words: "mương".into(),
        state: state.into(),
        why: why.into(),
        ..Entry::default()
    };
    let (words, none) = (words(), HashMap::new());
    let all = [
        entry(1, "answered", ""),
        entry(2, "declined", "own_way"),
        entry(3, "taken", ""),
        entry(4, "asked", ""),
    ];
    let mut shown: Vec<Asked> =
        (1..).zip(&all).map(|(no, entry)| shown::asked(page, (no, entry), &words, &none)).collect();
    if let Some(first) = shown.first_mut() {
        let who = page
            .with("role", page.t("dt-role-chair"))
            .with("how", page.t("dt-how-spoken"))
            .t("dt-answered-by");
        first.answers.push((who, "Xã nạo vét trước mùa mưa.".into()));
        first.promises = promises.iter().take(1).cloned().collect();
    }
    shown
}

/// The notice went out.
pub(super) fn announced() -> Event {
    Event::Announced { on: day(3, 2), media: vec![Media::Radio, Media::Posted] }
}

/// A dialogue from its notice to its result.
pub(super) fn held() -> Vec<Event> {
    let media = vec![Media::Portal, Media::Villages];
    vec![
        announced(),
        Event::Opened {},
        Event::Closed { attended: 118 },
        Event::Concluded { words: item(6) },
        Event::Agreed { side: Side::Leaders },
        Event::Agreed { side: Side::People },
        Event::Published { on: day(3, 19), media, open: Some(item(7)) },
    ]
}

/// What was said about it beforehand and at its end.
pub(super) fn said() -> Said {
    Said {
        place: "Nhà văn hóa trung tâm xã".into(),
        content: "Môi trường, thủy lợi và đường thôn trước mùa mưa.".into(),
        part: "Đến trực tiếp; câu hỏi gửi trước ở trang này hoặc qua trưởng thôn.".into(),
        conclusions: "Nạo vét mương thôn Mẫu trước ngày 30/6/2026.".into(),
        left_open: "Một câu về đất đai được trả lời bằng văn bản.".into(),
    }
}
