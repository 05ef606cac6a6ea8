//! What a program may send about petitions, field by field. For each step the fields are those of
//! its page, under the same names, and are read by the same code; a test holds them together.

use accounts::api::{Field, Shape};

use crate::desk::MOST_WORDS;
use crate::kind::{AnswerBy, Channel, Dialogue, Finding, Heard, Kind, Lack, MATTERS, Same, Solved};
use crate::petition::{State, Step};

/// The most lines of one answer.
const MOST: i64 = 200;
/// The most letters that one is split into at once, as on the page.
const PARTS: usize = 4;

const TEXT: Shape = Shape::Words(MOST_WORDS);
const CODE: Shape = Shape::Words(40);

fn kinds() -> Vec<&'static str> {
    Kind::ALL.iter().map(|kind| kind.word()).collect()
}

fn matters() -> Vec<&'static str> {
    MATTERS.to_vec()
}

fn states() -> Vec<&'static str> {
    State::ALL.iter().map(|state| state.word()).collect()
}

fn channels() -> Vec<&'static str> {
    Channel::ALL.iter().map(|channel| channel.word()).collect()
}

fn lacks() -> Vec<&'static str> {
    Lack::ALL.iter().map(|lack| lack.word()).collect()
}

fn findings() -> Vec<&'static str> {
    Finding::ALL.iter().map(|finding| finding.word()).collect()
}

fn ways() -> Vec<&'static str> {
    AnswerBy::ALL.iter().map(|by| by.word()).collect()
}

fn outcomes() -> Vec<&'static str> {
    Dialogue::ALL.iter().map(|outcome| outcome.word()).collect()
}

fn says() -> Vec<&'static str> {
    Solved::ALL.iter().map(|solved| solved.word()).collect()
}

fn hearings() -> Vec<&'static str> {
    Heard::ALL.iter().map(|heard| heard.word()).collect()
}

fn sames() -> Vec<&'static str> {
    Same::ALL.iter().map(|same| same.word()).collect()
}

fn terms() -> Vec<&'static str> {
    vec!["plain", "complex", "remote", "both"]
}

/// The query of the register.
pub(super) const LIST: &[Field] = &[
    Field::maybe("unit", CODE, "The unit; the token's own when left out"),
    Field::maybe("q", Shape::Words(200), "Words to search for, with or without marks"),
    Field::maybe("kind", Shape::One(kinds), "What it is"),
    Field::maybe("matter", Shape::One(matters), "What it is about"),
    Field::maybe("state", Shape::One(states), "Where it stands"),
    Field::maybe("channel", Shape::One(channels), "How it came"),
    Field::maybe("village", CODE, "Code of the village or landmark"),
    Field::maybe("holder", CODE, "Account of its officer; `-` for what nobody has"),
    Field::maybe("from", Shape::Day, "Received on or after"),
    Field::maybe("to", Shape::Day, "Received on or before"),
    Field::maybe(
        "due",
        Shape::One(|| vec!["open", "late", "week"]),
        "What is owed still: all of it, what is late, what is due this week",
    ),
    Field::maybe("cases", Shape::Yes, "Only cases: no letter that was joined to one"),
    Field::maybe(
        "sort",
        Shape::One(|| vec!["newest", "oldest", "due"]),
        "`newest` when left out; `due`: what is open, by the date that presses most",
    ),
    Field::maybe("limit", Shape::Number(1, MOST), "How many; 50 when left out"),
    Field::maybe(
        "cursor",
        Shape::Words(60),
        "The `next` of the answer before: what comes after it in the same order",
    ),
];

const NOTHING: &[Field] = &[];
const CLASSIFY: &[Field] = &[
    Field::needed("kind", Shape::One(kinds), "What it is, by content and purpose"),
    Field::needed("matter", Shape::One(matters), "What it is about"),
    Field::maybe(
        "known",
        Shape::Day,
        "For a complaint: the day on which its writer got or learned of what is complained of",
    ),
];
const ASSIGN: &[Field] = &[Field::needed("to", CODE, "The officer's account")];
const FILE: &[Field] = &[Field::needed("lack", Shape::One(lacks), "What it lacks")];
const GUIDE: &[Field] = &[
    Field::needed("note", TEXT, "Where to turn and what to bring"),
    Field::maybe("court", Shape::Yes, "It is a matter for the court, the procuracy or enforcement"),
    Field::maybe(
        "anew",
        Shape::Yes,
        "Somebody looked at the earlier letter that was guided: this one is another's",
    ),
];
const FORWARD: &[Field] = &[Field::needed("note", TEXT, "To whom, and what the asker is told")];
const REFUSE: &[Field] = &[
    Field::needed("ground", CODE, "The ground's id in the rulebook, such as `KN11.5`"),
    Field::maybe("note", TEXT, "What the asker is told besides"),
];
const VERIFY: &[Field] = &[
    Field::needed("result", TEXT, "What was found; stays inside the office"),
    Field::maybe("differs", Shape::Yes, "Of a complaint: it still differs from what is asked"),
];
const LOOKED: Field = Field::maybe(
    "looked",
    Shape::Yes,
    "Somebody looked at the names, telephones and house numbers in it: they may be published",
);
const DECIDE: &[Field] = &[
    Field::needed("answer", TEXT, "The answer, which is published once it is sent"),
    Field::maybe("finding", Shape::One(findings), "Of a complaint: what the decision found"),
    LOOKED,
];
const SEND: &[Field] =
    &[Field::needed("by", Shape::One(ways), "How the answer goes to the asker"), LOOKED];
const TERM: &[Field] = &[
    Field::needed("term", Shape::One(terms), "Which ceiling of the law"),
    Field::needed("why", TEXT, "The reasons"),
];
const REPRESENT: &[Field] = &[
    Field::needed("people", Shape::Number(2, 100_000), "How many complain together"),
    Field::needed("speakers", Shape::Number(1, 100), "How many speak for them"),
    Field::needed("who", TEXT, "Who these are"),
];
const DIALOGUE: &[Field] = &[
    Field::needed("dialogue", Shape::One(outcomes), "What came of it"),
    Field::needed("minutes", TEXT, "The minutes"),
];
const WHY: &[Field] = &[Field::needed("why", TEXT, "Why")];
const CARRY_OUT: &[Field] = &[Field::needed("how", TEXT, "What was done; published"), LOOKED];
const JUDGE: &[Field] = &[
    Field::needed("solved", Shape::One(says), "What the asker says of the result"),
    Field::needed("heard", Shape::One(hearings), "How an officer heard it"),
    Field::maybe("rest", TEXT, "What is missing"),
];
const APPEAL: &[Field] = &[
    Field::maybe("second", CODE, "The code of the second complaint, where it has one"),
    Field::maybe("note", TEXT, "Which office has it, and by which paper that is known"),
];
const WITHDRAW: &[Field] = &[Field::maybe("part", TEXT, "What is taken back; left out: the whole")];
const SAID: &[Field] = &[Field::needed("words", TEXT, "What is said")];
const ASK: &[Field] = &[
    Field::needed("office", CODE, "The office's code"),
    Field::needed("words", TEXT, "What it is asked"),
    Field::needed("until", Shape::Day, "By when"),
];
const ADVISE: &[Field] = &[
    Field::needed("n", Shape::Number(1, 1_000), "The question's number on this petition"),
    Field::needed("words", TEXT, "What the office says"),
];
const PART: &[Field] = &[
    Field::needed("kind", Shape::One(kinds), "What it is"),
    Field::needed("matter", Shape::One(matters), "What it is about"),
    Field::needed("words", TEXT, "The words of the letter that belong to it"),
];
const SPLIT: &[Field] = &[Field::needed(
    "parts",
    Shape::List(PART, PARTS),
    "One for each matter, two at least; what is left over is split again",
)];
const LINK: &[Field] = &[
    Field::needed("code", CODE, "The code of the letter that opened the case"),
    Field::needed("same", Shape::One(sames), "How they belong together"),
];
const APART: &[Field] =
    &[Field::needed("code", CODE, "The code of the letter that is about another matter")];

/// What a step asks for. Issuing a paper has an address of its own.
pub(crate) const fn of(step: Step) -> &'static [Field] {
    match step {
        Step::Classify => CLASSIFY,
        Step::Assign => ASSIGN,
        Step::File => FILE,
        Step::Guide => GUIDE,
        Step::Forward => FORWARD,
        Step::Refuse => REFUSE,
        Step::Verify => VERIFY,
        Step::Decide => DECIDE,
        Step::Send => SEND,
        Step::Term => TERM,
        Step::Represent => REPRESENT,
        Step::Dialogue => DIALOGUE,
        Step::Suspend | Step::Terminate | Step::Reopen | Step::Unappeal => WHY,
        Step::CarryOut => CARRY_OUT,
        Step::Judge => JUDGE,
        Step::Appeal => APPEAL,
        Step::Withdraw => WITHDRAW,
        Step::Add | Step::Note => SAID,
        Step::Ask => ASK,
        Step::Advise => ADVISE,
        Step::Split => SPLIT,
        Step::Link => LINK,
        Step::Apart => APART,
        Step::Accept
        | Step::Resume
        | Step::Release
        | Step::Unlink
        | Step::Destroy
        | Step::Issue => NOTHING,
    }
}

/// Lines of a paper, one a line, as on the page.
const LINES: Shape = Shape::Words(3_000);

/// A paper. What is left out is as the page would draft it; what the page's draft asks for and the
/// case does not know goes into `asked`.
pub(super) const PAPER: &[Field] = &[
    Field::maybe(
        "asked",
        Shape::List(ASKED, 20),
        "What the case does not know, by the field's name; a refusal names what is missing",
    ),
    Field::maybe("subject", Shape::Words(600), "What it is about"),
    Field::maybe("to", LINES, "To whom, one a line"),
    Field::maybe("body", TEXT, "Its text, as the page's draft writes it"),
    Field::maybe("authority", Shape::Words(300), "For whom the signer signs"),
    Field::maybe("post", Shape::Words(300), "The signer's post"),
    Field::maybe("signer", Shape::Words(300), "The signer's name"),
    Field::maybe("copies", LINES, "Who gets it, one a line"),
    Field::maybe("first", Shape::Number(1, 99_999), "The first number, when its series is new"),
];
const ASKED: &[Field] = &[
    Field::needed("field", Shape::Words(60), "The field's name, as a refusal gives it"),
    Field::needed("value", TEXT, "What stands there"),
];

const SECRET: Field = Field::needed("secret", Shape::Words(60), "The four secret words");

/// Opening one's own petition.
pub(super) const OPEN: &[Field] = &[SECRET];
/// Adding to it.
pub(super) const OWN_ADD: &[Field] = &[
    SECRET,
    Field::maybe("words", TEXT, "What is said besides"),
    Field::maybe("files", Shape::List(OWN_FILE, 20), "Photographs and PDFs"),
];
const OWN_FILE: &[Field] =
    &[Field::needed("data", Shape::Words(4 << 20), "The file's bytes in Base64")];
/// Saying whether it is solved.
pub(super) const OWN_JUDGE: &[Field] = &[
    SECRET,
    Field::needed("solved", Shape::One(says), "Whether it is solved"),
    Field::maybe("rest", TEXT, "What is missing"),
];

/// The query of what offices were asked.
pub(super) const QUESTIONS: &[Field] = &[
    Field::maybe("unit", CODE, "An office, or a unit with all its offices; the token's own"),
    Field::maybe("limit", Shape::Number(1, MOST), "How many; 50 when left out"),
];
/// What an office answers.
pub(super) const ADVICE: &[Field] = &[Field::needed("words", TEXT, "What the office says")];

/// The query of the list of imports.
pub(super) const UNIT: &[Field] = &[WHOSE];
const WHOSE: Field =
    Field::maybe("unit", CODE, "The unit whose register it is; the token's own when left out");
const SHEET: Field =
    Field::maybe("sheet", Shape::Words(200), "The sheet: its name, or its number from 1");
const ENCODING: Field = Field::maybe(
    "encoding",
    Shape::One(|| legacy::Encoding::ALL.map(legacy::Encoding::word).to_vec()),
    "How its letters are written; found by itself when left out",
);
/// The query of a register that is sent.
pub(super) const REGISTER: &[Field] = &[WHOSE, SHEET, ENCODING];
/// Another map for a register that was sent.
pub(super) const MAP: &[Field] = &[
    Field::needed("map", Shape::Words(MOST_MAP), "Which column holds what, in TOML"),
    SHEET,
    ENCODING,
];
/// The most characters of a map.
pub(super) const MOST_MAP: usize = 100_000;
/// The query of a report.
pub(super) const REPORT: &[Field] = &[Field::maybe(
    "cursor",
    Shape::Number(0, (1 << 53) - 1),
    "The `next` of the answer before: what comes after it",
)];
