//! Names of units as the lists write them: type in front, many spellings of one name.

use kernel::text::{fold, nfc};

/// The type of a unit and its bare name.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Name {
    /// `tinh`, `thanh_pho_tw`, `quan`, `huyen`, `thi_xa`, `thanh_pho`, `xa`, `phuong`,
    /// `thi_tran`, `dac_khu`.
    pub kind: &'static str,
    /// Without the type; "4" for "Phường 4".
    pub bare: String,
}

/// Type words as they are written, and the code of the type.
const KINDS: [(&str, &str); 9] = [
    ("thị trấn", "thi_tran"),
    ("thị xã", "thi_xa"),
    ("thành phố", "thanh_pho"),
    ("đặc khu", "dac_khu"),
    ("phường", "phuong"),
    ("quận", "quan"),
    ("huyện", "huyen"),
    ("tỉnh", "tinh"),
    ("xã", "xa"),
];

/// Takes a written name apart. A province that is a city is a city under the centre.
pub fn parse(written: &str, level: usize) -> Result<Name, String> {
    let clean = nfc(written).replace('’', "'");
    let clean = clean.split_whitespace().collect::<Vec<_>>().join(" ");
    let lower = clean.to_lowercase();
    for (word, kind) in KINDS {
        let Some(rest) = lower.strip_prefix(word) else { continue };
        if !rest.starts_with(' ') {
            continue;
        }
        let words = word.split(' ').count();
        let bare = clean.split(' ').skip(words).collect::<Vec<_>>().join(" ");
        let kind = if level == 2 && kind == "thanh_pho" { "thanh_pho_tw" } else { kind };
        return Ok(Name { kind, bare: repair(&bare) });
    }
    Err(format!("no type in front of {written:?}"))
}

/// Slips of the pen in the lists, which are no change of name.
fn repair(bare: &str) -> String {
    let spaced = bare.replace("' ", "'").replace("NT ", "Nông trường ");
    if spaced.chars().all(|c| c.is_ascii_digit()) {
        return spaced.trim_start_matches('0').to_owned();
    }
    if spaced.contains('-') && !spaced.contains(" - ") {
        return spaced.replace('-', " - ");
    }
    spaced
}

/// The letters and figures alone, in one spelling: what must be equal for two spellings to be one
/// name.
pub fn skeleton(bare: &str) -> String {
    let roman: Vec<&str> = bare
        .split(' ')
        .map(|w| match w {
            "I" => "1",
            "II" => "2",
            "III" => "3",
            "IV" => "4",
            other => other,
        })
        .collect();
    fold(&roman.join(" "))
        .chars()
        .filter(|c| c.is_alphanumeric())
        .map(|c| if c == 'y' { 'i' } else { c })
        .collect()
}

/// Folded and without spaces, as one of the packages writes its keys.
pub fn joined(written: &str) -> String {
    fold(written).chars().filter(|c| c.is_alphanumeric()).collect()
}

/// Whether two spellings differ by one letter at most ("Hua Bun", "Hua Bum"). Figures must be
/// equal. Two real names can be as close ("Xuân Tường", "Xuân Dương"): ask the sources first.
pub fn close(a: &str, b: &str) -> bool {
    let (a, b) = (skeleton(a), skeleton(b));
    let figures = |s: &str| s.chars().filter(char::is_ascii_digit).collect::<String>();
    figures(&a) == figures(&b) && a.len() >= 5 && b.len() >= 5 && one_apart(&a, &b)
}

/// One letter changed, added or left out.
fn one_apart(a: &str, b: &str) -> bool {
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
    if a.len().abs_diff(b.len()) > 1 {
        return false;
    }
    let head = a.iter().zip(&b).take_while(|(x, y)| x == y).count();
    let (ra, rb) = (&a[head..], &b[head..]);
    let tail = ra.iter().rev().zip(rb.iter().rev()).take_while(|(x, y)| x == y).count();
    ra.len() - tail <= 1 && rb.len() - tail <= 1
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_written_name_is_type_and_name() {
        let name = parse("Thị Trấn  Ái Tử", 5).unwrap();
        assert_eq!((name.kind, name.bare.as_str()), ("thi_tran", "Ái Tử"));
        assert_eq!(parse("Thành phố Huế", 2).unwrap().kind, "thanh_pho_tw");
        assert_eq!(parse("Thành phố Huế", 3).unwrap().kind, "thanh_pho");
        assert_eq!(parse("Phường 04", 5).unwrap().bare, "4");
        assert_eq!(parse("Phường Phường Đúc", 5).unwrap().bare, "Phường Đúc");
        assert!(parse("Xãng", 5).is_err());
    }

    #[test]
    fn spellings_are_one_name_and_renames_are_not() {
        assert_eq!(skeleton("Hòa Tú II"), skeleton("Hoà Tú 2"));
        assert_eq!(skeleton("An Quy"), skeleton("An Qui"));
        assert!(close("Hua Bun", "Hua Bum"));
        assert!(!close("Hua Păng", "Chiềng Chung"));
        assert!(!close("4", "5"));
        assert!(!close("Tân Hội 1", "Tân Hội 2"));
    }
}
