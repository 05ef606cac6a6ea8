//! A receipt: the sheet that a person prints or copies, on one A4 page. Its words are the
//! subject's; its form is that of a State paper.

use std::fmt;

use askama::Template;
use askama::filters::HtmlSafe;
use jiff::Timestamp;

use super::{Event, Leader};
use crate::html::Html;
use crate::page::Page;

/// What a receipt says. Texts are already in the page's language.
#[derive(Clone, Debug)]
pub struct Receipt {
    /// Its name: "Giấy tiếp nhận đơn".
    pub title: String,
    /// The line below: "Phản ánh, kiến nghị gửi qua trang thông tin của xã".
    pub kind: String,
    /// Number of the paper: "Số: 417/GTN-UBND". May be empty.
    pub number: String,
    /// Place and date of issue in words. May be empty.
    pub place_and_date: String,
    /// The code, said aloud digit by digit.
    pub code: String,
    /// The moment of receipt.
    pub at: Timestamp,
    /// A picture of the tracking page's address, as SVG of our own making. May be empty.
    pub picture: Html,
    /// What was received.
    pub facts: Vec<Leader>,
    /// The secret's words, shown once; empty on a copy.
    pub secret: Vec<String>,
    /// Heading above the secret.
    pub secret_title: String,
    /// What the secret is for and what to do when it is lost.
    pub secret_note: String,
    /// Heading above what comes next.
    pub next_title: String,
    /// What comes next.
    pub next: Vec<Event>,
    /// Proof of filing and who received it: lines at the bottom.
    pub proof: Vec<String>,
}

impl Page {
    /// The receipt's sheet.
    pub fn receipt(&self, receipt: &Receipt) -> Html {
        Html::of(&ReceiptPart { page: self, receipt })
    }

    /// The head of a State paper: issuing body left, country and motto right, each over its rule.
    pub fn state_head(&self) -> Html {
        Html::of(&StatePart { page: self })
    }

    /// A letter of the State as it will be printed: head, then `body` of finished markup.
    pub fn letter(&self, body: impl HtmlSafe) -> Html {
        let head = self.state_head();
        Html::trusted(format!("<div class=\"sheet letter\" lang=\"vi\">{head}{body}</div>"))
    }

    /// The two lines of the issuing body as a State paper has them: "Ủy ban nhân dân" and the
    /// unit. An office whose name does not end in its unit's stands on one line.
    fn office_lines(&self) -> (String, String) {
        let (office, name) = (&self.issuer().office, &self.issuer().name);
        let lower = (office.to_lowercase(), name.to_lowercase());
        match lower.0.strip_suffix(lower.1.as_str()) {
            Some(rest) if !rest.is_empty() => {
                (office.chars().take(rest.chars().count()).collect::<String>(), name.clone())
            }
            _ => (String::new(), office.clone()),
        }
    }
}

#[derive(Template)]
#[template(path = "parts/receipt.html")]
struct ReceiptPart<'a> {
    page: &'a Page,
    receipt: &'a Receipt,
}

#[derive(Template)]
#[template(path = "parts/state.html")]
struct StatePart<'a> {
    page: &'a Page,
}

impl fmt::Display for Receipt {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.title, self.code)
    }
}
