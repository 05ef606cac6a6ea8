//! The fields of each step's form.

use accounts::{Act, Failure};
use rulebook::Ground;
use web::{Choice, Form, FormState, Html, Page};

use super::super::around::{Colleague, capital, key, law_lang};
use super::super::case::Case;
use super::super::case::preview::effects;
use crate::facts::Event;
use crate::kind::{AnswerBy, Finding, Kind, Lack, MATTERS};
use crate::petition::Step;

/// All fields of a step, printed.
pub(super) fn fields(
    page: &Page,
    form: &FormState,
    case: &Case,
    step: Step,
    colleagues: &[Colleague],
) -> Result<Html, Failure> {
    let f = page.form(form);
    let area = |name: &str, label: &str, hint: &str| {
        f.words(name, page.t(label)).hint(page.t(hint)).lines(8)
    };
    Ok(match step {
        Step::Classify => classify(page, &f, case)?,
        Step::Assign => assign(page, &f, case, colleagues),
        Step::File => {
            let words: Vec<&str> = Lack::ALL.iter().map(|lack| lack.word()).collect();
            Html::of(&choices(page, &f, "lack", "office-lack", &words))
        }
        Step::Guide => Html::of(&area("note", "office-guide-note", "office-guide-hint")),
        Step::Forward => Html::of(&area("note", "office-forward-note", "office-forward-hint")),
        Step::Refuse => refuse(page, &f, case),
        Step::Verify => Html::of(&area("result", "office-result", "office-result-hint").lines(10)),
        Step::Decide => decide(page, &f, case),
        Step::Send => {
            let words: Vec<&str> = AnswerBy::ALL.iter().map(|by| by.word()).collect();
            Html::of(&choices(page, &f, "by", "office-send-by", &words).default("oneself"))
        }
        Step::Accept | Step::Judge => Html::default(),
    })
}

/// Rows for a closed list, with the shared words of its values, taken by digits.
fn choices(page: &Page, f: &Form<'_>, name: &str, legend: &str, words: &[&str]) -> Choice {
    let of = match name {
        "by" => "answer-by",
        name => name,
    };
    let rows = words.iter().zip(1..);
    rows.fold(f.choice(name, page.t(legend)), |choice, (word, digit)| {
        choice.row(f.row(word, capital(&page.t(key(of, word)))).key(digit))
    })
}

/// The kinds, each with what choosing it does to the clocks; then the matters.
fn classify(page: &Page, f: &Form<'_>, case: &Case) -> Result<Html, Failure> {
    let petition = &case.read.petition;
    let mut kinds =
        f.choice("kind", page.t("office-which-kind")).hint(page.t("office-which-kind-hint"));
    for (kind, digit) in Kind::ALL.iter().zip(1..) {
        let event =
            Event::Classified { kind: *kind, matter: petition.matter.clone(), on: case.today };
        let effects = effects(case, &event)?;
        let effects: Vec<String> =
            effects.iter().map(|effect| effect.words(page, case.today)).collect();
        let hint = match effects.is_empty() {
            true => page.t("office-effect-none").into_owned(),
            false => effects.join(" "),
        };
        let words = capital(&page.t(key("kind", kind.word())));
        let row = f.row(kind.word(), words).key(digit).hint(hint);
        kinds = kinds.row(row);
    }
    let note = Html::escape(page.t("office-classify-denunciation"));
    let note = Html::trusted(format!(
        "<p class=\"hint\">{note} <a href=\"/to-cao\">{}</a></p>",
        Html::escape(page.t("office-denunciation-link"))
    ));
    let matters: Vec<(&str, String)> =
        MATTERS.iter().map(|matter| (*matter, capital(&page.t(key("matter", matter))))).collect();
    let matters = f.select("matter", page.t("office-which-matter")).options(&matters).middle();
    Ok(Html::join([Html::of(&kinds), note, Html::of(&matters)]))
}

/// Everybody who may work on a case of this unit.
fn assign(page: &Page, f: &Form<'_>, case: &Case, colleagues: &[Colleague]) -> Html {
    let unit = &case.read.petition.received.unit;
    let able = colleagues.iter().filter(|one| one.may(Act::PETITIONS_VERIFY, unit));
    let able: Vec<(String, String)> =
        able.map(|one| (one.account.to_string(), one.title(page))).collect();
    let hint = if able.is_empty() { "office-assign-nobody" } else { "office-assign-hint" };
    let list = f.select("to", page.t("office-assign-to")).hint(page.t(hint)).wide();
    Html::of(&list.option("", page.t("choose-one")).options(&able))
}

/// The grounds of the law, each with what the asker can do instead.
fn refuse(page: &Page, f: &Form<'_>, case: &Case) -> Html {
    let (law, lang) = (case.laws.now(), law_lang(page));
    let row = |choice: Choice, ground: &Ground| {
        let cite = law.rulebook.cite(&ground.article, lang);
        let label = format!("{} {}.", ground.words(lang), capital(&cite));
        let next = page.with("next", ground.next_step(lang)).t("office-ground-next");
        choice.option_hint(&ground.id, label, next)
    };
    let choice = f.choice("ground", page.t("office-ground")).hint(page.t("office-ground-hint"));
    let choice = law.rulebook.grounds("KN11.", case.today).fold(choice, row);
    let note = f.words("note", page.t("office-refuse-note"));
    let note = note.hint(page.t("office-refuse-hint")).lines(4).optional();
    Html::join([Html::of(&choice), Html::of(&note)])
}

/// What was found, for a complaint; then the text that is sent and published.
fn decide(page: &Page, f: &Form<'_>, case: &Case) -> Html {
    let answer = f.words("answer", page.t("office-answer"));
    let answer = Html::of(&answer.hint(page.t("office-answer-hint")).lines(12));
    if case.read.petition.kind == Kind::Feedback {
        return answer;
    }
    let words: Vec<&str> = Finding::ALL.iter().map(|finding| finding.word()).collect();
    let finding = choices(page, f, "finding", "office-finding", &words);
    Html::join([Html::of(&finding), answer])
}
