//! Handing out a file of a petition, and what files are called on its pages.

use accounts::{Answer, Failure};
use kernel::{Refusal, RefusalKind};
use store::Store;
use store::vault::Opened;
pub(super) use web::files::label;
use web::files::size;
use web::{Page, PageError};

use crate::petition::Petition;

/// The answer with file `n`, from 1.
///
/// # Errors
/// There is no such file, or it was erased.
pub(crate) async fn answer(store: &Store, petition: &Petition, n: usize) -> Answer {
    let none = || Failure(PageError::NotFound);
    let file = n.checked_sub(1).and_then(|at| petition.files.get(at)).ok_or_else(none)?;
    let bytes = match store.words(file.item.id).await?.ok_or_else(none)? {
        Opened::Words(bytes) => bytes,
        Opened::Erased(ground) => {
            let refusal = Refusal::new(RefusalKind::NotFound, "enclosure-erased");
            return Err(refusal.with("ground", ground).into());
        }
    };
    let name = format!("{}-{n}", petition.received.code);
    Ok(web::files::hand_out(&name, &file.media, bytes)?)
}

/// "2 tệp, 4,3 MB": how many, and how large together.
pub(super) fn sum(page: &Page, sizes: impl Iterator<Item = i64>) -> String {
    let (count, bytes) = sizes.fold((0_i64, 0), |(count, bytes), size| (count + 1, bytes + size));
    page.with("count", count).with("size", size(page, bytes)).t("file-sum")
}
