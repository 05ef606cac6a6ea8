//! The page that finds a letter for somebody who lost the code: before, with what was found, with
//! nothing, with too much.

use super::super::lost::{Look, LostPage};
use super::*;

pub(super) fn samples(page: &Page) -> Vec<Sample> {
    let page = page.clone().titled("lost-title");
    let found =
        |lines: Vec<Line>, next| Look { found: lines, opened: 412, since: Some(day(1, 5)), next };
    let letters = || {
        let sent = line(&STALL, "sent", None, None, 1);
        vec![line(&DITCH, "received", Some(day(3, 5)), None, 4), sent]
    };
    let show = |name, look: Option<Look>| {
        let mut form = FormState::new();
        match &look {
            Some(_) => form.set("name", "giả định"),
            None => form.wrong("name", Say::new("lost-nobody")),
        }
        let scope = &scope();
        let html = Html::of(&LostPage { page: &page, form: &form, scope, look });
        Sample { name, html }
    };
    vec![
        show("office-lost", None),
        show("office-lost-found", Some(found(letters(), None))),
        show("office-lost-none", Some(found(Vec::new(), Some(9)))),
        show("office-lost-many", Some(found(vec![line(&DITCH, "filed", None, None, 4); 11], None))),
    ]
}
