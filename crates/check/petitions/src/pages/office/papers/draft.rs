//! A paper before it has a number: what the case does not know is asked for, then the letter is
//! shown as it will be printed, its words open to be changed, and issued.

use std::sync::Arc;

use accounts::{Act, Answer, App, Failure, Officer, Post};
use askama::Template;
use axum::extract::{Path, State as Shared};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect};
use documents::{Content, DocumentError, Fields, Form, Office, Paragraph, Reply, Signer};
use kernel::{Id, Refusal};
use units::Gazetteer;
use web::parts::Event as Point;
use web::{FormState, Html, Lang, Page, PageError, Posted, Say, Words};

use super::super::around;
use super::super::case::{Case, trail};
use crate::desk::{self, MOST_WORDS, NewPaper, Person, failed};
use crate::papers::{Paper, Series, Source, offered, symbol};

/// The most that a line of a letter's head or foot may hold, in characters.
const LINE: usize = 300;
/// The highest first number of a series that is believed. A habit of the page.
pub(super) const FIRST: i64 = 99_999;

/// What drafting needs to know of its surroundings.
pub(in super::super) struct Desk<'a> {
    pub page: &'a Page,
    pub case: &'a Case,
    pub reply: Reply,
    /// Who asked.
    pub person: &'a Person,
    /// Who signs by default: name and whether it is the one who receives letters.
    pub signer: String,
}

impl Desk<'_> {
    /// Vietnamese words: papers of the State are in no other language.
    fn vi(&self) -> Words {
        self.page.w().book().words(Lang::Vi)
    }

    fn office(&self) -> Office {
        let unit = Gazetteer::shared().current(&self.case.read.petition.received.unit);
        let (phrase, place) = unit
            .map_or((String::new(), String::new()), |unit| (unit.phrase(), unit.name().to_owned()));
        let name = format!("{}\n{phrase}", self.vi().t("paper-committee"));
        Office { above: None, name, place }
    }

    fn known(&self) -> Result<Fields<'static>, Failure> {
        let case = self.case;
        let (vi, petition) = (self.vi(), &case.read.petition);
        let text = |item: &store::VaultId| case.text(item).map(str::to_owned);
        let source = Source {
            w: &vi,
            petition,
            records: &case.read.stream.records,
            text: &text,
            laws: &case.laws,
            person: self.person,
            holder: petition.holder.map(|id| case.officer(self.page, id)),
            office: self.office().name.replace('\n', " "),
            phone: self.page.phone(),
            today: case.today,
        };
        Ok(source.fields(self.reply)?)
    }

    fn title(&self) -> String {
        super::name(self.page, self.reply.name())
    }

    fn path(&self) -> String {
        format!("{}/van-ban/{}", self.case.path(), self.reply.name())
    }

    /// The letter's words as they stand in the form before anybody changed them.
    pub fn form(&self, content: &Content) -> FormState {
        let vi = self.vi();
        let decides = matches!(content.form, Form::Named(_)) && content.to.is_empty();
        let receipt = self.reply == Reply::Receipt;
        let authority = if decides { String::new() } else { vi.t("paper-for").into_owned() };
        let post = if receipt { vi.t("paper-receiver") } else { vi.t("paper-chair") };
        let first = match (content.to.is_empty(), receipt) {
            (false, _) => vi.t("paper-as-above").into_owned(),
            (true, true) => vi.t("paper-sender").into_owned(),
            (true, false) => {
                let articles =
                    content.body.iter().filter(|p| matches!(p, Paragraph::Article(_))).count();
                vi.with("n", articles).t("paper-as-article")
            }
        };
        let body: Vec<String> = content.body.iter().map(Paragraph::to_string).collect();
        FormState::new()
            .with("subject", &content.subject)
            .with("to", content.to.join("\n"))
            .with("body", body.join("\n"))
            .with("authority", authority)
            .with("post", post)
            .with("signer", &self.signer)
            .with("copies", self.copies(first))
            .with("first", 1)
    }

    /// Who gets the paper. Whether a complaint is accepted is told to who passed it on and to the
    /// inspectorate of the same level too (LKN 27).
    fn copies(&self, first: String) -> String {
        let (vi, petition) = (self.vi(), &self.case.read.petition);
        let mut lines = vec![first];
        let told = matches!(self.reply, Reply::Accepted | Reply::Refused);
        if told && petition.kind.is_complaint() {
            lines.push(vi.t("paper-forwarder").into_owned());
            let unit = Gazetteer::shared().current(&petition.received.unit);
            lines.push(match unit.filter(|unit| unit.parent().is_none()) {
                Some(province) => vi.with("unit", province.phrase()).t("paper-inspectorate-of"),
                None => vi.t("paper-inspectorate").into_owned(),
            });
        }
        lines.push(vi.t("paper-kept").into_owned());
        lines.join("\n")
    }

    /// The lines of the copies that somebody gets: a line that only asks whom to name, and was left
    /// as it is, is not printed.
    fn named(&self, copies: &str) -> Vec<String> {
        let vi = self.vi();
        let asks = ["paper-forwarder", "paper-inspectorate"].map(|key| vi.t(key).into_owned());
        lines(copies).into_iter().filter(|line| !asks.contains(line)).collect()
    }

    /// What the form says; `None` when something in it is wrong.
    pub fn read(&self, form: &mut FormState) -> Result<Option<Paper>, Failure> {
        let template = self.reply.template().map_err(failed)?;
        let named = template.form().map(|name| Form::Named(name.to_owned()));
        let subject = form.required_or("subject", 2 * LINE, "paper-missing");
        let to = form.text("to", 10 * LINE).unwrap_or_default();
        let body = form.required_or("body", MOST_WORDS, "paper-missing");
        let authority = form.text("authority", LINE).unwrap_or_default();
        let title = form.required_or("post", LINE, "paper-missing");
        let name = form.required_or("signer", LINE, "paper-missing");
        let copies = form.text("copies", 10 * LINE).unwrap_or_default();
        let (Some(subject), Some(body), Some(title), Some(name)) = (subject, body, title, name)
        else {
            return Ok(None);
        };
        Ok(Some(Paper {
            office: self.office(),
            content: Content {
                form: named.unwrap_or(Form::Letter),
                subject,
                to: lines(&to),
                body: Paragraph::read(&body),
            },
            signer: Signer {
                authority: Some(authority).filter(|said| !said.trim().is_empty()),
                title,
                name,
            },
            copies: self.named(&copies),
        }))
    }
}

fn lines(text: &str) -> Vec<String> {
    text.lines().map(str::trim).filter(|line| !line.is_empty()).map(str::to_owned).collect()
}

#[derive(Template)]
#[template(path = "office/paper-ask.html")]
pub(in super::super) struct AskPage<'a> {
    page: &'a Page,
    form: &'a FormState,
    case: &'a Case,
    title: String,
    action: String,
    /// What the case does not know: name, label, whether the letter can do without.
    asked: &'a [Asked],
}

/// A field that the officer is asked for.
pub(in super::super) struct Asked {
    name: String,
    label: String,
    field: String,
    optional: bool,
}

impl AskPage<'_> {
    fn fields(&self, f: &web::Form<'_>) -> Html {
        Html::join(self.asked.iter().map(|one| {
            let control = f.words(&one.name, &one.label).lines(2);
            Html::of(&if one.optional { control.optional() } else { control })
        }))
    }
}

#[derive(Template)]
#[template(path = "office/paper-draft.html")]
pub(in super::super) struct DraftPage<'a> {
    page: &'a Page,
    form: &'a FormState,
    case: &'a Case,
    title: String,
    action: String,
    sheet: Html,
    /// Numbers under which the same was issued before.
    before: Vec<String>,
    /// The number that comes next; `None` when the series has not begun.
    next: Option<String>,
    symbol: String,
    news: Vec<Point>,
}

/// The name of a field in the form: `f-noi-co-tham-quyen`.
pub(super) fn slug(field: &str) -> String {
    format!("f-{}", kernel::text::syllables(field).join("-"))
}

/// "Nơi có thẩm quyền".
fn label(page: &Page, field: &str) -> String {
    let word = kernel::text::syllables(field).join("-");
    around::capital(&page.t(around::key("paper-field", &word)))
}

/// The fields that a reply asks for and the case does not know.
fn unknown(desk: &Desk<'_>, known: &Fields<'_>) -> Result<Vec<Asked>, Failure> {
    let template = desk.reply.template().map_err(failed)?;
    let asks = template.asks().into_iter().filter(|(field, _)| !known.contains_key(field));
    let asked = asks.map(|(field, optional)| Asked {
        name: slug(field),
        label: label(desk.page, field),
        field: field.to_owned(),
        optional,
    });
    Ok(asked.collect())
}

/// The page that asks for what the case does not know.
pub(in super::super) fn ask_page<'a>(
    page: &'a Page,
    desk: &Desk<'a>,
    asked: &'a FormAsked,
) -> AskPage<'a> {
    let (case, title, action) = (desk.case, desk.title(), desk.path());
    AskPage { page, form: &asked.form, case, title, action, asked: &asked.asked }
}

/// What the case knows and what was typed, put into the template: the letter, or the page that
/// asks for what is missing and names it.
pub(in super::super) fn filled(
    desk: &Desk<'_>,
    mut form: FormState,
    sent: bool,
) -> Result<Filled, Failure> {
    let mut known = desk.known()?;
    let asked = unknown(desk, &known)?;
    let reply = desk.reply;
    let all = reply.fields();
    for one in &asked {
        let typed = form.text(&one.name, MOST_WORDS).unwrap_or_default();
        if let (Some(field), false) =
            (all.iter().find(|field| **field == one.field), typed.trim().is_empty())
        {
            known.insert(*field, typed);
        }
    }
    let template = reply.template().map_err(failed)?;
    match template.fill(&known) {
        Ok(content) if !form.is_wrong() => Ok(Filled::Whole(content)),
        Ok(_) => Ok(Filled::Lacks(FormAsked { form, asked })),
        Err(DocumentError::MissingField { .. }) => {
            let lacks = |one: &&Asked| !one.optional && !known.contains_key(one.field.as_str());
            if sent {
                for one in asked.iter().filter(lacks) {
                    let say = Say::new("refusal-document-field-missing");
                    let say = say.with("template", desk.title()).with("field", one.label.clone());
                    form.wrong(&one.name, say);
                }
            }
            Ok(Filled::Lacks(FormAsked { form, asked }))
        }
        Err(error) => Err(failed(error)),
    }
}

/// What came of filling a template.
pub(in super::super) enum Filled {
    /// The letter.
    Whole(Content),
    /// What the case does not know is to be asked for.
    Lacks(FormAsked),
}

/// A form that asks, and what it asks for.
pub(in super::super) struct FormAsked {
    form: FormState,
    asked: Vec<Asked>,
}

impl FormAsked {
    /// What was typed, with its faults.
    pub fn form(&self) -> &FormState {
        &self.form
    }
}

/// The page with the letter on it, and its words to be changed.
pub(in super::super) fn draft_page<'a>(
    page: &'a Page,
    desk: &Desk<'a>,
    form: &'a FormState,
    next: Option<i64>,
    news: Vec<Point>,
) -> Result<DraftPage<'a>, Failure> {
    let symbol = symbol(desk.reply, desk.case.today).map_err(failed)?;
    let mut copy = form.clone();
    let sheet = match desk.read(&mut copy)? {
        Some(paper) => {
            let letter = paper.letter(None, symbol, desk.case.today);
            super::sheet(&letter.words().map_err(failed)?)
        }
        None => Html::default(),
    };
    Ok(DraftPage {
        page,
        form,
        case: desk.case,
        title: desk.title(),
        action: desk.path(),
        sheet,
        before: super::before(desk.case, desk.reply),
        next: next.map(|number| format!("{number:02}/{symbol}")),
        symbol: symbol.to_owned(),
        news,
    })
}

/// `POST /can-bo/don/{code}/van-ban/{reply}`: opens a draft, fills it, shows it again, issues it.
pub(in super::super) async fn send(
    Shared(app): Shared<Arc<App>>,
    officer: Officer,
    Path((typed, which)): Path<(String, String)>,
    posted: Posted,
) -> Answer {
    officer.allow_somewhere(Act::PETITIONS_SEND)?;
    let reply = Reply::of_name(&which).ok_or(Failure(PageError::NotFound))?;
    let case = Case::find(&app, &officer, &typed).await?;
    let unit = &case.read.petition.received.unit;
    officer.allow(Act::PETITIONS_SEND, unit)?;
    officer.allow(Act::PETITIONS_PERSON, unit)?;
    if !offered(&case.read.petition, &case.read.stream.records).contains(&reply) {
        return Err(Refusal::conflict("paper-not-now").into());
    }
    if case.read.petition.received.person.is_some() {
        app.log_read(&officer, &case.read.stream.name, "person").await?;
    }
    let person = super::person(&app, &case).await?;
    let Posted { page, form } = posted;
    let title = super::name(&page, reply.name());
    let page = super::titled(page, &case, title);
    let signer = signer(&app, Some(officer.account), &case, reply).await?;
    let desk = Desk { page: &page, case: &case, reply, person: &person, signer };
    let then = form.fields().typed("then").to_owned();
    match then.as_str() {
        "look" | "issue" => edited(&app, &officer, &desk, form, then == "issue").await,
        other => opened(&app, &desk, form, other == "fill").await,
    }
}

/// Who signs by default: of a receipt who received the letter, else the unit's leader.
pub(super) async fn signer(
    app: &App,
    officer: Option<Id>,
    case: &Case,
    reply: Reply,
) -> Result<String, Failure> {
    let colleagues = around::colleagues(app, case.today).await?;
    let unit = &case.read.petition.received.unit;
    let leads = |one: &&around::Colleague| {
        one.posts.iter().any(|(post, at)| *post == Post::Leader && at == unit)
    };
    let own = || colleagues.iter().find(|one| Some(one.account) == officer);
    let found = match reply {
        Reply::Receipt => own(),
        _ => colleagues.iter().find(leads).or_else(own),
    };
    Ok(found.map(|one| one.name.clone()).unwrap_or_default())
}

pub(super) async fn next(app: &App, desk: &Desk<'_>) -> Result<Option<i64>, Failure> {
    let symbol = symbol(desk.reply, desk.case.today).map_err(failed)?;
    let unit = &desk.case.read.petition.received.unit;
    Ok(Series::read(&app.store, unit, desk.case.today, symbol).await?.next())
}

async fn opened(app: &App, desk: &Desk<'_>, form: FormState, sent: bool) -> Answer {
    match filled(desk, form, sent)? {
        Filled::Whole(content) => {
            let form = desk.form(&content);
            let next = next(app, desk).await?;
            Ok(desk.page.show(&draft_page(desk.page, desk, &form, next, Vec::new())?))
        }
        Filled::Lacks(asked) => {
            let page = desk.page.clone().redisplay(asked.form());
            Ok(page.show(&ask_page(&page, desk, &asked)))
        }
    }
}

/// The letter with what was changed: shown again, or issued.
async fn edited(
    app: &App,
    officer: &Officer,
    desk: &Desk<'_>,
    mut form: FormState,
    now: bool,
) -> Answer {
    let next = next(app, desk).await?;
    let paper = desk.read(&mut form)?;
    let first = match (next, now) {
        (None, true) => form.number("first", 1..=FIRST),
        _ => Some(1),
    };
    let seen = form.seen(0);
    let read = desk.case.read.clone();
    if let (Some(paper), Some(first), true, false) = (paper, first, now, form.is_wrong()) {
        let new = NewPaper { reply: desk.reply, paper, first };
        match desk::issue(&app.store, &officer.actor(), read, seen, &new).await {
            Ok(petition) => {
                let n = petition.papers.len();
                let to = format!("{}/van-ban/{n}?xong=1", desk.case.path());
                return Ok(Redirect::to(&to).into_response());
            }
            Err(failure) if failure.is_of_another() => {
                return conflict(app, officer, desk, form, seen).await;
            }
            Err(failure) => return Err(failure),
        }
    }
    let page = desk.page.clone().redisplay(&form);
    Ok(page.show(&draft_page(&page, desk, &form, next, Vec::new())?))
}

/// Somebody was first: what they did stands on top, what was typed is kept.
async fn conflict(
    app: &App,
    officer: &Officer,
    desk: &Desk<'_>,
    form: FormState,
    seen: i64,
) -> Answer {
    let case = Case::find(app, officer, desk.case.code()).await?;
    let page = desk.page.clone().status(StatusCode::CONFLICT);
    let (reply, person, signer) = (desk.reply, desk.person, desk.signer.clone());
    let desk = Desk { page: &page, case: &case, reply, person, signer };
    let news = trail::since(&page, &case, seen, false);
    let next = next(app, &desk).await?;
    Ok(page.show(&draft_page(&page, &desk, &form, next, news)?))
}
