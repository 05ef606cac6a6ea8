//! What was promised, as a calendar program fetches it (iCalendar, RFC 5545): each promise stands
//! on its day. It holds what the page shows and nothing more.

use jiff::Timestamp;
use jiff::civil::Date;
use web::icalendar::Calendar;

/// One promise.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// Its name in calendars, the same for ever.
    pub uid: String,
    /// Who owes what, and how it stands.
    pub summary: String,
    /// Its day.
    pub on: Date,
    /// Whether it was withdrawn.
    pub withdrawn: bool,
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
        let status = if entry.withdrawn { "CANCELLED" } else { "CONFIRMED" };
        let end = entry.on.tomorrow().unwrap_or(entry.on);
        out.put("BEGIN", "VEVENT")
            .put("UID", &format!("{}@dantin", entry.uid))
            .put("DTSTAMP", &now)
            .put("SEQUENCE", &entry.sequence.to_string())
            .text("SUMMARY", &entry.summary)
            .put("DTSTART;VALUE=DATE", &entry.on.strftime("%Y%m%d").to_string())
            .put("DTEND;VALUE=DATE", &end.strftime("%Y%m%d").to_string())
            .all(&[("URL", &entry.url), ("STATUS", status), ("END", "VEVENT")]);
    }
    out.finish()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_promise_stands_on_its_day() {
        let entry = Entry {
            uid: "promise-a".into(),
            summary: "Chủ tịch: nạo vét mương; thôn 3".into(),
            on: Date::constant(2026, 12, 31),
            withdrawn: false,
            sequence: 1,
            url: "/cam-ket/a".into(),
        };
        let text = calendar("Cam kết", std::slice::from_ref(&entry), Timestamp::UNIX_EPOCH);
        assert!(text.contains("DTSTART;VALUE=DATE:20261231\r\nDTEND;VALUE=DATE:20270101\r\n"));
        assert!(text.contains("mương\\; thôn 3") && text.contains("STATUS:CONFIRMED"));
        let gone = Entry { withdrawn: true, ..entry };
        assert!(calendar("x", &[gone], Timestamp::UNIX_EPOCH).contains("STATUS:CANCELLED"));
    }
}
