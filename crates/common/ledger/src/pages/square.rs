//! A receipt as one square: up to version 29, so that at seven centimetres a telephone of today
//! reads it off plain paper.

use qrcode::types::Color;
use qrcode::{EcLevel, QrCode, Version};

/// The largest version that is drawn.
const LARGEST: i16 = 29;
/// How many modules of quiet stand around it.
const QUIET: usize = 4;

/// The smallest square that holds the text, as robust as fits. `None` when the text is too long.
pub fn square(text: &str) -> Option<QrCode> {
    [EcLevel::M, EcLevel::L].into_iter().find_map(|level| {
        let code = QrCode::with_error_correction_level(text, level).ok()?;
        matches!(code.version(), Version::Normal(version) if version <= LARGEST).then_some(code)
    })
}

/// The square as a picture of its own: black on white, whatever stands around it.
pub fn picture(text: &str) -> Option<String> {
    let code = square(text)?;
    let width = code.width();
    let mut path = String::new();
    for (place, color) in code.to_colors().into_iter().enumerate() {
        if color == Color::Dark {
            let (x, y) = (place % width + QUIET, place / width + QUIET);
            path.push_str(&format!("M{x} {y}h1v1h-1z"));
        }
    }
    let size = width + 2 * QUIET;
    Some(format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {size} {size}\" width=\"7cm\" \
         height=\"7cm\" shape-rendering=\"crispEdges\"><path fill=\"#fff\" \
         d=\"M0 0h{size}v{size}h-{size}z\"/><path fill=\"#000\" d=\"{path}\"/></svg>"
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_receipt_of_a_log_of_sixteen_million_with_two_witnesses_fits() {
        // 24 hashes, an opening of some 200 bytes, three signatures: as many bytes in base 45.
        let text = format!("DANTIN1:{}", "Z".repeat((24 * 32 + 200 + 20 + 69 + 2 * 100) * 3 / 2));
        let code = square(&text).expect("it fits");
        assert!(
            matches!(code.version(), Version::Normal(v) if v <= LARGEST),
            "{:?}",
            code.version()
        );
        assert!(square(&"Z".repeat(4_000)).is_none());
    }
}
