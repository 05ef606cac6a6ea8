//! Invented cases for page samples and tests: a law as the program carries it, a few lives of a
//! petition, and the words that a vault would give. No database stands behind them.

use std::collections::HashMap;

use jiff::Timestamp;
use jiff::civil::{Date, date, time};
use kernel::Id;
use store::journal::START;
use store::vault::Opened;
use store::{Laws, Record, Stream, VaultId};

use crate::desk::Read;
use crate::facts::{Enclosed, Event, Extra, Received};
use crate::kind::{AnswerBy, Channel, Finding, Kind, Solved};
use crate::petition::Petition;

/// What the samples of this slice stand on.
pub(crate) struct Case {
    /// The law.
    pub laws: Laws,
    /// The day on which the samples are looked at.
    pub today: Date,
    /// What the vault holds.
    pub words: HashMap<Id, Opened>,
}

const LETTER: &str = "Mương thoát nước trước nhà văn hóa thôn Gò Dài bị đất lấp từ đợt mưa tháng \
    Mười. Mỗi lần mưa nước tràn vào sân ba nhà liền nhau, trẻ con đi học phải lội.\nTôi mong xã \
    cho nạo vét trước mùa mưa tới.";
const COMPLAINT: &str = "Quyết định bồi thường khi mở rộng đường thôn Rừng Dương ghi diện tích \
    đất của tôi thiếu 42 m². Tôi đề nghị đo lại và bồi thường đủ.";
const ANSWER: &str = "Khiếu nại đúng một phần. Đo lại có người khiếu nại chứng kiến: công nhận \
    thêm 38 m². Tiền bồi thường bổ sung được chi trước ngày 31/03/2026.";

impl Case {
    /// The samples; `None` only when the program's own rules do not read.
    pub fn new() -> Option<Self> {
        let law = rulebook::Law::embedded().ok()?.canonical().ok()?;
        let body = serde_json::to_string(&law).ok()?;
        let adopted = record("law", store::laws::ADOPTED, 1, at(date(2025, 7, 1), 7), body);
        let laws = Laws::replay(Stream { name: "law".into(), records: vec![adopted] }).ok()?;
        let words = [
            (1, LETTER),
            (2, "Trước nhà văn hóa thôn"),
            (3, COMPLAINT),
            (4, ANSWER),
            (5, "Đã điều chỉnh hồ sơ, chi bổ sung tiền của 38 m² tại trụ sở xã."),
        ];
        let words = words.map(|(n, text)| (item(n).id, Opened::Words(text.into())));
        Some(Self { laws, today: date(2026, 2, 12), words: words.into() })
    }

    /// A petition that just arrived.
    pub fn received(&self, kind: Kind, on: Date) -> Read {
        life(&[(first(kind, on), at(on, 8))])
    }

    /// A complaint that was answered on 10/02/2026.
    pub fn answered(&self) -> Read {
        life(&complaint())
    }

    /// The same, of which the asker says that it is not solved.
    pub fn judged(&self) -> Read {
        let mut events = complaint();
        let (solved, on) = (Solved::No, date(2026, 2, 12));
        events.push((Event::Judged { solved, words: None, heard: None, on }, at(on, 8)));
        life(&events)
    }

    /// A complaint whose decision was carried out once it was in force.
    pub fn carried_out(&self) -> Read {
        let mut events = complaint();
        let on = date(2026, 3, 16);
        events.push((Event::CarriedOut { how: item(5), looked: false, on }, at(on, 9)));
        life(&events)
    }

    /// A complaint that was accepted and is not settled in time.
    pub fn overdue(&self) -> Read {
        let mut events = complaint();
        events.truncate(5);
        for (event, at) in &mut events {
            if let Event::Accepted { on } = event {
                *on = date(2026, 1, 8);
                *at = self::at(*on, 9);
            }
        }
        life(&events)
    }

    /// Feedback that was answered and is not solved: it is open again.
    pub fn contested(&self) -> Read {
        let day = |day| date(2026, 2, day);
        let (kind, matter) = (Kind::Feedback, "water".to_owned());
        life(&[
            (first(kind, day(2)), at(day(2), 8)),
            (Event::Classified { kind, matter, known: None, on: day(3) }, at(day(3), 8)),
            (Event::Accepted { on: day(3) }, at(day(3), 9)),
            (
                Event::Decided { answer: item(4), finding: None, looked: false, on: day(10) },
                at(day(10), 9),
            ),
            (Event::Sent { by: AnswerBy::Oneself, looked: false, on: day(10) }, at(day(10), 10)),
            (
                Event::Judged { solved: Solved::No, words: None, heard: None, on: day(12) },
                at(day(12), 8),
            ),
        ])
    }

    /// A letter of two matters that became two letters.
    pub fn split(&self) -> Read {
        let (first, on) = (first(Kind::Feedback, date(2026, 2, 10)), date(2026, 2, 11));
        let into = vec!["petition/1".to_owned(), "petition/2".to_owned()];
        life(&[(first, at(date(2026, 2, 10), 8)), (Event::Split { into, on }, at(on, 8))])
    }

    /// One with a photograph and a paper.
    pub fn with_files(&self) -> Read {
        let on = date(2026, 2, 11);
        let file = |n, media: &str, size| Enclosed { item: item(n), media: media.into(), size };
        let files = vec![file(20, "image/jpeg", 2_411_724), file(21, "application/pdf", 348_160)];
        let added = Event::Added { words: None, files, on };
        life(&[(first(Kind::Feedback, on), at(on, 8)), (added, at(on, 9))])
    }

    /// A complaint that was not accepted.
    pub fn refused(&self) -> Read {
        let (kind, matter) = (Kind::Complaint, "land".to_owned());
        let on = date(2026, 2, 12);
        life(&[
            (first(kind, date(2026, 2, 10)), at(date(2026, 2, 10), 8)),
            (Event::Classified { kind, matter, known: None, on }, at(on, 8)),
            (Event::Refused { ground: "KN11.5".into(), note: None, on }, at(on, 8)),
        ])
    }
}

fn complaint() -> Vec<(Event, Timestamp)> {
    let day = |month, day| date(2026, month, day);
    let (kind, matter) = (Kind::Complaint, "compensation".to_owned());
    let finding = Some(Finding::Partly);
    let events = [
        (first(kind, day(1, 5)), day(1, 5)),
        (Event::Classified { kind, matter, known: None, on: day(1, 6) }, day(1, 6)),
        (Event::Assigned { to: item(9).id, on: day(1, 6) }, day(1, 6)),
        (Event::Accepted { on: day(1, 15) }, day(1, 15)),
        (Event::Verified { result: item(8), differs: false, on: day(2, 3) }, day(2, 3)),
        (Event::Decided { answer: item(4), finding, looked: false, on: day(2, 10) }, day(2, 10)),
        (Event::Sent { by: AnswerBy::Post, looked: false, on: day(2, 11) }, day(2, 11)),
    ];
    events.map(|(event, on)| (event, at(on, 9))).into()
}

fn first(kind: Kind, on: Date) -> Event {
    let (code, words, matter) = match kind {
        Kind::Feedback => ("TT-4176-28", 1, "water"),
        _ => ("TT-2861-53", 3, "compensation"),
    };
    Event::Received(Box::new(Received {
        seq: 417,
        code: code.into(),
        kind,
        unit: "20836".into(),
        matter: matter.into(),
        village: String::new(),
        channel: Channel::Page,
        answer_by: AnswerBy::Sms,
        on,
        words: item(words),
        place: Some(item(2)),
        person: None,
        extra: Extra::default(),
    }))
}

fn item(n: u8) -> VaultId {
    VaultId { id: Id::from_parts(Timestamp::UNIX_EPOCH, [n; 10]), commitment: String::new() }
}

fn at(on: Date, hour: i8) -> Timestamp {
    kernel::clock::instant(on, time(hour, 41, 0, 0)).unwrap_or(Timestamp::UNIX_EPOCH)
}

fn record(stream: &str, kind: &str, version: i64, at: Timestamp, body: String) -> Record {
    let (stream, kind, actor) = (stream.to_owned(), kind.to_owned(), "resident".to_owned());
    Record { stream, version, kind, form: 1, at, law: 1, actor, body, hash: START }
}

/// A life from its events; no chain of hashes, nothing verifies it.
fn life(events: &[(Event, Timestamp)]) -> Read {
    let name = crate::petition::stream_name(item(0).id);
    let records = events.iter().zip(1..).map(|((event, at), version)| {
        record(&name, event.kind(), version, *at, event.to_fact().body)
    });
    let stream = Stream { records: records.collect(), name };
    match Petition::replay(&stream) {
        Ok(Some(petition)) => Read { stream, petition },
        broken => unreachable!("a sample life is a life: {broken:?}"),
    }
}
