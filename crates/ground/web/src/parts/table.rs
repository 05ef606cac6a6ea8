//! Around a table: heads that sort by a link, tabs, and paging by key.

use std::fmt;

use askama::Template;

use crate::html::Html;
use crate::page::Page;
use crate::words::Figure;

/// One tab.
#[derive(Clone, Debug)]
pub struct Tab {
    label: String,
    href: String,
    count: Option<i128>,
    here: bool,
}

impl Tab {
    /// A tab; `here` when it is the open one.
    pub fn new(label: impl fmt::Display, href: impl fmt::Display, here: bool) -> Self {
        Self { label: label.to_string(), href: href.to_string(), count: None, here }
    }

    /// How many lie behind it.
    #[must_use]
    pub fn count(mut self, count: impl Figure) -> Self {
        self.count = Some(count.figure());
        self
    }
}

/// Newer and older, by key: there are no page numbers, so that a page stays what it was while
/// things are added.
#[derive(Clone, Debug, Default)]
pub struct Pager {
    /// Address of the newer page.
    pub newer: Option<String>,
    /// Address of the older page.
    pub older: Option<String>,
    /// What is said between: "2.861 đơn".
    pub note: String,
}

impl Page {
    /// Tabs; `label` names the set for listeners.
    pub fn tabs(&self, label: impl fmt::Display, tabs: &[Tab]) -> Html {
        Html::of(&TabsPart { page: self, label: label.to_string(), tabs })
    }

    /// The pager below a list; nothing when there is one page and no note.
    pub fn pager(&self, pager: &Pager) -> Html {
        let nothing = pager.newer.is_none() && pager.older.is_none() && pager.note.is_empty();
        if nothing { Html::default() } else { Html::of(&PagerPart { page: self, pager }) }
    }

    /// A column head that sorts by `key`: up first, then down (`-key`), in the query's `sort`.
    /// `first` says that the list is sorted this way when nobody asked: `key` or `-key`.
    pub fn sort_head(&self, key: &str, label: impl fmt::Display, first: &str) -> Html {
        self.head(key, label, first, "")
    }

    /// The same for a column of figures.
    pub fn sort_head_n(&self, key: &str, label: impl fmt::Display, first: &str) -> Html {
        self.head(key, label, first, "n")
    }

    fn head(&self, key: &str, label: impl fmt::Display, first: &str, class: &'static str) -> Html {
        let query = self.query();
        let asked = query.get("sort").unwrap_or(first);
        let down = format!("-{key}");
        let (sort, next) = match asked {
            asked if asked == key => (Some("ascending"), down.as_str()),
            asked if asked == down => (Some("descending"), key),
            _ => (None, key),
        };
        let href = self.href_with("sort", next);
        Html::of(&HeadPart { sort, href, label: label.to_string(), class })
    }

    /// A weekday's name by number, Monday 1.
    pub fn weekday_name(&self, number: impl Figure) -> String {
        self.t(format!("weekday-{}", number.figure())).into_owned()
    }

    /// A weekday's short name by number, Monday 1.
    pub fn weekday_short(&self, number: impl Figure) -> String {
        self.t(format!("weekday-short-{}", number.figure())).into_owned()
    }
}

#[derive(Template)]
#[template(path = "parts/tabs.html")]
struct TabsPart<'a> {
    page: &'a Page,
    label: String,
    tabs: &'a [Tab],
}

#[derive(Template)]
#[template(path = "parts/pager.html")]
struct PagerPart<'a> {
    page: &'a Page,
    pager: &'a Pager,
}

#[derive(Template)]
#[template(path = "parts/head.html")]
struct HeadPart {
    sort: Option<&'static str>,
    href: String,
    label: String,
    class: &'static str,
}
