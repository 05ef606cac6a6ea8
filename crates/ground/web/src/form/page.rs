//! A page that asks for something and does it: title, what it does, the controls, one button, the
//! way back. What a subject's form needs beside that is its own template.

use askama::Template;

use crate::form::FormState;
use crate::html::Html;
use crate::page::Page;

/// One such page. Texts are already in the page's language.
#[derive(Template)]
#[template(path = "pages/form.html")]
pub struct FormPage<'a> {
    /// The page.
    pub page: &'a Page,
    /// What was typed, and what is wrong with it.
    pub form: &'a FormState,
    /// What is done.
    pub title: String,
    /// What it does, in a sentence.
    pub lede: String,
    /// Where the form goes.
    pub action: String,
    /// Whether it carries files.
    pub files: bool,
    /// How many facts the form has seen, or the key that names it; for hidden fields.
    pub hidden: Vec<(&'static str, String)>,
    /// The controls.
    pub fields: Html,
    /// The word on the button.
    pub button: String,
    /// The way back: address and words.
    pub back: (String, String),
    /// Whether somebody else did something since the form was opened.
    pub overtaken: bool,
}
