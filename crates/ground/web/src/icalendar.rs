//! A calendar as a calendar program fetches it (iCalendar, RFC 5545): heads, time zone, lines. What
//! stands in it is for the subject to say.

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
}
