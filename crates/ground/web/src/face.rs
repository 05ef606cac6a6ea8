//! What all pages of one running program share: whose house it is, its doors, its words and the
//! key that seals its forms. Not a visit: nothing here differs from reader to reader.

use std::fmt;
use std::sync::Arc;

use arc_swap::ArcSwap;
use kernel::Chance;

use crate::csrf::FormSeal;
use crate::words::{Book, Lang};

/// The body whose pages these are; shown at the head and foot of each.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Issuer {
    /// The unit above, as on a letter head: "Thành phố Đà Nẵng". May be empty.
    pub above: String,
    /// The unit itself: "Xã Thăng Trường".
    pub name: String,
    /// The office in full: "Ủy ban nhân dân xã Thăng Trường".
    pub office: String,
    /// Where its people receive visitors. May be empty.
    pub address: String,
    /// The number to call when a page fails someone. May be empty.
    pub phone: String,
    /// The office's mail box. May be empty.
    pub mail: String,
}

/// One door in the head of the page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Door {
    /// Key of its words.
    pub key: &'static str,
    /// Where it leads; also its name for [`crate::Page::here`].
    pub href: &'static str,
}

/// Doors that stand together under a heading, behind the last door of the head.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Doors {
    /// Key of the heading's words.
    pub key: &'static str,
    /// The doors.
    pub doors: Vec<Door>,
}

/// How many files a form may carry, and how large.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Uploads {
    /// How many.
    pub most: usize,
    /// How many bytes each.
    pub bytes: usize,
}

impl Uploads {
    /// How many whole megabytes each.
    pub fn megabytes(self) -> usize {
        self.bytes >> 20
    }
}

impl Default for Uploads {
    fn default() -> Self {
        Self { most: 5, bytes: 10 << 20 }
    }
}

/// What an operator can set, and change while the program runs.
#[derive(Clone, Debug, Default)]
pub struct Setting {
    /// Whose pages these are.
    pub issuer: Issuer,
    /// Whether people and cases are invented; then every page says so.
    pub demo: bool,
    /// Doors for residents, at most four.
    pub doors: Vec<Door>,
    /// Doors for officers that each day begins with; what fits into one row.
    pub office_doors: Vec<Door>,
    /// The other doors for officers, in a menu.
    pub office_more: Vec<Doors>,
    /// Links in the foot, under "this site": how data is kept, proofs, open data.
    pub foot: Vec<Door>,
    /// Where an officer's "sign out" form posts to; also shown to nobody who has not signed in.
    pub sign_out: &'static str,
    /// What forms with files may carry.
    pub uploads: Uploads,
    /// The program's version.
    pub version: &'static str,
    /// Whether cookies may travel over TLS only. False on a machine without a certificate.
    pub secure: bool,
}

/// The shared face of all pages. Cheap to clone; changes show on the next request.
#[derive(Clone)]
pub struct Face(Arc<Shared>);

struct Shared {
    book: Book,
    seal: FormSeal,
    chance: Chance,
    setting: ArcSwap<Setting>,
}

impl Face {
    /// `key` seals forms; all nodes of one installation must share it, and it must be secret.
    pub fn new(book: Book, setting: Setting, key: [u8; 32], chance: Chance) -> Self {
        let setting = ArcSwap::from_pointee(setting);
        Self(Arc::new(Shared { book, seal: FormSeal::new(key), chance, setting }))
    }

    /// Replaces the setting, for instance after the first start has chosen its unit.
    pub fn set(&self, setting: Setting) {
        self.0.setting.store(Arc::new(setting));
    }

    /// The setting of this moment.
    pub fn setting(&self) -> Arc<Setting> {
        self.0.setting.load_full()
    }

    /// All words.
    pub fn book(&self) -> &Book {
        &self.0.book
    }

    /// What stands on every paper and print of an installation whose people and cases are invented;
    /// `None` on a real one. In both languages at once: paper leaves the page that explains it.
    pub fn mark(&self) -> Option<String> {
        let stamp = || self.0.book.words(Lang::Vi).t("demo-stamp").into_owned();
        self.0.setting.load().demo.then(stamp)
    }

    pub(crate) fn seal(&self) -> &FormSeal {
        &self.0.seal
    }

    pub(crate) fn chance(&self) -> &Chance {
        &self.0.chance
    }
}

impl fmt::Debug for Face {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Face({:?})", self.setting().issuer.name)
    }
}
