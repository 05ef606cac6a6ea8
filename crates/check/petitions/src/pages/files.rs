//! Handing out a file of a petition: as bytes of the kind that it was found to be, never as a page
//! of ours. A picture may be looked at in a box of its own; a document is only saved.

use accounts::{Answer, Failure};
use axum::http::{HeaderName, HeaderValue, header};
use axum::response::IntoResponse;
use kernel::{Refusal, RefusalKind};
use store::Store;
use store::vault::Opened;
use web::{Page, PageError};

use crate::enclosures;
use crate::petition::Petition;

/// The answer with file `n`, from 1.
///
/// # Errors
/// There is no such file, or it was erased.
pub(super) async fn answer(store: &Store, petition: &Petition, n: usize) -> Answer {
    let none = || Failure(PageError::NotFound);
    let file = n.checked_sub(1).and_then(|at| petition.files.get(at)).ok_or_else(none)?;
    let bytes = match store.words(file.item.id).await?.ok_or_else(none)? {
        Opened::Words(bytes) => bytes,
        Opened::Erased(ground) => {
            let refusal = Refusal::new(RefusalKind::NotFound, "enclosure-erased");
            return Err(refusal.with("ground", ground).into());
        }
    };
    // Only our own words of a media type leave the house, whatever the journal says.
    let media = match file.media.as_str() {
        media if enclosures::is_picture(media) => media,
        _ => "application/pdf",
    };
    let way = if enclosures::is_picture(media) { "inline" } else { "attachment" };
    let (code, ending) = (&petition.received.code, enclosures::ending(media));
    let name = format!("{way}; filename=\"{code}-{n}.{ending}\"");
    let text = |value: &str| HeaderValue::try_from(value).map_err(Failure::bug);
    let headers: [(HeaderName, HeaderValue); 4] = [
        (header::CONTENT_TYPE, text(media)?),
        (header::CONTENT_DISPOSITION, text(&name)?),
        (header::CONTENT_SECURITY_POLICY, text("default-src 'none'; sandbox")?),
        (header::CACHE_CONTROL, text("no-store")?),
    ];
    Ok((headers, bytes).into_response())
}

/// "Ảnh 1 · 2,3 MB".
pub(super) fn label(page: &Page, n: usize, media: &str, size: i64) -> String {
    let key = if enclosures::is_picture(media) { "file-picture" } else { "file-paper" };
    page.with("n", n).with("size", self::size(page, size)).t(key)
}

/// "2 tệp, 4,3 MB": how many, and how large together.
pub(super) fn sum(page: &Page, sizes: impl Iterator<Item = i64>) -> String {
    let (count, bytes) = sizes.fold((0_i64, 0), |(count, bytes), size| (count + 1, bytes + size));
    page.with("count", count).with("size", size(page, bytes)).t("file-sum")
}

fn size(page: &Page, bytes: i64) -> String {
    match bytes {
        bytes if bytes < 1 << 20 => page.with("n", (bytes + 1_023) / 1_024).t("size-kb"),
        bytes => page.with("n", page.dec(bytes as f64 / f64::from(1 << 20), 1)).t("size-mb"),
    }
}
