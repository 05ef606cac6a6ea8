//! The one thing that is kept of what a camera writes beside a picture: which way is up.

/// The orientation, 1 to 8, out of a TIFF block as EXIF has it; 1 when nothing is said.
pub(super) fn orientation(block: &[u8]) -> u8 {
    read(block).filter(|way| (1..=8).contains(way)).map_or(1, |way| way as u8)
}

fn read(block: &[u8]) -> Option<u16> {
    let little = match block.get(..4)? {
        b"II*\0" => true,
        b"MM\0*" => false,
        _ => return None,
    };
    let short = |at: usize| {
        let pair: [u8; 2] = block.get(at..at.checked_add(2)?)?.try_into().ok()?;
        Some(if little { u16::from_le_bytes(pair) } else { u16::from_be_bytes(pair) })
    };
    let long = |at: usize| {
        let four: [u8; 4] = block.get(at..at.checked_add(4)?)?.try_into().ok()?;
        Some(if little { u32::from_le_bytes(four) } else { u32::from_be_bytes(four) })
    };
    let directory = usize::try_from(long(4)?).ok()?;
    let entries = usize::from(short(directory)?);
    (0..entries)
        .map_while(|n| directory.checked_add(2 + 12 * n))
        .find(|at| short(*at) == Some(0x0112))
        .and_then(|at| short(at + 8))
}

/// A TIFF block that says which way is up and nothing else.
pub(super) fn block(orientation: u8) -> Vec<u8> {
    let mut out = b"MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0".to_vec();
    out.extend([orientation, 0, 0, 0, 0, 0, 0]);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn which_way_is_up_survives_and_nonsense_is_upright() {
        for way in 1..=8 {
            assert_eq!(orientation(&block(way)), way);
        }
        let little = b"II*\0\x08\0\0\0\x01\0\x12\x01\x03\0\x01\0\0\0\x06\0\0\0\0\0\0\0";
        assert_eq!(orientation(little), 6);
        for bad in [&b""[..], b"II*\0", b"MM\0*\xff\xff\xff\xff\0\0", b"II*\0\x08\0\0\0\xff\xff"] {
            assert_eq!(orientation(bad), 1);
        }
        assert_eq!(orientation(&block(9)), 1);
    }
}
