//! Files that came with a resident's form: each is looked at and stripped; what is wrong with one
//! is said beside the field, and the others are taken.

use accounts::{App, Failure};
use web::{FormState, Page, Say, Uploads};

use crate::desk::NewFile;
use crate::enclosures::{self, Fault};

/// The kinds that a form offers to choose from. No HEIC among them: a telephone that keeps its
/// pictures so then makes a JPEG by itself.
pub(super) const KINDS: &str = "image/jpeg,image/png,image/webp,application/pdf";

/// The name of the field.
pub(super) const FIELD: &str = "files";

/// The files that came, stripped.
///
/// # Errors
/// A fault of ours.
pub(super) async fn read(uploads: Uploads, form: &mut FormState) -> Result<Vec<NewFile>, Failure> {
    let (sent, files) = (form.fields().files_sent(), form.take_files());
    let looked = tokio::task::spawn_blocking(move || {
        let look = |file: &web::Upload| match file.is_over() {
            true => Err(Fault::Large),
            false => enclosures::read(&file.bytes),
        };
        files.iter().map(look).collect::<Vec<_>>()
    });
    let mut taken = Vec::new();
    for (n, looked) in (1..).zip(looked.await.map_err(Failure::bug)?) {
        match looked {
            Ok(file) => taken.push(file),
            Err(fault) => form.refuse(&fault.refusal(n, uploads.megabytes())),
        }
    }
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

/// Whether this sender may attach files now; notes the fault when not.
pub(super) fn may(app: &App, from: Option<std::net::IpAddr>, form: &mut FormState) -> bool {
    let Err(at) = app.guard.may_guess(&app.limits.attach, from, app.now()) else {
        app.guard.count(&app.limits.attach, from, app.now());
        return true;
    };
    let minutes = super::follow::minutes(app, at);
    form.wrong(FIELD, Say::new("file-files-wait").with("minutes", minutes));
    false
}

/// The field's hint: how many, how large, and that a telephone's camera will do.
pub(super) fn hint(page: &Page) -> String {
    let uploads = page.setting().uploads;
    page.with("most", uploads.most).with("mb", uploads.megabytes()).t("file-files-hint")
}
