//! The officers' page that checks what somebody brings to the counter: a photograph of the square,
//! the file, or its text; held against the office's own log too.

use acceptance::house::UNIT;
use acceptance::{Browser, House, Page};
use accounts::Post;
use image::{GrayImage, ImageFormat, Luma};
use ledger::note::{Checkpoint, Signer, Use};
use ledger::receipt::origin;
use ledger::{Receipt, merkle};
use testkit::engines;

use super::ledger::logged;

const PATH: &str = "/can-bo/kiem-dau";

/// The square of a text as a picture, some dots for each of its own.
fn picture(text: &str) -> Vec<u8> {
    const DOTS: usize = 7;
    const QUIET: usize = 4;
    let code = ledger::pages::square(text).expect("it fits");
    let (width, colors) = (code.width(), code.to_colors());
    let side = ((width + 2 * QUIET) * DOTS) as u32;
    let dark = |x: u32, y: u32| {
        let place = |at: u32| (at as usize / DOTS).checked_sub(QUIET).filter(|at| *at < width);
        let (Some(x), Some(y)) = (place(x), place(y)) else { return false };
        format!("{:?}", colors[y * width + x]) == "Dark"
    };
    png(&GrayImage::from_fn(side, side, |x, y| Luma([if dark(x, y) { 70 } else { 225 }])))
}

fn png(picture: &GrayImage) -> Vec<u8> {
    let mut bytes = std::io::Cursor::new(Vec::new());
    picture.write_to(&mut bytes, ImageFormat::Png).expect("a picture");
    bytes.into_inner()
}

async fn brought(officer: &mut Browser, file: &[u8]) -> Page {
    let seal = officer.get(PATH).await.hidden("_seal");
    officer.post_files(PATH, &[("_seal".to_owned(), seal)], &[("anh.jpg", file)]).await
}

async fn pasted(officer: &mut Browser, text: &str) -> Page {
    let page = officer.get(PATH).await;
    officer.send_form(&page, PATH, &[("text", text)]).await
}

/// The same record in a log of another key, alone.
fn foreign(of: &Receipt) -> Receipt {
    let seed = [2; 32];
    let key = Signer::new("khac", Use::Log, &seed).expect("a name").verifier().key;
    let by = Signer::new(&origin(&key), Use::Log, &seed).expect("a name");
    let root = merkle::leaf(&of.record.entry(&of.salt));
    let note = Checkpoint { origin: origin(&key), size: 1, root }.signed(&by);
    Receipt { key, index: 0, proof: Vec::new(), note, ..of.clone() }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_somebody_brings_is_read_judged_and_held_against_the_office_s_log() {
    for engine in engines() {
        let house = House::open(engine).await;
        logged(&house, "Việc thứ nhất.").await;
        let proof = logged(&house, "Việc thứ hai.").await;
        let file = house.visitor().get(&format!("{proof}/tep")).await.body;
        let receipt = Receipt::read(&file).expect("a receipt");
        let square = receipt.square().expect("it fits");
        let (_, mut officer) = house.officer("Võ Minh Họa", "hoa.vo", Post::Reception).await;
        let page = officer.get(PATH).await;
        assert!(page.header("permissions-policy").is_some_and(|it| it.contains("camera=(self)")));
        let good = format!("ĐÚNG. Đã nhận đơn: mã {}", receipt.record.code);
        let own = "Dòng này hiện vẫn ở đúng chỗ trong nhật ký của cơ quan.";
        for page in [
            brought(&mut officer, &picture(&square)).await,
            brought(&mut officer, file.as_bytes()).await,
            pasted(&mut officer, &square).await,
            pasted(&mut officer, &file).await,
        ] {
            page.says(200, &good).says(200, own);
            // What proves somebody's own matter does not stay for whoever comes next.
            page.never(&[&square]);
        }
        let altered = file.replacen("index 1", "index 0", 1);
        pasted(&mut officer, &altered).await.says(200, "SAI: dấu này đã bị sửa").never(&[own]);
        let other = foreign(&receipt);
        assert_eq!(other.record.unit, UNIT);
        let other = pasted(&mut officer, &other.file()).await;
        other.says(200, "không thuộc nhật ký của cơ quan").never(&[own]);
        pasted(&mut officer, " ").await.says(422, "Chưa có gì để kiểm");
        let stranger = brought(&mut officer, &picture("https://xa.example")).await;
        stranger.says(422, "không phải dấu kiểm chứng");
        let blank = png(&GrayImage::from_pixel(200, 200, Luma([250])));
        brought(&mut officer, &blank).await.says(422, "Không đọc được ô vuông");
        brought(&mut officer, b"\xff\xd8\xff\xe0 no picture").await.says(422, "không phải ảnh");
        // The log itself lost the line: the receipt knows better.
        let lost = "DELETE FROM log_entries WHERE leaf = 1";
        house.store().run_apart(lost, Vec::new()).await.expect("it is lost");
        pasted(&mut officer, &square).await.says(200, "BẤT THƯỜNG").never(&[own]);
        let (_, mut administrator) =
            house.officer("Trần Thị Thử", "thu.tran", Post::Administrator).await;
        assert_eq!(administrator.get(PATH).await.status, 403);
        assert_eq!(house.visitor().get(PATH).await.status, 303);
        house.end().await;
    }
}
