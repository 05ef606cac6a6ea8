//! `/can-bo/nhap-so`: a register that the office kept before, from its file to petitions.
//!
//! ```text
//! send a file ─► what was found: sheet, head, encoding, columns ─► dry run ─► import ─► report
//!                        ▲────────── change ──────────────────────┘   └ stop, go on
//! ```
//!
//! The file holds people's names and words. It lies sealed in the database under a key of its own
//! row, is seen by nobody but the officer who sent it, and is forgotten when it is done, when the
//! officer throws it away, or after a day, whichever comes first. If the program ends in the
//! middle, what was added stays and going on adds the rest.

use std::sync::Arc;

use accounts::{Act, Answer, App, Failure, Officer};
use askama::Template;
use axum::extract::{Path, State as Shared};
use axum::response::{IntoResponse as _, Redirect};
use kernel::{Id, Refusal, RefusalKind};
use web::{FormState, Page, Posted};

use super::around::{Scope, key};
use crate::desk::failed;
use crate::import::store::{self as sql, Import, Stage};
use crate::import::{job, lines};

mod each;
mod form;
mod look;
mod run;
mod sample;

pub(super) use sample::samples;

/// No form with a register is taken beyond this, whatever the setting says.
pub(crate) const CEILING: usize = 64 << 20;

#[derive(Template)]
#[template(path = "office/import/list.html")]
struct ListPage<'a> {
    page: &'a Page,
    form: &'a FormState,
    scope: &'a Scope,
    /// Megabytes that a file may have.
    most: u64,
    imports: &'a [Import],
    /// Who looks: only whoever sent a file may open it.
    me: Id,
}

impl ListPage<'_> {
    fn is_own(&self, import: &Import) -> bool {
        import.account == self.me
    }

    fn result(&self, import: &Import) -> String {
        let [rows, added, known, refused] = import.figures;
        let said = self.page.with("rows", rows).with("added", added);
        said.with("known", known).with("refused", refused).t("import-result-line")
    }

    fn stage(&self, import: &Import) -> String {
        self.page.t(key("import-stage", import.stage.word())).into_owned()
    }
}

fn titled(page: Page) -> Page {
    page.titled("import-title").office().here("/can-bo/so-don").hidden()
}

/// `GET /can-bo/nhap-so`
pub(super) async fn list(Shared(app): Shared<Arc<App>>, officer: Officer, page: Page) -> Answer {
    officer.allow_somewhere(Act::PETITIONS_IMPORT)?;
    let scope = Scope::of(&app, &officer, page.query().get("unit"))?;
    officer.allow(Act::PETITIONS_IMPORT, &scope.unit)?;
    let form = FormState::new().with("unit", &scope.unit);
    show_list(&app, &officer, titled(page), form, &scope).await
}

async fn show_list(
    app: &App,
    officer: &Officer,
    page: Page,
    form: FormState,
    scope: &Scope,
) -> Answer {
    let imports = sql::of_unit(&app.store, &scope.unit).await?;
    let most = app.limits.register_bytes >> 20;
    let page = page.redisplay(&form);
    Ok(page.show(&ListPage {
        page: &page,
        form: &form,
        scope,
        most,
        imports: &imports,
        me: officer.account,
    }))
}

/// `POST /can-bo/nhap-so`: the file is looked at before it is kept; what is no table is refused.
pub(super) async fn send(
    Shared(app): Shared<Arc<App>>,
    officer: Officer,
    posted: Posted,
) -> Answer {
    officer.allow_somewhere(Act::PETITIONS_IMPORT)?;
    let Posted { page, mut form } = posted;
    let scope = Scope::of(&app, &officer, form.fields().get("unit"))?;
    officer.allow(Act::PETITIONS_IMPORT, &scope.unit)?;
    let most = app.limits.register_bytes;
    let files = form.fields().files();
    let file = files.iter().find(|file| file.field == "file").map(|file| file.bytes.clone());
    let fault = match &file {
        None => Some(Refusal::invalid("file", "import-no-file")),
        Some(bytes) if bytes.len() as u64 > most => {
            Some(Refusal::invalid("file", "import-large").with("most", most >> 20))
        }
        Some(bytes) => match job::open(bytes.clone()).await {
            Ok(_) => None,
            Err(failure) => match failure.refusal() {
                Some(refusal) => Some(refusal.clone()),
                None => return Err(failure),
            },
        },
    };
    if let Some(refusal) = fault {
        form.refuse(&refusal);
        return show_list(&app, &officer, titled(page), form, &scope).await;
    }
    let id = sql::keep(&app.store, officer.account, &scope.unit, &file.unwrap_or_default()).await?;
    Ok(Redirect::to(&format!("/can-bo/nhap-so/{id}")).into_response())
}

/// The import with this id, for the officer who sent the file: nobody else sees what is in it.
async fn own(app: &App, officer: &Officer, id: &str) -> Result<Import, Failure> {
    officer.allow_somewhere(Act::PETITIONS_IMPORT)?;
    let none = || Refusal::new(RefusalKind::NotFound, "import-none");
    let id: Id = id.parse().map_err(|_| none())?;
    let import = sql::one(&app.store, id).await?.ok_or_else(none)?;
    officer.allow(Act::PETITIONS_IMPORT, &import.unit)?;
    match import.account == officer.account {
        true => Ok(import),
        false => Err(Refusal::new(RefusalKind::Forbidden, "import-not-yours").into()),
    }
}

/// `GET /can-bo/nhap-so/{id}`
pub(super) async fn show(
    Shared(app): Shared<Arc<App>>,
    officer: Officer,
    Path(id): Path<String>,
    page: Page,
) -> Answer {
    let import = own(&app, &officer, &id).await?;
    let page = titled(page);
    match import.stage {
        Stage::Found => look::show(&app, page, &import).await,
        _ => run::show(&app, page, &import).await,
    }
}

/// `POST /can-bo/nhap-so/{id}`: `then` says what.
pub(super) async fn act(
    Shared(app): Shared<Arc<App>>,
    officer: Officer,
    Path(id): Path<String>,
    posted: Posted,
) -> Answer {
    let import = own(&app, &officer, &id).await?;
    let Posted { page, form } = posted;
    let store = &app.store;
    match form.fields().get("then") {
        Some("import") => run::import(&app, &officer, &import).await?,
        Some("again") => run::again(&app, &officer, &import).await?,
        Some("stop") => sql::stop(store, import.id).await?,
        Some("edit") => sql::again(store, import.id).await?,
        Some("drop") => {
            sql::stop(store, import.id).await?;
            sql::drop_one(store, import.id).await?;
            return Ok(Redirect::to("/can-bo/nhap-so").into_response());
        }
        _ => return look::send(&app, &officer, titled(page), form, &import).await,
    }
    Ok(Redirect::to(&format!("/can-bo/nhap-so/{}", import.id)).into_response())
}

/// `GET /can-bo/nhap-so/{id}/bao-cao`: every line of the file and what became of it, as CSV.
pub(super) async fn download(
    Shared(app): Shared<Arc<App>>,
    officer: Officer,
    Path(id): Path<String>,
    page: Page,
) -> Answer {
    let import = own(&app, &officer, &id).await?;
    let gone = || Refusal::new(RefusalKind::NotFound, "import-report-gone");
    let told = lines::told(&app.store, import.id).await?;
    let dry_run = told.ok_or_else(gone)?.report.dry_run;
    let (store, words) = (app.store.clone(), page.w().clone());
    let sheet = each::sheet(&words).map_err(failed)?;
    let reader = each::Reader { store, id: import.id, words, dry_run, next: 0 };
    Ok(web::export::csv(sheet, reader, "nhap-so-bao-cao")?)
}
