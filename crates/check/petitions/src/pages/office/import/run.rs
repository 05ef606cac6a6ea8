//! A run, while it goes on and when it has ended: figures, refused rows, what to do next.

use std::time::Duration;

use accounts::{Answer, App, Failure, Officer};
use askama::Template;
use kernel::Refusal;
use units::Gazetteer;
use web::parts::{Leader, Mark};
use web::{FormState, Html, Page};

use crate::import::plan::Plan;
use crate::import::store::{self as sql, Import, Stage};
use crate::import::{Report, Target, job};
use crate::pages::office::around::key;

/// How many refused rows the page shows; the file has them all.
pub(super) const SHOWN: usize = 50;
/// How long an officer waits for a short run before its page shows how far it is.
const PATIENCE: Duration = Duration::from_secs(2);

#[derive(Template)]
#[template(path = "office/import/run.html")]
pub(super) struct RunPage<'a> {
    pub page: &'a Page,
    pub form: &'a FormState,
    pub one: &'a Import,
    pub report: Option<&'a Report>,
}

impl RunPage<'_> {
    fn path(&self) -> String {
        format!("/can-bo/nhap-so/{}", self.one.id)
    }

    fn works(&self) -> bool {
        matches!(self.one.stage, Stage::Checking | Stage::Importing)
    }

    fn is(&self, word: &str) -> bool {
        self.one.stage.word() == word
    }

    /// Whether the file is still there to be read again.
    fn open(&self) -> bool {
        self.one.stage != Stage::Done
    }

    fn notice(&self) -> Html {
        let mark = match self.one.stage {
            Stage::Done | Stage::Checked => Mark::Done,
            Stage::Failed => Mark::Late,
            _ => Mark::Half,
        };
        let stage = self.one.stage.word();
        let [rows, added, ..] = self.one.figures;
        let told = self.page.with("rows", rows).with("added", added).t(key("import-told", stage));
        self.page.notice(mark, self.page.t(key("import-stage", stage)), told)
    }

    fn figures(&self) -> Vec<Leader> {
        let [rows, added, known, refused] = self.one.figures;
        let dry = matches!(self.one.stage, Stage::Checking | Stage::Checked);
        let adds = if dry { "import-would-add" } else { "import-added" };
        let line = |name: &str, n: i64| Leader::new(self.page.t(name), self.page.num(n));
        let mut lines = vec![
            line("import-rows", rows),
            line(adds, added),
            line("import-known", known),
            line("import-refused", refused),
        ];
        if let Some(report) = self.report {
            lines.push(line("import-skipped", report.skipped.len() as i64));
        }
        lines
    }

    fn bad(&self) -> &[crate::import::Bad] {
        let bad = self.report.map(|report| report.bad.as_slice()).unwrap_or_default();
        &bad[..bad.len().min(SHOWN)]
    }

    fn more(&self) -> usize {
        self.report.map_or(0, |report| report.bad.len().saturating_sub(SHOWN))
    }

    fn added(&self) -> i64 {
        self.one.figures[1]
    }
}

/// The page of a run.
pub(super) async fn show(app: &App, page: Page, import: &Import) -> Answer {
    let report = super::report(app, import).await?;
    let form = FormState::new();
    Ok(page.show(&RunPage { page: &page, form: &form, one: import, report: report.as_ref() }))
}

fn target(app: &App, officer: &Officer, import: &Import) -> Result<Target, Failure> {
    let unit = Gazetteer::shared().current(&import.unit);
    let unit = unit.ok_or_else(|| Refusal::conflict("import-gone"))?;
    Ok(Target {
        unit: import.unit.clone(),
        letters: unit.short_prefix(),
        today: app.store.clock().today(),
        actor: officer.actor(),
    })
}

async fn begin(
    app: &App,
    officer: &Officer,
    import: &Import,
    plan: Plan,
    dry_run: bool,
) -> Result<(), Failure> {
    let target = target(app, officer, import)?;
    let run = job::begin(&app.store, import.id, plan, target, dry_run).await?;
    // A short run is over when the next page opens; a long one goes on by itself.
    let _ = tokio::time::timeout(PATIENCE, run).await;
    Ok(())
}

/// Begins the dry run.
pub(super) async fn check(
    app: &App,
    officer: &Officer,
    import: &Import,
    plan: Plan,
) -> Result<(), Failure> {
    begin(app, officer, import, plan, true).await
}

/// Begins, or goes on with, the import itself: only after its plan was tried.
pub(super) async fn import(app: &App, officer: &Officer, import: &Import) -> Result<(), Failure> {
    if !matches!(import.stage, Stage::Checked | Stage::Stopped | Stage::Failed) {
        return Err(Refusal::conflict("import-under-way").into());
    }
    let plan = sql::plan(&app.store, import.id).await?;
    let plan = plan.ok_or_else(|| Refusal::conflict("import-gone"))?;
    let plan = serde_json::from_slice(&plan).map_err(Failure::bug)?;
    begin(app, officer, import, plan, false).await
}
