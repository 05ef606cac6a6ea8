//! The doors of dialogues and promises as the API document tells of them.

use accounts::Act;
use accounts::api::{Door, Field};

use super::{DIALOGUES, PROMISES, QUESTIONS, asking, fields, shown};
use crate::arrows::QuestionStep;
use crate::pages::question_act;

/// The shapes of answers, for the API document.
#[derive(utoipa::OpenApi)]
#[openapi(components(schemas(
    shown::PromisePage,
    shown::PromiseShown,
    shown::DialogueYear,
    shown::DialogueShown,
    shown::QuestionShown,
    shown::QuestionList,
    asking::AskedQuestion
)))]
pub struct Document;

const TAG: &str = "dialogues";
const NO_UNIT: &str = "No such unit here";
const NOT_OPEN: &str = "This installation serves no unit yet";

fn door(method: &'static str, path: &str, title: &str) -> Door {
    Door::new(method, path, TAG, title)
}

/// The doors, for the API document.
pub fn doors() -> Vec<Door> {
    let mut all = reading();
    all.push(
        door("post", &format!("{DIALOGUES}/{{dialogue}}/questions"), "Sends a question in advance")
            .what(
                "With the same guard as the page. The answer names the page on which the asker \
                 sees what becomes of it: that address is their key to it.",
            )
            .or_token()
            .keyed()
            .body(fields::QUESTION)
            .refuses(404, "No such dialogue, or its notice is not out")
            .gives(201, "Asked", "AskedQuestion")
            .gives(200, "The same key had asked it before", "AskedQuestion"),
    );
    all.extend(writing());
    all.extend(QuestionStep::ALL.iter().filter_map(|step| {
        let path = format!("{QUESTIONS}/{{question}}/steps/{}", step.word());
        let door = changing(&path, step.word(), (question_act(*step).ok()?, "No such question"));
        let door = door.body(fields::of_question(*step));
        Some(door.gives(200, "The question as it is now", "QuestionShown"))
    }));
    let promised: [(&str, Act, &[Field]); 2] = [
        ("keep", Act::PROMISES_KEEP, fields::KEEP),
        ("withdraw", Act::PROMISES_WITHDRAW, fields::WITHDRAW),
    ];
    all.extend(promised.map(|(word, act, fields)| {
        let path = format!("{PROMISES}/{{promise}}/steps/{word}");
        let door = changing(&path, word, (act, "No such promise")).body(fields);
        door.gives(200, "The promise as it is now", "PromiseShown")
    }));
    all
}

/// A door through which a step is done.
fn changing(path: &str, word: &str, (act, none): (Act, &'static str)) -> Door {
    let door = door("post", path, &format!("Records the step `{word}`"));
    door.token(act).refuses(404, none).versioned().keyed()
}

/// What an office's program looks at and writes down of a dialogue.
fn writing() -> Vec<Door> {
    let of = |method, end: &str, title: &str, act| {
        let door = door(method, &format!("{DIALOGUES}/{{dialogue}}/{end}"), title);
        door.token(act).refuses(404, "No such dialogue")
    };
    vec![
        of("get", "questions", "Lists all questions of a dialogue", Act::DIALOGUES_READ)
            .what("Those too that are not sorted, or were not taken.")
            .gives(200, "The questions", "QuestionList"),
        of("post", "entries", "Enters a question that came in advance", Act::DIALOGUES_CAPTURE)
            .what("On paper, by telephone, or from a village.")
            .keyed()
            .body(fields::ENTRY)
            .gives(201, "Entered", "QuestionShown")
            .gives(200, "The same key had entered it before", "QuestionShown"),
        of("post", "lines", "Writes down a line of the minutes", Act::DIALOGUES_CAPTURE)
            .what(
                "A question of the room, or one asked in advance (`of`), with what was answered \
                 and promised: all of it, or nothing.",
            )
            .keyed()
            .body(fields::LINE)
            .gives(201, "Written down", "QuestionShown")
            .gives(200, "It was written down before", "QuestionShown"),
    ]
}

/// What everybody looks at.
fn reading() -> Vec<Door> {
    vec![
        door("get", DIALOGUES, "Lists the dialogues of a unit in a year")
            .what("Those whose notice went out, and how the year stands against its rule.")
            .query(fields::DIALOGUES)
            .refuses(404, NO_UNIT)
            .refuses(409, NOT_OPEN)
            .gives(200, "The year", "DialogueYear"),
        door("get", &format!("{DIALOGUES}/{{dialogue}}"), "Shows a dialogue")
            .what("Notice, the questions that were taken, answers, conclusions and promises.")
            .refuses(404, "No such dialogue, or its notice is not out")
            .gives(200, "The dialogue, with its version as `ETag`", "DialogueShown"),
        door("get", PROMISES, "Lists what was promised")
            .what(
                "With what became of all promises of the unit. A page stays what it was while \
                 promises are added: `cursor` names the last line, not a count.",
            )
            .query(fields::PROMISES)
            .refuses(404, NO_UNIT)
            .refuses(409, NOT_OPEN)
            .gives(200, "One page", "PromisePage"),
        door("get", &format!("{PROMISES}/{{promise}}"), "Shows a promise with its trail")
            .refuses(404, "No such promise")
            .gives(200, "The promise, with its version as `ETag`", "PromiseShown"),
    ]
}
