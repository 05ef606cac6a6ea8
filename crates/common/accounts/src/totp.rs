//! The second factor: six digits that change every half minute (RFC 6238), from any
//! authenticator app. A code counts once; the step before and after are taken too, for clocks
//! that differ a little.

use jiff::Timestamp;
use kernel::Chance;
use qrcode::types::Color;
use qrcode::{EcLevel, QrCode};
use totp_rs::{Builder, Secret, Totp};
use web::Html;

/// A second factor's secret: 160 bits.
#[derive(Clone)]
pub struct Factor {
    totp: Totp,
    text: String,
}

impl Factor {
    /// A new one.
    pub fn new(chance: &Chance) -> Option<Self> {
        Self::of_bytes(chance.bytes::<20>())
    }

    pub(crate) fn of_bytes(bytes: [u8; 20]) -> Option<Self> {
        let secret = Secret::from(bytes.to_vec());
        let text = secret.to_base32();
        let totp = Builder::new().with_secret(secret).build().ok()?;
        Some(Self { totp, text })
    }

    /// Reads what [`Factor::text`] wrote.
    pub fn read(text: &str) -> Option<Self> {
        let plain: String = text.chars().filter(|c| !c.is_whitespace()).collect();
        let secret = Secret::try_from_base32(&plain).ok()?;
        let totp = Builder::new().with_secret(secret).build().ok()?;
        Some(Self { totp, text: plain })
    }

    /// The secret in base 32, as it is kept and typed.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The secret in groups of four, to be typed by hand.
    pub fn groups(&self) -> String {
        let letters: Vec<char> = self.text.chars().collect();
        let groups: Vec<String> = letters.chunks(4).map(|four| four.iter().collect()).collect();
        groups.join(" ")
    }

    /// The step that a code belongs to, when it is right now.
    pub fn check(&self, code: &str, now: Timestamp) -> Option<i64> {
        let digits: String = code.chars().filter(char::is_ascii_digit).collect();
        let seconds = u64::try_from(now.as_second()).ok()?;
        self.totp.check(&digits, seconds).and_then(|step| i64::try_from(step).ok())
    }

    /// The code of this moment: for tests and for the demonstration's printed accounts.
    pub fn code(&self, now: Timestamp) -> String {
        self.totp.generate(now.as_second().unsigned_abs()).to_string()
    }

    /// The address that authenticator apps open. `issuer` and `login` are only shown there; the
    /// issuer is named once, because marks triple in length here and the square must stay coarse.
    pub fn link(&self, issuer: &str, login: &str) -> String {
        let (issuer, login) = (percent(issuer), percent(login));
        format!("otpauth://totp/{login}?secret={}&issuer={issuer}", self.text)
    }

    /// The link as a square to be scanned. `None` when the names are too long for one.
    pub fn square(&self, issuer: &str, login: &str, title: &str) -> Option<Html> {
        square_of(&self.link(issuer, login), title)
    }
}

/// Any link as a square to be scanned. `None` when it is too long for one.
pub fn square_of(link: &str, title: &str) -> Option<Html> {
    let code = QrCode::with_error_correction_level(link, EcLevel::L).ok()?;
    Some(draw(&code, title))
}

/// One path of unit squares, two modules of quiet around it.
fn draw(code: &QrCode, title: &str) -> Html {
    let width = code.width();
    let mut path = String::new();
    for (place, color) in code.to_colors().into_iter().enumerate() {
        if color == Color::Dark {
            let (x, y) = (place % width + 2, place / width + 2);
            path.push_str(&format!("M{x} {y}h1v1h-1z"));
        }
    }
    let (size, title) = (width + 4, Html::escape(title));
    Html::trusted(format!(
        "<svg class=\"qr\" viewBox=\"0 0 {size} {size}\" role=\"img\" aria-label=\"{title}\" \
         shape-rendering=\"crispEdges\"><path fill=\"currentColor\" d=\"{path}\"/></svg>"
    ))
}

/// Everything but letters, digits and a few plain signs, byte by byte.
fn percent(text: &str) -> String {
    text.bytes()
        .map(|byte| match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'_' | b'.' => {
                char::from(byte).to_string()
            }
            other => format!("%{other:02X}"),
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// RFC 6238, appendix B: the secret of its SHA-1 examples, and the last six digits of each.
    #[test]
    fn codes_are_those_of_the_standard() {
        let factor = Factor::of_bytes(*b"12345678901234567890").unwrap();
        for (second, code) in [
            (59, "287082"),
            (1_111_111_109, "081804"),
            (1_234_567_890, "005924"),
            (20_000_000_000, "353130"),
        ] {
            let at = Timestamp::from_second(second).unwrap();
            assert_eq!(factor.code(at), code);
            assert_eq!(factor.check(code, at), Some(second / 30));
        }
    }

    #[test]
    fn neighbours_are_taken_and_others_are_not() {
        let factor = Factor::new(&Chance::seeded(5)).unwrap();
        let at = |second: i64| Timestamp::from_second(1_700_000_010 + second).unwrap();
        let code = factor.code(at(0));
        let step = factor.check(&code, at(0)).unwrap();
        assert_eq!(factor.check(&code, at(30)), Some(step));
        assert_eq!(factor.check(&code, at(-30)), Some(step));
        assert_eq!(factor.check(&code, at(90)), None);
        assert_eq!(factor.check("", at(0)), None);
        assert_eq!(factor.check(&format!(" {} {}", &code[..3], &code[3..]), at(0)), Some(step));
        let again = Factor::read(&factor.groups()).unwrap();
        assert_eq!(again.code(at(0)), code);
        assert!(Factor::read("không phải").is_none());
    }

    #[test]
    fn the_link_names_office_and_login() {
        let factor = Factor::of_bytes([7; 20]).unwrap();
        let link = factor.link("Xã Thăng Trường", "thu.tt");
        assert!(link.starts_with("otpauth://totp/thu.tt?secret="), "{link}");
        assert!(link.contains("&issuer=X%C3%A3%20Th"), "{link}");
        let square = factor.square("Xã Thăng Trường", "thu.tt", "Mã").unwrap();
        assert!(square.as_str().starts_with("<svg class=\"qr\" viewBox=\"0 0 "));
    }
}
