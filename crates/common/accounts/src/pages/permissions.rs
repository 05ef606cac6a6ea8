//! `/quyen-han`: who may do what, for everybody to read.

use askama::Template;
use axum::response::Response;
use web::styleguide::Sample;
use web::{Html, Page};

use crate::permissions::{Act, Reach, TABLE};
use crate::posts::Post;

#[derive(Template)]
#[template(path = "permissions.html")]
struct PermissionsPage<'a> {
    page: &'a Page,
    posts: [Post; 6],
    groups: Vec<Group>,
}

impl PermissionsPage<'_> {
    /// The key of who it is that does an act of their own, and by what they show that it is theirs.
    fn who(&self, own: &Act) -> &'static str {
        match *own == Act::RECEPTIONS_OWN {
            true => "permissions-visitor",
            false => "permissions-asker",
        }
    }
}

struct Group {
    key: String,
    rows: Vec<(Act, [Reach; 6])>,
    /// What the people themselves do here, which no post does for them.
    own: Option<Act>,
}

fn groups() -> Vec<Group> {
    let mut groups: Vec<Group> = Vec::new();
    for row in TABLE {
        let subject = row.act.subject();
        let key = format!("acts-{subject}");
        match groups.last_mut() {
            Some(group) if group.key == key => group.rows.push((row.act, row.cells)),
            _ => {
                let own = Act::OWN.into_iter().find(|own| own.subject() == subject);
                groups.push(Group { key, rows: vec![(row.act, row.cells)], own });
            }
        }
    }
    groups
}

fn content(page: &Page) -> PermissionsPage<'_> {
    PermissionsPage { page, posts: Post::ALL, groups: groups() }
}

/// `GET /quyen-han`
pub(crate) async fn show(page: Page) -> Response {
    let page = page.titled("permissions-title");
    let page = page.clone().crumb_here(page.t("permissions-title"));
    page.show(&content(&page))
}

pub(crate) fn samples(page: &Page) -> Vec<Sample> {
    let page = page.clone().titled("permissions-title");
    vec![Sample { name: "accounts-permissions", html: Html::of(&content(&page)) }]
}
