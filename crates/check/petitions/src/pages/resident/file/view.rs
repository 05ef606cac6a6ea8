//! The three steps as pages, and what stands beside them before anything is sent: who will read
//! it, what anyone can see, when an answer is due.

use accounts::permissions::{Act, who_may};
use accounts::{Answer, Failure};
use askama::Template;
use web::parts::Leader;
use web::styleguide::Sample;
use web::{FormState, Html, Page, Say};

use super::super::clock::Clock;
use super::super::sample::Case;
use super::super::say::{capital, headed, law_lang, said, unit_phrase};
use super::check::Step;
use super::how::{self, HowPage};
use super::map;
use super::place::{self, Offer};
use super::{Desk, carried, promised};
use crate::drafts::Kept;
use crate::import::denounced::speaks;
use crate::kind::{AnswerBy, Kind, MATTERS, Term};
use crate::pages::files;

/// Fields of each step, which travel unseen through the others.
const WHAT: &[&str] = &["unit", "kind", "matter"];
const HOW: &[&str] =
    &["words", "village", "place", "spot", "first", "answer", "phone", "email", "name", "address"];
const KEPT: &[&str] = &["key", "day", "ticket"];

/// A step about to be shown.
pub(super) struct View<'a> {
    desk: &'a Desk,
    form: &'a FormState,
    notice: Html,
}

impl<'a> View<'a> {
    /// A step that shows this form.
    pub fn new(desk: &'a Desk, form: &'a FormState) -> Self {
        Self { desk, form, notice: Html::default() }
    }

    /// Says something above the step.
    #[must_use]
    pub fn notice(mut self, notice: Html) -> Self {
        self.notice = notice;
        self
    }

    /// The page of a step, with the form's faults.
    pub fn show(&self, page: Page, step: Step) -> Answer {
        let page = self.dress(page, step);
        Ok(match step {
            Step::What => page.show(&self.what(&page)?),
            Step::How => page.show(&self.how(&page)?),
            Step::Review => page.show(&self.review(&page)?),
        })
    }

    fn dress(&self, page: Page, step: Step) -> Page {
        let title = page.with("step", step.number()).t("file-page-title");
        let crumb = page.t("file-crumb").into_owned();
        page.here("/gui-don").title(title).crumb_here(crumb).redisplay(self.form)
    }

    fn what<'p>(&'p self, page: &'p Page) -> Result<WhatPage<'p>, Failure> {
        let fields = self.form.fields();
        let (home, words) = (&self.desk.home, fields.get("unit-words").unwrap_or_default());
        let offer = match place::has_choice(home) {
            true => {
                let chosen = fields.typed("unit");
                Some(place::offer(page, home, words, chosen, self.desk.today))
            }
            false => None,
        };
        Ok(WhatPage {
            page,
            form: self.form,
            home: unit_phrase(&home.id().code()),
            formerly: place::formerly(home).join(", "),
            offer,
            kinds: crate::served::kinds(home),
            draft: draft(page),
            carried: carried(page, self.form, &[HOW, KEPT].concat()),
            before: self.before(page, Kind::Feedback)?,
        })
    }

    fn kind(&self) -> Kind {
        Kind::read(self.form.fields().typed("kind")).unwrap_or(Kind::Feedback)
    }

    fn how<'p>(&'p self, page: &'p Page) -> Result<HowPage<'p>, Failure> {
        let kind = self.kind();
        let lang = law_lang(page);
        let book = &self.desk.laws.now().rulebook;
        let signature = book.ground("KN11.5").map(|ground| book.cite(&ground.article, lang));
        let unit = self
            .form
            .fields()
            .get("unit")
            .map_or_else(|| self.desk.home.id().code(), str::to_owned);
        let outline = self.desk.outline.as_ref();
        Ok(HowPage {
            page,
            form: self.form,
            kind,
            villages: &self.desk.villages,
            map: map::part(page, self.form, outline, &unit_phrase(&unit)),
            files: how::files(page, &self.desk.files),
            draft: draft(page),
            signature: signature.unwrap_or_default(),
            carried: carried(page, self.form, &[WHAT, KEPT].concat()),
            before: self.before(page, kind)?,
        })
    }

    fn review<'p>(&'p self, page: &'p Page) -> Result<ReviewPage<'p>, Failure> {
        let kind = self.kind();
        let fields = self.form.fields();
        Ok(ReviewPage {
            page,
            form: self.form,
            notice: &self.notice,
            what: self.what_lines(page),
            how: self.how_lines(page),
            words: page.own_words(fields.typed("words").trim()),
            denounces: speaks(fields.typed("words")),
            readers: readers(page),
            draft: draft(page),
            clocks: promised(self.desk, kind)?,
            later: self.later(page, kind),
            carried: carried(page, self.form, &[WHAT, HOW, KEPT].concat()),
        })
    }

    fn what_lines(&self, page: &Page) -> Vec<Leader> {
        let fields = self.form.fields();
        let home = self.desk.home.id().code();
        let unit = fields.get("unit").unwrap_or(&home);
        vec![
            Leader::new(page.t("fact-unit"), capital(&unit_phrase(unit))),
            Leader::new(page.t("fact-kind"), headed(page, "kind", fields.typed("kind"))),
            Leader::new(page.t("fact-matter"), headed(page, "matter", fields.typed("matter"))),
        ]
    }

    fn how_lines(&self, page: &Page) -> Vec<Leader> {
        let fields = self.form.fields();
        let way = fields.typed("answer");
        let named = self.kind().is_complaint() || way == AnswerBy::Post.word();
        let village = fields.get("village");
        let village = self.desk.villages.iter().find(|(code, _)| Some(code.as_str()) == village);
        let village = village.map(|(_, name)| Leader::new(page.t("fact-village"), name));
        let mut lines: Vec<Leader> = village.into_iter().collect();
        let mut line = |key: &str, name: &str| {
            if let Some(value) = fields.get(name) {
                lines.push(Leader::new(page.t(key), value));
            }
        };
        line("fact-place", "place");
        line("fact-spot", "spot");
        line("fact-name", "name");
        if named {
            line("fact-address", "address");
        }
        if way == AnswerBy::Sms.word() {
            line("fact-phone", "phone");
        }
        let mail = Leader::new(page.t("fact-email"), fields.typed("email"));
        lines.extend((way == AnswerBy::Email.word()).then_some(mail));
        lines.push(Leader::new(page.t("fact-answer-by"), said(page, "answer-by", way)));
        if !self.desk.files.is_empty() {
            let sum = files::sum(page, self.desk.files.iter().map(|kept| kept.size));
            lines.push(Leader::new(page.t("fact-files"), sum));
        }
        lines
    }

    /// What follows once a complaint is accepted, in the rule's own sentence.
    fn later(&self, page: &Page, kind: Kind) -> String {
        let Some(settle) = kind.settle_rule(Term::default()) else { return String::new() };
        let (book, lang) = (&self.desk.laws.now().rulebook, law_lang(page));
        let Some(rule) = book.in_force(settle, self.desk.today) else { return String::new() };
        let article = book.cite(&rule.article, lang);
        let sentence = rule.sentence(None, lang);
        page.with("rule", sentence).with("article", article).t("file-later")
    }

    fn before<'p>(&'p self, page: &'p Page, kind: Kind) -> Result<Html, Failure> {
        let clocks = promised(self.desk, kind)?;
        let readers = readers(page);
        Ok(Html::of(&BeforePart { page, clock: clocks.first(), readers }))
    }
}

/// The posts that read petitions, and what each sees, out of the permission table.
fn readers(page: &Page) -> Vec<(String, String)> {
    let sees_person: Vec<_> = who_may(Act::PETITIONS_PERSON).collect();
    let reader = |post| {
        let key = match sees_person.contains(&post) {
            true => "readers-person",
            false => "readers-words",
        };
        (page.t(accounts::Post::key(post)).into_owned(), page.t(key).into_owned())
    };
    who_may(Act::PETITIONS_READ).map(reader).collect()
}

#[derive(Template)]
#[template(path = "resident/file-before.html")]
struct BeforePart<'a> {
    page: &'a Page,
    clock: Option<&'a Clock>,
    readers: Vec<(String, String)>,
}

/// What is kept on the device, and the way to erase it; seen only where a script runs.
fn draft(page: &Page) -> Html {
    Html::of(&DraftPart { page })
}

#[derive(Template)]
#[template(path = "resident/file-draft.html")]
struct DraftPart<'a> {
    page: &'a Page,
}

pub(super) fn steps(page: &Page, now: Step) -> Html {
    let names = [page.t("file-step-1"), page.t("file-step-2"), page.t("file-step-3")];
    page.steps(&names, now.number())
}

#[derive(Template)]
#[template(path = "resident/file-what.html")]
struct WhatPage<'a> {
    page: &'a Page,
    form: &'a FormState,
    home: String,
    formerly: String,
    offer: Option<Offer>,
    kinds: &'static [Kind],
    draft: Html,
    carried: Html,
    before: Html,
}

impl WhatPage<'_> {
    fn steps(&self) -> Html {
        steps(self.page, Step::What)
    }

    fn kinds(&self) -> web::Choice {
        let page = self.page;
        let shown = page.form(self.form).choice("kind", page.t("file-kind"));
        self.kinds.iter().fold(shown, |shown, kind| {
            let hint = said(page, "kind-hint", kind.word());
            shown.option_hint(kind.word(), headed(page, "kind", kind.word()), hint)
        })
    }

    fn matters(&self) -> web::Control {
        let page = self.page;
        let list = page.form(self.form).select("matter", page.t("file-matter")).middle();
        let list = list.option("", page.t("choose-one"));
        MATTERS
            .iter()
            .fold(list, |list, matter| list.option(matter, headed(page, "matter", matter)))
    }

    fn units(&self, offer: &Offer) -> web::Choice {
        let page = self.page;
        let shown = page.form(self.form).choice("unit", page.t("file-unit-which"));
        offer.choices.iter().fold(shown, |shown, choice| match choice.formerly.as_str() {
            "" => shown.option(&choice.code, &choice.title),
            old => {
                let hint = page.with("old", old).t("file-unit-formerly");
                shown.option_hint(&choice.code, &choice.title, hint)
            }
        })
    }
}

#[derive(Template)]
#[template(path = "resident/file-review.html")]
struct ReviewPage<'a> {
    page: &'a Page,
    form: &'a FormState,
    notice: &'a Html,
    what: Vec<Leader>,
    how: Vec<Leader>,
    words: Html,
    /// Whether the words speak of denouncing, which this page does not take.
    denounces: bool,
    readers: Vec<(String, String)>,
    draft: Html,
    clocks: Vec<Clock>,
    later: String,
    carried: Html,
}

impl ReviewPage<'_> {
    fn steps(&self) -> Html {
        steps(self.page, Step::Review)
    }
}

/// Each step as it is first seen and with faults.
pub(in super::super) fn samples(page: &Page, case: &Case) -> Vec<Sample> {
    let desk = |unit: &str| {
        let home = units::Gazetteer::shared().current(unit)?;
        let villages = vec![("20836-02".to_owned(), "Thôn Gò Dài".to_owned())];
        let laws = std::sync::Arc::new(case.laws.clone());
        let kept = |n, media: &str, size| Kept { n, media: media.into(), size, tag: String::new() };
        let files = vec![kept(1, "image/jpeg", 2_411_724), kept(2, "application/pdf", 348_160)];
        let ring = vec![[10_830_000, 1_570_000], [10_836_000, 1_569_000], [10_840_000, 1_574_000]];
        let outline = Some(units::outline::Outline { rings: vec![ring] });
        Some(Desk { laws, today: case.today, home, villages, outline, files })
    };
    let (Some(commune), Some(province)) = (desk("20836"), desk("48")) else { return Vec::new() };
    let empty = FormState::new().with("key", "0").with("day", case.today);
    let mut wrong = empty.clone();
    wrong.wrong("kind", Say::new("file-kind-missing"));
    wrong.wrong("matter", Say::new("file-matter-missing"));
    let searched = empty.clone().with("unit-words", "xa binh sa").with("unit", "20836");
    let whole = |kind| {
        empty
            .clone()
            .with("kind", kind)
            .with("matter", "water")
            .with("words", "Mương thoát nước bị lấp.\nTôi mong được nạo vét.")
            .with("village", "20836-02")
            .with("place", "Trước nhà văn hóa")
            .with("spot", "15.71500, 108.36000")
            .with("answer", "sms")
            .with("name", "Người Thử Nghiệm")
            .with("address", "Thôn Gò Dài")
    };
    let mut short = whole("complaint").with("phone", "090 000 123");
    short.refuse(&enclosures::Fault::Heic.refusal(2, 10));
    short.maybe_phone("phone");
    let sent = whole("complaint").with("phone", "0900 000 118");
    let late = page.notice(web::parts::Mark::Late, page.t("page-busy-title"), page.t("page-busy"));
    let of = |name, desk: &Desk, form: &FormState, step, notice: Html| {
        let view = View::new(desk, form).notice(notice);
        let page = view.dress(page.clone(), step);
        let html = match step {
            Step::What => Html::of(&view.what(&page).ok()?),
            Step::How => Html::of(&view.how(&page).ok()?),
            Step::Review => Html::of(&view.review(&page).ok()?),
        };
        Some(Sample { name, html })
    };
    let none = Html::default;
    [
        of("resident-file-what", &commune, &empty, Step::What, none()),
        of("resident-file-what-wrong", &commune, &wrong, Step::What, none()),
        of("resident-file-what-province", &province, &searched, Step::What, none()),
        of("resident-file-how", &commune, &whole("feedback"), Step::How, none()),
        of("resident-file-how-complaint-wrong", &commune, &short, Step::How, none()),
        of("resident-file-review", &commune, &whole("feedback"), Step::Review, none()),
        of("resident-file-review-complaint-busy", &commune, &sent, Step::Review, late),
    ]
    .into_iter()
    .flatten()
    .collect()
}
