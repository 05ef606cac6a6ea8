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

struct Group {
    key: String,
    rows: Vec<(Act, [Reach; 6])>,
    /// Whether the asker's own steps belong here.
    asker: bool,
}

fn groups() -> Vec<Group> {
    let mut groups: Vec<Group> = Vec::new();
    for row in TABLE {
        let subject = row.act.code().split('.').next().unwrap_or_default();
        let key = format!("acts-{subject}");
        match groups.last_mut() {
            Some(group) if group.key == key => group.rows.push((row.act, row.cells)),
            _ => {
                let asker = Act::PETITIONS_OWN.code().split('.').next() == Some(subject);
                groups.push(Group { key, rows: vec![(row.act, row.cells)], asker });
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
