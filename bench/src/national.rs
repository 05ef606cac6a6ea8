//! A national year in one folder, all of it at one unit: the worst case for every list.

use std::io::Write as _;
use std::time::{Duration, Instant};

use kernel::Chance;

use crate::Done;
use crate::load::{self, Client};
use crate::officer;
use crate::program::Place;
use crate::report::Report;
use crate::small::verify;

/// Syllables that letters are made of; enough of them that a search finds neither all nor nothing.
const WORDS: &str = "đường đèn nước mương rác chợ đất nhà trường xe cây cầu bụi ồn khói thôn xóm \
    ngõ sân cống điện loa hố bãi kênh ao hồ vườn ruộng tường mái cửa cột biển vạch trạm bơm giếng \
    lũ mưa nắng gió đêm sáng chiều trưa tháng tuần năm ngày giờ phút xin mong đề nghị sửa thay dọn \
    nạo vét che chắn cấm nhắc phạt hỏi trả lời giải thích đo vẽ ghi nhận chuyển gửi đến từ \
    trước sau";

/// How long nobody asks anything of a program that is idle.
const IDLE: Duration = Duration::from_secs(5);

/// Import, start, memory, and the lists, with that many petitions.
pub async fn run(report: &mut Report, postgres: bool, petitions: u64) -> Done {
    let place = Place::new(postgres).await?;
    let took = import_year(&place, petitions).await?.as_secs_f64();
    report.below(format!("import of {petitions} rows"), took, "s", 60.0);
    report.told("  rows a second", petitions as f64 / took, "1/s");

    let served = place.serve().await?;
    report.below("start on that folder", served.took.as_secs_f64(), "s", 1.0);
    // As it stands there when nobody asks anything of it: what only its start needed is let go.
    tokio::time::sleep(IDLE).await;
    report.below("resident, idle", served.resident(), "MiB", 64.0);
    let mut client = Client::connect(served.address).await?;
    let leader = &place.demo.accounts[0];
    let browser = officer::sign_in(&mut client, leader).await?;
    let cookie = browser.header();
    pages(report, &mut client, served.address, &cookie).await?;
    let headers = format!("Authorization: Bearer {}\r\n", place.demo.token);
    let unit = place.demo.unit.clone();
    let make = move |n: u64| {
        let body = serde_json::json!({
            "kind": "feedback", "unit": unit, "text": format!("Nước máy yếu ở ngõ {n}"),
        });
        load::post("/api/v1/petitions", "application/json", &headers, &body.to_string())
    };
    let load = load::run(served.address, 128, 20_000, 201, make).await?;
    report.told("filings on top of that, 128 clients", load.rate, "1/s");
    report.below("resident after lists and filings", served.resident(), "MiB", 256.0);
    served.stop().await?;
    let began = Instant::now();
    verify(&place).await?;
    report.told("verify of the whole", began.elapsed().as_secs_f64(), "s");
    let bytes: u64 = std::fs::metadata(place.path().join("dantin.sqlite")).map_or(0, |m| m.len());
    report.told("database on disk", bytes as f64 / (1 << 20) as f64, "MiB");
    rebuild(report, &place).await
}

/// Makes every view anew. Ten million facts are to take ten minutes at the most.
async fn rebuild(report: &mut Report, place: &Place) -> Done {
    let began = Instant::now();
    let out = place.command(&["rebuild", "--json"])?.output().await?;
    let took = began.elapsed().as_secs_f64();
    let told: serde_json::Value = serde_json::from_slice(&out.stdout)?;
    let facts = told["records"].as_f64().ok_or_else(|| format!("rebuild: {told}"))?;
    report.told(format!("rebuild of the views of {facts} facts"), took, "s");
    report.at_least("  facts a second", facts / took, "1/s", 16_667.0);
    Ok(())
}

/// Takes in a year of letters, as an office does with what it kept before; how long that took.
pub async fn import_year(
    place: &Place,
    petitions: u64,
) -> Result<Duration, Box<dyn std::error::Error + Send + Sync>> {
    let (csv, map) = (place.path().join("year.csv"), place.path().join("map.toml"));
    write_year(&csv, petitions)?;
    std::fs::write(&map, MAP)?;
    let began = Instant::now();
    let out = place
        .command(&["import", "petitions"])?
        .args(["--unit", &place.demo.unit, "--json", "--map"])
        .arg(&map)
        .arg(&csv)
        .output()
        .await?;
    let took = began.elapsed();
    let told: serde_json::Value = serde_json::from_slice(&out.stdout)?;
    match told["added"] == petitions {
        true => Ok(took),
        false => Err(format!("import: {told}").into()),
    }
}

/// Opens every page as four people at once would.
async fn pages(
    report: &mut Report,
    client: &mut Client,
    to: std::net::SocketAddr,
    cookie: &str,
) -> Done {
    let codes = codes(client, cookie).await?;
    for (name, path) in PAGES {
        let (path, cookie, codes) = ((*path).to_owned(), cookie.to_owned(), codes.clone());
        let make = move |n: u64| {
            let code = &codes[n as usize % codes.len()];
            load::get(&path.replace("{code}", code), &cookie)
        };
        page(report, to, name, make).await?;
    }
    Ok(())
}

/// Opens one page 400 times, four people at once; `make` writes the n-th request.
pub async fn page(
    report: &mut Report,
    to: std::net::SocketAddr,
    name: &str,
    make: impl Fn(u64) -> Vec<u8> + Send + Sync + 'static,
) -> Done {
    let load = load::run(to, 4, 400, 200, make).await?;
    if load.good != 400 {
        let good = load.good;
        return Err(format!("{name}: only {good} of 400 pages were answered with 200").into());
    }
    report.below(format!("{name}, p95"), load.percentile(0.95), "ms", 50.0);
    Ok(())
}

/// Codes of the cases that the register shows first.
async fn codes(
    client: &mut Client,
    cookie: &str,
) -> Result<Vec<String>, Box<dyn std::error::Error + Send + Sync>> {
    let answer = client.send(&load::get("/can-bo/so-don", cookie)).await?;
    let page = String::from_utf8_lossy(&answer.body).into_owned();
    let after = page.split("href=\"/can-bo/don/").skip(1);
    let mut codes: Vec<String> =
        after.filter_map(|rest| Some(rest.split('"').next()?.to_owned())).collect();
    codes.retain(|code| !code.contains(['/', '?']));
    codes.dedup();
    match codes.is_empty() {
        true => Err("the register's first page names no case".into()),
        false => Ok(codes),
    }
}

/// Every page of petitions whose work could grow with their number, as officers, residents and
/// programs open it.
const PAGES: &[(&str, &str)] = &[
    ("inbox, today", "/can-bo/hom-nay"),
    ("register, first page", "/can-bo/so-don"),
    ("register, one matter", "/can-bo/so-don?matter=water"),
    ("register, searched", "/can-bo/so-don?q=duong+den"),
    ("register, searched, rare words", "/can-bo/so-don?q=giai+thich+tram+bom+khoi"),
    ("leader's page", "/can-bo/lanh-dao"),
    ("duties, all of the unit", "/can-bo/viec?tab=unit"),
    ("promises of the unit", "/can-bo/cam-ket"),
    ("case", "/can-bo/don/{code}"),
    ("desk form", "/can-bo/nhan-don"),
    ("many at once", "/can-bo/hang-loat"),
    ("to be destroyed", "/can-bo/tieu-huy"),
    ("questions to offices", "/can-bo/hoi-y-kien"),
    ("calendar feed's page", "/can-bo/lich"),
    ("import", "/can-bo/nhap-so"),
    ("moved dates", "/can-bo/han-doi"),
    ("outbox", "/can-bo/thu-bao"),
    ("denunciations", "/can-bo/to-cao"),
    ("receptions, officers", "/can-bo/tiep-dan"),
    ("register of receptions", "/can-bo/tiep-dan/so"),
    ("receptions, public", "/lich-tiep-dan"),
    ("public case page", "/don/{code}"),
    ("filing form", "/gui-don"),
    ("API, one petition", "/api/v1/petitions/{code}"),
    ("Open311, one request", "/open311/v2/requests/{code}.json"),
    ("Open311, newest requests", "/open311/v2/requests.json"),
];

const MAP: &str = "\
[columns]
reference = \"so\"
received = \"nhan\"
closed = \"xong\"
state = \"tinh_trang\"
words = \"noi_dung\"
matter = \"linh_vuc\"
place = [\"cho\"]
[states]
\"xong\" = \"sent\"
\"moi\" = \"received\"
[matters]
\"nuoc\" = \"water\"
\"duong\" = \"roads\"
\"*\" = \"other\"
";

/// A year of letters: one in forty is still open.
fn write_year(path: &std::path::Path, petitions: u64) -> Done {
    let words: Vec<&str> = WORDS.split_whitespace().collect();
    let chance = Chance::seeded(446_285);
    let today = kernel::Clock::System.today();
    let mut file = std::io::BufWriter::new(std::fs::File::create(path)?);
    writeln!(file, "so,nhan,xong,tinh_trang,linh_vuc,noi_dung,cho")?;
    for n in 0..petitions {
        let back = 364 - (n * 364 / petitions.max(1)) as i64;
        let received = today.checked_sub(jiff::Span::new().days(back))?;
        let letter: Vec<&str> =
            (0..24).map(|_| words[chance.below(words.len() as u64) as usize]).collect();
        let open = back < 1 || n % 40 == 0;
        let closed = received.tomorrow()?.min(today);
        let (closed, state) = match open {
            true => (String::new(), "moi"),
            false => (closed.to_string(), "xong"),
        };
        let matter = ["nuoc", "duong", "khac"][(n % 3) as usize];
        writeln!(
            file,
            "{n},{received},{closed},{state},{matter},{},thôn số {}",
            letter.join(" "),
            n % 97
        )?;
    }
    file.flush()?;
    Ok(())
}
