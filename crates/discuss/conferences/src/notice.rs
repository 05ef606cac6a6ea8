//! The notice of a conference's conclusions (*Thông báo kết luận*) in the State's format: when it
//! was, how many points and people, what was concluded, and which unit does what by when. Pure:
//! words in, a letter out. The vault keeps the letter as it was issued; the same words give the
//! same bytes, so no file is kept.

use documents::{Content, Form, Letter, Office, Paragraph, Signer};
use jiff::civil::Date;
use web::Words;

/// What the notice says.
#[derive(Clone, Debug)]
pub struct Source<'a> {
    /// Vietnamese words: papers of the State are in no other language.
    pub w: &'a Words,
    /// The host inside a sentence: "xã Thăng Trường"; and its name alone.
    pub unit: (&'a str, &'a str),
    /// The unit above inside a sentence; empty for a province.
    pub above: &'a str,
    /// What the conference was called.
    pub title: &'a str,
    /// Its day.
    pub on: Date,
    /// How many points were connected, and how many people present.
    pub figures: (i64, i64),
    /// What was concluded in general, a paragraph a line; may be empty.
    pub words: &'a str,
    /// Which unit does what by when.
    pub tasks: Vec<(String, String, Date)>,
    /// The day of issue.
    pub issued: Date,
}

/// The notice as a letter that can be printed.
pub fn letter(source: &Source<'_>) -> Letter {
    let w = source.w;
    let t = |key: &str| w.t(key).into_owned();
    let title = source.title.trim_end_matches('.');
    let (points, people) = source.figures;
    let opening = w
        .with("date", w.date(source.on))
        .with("title", title)
        .with("points", w.num(points))
        .with("people", w.num(people))
        .t("hn-paper-opening");
    let mut body = vec![Paragraph::Plain(opening)];
    let lines = source.words.lines().map(str::trim).filter(|line| !line.is_empty());
    body.extend(lines.map(|line| Paragraph::Plain(line.to_owned())));
    if !source.tasks.is_empty() {
        body.push(Paragraph::Plain(t("hn-paper-tasks")));
    }
    body.extend(source.tasks.iter().map(|(owner, what, until)| {
        let what = what.split_whitespace().collect::<Vec<_>>().join(" ");
        let w = w.with("owner", owner.as_str()).with("date", w.date(*until));
        Paragraph::Item(w.with("what", what.trim_end_matches('.')).t("hn-paper-task"))
    }));
    body.push(Paragraph::Plain(t("hn-paper-closing")));
    let above = Some(source.above).filter(|above| !above.is_empty());
    Letter {
        office: Office {
            above: above.map(|above| format!("{} {above}", t("hn-paper-office"))),
            name: format!("{}\n{}", t("hn-paper-office"), source.unit.0),
            place: source.unit.1.to_owned(),
        },
        number: None,
        symbol: t("hn-paper-symbol"),
        date: source.issued,
        content: Content {
            form: Form::Named(t("hn-paper-name")),
            subject: w.with("title", title).t("hn-paper-subject"),
            to: Vec::new(),
            body,
        },
        signer: Signer {
            authority: Some(t("hn-paper-authority")),
            title: t("hn-paper-signer"),
            name: t("hn-paper-hand"),
        },
        copies: vec![t("hn-paper-points"), t("hn-paper-copies")],
        appendices: Vec::new(),
    }
}
