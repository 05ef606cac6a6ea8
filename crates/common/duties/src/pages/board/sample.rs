//! The board as tests look at it: each group of lines, each kind of matter, and nothing at all.

use accounts::Want;
use jiff::civil::{Date, date};
use rulebook::Law;
use web::parts::Tab;
use web::styleguide::Sample;
use web::{FormState, Html, Page};

use super::places::Places;
use super::rows::{Reader, Row, row};
use super::wants;
use super::{BOARD, Below, BelowPage, BoardPage, TABS, Ways, choices, href, key, tab_href};
use crate::board::{Line, soon_until};
use crate::debt::{AGREED, STANDS_STILL};

const UNIT: &str = "20836";
const TODAY: Date = date(2026, 3, 12);
/// Kind of matter, what follows its prefix, code, rule, day of the start, due date, who has it.
type Told = (&'static str, &'static str, &'static str, &'static str, Date, Date, &'static str);

const ALL: &[Told] = &[
    (
        "petition",
        "1",
        "TT-2026-7KQ4-M",
        "KN.res1",
        date(2026, 2, 2),
        date(2026, 3, 4),
        "Trần Thị Thử",
    ),
    ("promise", "1", "CK 7QXM", AGREED, date(2026, 1, 20), date(2026, 3, 10), ""),
    ("dialogue", "1", "ĐT 20/03/2026", "DT.notice", date(2026, 3, 2), date(2026, 3, 13), ""),
    ("petition", "2", "TT-2026-2N8P-C", AGREED, date(2026, 3, 9), date(2026, 3, 13), ""),
    ("visit", "1", "TCD 12/2026", "TD.reply", date(2026, 3, 2), date(2026, 3, 16), ""),
    ("village", "1", "HT 20836-01/20260310", AGREED, date(2026, 3, 10), date(2026, 3, 30), ""),
    ("denunciation", "1", "TC 3/2026", "TC.res", date(2026, 3, 2), STANDS_STILL, ""),
];

fn line(told: &Told) -> Line {
    let (prefix, key, code, rule, started_on, due, _) = *told;
    Line {
        stream: format!("{prefix}/{key}"),
        n: 1,
        code: code.to_owned(),
        rule: rule.to_owned(),
        unit: UNIT.to_owned(),
        holder: String::new(),
        started_on,
        due,
    }
}

fn places() -> Places {
    let named = |code: &str, name: &str| (code.to_owned(), name.to_owned());
    Places {
        unit: UNIT.to_owned(),
        phrase: "xã Thăng Trường".to_owned(),
        choices: vec![
            named(UNIT, "Xã Thăng Trường"),
            named("20836-03", "Văn phòng Hội đồng nhân dân và Ủy ban nhân dân"),
        ],
        lower: vec![
            named("20836-04", "Phòng Kinh tế"),
            named("20836-05", "Phòng Văn hóa - Xã hội"),
        ],
    }
}

fn tabs(page: &Page, open: &str, counts: [i64; 3]) -> Vec<Tab> {
    let one = |(tab, n): (&str, i64)| {
        Tab::new(page.t(key("board-tab", tab)), tab_href(tab, UNIT), tab == open).count(n)
    };
    TABS.into_iter().zip(counts).map(one).collect()
}

fn list(page: &Page, name: &'static str, tab: &str, told: &[Told], narrowed: bool) -> Sample {
    // A law that does not parse is found by the tests of the rulebook.
    let Ok(law) = Law::embedded() else { return Sample { name, html: Html::default() } };
    let reader = Reader { page, law: &law, today: TODAY, soon: soon_until(&law, TODAY) };
    let one = |told: &Told| -> Row {
        let line = line(told);
        let there = (!line.stream.starts_with("village/")).then(|| format!("{BOARD}#{}", line.n));
        let mut holder = told.6.to_owned();
        if !holder.is_empty() && tab == "unit" {
            let away = page.with("who", holder).with("until", page.date(date(2026, 3, 20)));
            holder = away.with("name", "Võ Minh Họa").t("board-away");
        }
        row(&reader, &line, there, holder)
    };
    let subjects = ["petition", "visit", "village", "dialogue", "promise"].map(str::to_owned);
    let rules = ["KN.res1", "TD.reply", AGREED].map(str::to_owned);
    let form = FormState::new().with("unit", UNIT).with("due", if narrowed { "late" } else { "" });
    let wanted = [wanted("DT.min.old", date(2025, 6, 30)), wanted("TD.comm.old", TODAY)];
    let more = (told.len() > 2 && tab == "unit").then(|| page.href_with("after", "x"));
    let html = Html::of(&BoardPage {
        page,
        form: &form,
        places: &places(),
        tab,
        tabs: tabs(page, tab, [1, told.len() as i64, 4]),
        choices: choices(&reader, &subjects, &rules),
        rows: told.iter().map(one).collect(),
        wants: wants::shown(&reader, if told.len() > 2 { wanted.as_slice() } else { &[] }),
        ways: Ways { before: None, after: more },
        narrowed,
    });
    Sample { name, html }
}

fn wanted(rule: &str, until: Date) -> Want {
    let (unit, rule, path) = (UNIT.to_owned(), rule.to_owned(), BOARD.to_owned());
    Want { unit, rule, until, need: 2, missing: 1, path }
}

fn below(page: &Page, name: &'static str, units: &[(&str, &str, i64, i64)]) -> Sample {
    let one = |(code, name, late, open): &(&str, &str, i64, i64)| Below {
        name: (*name).to_owned(),
        late: (*late, href(code, &[("due", "late")])),
        open: (*open, href(code, &[])),
        wants: (*late - 1, href(code, &[])),
    };
    let form = FormState::new().with("unit", UNIT);
    let html = Html::of(&BelowPage {
        page,
        form: &form,
        places: &places(),
        tabs: tabs(page, "below", [1, 7, units.iter().map(|one| one.2).sum()]),
        lines: units.iter().map(one).collect(),
    });
    Sample { name, html }
}

/// A sample of each state of the board, in the language of `page`.
pub fn samples(page: &Page) -> Vec<Sample> {
    let page = &page.clone().office().here(BOARD).titled("board-title");
    let units = [
        ("20836-04", "Phòng Kinh tế", 3, 11),
        ("20836-05", "Phòng Văn hóa - Xã hội", 1, 4),
        ("20836-06", "Trung tâm Phục vụ hành chính công", 0, 2),
    ];
    vec![
        list(page, "board-mine", "mine", &ALL[..1], false),
        list(page, "board-unit", "unit", ALL, false),
        list(page, "board-late", "unit", &ALL[..2], true),
        list(page, "board-none-mine", "mine", &[], false),
        list(page, "board-none-unit", "unit", &[], false),
        list(page, "board-none-found", "unit", &[], true),
        below(page, "board-below", &units),
        below(page, "board-none-below", &[]),
    ]
}
