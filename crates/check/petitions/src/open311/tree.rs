//! One answer in the two forms that Open311 asks for: a tree that prints itself as JSON or XML.

use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde::{Serialize, Serializer};

/// The form that a caller asked for, by the ending of the address.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// `.json`
    Json,
    /// `.xml`
    Xml,
}

impl Form {
    /// Splits `roads.json` into its name and form.
    pub fn split(file: &str) -> Option<(&str, Self)> {
        let (name, ending) = file.rsplit_once('.')?;
        match ending {
            "json" => Some((name, Self::Json)),
            "xml" => Some((name, Self::Xml)),
            _ => None,
        }
    }
}

/// A part of an answer.
#[derive(Clone, Debug)]
pub enum Tree {
    /// A text; empty where nothing is said.
    Text(String),
    /// A number.
    Number(f64),
    /// Yes or no.
    Yes(bool),
    /// Named parts, in the order of the specification.
    Parts(Vec<(&'static str, Tree)>),
    /// A list whose items have a name in XML.
    List(&'static str, Vec<Tree>),
}

impl Tree {
    /// A text.
    pub fn text(text: impl ToString) -> Self {
        Self::Text(text.to_string())
    }

    fn json(&self) -> String {
        // A tree holds nothing that JSON cannot say, and a string never refuses a byte.
        serde_json::to_string(self).unwrap_or_default()
    }

    fn xml(&self, out: &mut String) {
        match self {
            Self::Text(text) => escape(text, out),
            Self::Number(number) => out.push_str(&number.to_string()),
            Self::Yes(yes) => out.push_str(&yes.to_string()),
            Self::Parts(parts) => parts.iter().for_each(|(name, part)| element(name, part, out)),
            Self::List(name, items) => items.iter().for_each(|item| element(name, item, out)),
        }
    }

    /// The answer. In XML the whole stands in an element `root`; in JSON it has no name.
    pub fn answer(&self, status: StatusCode, root: &'static str, form: Form) -> Response {
        let (media, body) = match form {
            Form::Json => ("application/json; charset=utf-8", self.json()),
            Form::Xml => {
                let mut out = "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n".to_owned();
                element(root, self, &mut out);
                ("text/xml; charset=utf-8", out)
            }
        };
        (status, [(header::CONTENT_TYPE, media)], body).into_response()
    }
}

/// Written straight, without a tree of JSON between: an answer has up to 1,000 requests.
impl Serialize for Tree {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Text(text) => to.serialize_str(text),
            // A whole number without a point, as callers expect of codes and orders.
            Self::Number(number) if number.fract() == 0.0 => to.serialize_i64(*number as i64),
            Self::Number(number) => to.serialize_f64(*number),
            Self::Yes(yes) => to.serialize_bool(*yes),
            Self::Parts(parts) => to.collect_map(parts.iter().map(|(name, part)| (name, part))),
            Self::List(_, items) => to.collect_seq(items),
        }
    }
}

fn element(name: &str, inner: &Tree, out: &mut String) {
    out.push('<');
    out.push_str(name);
    out.push('>');
    inner.xml(out);
    out.push_str("</");
    out.push_str(name);
    out.push('>');
}

/// Text as XML 1.0 may hold it: marks escaped, control characters left out.
fn escape(text: &str, out: &mut String) {
    for c in text.chars() {
        match c {
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '&' => out.push_str("&amp;"),
            '\n' | '\t' => out.push(c),
            c if c.is_control() || matches!(c, '\u{fffe}' | '\u{ffff}') => {}
            c => out.push(c),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_tree_is_the_same_in_both_forms_and_text_never_becomes_an_element() {
        let tree = Tree::List(
            "request",
            vec![Tree::Parts(vec![
                ("status", Tree::text("open")),
                ("lat", Tree::Number(15.5)),
                ("description", Tree::text("a < b & </request>\u{1}")),
            ])],
        );
        assert_eq!(
            tree.json(),
            r#"[{"status":"open","lat":15.5,"description":"a < b & </request>\u0001"}]"#
        );
        let mut xml = String::new();
        tree.xml(&mut xml);
        assert_eq!(
            xml,
            "<request><status>open</status><lat>15.5</lat>\
             <description>a &lt; b &amp; &lt;/request&gt;</description></request>"
        );
        assert_eq!(Form::split("TT-4176-28.json"), Some(("TT-4176-28", Form::Json)));
        assert_eq!(Form::split("services"), None);
    }
}
