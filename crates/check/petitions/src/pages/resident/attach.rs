//! Files that came with a resident's form: each is looked at and stripped; what is wrong with one
//! is said beside the field, and the others are taken.

use std::net::IpAddr;

use accounts::{App, Failure};
use enclosures::NewFile;
use jiff::Timestamp;
use web::{FormState, Page, Say, Upload, Uploads};

pub(super) use web::files::KINDS;

/// The name of the field.
pub(super) const FIELD: &str = "files";

/// The files that came, stripped.
///
/// # Errors
/// A fault of ours.
pub(super) async fn read(uploads: Uploads, form: &mut FormState) -> Result<Vec<NewFile>, Failure> {
    let sent = form.fields().files_sent();
    let taken = web::files::look(uploads, form).await?;
    if sent > uploads.most {
        too_many(uploads, form);
    }
    Ok(taken)
}

/// The same of files that were taken out of the form before, when this sender may attach some now:
/// nothing is looked at for who has to wait.
///
/// # Errors
/// A fault of ours.
pub(super) async fn in_turn(
    app: &App,
    from: Option<IpAddr>,
    (uploads, files): (Uploads, Vec<Upload>),
    form: &mut FormState,
) -> Result<Vec<NewFile>, Failure> {
    let sent = form.fields().files_sent();
    if sent == 0 || !may(app, from, form) {
        return Ok(Vec::new());
    }
    let taken = web::files::look_at(uploads, files, form).await?;
    if sent > uploads.most {
        too_many(uploads, form);
    }
    Ok(taken)
}

/// Notes that some files were left behind.
pub(super) fn too_many(uploads: Uploads, form: &mut FormState) {
    let say = Say::new("file-files-many").with("most", uploads.most);
    form.wrong(FIELD, say);
}

/// Counts that this sender attaches files.
///
/// # Errors
/// From when it may be done again.
pub(crate) fn may_attach(app: &App, from: Option<IpAddr>) -> Result<(), Timestamp> {
    app.guard.may_guess(&app.limits.attach, from, app.now())?;
    app.guard.count(&app.limits.attach, from, app.now());
    Ok(())
}

/// Whether this sender may attach files now; notes the fault when not.
pub(super) fn may(app: &App, from: Option<IpAddr>, form: &mut FormState) -> bool {
    let Err(at) = may_attach(app, from) else { return true };
    let minutes = super::follow::minutes(app, at);
    form.wrong(FIELD, Say::new("file-files-wait").with("minutes", minutes));
    false
}

/// The field's hint: how many, how large, and that a telephone's camera will do.
pub(super) fn hint(page: &Page) -> String {
    let uploads = page.setting().uploads;
    page.with("most", uploads.most).with("mb", uploads.megabytes()).t("file-files-hint")
}
