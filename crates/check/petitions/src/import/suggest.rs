//! What a register probably means: its table, encoding, head, and which column holds what, by the
//! words that offices put over their columns. A suggestion; whoever imports changes it.

use std::collections::BTreeMap;

use jiff::civil::Date;
use legacy::{Encoding, Finding};
use sheets::dates::{self, Order};
use sheets::{Book, Head, Table};

use super::map::DENUNCIATION;
use super::plan::{Field, Plan};

/// Words over columns, folded; the first of a line is the best.
const NAMES: &[(Field, &[&str])] = &[
    (
        Field::Reference,
        &[
            "so vao so",
            "so don",
            "ma don",
            "so ho so",
            "so thu tu",
            "so den",
            "so",
            "stt",
            "tt",
            "so tt",
        ],
    ),
    (
        Field::Received,
        &[
            "ngay nhan don",
            "ngay tiep nhan",
            "ngay nhan",
            "ngay den",
            "ngay tiep",
            "ngay vao so",
            "ngay thang nam",
            "ngay thang",
            "ngay gui",
            "ngay",
        ],
    ),
    (
        Field::Words,
        &[
            "noi dung don",
            "noi dung vu viec",
            "tom tat noi dung",
            "noi dung phan anh",
            "noi dung kien nghi",
            "noi dung",
            "trich yeu",
            "vu viec",
            "tom tat",
        ],
    ),
    (Field::Kind, &["loai don", "phan loai don", "phan loai", "loai", "loai vu viec"]),
    (Field::Matter, &["linh vuc", "chu de", "nhom viec", "nganh"]),
    (
        Field::Place,
        &[
            "dia diem",
            "noi xay ra",
            "thon",
            "ap",
            "khu pho",
            "to dan pho",
            "to",
            "khom",
            "lang",
            "ban",
        ],
    ),
    (Field::Lat, &["vi do", "latitude", "lat"]),
    (Field::Lon, &["kinh do", "longitude", "lon", "lng"]),
    (
        Field::Name,
        &[
            "ho va ten",
            "ho ten",
            "ten cong dan",
            "nguoi gui",
            "nguoi viet don",
            "nguoi dung don",
            "cong dan",
            "ten",
        ],
    ),
    (Field::Phone, &["so dien thoai", "dien thoai", "sdt", "dt"]),
    (Field::Address, &["dia chi", "noi o", "cho o", "noi cu tru", "thuong tru"]),
    (
        Field::State,
        &[
            "tinh trang",
            "trang thai",
            "ket qua giai quyet",
            "tien do",
            "ket qua",
            "tinh hinh giai quyet",
        ],
    ),
    (
        Field::Closed,
        &[
            "ngay giai quyet",
            "ngay tra loi",
            "ngay xong",
            "ngay hoan thanh",
            "ngay ket thuc",
            "ngay tra",
            "ngay chuyen",
            "ngay ban hanh",
        ],
    ),
];

/// How the words of a register stand for ours: what they hold, folded, and ours.
const STATES: &[(&str, &str)] = &[
    ("chua", "received"),
    ("dang", "received"),
    ("da tra loi", "sent"),
    ("da giai quyet", "sent"),
    ("hoan thanh", "sent"),
    ("da xong", "sent"),
    ("xong", "sent"),
    ("chuyen", "forwarded"),
    ("huong dan", "guided"),
    ("luu", "filed"),
    ("khong du dieu kien", "filed"),
    ("khong thu ly", "filed"),
    ("tra loi", "sent"),
];
const KINDS: &[(&str, &str)] = &[
    ("to cao", DENUNCIATION),
    ("khieu nai lan hai", "second_complaint"),
    ("khieu nai lan 2", "second_complaint"),
    ("khieu nai", "complaint"),
    ("phan anh", "feedback"),
    ("kien nghi", "feedback"),
    ("de nghi", "feedback"),
    ("gop y", "feedback"),
];
const MATTERS: &[(&str, &str)] = &[
    ("den bu", "compensation"),
    ("boi thuong", "compensation"),
    ("giai phong", "compensation"),
    ("dat", "land"),
    ("duong", "roads"),
    ("giao thong", "roads"),
    ("nuoc", "water"),
    ("rac", "waste"),
    ("moi truong", "waste"),
    ("ve sinh", "waste"),
    ("den", "lighting"),
    ("dien", "lighting"),
    ("xay dung", "building"),
    ("nha o", "building"),
    ("trat tu", "order"),
    ("an ninh", "order"),
    ("chinh sach", "social"),
    ("ho ngheo", "social"),
    ("bao tro", "social"),
    ("y te", "health"),
    ("giao duc", "school"),
    ("truong", "school"),
    ("thu tuc", "procedures"),
    ("ho tich", "procedures"),
    ("can bo", "service"),
];

/// How many different words of a column are listed.
pub const MOST_WORDS: usize = 40;
/// How many rows they are looked for in.
const LOOKED_AT: usize = 20_000;

/// What was found in a file.
pub struct Found {
    /// The reading of its letters, with how sure it is.
    pub letters: Finding,
    /// What to do with it.
    pub plan: Plan,
}

/// Suggests a plan; `table` and `encoding` may be settled beforehand.
pub fn suggest(
    book: &Book,
    table: Option<usize>,
    encoding: Option<Encoding>,
    today: Date,
) -> Found {
    let letters = book.detect();
    let encoding = encoding.unwrap_or(letters.encoding);
    let chosen =
        table.filter(|at| *at < book.tables.len()).unwrap_or_else(|| likely(book, encoding));
    let head = book.tables.get(chosen).and_then(|table| head(table, encoding)).unwrap_or_default();
    let mut plan =
        Plan { table: chosen, encoding: encoding.word().into(), head, ..Plan::default() };
    if let Some(table) = book.tables.get(chosen) {
        fill(&mut plan, table, today);
    }
    Found { letters, plan }
}

/// The place of the sheet that somebody names: by its name, or its number from 1.
pub fn table(book: &Book, asked: &str) -> Option<usize> {
    let named = book.tables.iter().position(|table| table.name == asked);
    let number = || asked.parse::<usize>().ok()?.checked_sub(1);
    named.or_else(number).filter(|at| *at < book.tables.len())
}

/// The head of a table by known words.
pub fn head(table: &Table, encoding: Encoding) -> Option<Head> {
    Head::find(table.rows(encoding), is_known)
}

fn is_known(name: &str) -> bool {
    Field::ALL.iter().any(|field| fit(*field, name) >= 60)
}

/// The table whose head knows the most fields; of equals the one with the most rows.
fn likely(book: &Book, encoding: Encoding) -> usize {
    let worth = |table: &Table| {
        let known = head(table, encoding).map(|head| columns(&head).len()).unwrap_or_default();
        (known, table.rows(encoding).take(LOOKED_AT).count())
    };
    (0..book.tables.len()).rev().max_by_key(|at| worth(&book.tables[*at])).unwrap_or_default()
}

/// How well a name fits a field, 0 to 100.
fn fit(field: Field, name: &str) -> usize {
    let folded = kernel::text::fold(name);
    // Of "Người gửi – Họ tên" the part below says most, the whole may say more.
    let clean = |text: &str| {
        let words = text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
        words.collect::<Vec<_>>().join(" ")
    };
    let parts = [clean(&folded), folded.rsplit(" – ").next().map(clean).unwrap_or_default()];
    let names =
        NAMES.iter().find(|(of, _)| *of == field).map(|(_, names)| *names).unwrap_or_default();
    let one = |(place, known): (usize, &&str)| {
        let best = parts.iter().map(|part| match () {
            () if part == known => 100,
            () if part.starts_with(&format!("{known} ")) => 70,
            () if known.contains(' ') && part.contains(*known) => 60,
            () => 0,
        });
        best.max().map(|best: usize| best.saturating_sub(if best == 0 { 0 } else { place }))
    };
    names.iter().enumerate().filter_map(one).max().unwrap_or_default()
}

/// Which column holds what; the best fit first, each column once.
fn columns(head: &Head) -> BTreeMap<Field, Vec<usize>> {
    let mut fits: Vec<(usize, Field, usize)> = Vec::new();
    for field in Field::ALL {
        for (at, name) in head.names.iter().enumerate() {
            let points = fit(*field, name);
            if points >= 50 {
                fits.push((points, *field, at));
            }
        }
    }
    fits.sort_by_key(|(points, field, at)| (std::cmp::Reverse(*points), *field, *at));
    let mut found: BTreeMap<Field, Vec<usize>> = BTreeMap::new();
    for (_, field, at) in fits {
        let taken = found.values().flatten().any(|taken| *taken == at);
        if !taken && !found.contains_key(&field) {
            found.insert(field, vec![at]);
        }
    }
    // Half a point is none: "Đơn vị đo đạc" is no latitude.
    if found.contains_key(&Field::Lat) != found.contains_key(&Field::Lon) {
        found.retain(|field, _| !matches!(field, Field::Lat | Field::Lon));
    }
    found
}

/// The plan with another head: its columns are suggested anew.
pub fn with_head(plan: Plan, table: &Table, head: Head, today: Date) -> Plan {
    let mut plan = Plan { table: plan.table, encoding: plan.encoding, head, ..Plan::default() };
    fill(&mut plan, table, today);
    plan
}

fn fill(plan: &mut Plan, table: &Table, today: Date) {
    plan.columns = columns(&plan.head);
    plan.no_words = "(không ghi)".into();
    plan.date = form(plan, table, today);
    words_of(plan, table);
}

/// Fills in what the words of the chosen columns probably mean; what was said already stays.
pub fn words_of(plan: &mut Plan, table: &Table) {
    for word in distinct(plan, table, Field::State) {
        let ours = meaning(STATES, &word).unwrap_or("received");
        plan.states.entry(word).or_insert_with(|| ours.into());
    }
    // Where a register has a column for how it stands, an empty one means: still open.
    if plan.columns.contains_key(&Field::State) {
        plan.states.entry(String::new()).or_insert_with(|| "received".into());
    }
    for word in distinct(plan, table, Field::Kind) {
        let ours = meaning(KINDS, &word).or_else(|| short(&word)).unwrap_or("feedback");
        plan.kinds.entry(word).or_insert_with(|| ours.into());
    }
    for word in distinct(plan, table, Field::Matter) {
        let ours = meaning(MATTERS, &word).unwrap_or("other");
        plan.matters.entry(word).or_insert_with(|| ours.into());
    }
    plan.matters.entry("*".into()).or_insert_with(|| "other".into());
}

/// What offices write short, as words of their own: "TC", "Đơn KN-PA".
const SHORT: &[(&str, &str)] = &[("tc", DENUNCIATION), ("pa", "feedback"), ("kn", "complaint")];

fn short(word: &str) -> Option<&'static str> {
    let folded = kernel::text::fold(word);
    let words: Vec<&str> = folded.split(|c: char| !c.is_alphanumeric()).collect();
    SHORT.iter().find(|(mark, _)| words.contains(mark)).map(|(_, ours)| *ours)
}

fn meaning(table: &[(&str, &'static str)], word: &str) -> Option<&'static str> {
    let folded = kernel::text::fold(word);
    table.iter().find(|(mark, _)| folded.contains(mark)).map(|(_, ours)| *ours)
}

/// The different words of a field, in the order in which they first stand, without the empty one.
pub fn distinct(plan: &Plan, table: &Table, field: Field) -> Vec<String> {
    let Some(at) = plan.columns.get(&field).and_then(|places| places.first()) else {
        return Vec::new();
    };
    let mut found: Vec<String> = Vec::new();
    for row in rows(plan, table).take(LOOKED_AT) {
        let Some(word) = row.1.get(*at).map(|cell| cell.trim()) else { continue };
        if !word.is_empty() && word.chars().count() <= 200 && !found.iter().any(|seen| seen == word)
        {
            found.push(word.to_owned());
        }
        if found.len() == MOST_WORDS {
            break;
        }
    }
    found
}

/// The rows below the head.
pub fn rows<'t>(plan: &Plan, table: &'t Table) -> impl Iterator<Item = sheets::Row> + use<'t> {
    let encoding = Encoding::named(&plan.encoding).unwrap_or(Encoding::Unicode);
    let head = plan.head.clone();
    let below = table.rows(encoding).flatten().skip_while(move |row| row.0 <= head.last);
    let again = plan.head.clone();
    below.filter(move |row| !again.is_again(&row.1))
}

/// American days, when no other reading fits.
fn form(plan: &Plan, table: &Table, today: Date) -> String {
    let Some(at) = plan.columns.get(&Field::Received).and_then(|places| places.first()) else {
        return String::new();
    };
    let cells: Vec<String> =
        rows(plan, table).take(200).filter_map(|row| row.1.get(*at).cloned()).collect();
    let fits = |order| cells.iter().filter(|c| dates::read(c, order, today).is_some()).count();
    if fits(Order::MonthFirst) > fits(Order::DayFirst) { "%m/%d/%Y".into() } else { String::new() }
}
