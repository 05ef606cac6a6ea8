//! The calendar of receptions as a calendar program fetches it (iCalendar, RFC 5545). It holds what
//! the page shows and nothing more.

use jiff::Timestamp;
use jiff::civil::Date;
use web::icalendar::Calendar;

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

/// The whole calendar.
pub fn calendar(name: &str, entries: &[Entry], now: Timestamp) -> String {
    let now = now.strftime("%Y%m%dT%H%M%SZ").to_string();
    let mut out = Calendar::new(name, "PT6H");
    for entry in entries {
        let day = entry.on.strftime("%Y%m%d");
        let at = |minute: i64| format!("{day}T{:02}{:02}00", minute / 60, minute % 60);
        let status = if entry.cancelled { "CANCELLED" } else { "CONFIRMED" };
        out.put("BEGIN", "VEVENT")
            .put("UID", &format!("{}@dantin", entry.uid))
            .put("DTSTAMP", &now)
            .put("SEQUENCE", &entry.sequence.to_string())
            .text("SUMMARY", &entry.summary)
            .text("LOCATION", &entry.place)
            .put("DTSTART;TZID=Asia/Ho_Chi_Minh", &at(entry.from))
            .put("DTEND;TZID=Asia/Ho_Chi_Minh", &at(entry.until.min(24 * 60 - 1)))
            .all(&[("URL", &entry.url), ("STATUS", status), ("END", "VEVENT")]);
    }
    out.finish()
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
