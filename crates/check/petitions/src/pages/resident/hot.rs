//! The rendered bytes of hot public pages, kept until their petition changes. The page is the same
//! for every reader of one language and ground, so a thousand readers of one case cost one page.
//!
//! A commit on this node drops the page at once. Another node of a cluster cannot tell us, so with
//! PostgreSQL a page is kept for a second at most. Bounded in bytes; losing it costs nothing.

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, OnceLock};

use axum::body::Bytes;
use jiff::civil::Date;
use jiff::{SignedDuration, Timestamp};
use quick_cache::Weighter;
use quick_cache::sync::Cache;
use store::{Engine, Store};
use web::{Lang, Page, Scheme};

/// What a page depends on besides its petition.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub(super) struct Look {
    lang: Lang,
    scheme: Scheme,
    /// "3 days left" is another sentence tomorrow.
    today: Date,
    /// So is a date after a change of the law.
    law: i64,
}

impl Look {
    /// The look of this visit; `None` for an officer, whose page has a name at its head, and for
    /// an address with a query, which the switches of view carry along.
    pub(super) fn of(page: &Page, store: &Store, today: Date) -> Option<Self> {
        if page.signed_in().is_some() || !page.visit().query().is_empty() {
            return None;
        }
        let law = store.laws().version();
        Some(Self { lang: page.lang(), scheme: page.visit().scheme(), today, law })
    }
}

#[derive(Clone)]
struct Kept {
    stripe: usize,
    /// The stripe's count when the petition was read.
    change: u64,
    made: Timestamp,
    body: Bytes,
}

#[derive(Clone)]
struct Weight;

impl Weighter<(String, Look), Kept> for Weight {
    fn weight(&self, key: &(String, Look), kept: &Kept) -> u64 {
        (key.0.len() + kept.body.len() + 128) as u64
    }
}

/// How many bytes of pages are kept, about, and of which mean size.
const BYTES: u64 = 8 << 20;
const PAGE: u64 = 16 << 10;
/// How long a page is kept where other nodes may change its petition.
const FRESH: SignedDuration = SignedDuration::from_secs(1);
/// Streams share these counters of changes; a shared one only costs a page that is made again.
const STRIPES: usize = 1 << 14;

struct Inner {
    pages: Cache<(String, Look), Kept, Weight>,
    changes: Vec<AtomicU64>,
    listening: OnceLock<()>,
}

/// The pages. Cheap to clone.
#[derive(Clone)]
pub(super) struct Hot(Arc<Inner>);

/// The count of a petition's changes before it was read. A page rendered from that reading is
/// good as long as the count is the same.
pub(super) struct Before {
    stripe: usize,
    change: u64,
}

impl Hot {
    pub(super) fn new() -> Self {
        Self(Arc::new(Inner {
            pages: Cache::with_weighter((BYTES / PAGE) as usize, BYTES, Weight),
            changes: (0..STRIPES).map(|_| AtomicU64::new(0)).collect(),
            listening: OnceLock::new(),
        }))
    }

    /// The page, if it is kept and its petition has not changed since.
    pub(super) fn get(&self, store: &Store, code: &str, look: Look) -> Option<Bytes> {
        let key = (code.to_owned(), look);
        let kept = self.0.pages.get(&key)?;
        let same = self.0.changes[kept.stripe].load(Ordering::SeqCst) == kept.change;
        let fresh =
            store.engine() == Engine::Sqlite || store.now().duration_since(kept.made) <= FRESH;
        (same && fresh).then_some(kept.body)
    }

    /// Takes note before the petition is read.
    pub(super) fn before(&self, store: &Store, stream: &str) -> Before {
        self.0.listening.get_or_init(|| {
            let inner = Arc::downgrade(&self.0);
            store.listen(move |stream| {
                let Some(inner) = inner.upgrade() else { return };
                if stream.starts_with("petition/") {
                    inner.changes[stripe(stream)].fetch_add(1, Ordering::SeqCst);
                }
            });
        });
        let stripe = stripe(stream);
        Before { stripe, change: self.0.changes[stripe].load(Ordering::SeqCst) }
    }

    /// Keeps a page.
    pub(super) fn keep(
        &self,
        store: &Store,
        (code, look): (&str, Look),
        before: Before,
        body: &Bytes,
    ) {
        let Before { stripe, change } = before;
        let kept = Kept { stripe, change, made: store.now(), body: body.clone() };
        self.0.pages.insert((code.to_owned(), look), kept);
    }
}

fn stripe(stream: &str) -> usize {
    use std::hash::{Hash as _, Hasher as _};
    let mut hasher = std::hash::DefaultHasher::new();
    stream.hash(&mut hasher);
    hasher.finish() as usize % STRIPES
}
