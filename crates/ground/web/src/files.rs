//! Files that come with a form, and files that are handed out: looked at on their way in, and sent
//! as bytes of the kind that they were found to be on their way out, never as a page of ours.

use axum::http::{HeaderName, HeaderValue, header};
use axum::response::{IntoResponse, Response};
use enclosures::{Fault, NewFile};

use crate::errors::PageError;
use crate::face::Uploads;
use crate::form::{FormState, Upload};
use crate::page::Page;

/// The kinds that a form offers to choose from. No HEIC among them: a telephone that keeps its
/// pictures so then makes a JPEG by itself.
pub const KINDS: &str = "image/jpeg,image/png,image/webp,application/pdf";

/// The files that came, stripped; what is wrong with one is said beside the field `files`, and the
/// others are taken.
///
/// # Errors
/// A fault of ours.
pub async fn look(uploads: Uploads, form: &mut FormState) -> Result<Vec<NewFile>, PageError> {
    let files = form.take_files();
    look_at(uploads, files, form).await
}

/// The same for files that were taken out of the form before.
///
/// # Errors
/// A fault of ours.
pub async fn look_at(
    uploads: Uploads,
    files: Vec<Upload>,
    form: &mut FormState,
) -> Result<Vec<NewFile>, PageError> {
    let looked = tokio::task::spawn_blocking(move || {
        let look = |file: &Upload| match file.is_over() {
            true => Err(Fault::Large),
            false => enclosures::read(&file.bytes),
        };
        files.iter().map(look).collect::<Vec<_>>()
    });
    let mut taken = Vec::new();
    for (n, looked) in (1..).zip(looked.await.map_err(PageError::bug)?) {
        match looked {
            Ok(file) => taken.push(file),
            Err(fault) => form.refuse(&fault.refusal(n, uploads.megabytes())),
        }
    }
    Ok(taken)
}

/// "Ảnh 1, 2,3 MB": what a file is called on a page.
pub fn label(page: &Page, n: usize, media: &str, size: i64) -> String {
    let key = if enclosures::is_picture(media) { "file-picture" } else { "file-paper" };
    page.with("n", n).with("size", self::size(page, size)).t(key)
}

/// "2,3 MB": how many bytes, for people.
pub fn size(page: &Page, bytes: i64) -> String {
    match bytes {
        bytes if bytes < 1 << 20 => page.with("n", (bytes + 1_023) / 1_024).t("size-kb"),
        bytes => page.with("n", page.dec(bytes as f64 / f64::from(1 << 20), 1)).t("size-mb"),
    }
}

/// The answer with a file: a picture may be looked at in a box of its own; a document is only
/// saved. `name` has no ending yet.
///
/// # Errors
/// A fault of ours: a name that no header can hold.
pub fn hand_out(name: &str, media: &str, bytes: Vec<u8>) -> Result<Response, PageError> {
    let picture = enclosures::is_picture(media);
    // Only our own words of a media type leave the house, whatever the journal says.
    let media = if picture { media } else { "application/pdf" };
    let way = if picture { "inline" } else { "attachment" };
    let name = format!("{way}; filename=\"{name}.{}\"", enclosures::ending(media));
    let text = |value: &str| HeaderValue::try_from(value).map_err(PageError::bug);
    let headers: [(HeaderName, HeaderValue); 4] = [
        (header::CONTENT_TYPE, text(media)?),
        (header::CONTENT_DISPOSITION, text(&name)?),
        (header::CONTENT_SECURITY_POLICY, text("default-src 'none'; sandbox")?),
        (header::CACHE_CONTROL, text("no-store")?),
    ];
    Ok((headers, bytes).into_response())
}
