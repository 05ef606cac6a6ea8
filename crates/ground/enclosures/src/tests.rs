//! Files as telephones make them, and as nobody should.

use proptest::prelude::*;

use super::*;

fn segment(marker: u8, body: &[u8]) -> Vec<u8> {
    let len = (body.len() as u16 + 2).to_be_bytes();
    [&[0xff, marker], len.as_slice(), body].concat()
}

/// A picture of 8 by 8 points, with these segments after its head.
pub(super) fn jpeg(extra: &[Vec<u8>]) -> Vec<u8> {
    let mut out = vec![0xff, 0xd8];
    out.extend(segment(0xe0, b"JFIF\0\x01\x01\0\0\x48\0\x48\0\0"));
    extra.iter().for_each(|part| out.extend(part));
    out.extend(segment(0xdb, &[[0].as_slice(), &[1; 64]].concat()));
    out.extend(segment(0xc0, &[8, 0, 8, 0, 8, 1, 1, 0x11, 0]));
    let dc = [&[0x00, 0, 1], [0; 14].as_slice(), &[0]].concat();
    let ac = [&[0x10, 0, 1], [0; 14].as_slice(), &[0]].concat();
    out.extend(segment(0xc4, &[dc, ac].concat()));
    out.extend(segment(0xda, &[1, 1, 0, 0, 63, 0]));
    out.extend([0x2a, 0xff, 0x00, 0x2a, 0xff, 0xd0, 0x3f, 0xff, 0xd9]);
    out
}

fn exif(way: u8) -> Vec<u8> {
    let mut block = [b"Exif\0\0".as_slice(), &tiff::block(way)].concat();
    block.extend(b"GPS 15.742,108.371 Thon Go Dai iPhone of somebody");
    segment(0xe1, &block)
}

fn png(extra: &[(&[u8; 4], &[u8])]) -> Vec<u8> {
    let mut out = b"\x89PNG\r\n\x1a\n".to_vec();
    let mut chunk = |kind: &[u8; 4], body: &[u8]| {
        let mut sum = flate2::Crc::new();
        sum.update(kind);
        sum.update(body);
        out.extend((body.len() as u32).to_be_bytes());
        out.extend(kind);
        out.extend(body);
        out.extend(sum.sum().to_be_bytes());
    };
    chunk(b"IHDR", b"\0\0\0\x01\0\0\0\x01\x08\0\0\0\0");
    extra.iter().for_each(|(kind, body)| chunk(kind, body));
    chunk(b"IDAT", b"\x78\x01\x63\x60\0\0\0\x02\0\x01");
    chunk(b"IEND", b"");
    out
}

fn webp(extra: &[(&[u8; 4], &[u8])]) -> Vec<u8> {
    let mut parts = Vec::new();
    let mut chunk = |kind: &[u8; 4], body: &[u8]| {
        parts.extend(kind);
        parts.extend((body.len() as u32).to_le_bytes());
        parts.extend(body);
        parts.extend(vec![0; body.len() % 2]);
    };
    chunk(b"VP8X", &[0x2c, 0, 0, 0, 0, 0, 0, 0, 0, 0]);
    chunk(b"VP8L", &[0x2f, 0, 0, 0, 0, 1, 2]);
    extra.iter().for_each(|(kind, body)| chunk(kind, body));
    let len = (parts.len() as u32 + 4).to_le_bytes();
    [b"RIFF".as_slice(), &len, b"WEBP", &parts].concat()
}

fn pdf(objects: &str) -> Vec<u8> {
    format!("%PDF-1.7\n{objects}\ntrailer <</Root 1 0 R /Info 9 0 R>>\nstartxref\n9\n%%EOF\n")
        .into_bytes()
}

fn has(bytes: &[u8], word: &str) -> bool {
    bytes.windows(word.len()).any(|window| window == word.as_bytes())
}

#[track_caller]
fn taken(bytes: &[u8], media: &str) -> Vec<u8> {
    let file = read(bytes).expect("it is taken");
    assert_eq!(file.media, media);
    let again = read(&file.bytes).expect("what was stripped is whole");
    assert_eq!(again.bytes, file.bytes, "stripping twice changes nothing more");
    file.bytes
}

#[test]
fn a_jpeg_keeps_its_picture_and_which_way_is_up() {
    let comment = segment(0xfe, b"<script>alert(1)</script>");
    let profile = segment(0xe2, b"ICC_PROFILE\0\x01\x01 copyright somebody");
    let xmp = segment(0xe1, b"http://ns.adobe.com/xap/1.0/\0<x:xmpmeta creator=\"somebody\"/>");
    let words = segment(0xed, b"Photoshop 3.0\x008BIM somebody");
    let whole = jpeg(&[exif(6), comment, profile, xmp, words]);
    let kept = taken(&whole, "image/jpeg");
    for gone in ["somebody", "GPS", "script", "xmpmeta", "Photoshop", "ICC_PROFILE"] {
        assert!(!has(&kept, gone), "{gone}");
    }
    let up = [b"Exif\0\0".as_slice(), &tiff::block(6)].concat();
    assert!(kept.windows(up.len()).any(|window| window == up), "a telephone's picture is upright");
    let upright = taken(&jpeg(&[exif(1)]), "image/jpeg");
    assert_eq!(upright, jpeg(&[]), "an upright one needs no word on it; the points are the same");
}

#[test]
fn the_small_picture_in_the_head_goes() {
    let mut head = b"JFIF\0\x01\x01\0\0\x48\0\x48\x02\x01".to_vec();
    head.extend(b"secret");
    let whole = [&[0xff, 0xd8], segment(0xe0, &head).as_slice(), &jpeg(&[])[2..]].concat();
    assert_eq!(taken(&whole, "image/jpeg"), jpeg(&[]));
}

#[test]
fn what_follows_a_pictures_end_goes() {
    let zip = b"PK\x03\x04 a.class PK\x05\x06";
    for whole in [jpeg(&[]), png(&[]), webp(&[])] {
        let media = read(&whole).unwrap().media;
        let with = [whole.as_slice(), zip].concat();
        assert_eq!(taken(&with, &media), read(&whole).unwrap().bytes);
    }
    let with = [pdf("").as_slice(), zip].concat();
    assert!(!has(&taken(&with, "application/pdf"), "a.class"));
}

#[test]
fn a_png_loses_its_words_and_profiles() {
    let extra: [(&[u8; 4], &[u8]); 5] = [
        (b"tEXt", b"Author\0somebody"),
        (b"iTXt", b"XML:com.adobe.xmp\0\0\0\0\0somebody"),
        (b"iCCP", b"somebody\0\0"),
        (b"teSt", b"somebody"),
        (b"eXIf", &tiff::block(8)),
    ];
    let kept = taken(&png(&extra), "image/png");
    assert!(!has(&kept, "somebody"));
    assert!(has(&kept, "eXIf") && kept.ends_with(&png(&[])[33..]));
    let broken = png(&[(b"NEWS", b"?")]);
    assert_eq!(read(&broken), Err(Fault::Broken), "a critical chunk that no reader knows");
    let mut bent = png(&[]);
    bent[45] ^= 1;
    assert_eq!(read(&bent), Err(Fault::Broken), "a sum that is wrong");
}

#[test]
fn a_webp_loses_what_is_not_its_picture() {
    let exif = [tiff::block(6).as_slice(), b"somebody"].concat();
    let whole = webp(&[(b"EXIF", &exif), (b"XMP ", b"somebody"), (b"ICCP", b"somebody!")]);
    let kept = taken(&whole, "image/webp");
    assert!(!has(&kept, "somebody") && kept[20] == 0x08, "only which way is up is said");
    assert_eq!(read(&webp(&[(b"ANMF", b"")])), Err(Fault::Moving));
}

#[test]
fn a_pdf_forgets_its_maker() {
    let objects = "1 0 obj <</Type/Catalog /Metadata 5 0 R>> endobj\n\
        9 0 obj <</Author(somebody) /Producer(a program)>> endobj\n\
        5 0 obj <</Type/Metadata /Subtype/XML /Length 8>>\nstream\nsomebody\nendstream endobj\n\
        6 0 obj (kept) endobj 19 0 obj (kept too) endobj";
    let kept = taken(&pdf(objects), "application/pdf");
    assert!(!has(&kept, "somebody") && !has(&kept, "a program") && !has(&kept, "Info"));
    assert!(has(&kept, "(kept)") && has(&kept, "19 0 obj (kept too)"));
    assert_eq!(kept.len(), pdf(objects).len(), "every place in it is where it was");
    let signed = "9 0 obj <</Author(somebody)>> endobj 3 0 obj <</ByteRange[0 1 2 3]>> endobj";
    let kept = taken(&pdf(signed), "application/pdf");
    assert!(has(&kept, "somebody"), "a signature would break: it is kept as it is");
}

fn folded(objects: &[u8], more: &str) -> Vec<u8> {
    use std::io::Write as _;
    let mut zip = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::best());
    zip.write_all(objects).unwrap();
    let head =
        format!("%PDF-1.7\n7 0 obj <</Type/ObjStm /N 1 /First 4 /Filter/FlateDecode{more}>>");
    [head.as_bytes(), b"\nstream\n", &zip.finish().unwrap(), b"\nendstream endobj", &pdf("")[8..]]
        .concat()
}

#[test]
fn a_pdf_that_runs_carries_or_hides_is_refused() {
    for (objects, fault) in [
        ("1 0 obj <</S/JavaScript /JS(app.alert(1))>> endobj", Fault::Active),
        ("1 0 obj <</S/J#61vaScript /JS(app.alert(1))>> endobj", Fault::Active),
        ("1 0 obj <</S /Launch /F(cmd.exe)>> endobj", Fault::Active),
        ("1 0 obj <</Names<</EmbeddedFiles 3 0 R>>>> endobj", Fault::Active),
        ("(\nstream\n) 1 0 obj <</S/JavaScript>> endobj (endstream)", Fault::Active),
        ("1 0 obj <</Encrypt 3 0 R>> endobj", Fault::Locked),
    ] {
        assert_eq!(read(&pdf(objects)), Err(fault), "{objects}");
    }
    assert_eq!(read(&folded(b"1 0 <</S/JavaScript>>", "")), Err(Fault::Active));
    assert!(read(&folded(b"1 0 <</Type/Page>>", "")).is_ok());
    let params = "/DecodeParms<</Predictor 12>>";
    assert_eq!(read(&folded(b"1 0 <</Type/Page>>", params)), Err(Fault::Unclear));
    let bomb = folded(&vec![b' '; MANY], "");
    assert!(bomb.len() < 1 << 20, "{}", bomb.len());
    assert_eq!(read(&bomb), Err(Fault::Unclear), "it would unfold to {MANY} bytes");
    let many = "stream\n".repeat(60_000);
    assert_eq!(read(&pdf(&many)), Err(Fault::Unclear));
}

const MANY: usize = 40 << 20;

#[test]
fn what_a_file_is_is_decided_by_its_content() {
    for (bytes, fault) in [
        (&b""[..], Fault::Empty),
        (b"<html><script>", Fault::Kind),
        (b"<svg xmlns=\"http://www.w3.org/2000/svg\" onload=\"\"/>", Fault::Kind),
        (b"PK\x03\x04%PDF-1.7", Fault::Kind),
        (b"MZ\x90\0", Fault::Kind),
        (b"GIF89a\x01\0\x01\0PK\x03\x04", Fault::Moving),
        (b"\0\0\0\x18ftypheic\0\0\0\0", Fault::Heic),
        (b"\0\0\0\x18ftypisom\0\0\0\0", Fault::Moving),
        (b"\xff\xd8\xff", Fault::Broken),
        (b"%PDF-1.7 nothing more", Fault::Broken),
    ] {
        assert_eq!(read(bytes), Err(fault), "{}", String::from_utf8_lossy(bytes));
    }
}

#[test]
fn a_picture_that_nobody_can_look_at_is_refused() {
    let mut wide = png(&[]);
    wide[16..24].copy_from_slice(&[0, 1, 0, 0, 0, 1, 0, 0]);
    assert_eq!(read(&wide), Err(Fault::Pixels));
    let tall = segment(0xc0, &[8, 0xff, 0xff, 0xff, 0xff, 1, 1, 0x11, 0]);
    assert_eq!(read(&jpeg(&[tall])), Err(Fault::Pixels));
    let none = segment(0xc0, &[8, 0, 0, 0, 8, 1, 1, 0x11, 0]);
    assert_eq!(read(&jpeg(&[none])), Err(Fault::Broken));
}

#[test]
fn a_file_that_ends_too_early_is_refused() {
    let wholes = [jpeg(&[exif(6)]), png(&[]), webp(&[]), pdf("1 0 obj 2 endobj")];
    for whole in wholes {
        for len in 12..whole.len() - 2 {
            assert!(read(&whole[..len]).is_err(), "{} of {} bytes", len, whole.len());
        }
    }
}

proptest! {
    /// Whatever the bytes are, there is an answer; and what is kept is kept the second time too.
    #[test]
    fn no_bytes_break_it(
        which in 0usize..4,
        places in proptest::collection::vec((0usize..400, any::<u8>()), 0..12),
    ) {
        let paper = pdf("1 0 obj <</Type/Page>>\nstream\nq\nendstream endobj");
        let pictures = [jpeg(&[exif(3)]), png(&[(b"tEXt", b"a")]), webp(&[(b"EXIF", b"b")])];
        let mut bytes = pictures.get(which).cloned().unwrap_or(paper);
        for (place, byte) in places {
            let len = bytes.len();
            bytes[place % len] = byte;
        }
        if let Ok(file) = read(&bytes) {
            prop_assert_eq!(read(&file.bytes).map(|again| again.bytes), Ok(file.bytes));
        }
    }
}
