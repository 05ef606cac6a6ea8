//! Reading a receipt's square off a photograph of paper: in a poor light, a little askew, by a
//! telephone. The finding is the crate `rqrr`'s; here the picture is made fit for it. Pure.

use std::io::Cursor;

use image::imageops::{FilterType, resize};
use image::{GrayImage, ImageReader, Limits, Luma};

use crate::receipt::SQUARE;

/// What no side of a picture exceeds; telephones of today make 8,160 at the most.
const LONGEST_SIDE: u32 = 8_192;
/// What reading a picture may take of memory: one of some 25 million dots in colour.
const MOST_BYTES: u64 = 96 << 20;
/// The longer sides to which a picture is brought, one after the other: a square is found best
/// where its smallest dots are some four to eight dots of the picture wide.
const SIDES: [u32; 4] = [1_000, 1_500, 700, 2_200];

/// What a picture gave.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Seen {
    /// The text of a receipt's square.
    Receipt(String),
    /// A square, but none of a receipt.
    Other,
    /// No square that could be read.
    Nothing,
    /// No picture, or one that is too large.
    NoPicture,
}

/// Looks for a receipt's square in a JPEG, PNG or WebP picture.
pub fn look(bytes: &[u8]) -> Seen {
    let Some(picture) = opened(bytes) else { return Seen::NoPicture };
    let mut seen = Seen::Nothing;
    for side in SIDES {
        let scaled = scaled(&picture, side);
        for made in [&scaled, &levelled(&scaled)] {
            for text in squares(made) {
                match text.starts_with(SQUARE) {
                    true => return Seen::Receipt(text),
                    false => seen = Seen::Other,
                }
            }
        }
    }
    seen
}

fn opened(bytes: &[u8]) -> Option<GrayImage> {
    let mut reader = ImageReader::new(Cursor::new(bytes)).with_guessed_format().ok()?;
    let mut limits = Limits::default();
    limits.max_image_width = Some(LONGEST_SIDE);
    limits.max_image_height = Some(LONGEST_SIDE);
    limits.max_alloc = Some(MOST_BYTES);
    reader.limits(limits);
    Some(reader.decode().ok()?.into_luma8())
}

/// The picture with its longer side so long; a smaller one is made larger, up to twice.
fn scaled(picture: &GrayImage, side: u32) -> GrayImage {
    let (width, height) = picture.dimensions();
    let longer = width.max(height).max(1);
    let side = side.min(2 * longer);
    let to = |length: u32| (u64::from(length) * u64::from(side) / u64::from(longer)).max(1) as u32;
    resize(picture, to(width), to(height), FilterType::Triangle)
}

/// Black and white by what is around each dot: shadows and folds of the paper fall away.
fn levelled(picture: &GrayImage) -> GrayImage {
    let (width, height) = picture.dimensions();
    let sums = Sums::of(picture);
    let around = (width.max(height) / 24).max(4);
    GrayImage::from_fn(width, height, |x, y| {
        let (left, top) = (x.saturating_sub(around), y.saturating_sub(around));
        let (right, bottom) = ((x + around + 1).min(width), (y + around + 1).min(height));
        let dots = u64::from(right - left) * u64::from(bottom - top);
        let mean = sums.over((left, top), (right, bottom)) / dots.max(1);
        // A little below the mean: grain on white paper stays white.
        let dark = u64::from(picture.get_pixel(x, y).0[0]) * 100 < mean * 92;
        Luma([if dark { 0 } else { 255 }])
    })
}

/// For each dot the sum over all that lie above it and to the left.
struct Sums {
    width: usize,
    sums: Vec<u64>,
}

impl Sums {
    fn of(picture: &GrayImage) -> Self {
        let width = picture.width() as usize + 1;
        let mut sums = vec![0; width * (picture.height() as usize + 1)];
        for (y, row) in picture.rows().enumerate() {
            let mut line = 0;
            for (x, dot) in row.enumerate() {
                line += u64::from(dot.0[0]);
                sums[(y + 1) * width + x + 1] = sums[y * width + x + 1] + line;
            }
        }
        Self { width, sums }
    }

    fn over(&self, (left, top): (u32, u32), (right, bottom): (u32, u32)) -> u64 {
        let at = |x: u32, y: u32| self.sums[y as usize * self.width + x as usize];
        at(right, bottom) + at(left, top) - at(left, bottom) - at(right, top)
    }
}

fn squares(picture: &GrayImage) -> Vec<String> {
    let (width, height) = (picture.width() as usize, picture.height() as usize);
    let dot = |x: usize, y: usize| picture.get_pixel(x as u32, y as u32).0[0];
    let mut prepared = rqrr::PreparedImage::prepare_from_greyscale(width, height, dot);
    let grids = prepared.detect_grids();
    grids.iter().filter_map(|grid| grid.decode().ok()).map(|(_, text)| text).collect()
}

#[cfg(test)]
mod tests {
    use qrcode::types::Color;

    use super::*;

    /// A receipt of a log of a million, as a square.
    fn text() -> String {
        let letters = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ";
        let body = (0..1_650_usize).map(|n| char::from(letters[(n * n + n / 7) % letters.len()]));
        format!("{SQUARE}{}", String::from_iter(body))
    }

    /// The square on a sheet, photographed: turned, in a light that falls off, with grain.
    fn photograph(text: &str, turned: f64, grain: u64, side: u32) -> GrayImage {
        let code = crate::pages::square(text).expect("it fits");
        let (modules, colors) = (code.width() as f64, code.to_colors());
        let chance = kernel::Chance::seeded(7);
        let (sin, cos) = turned.to_radians().sin_cos();
        GrayImage::from_fn(side, side * 4 / 3, |x, y| {
            let (across, down) =
                (f64::from(x) - f64::from(side) / 2.0, f64::from(y) - f64::from(side) * 0.6);
            // The square fills seven tenths of the picture's width.
            let scale = modules / (f64::from(side) * 0.7);
            let column = (across * cos + down * sin) * scale + modules / 2.0;
            let row = (down * cos - across * sin) * scale + modules / 2.0;
            let inside = |at: f64| at >= 0.0 && at < modules;
            let dark = inside(column)
                && inside(row)
                && colors[row as usize * modules as usize + column as usize] == Color::Dark;
            let light = 0.55 + 0.4 * f64::from(x) / f64::from(side);
            let level = light * if dark { 60.0 } else { 235.0 };
            let noise = chance.below(2 * grain + 1) as f64 - grain as f64;
            Luma([(level + noise).clamp(0.0, 255.0) as u8])
        })
    }

    fn png(picture: &GrayImage) -> Vec<u8> {
        let mut bytes = Cursor::new(Vec::new());
        picture.write_to(&mut bytes, image::ImageFormat::Png).expect("a picture");
        bytes.into_inner()
    }

    #[test]
    fn a_square_is_read_off_a_photograph_turned_in_poor_light_and_with_grain() {
        let text = text();
        for (turned, grain, side) in [(0.0, 0, 1_200), (4.0, 12, 1_600), (-7.0, 24, 2_400)] {
            let seen = look(&png(&photograph(&text, turned, grain, side)));
            assert_eq!(seen, Seen::Receipt(text.clone()), "{turned} degrees, grain {grain}");
        }
    }

    #[test]
    fn what_is_no_receipt_or_no_picture_is_told_apart() {
        let other = png(&photograph("https://xa.example", 3.0, 5, 600));
        assert_eq!(look(&other), Seen::Other);
        let blank = png(&GrayImage::from_pixel(300, 300, Luma([250])));
        assert_eq!(look(&blank), Seen::Nothing);
        assert_eq!(look(b"no picture at all"), Seen::NoPicture);
        let mut cut = other;
        cut.truncate(200);
        assert_eq!(look(&cut), Seen::NoPicture);
    }
}
