//! Photographs and papers that show how a promise was kept: `/cam-ket/{promise}/tep/{n}` for those
//! that everybody may see, `/can-bo/cam-ket/viec/{promise}/tep/{n}` for officers, whose opening is
//! logged; and what the forms of a promise ask about them.

use std::sync::Arc;

use accounts::{Act, Answer, App, Failure, Officer};
use axum::extract::{Path, State as Shared};
use axum::response::{IntoResponse, Redirect};
use kernel::{Id, Refusal, RefusalKind};
use store::vault::Opened;
use web::{FormState, Html, Page, PageError, Posted, Row, Say, fields};

use super::promise::find;
use super::{OWED, PROMISES};
use crate::desk::{self, Evidence};
use crate::promise::{Enclosure, Promise, code};

/// The field of the files.
const FILES: &str = "files";
/// The field that says what everybody may see: a box on its own, or one box a file.
const SHOWN: &str = "shown";

/// One of them as a page shows it.
pub(super) struct File {
    /// Its number among all that ever came, from 1: its address stays.
    pub n: usize,
    /// Where it opens.
    pub href: String,
    /// What it is called; `None` when it was destroyed.
    pub label: Option<String>,
    /// Who may see it; for officers.
    pub seen_by: String,
}

/// Where everybody opens the file with this number.
pub(crate) fn path(promise: &Promise, n: usize) -> String {
    format!("{PROMISES}/{}/tep/{n}", desk::key(&promise.id))
}

/// Those that a page shows: to officers all, to everybody what an officer said they may see.
pub(super) fn list(page: &Page, promise: &Promise, office: bool) -> Vec<File> {
    let key = desk::key(&promise.id);
    let one = |(n, enclosure): (usize, &Enclosure)| {
        let (file, there) = (&enclosure.file, promise.is_there(enclosure.file.item.id));
        let (href, seen_by) = match office {
            true => {
                let word = if enclosure.shown { "dt-files-public" } else { "dt-files-office" };
                (format!("{OWED}/viec/{key}/tep/{n}"), page.t(word).into_owned())
            }
            false => (path(promise, n), String::new()),
        };
        let label = there.then(|| web::files::label(page, n, &file.media, file.size));
        File { n, href, label, seen_by }
    };
    let all = (1..).zip(&promise.enclosures);
    all.filter(|(_, enclosure)| office || promise.is_shown(enclosure.file.item.id))
        .map(one)
        .collect()
}

/// What a form asks that takes them: the files, and whether everybody may see them. Not, unless an
/// officer says so: they may show people.
pub(super) fn controls(page: &Page, form: &FormState, needed: bool) -> Html {
    let f = page.form(form);
    let uploads = page.setting().uploads;
    let hint = page.with("most", uploads.most).with("mb", uploads.megabytes()).t("dt-files-hint");
    let files = f.files(FILES, page.t("dt-files-add")).accept(web::files::KINDS).hint(hint);
    let files = if needed { files } else { files.optional() };
    let tick = Row::new("1", page.t("dt-shown-tick")).hint(page.t("dt-shown-hint"));
    fields(&[&files, &f.boxes(SHOWN, "").row(tick)])
}

/// The files that came with a form, looked at and stripped; what is wrong is said beside the field.
///
/// # Errors
/// A fault of ours.
pub(super) async fn read(page: &Page, form: &mut FormState) -> Result<Evidence, Failure> {
    let uploads = page.setting().uploads;
    let sent = form.fields().files_sent();
    let files = web::files::look(uploads, form).await?;
    if sent > uploads.most {
        form.wrong(FILES, Say::new("dt-files-over").with("most", uploads.most));
    }
    // What is shown again has no files: whoever does not see that would send it without them.
    if form.is_wrong() && form.fault(FILES).is_none() && !files.is_empty() {
        form.wrong(FILES, Say::new("dt-files-again"));
    }
    Ok(Evidence { files, shown: form.ticked(SHOWN) })
}

/// Says of a form that is shown again, for whatever reason, that its files are not in it any more.
pub(super) fn again(form: &mut FormState, sent: usize) {
    if sent > 0 && form.fault(FILES).is_none() {
        form.wrong(FILES, Say::new("dt-files-again"));
    }
}

/// The same where a form is sent for nothing else.
///
/// # Errors
/// As [`read`].
pub(super) async fn needed(page: &Page, form: &mut FormState) -> Result<Evidence, Failure> {
    let evidence = read(page, form).await?;
    if evidence.files.is_empty() && !form.is_wrong() {
        form.wrong(FILES, Say::new("dt-files-none"));
    }
    Ok(evidence)
}

/// One box a file: those that everybody may see are ticked.
pub(super) fn boxes(page: &Page, form: &FormState, promise: &Promise) -> Html {
    let boxes = page.form(form).boxes(SHOWN, page.t("dt-shown-which"));
    let boxes = boxes.hint(page.t("dt-shown-hint"));
    let all = list(page, promise, true).into_iter();
    let all = all.filter_map(|file| Some((file.n, file.label?)));
    fields(&[&all.fold(boxes, |boxes, (n, label)| boxes.option(n, label))])
}

/// What the boxes begin with.
pub(super) fn beforehand(promise: &Promise) -> FormState {
    let all = (1..).zip(&promise.enclosures);
    let shown = all.filter(|(_, enclosure)| promise.is_shown(enclosure.file.item.id));
    shown.fold(FormState::new(), |form, (n, _): (usize, &Enclosure)| form.with(SHOWN, n))
}

/// Those whose boxes are ticked.
pub(super) fn ticked(form: &FormState, promise: &Promise) -> Vec<Id> {
    let all = form.fields().all(SHOWN).filter_map(|typed| Some(at(promise, typed)?.1.file.item.id));
    all.filter(|item| promise.is_there(*item)).collect()
}

/// The file with this number.
fn at<'a>(promise: &'a Promise, typed: &str) -> Option<(usize, &'a Enclosure)> {
    let n: usize = typed.parse().ok()?;
    Some((n, promise.enclosures.get(n.checked_sub(1)?)?))
}

async fn hand_out(app: &App, promise: &Promise, (n, enclosure): (usize, &Enclosure)) -> Answer {
    let none = || Failure(PageError::NotFound);
    match app.store.words(enclosure.file.item.id).await?.ok_or_else(none)? {
        Opened::Words(bytes) => {
            let name = format!("{}-{n}", code(&promise.id));
            Ok(web::files::hand_out(&name, &enclosure.file.media, bytes)?)
        }
        Opened::Erased(ground) => {
            let refusal = Refusal::new(RefusalKind::NotFound, "enclosure-erased");
            Err(refusal.with("ground", ground).into())
        }
    }
}

/// `GET /cam-ket/{promise}/tep/{n}`: what not everybody may see is not there.
pub(super) async fn open(
    Shared(app): Shared<Arc<App>>,
    Path((typed, n)): Path<(String, String)>,
) -> Answer {
    let none = || Failure(PageError::NotFound);
    let read = desk::read_promise(&app.store, &typed).await?.ok_or_else(none)?;
    let (n, enclosure) = at(&read.it, &n).ok_or_else(none)?;
    match enclosure.shown {
        true => hand_out(&app, &read.it, (n, enclosure)).await,
        false => Err(none()),
    }
}

/// `POST /can-bo/cam-ket/viec/{promise}/tep/{n}`: it may show people, so the opening is logged
/// first; then it is handed out.
pub(super) async fn office(
    Shared(app): Shared<Arc<App>>,
    officer: Officer,
    Path((typed, n)): Path<(String, String)>,
    _: Posted,
) -> Answer {
    let read = find(&app, &officer, &typed, Act::DIALOGUES_READ).await?;
    let found = at(&read.it, &n).ok_or(Failure(PageError::NotFound))?;
    app.log_read(&officer, &read.it.id, "evidence").await?;
    hand_out(&app, &read.it, found).await
}

/// `GET` of the same, by a reader who only changed the language: back to the promise.
pub(super) async fn back(
    Shared(app): Shared<Arc<App>>,
    officer: Officer,
    Path((typed, _)): Path<(String, String)>,
) -> Answer {
    let read = find(&app, &officer, &typed, Act::DIALOGUES_READ).await?;
    let to = format!("{OWED}/viec/{}", desk::key(&read.it.id));
    Ok(Redirect::to(&to).into_response())
}
