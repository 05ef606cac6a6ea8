//! Samples of the officer's day beside the cases: the leader, questions, and what follows.

use std::collections::HashMap;

use super::super::asked::{self, AdvicePage, AskedPage, Office};
use super::super::bulk::{AfterPage, BulkPage, Doing, Line, Said};
use super::super::chain::{ChainPage, Found, Head};
use super::super::feed::FeedPage;
use super::super::leader::{self, Looked};
use super::super::store::Load;
use super::*;

/// All of them.
pub(super) fn samples(world: &World, page: &Page) -> Vec<Sample> {
    let of = |name, html| Sample { name, html };
    let mut all = vec![
        of("office-leader", leader(world, page, true)),
        of("office-leader-empty", leader(world, page, false)),
        of("office-asked", asked(page, true)),
        of("office-asked-none", asked(page, false)),
    ];
    all.extend(bulk(world, page));
    all.extend(chain(page));
    let feed = page.clone().titled("day-feed-title");
    let form = FormState::new();
    let address = Some(format!("https://xa.example/lich/{}.ics", "0123456789abcdef".repeat(4)));
    let taken = FeedPage { page: &feed, form: &form, open: true, address };
    all.push(of("office-feed", Html::of(&taken)));
    let none = FeedPage { page: &feed, form: &form, open: false, address: None };
    all.push(of("office-feed-none", Html::of(&none)));
    all.extend(advice(world, page).map(|html| of("office-advice", html)));
    all
}

fn load(dim: &str, value: &str, open: i64, late: i64, near: i64) -> Load {
    Load { dim: dim.into(), value: value.into(), open, late, near }
}

fn leader(world: &World, page: &Page, full: bool) -> Html {
    let page = page.clone().titled("day-lead-title");
    let names: HashMap<Id, String> = world.names();
    let handler = world.handler.to_string();
    let offices = vec![("20836-02".to_owned(), "Phòng Kinh tế".to_owned())];
    let load = match full {
        true => vec![
            load("holder", "", 3, 0, 1),
            load("holder", &handler, 41, 4, 6),
            load("matter", "water", 24, 3, 2),
            load("matter", "land", 20, 1, 5),
            load("state", "contested", 2, 0, 0),
            load("state", "suspended", 1, 0, 0),
        ],
        false => Vec::new(),
    };
    let waits = full.then(|| self::load("20836-02", "20836-02", 2, 1, 0));
    let asked = waits.into_iter().collect();
    let (units, promised, missing) = (Vec::new(), Some((3, 1)), 2);
    let looked = Looked { load, units, asked, names, offices, promised, missing };
    let (form, scope, until) = (FormState::new(), scope(), leader::week_ends(TODAY));
    Html::of(&leader::page_of(&page, &form, &scope, until, &looked))
}

fn asked(page: &Page, full: bool) -> Html {
    let page = page.clone().titled("day-asked-title");
    let line = |code: &str, due| asked::Line {
        href: "#".into(),
        code: code.into(),
        matter: page.t("matter-water").into_owned(),
        on: day(2, 2),
        due,
        status: asked::clock(&page, due, TODAY),
    };
    let lines = vec![line("TT-3308-91", day(2, 10)), line("TT-4176-28", day(2, 24))];
    let office = Office { code: "20836-02".into(), name: "Phòng Kinh tế".into(), lines };
    let offices: Vec<Office> = full.then_some(office).into_iter().collect();
    Html::of(&AskedPage { page: &page, offices: &offices, done: full })
}

fn advice(world: &World, page: &Page) -> Option<Html> {
    let page = page.clone().titled("day-advice-title");
    let words = world.item();
    let question = Event::Asked {
        n: 1,
        office: "20836-02".into(),
        words: words.clone(),
        until: day(2, 24),
        on: day(2, 5),
    };
    let said = [(&words, "Đoạn mương này ai quản lý, bao giờ nạo vét được?")];
    let case = world.case(&NOISE, &[(day(2, 5), world.handler, question)], &said)?;
    let question = case.read.petition.questions.first()?.clone();
    let status = asked::clock(&page, question.until, TODAY);
    let (form, office) = (FormState::new(), "Phòng Kinh tế".to_owned());
    let (case, question) = (&case, &question);
    Some(Html::of(&AdvicePage { page: &page, form: &form, case, question, office, status }))
}

fn bulk(world: &World, page: &Page) -> Vec<Sample> {
    let of = |name, html| Sample { name, html };
    let (form, scope) = (FormState::new(), scope());
    let list = |doing: Doing, rows: &[Row]| {
        let page = page.clone().titled(key("day-bulk", doing.word()));
        Html::of(&BulkPage {
            page: &page,
            form: &form,
            scope: &scope,
            doing,
            filter: Choices::of(&page, &world.colleagues(), &[]),
            officers: &[(world.handler.to_string(), "Trần Thị Thử".to_owned())],
            rows,
            more: true,
            ground: "Điều 28 Thông tư 05/2021/TT-TTCP".into(),
        })
    };
    let line = |code: &str, well, words: &str| Line {
        code: code.into(),
        about: page.t("matter-water").into_owned(),
        carry: String::new(),
        well,
        words: web::parts::Status::new(
            if well { web::parts::Mark::Half } else { web::parts::Mark::None },
            page.t(words),
        ),
        clocks: Vec::new(),
    };
    let after = |doing: Doing, button: &'static str, words: &str| {
        let page = page.clone().titled(key("day-bulk", doing.word()));
        let lines = vec![
            line("TT-3308-91", true, words),
            line("TT-4176-28", false, "refusal-petition-not-now"),
        ];
        let said = page.with("well", 1).with("all", 2).with("name", "Trần Thị Thử");
        let head = said.t(key("day-bulk-preview", doing.word()));
        let (action, room) = (doing.path(), doing.room());
        let (form, scope) = (&form, &scope);
        let said = Said { head, ..Said::default() };
        Html::of(&AfterPage { page: &page, form, scope, room, action, button, said, lines })
    };
    let rows = lines(world, page);
    vec![
        of("office-bulk", list(Doing::Assign, &rows)),
        of("office-bulk-none", list(Doing::Destroy, &[])),
        of(
            "office-bulk-preview",
            after(Doing::Destroy, "day-bulk-do-destroy", "day-bulk-will-destroy"),
        ),
        of("office-bulk-done", after(Doing::Assign, "day-bulk-undo", "day-bulk-was-assigned")),
    ]
}

fn chain(page: &Page) -> Vec<Sample> {
    let page = page.clone().titled("day-bulk-join");
    let state = |state| super::super::around::state_status(&page, state);
    let found = |code: &str, likely: bool| Found {
        code: code.into(),
        words: "Đề nghị xã cho biết bao giờ nạo vét mương thoát nước đầu thôn…".into(),
        state: state(State::Received),
        why: "Cùng thôn, tổ dân phố, cách 2 ngày, đơn trước chưa xong, nội dung giống 96%.".into(),
        how_likely: if likely { "office-alike-likely" } else { "office-alike-maybe" },
        ticked: likely,
    };
    let head = || Head {
        code: DITCH.code.into(),
        about: "Phản ánh, kiến nghị · cấp thoát nước".into(),
        state: state(State::Accepted),
        words: DITCH.words.into(),
    };
    let of = |name, form: &FormState, lead, found| {
        let page = page.clone().redisplay(form);
        let html = Html::of(&ChainPage { page: &page, form, lead, found });
        Sample { name, html }
    };
    let letters = vec![found("TT-3308-91", true), found("TT-0431-20", false)];
    let mut wrong = FormState::new().with("codes", "TT-0");
    wrong.wrong("codes", Say::new("office-code-unknown").with("code", "TT-0"));
    vec![
        of("office-join", &FormState::new(), Some(head()), letters),
        of("office-join-none", &wrong, Some(head()), Vec::new()),
        of("office-join-which", &FormState::new(), None, Vec::new()),
        Sample { name: "office-join-preview", html: join_preview(&page) },
    ]
}

/// What the act would do, with one letter that cannot be joined.
fn join_preview(page: &Page) -> Html {
    let line = |code: &str, well: bool| Line {
        code: code.into(),
        about: page.t("matter-water").into_owned(),
        carry: String::new(),
        well,
        words: match well {
            true => web::parts::Status::new(web::parts::Mark::Half, page.t("day-bulk-will-join")),
            false => web::parts::Status::new(
                web::parts::Mark::None,
                page.t("refusal-petition-link-elsewhere"),
            ),
        },
        clocks: match well {
            true => vec!["hết theo dõi riêng: hạn trả lời 05/03/2026".into()],
            false => Vec::new(),
        },
    };
    let phrase = page.with("well", 1).with("all", 2).with("code", DITCH.code);
    let notes = ["day-join-senders", "day-join-nobody", "day-join-counted", "day-join-back"];
    let said = Said {
        head: phrase.t("day-bulk-preview-join"),
        notes: notes.map(|note| page.with("code", DITCH.code).t(note)).to_vec(),
        carry: vec![("vao", DITCH.code.to_owned())],
    };
    Html::of(&AfterPage {
        page,
        form: &FormState::new(),
        scope: &scope(),
        room: super::super::bulk::Room { word: "join", path: "/can-bo/cung-viec".into() },
        action: "/can-bo/cung-viec",
        button: "day-bulk-do-join",
        said,
        lines: vec![line("TT-3308-91", true), line("TT-0431-20", false)],
    })
}
