//! The shape of an e-mail address: what a mail server can be asked for, not whether anybody reads
//! there. Pure.

/// The most letters of an address (RFC 5321 §4.5.3.1, less the angle brackets).
const MOST: usize = 254;
/// The most letters before the `@`.
const MOST_LOCAL: usize = 64;

/// Reads an address as it was typed; `None` when no server would take it. The name of the host is
/// put in small letters, what stands before the `@` is left as it is: only its own server knows
/// whether capitals count there.
///
/// Letters with marks, comments, quotes and addresses of bare numbers are not taken: they are
/// slips of typing far more often than addresses.
///
/// ```
/// assert_eq!(kernel::email::read(" Thu.Tran@Example.VN ").as_deref(),
/// Some("Thu.Tran@example.vn"));
/// assert_eq!(kernel::email::read("thu.tran@example"), None);
/// ```
pub fn read(typed: &str) -> Option<String> {
    let (local, host) = typed.trim().rsplit_once('@')?;
    let host = host.to_ascii_lowercase();
    let whole = local.len() <= MOST_LOCAL && local.len() + 1 + host.len() <= MOST;
    (whole && is_local(local) && is_host(&host)).then(|| format!("{local}@{host}"))
}

fn is_local(text: &str) -> bool {
    let sign = |b: u8| b.is_ascii_alphanumeric() || b"!#$%&'*+-/=?^_`{|}~.".contains(&b);
    let dots = text.starts_with('.') || text.ends_with('.') || text.contains("..");
    !text.is_empty() && !dots && text.bytes().all(sign)
}

fn is_host(text: &str) -> bool {
    let label = |part: &str| {
        let inside = part.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-');
        inside && (1..=63).contains(&part.len()) && !part.starts_with('-') && !part.ends_with('-')
    };
    let top = text.rsplit('.').next().unwrap_or_default();
    text.contains('.') && text.split('.').all(label) && !top.bytes().any(|b| b.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::read;

    #[test]
    fn what_a_server_can_be_asked_for_is_taken_and_slips_are_not() {
        for good in ["a@b.vn", "thu+xa@danang.gov.vn", "o'neil_1@mail-1.example.com"] {
            assert_eq!(read(good).as_deref(), Some(good));
        }
        for bad in [
            "",
            "thu",
            "thu@",
            "@example.vn",
            "thu@example",
            "thu@@example.vn",
            "thu tran@example.vn",
            "thư@example.vn",
            "thu..tran@example.vn",
            "thu@exam_ple.vn",
            "thu@-example.vn",
            "thu@127.0.0.1",
            "thu@example.vn\r\nBcc: ai@example.vn",
            "<thu@example.vn>",
            &format!("{}@example.vn", "a".repeat(65)),
            &format!("a@{}vn", "b.".repeat(130)),
        ] {
            assert_eq!(read(bad), None, "{bad}");
        }
    }
}
