//! The pass that lets one browser open one petition's private page for an hour: a signed cookie.
//! Nothing of it is stored; new secret words or the end of the hour make it worthless.

use axum::http::{HeaderMap, HeaderValue};
use jiff::{SignedDuration, Timestamp};
use store::Keyring;
use store::keyring::hex;
use web::cookies::{self, Life};

use crate::code;
use crate::petition::Petition;

const COOKIE: &str = "dantin-don";
const HOLDS: SignedDuration = SignedDuration::from_hours(1);

/// The cookie that opens `petition` from now on.
pub(super) fn give(
    keys: &Keyring,
    petition: &Petition,
    now: Timestamp,
    secure: bool,
) -> Option<HeaderValue> {
    let ends = now.checked_add(HOLDS).unwrap_or(now).as_second();
    let digits = code::digits(&petition.received.code);
    let value = format!("{digits}.{ends}.{}", sign(keys, petition, ends));
    cookies::set(COOKIE, &value, Life::Visit, secure)
}

/// The cookie that takes the pass back.
pub(super) fn take_back(secure: bool) -> Option<HeaderValue> {
    cookies::set(COOKIE, "", Life::Gone, secure)
}

/// Which petition the request's pass names, by its digits; not yet whether it holds.
pub(super) fn names<'a>(headers: &'a HeaderMap, digits: &str) -> Option<&'a str> {
    let value = cookies::read(headers, COOKIE)?;
    (value.split('.').next() == Some(digits)).then_some(value)
}

/// Whether the pass opens this petition now.
pub(super) fn holds(keys: &Keyring, petition: &Petition, pass: &str, now: Timestamp) -> bool {
    let mut parts = pass.split('.').skip(1);
    let (Some(ends), Some(mac), None) = (parts.next(), parts.next(), parts.next()) else {
        return false;
    };
    let Ok(ends) = ends.parse::<i64>() else { return false };
    same(mac, &sign(keys, petition, ends)) && now.as_second() < ends
}

fn sign(keys: &Keyring, petition: &Petition, ends: i64) -> String {
    let (stream, generation) = (petition.id.as_bytes(), petition.generation.to_be_bytes());
    hex(&keys.tag("own page", &[stream, &generation, &ends.to_be_bytes()])[..16])
}

/// Compares to the end, so that the time taken says nothing.
fn same(a: &str, b: &str) -> bool {
    let differing = a.bytes().zip(b.bytes()).fold(0, |bits, (a, b)| bits | (a ^ b));
    a.len() == b.len() && differing == 0
}

#[cfg(test)]
mod tests {
    use axum::http::header::COOKIE as HEADER;
    use kernel::Chance;

    use super::super::sample::Case;
    use super::*;
    use crate::kind::Kind;

    #[test]
    fn a_pass_opens_its_own_petition_for_an_hour() {
        let case = Case::new().unwrap();
        let keys = Keyring::new(&Chance::seeded(3));
        let mut petition = case.received(Kind::Feedback, case.today).petition;
        let now = petition.received_at;
        let cookie = give(&keys, &petition, now, false).unwrap();
        let mut headers = HeaderMap::new();
        let pair = cookie.to_str().unwrap().split(';').next().unwrap().to_owned();
        headers.insert(HEADER, HeaderValue::try_from(pair).unwrap());
        let digits = code::digits(&petition.received.code);
        let pass = names(&headers, &digits).unwrap().to_owned();
        assert!(names(&headers, "000000").is_none());
        assert!(holds(&keys, &petition, &pass, now + SignedDuration::from_mins(59)));
        assert!(!holds(&keys, &petition, &pass, now + SignedDuration::from_mins(60)));
        let longer = pass.replacen('.', ".9", 1);
        assert!(!holds(&keys, &petition, &longer, now), "a later end needs another signature");
        petition.generation += 1;
        assert!(!holds(&keys, &petition, &pass, now), "the words were renewed");
        for bad in ["", ".", "..", "176281.x.y", &digits] {
            assert!(!holds(&keys, &petition, bad, now));
        }
    }
}
