//! Pictures of the demonstration: two colours and the words "MÔ PHỎNG" in large letters, so that
//! nobody takes one for a photograph of anything.

use std::io::Cursor;

use accounts::Failure;
use enclosures::NewFile;
use image::{ImageFormat, Rgb, RgbImage};

/// Points of one square of a letter.
const CELL: u32 = 16;
/// Squares to the left of the letters and above them.
const LEFT: u32 = 2;
const ABOVE: u32 = 14;
/// Squares from one letter to the next.
const STEP: u32 = 6;
const WIDTH: u32 = 52 * CELL;
const HEIGHT: u32 = 36 * CELL;
const INK: Rgb<u8> = Rgb([24, 30, 36]);
const SKY: Rgb<u8> = Rgb([214, 228, 240]);

/// The letters of "MÔ PHỎNG", the marks in the first two rows.
const WORD: [[&str; 9]; 8] = [
    ["", "", "#...#", "##.##", "#.#.#", "#...#", "#...#", "#...#", "#...#"],
    ["..#..", ".#.#.", ".###.", "#...#", "#...#", "#...#", "#...#", "#...#", ".###."],
    ["", "", "", "", "", "", "", "", ""],
    ["", "", "####.", "#...#", "#...#", "####.", "#....", "#....", "#...."],
    ["", "", "#...#", "#...#", "#...#", "#####", "#...#", "#...#", "#...#"],
    ["..##.", "..#..", ".###.", "#...#", "#...#", "#...#", "#...#", "#...#", ".###."],
    ["", "", "#...#", "##..#", "#.#.#", "#..##", "#...#", "#...#", "#...#"],
    ["", "", ".###.", "#...#", "#....", "#.###", "#...#", "#...#", ".###."],
];

/// Whether a square is part of a letter.
fn is_ink(column: u32, row: u32) -> bool {
    let (Some(column), Some(row)) = (column.checked_sub(LEFT), row.checked_sub(ABOVE)) else {
        return false;
    };
    let letter = WORD.get((column / STEP) as usize);
    let line = letter.and_then(|letter| letter.get(row as usize));
    line.and_then(|line| line.as_bytes().get((column % STEP) as usize)) == Some(&b'#')
}

/// A picture over this colour.
pub(super) fn simulated(ground: [u8; 3]) -> Result<NewFile, Failure> {
    let picture = RgbImage::from_fn(WIDTH, HEIGHT, |x, y| match is_ink(x / CELL, y / CELL) {
        true => INK,
        false if y < HEIGHT / 3 => SKY,
        false => Rgb(ground),
    });
    let mut bytes = Cursor::new(Vec::new());
    picture.write_to(&mut bytes, ImageFormat::Png).map_err(Failure::bug)?;
    enclosures::read(&bytes.into_inner()).map_err(|fault| Failure::bug(fault.code()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_picture_says_in_large_letters_that_it_is_simulated() {
        let file = simulated([120, 150, 96]).unwrap();
        assert_eq!(file.media, "image/png");
        let picture = image::load_from_memory(&file.bytes).unwrap().to_rgb8();
        assert_eq!(picture.dimensions(), (WIDTH, HEIGHT));
        let squares: usize = WORD.iter().flatten().map(|line| line.matches('#').count()).sum();
        let ink = picture.pixels().filter(|point| **point == INK).count();
        assert_eq!(ink, squares * (CELL * CELL) as usize, "each letter is whole");
    }
}
