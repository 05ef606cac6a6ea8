//! The asker's own page as it is shown: what happened, what is asked of them, where it went, why
//! each date.

use std::collections::HashMap;

use accounts::Failure;
use askama::Template;
use jiff::civil::Date;
use kernel::Id;
use store::{Laws, VaultId};
use web::parts::{Event as Point, Leader, Status};
use web::styleguide::Sample;
use web::{FormState, Html, Page, Say};

use super::super::attach;
use super::super::clock::{self as clocks, Clock};
use super::super::public::{self, letter};
use super::super::sample::Case;
use super::super::say::{headed, heading, said, state_status, unit_phrase};
use super::super::trail::{self, Reader, Told};
use super::ends::{self, Part};
use super::rights;
use crate::desk::Read;
use crate::kind::{Kind, Solved};
use crate::petition::{Petition, Step};

/// How long a heading out of somebody's own words may be.
const HEADING: usize = 120;

/// A petition with its words opened.
pub(super) struct Opened<'a> {
    pub laws: &'a Laws,
    pub today: Date,
    pub read: &'a Read,
    pub words: &'a HashMap<Id, store::vault::Opened>,
    /// The letters that it became, when it was split.
    pub parts: &'a [Part],
    /// The unit that this installation serves.
    pub home: &'a str,
    /// The answer of the case that it was joined to.
    pub shared: Option<Id>,
}

/// The vault items that the page shows: all that was said to the asker or by them, and not what
/// stays inside the office.
pub(super) fn items(read: &Read) -> Result<Vec<Id>, Failure> {
    let petition = &read.petition;
    let mut ids = trail::notes(read)?;
    ids.push(petition.received.words.id);
    ids.extend(petition.received.place.as_ref().map(|place| place.id));
    ids.extend(petition.received.extra.spot.as_ref().map(|spot| spot.id));
    ids.extend(petition.published());
    Ok(ids)
}

/// The page of a petition, without its content yet.
pub(super) fn dress(page: Page, petition: &Petition) -> Page {
    let code = petition.received.code.as_str();
    let state = said(&page, "state", petition.state.word());
    let title = page.with("code", code).with("state", state).t("own-title");
    let crumb = page.t("follow-crumb").into_owned();
    page.here("/don").title(title).crumb(crumb, "/don").crumb_here(code).hidden()
}

#[derive(Template)]
#[template(path = "resident/own.html")]
pub(super) struct OwnPage<'a> {
    page: &'a Page,
    form: &'a FormState,
    notice: Html,
    petition: &'a Petition,
    action: String,
    heading: String,
    line: String,
    status: Status,
    ended: Option<String>,
    finding: Option<String>,
    answer: Option<Html>,
    end: Option<String>,
    next: String,
    parts: &'a [Part],
    said: Option<String>,
    rights: Vec<String>,
    /// Whether the time for a decision is over without one.
    overdue: bool,
    second: Option<String>,
    /// Who decides a second complaint.
    above: String,
    doubt: Option<String>,
    words: Html,
    files: Vec<(String, usize)>,
    facts: Vec<Leader>,
    steps: Vec<Point>,
    clocks: Vec<Clock>,
    today: Date,
}

impl<'a> OwnPage<'a> {
    pub fn new(
        page: &'a Page,
        form: &'a FormState,
        notice: Html,
        opened: &Opened<'a>,
    ) -> Result<Self, Failure> {
        let Opened { laws, today, read, words, shared, parts, home } = *opened;
        let petition = &read.petition;
        let clocks = clocks::owed(petition, laws)?;
        let told = Told { page, laws, read, words, reader: Reader::Asker };
        let answer = petition.published().or(shared).and_then(|id| words.get(&id));
        let matter = headed(page, "matter", &petition.matter);
        let ended = rights::ended(petition, today, laws)?;
        let second = rights::second(petition, ended, laws)?;
        let own = text(words, Some(&petition.received.words));
        Ok(Self {
            page,
            form,
            notice,
            petition,
            action: format!("/don/{}/cua-toi", petition.received.code),
            heading: own.as_deref().map_or(matter, |own| heading(own, HEADING)),
            line: line(page, petition),
            status: state_status(page, petition.state),
            ended: public::ended(page, petition, &clocks),
            finding: finding(page, petition),
            answer: answer.map(|answer| letter(page, answer)),
            end: petition.end().map(|end| said(page, "own-end", end.word())),
            next: ends::next(page, petition, &clocks),
            parts,
            said: petition.solved.map(|solved| said(page, "own-said", solved.word())),
            rights: rights::rights(page, petition, ended, second.as_ref(), laws)?,
            overdue: ended.is_some() && petition.state.is_open(),
            second: second.as_ref().and_then(|_| ends::second_link(petition, home)),
            above: ends::above(page, petition, laws, today),
            doubt: second.as_ref().and_then(|clock| clock.doubt(page)),
            words: own_words(page, words, &petition.received.words),
            files: ends::files(page, petition),
            facts: facts(page, petition, words),
            steps: trail::steps(&told, &clocks)?,
            clocks,
            today,
        })
    }

    fn may_judge(&self) -> bool {
        self.petition.own_arrow(Step::Judge).is_some()
    }

    fn may_add(&self) -> bool {
        self.petition.own_arrow(Step::Add).is_some()
    }

    fn may_withdraw(&self) -> bool {
        self.petition.own_arrow(Step::Withdraw).is_some()
    }

    /// Whether it may be taken back, but only by a signed request.
    fn withdraws_by_hand(&self) -> bool {
        !self.may_withdraw() && self.petition.arrow(Step::Withdraw).is_some()
    }

    /// Whether the form about the result was sent and had faults.
    fn is_judging(&self) -> bool {
        self.form.is_wrong() && self.form.fields().typed("go") != "add"
    }

    /// Whether a second complaint is open to the asker.
    fn has_second_right(&self) -> bool {
        self.petition.kind == Kind::Complaint && !self.rights.is_empty()
    }

    fn attach(&self) -> web::Control {
        let page = self.page;
        page.form(self.form)
            .files(attach::FIELD, page.t("file-files"))
            .hint(attach::hint(page))
            .optional()
            .accept(attach::KINDS)
    }

    fn pressing(&self) -> Option<&Clock> {
        clocks::pressing(&self.clocks)
    }

    fn solved(&self) -> web::Choice {
        solved(self.page, self.form, self.petition.kind)
    }
}

/// The question that only the asker can answer.
pub(super) fn solved(page: &Page, form: &FormState, kind: Kind) -> web::Choice {
    let shown = page.form(form).choice("solved", page.t("own-solved")).legend_hidden();
    Solved::ALL.iter().fold(shown, |shown, solved| {
        let label = said(page, "solved", solved.word());
        match (solved, kind) {
            (Solved::No, Kind::Complaint) => {
                shown.option_hint(solved.word(), label, page.t("own-no-hint"))
            }
            _ => shown.option(solved.word(), label),
        }
    })
}

/// An item's words; `None` when absent or erased.
fn text(words: &HashMap<Id, store::vault::Opened>, item: Option<&VaultId>) -> Option<String> {
    words.get(&item?.id).cloned().and_then(store::vault::Opened::text)
}

fn own_words(page: &Page, words: &HashMap<Id, store::vault::Opened>, item: &VaultId) -> Html {
    match words.get(&item.id) {
        Some(store::vault::Opened::Erased(ground)) => {
            let gone = page.with("ground", ground).t("words-erased");
            Html::trusted(format!("<p>{}</p>", Html::escape(gone)))
        }
        Some(store::vault::Opened::Words(words)) => page.own_words(String::from_utf8_lossy(words)),
        None => Html::default(),
    }
}

/// "Khiếu nại · đất đai · xã Thăng Trường · tháng 01/2026".
fn line(page: &Page, petition: &Petition) -> String {
    let parts = [
        headed(page, "kind", petition.kind.word()),
        said(page, "matter", &petition.matter),
        unit_phrase(&petition.received.unit),
        page.with("month", page.month(petition.received.on)).t("of-month"),
    ];
    parts.join(" · ")
}

fn finding(page: &Page, petition: &Petition) -> Option<String> {
    let finding = petition.finding.filter(|_| petition.state.is_answered())?;
    let finding = said(page, "finding", finding.word());
    Some(page.with("finding", finding).t("own-finding"))
}

fn facts(
    page: &Page,
    petition: &Petition,
    words: &HashMap<Id, store::vault::Opened>,
) -> Vec<Leader> {
    let received = &petition.received;
    let place = text(words, received.place.as_ref());
    let place = place.map(|place| Leader::new(page.t("fact-place"), place));
    let spot = text(words, received.extra.spot.as_ref()).and_then(|spot| ends::shown_spot(&spot));
    let spot = spot.map(|spot| Leader::new(page.t("fact-spot"), spot));
    let place = place.into_iter().chain(spot);
    let way = said(page, "answer-by", received.answer_by.word());
    let channel = headed(page, "channel", received.channel.word());
    let rest =
        [Leader::new(page.t("fact-answer-by"), way), Leader::new(page.t("fact-channel"), channel)];
    place.into_iter().chain(rest).collect()
}

pub(in super::super) fn samples(page: &Page, case: &Case) -> Vec<Sample> {
    let of = |name, read: Read, form: &FormState| {
        let page = dress(page.clone(), &read.petition).redisplay(form);
        let parts = match read.petition.parts.is_empty() {
            true => Vec::new(),
            false => vec![Part { code: "TT-5012-07".into(), secret: "lúa tre sông núi".into() }],
        };
        let opened = Opened {
            laws: &case.laws,
            today: case.today,
            read: &read,
            words: &case.words,
            parts: &parts,
            home: "20836",
            shared: None,
        };
        let shown = OwnPage::new(&page, form, Html::default(), &opened).ok()?;
        Some(Sample { name, html: Html::of(&shown) })
    };
    let empty = FormState::new();
    let mut adding = FormState::new().with("go", "add").with("more", "Hôm nay nước lại tràn.");
    adding.refuse(&enclosures::Fault::Broken.refusal(1, 10));
    let mut wrong = FormState::new().with("rest", "Còn thiếu 4 m².");
    wrong.wrong("solved", Say::new("own-solved-missing"));
    [
        of("resident-own-new", case.received(Kind::Feedback, case.today), &empty),
        of("resident-own-answered", case.answered(), &wrong),
        of("resident-own-judged", case.judged(), &empty),
        of("resident-own-refused", case.refused(), &empty),
        of("resident-own-contested", case.contested(), &empty),
        of("resident-own-overdue", case.overdue(), &empty),
        of("resident-own-split", case.split(), &empty),
        of("resident-own-with-files", case.with_files(), &adding),
    ]
    .into_iter()
    .flatten()
    .collect()
}
