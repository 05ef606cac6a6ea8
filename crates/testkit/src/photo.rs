//! A photograph as a telephone makes it, for tests that file one: a grey picture, with a head that
//! tells where it was taken.

/// What the head tells; nothing of it may be found again once the photograph was taken in.
pub const TOLD: &str = "GPS 15.7421N 108.3712E, Dien thoai cua Nguyen Van Mau";

/// How many bytes of coded points a picture of 64 by 64 has: a browser shows it.
pub const SMALL: usize = 32;

/// A photograph with so many bytes of coded points; only with [`SMALL`] of them it can be looked
/// at. It was taken with the telephone turned to the right.
pub fn photo(points: usize) -> Vec<u8> {
    let mut out = vec![0xff, 0xd8];
    let mut segment = |marker: u8, body: &[u8]| {
        out.extend([0xff, marker]);
        out.extend((body.len() as u16 + 2).to_be_bytes());
        out.extend_from_slice(body);
    };
    segment(0xe0, b"JFIF\0\x01\x01\0\0\x48\0\x48\0\0");
    let turned = b"Exif\0\0MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0\x06\0\0\0\0\0\0";
    segment(0xe1, &[turned.as_slice(), TOLD.as_bytes()].concat());
    segment(0xfe, TOLD.as_bytes());
    segment(0xdb, &[[0].as_slice(), &[1; 64]].concat());
    segment(0xc0, &[8, 0, 64, 0, 64, 1, 1, 0x11, 0]);
    let table = |class: u8| [&[class, 0, 1], [0; 14].as_slice(), &[0]].concat();
    segment(0xc4, &[table(0x00), table(0x10)].concat());
    segment(0xda, &[1, 1, 0, 0, 63, 0]);
    // Each block is two codes of two bits: no change, and nothing besides.
    let block = |n: usize| if points == SMALL { 0 } else { (n % 251) as u8 };
    out.extend((0..points).map(block));
    out.extend([0xff, 0xd9]);
    out
}
