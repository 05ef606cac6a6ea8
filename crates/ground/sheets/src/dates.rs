//! Days as registers write them: 05/02/2024, 5.2.24, "ngày 5 tháng 2 năm 2024", 2024-02-05 08:30,
//! and the number that Excel keeps for a day.

use jiff::ToSpan as _;
use jiff::civil::Date;

/// Days that Excel counts from; its own error of 29/02/1900 lies before every register.
const EXCEL: Date = Date::constant(1899, 12, 30);
/// Numbers that can be a day: 1954 to 2119.
const NUMBERS: std::ops::RangeInclusive<i64> = 20_000..=80_000;

/// Which number stands first where both could be day or month.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Order {
    /// As in Viet Nam.
    #[default]
    DayFirst,
    /// As an American program writes.
    MonthFirst,
}

/// Reads a day; a year of two figures is the last such year that is not after `today`.
pub fn read(text: &str, order: Order, today: Date) -> Option<Date> {
    let text = text.trim();
    if text.is_empty() || text.len() > 60 {
        return None;
    }
    if let Ok(number) = text.parse::<i64>()
        && NUMBERS.contains(&number)
    {
        return EXCEL.checked_add(number.days()).ok();
    }
    let folded = kernel::text::fold(text);
    let words = folded.split(|c: char| !c.is_ascii_alphanumeric()).filter(|w| !w.is_empty());
    let words: Vec<&str> = words.filter(|w| !["ngay", "thang", "nam"].contains(w)).collect();
    // What follows the day is its hour.
    let (Some(a), Some(b), Some(c)) = (words.first(), words.get(1), words.get(2)) else {
        return None;
    };
    let c = c.split('t').next().unwrap_or(c);
    let hour = |word: &&&str| word.chars().all(|c| c.is_ascii_digit()) || is_hour(word);
    if words.len() > 6 || words[3..].iter().filter(hour).count() != words.len() - 3 {
        return None;
    }
    let number = |word: &str| {
        (word.len() <= 4 && word.bytes().all(|b| b.is_ascii_digit())).then(|| word.parse().ok())?
    };
    let (a_n, b_n, c_n): (i16, i16, i16) = (number(a)?, number(b)?, number(c)?);
    let (year, month, day) = match () {
        () if a.len() == 4 => (a_n, b_n, c_n),
        () if order == Order::MonthFirst => (year(c, c_n, today)?, a_n, b_n),
        () => (year(c, c_n, today)?, b_n, a_n),
    };
    Date::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()
}

/// `08h`, `8h30`, `30z`, `am`.
fn is_hour(word: &str) -> bool {
    let signs = |c: char| c.is_ascii_digit() || "hgzp".contains(c);
    word.chars().all(signs) || matches!(word, "am" | "pm" | "sa" | "ch" | "gio" | "phut")
}

fn year(word: &str, number: i16, today: Date) -> Option<i16> {
    match word.len() {
        4 => Some(number),
        2 => {
            let this = today.year() - today.year() % 100 + number;
            Some(if this > today.year() { this - 100 } else { this })
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_as_registers_write_them() {
        let today = Date::constant(2026, 3, 1);
        for (text, is) in [
            ("05/02/2024", "2024-02-05"),
            ("5.2.24", "2024-02-05"),
            ("5-2-98", "1998-02-05"),
            ("2024-02-05", "2024-02-05"),
            ("2024-02-05T08:30:00", "2024-02-05"),
            ("05/02/2024 08:30", "2024-02-05"),
            ("8 / 2 / 2024", "2024-02-08"),
            ("ngày 3 tháng 2 năm 2024", "2024-02-03"),
            ("Ngày 03 tháng 02, năm 2024", "2024-02-03"),
            ("03 tháng 2 năm 2024 8h30", "2024-02-03"),
            ("45327", "2024-02-05"),
            ("31/02/2024", ""),
            ("13/13/2024", ""),
            ("5/2", ""),
            ("tháng 2/2024", ""),
            ("05/02/2024 và 06/02/2024", ""),
            ("1", ""),
            ("hôm qua", ""),
            ("05/02/124", ""),
        ] {
            let read = read(text, Order::DayFirst, today).map(|day| day.to_string());
            assert_eq!(read.unwrap_or_default(), is, "{text}");
        }
        let american = read("02/05/2024", Order::MonthFirst, today);
        assert_eq!(american, Some(Date::constant(2024, 2, 5)));
    }
}
