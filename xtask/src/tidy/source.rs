//! A Rust file as tokens with their lines, comments left out and tests marked. The checks read
//! this instead of raw text, so that a word in a comment is never taken for code.

use proc_macro2::{Delimiter, LineColumn, TokenStream, TokenTree};
use syn::spanned::Spanned;

use super::Finding;
use crate::tree::Tree;

/// One token.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Token {
    /// Its text; for a string literal the text between the quotes.
    pub text: String,
    /// Whether it is a string literal.
    pub string: bool,
    /// Its first line, from 1.
    pub line: usize,
    /// Its last line.
    pub last: usize,
}

/// A file that could be read as Rust.
pub struct Source {
    /// The syntax tree.
    pub file: syn::File,
    /// All tokens in order, documentation left out.
    pub tokens: Vec<Token>,
    /// Line ranges of `#[cfg(test)]` items.
    tests: Vec<(usize, usize)>,
}

impl Source {
    /// Reads a file's text.
    ///
    /// # Errors
    /// When it is not Rust, with the line.
    pub fn read(text: &str) -> Result<Self, (usize, String)> {
        let place = |e: &syn::Error| (e.span().start().line, e.to_string());
        let file = syn::parse_file(text).map_err(|e| place(&e))?;
        let stream: TokenStream = text
            .parse()
            .map_err(|e: proc_macro2::LexError| (e.span().start().line, e.to_string()))?;
        let mut tokens = Vec::new();
        let lines: Vec<&str> = text.lines().collect();
        flatten(stream, &lines, &mut tokens);
        let tests = file.items.iter().filter(|item| is_test_item(item)).map(range).collect();
        Ok(Self { file, tokens, tests })
    }

    /// Whether a line lies inside a test.
    pub fn in_test(&self, line: usize) -> bool {
        self.tests.iter().any(|(first, last)| (*first..=*last).contains(&line))
    }

    /// Tokens outside tests.
    pub fn code(&self) -> Vec<&Token> {
        self.tokens.iter().filter(|token| !self.in_test(token.line)).collect()
    }

    /// The lines, from 1, that hold code: no blank, no comment.
    pub fn code_lines(&self) -> std::collections::BTreeSet<usize> {
        self.tokens.iter().flat_map(|token| token.line..=token.last).collect()
    }
}

fn range(item: &syn::Item) -> (usize, usize) {
    let span = item.span();
    (span.start().line, span.end().line)
}

fn is_test_item(item: &syn::Item) -> bool {
    let attributes = match item {
        syn::Item::Mod(item) => &item.attrs,
        syn::Item::Fn(item) => &item.attrs,
        syn::Item::Impl(item) => &item.attrs,
        syn::Item::Use(item) => &item.attrs,
        syn::Item::Const(item) => &item.attrs,
        syn::Item::Struct(item) => &item.attrs,
        _ => return false,
    };
    attributes.iter().any(|attribute| {
        attribute.path().is_ident("cfg")
            && attribute.parse_args::<syn::Ident>().is_ok_and(|ident| ident == "test")
    })
}

fn flatten(stream: TokenStream, lines: &[&str], out: &mut Vec<Token>) {
    for tree in stream {
        let span = tree.span();
        if is_comment(lines, span.start()) {
            continue;
        }
        match tree {
            TokenTree::Group(group) => {
                let (open, close) = match group.delimiter() {
                    Delimiter::Parenthesis => ("(", ")"),
                    Delimiter::Brace => ("{", "}"),
                    Delimiter::Bracket => ("[", "]"),
                    Delimiter::None => ("", ""),
                };
                push(out, open, group.span_open());
                flatten(group.stream(), lines, out);
                push(out, close, group.span_close());
            }
            TokenTree::Literal(literal) => {
                let text = literal.to_string();
                let parsed = syn::parse_str::<syn::LitStr>(&text).ok();
                let string = parsed.is_some();
                let text = parsed.map_or(text, |literal| literal.value());
                let (line, last) = (span.start().line, span.end().line);
                out.push(Token { text, string, line, last });
            }
            other => push(out, &other.to_string(), span),
        }
    }
}

fn push(out: &mut Vec<Token>, text: &str, span: proc_macro2::Span) {
    if !text.is_empty() {
        let (line, last) = (span.start().line, span.end().line);
        out.push(Token { text: text.to_owned(), string: false, line, last });
    }
}

/// Documentation reaches us as `#[doc = "…"]` tokens that all stand where the comment stands.
fn is_comment(lines: &[&str], at: LineColumn) -> bool {
    let Some(line) = lines.get(at.line.saturating_sub(1)) else { return false };
    let rest: String = line.chars().skip(at.column).take(2).collect();
    rest == "//" || rest == "/*"
}

/// Whether the line of a finding, or the one above it, says why it is right all the same:
/// `tidy: allow(<check>): <reason>` in a comment of the file's own kind.
pub fn excused(tree: &Tree, finding: &Finding) -> bool {
    let Some(text) = tree.text(&finding.file) else { return false };
    let mark = format!("tidy: allow({}): ", finding.check);
    let above = finding.line.saturating_sub(2);
    let reason = |line: &str| line.split_once(&mark).is_some_and(|(_, why)| why.trim().len() > 8);
    finding.line > 0 && text.lines().skip(above).take(finding.line - above).any(reason)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn comments_are_no_tokens_and_tests_are_marked() {
        let text = "//! front\n/// said\nfn a() {\n    // why\n    b(\"x\");\n}\n\n\
                    #[cfg(test)]\nmod tests {\n    fn t() {}\n}\n";
        let source = Source::read(text).unwrap();
        let lines: Vec<usize> = source.code_lines().into_iter().collect();
        assert_eq!(lines, [3, 5, 6, 8, 9, 10, 11]);
        assert!(source.in_test(10) && !source.in_test(5));
        let strings: Vec<&Token> = source.tokens.iter().filter(|t| t.string).collect();
        assert_eq!((strings.len(), strings[0].text.as_str()), (1, "x"));
    }

    #[test]
    fn an_excuse_needs_its_check_and_a_reason() {
        let text = "a\n// tidy: allow(sql): the one repair tool\nb\n// tidy: allow(sql): x\nc\n";
        let tree = Tree::of(&[("a.rs", text)]);
        let at = |line| Finding::new("sql", ("a.rs", line), "", "");
        assert!(excused(&tree, &at(3)));
        assert!(!excused(&tree, &at(5)), "no reason given");
        assert!(!excused(&tree, &Finding::new("clock", ("a.rs", 3), "", "")));
    }
}
