//! The few cookies that pages need: language, ground, shortcuts, and a visitor's random name that
//! seals forms. None of them says who someone is; sessions belong to accounts.

use axum::http::header::{COOKIE, HeaderMap, HeaderValue};

/// Language of the screen.
pub const LANG: &str = "dantin-lang";
/// Light or dark ground.
pub const SCHEME: &str = "dantin-scheme";
/// Present when an officer turned the single-letter shortcuts off.
pub const KEYS: &str = "dantin-keys";
/// A random name, given when the first form is shown.
pub const VISITOR: &str = "dantin-visitor";

const YEAR: u32 = 365 * 24 * 3600;

/// The value of cookie `name`, if the request carries it.
pub fn read<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    headers
        .get_all(COOKIE)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(';'))
        .filter_map(|pair| pair.trim().split_once('='))
        .find_map(|(key, value)| (key == name).then_some(value))
}

/// How long a cookie lives.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Life {
    /// Until the browser is closed.
    Visit,
    /// A year, for choices of view.
    Year,
    /// Not at all: removes the cookie.
    Gone,
}

/// A `Set-Cookie` value: for the whole site, out of reach of scripts, not sent by other sites'
/// forms. `None` when the value cannot stand in a header.
pub fn set(name: &str, value: &str, life: Life, secure: bool) -> Option<HeaderValue> {
    let age = match life {
        Life::Visit => String::new(),
        Life::Year => format!("; Max-Age={YEAR}"),
        Life::Gone => "; Max-Age=0".to_owned(),
    };
    let secure = if secure { "; Secure" } else { "" };
    HeaderValue::try_from(format!("{name}={value}; Path=/; HttpOnly; SameSite=Lax{age}{secure}"))
        .ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_one_among_many() {
        let mut headers = HeaderMap::new();
        headers.append(COOKIE, HeaderValue::from_static("a=1; dantin-lang=en;b=2"));
        headers.append(COOKIE, HeaderValue::from_static("dantin-scheme=dark"));
        assert_eq!(read(&headers, LANG), Some("en"));
        assert_eq!(read(&headers, SCHEME), Some("dark"));
        assert_eq!(read(&headers, "dantin"), None);
    }

    #[test]
    fn a_value_cannot_break_the_header() {
        assert_eq!(set(LANG, "en\r\nX: y", Life::Year, false), None);
        let plain = set(VISITOR, "abc", Life::Visit, true).unwrap();
        assert_eq!(plain, "dantin-visitor=abc; Path=/; HttpOnly; SameSite=Lax; Secure");
    }
}
