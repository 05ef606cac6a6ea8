//! Samples of the officer's day beside the cases: the leader, questions, and what follows.

use std::collections::HashMap;

use super::super::asked::{self, AdvicePage, AskedPage, Office};
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
    let looked = Looked { load, units: Vec::new(), asked, names, offices };
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
