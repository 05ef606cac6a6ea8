//! Markup that is already safe, so that a template prints it as it is. Not a sanitiser: nothing a
//! person typed becomes [`Html`] except through [`Html::escape`] or a template.

use std::fmt;

use askama::Template;
use askama::filters::HtmlSafe;

/// A finished piece of HTML.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Html(String);

impl Html {
    /// Markup that our own code wrote. Never hand it anything a person typed.
    pub fn trusted(markup: impl Into<String>) -> Self {
        Self(markup.into())
    }

    /// Any text, made safe.
    pub fn escape(text: impl fmt::Display) -> Self {
        let text = text.to_string();
        let mut out = String::with_capacity(text.len() + text.len() / 8);
        for c in text.chars() {
            match c {
                '&' => out.push_str("&#38;"),
                '<' => out.push_str("&#60;"),
                '>' => out.push_str("&#62;"),
                '"' => out.push_str("&#34;"),
                '\'' => out.push_str("&#39;"),
                c => out.push(c),
            }
        }
        Self(out)
    }

    /// A part or page template, rendered. A template of ours fails only when a value's own
    /// printing fails; that is logged and leaves a gap rather than no page.
    pub fn of(template: &impl Template) -> Self {
        Self(template.render().unwrap_or_else(|error| {
            tracing::error!(%error, "a part was not rendered");
            String::new()
        }))
    }

    /// Puts pieces one after the other.
    pub fn join(pieces: impl IntoIterator<Item = Html>) -> Self {
        Self(pieces.into_iter().map(|piece| piece.0).collect())
    }

    /// The markup.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether there is nothing to show.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl fmt::Display for Html {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl HtmlSafe for Html {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_typed_becomes_markup() {
        assert_eq!(Html::escape("<b>\"&'").as_str(), "&#60;b&#62;&#34;&#38;&#39;");
    }
}
