//! Base 45 (RFC 9285): bytes in the letters for which a square on paper has a dense mode of its
//! own, so that any reader of squares hands them on unharmed.

const LETTERS: &[u8; 45] = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:";

/// Bytes as text: three letters for two bytes.
pub fn encode(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(bytes.len() * 3 / 2 + 2);
    for pair in bytes.chunks(2) {
        let mut number = pair.iter().fold(0, |number, byte| number * 256 + usize::from(*byte));
        for _ in 0..=pair.len() {
            text.push(char::from(LETTERS[number % 45]));
            number /= 45;
        }
    }
    text
}

/// Text as bytes; `None` when it is not of this writing.
pub fn decode(text: &str) -> Option<Vec<u8>> {
    let digit = |letter: &u8| LETTERS.iter().position(|known| known == letter);
    let digits: Vec<usize> = text.as_bytes().iter().map(digit).collect::<Option<_>>()?;
    let mut bytes = Vec::with_capacity(digits.len() * 2 / 3);
    for part in digits.chunks(3) {
        let number = part.iter().rev().fold(0, |number, digit| number * 45 + digit);
        match part.len() {
            3 => bytes.extend(u16::try_from(number).ok()?.to_be_bytes()),
            2 => bytes.push(u8::try_from(number).ok()?),
            _ => return None,
        }
    }
    Some(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_examples_of_the_standard() {
        for (bytes, text) in [
            ("AB", "BB8"),
            ("Hello!!", "%69 VD92EX0"),
            ("base-45", "UJCLQE7W581"),
            ("ietf!", "QED8WEX0"),
        ] {
            assert_eq!(encode(bytes.as_bytes()), text);
            assert_eq!(decode(text).as_deref(), Some(bytes.as_bytes()));
        }
        assert_eq!(decode("GGW"), None, "more than two bytes hold");
        assert_eq!(decode("A"), None);
        assert_eq!(decode("a0"), None);
    }
}
