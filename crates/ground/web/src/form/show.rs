//! Controls: each knows its label, hint, fault and what was typed, and prints itself in a
//! template: `{{ f.text("phone", page.t("phone")).hint(page.t("phone-hint")).tel().narrow() }}`.

use std::fmt;

use askama::Template;
use askama::filters::HtmlSafe;

use super::FormState;
use crate::html::Html;
use crate::page::Page;
use crate::words::Words;

/// A [`FormState`] about to be shown. Made by [`Page::form`] in a template:
/// `{% let f = page.form(state) %}`.
#[derive(Clone, Copy)]
pub struct Form<'a> {
    page: &'a Page,
    state: &'a FormState,
    prefix: &'a str,
}

impl<'a> Form<'a> {
    pub(crate) fn new(page: &'a Page, state: &'a FormState) -> Self {
        Self { page, state, prefix: "" }
    }

    /// Sets a mark before every id, for a page with more than one form.
    #[must_use]
    pub fn prefix(mut self, prefix: &'a str) -> Self {
        self.prefix = prefix;
        self
    }

    /// The summary of faults; nothing when there are none. Stands first in `main`.
    pub fn errors(&self) -> Html {
        self.summary(true)
    }

    /// The same for a form that throws away what it must not hold: it does not say that what was
    /// typed is still there.
    pub fn errors_unkept(&self) -> Html {
        self.summary(false)
    }

    fn summary(&self, kept: bool) -> Html {
        let w = self.page.w();
        let link = |(field, say): &(String, crate::Say)| {
            let id = (!field.is_empty()).then(|| self.id(field));
            (id, w.say(say))
        };
        let links: Vec<_> = self.state.faults().iter().map(link).collect();
        if links.is_empty() { Html::default() } else { Html::of(&Errors { w, links, kept }) }
    }

    /// Opens a form that posts to `action`, with its seal. Close it with `</form>`.
    pub fn post(&self, action: impl fmt::Display) -> Html {
        self.open(action, "")
    }

    /// Opens a form that also carries files.
    pub fn post_files(&self, action: impl fmt::Display) -> Html {
        self.open(action, " enctype=\"multipart/form-data\"")
    }

    fn open(&self, action: impl fmt::Display, kind: &str) -> Html {
        Html::trusted(format!(
            "<form method=\"post\" action=\"{}\"{kind} novalidate>\
             <input type=\"hidden\" name=\"_seal\" value=\"{}\">",
            Html::escape(action),
            self.page.seal(),
        ))
    }

    /// A value that travels unseen.
    pub fn hidden(&self, name: &str, value: impl fmt::Display) -> Html {
        let (name, value) = (Html::escape(name), Html::escape(value));
        Html::trusted(format!("<input type=\"hidden\" name=\"{name}\" value=\"{value}\">"))
    }

    /// A line of text.
    pub fn text(&self, name: &str, label: impl fmt::Display) -> Control {
        self.control(Kind::Line, name, label)
    }

    /// A person's own words: violet ink on ruled lines.
    pub fn words(&self, name: &str, label: impl fmt::Display) -> Control {
        self.control(Kind::Area, name, label)
    }

    /// A list to choose one from, when it is long; [`Form::choice`] is better for a short one.
    pub fn select(&self, name: &str, label: impl fmt::Display) -> Control {
        self.control(Kind::List, name, label)
    }

    /// A date, typed as 05/02/2026: a picker hides the day of the week and fights the keyboard.
    pub fn date(&self, name: &str, label: impl fmt::Display) -> Control {
        self.control(Kind::Line, name, label).narrow().digits()
    }

    /// Files.
    pub fn files(&self, name: &str, label: impl fmt::Display) -> Control {
        let mut control = self.control(Kind::Line, name, label).wide();
        control.input_type = "file";
        control.value.clear();
        control
    }

    /// Choices in rows, one of which is taken.
    pub fn choice(&self, name: &str, legend: impl fmt::Display) -> Choice {
        self.choices(name, legend, "radio")
    }

    /// Boxes in rows, any number of which are ticked.
    pub fn boxes(&self, name: &str, legend: impl fmt::Display) -> Choice {
        self.choices(name, legend, "checkbox")
    }

    /// One box on its own: `f.tick("tell-me", label)`. Its value is `1`.
    pub fn tick(&self, name: &str, label: impl fmt::Display) -> Choice {
        self.choices(name, "", "checkbox").row(Row::new("1", label))
    }

    /// A row for [`Choice::row`], to add a hint, a key or more to it.
    pub fn row(&self, value: impl fmt::Display, label: impl fmt::Display) -> Row {
        Row::new(value, label)
    }

    fn id(&self, name: &str) -> String {
        format!("{}{name}", self.prefix)
    }

    fn fault(&self, name: &str) -> Option<String> {
        self.state.fault(name).map(|say| self.page.w().say(say))
    }

    fn control(&self, kind: Kind, name: &str, label: impl fmt::Display) -> Control {
        Control {
            kind,
            id: self.id(name),
            name: name.to_owned(),
            label: label.to_string(),
            label_hidden: false,
            optional: None,
            optional_words: self.page.w().t("optional").into_owned(),
            hint: String::new(),
            fault: self.fault(name),
            value: self.state.fields().typed(name).to_owned(),
            input_type: "text",
            input_mode: "",
            accept: "",
            autocomplete: "off",
            class: "",
            grow: false,
            rows: 6,
            options: Vec::new(),
            autofocus: false,
        }
    }

    fn choices(&self, name: &str, legend: impl fmt::Display, input_type: &'static str) -> Choice {
        let taken = self.state.fields().all(name).map(str::to_owned).collect();
        Choice {
            id: self.id(name),
            name: name.to_owned(),
            legend: legend.to_string(),
            legend_hidden: false,
            hint: String::new(),
            fault: self.fault(name),
            input_type,
            in_a_row: false,
            taken,
            rows: Vec::new(),
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Line,
    Area,
    List,
}

/// One labelled field: label, hint, fault, box, in that order.
#[derive(Clone, Debug, Template)]
#[template(path = "parts/control.html")]
pub struct Control {
    kind: Kind,
    id: String,
    name: String,
    label: String,
    label_hidden: bool,
    optional: Option<String>,
    optional_words: String,
    hint: String,
    fault: Option<String>,
    value: String,
    input_type: &'static str,
    input_mode: &'static str,
    accept: &'static str,
    autocomplete: &'static str,
    class: &'static str,
    grow: bool,
    rows: u8,
    options: Vec<(String, String)>,
    autofocus: bool,
}

impl HtmlSafe for Control {}

impl Control {
    /// A sentence between label and box.
    #[must_use]
    pub fn hint(mut self, hint: impl fmt::Display) -> Self {
        self.hint = hint.to_string();
        self
    }

    /// Says "(không bắt buộc)" beside the label; the rest is required without a star.
    #[must_use]
    pub fn optional(mut self) -> Self {
        self.optional = Some(self.optional_words.clone());
        self
    }

    /// Room for some ten characters: a date, a number.
    #[must_use]
    pub fn narrow(mut self) -> Self {
        self.class = "w1";
        self
    }

    /// Room for a name or a telephone number.
    #[must_use]
    pub fn middle(mut self) -> Self {
        self.class = "w2";
        self
    }

    /// Room for a short sentence.
    #[must_use]
    pub fn wide(mut self) -> Self {
        self.class = "w3";
        self
    }

    /// Takes the room that is left in a filter.
    #[must_use]
    pub fn grow(mut self) -> Self {
        self.grow = true;
        self
    }

    /// The keyboard and memory for a telephone number.
    #[must_use]
    pub fn tel(mut self) -> Self {
        (self.input_type, self.input_mode, self.autocomplete) = ("tel", "tel", "tel");
        self
    }

    /// The keyboard and memory for electronic mail.
    #[must_use]
    pub fn email(mut self) -> Self {
        (self.input_type, self.input_mode, self.autocomplete) = ("email", "email", "email");
        self
    }

    /// The keyboard for digits.
    #[must_use]
    pub fn digits(mut self) -> Self {
        self.input_mode = "numeric";
        self
    }

    /// A search box.
    #[must_use]
    pub fn search(mut self) -> Self {
        self.input_type = "search";
        self
    }

    /// A password or a secret; what was typed is not shown again.
    #[must_use]
    pub fn password(mut self) -> Self {
        self.input_type = "password";
        self.autocomplete = "current-password";
        self.value.clear();
        self
    }

    /// What a browser may fill in by itself: `name`, `username`, `one-time-code`.
    #[must_use]
    pub fn remembers(mut self, what: &'static str) -> Self {
        self.autocomplete = what;
        self
    }

    /// Which kinds of files are offered to choose from; what they are is decided by the server.
    #[must_use]
    pub fn accept(mut self, kinds: &'static str) -> Self {
        self.accept = kinds;
        self
    }

    /// How many lines own words begin with.
    #[must_use]
    pub fn lines(mut self, rows: u8) -> Self {
        self.rows = rows;
        self
    }

    /// Adds an entry to a list.
    #[must_use]
    pub fn option(mut self, value: impl fmt::Display, label: impl fmt::Display) -> Self {
        self.options.push((value.to_string(), label.to_string()));
        self
    }

    /// Adds entries to a list: pairs of value and label.
    #[must_use]
    pub fn options<V: fmt::Display, L: fmt::Display>(mut self, entries: &[(V, L)]) -> Self {
        self.options.extend(entries.iter().map(|(v, l)| (v.to_string(), l.to_string())));
        self
    }

    /// Keeps the label for listeners only, where a heading beside the box says the same.
    #[must_use]
    pub fn label_hidden(mut self) -> Self {
        self.label_hidden = true;
        self
    }

    /// Puts the cursor here on load; for a page that asks one thing only.
    #[must_use]
    pub fn autofocus(mut self) -> Self {
        self.autofocus = true;
        self
    }

    fn described_by(&self) -> Option<String> {
        described_by(&self.id, &self.hint, &self.fault)
    }
}

fn described_by(id: &str, hint: &str, fault: &Option<String>) -> Option<String> {
    match (hint.is_empty(), fault.is_none()) {
        (true, true) => None,
        (false, true) => Some(format!("{id}-hint")),
        (true, false) => Some(format!("{id}-fault")),
        (false, false) => Some(format!("{id}-hint {id}-fault")),
    }
}

/// One row of a [`Choice`].
#[derive(Clone, Debug)]
pub struct Row {
    value: String,
    label: String,
    hint: String,
    key: String,
    more: Html,
}

impl Row {
    /// A row with what it sends and what it says.
    pub fn new(value: impl fmt::Display, label: impl fmt::Display) -> Self {
        Self {
            value: value.to_string(),
            label: label.to_string(),
            hint: String::new(),
            key: String::new(),
            more: Html::default(),
        }
    }

    /// A sentence below the label.
    #[must_use]
    pub fn hint(mut self, hint: impl fmt::Display) -> Self {
        self.hint = hint.to_string();
        self
    }

    /// The digit that takes this row, shown before its label; for officers.
    #[must_use]
    pub fn key(mut self, key: impl fmt::Display) -> Self {
        self.key = key.to_string();
        self
    }

    /// What opens under the row when it is taken: a control, or other finished markup. Where CSS
    /// cannot tell, it is simply always open.
    #[must_use]
    pub fn more(mut self, more: impl HtmlSafe) -> Self {
        self.more = Html::trusted(more.to_string());
        self
    }
}

/// Choices in rows; the whole row is the target.
#[derive(Clone, Debug, Template)]
#[template(path = "parts/choice.html")]
pub struct Choice {
    id: String,
    name: String,
    legend: String,
    legend_hidden: bool,
    hint: String,
    fault: Option<String>,
    input_type: &'static str,
    in_a_row: bool,
    taken: Vec<String>,
    rows: Vec<Row>,
}

impl HtmlSafe for Choice {}

impl Choice {
    /// Adds a plain row.
    #[must_use]
    pub fn option(self, value: impl fmt::Display, label: impl fmt::Display) -> Self {
        self.row(Row::new(value, label))
    }

    /// Adds a row with a hint.
    #[must_use]
    pub fn option_hint(
        self,
        value: impl fmt::Display,
        label: impl fmt::Display,
        hint: impl fmt::Display,
    ) -> Self {
        self.row(Row::new(value, label).hint(hint))
    }

    /// Adds a row that opens `more` when taken.
    #[must_use]
    pub fn option_more(
        self,
        value: impl fmt::Display,
        label: impl fmt::Display,
        more: impl HtmlSafe,
    ) -> Self {
        self.row(Row::new(value, label).more(more))
    }

    /// Adds a row.
    #[must_use]
    pub fn row(mut self, row: Row) -> Self {
        self.rows.push(row);
        self
    }

    /// A sentence below the legend.
    #[must_use]
    pub fn hint(mut self, hint: impl fmt::Display) -> Self {
        self.hint = hint.to_string();
        self
    }

    /// Sets the choices side by side, for officers.
    #[must_use]
    pub fn in_a_row(mut self) -> Self {
        self.in_a_row = true;
        self
    }

    /// Keeps the legend for listeners only, where a heading says the same.
    #[must_use]
    pub fn legend_hidden(mut self) -> Self {
        self.legend_hidden = true;
        self
    }

    /// Takes `value` unless the reader has chosen already.
    #[must_use]
    pub fn default(mut self, value: impl fmt::Display) -> Self {
        if self.taken.is_empty() {
            self.taken.push(value.to_string());
        }
        self
    }

    fn is_taken(&self, row: &Row) -> bool {
        self.taken.contains(&row.value)
    }

    /// The first row carries the field's own id, so that the summary of faults leads to it.
    fn row_id(&self, index: &usize) -> String {
        if *index == 1 { self.id.clone() } else { format!("{}-{index}", self.id) }
    }

    fn described_by(&self) -> Option<String> {
        described_by(&self.id, &self.hint, &self.fault)
    }
}

/// The summary of faults, first in `main`, focused when the page opens.
#[derive(Template)]
#[template(path = "parts/errors.html")]
pub struct Errors<'a> {
    w: &'a Words,
    links: Vec<(Option<String>, String)>,
    /// Whether what was typed is shown again.
    kept: bool,
}
/// Joins controls that a page puts together while running.
pub fn fields(all: &[&dyn HtmlSafe]) -> Html {
    Html::trusted(all.iter().map(|one| one.to_string()).collect::<String>())
}

/// Controls beside each other.
pub fn beside(all: &[&dyn HtmlSafe]) -> Html {
    Html::trusted(format!("<div class=\"filter\">{}</div>", fields(all)))
}
