//! A calendar as a calendar program fetches it (iCalendar, RFC 5545): heads, time zone, lines, and
//! what stands on days. What that is, is for the subject to say.

use axum::http::header;
use axum::response::{IntoResponse as _, Response};
use jiff::Timestamp;
use jiff::civil::Date;

/// Viet Nam has had one clock since 1975.
const ZONE: &[(&str, &str)] = &[
    ("BEGIN", "VTIMEZONE"),
    ("TZID", "Asia/Ho_Chi_Minh"),
    ("BEGIN", "STANDARD"),
    ("DTSTART", "19750613T000000"),
    ("TZOFFSETFROM", "+0700"),
    ("TZOFFSETTO", "+0700"),
    ("TZNAME", "+07"),
    ("END", "STANDARD"),
    ("END", "VTIMEZONE"),
];

/// A calendar being written.
#[derive(Debug)]
pub struct Calendar(String);

impl Calendar {
    /// Begins a calendar of a name, to be fetched anew after a duration of RFC 5545: `PT1H`.
    #[must_use]
    pub fn new(name: &str, refresh: &str) -> Self {
        let mut new = Self(String::new());
        new.all(&[
            ("BEGIN", "VCALENDAR"),
            ("VERSION", "2.0"),
            ("PRODID", "-//Dantin//Dantin//VI"),
            ("CALSCALE", "GREGORIAN"),
            ("METHOD", "PUBLISH"),
            ("REFRESH-INTERVAL;VALUE=DURATION", refresh),
        ]);
        new.text("X-WR-CALNAME", name).all(ZONE);
        new
    }

    /// One content line, folded so that no line is longer than 75 octets (§3.1), between
    /// characters.
    pub fn put(&mut self, name: &str, value: &str) -> &mut Self {
        let mut width = 0;
        for c in name.chars().chain([':']).chain(value.chars()) {
            if width + c.len_utf8() > 75 {
                self.0.push_str("\r\n ");
                width = 1;
            }
            self.0.push(c);
            width += c.len_utf8();
        }
        self.0.push_str("\r\n");
        self
    }

    /// A line whose value is text (§3.3.11).
    pub fn text(&mut self, name: &str, value: &str) -> &mut Self {
        self.put(name, &escaped(value))
    }

    /// Lines that need no escaping.
    pub fn all(&mut self, lines: &[(&str, &str)]) -> &mut Self {
        for (name, value) in lines {
            self.put(name, value);
        }
        self
    }

    /// The whole calendar.
    #[must_use]
    pub fn finish(mut self) -> String {
        self.put("END", "VCALENDAR");
        self.0
    }
}

/// Something that stands on a day: a meeting of people at its hours, or a day by which something is
/// owed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Event {
    /// Its name in calendars, the same for ever.
    pub uid: String,
    /// What it is.
    pub summary: String,
    /// Where; empty when that is not said.
    pub place: String,
    /// The part of the unit that it is for, by its code; empty for everybody.
    pub village: String,
    /// The day, on Viet Nam's clock.
    pub on: Date,
    /// The minutes at which it begins and ends; `None` for the whole day.
    pub hours: Option<(i64, i64)>,
    /// Whether it was called off.
    pub cancelled: bool,
    /// How many facts it has: a program shows what has the higher number.
    pub sequence: i64,
    /// Its page, from `/` on.
    pub path: String,
}

/// A whole calendar of a site, whose address is put before the pages of the events.
pub fn calendar(name: &str, entries: &[Event], site: &str, now: Timestamp) -> String {
    let now = now.strftime("%Y%m%dT%H%M%SZ").to_string();
    let mut out = Calendar::new(name, "PT6H");
    for entry in entries {
        out.put("BEGIN", "VEVENT")
            .put("UID", &format!("{}@dantin", entry.uid))
            .put("DTSTAMP", &now)
            .put("SEQUENCE", &entry.sequence.to_string())
            .text("SUMMARY", &entry.summary);
        if !entry.place.is_empty() {
            out.text("LOCATION", &entry.place);
        }
        out.when(entry.on, entry.hours);
        let status = if entry.cancelled { "CANCELLED" } else { "CONFIRMED" };
        let url = format!("{site}{}", entry.path);
        out.all(&[("URL", &url), ("STATUS", status), ("END", "VEVENT")]);
    }
    out.finish()
}

impl Calendar {
    fn when(&mut self, on: Date, hours: Option<(i64, i64)>) -> &mut Self {
        let day = |on: Date| on.strftime("%Y%m%d").to_string();
        let Some((from, until)) = hours else {
            let end = on.tomorrow().unwrap_or(on);
            return self.put("DTSTART;VALUE=DATE", &day(on)).put("DTEND;VALUE=DATE", &day(end));
        };
        let at = |minute: i64| format!("{}T{:02}{:02}00", day(on), minute / 60, minute % 60);
        self.put("DTSTART;TZID=Asia/Ho_Chi_Minh", &at(from))
            .put("DTEND;TZID=Asia/Ho_Chi_Minh", &at(until.min(24 * 60 - 1)))
    }
}

/// A calendar as it is answered to whoever subscribes, under the name of its file.
pub fn answer(file: &str, calendar: String) -> Response {
    let head = [
        (header::CONTENT_TYPE, "text/calendar; charset=utf-8".to_owned()),
        (header::CACHE_CONTROL, "public, max-age=900".to_owned()),
        (header::CONTENT_DISPOSITION, format!("inline; filename=\"{file}\"")),
    ];
    (head, calendar).into_response()
}

/// Text as a calendar holds it (§3.3.11).
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\\' | ';' | ',' => out.extend(['\\', c]),
            '\n' => out.push_str("\\n"),
            c if c.is_control() => {}
            c => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_folded_between_characters_and_text_is_escaped() {
        let mut calendar = Calendar::new("Lịch", "PT1H");
        calendar.text("SUMMARY", &"đường; nước, \\ rác\nđiện\u{7} ".repeat(9));
        let text = calendar.finish();
        assert!(text.ends_with("END:VCALENDAR\r\n"));
        for line in text.split_terminator("\r\n") {
            assert!(line.len() <= 75 && !line.contains('\n'), "{line}");
        }
        let whole = text.replace("\r\n ", "");
        assert!(whole.contains("SUMMARY:đường\\; nước\\, \\\\ rác\\nđiện đường"), "{whole}");
    }

    #[test]
    fn a_meeting_is_an_event_of_viet_nam_s_clock() {
        let entry = Event {
            uid: "a".into(),
            summary: "Chủ tịch tiếp công dân; Thăng Trường, tầng 1".into(),
            place: "Trụ sở\nphòng 2".into(),
            on: Date::constant(2026, 3, 10),
            village: String::new(),
            hours: Some((8 * 60, 11 * 60 + 30)),
            cancelled: false,
            sequence: 2,
            path: "/lich-tiep-dan".into(),
        };
        let site = "https://x.example";
        let written = |entry: &Event| {
            calendar("Lịch", std::slice::from_ref(entry), site, Timestamp::UNIX_EPOCH)
        };
        let text = written(&entry);
        for part in [
            "DTSTART;TZID=Asia/Ho_Chi_Minh:20260310T080000\r\n",
            "DTEND;TZID=Asia/Ho_Chi_Minh:20260310T113000\r\n",
            "Trường\\, tầng 1",
            "LOCATION:Trụ sở\\nphòng 2",
            "STATUS:CONFIRMED",
            "URL:https://x.example/lich-tiep-dan\r\n",
        ] {
            assert!(text.replace("\r\n ", "").contains(part), "{part} is not in {text}");
        }
        assert!(text.split("\r\n").all(|line| line.len() <= 75));
        let off = Event { cancelled: true, place: String::new(), ..entry.clone() };
        assert!(written(&off).contains("STATUS:CANCELLED") && !written(&off).contains("LOCATION"));
        let last = Event { on: Date::constant(2026, 12, 31), hours: None, ..entry };
        let day = "DTSTART;VALUE=DATE:20261231\r\nDTEND;VALUE=DATE:20270101\r\n";
        assert!(written(&last).contains(day));
    }
}
