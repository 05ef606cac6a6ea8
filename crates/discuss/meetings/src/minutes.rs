//! The minutes of a dialogue in the State's format: who asked by role, what was answered, what was
//! promised, what was concluded, and which sides agreed. Pure: words in, a letter out.

use documents::{Content, Form, Letter, Office, Paragraph, Signer};
use jiff::civil::Date;

/// One question with what became of it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Point {
    /// Who asked: a role.
    pub role: String,
    /// What.
    pub words: String,
    /// Who answered, and what.
    pub answers: Vec<(String, String)>,
    /// What was promised: what, by whom, by when.
    pub promises: Vec<String>,
}

/// What the minutes say, in words.
#[derive(Clone, Debug)]
pub struct Minutes {
    /// The unit inside a sentence: "xã Thăng Trường".
    pub unit: String,
    /// Its name alone: "Thăng Trường".
    pub place_name: String,
    /// The unit above.
    pub above: String,
    /// The day of the dialogue.
    pub on: Date,
    /// Hours and place.
    pub when: String,
    /// What it was about.
    pub content: String,
    /// How many came.
    pub attended: String,
    /// The questions, in their order.
    pub points: Vec<Point>,
    /// Promises of before that were still open, each with who owes it by when.
    pub still: Vec<String>,
    /// The conclusions, a paragraph a line.
    pub conclusions: String,
    /// Which sides agreed, and when; said where one has not.
    pub agreed: Vec<String>,
}

/// Words that head the parts; from the locale, since the office edits no code.
#[derive(Clone, Debug)]
pub struct Heads {
    /// "Biên bản".
    pub name: String,
    /// What it is about.
    pub subject: String,
    /// When and where.
    pub when: String,
    /// What was discussed.
    pub content: String,
    /// Questions and answers.
    pub questions: String,
    /// Promises of before.
    pub still: String,
    /// Conclusions.
    pub conclusions: String,
    /// Agreement of both sides.
    pub agreed: String,
    /// The post of who signs.
    pub signer: String,
    /// For whom.
    pub authority: String,
    /// Where the name is left for the hand.
    pub name_of_signer: String,
    /// Where it is kept.
    pub copies: String,
}

/// The minutes as a letter that can be printed.
pub fn letter(minutes: &Minutes, heads: &Heads) -> Letter {
    let mut body = vec![
        Paragraph::Plain(format!("{} {}", heads.when, minutes.when)),
        Paragraph::Plain(format!("{} {}", heads.content, one_line(&minutes.content))),
        Paragraph::Plain(minutes.attended.clone()),
        Paragraph::Centred(heads.questions.clone()),
    ];
    for point in &minutes.points {
        let said = format!("{}: {}", point.role, one_line(&point.words));
        body.push(Paragraph::Item(said));
        for (who, words) in &point.answers {
            body.push(Paragraph::Plain(format!("{who}: {}", one_line(words))));
        }
        body.extend(point.promises.iter().cloned().map(Paragraph::Plain));
    }
    if !minutes.still.is_empty() {
        body.push(Paragraph::Centred(heads.still.clone()));
        body.extend(minutes.still.iter().cloned().map(Paragraph::Plain));
    }
    body.push(Paragraph::Centred(heads.conclusions.clone()));
    let lines = minutes.conclusions.lines().map(str::trim).filter(|line| !line.is_empty());
    body.extend(lines.map(|line| Paragraph::Plain(line.to_owned())));
    body.push(Paragraph::Centred(heads.agreed.clone()));
    body.extend(minutes.agreed.iter().cloned().map(Paragraph::Plain));
    let above = Some(minutes.above.clone()).filter(|above| !above.is_empty());
    Letter {
        office: Office {
            above,
            name: format!("Ủy ban nhân dân\n{}", minutes.unit),
            place: minutes.place_name.clone(),
        },
        number: None,
        symbol: "BB-UBND".to_owned(),
        date: minutes.on,
        content: Content {
            form: Form::Named(heads.name.clone()),
            subject: heads.subject.clone(),
            to: Vec::new(),
            body,
        },
        signer: Signer {
            authority: Some(heads.authority.clone()),
            title: heads.signer.clone(),
            name: heads.name_of_signer.clone(),
        },
        copies: vec![heads.copies.clone()],
        appendices: Vec::new(),
    }
}

/// Words as one paragraph.
fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
