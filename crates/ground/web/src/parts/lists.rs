//! Dotted leaders, task lists, steps, own words, empty states.

use std::fmt;

use askama::Template;
use askama::filters::HtmlSafe;

use crate::html::Html;
use crate::page::Page;

/// One line with leaders: name …… value.
#[derive(Clone, Debug)]
pub struct Leader {
    name: Html,
    value: Html,
}

impl Leader {
    /// A line of two texts.
    pub fn new(name: impl fmt::Display, value: impl fmt::Display) -> Self {
        Self { name: Html::escape(name), value: Html::escape(value) }
    }

    /// A line whose value is finished markup: a date, a status, a link.
    pub fn html(name: impl fmt::Display, value: impl HtmlSafe) -> Self {
        Self { name: Html::escape(name), value: Html::trusted(value.to_string()) }
    }

    /// A line whose name leads somewhere.
    pub fn link(
        name: impl fmt::Display,
        href: impl fmt::Display,
        value: impl fmt::Display,
    ) -> Self {
        let (name, href) = (Html::escape(name), Html::escape(href));
        let name = Html::trusted(format!("<a href=\"{href}\">{name}</a>"));
        Self { name, value: Html::escape(value) }
    }
}

/// One line of a task list: the link first, facts below.
#[derive(Clone, Debug)]
pub struct Task {
    title: String,
    href: String,
    status: Option<super::Status>,
    facts: String,
}

impl Task {
    /// A task with a line of facts.
    pub fn new(
        title: impl fmt::Display,
        href: impl fmt::Display,
        facts: impl fmt::Display,
    ) -> Self {
        let (title, href, facts) = (title.to_string(), href.to_string(), facts.to_string());
        Self { title, href, status: None, facts }
    }

    /// A task whose facts begin with a status.
    #[must_use]
    pub fn status(mut self, status: &super::Status) -> Self {
        self.status = Some(status.clone());
        self
    }
}

impl Page {
    /// Lines with leaders.
    pub fn leaders(&self, lines: &[Leader]) -> Html {
        Html::of(&LeadersPart { lines })
    }

    /// A task list.
    pub fn tasks(&self, tasks: &[Task]) -> Html {
        Html::of(&TasksPart { tasks })
    }

    /// The steps of a form; `now` counts from 1.
    pub fn steps<T: fmt::Display>(&self, steps: &[T], now: usize) -> Html {
        let steps: Vec<String> =
            steps.iter().enumerate().map(|(i, step)| format!("{}. {step}", i + 1)).collect();
        Html::of(&StepsPart { page: self, steps, now })
    }

    /// What a person wrote, as they wrote it: violet ink on ruled lines.
    pub fn own_words(&self, text: impl fmt::Display) -> Html {
        Html::trusted(format!("<blockquote class=\"words\">{}</blockquote>", Html::escape(text)))
    }

    /// Why a list is empty, and the next act.
    pub fn empty(&self, why: impl fmt::Display, act: impl fmt::Display, href: &str) -> Html {
        let (why, act, href) = (Html::escape(why), Html::escape(act), Html::escape(href));
        Html::trusted(format!("<p class=\"empty\">{why} <a href=\"{href}\">{act}</a></p>"))
    }
}

#[derive(Template)]
#[template(path = "parts/leaders.html")]
struct LeadersPart<'a> {
    lines: &'a [Leader],
}

#[derive(Template)]
#[template(path = "parts/tasks.html")]
struct TasksPart<'a> {
    tasks: &'a [Task],
}

#[derive(Template)]
#[template(path = "parts/steps.html")]
struct StepsPart<'a> {
    page: &'a Page,
    steps: Vec<String>,
    now: usize,
}
