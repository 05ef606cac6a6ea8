//! The calendar of receptions as a calendar program fetches it (iCalendar, RFC 5545). It holds what
//! the page shows and nothing more.

use jiff::Timestamp;
use jiff::civil::Date;

/// One reception.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// Its name in calendars, the same for ever.
    pub uid: String,
    /// Who receives.
    pub summary: String,
    /// Where.
    pub place: String,
    /// The day.
    pub on: Date,
    /// The minute at which it begins.
    pub from: i64,
    /// The minute at which it ends.
    pub until: i64,
    /// Whether it was called off.
    pub cancelled: bool,
    /// How many facts it has: a program shows what has the higher number.
    pub sequence: i64,
    /// Its page.
    pub url: String,
}

/// Text as a calendar holds it (RFC 5545 §3.3.11).
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

/// One content line, folded so that no line is longer than 75 octets (§3.1), between characters.
fn line(out: &mut String, name: &str, value: &str) {
    let mut width = 0;
    for c in format!("{name}:{value}").chars() {
        if width + c.len_utf8() > 75 {
            out.push_str("\r\n ");
            width = 1;
        }
        out.push(c);
        width += c.len_utf8();
    }
    out.push_str("\r\n");
}

const HEAD: &[(&str, &str)] = &[
    ("BEGIN", "VCALENDAR"),
    ("VERSION", "2.0"),
    ("PRODID", "-//Dantin//Dantin//VI"),
    ("CALSCALE", "GREGORIAN"),
    ("METHOD", "PUBLISH"),
    ("REFRESH-INTERVAL;VALUE=DURATION", "PT6H"),
];

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

/// The whole calendar.
pub fn calendar(name: &str, entries: &[Entry], now: Timestamp) -> String {
    let now = now.strftime("%Y%m%dT%H%M%SZ").to_string();
    let mut out = String::new();
    HEAD.iter().for_each(|(name, value)| line(&mut out, name, value));
    line(&mut out, "X-WR-CALNAME", &escaped(name));
    ZONE.iter().for_each(|(name, value)| line(&mut out, name, value));
    for entry in entries {
        let day = entry.on.strftime("%Y%m%d");
        let at = |minute: i64| format!("{day}T{:02}{:02}00", minute / 60, minute % 60);
        let lines = [
            ("BEGIN", "VEVENT".to_owned()),
            ("UID", format!("{}@dantin", entry.uid)),
            ("DTSTAMP", now.clone()),
            ("SEQUENCE", entry.sequence.to_string()),
            ("SUMMARY", escaped(&entry.summary)),
            ("LOCATION", escaped(&entry.place)),
            ("DTSTART;TZID=Asia/Ho_Chi_Minh", at(entry.from)),
            ("DTEND;TZID=Asia/Ho_Chi_Minh", at(entry.until.min(24 * 60 - 1))),
            ("URL", entry.url.clone()),
            ("STATUS", if entry.cancelled { "CANCELLED" } else { "CONFIRMED" }.to_owned()),
            ("END", "VEVENT".to_owned()),
        ];
        lines.iter().for_each(|(name, value)| line(&mut out, name, value));
    }
    line(&mut out, "END", "VCALENDAR");
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reception_is_an_event_of_viet_nam_s_clock() {
        let entry = Entry {
            uid: "a".into(),
            summary: "Chủ tịch tiếp công dân; Thăng Trường, tầng 1".into(),
            place: "Trụ sở\nphòng 2".into(),
            on: Date::constant(2026, 3, 10),
            from: 8 * 60,
            until: 11 * 60 + 30,
            cancelled: false,
            sequence: 2,
            url: "/lich-tiep-dan".into(),
        };
        let text = calendar("Lịch", std::slice::from_ref(&entry), Timestamp::UNIX_EPOCH);
        for part in [
            "DTSTART;TZID=Asia/Ho_Chi_Minh:20260310T080000\r\n",
            "DTEND;TZID=Asia/Ho_Chi_Minh:20260310T113000\r\n",
            "Trường\\, tầng 1",
            "LOCATION:Trụ sở\\nphòng 2",
            "STATUS:CONFIRMED",
        ] {
            assert!(text.replace("\r\n ", "").contains(part), "{part} is not in {text}");
        }
        assert!(text.split("\r\n").all(|line| line.len() <= 75));
        let off = Entry { cancelled: true, ..entry };
        assert!(calendar("Lịch", &[off], Timestamp::UNIX_EPOCH).contains("STATUS:CANCELLED"));
    }
}
