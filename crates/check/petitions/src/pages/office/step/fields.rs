//! The fields of each step's form.

use accounts::{Act, Failure};
use rulebook::Ground;
use web::{Choice, Form, FormState, Html, Page};

use super::super::around::{Colleague, capital, key, law_lang};
use super::super::case::preview::effects;
use super::super::case::{Case, standing};
use crate::facts::Event;
use crate::kind::{AnswerBy, Dialogue, Finding, Heard, Kind, Lack, MATTERS, Same, Solved};
use crate::pages::clock::pressing;
use crate::petition::{Step, TOO_LATE};

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
        Step::Guide => {
            let note = area("note", "office-guide-note", "office-guide-hint");
            let court = f.tick("court", page.t("office-tick-court"));
            Html::join([Html::of(&note), Html::of(&court), asked(page, form, &f, "anew")])
        }
        Step::Forward => Html::of(&area("note", "office-forward-note", "office-forward-hint")),
        Step::Refuse => refuse(page, &f, case),
        Step::Verify => verify(page, &f, case),
        Step::Decide => Html::join([decide(page, &f, case), asked(page, form, &f, "looked")]),
        Step::Send => {
            let words: Vec<&str> = AnswerBy::ALL.iter().map(|by| by.word()).collect();
            let by = choices(page, &f, "by", "office-send-by", &words).default("oneself");
            Html::join([Html::of(&by), asked(page, form, &f, "looked")])
        }
        Step::CarryOut => {
            let how = area("how", "office-how", "office-how-hint");
            Html::join([Html::of(&how), asked(page, form, &f, "looked")])
        }
        other => besides(page, &f, case, other),
    })
}

/// The fields of what only some cases need.
fn besides(page: &Page, f: &Form<'_>, case: &Case, step: Step) -> Html {
    let area = |name: &str, label: &str, hint: &str| {
        Html::of(&f.words(name, page.t(label)).hint(page.t(hint)).lines(6))
    };
    match step {
        Step::Term => {
            let term = f.choice("term", page.t("office-term")).hint(page.t("office-term-hint"));
            let term = TERMS.iter().zip(1..).fold(term, |term, (word, digit)| {
                term.row(f.row(word, page.t(key("term", word))).key(digit))
            });
            Html::join([Html::of(&term), area("why", "office-why", "office-term-why")])
        }
        Step::Represent => {
            let people = f.text("people", page.t("office-people")).digits().narrow();
            let speakers = f.text("speakers", page.t("office-speakers")).digits().narrow();
            let who = area("who", "office-speakers-who", "office-speakers-who-hint");
            Html::join([Html::of(&people), Html::of(&speakers), who])
        }
        Step::Dialogue => {
            let words: Vec<&str> = Dialogue::ALL.iter().map(|of| of.word()).collect();
            let outcome = choices(page, f, "dialogue", "office-dialogue", &words);
            let minutes = area("minutes", "office-minutes", "office-minutes-hint");
            Html::join([Html::of(&outcome), minutes])
        }
        Step::Suspend => area("why", "office-suspend-why", "office-suspend-hint"),
        Step::Terminate => area("why", "office-why", "office-terminate-hint"),
        Step::Reopen => area("why", "office-reopen-why", "office-reopen-hint"),
        Step::Unappeal => area("why", "office-unappeal-why", "office-unappeal-hint"),
        Step::Judge => judge(page, f),
        Step::Appeal => appeal(page, f),
        Step::Withdraw => {
            let part = f.words("part", page.t("office-part")).hint(page.t("office-part-hint"));
            Html::of(&part.lines(4).optional())
        }
        Step::Add => area("words", "office-add-words", "office-add-hint"),
        Step::Note => area("words", "office-note", "office-note-hint"),
        Step::Split => split(page, f),
        Step::Link => {
            let code = f.text("code", page.t("office-link-code")).hint(page.t("office-link-hint"));
            let words: Vec<&str> = Same::ALL.iter().map(|of| of.word()).collect();
            let how = choices(page, f, "same", "office-link-how", &words);
            Html::join([Html::of(&code.middle()), Html::of(&how.default("duplicate"))])
        }
        Step::Apart => {
            let code = f.text("code", page.t("office-apart-code"));
            Html::of(&code.hint(page.t("office-link-hint")).middle())
        }
        Step::Ask => ask(page, f, case),
        Step::Advise => Html::join([
            questions(page, f, case),
            area("words", "office-advice", "office-advice-hint"),
        ]),
        _ => Html::default(),
    }
}

/// The ceilings of the law, in the order of the form.
pub(super) const TERMS: [&str; 4] = ["plain", "complex", "remote", "both"];

/// The most matters that one letter is split into at once. A habit of the page; what is left over
/// can be split again.
pub(super) const PARTS: usize = 4;

/// One block for each matter; empty blocks are left out.
fn split(page: &Page, f: &Form<'_>) -> Html {
    let kinds: Vec<(&str, String)> = Kind::ALL
        .iter()
        .map(|kind| (kind.word(), capital(&page.t(key("kind", kind.word())))))
        .collect();
    let matters: Vec<(&str, String)> =
        MATTERS.iter().map(|matter| (*matter, capital(&page.t(key("matter", matter))))).collect();
    let blocks = (1..=PARTS).map(|n| {
        let legend = page.with("n", n as i64).t("office-part-n");
        let kind = f.select(&format!("kind{n}"), page.t("office-kind")).options(&kinds).middle();
        let matter = f.select(&format!("matter{n}"), page.t("office-matter"));
        let words = f.words(&format!("words{n}"), page.t("office-part-words")).lines(3);
        let words = if n > 2 { words.optional() } else { words };
        let fields =
            [Html::of(&kind), Html::of(&matter.options(&matters).middle()), Html::of(&words)];
        Html::trusted(format!(
            "<fieldset class=\"fld\"><legend><b>{}</b></legend>{}</fieldset>",
            Html::escape(legend),
            Html::join(fields)
        ))
    });
    Html::join(blocks)
}

fn verify(page: &Page, f: &Form<'_>, case: &Case) -> Html {
    let result = f.words("result", page.t("office-result")).hint(page.t("office-result-hint"));
    let result = Html::of(&result.lines(10));
    if !case.read.petition.kind.is_complaint() {
        return result;
    }
    let differs = f.tick("differs", page.t("office-differs"));
    Html::join([result, Html::of(&differs)])
}

/// Whom, what, by when: in time for the date that the asker waits for.
fn ask(page: &Page, f: &Form<'_>, case: &Case) -> Html {
    let hint = if case.offices().is_empty() { "office-ask-nobody" } else { "office-ask-hint" };
    let list = f.select("office", page.t("office-ask-whom")).hint(page.t(hint)).wide();
    let list = list.option("", page.t("choose-one")).options(case.offices());
    let words = f.words("words", page.t("office-ask-words")).hint(page.t("office-ask-words-hint"));
    let until = f.date("until", page.t("office-ask-until"));
    let until = match pressing(&case.clocks) {
        Some(clock) => {
            let due = page.date_long(clock.due());
            until.hint(page.with("due", due).t("office-ask-until-hint"))
        }
        None => until,
    };
    Html::join([Html::of(&list), Html::of(&words.lines(6)), Html::of(&until)])
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
        let matter = petition.matter.clone();
        let event = Event::Classified { kind: *kind, matter, known: None, on: case.today };
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
    let known = f.date("known", page.t("office-known")).hint(page.t("office-known-hint"));
    Ok(Html::join([Html::of(&kinds), note, Html::of(&matters), Html::of(&known.optional())]))
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
        let mut next = page.with("next", ground.next_step(lang)).t("office-ground-next");
        if ground.id == TOO_LATE {
            next = format!("{} {next}", standing::limit(page, case).join(" "));
        }
        if !ground.is_settled() {
            next = format!("{next} {}", page.t("law-unsettled"));
        }
        choice.option_hint(&ground.id, label, next)
    };
    let grounds: Vec<&Ground> = law.rulebook.grounds("KN11.", case.today).collect();
    // The article above its clauses: all grounds stand in one.
    let article = grounds.first().map(|ground| ground.article.whole());
    let article = article.map(|article| law.rulebook.cite(&article, lang)).unwrap_or_default();
    let hint = page.with("n", grounds.len()).with("article", article).t("office-ground-hint");
    let choice = f.choice("ground", page.t("office-ground")).hint(hint);
    let choice = grounds.into_iter().fold(choice, row);
    let note = f.words("note", page.t("office-refuse-note"));
    let note = note.hint(page.t("office-refuse-hint")).lines(4).optional();
    Html::join([Html::of(&choice), Html::of(&note)])
}

/// A box that an officer ticks after a look at what was found; asked only when something was:
/// whether what a text says of persons may be published, whether a letter is another sender's.
fn asked(page: &Page, form: &FormState, f: &Form<'_>, name: &str) -> Html {
    match form.fault(name).is_some() || form.ticked(name) {
        true => Html::of(&f.tick(name, page.t(key("office-tick", name)))),
        false => Html::default(),
    }
}

/// The questions that nobody has answered.
fn questions(page: &Page, f: &Form<'_>, case: &Case) -> Html {
    let list = f.select("n", page.t("office-advise-which")).wide();
    let open = case.read.petition.questions.iter().filter(|q| q.advice.is_none());
    Html::of(&open.fold(list, |list, question| {
        let title = page.with("office", case.office(&question.office));
        let title = title.with("until", page.date(question.until)).t("office-asked-of");
        list.option(question.n, title)
    }))
}

/// Which second complaint, and how the office knows of it.
fn appeal(page: &Page, f: &Form<'_>) -> Html {
    let code = f.text("second", page.t("office-second-code")).middle().optional();
    let code = code.hint(page.t("office-second-code-hint"));
    let note = f.words("note", page.t("office-second-note")).lines(4).optional();
    let note = note.hint(page.t("office-second-note-hint"));
    Html::join([Html::of(&code), Html::of(&note)])
}

/// What the asker said, how it was heard, and what is missing.
fn judge(page: &Page, f: &Form<'_>) -> Html {
    let words: Vec<&str> = Solved::ALL.iter().map(|solved| solved.word()).collect();
    let solved = choices(page, f, "solved", "office-judged", &words);
    let words: Vec<&str> = Heard::ALL.iter().map(|heard| heard.word()).collect();
    let heard = choices(page, f, "heard", "office-heard", &words);
    let rest = f.words("rest", page.t("office-rest")).hint(page.t("office-rest-hint"));
    let rest = rest.lines(4).optional();
    Html::join([Html::of(&solved), Html::of(&heard), Html::of(&rest)])
}

/// What was found, for a complaint; then the text that is sent and published.
fn decide(page: &Page, f: &Form<'_>, case: &Case) -> Html {
    let answer = f.words("answer", page.t("office-answer"));
    let answer = Html::of(&answer.hint(page.t("office-answer-hint")).lines(12));
    if !case.read.petition.kind.is_complaint() {
        return answer;
    }
    let words: Vec<&str> = Finding::ALL.iter().map(|finding| finding.word()).collect();
    let finding = choices(page, f, "finding", "office-finding", &words);
    Html::join([Html::of(&finding), answer])
}
