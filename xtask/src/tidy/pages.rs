//! Templates: no style, no script and no handler inside a page. The content security policy
//! would drop them in a browser, silently; here they are named.

use super::Finding;
use crate::tree::Tree;

/// All faults in HTML templates.
pub fn check(tree: &Tree) -> Vec<Finding> {
    let mut found = Vec::new();
    let templates = tree.ending(".html").filter(|(path, _)| path.contains("/templates/"));
    for (path, text) in templates {
        for (at, line) in text.lines().enumerate() {
            for (what, fix) in faults(&line.to_lowercase()) {
                found.push(Finding::new("page", (path, at + 1), what, fix));
            }
        }
    }
    found
}

fn faults(line: &str) -> Vec<(String, &'static str)> {
    let mut faults = Vec::new();
    if line.contains(" style=") || line.contains("<style") {
        faults.push(("a style inside the page".to_owned(), "a class in assets/dantin.css"));
    }
    for rest in line.split("<script").skip(1) {
        if !rest.split('>').next().unwrap_or_default().contains(" src=") {
            let fix = "a file in assets/, and a page that works without it";
            faults.push(("a script inside the page".to_owned(), fix));
        }
    }
    if let Some(name) = handler(line) {
        faults.push((format!("a handler inside the page: `{name}`"), "a listener in assets/"));
    }
    if line.contains("javascript:") {
        faults.push(("a `javascript:` address".to_owned(), "a form or a link"));
    }
    faults
}

/// ` onclick="…"` and its kin.
fn handler(line: &str) -> Option<&str> {
    for (at, _) in line.match_indices(" on") {
        let rest = &line[at + 1..];
        let length = rest.find(|c: char| !c.is_ascii_lowercase()).unwrap_or(rest.len());
        if length > 3 && rest[length..].starts_with("=\"") {
            return Some(&rest[..length]);
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(html: &str) -> usize {
        check(&Tree::of(&[("crates/a/templates/a.html", html)])).len()
    }

    #[test]
    fn pages_bring_no_style_and_no_script() {
        assert_eq!(found("<p style=\"color:red\">\n<style>\n"), 2);
        assert_eq!(found("<script>a()</script>\n<a onclick=\"a()\">\n"), 2);
        assert_eq!(found("<script defer src=\"{{ page.asset(\"keys.js\") }}\"></script>\n"), 0);
        assert_eq!(found("<p>put on=it, based on work, list-style=a</p>\n"), 0);
    }
}
