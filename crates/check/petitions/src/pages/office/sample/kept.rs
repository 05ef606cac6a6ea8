//! Kept filters of the register: as links, as a page, and what the page says.

use super::super::kept::{self, KeptPage, Shown};
use super::*;
use crate::views::View;

fn views(world: &World) -> Vec<View> {
    let one = |account, n, name: &str, shared: bool, query: &str| View {
        account,
        n,
        unit: if shared { UNIT.to_owned() } else { String::new() },
        name: name.to_owned(),
        query: format!("unit={UNIT}&{query}"),
    };
    vec![
        one(world.leader, 1, "Đất đai quá hạn", false, "matter=land&due=late"),
        one(
            world.leader,
            3,
            "Khiếu nại đang mở, tuần này đến hạn",
            true,
            "kind=complaint&due=week",
        ),
        one(world.handler, 1, "Chưa giao cho ai", true, "holder=-&due=open"),
    ]
}

/// The links over a list.
pub(super) fn links(world: &World, page: &Page, keeps: bool) -> Html {
    kept::links(page, UNIT, &views(world), keeps)
}

/// The page: full, empty with something to keep, after dropping one.
pub(super) fn samples(world: &World, page: &Page) -> Vec<Sample> {
    let page = page.clone().titled("day-view-title");
    let shown = |faulty: bool| -> Vec<Shown> {
        let one = |view: View| {
            let own = view.account == world.leader;
            let mut form = FormState::new().with("name", &view.name);
            if own && faulty {
                form = FormState::new();
                form.wrong("name", Say::new("day-view-no-name"));
            }
            let whose = if own { String::new() } else { "Trần Thị Thử".to_owned() };
            Shown { by: "Lĩnh vực: Đất đai; Hạn: Quá hạn".into(), whose, form, view }
        };
        views(world).into_iter().map(one).collect()
    };
    let of = |name, form: &FormState, fresh: bool, shown: &[Shown], dropped, done| {
        let words = "Loại đơn: Khiếu nại".to_owned();
        let fresh = fresh.then(|| ("kind=complaint".to_owned(), words));
        let html = Html::of(&KeptPage {
            page: &page,
            form,
            unit: UNIT,
            fresh,
            shown,
            dropped,
            done,
            leads: true,
        });
        Sample { name, html }
    };
    let (clean, mut wrong) = (FormState::new(), FormState::new());
    wrong.wrong("name", Say::new("refusal-view-many").with("most", 20));
    let dropped = views(world).into_iter().next();
    let (all, faulty) = (shown(false), shown(true));
    vec![
        of("office-views", &clean, true, &all, None, "renamed"),
        of("office-views-wrong", &wrong, true, &all[..1], None, ""),
        of("office-views-rename", &clean, false, &faulty[..1], None, ""),
        of("office-views-dropped", &clean, false, &all[1..], dropped, ""),
        of("office-views-none", &clean, false, &[], None, ""),
    ]
}
