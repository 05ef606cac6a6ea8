//! How well encodings are told apart on real text: resolutions of 2025, paragraph by paragraph,
//! stored in each encoding and cut to 10, 40 and 200 letters. Skipped where the texts are absent.
//! And how often plain Unicode or English is taken for something else: never, but for a trifle.

use std::path::Path;

use legacy::{Encoding, detect};

fn paragraphs() -> Option<Vec<String>> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../../../../shared/data/vietnamese-text/resolutions-2025");
    let mut found = Vec::new();
    for file in std::fs::read_dir(folder).ok()? {
        let text = std::fs::read_to_string(file.unwrap().path()).unwrap();
        let paragraphs =
            text.split("\n\n").map(|p| p.split_whitespace().collect::<Vec<_>>().join(" "));
        found.extend(paragraphs.filter(|paragraph| paragraph.chars().count() > 40));
    }
    found.sort();
    found.dedup();
    Some(found)
}

fn cut(text: &str, length: usize) -> Option<String> {
    let text: String = text.chars().filter(|c| *c != '*').take(length).collect();
    // A piece without an accented letter is the same in every encoding.
    (text.chars().count() == length && !text.is_ascii()).then_some(text)
}

#[test]
fn encodings_are_told_apart() {
    let Some(paragraphs) = paragraphs() else {
        println!("skipped: shared/data/vietnamese-text is absent");
        return;
    };
    for (length, floor) in [(10, 0.95), (40, 0.985), (200, 0.999)] {
        let pieces: Vec<String> = paragraphs.iter().filter_map(|text| cut(text, length)).collect();
        for encoding in Encoding::ALL {
            let (mut tried, mut right) = (0, 0);
            for piece in &pieces {
                let Some(stored) = encoding.write(piece) else { continue };
                tried += 1;
                // Found, or read to the same text by another name.
                let found = detect([stored.as_str()]).encoding;
                let fine = found.read(&stored) == encoding.read(&stored);
                right += usize::from(fine);
            }
            let share = right as f64 / f64::from(tried.max(1) as u32);
            println!("{length:>4} letters {:>13}: {right}/{tried} = {share:.4}", encoding.word());
            let floor = if encoding == Encoding::Unicode { 0.9999 } else { floor };
            assert!(tried > 100 && share >= floor, "{length} {encoding:?} {share}");
        }
    }
}

#[test]
fn plain_text_is_left_alone() {
    let english = include_str!("../../../../LICENSE");
    let mut wrong = Vec::new();
    let foreign = [
        "café au lait, résumé, naïve façade",
        "Übergröße für Bürger",
        "Señor Muñoz, ¿qué?",
        "10 µm ± 5 %, § 7, © 2024",
        "“quoted” – dash … 5 €",
        "£5, ½, 20 °C",
        "Đắk Lắk Pleiku Cư M'gar",
    ];
    for line in english.lines().chain(foreign) {
        if detect([line]).encoding != Encoding::Unicode {
            wrong.push(line);
        }
    }
    assert_eq!(wrong, Vec::<&str>::new());
    let Some(paragraphs) = paragraphs() else { return };
    let (mut tried, mut changed) = (0, 0);
    for text in
        paragraphs.iter().flat_map(|p| [10, 40, 200].map(|n| p.chars().take(n).collect::<String>()))
    {
        tried += 1;
        let found = detect([text.as_str()]).encoding;
        changed += usize::from(found.read(&text) != Encoding::Unicode.read(&text));
    }
    println!("plain Unicode changed: {changed} of {tried}");
    assert_eq!(changed, 0);
}
