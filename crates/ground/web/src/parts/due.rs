//! The calendar leaf and the block that says until when something is owed, and why.

use std::fmt;

use askama::Template;
use jiff::civil::Date;

use super::Status;
use crate::html::Html;
use crate::page::Page;
use crate::words::Day;

/// When something is owed, and why. Texts are already in the page's language.
#[derive(Clone, Debug)]
pub struct Due {
    /// What is owed: "Xã phải trả lời chậm nhất".
    pub label: String,
    /// By when.
    pub on: Date,
    /// The lunar day: "17 tháng Giêng". May be empty.
    pub lunar: String,
    /// How it stands today.
    pub status: Option<Status>,
    /// Rule and article.
    pub why: String,
    /// Where each day is explained.
    pub explained: Option<String>,
}

impl Page {
    /// A leaf of the block calendar, lunar day below when there is one.
    pub fn leaf(&self, on: impl Day, lunar: impl fmt::Display) -> Html {
        let day = on.day();
        Html::of(&LeafPart {
            weekday: kernel::text::capital(&self.weekday(day)),
            day: format!("{:02}", day.day()),
            month: self
                .with("month", self.month_name(day))
                .with("year", day.year().to_string())
                .t("leaf-month"),
            lunar: lunar.to_string(),
        })
    }

    /// The due block: leaf, date in words, rule, article, link to each day.
    pub fn due(&self, due: &Due) -> Html {
        Html::of(&DuePart { page: self, due })
    }
}

#[derive(Template)]
#[template(path = "parts/leaf.html")]
struct LeafPart {
    weekday: String,
    day: String,
    month: String,
    lunar: String,
}

#[derive(Template)]
#[template(path = "parts/due.html")]
struct DuePart<'a> {
    page: &'a Page,
    due: &'a Due,
}
