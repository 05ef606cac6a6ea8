//! Figures and what is behind them: every cell of a report opens its list with the same count; what
//! stands open is carried over; sums hold across 1 July 2025 and over any partition of the country.

use acceptance::house::{PROVINCE, UNIT};
use acceptance::{Browser, House};
use jiff::civil::{Date, date};
use kernel::Actor;
use petitions::desk::{self, Act, Filing, More, Person};
use petitions::kind::{AnswerBy, Channel, Finding, Kind};
use petitions::petition::Command;
use reports::{Ask, Forms};
use serde_json::Value;
use testkit::engines;
use units::{Gazetteer, UnitRef};
use web::Lang;

use super::steps;

const PATH: &str = "/can-bo/bao-cao";
const BEHIND: &str = "/can-bo/bao-cao/phia-sau?";
const ACTOR: Actor = Actor::System("acceptance");

/// A letter on paper that came to a unit on a day; its code.
async fn letter(house: &House, unit: &str, on: Date, kind: Kind) -> String {
    let filing = Filing {
        kind,
        unit: unit.to_owned(),
        letters: "TT".to_owned(),
        matter: "land".to_owned(),
        village: String::new(),
        channel: Channel::Paper,
        answer_by: AnswerBy::Post,
        words: format!("Việc thử ở thửa {} ngày {on}.", unit.len()),
        place: String::new(),
        person: Person { name: "Người Mẫu".to_owned(), ..Person::default() },
        more: More { on: Some(on), ..More::default() },
    };
    let filed = desk::file(house.store(), &ACTOR, filing, None).await.expect("it is filed");
    filed.petition.received.code
}

async fn act(house: &House, code: &str, acts: Vec<Act>) {
    for act in acts {
        let read = steps::read(house, code).await;
        let seen = read.petition.version;
        desk::act(house.store(), &ACTOR, read, seen, act).await.expect("a step");
    }
}

fn accept(kind: Kind) -> Vec<Act> {
    let known = None;
    let classify = Command::Classify { kind, matter: "land".into(), known };
    vec![Act::Plain(classify), Act::Plain(Command::Accept)]
}

fn settle(finding: Finding) -> Vec<Act> {
    vec![
        Act::Verify("Đã đo lại.".into(), false),
        Act::Decide("Giữ nguyên.".into(), Some(finding), false),
        Act::Plain(Command::Send { by: AnswerBy::Post, looked: false }),
    ]
}

/// The numbers of a page that open a list, each with its address.
fn cells(page: &str) -> Vec<(String, i64)> {
    let links = page.split("href=\"/can-bo/bao-cao/phia-sau?").skip(1);
    let cell = |rest: &str| {
        let (query, rest) = rest.split_once('"').expect("an address ends");
        let (_, rest) = rest.split_once('>').expect("a link has words");
        let text = rest.split(['<', ' ']).next().unwrap_or_default().replace('.', "");
        let number = text.parse().unwrap_or_else(|_| panic!("no number: {text}"));
        (format!("{BEHIND}{}", query.replace("&#38;", "&")), number)
    };
    links.map(cell).collect()
}

/// The number over a list, and what its lines add up to, page after page.
async fn listed(officer: &mut Browser, path: &str) -> (i64, i64) {
    let (mut path, mut sum) = (path.to_owned(), 0);
    loop {
        let page = officer.get(&path).await;
        assert_eq!(page.status, 200, "{path}: {}", page.body);
        for line in page.body.split("<td class=\"n\" role=\"cell\">").skip(1) {
            let n = line.split('<').next().unwrap_or_default().replace('.', "");
            sum += n.parse::<i64>().expect("a number");
        }
        let Some((before, _)) = page.body.split_once("\" rel=\"next\"") else {
            let title = page.between("<h1>", "</h1>");
            let head = title.rsplit(": ").next().unwrap_or_default().replace('.', "");
            return (head.parse().unwrap_or_else(|_| panic!("no number: {title}")), sum);
        };
        let next = before.rsplit("href=\"").next().unwrap_or_default();
        path = next.replace("&#38;", "&");
    }
}

async fn every_cell(officer: &mut Browser, query: &str) -> Vec<String> {
    let page = officer.get(&format!("{PATH}?{query}")).await;
    assert_eq!(page.status, 200, "{}", page.body);
    let cells = cells(&page.body);
    assert!(!cells.is_empty(), "{query}");
    let mut seen = Vec::new();
    for (path, number) in cells {
        assert_eq!(listed(officer, &path).await, (number, number), "{path}");
        seen.push(path);
    }
    seen
}

async fn json_of(officer: &mut Browser, query: &str) -> Value {
    officer.get(&format!("{PATH}/tep/json?{query}")).await.json()
}

fn now(report: &Value, column: &str) -> i64 {
    report["total"][column]["now"].as_i64().unwrap_or_else(|| panic!("{column}: {report}"))
}

/// A commune of today beside which the figures of a divided one stand, and that one.
fn beside_a_divided_one() -> (UnitRef, UnitRef) {
    let gazetteer = Gazetteer::shared();
    let province = gazetteer.current(PROVINCE).expect("a province").id();
    let below = gazetteer.children(province, None);
    let found = below.iter().find_map(|unit| {
        let divided = gazetteer.series(unit.id())?.divided;
        // Of one whose code is borne by another unit today.
        let old = divided.into_iter().find(|old| old.code() != unit.id().code())?;
        Some((unit.id(), old))
    });
    found.expect("a divided unit of the province")
}

#[tokio::test]
async fn every_kind_of_cell_opens_its_list_with_the_same_count() {
    for engine in engines() {
        let house = House::open_for(engine, PROVINCE).await;
        house.day(date(2026, 3, 16));
        let (heir, divided) = beside_a_divided_one();
        let old = date(2025, 6, 10);
        for on in [old, date(2025, 2, 3), date(2026, 1, 10), date(2026, 2, 11)] {
            letter(&house, UNIT, on, Kind::Complaint).await;
            letter(&house, &heir.code(), on, Kind::Feedback).await;
        }
        letter(&house, &divided.code(), old, Kind::Complaint).await;
        let mut chair = house.chair().await;
        let province = format!("form=don-thu&unit={PROVINCE}&year=2026&compare=1&show=letters");
        let seen = every_cell(&mut chair, &province).await;
        let commune = format!("form=don-thu&unit=34-{UNIT}&year=2025&compare=1&show=letters");
        let more = every_cell(&mut chair, &commune).await;
        let beside = format!("form=don-thu&unit={heir}&year=2025&compare=1");
        let beside = every_cell(&mut chair, &beside).await;
        let kinds = [
            ("a total", "&column=letters&line=all&of=&"),
            ("the period compared with", "&column=letters&line=all&of=2025&"),
            ("a month", "&of=2026-02&"),
            ("a month of the year before", "&of=2025-02&"),
            ("a unit below", &format!("&line=34-{UNIT}&")),
            ("what is carried over", "&column=before&line=all&of=&"),
        ];
        for (kind, part) in kinds {
            assert!(seen.iter().any(|path| path.contains(part)), "{kind}: {seen:?}");
        }
        let first_of_year = |path: &String| path.contains("&of=2025-");
        assert!(more.iter().any(first_of_year), "months of a commune: {more:?}");
        let of_divided = format!("&line={divided}&");
        assert!(beside.iter().any(|path| path.contains(&of_divided)), "{beside:?}");
        let page = chair.get(&format!("{PATH}?form=don-thu&unit={heir}&year=2025")).await;
        page.says(200, "hay một phần").says(200, "Nghị quyết số");
        let query = format!("form=don-thu&unit=34-{UNIT}&year=2025");
        // More letters than any other commune of the city; no other's figure is told.
        let beside = chair.get(&format!("{PATH}/cung-cap?{query}")).await;
        beside.says(200, "So với đơn vị cùng cấp").says(200, "<td>1 trên ");
        let dictionary = chair.get(&format!("{PATH}/chi-tieu")).await;
        dictionary.says(200, "receptions.turns").says(200, "01/TCD").says(200, "không cộng được");
        house.end().await;
    }
}

#[tokio::test]
async fn a_case_is_carried_over_until_it_ends_across_the_reform() {
    for engine in engines() {
        let house = House::open(engine).await;
        house.day(date(2026, 3, 16));
        let old = date(2025, 6, 10);
        let code = letter(&house, UNIT, old, Kind::Complaint).await;
        letter(&house, UNIT, date(2025, 7, 2), Kind::Complaint).await;
        let mut chair = house.chair().await;
        let period = "from=01/01/2026&until=31/12/2026&year=2026";
        let letters = format!("form=don-thu&{period}");
        assert_eq!(now(&json_of(&mut chair, &letters).await, "before"), 2);
        act(&house, &code, accept(Kind::Complaint)).await;
        act(&house, &code, settle(Finding::Right)).await;
        let report = json_of(&mut chair, &letters).await;
        let ended = now(&report, "in_time") + now(&report, "late");
        assert_eq!((now(&report, "before"), ended), (2, 1));
        let settled = format!("form=giai-quyet-khieu-nai&{period}");
        let report = json_of(&mut chair, &settled).await;
        let columns = ["before", "accepted", "by_decision", "right", "wrong", "open"];
        assert_eq!(columns.map(|column| now(&report, column)), [0, 1, 1, 1, 0, 0]);
        // From 10 June 2025 to 16 March 2026.
        let took = chair.get(&format!("{PATH}/so-ngay?{settled}")).await;
        took.says(200, "<td class=\"n\">279</td>").says(200, "Một nửa xong trong (ngày)");
        let after = "form=don-thu&from=01/04/2026&until=31/12/2026&year=2026";
        assert_eq!(now(&json_of(&mut chair, after).await, "before"), 1);
        // The decision takes effect when nobody complains again, and waits to be carried out.
        let carried = format!("form=thi-hanh-khieu-nai&{period}");
        let report = json_of(&mut chair, &carried).await;
        assert_eq!((now(&report, "in_force"), now(&report, "open")), (1, 1));
        // One report over both orders of units: what came before counts as its own.
        let both = "form=don-thu&from=01/06/2025&until=31/07/2025&year=2025";
        let report = json_of(&mut chair, both).await;
        assert_eq!((now(&report, "complaints"), now(&report, "before")), (2, 0));
        assert_eq!(report["joined"][0]["unit"], "63-20836");
        assert_eq!(report["joined"][0]["went"][0]["ground"]["code"], "1659:51");
        chair.get(&format!("{PATH}?{both}")).await.says(200, "Nghị quyết số 1659/NQ-UBTVQH15");
        // Of the old unit alone only its own days count.
        let before = "form=don-thu&unit=63-20836&from=01/06/2025&until=31/07/2025&year=2025";
        assert_eq!(now(&json_of(&mut chair, before).await, "complaints"), 1);
        house.end().await;
    }
}

/// The sum of a column over the reports of some units in one period.
async fn summed(house: &House, units: &[UnitRef], asked: &str, column: &str) -> i64 {
    let indicators = site::slices::indicators();
    let forms = Forms::read(reports::form::FILES.iter().copied(), &indicators).expect("forms");
    let laws = house.store().laws();
    let period: counts::Asked = asked.parse().expect("a period");
    let until = period.period(laws.now()).expect("its days").until;
    let form = forms.on("don-thu", until).expect("the form");
    let at = form.columns.iter().position(|one| one.id == column).expect("the column");
    let mut sum = 0;
    for unit in units {
        let ask = Ask { form, unit: *unit, period, compare: None };
        let report = reports::make(house.store(), laws.now(), ask).await.expect("a report");
        sum += report.total[at].now;
        let lines: i64 = report.lines.iter().map(|line| line.numbers[at].now).sum();
        assert!(report.lines.is_empty() || lines == report.total[at].now, "{unit}");
    }
    sum
}

#[tokio::test]
async fn sums_over_the_provinces_of_either_order_agree() {
    for engine in engines() {
        let house = House::open(engine).await;
        house.day(date(2026, 3, 16));
        let gazetteer = Gazetteer::shared();
        let (before, since) = (date(2025, 5, 20), date(2025, 8, 20));
        // Communes from everywhere, chosen by a count that shares no divisor with their number.
        let communes = |on: Date| {
            let there = gazetteer.all().filter(|unit| unit.id().level == units::Level::Commune);
            let all: Vec<String> =
                there.filter(|unit| unit.existed_on(on)).map(|unit| unit.id().code()).collect();
            (0..24).map(move |n| all[n * 409 % all.len()].clone()).collect::<Vec<_>>()
        };
        for on in [before, since] {
            for code in communes(on) {
                letter(&house, &code, on, Kind::Feedback).await;
            }
        }
        let provinces = |on: Option<Date>| {
            let all = gazetteer.provinces(on);
            all.iter().map(|unit| unit.id()).collect::<Vec<UnitRef>>()
        };
        let (today, then) = (provinces(None), provinces(Some(before)));
        let both = "2025-05-01..2025-08-31";
        assert_eq!(summed(&house, &today, both, "feedback").await, 48);
        assert_eq!(summed(&house, &then, "2025-05-01..2025-06-30", "feedback").await, 24);
        assert_eq!(summed(&house, &today, "2025-05-01..2025-06-30", "feedback").await, 24);
        assert_eq!(summed(&house, &today, "2026-01-01..2026-03-31", "before").await, 48);
        house.end().await;
    }
}

/// Declared once: screens, forms and open data say the same.
#[test]
fn every_indicator_is_declared_with_its_words_and_used_as_declared() {
    let book = site::book().expect("words");
    let all = site::slices::indicators();
    for words in [book.words(Lang::Vi), book.words(Lang::En)] {
        for one in &all {
            let mut keys = vec![one.name_key(), one.is_key(), one.measure_key()];
            let by = one.by.iter().filter(|word| !word.is_empty());
            keys.extend(by.map(|word| format!("dimension-{word}")));
            keys.iter().for_each(|key| assert!(words.find(key).is_some(), "{key}"));
        }
    }
    let words = book.words(Lang::Vi);
    let declared = |id: &str| all.iter().find(|one| one.id == id).expect("it is declared");
    let forms = Forms::read(reports::form::FILES.iter().copied(), &all).expect("forms");
    for (form, column) in forms.all().flat_map(|form| form.columns.iter().map(move |c| (form, c))) {
        if let Some(term) = column.sum.first() {
            let measure = words.t(declared(term.of.get_ref()).measure_key());
            assert_eq!(column.measure_vi, measure, "{}: {}", form.id, column.id);
        }
    }
    let open = site::open_data().expect("datasets");
    for told in open.datasets().iter().flat_map(|dataset| &dataset.indicators) {
        let one = declared(&told.of);
        assert_eq!((&*words.t(one.name_key()), &*words.t(one.is_key())), (&*told.vi, &*told.is_vi));
    }
}
