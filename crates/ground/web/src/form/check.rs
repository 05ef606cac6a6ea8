//! Checks of shape: is it there, is it a date, has it ten digits. Each fault is words in the
//! reader's language beside its field; the law's own conditions are decided elsewhere.

use jiff::civil::Date;
use kernel::Refusal;

use super::Fields;
use crate::errors::say_refusal;
use crate::words::Say;

/// What was typed into a form, and what is wrong with it. The same value shows an empty form, a
/// form filled beforehand, and a form that came back with faults.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct FormState {
    fields: Fields,
    faults: Vec<(String, Say)>,
}

impl FormState {
    /// An empty form.
    pub fn new() -> Self {
        Self::default()
    }

    /// A form with what was typed, not checked yet.
    pub fn of(fields: Fields) -> Self {
        Self { fields, faults: Vec::new() }
    }

    /// Fills a field beforehand.
    #[must_use]
    pub fn with(mut self, name: &str, value: impl ToString) -> Self {
        self.fields.push(name, value.to_string());
        self
    }

    /// What was typed.
    pub fn fields(&self) -> &Fields {
        &self.fields
    }

    /// Takes the files out of the form.
    pub fn take_files(&mut self) -> Vec<super::Upload> {
        self.fields.take_files()
    }

    /// Fills a field anew, in place of what was typed.
    pub fn set(&mut self, name: &str, value: impl ToString) {
        self.fields = std::mem::take(&mut self.fields).without(name);
        self.fields.push(name, value.to_string());
    }

    /// Whether any check failed so far.
    pub fn is_wrong(&self) -> bool {
        !self.faults.is_empty()
    }

    /// All faults, in the order of the checks: the order of the page.
    pub fn faults(&self) -> &[(String, Say)] {
        &self.faults
    }

    /// The fault at `name`.
    pub fn fault(&self, name: &str) -> Option<&Say> {
        self.faults.iter().find(|(field, _)| field == name).map(|(_, say)| say)
    }

    /// Notes a fault at `name`; an empty name means the form as a whole.
    pub fn wrong(&mut self, name: &str, say: Say) {
        self.faults.push((name.to_owned(), say));
    }

    /// Notes a refusal at the field it names: what, on which ground, and what to do next.
    pub fn refuse(&mut self, refusal: &Refusal) {
        let ground = refusal.article.as_ref();
        let ground = ground.map(|article| Say::new("page-refused-ground").with("article", article));
        let next = Say::new(format!("refusal-{}-next", refusal.code));
        let args = refusal.args.iter();
        let next = args.fold(next, |say, (name, value)| say.with(name, value));
        let say = ground.into_iter().fold(say_refusal(refusal), Say::then).then(next);
        self.wrong(refusal.field.unwrap_or_default(), say);
    }

    /// A text that may be left out, of at most `max` characters.
    pub fn text(&mut self, name: &str, max: usize) -> Option<String> {
        let text = self.fields.get(name)?.to_owned();
        let long = text.chars().count();
        if long > max {
            let say = Say::new("field-too-long").with("max", max).with("over", long - max);
            self.wrong(name, say);
            return None;
        }
        Some(text)
    }

    /// A text that must be there.
    pub fn required(&mut self, name: &str, max: usize) -> Option<String> {
        self.required_or(name, max, "field-required")
    }

    /// A text that must be there; `key` says it in the subject's own words when it is not.
    pub fn required_or(&mut self, name: &str, max: usize, key: &'static str) -> Option<String> {
        if self.fields.get(name).is_none() {
            self.wrong(name, Say::new(key));
            return None;
        }
        self.text(name, max)
    }

    /// One of `choices`, which must be there.
    pub fn choice<'a>(&mut self, name: &str, choices: &[&'a str]) -> Option<&'a str> {
        if self.fields.get(name).is_none() {
            self.wrong(name, Say::new("field-choose"));
            return None;
        }
        self.maybe_choice(name, choices)
    }

    /// One of `choices`, or nothing.
    pub fn maybe_choice<'a>(&mut self, name: &str, choices: &[&'a str]) -> Option<&'a str> {
        let typed = self.fields.get(name)?;
        let found = choices.iter().find(|choice| **choice == typed).copied();
        if found.is_none() {
            self.wrong(name, Say::new("field-unknown-choice"));
        }
        found
    }

    /// The version of a thing that the reader had before them, from the hidden field `seen`:
    /// `absent` when the form has none, and 0, which no thing has, when it is no number.
    pub fn seen(&self, absent: i64) -> i64 {
        self.fields.get("seen").map_or(absent, |seen| seen.parse().unwrap_or(0))
    }

    /// Whether a box was ticked.
    pub fn ticked(&self, name: &str) -> bool {
        self.fields.get(name).is_some()
    }

    /// A date that must be there and lie from `earliest` to `latest`.
    pub fn date(&mut self, name: &str, earliest: Date, latest: Date) -> Option<Date> {
        if self.fields.get(name).is_none() {
            self.wrong(name, Say::new("field-required"));
            return None;
        }
        self.maybe_date(name, earliest, latest)
    }

    /// A date from `earliest` to `latest`, or nothing. Takes 05/02/2026, 5.2.2026, 2026-02-05.
    pub fn maybe_date(&mut self, name: &str, earliest: Date, latest: Date) -> Option<Date> {
        let typed = self.fields.get(name)?.to_owned();
        let say = match read_date(&typed) {
            Err(key) => Say::new(key).with("date", typed),
            Ok(date) if date < earliest => Say::new("field-date-ancient").with("date", typed),
            Ok(date) if date > latest => Say::new("field-date-future").with("date", typed),
            Ok(date) => return Some(date),
        };
        self.wrong(name, say);
        None
    }

    /// An hour that must be there, such as 8, 8:00, 08h30: the minute of the day.
    pub fn clock(&mut self, name: &str) -> Option<u16> {
        let Some(typed) = self.fields.get(name) else {
            self.wrong(name, Say::new("field-required"));
            return None;
        };
        let (hour, minute) = typed.split_once([':', 'h', 'H', '.', 'g']).unwrap_or((typed, ""));
        let number = |text: &str| match text.trim() {
            "" => Some(0),
            text => text.parse::<u16>().ok().filter(|_| text.len() <= 2),
        };
        let read = number(hour).zip(number(minute)).filter(|(h, m)| *h < 24 && *m < 60);
        match read.filter(|_| !hour.trim().is_empty()) {
            Some((hour, minute)) => Some(hour * 60 + minute),
            None => {
                self.wrong(name, Say::new("field-clock"));
                None
            }
        }
    }

    /// A Vietnamese telephone number that must be there; digits only in the result.
    pub fn phone(&mut self, name: &str) -> Option<String> {
        if self.fields.get(name).is_none() {
            self.wrong(name, Say::new("field-required"));
            return None;
        }
        self.maybe_phone(name)
    }

    /// A Vietnamese telephone number, or nothing.
    pub fn maybe_phone(&mut self, name: &str) -> Option<String> {
        match read_phone(self.fields.get(name)?) {
            Ok(digits) => Some(digits),
            Err(say) => {
                self.wrong(name, say);
                None
            }
        }
    }

    /// An address of electronic mail that must be there.
    pub fn email(&mut self, name: &str) -> Option<String> {
        if self.fields.get(name).is_none() {
            self.wrong(name, Say::new("field-required"));
            return None;
        }
        self.maybe_email(name)
    }

    /// An address of electronic mail, or nothing. Its shape is checked, not whether it exists.
    pub fn maybe_email(&mut self, name: &str) -> Option<String> {
        let read = kernel::email::read(self.fields.get(name)?);
        if read.is_none() {
            self.wrong(name, Say::new("field-email-shape"));
        }
        read
    }

    /// A whole number in `range` that must be there. Thousands may be set off with dots.
    pub fn number(&mut self, name: &str, range: std::ops::RangeInclusive<i64>) -> Option<i64> {
        let Some(typed) = self.fields.get(name) else {
            self.wrong(name, Say::new("field-required"));
            return None;
        };
        let plain: String = typed.chars().filter(|c| !" .\u{a0}".contains(*c)).collect();
        let say = match plain.parse::<i64>() {
            Err(_) => Say::new("field-number-shape"),
            Ok(n) if range.contains(&n) => return Some(n),
            Ok(_) => {
                let (min, max) = (range.start(), range.end());
                Say::new("field-number-range").with("min", min).with("max", max)
            }
        };
        self.wrong(name, say);
        None
    }
}

/// Reads a date; the key of what is wrong otherwise.
fn read_date(typed: &str) -> Result<Date, &'static str> {
    let parts: Vec<&str> = typed.split(['/', '.', '-', ' ']).collect();
    let [a, b, c] = parts[..] else { return Err("field-date-shape") };
    let iso = a.len() == 4;
    let (year, month, day) = if iso { (a, b, c) } else { (c, b, a) };
    let digits = |text: &str, most: usize| {
        let fine = text.len() <= most && text.bytes().all(|byte| byte.is_ascii_digit());
        fine.then(|| text.parse::<i16>().ok()).flatten()
    };
    let year = digits(year, 4).filter(|_| year.len() == 4).ok_or("field-date-shape")?;
    let month = digits(month, 2).ok_or("field-date-shape")?;
    let day = digits(day, 2).ok_or("field-date-shape")?;
    let month = i8::try_from(month).map_err(|_| "field-date-none")?;
    let day = i8::try_from(day).map_err(|_| "field-date-none")?;
    Date::new(year, month, day).map_err(|_| "field-date-none")
}

/// Digits in a number: mobile and service numbers have ten, land lines (02…) eleven.
fn read_phone(typed: &str) -> Result<String, Say> {
    let marks = " .-()\u{a0}";
    let mut digits: String = typed.chars().filter(|c| !marks.contains(*c)).collect();
    if let Some(rest) = digits.strip_prefix("+84") {
        digits = format!("0{}", rest.strip_prefix('0').unwrap_or(rest));
    }
    if digits.is_empty() || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err(Say::new("field-phone-shape"));
    }
    let whole = if digits.starts_with("02") { 11 } else { 10 };
    match digits.len() {
        n if n < whole => Err(Say::new("field-phone-short").with("n", whole - n)),
        n if n > whole => Err(Say::new("field-phone-long").with("n", n - whole)),
        _ if !digits.starts_with('0') => Err(Say::new("field-phone-shape")),
        _ => Ok(digits),
    }
}

/// A minute of the day as 08:00.
pub fn clock(minute: i64) -> String {
    format!("{:02}:{:02}", minute / 60, minute % 60)
}

/// Two minutes of a day as they are shown: `08:00–11:30`.
pub fn hours(from: i64, until: i64) -> String {
    format!("{}–{}", clock(from), clock(until))
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;
    use crate::words::{Book, Lang};

    /// What the checks say about one typed value: the value, or the words of the fault.
    fn said<T: ToString>(typed: &str, check: impl Fn(&mut FormState) -> Option<T>) -> String {
        let mut form = FormState::new().with("x", typed);
        let w = Book::builder().build().unwrap().words(Lang::Vi);
        match check(&mut form) {
            Some(value) if !form.is_wrong() => value.to_string(),
            _ => form.fault("x").map(|say| w.say(say)).unwrap_or_default(),
        }
    }

    #[test]
    fn dates() {
        for (typed, is) in [
            ("05/02/2026", "2026-02-05"),
            ("5.2.2026", "2026-02-05"),
            ("2026-02-05", "2026-02-05"),
            ("31/02/2026", "Ngày không có trong lịch: 31/02/2026."),
            ("hôm qua", "Ngày viết theo mẫu 05/02/2026."),
            ("1/2", "Ngày viết theo mẫu 05/02/2026."),
            ("05/02/26", "Ngày viết theo mẫu 05/02/2026."),
            ("+5/02/2026", "Ngày viết theo mẫu 05/02/2026."),
            ("01/01/0001", "Ngày này quá xa: 01/01/0001. Ông/bà xem lại năm."),
            ("01/01/2999", "Ngày này chưa đến: 01/01/2999."),
        ] {
            let (from, to) = (date(1945, 1, 1), date(2026, 12, 31));
            assert_eq!(said(typed, |form| form.date("x", from, to)), is, "{typed}");
        }
    }

    #[test]
    fn phones() {
        for (typed, is) in [
            ("0900 000 118", "0900000118"),
            ("+84 900 000 118", "0900000118"),
            ("(0236) 300.0000", "02363000000"),
            ("090 000 123", "Số điện thoại còn thiếu 1 chữ số."),
            ("0900 000 1234", "Số điện thoại thừa 1 chữ số."),
            ("1900000118", "Số điện thoại gồm 10 chữ số, bắt đầu bằng số 0."),
            ("không có", "Số điện thoại gồm 10 chữ số, bắt đầu bằng số 0."),
        ] {
            assert_eq!(said(typed, |form| form.phone("x")), is, "{typed}");
        }
    }

    #[test]
    fn texts_choices_numbers() {
        assert_eq!(said("  ", |form| form.required("x", 5)), "Xin ông/bà điền phần này.");
        let long = said("Mương thoát", |form| form.required("x", 5));
        assert!(long.starts_with("Dài quá 5 chữ cái. Ông/bà bớt 6"), "{long}");
        assert_eq!(said("sms", |form| form.choice("x", &["sms", "post"])), "sms");
        let odd = said("fax", |form| form.choice("x", &["sms", "post"]));
        assert_eq!(odd, "Mục đã chọn không có trong danh sách. Ông/bà chọn lại.");
        assert_eq!(said("1.180", |form| form.number("x", 0..=5000)), "1180");
        assert_eq!(said("0", |form| form.number("x", 1..=9)), "Số này phải từ 1 đến 9.");
        assert_eq!(said("mười", |form| form.number("x", 1..=9)), "Xin viết bằng chữ số, ví dụ 12.");
    }

    #[test]
    fn hours_are_read_as_people_write_them() {
        for (typed, minute) in [
            ("8", Some(480)),
            ("08:00", Some(480)),
            ("7h30", Some(450)),
            ("13.45", Some(825)),
            ("24", None),
            ("8:60", None),
            ("tám giờ", None),
            (":30", None),
            ("008:00", None),
        ] {
            let mut form = FormState::new().with("from", typed);
            assert_eq!(form.clock("from"), minute, "{typed}");
            assert_eq!(form.is_wrong(), minute.is_none(), "{typed}");
        }
        assert_eq!(clock(450), "07:30");
    }
}
