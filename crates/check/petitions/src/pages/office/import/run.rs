//! A run, while it goes on and when it has ended: figures, refused rows, what to do next.

use std::time::Duration;

use accounts::{Answer, App, Failure, Officer};
use askama::Template;
use tokio::task::JoinHandle;
use web::parts::{Leader, Mark};
use web::{FormState, Html, Page};

use super::each::{self, Each};
use crate::import::job;
use crate::import::lines::{self, Told};
use crate::import::plan::Plan;
use crate::import::store::{Import, Stage};
use crate::pages::office::around::key;

/// How long an officer waits for a short run before its page shows how far it is.
const PATIENCE: Duration = Duration::from_secs(2);

#[derive(Template)]
#[template(path = "office/import/run.html")]
pub(super) struct RunPage<'a> {
    pub page: &'a Page,
    pub form: &'a FormState,
    pub one: &'a Import,
    /// What the run said; nothing while it goes on.
    pub told: Option<&'a Told>,
    /// A page of its lines.
    pub each: Option<Each>,
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
            Stage::Failed | Stage::Unchecked => Mark::Late,
            _ => Mark::Half,
        };
        let stage = self.one.stage.word();
        let [rows, added, ..] = self.one.figures;
        let told = self.page.with("rows", rows).with("added", added).t(key("import-told", stage));
        self.page.notice(mark, self.page.t(key("import-stage", stage)), told)
    }

    fn figures(&self) -> Vec<Leader> {
        let [rows, added, known, refused] = self.one.figures;
        let stage = self.one.stage;
        let dry = matches!(stage, Stage::Checking | Stage::Checked | Stage::Unchecked);
        let adds = if dry { "import-would-add" } else { "import-added" };
        let line = |name: &str, n: i64| Leader::new(self.page.t(name), self.page.num(n));
        let mut lines = vec![
            line("import-rows", rows),
            line(adds, added),
            line("import-known", known),
            line("import-refused", refused),
        ];
        if let Some(told) = self.told {
            lines.push(line("import-skipped", told.report.skipped.min(i64::MAX as u64) as i64));
        }
        lines
    }

    /// The first rows that were refused.
    fn bad(&self) -> Vec<each::Shown> {
        let told = self.told.iter().flat_map(|told| &told.bad);
        told.map(|line| each::shown(self.page.w(), line, true)).collect()
    }

    /// How many more there are.
    fn more(&self) -> u64 {
        self.told.map_or(0, |told| told.report.refused.saturating_sub(told.bad.len() as u64))
    }

    fn lede(&self, each: &Each) -> String {
        self.page.with("n", each.n).with("pages", each.pages).t("import-each-lede")
    }

    /// The way to another page of lines.
    fn turn(&self, n: u64) -> String {
        format!("{}?trang={n}#tung-hang", self.path())
    }

    fn added(&self) -> i64 {
        self.one.figures[1]
    }
}

/// The page of a run.
pub(super) async fn show(app: &App, page: Page, import: &Import) -> Answer {
    let told = lines::told(&app.store, import.id).await?;
    let each = match &told {
        Some(told) => Some(Each::read(app, &page, import, &told.report).await?),
        None => None,
    };
    let form = FormState::new().with("dong", page.query().typed("dong"));
    let told = told.as_ref();
    Ok(page.show(&RunPage { page: &page, form: &form, one: import, told, each }))
}

/// A short run is over when the next page opens; a long one goes on by itself.
async fn wait(run: JoinHandle<()>) {
    let _ = tokio::time::timeout(PATIENCE, run).await;
}

/// Begins the dry run.
pub(super) async fn check(
    app: &App,
    officer: &Officer,
    import: &Import,
    plan: Plan,
) -> Result<(), Failure> {
    wait(job::check(&app.store, import, officer.actor(), plan).await?).await;
    Ok(())
}

/// Begins the dry run of the last plan once more.
pub(super) async fn again(app: &App, officer: &Officer, import: &Import) -> Result<(), Failure> {
    wait(job::check_again(&app.store, import, officer.actor()).await?).await;
    Ok(())
}

/// Begins, or goes on with, the import itself.
pub(super) async fn import(app: &App, officer: &Officer, import: &Import) -> Result<(), Failure> {
    wait(job::import(&app.store, import, officer.actor()).await?).await;
    Ok(())
}
