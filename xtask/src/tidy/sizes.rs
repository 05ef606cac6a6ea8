//! Sizes in lines of code: comments, blank lines and tests never cost. What may stay over the
//! limit is the ratchet's affair, not this module's.

use std::collections::BTreeMap;

use syn::visit::Visit;

use super::Finding;
use super::source::Source;
use crate::tree::{Tree, is_test};

/// Code lines a file should stay within.
pub const FILE_SOFT: usize = 400;
/// Code lines no file may exceed, ratchet or not.
pub const FILE_HARD: usize = 700;
/// Code lines of a function, its signature included.
pub const FUNCTION: usize = 60;
/// Characters of a line.
pub const LINE: usize = 100;

/// What was measured: name to code lines.
#[derive(Default)]
pub struct Sizes {
    /// By path.
    pub files: BTreeMap<String, usize>,
    /// By `path::Type::name`, with the line where it begins.
    pub functions: BTreeMap<String, (usize, usize)>,
}

/// Measures every Rust file that is no test.
pub fn measure(tree: &Tree) -> Sizes {
    let mut sizes = Sizes::default();
    for (path, text) in tree.rust().filter(|(path, _)| !is_test(path)) {
        // What is not Rust is reported by `lines`.
        let Ok(source) = Source::read(text) else { continue };
        let lines = source.code_lines();
        let own = lines.iter().filter(|line| !source.in_test(**line)).count();
        sizes.files.insert(path.to_owned(), own);
        let mut visitor = Functions { path, owner: None, lines: &lines, source: &source, sizes };
        visitor.visit_file(&source.file);
        sizes = visitor.sizes;
    }
    sizes
}

/// Lines that are too long, and files that are not Rust.
pub fn lines(tree: &Tree) -> Vec<Finding> {
    let mut found = Vec::new();
    for (path, text) in tree.rust() {
        for (at, line) in text.lines().enumerate() {
            let width = line.chars().count();
            if width > LINE {
                let what = format!("{width} characters, {LINE} are allowed");
                let fix = "break the line, or the thought";
                found.push(Finding::new("line", (path, at + 1), what, fix));
            }
        }
        if let Err((line, what)) = Source::read(text) {
            found.push(Finding::new("rust", (path, line), what, "make it compile"));
        }
    }
    found
}

struct Functions<'a> {
    path: &'a str,
    owner: Option<String>,
    lines: &'a std::collections::BTreeSet<usize>,
    source: &'a Source,
    sizes: Sizes,
}

impl Functions<'_> {
    fn note(&mut self, sig: &syn::Signature, block: &syn::Block) {
        let first = sig.fn_token.span.start().line;
        let last = block.brace_token.span.close().end().line;
        if self.source.in_test(first) {
            return;
        }
        let owner = self.owner.as_ref().map(|owner| format!("{owner}::")).unwrap_or_default();
        let name = format!("{}::{owner}{}", self.path, sig.ident);
        let count = self.lines.range(first..=last).count();
        let entry = self.sizes.functions.entry(name).or_insert((count, first));
        if count > entry.0 {
            *entry = (count, first);
        }
    }
}

impl<'ast> Visit<'ast> for Functions<'_> {
    fn visit_item_fn(&mut self, item: &'ast syn::ItemFn) {
        self.note(&item.sig, &item.block);
        syn::visit::visit_item_fn(self, item);
    }

    fn visit_impl_item_fn(&mut self, item: &'ast syn::ImplItemFn) {
        self.note(&item.sig, &item.block);
        syn::visit::visit_impl_item_fn(self, item);
    }

    fn visit_trait_item_fn(&mut self, item: &'ast syn::TraitItemFn) {
        if let Some(block) = &item.default {
            self.note(&item.sig, block);
        }
        syn::visit::visit_trait_item_fn(self, item);
    }

    fn visit_item_impl(&mut self, item: &'ast syn::ItemImpl) {
        let outer = self.owner.take();
        if let syn::Type::Path(path) = &*item.self_ty {
            self.owner = path.path.segments.last().map(|segment| segment.ident.to_string());
        }
        syn::visit::visit_item_impl(self, item);
        self.owner = outer;
    }

    fn visit_item_trait(&mut self, item: &'ast syn::ItemTrait) {
        let outer = self.owner.replace(item.ident.to_string());
        syn::visit::visit_item_trait(self, item);
        self.owner = outer;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn comments_blank_lines_and_tests_do_not_cost() {
        let text = "//! F\n\nstruct A;\nimpl A {\n    /// Said.\n    fn go(&self) {\n\n        \
                    // why\n        step();\n    }\n}\n\n#[cfg(test)]\nmod tests {\n    \
                    fn t() {}\n}\n";
        let sizes = measure(&Tree::of(&[("x/src/a.rs", text), ("x/tests/b.rs", text)]));
        assert_eq!(sizes.files.len(), 1, "tests are apart");
        assert_eq!(sizes.files["x/src/a.rs"], 6);
        assert_eq!(sizes.functions["x/src/a.rs::A::go"], (3, 6));
        assert_eq!(sizes.functions.len(), 1);
    }

    #[test]
    fn a_long_line_is_counted_in_characters() {
        let vietnamese = format!("// {}\n", "ễ".repeat(97));
        assert!(lines(&Tree::of(&[("a.rs", &vietnamese)])).is_empty());
        let long = format!("// {}\n", "ễ".repeat(98));
        assert_eq!(lines(&Tree::of(&[("a.rs", &long)]))[0].line, 1);
    }
}
