//! The value that every handler of every subject gets: the store, the face, the instance, the
//! guards and the limits. It holds no state of a request.

use std::sync::Arc;

use arc_swap::ArcSwapOption;
use jiff::{SignedDuration, Timestamp};
use store::Store;
use web::{Face, Lang};

use crate::failure::Failure;
use crate::guard::{Guard, Pace};
use crate::password::Hasher;
use crate::places;
use crate::store as sql;
use crate::throttle::{Patience, Throttle};

/// What this installation is: whose, and whether it is a game.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Instance {
    /// The code of the unit that it serves.
    pub unit: String,
    /// Whether people and cases are invented; then every page says so.
    pub simulated: bool,
    /// When its first account was made.
    pub opened_at: Timestamp,
}

/// Settings of an operator, none of them law.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// A session that is not used for so long ends.
    pub session_idle: SignedDuration,
    /// A session ends after so long, used or not.
    pub session_longest: SignedDuration,
    /// How long a one-time link holds.
    pub link_life: SignedDuration,
    /// How many passwords are checked at once; each takes 19 MiB.
    pub passwords_at_once: usize,
    /// How patient sign-in is with one source that this account has not used before.
    pub sign_in: Patience,
    /// How patient it is with all such sources together.
    pub sign_in_strangers: Patience,
    /// How often one sender may file a petition.
    pub file: Pace,
    /// How often one sender may attach files to a letter that is not sent yet.
    pub attach: Pace,
    /// How often one sender may guess a code or secret wrongly.
    pub guess: Pace,
    /// How many bytes a register may have that is sent for import.
    pub register_bytes: u64,
    /// Whether a proxy in front says who the sender is (`X-Forwarded-For`).
    pub behind_proxy: bool,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            session_idle: SignedDuration::from_hours(4),
            session_longest: SignedDuration::from_hours(12),
            link_life: SignedDuration::from_hours(24),
            passwords_at_once: 4,
            sign_in: Patience {
                free: 5,
                first_wait: SignedDuration::from_secs(2),
                longest_wait: SignedDuration::from_mins(15),
            },
            sign_in_strangers: Patience {
                free: 30,
                first_wait: SignedDuration::from_secs(1),
                longest_wait: SignedDuration::from_mins(5),
            },
            file: Pace {
                act: "petitions.file",
                at_once: 5,
                one_every: SignedDuration::from_secs(30),
                longest_wait: SignedDuration::from_mins(10),
            },
            attach: Pace {
                act: "petitions.attach",
                at_once: 20,
                one_every: SignedDuration::from_secs(30),
                longest_wait: SignedDuration::from_mins(10),
            },
            guess: Pace {
                act: "codes.guess",
                at_once: 10,
                one_every: SignedDuration::from_mins(1),
                longest_wait: SignedDuration::from_mins(15),
            },
            register_bytes: 16 << 20,
            behind_proxy: false,
        }
    }
}

/// Shared by all handlers as `State<Arc<App>>`.
pub struct App {
    /// The database.
    pub store: Store,
    /// Words, setting and form seals.
    pub face: Face,
    /// Settings.
    pub limits: Limits,
    /// The guard before public forms.
    pub guard: Guard,
    pub(crate) hasher: Hasher,
    pub(crate) throttle: Throttle,
    instance: ArcSwapOption<Instance>,
    /// How subjects' codes are read; set once.
    pub(crate) matters: std::sync::OnceLock<Vec<crate::matters::Matters>>,
    /// Which matters owe something; set once.
    pub(crate) owing: std::sync::OnceLock<Vec<crate::matters::Owing>>,
    /// What rules ask of units by themselves; set once.
    pub(crate) wants: std::sync::OnceLock<Vec<crate::wants::Wants>>,
}

impl App {
    /// The address of this site as its reader wrote it; a host that is no host is not put into a
    /// calendar.
    pub fn site(&self, headers: &axum::http::HeaderMap) -> String {
        let host = headers.get(axum::http::header::HOST).and_then(|host| host.to_str().ok());
        let plain =
            |host: &&str| host.bytes().all(|b| b.is_ascii_alphanumeric() || b".-:[]".contains(&b));
        let scheme = if self.face.setting().secure { "https" } else { "http" };
        host.filter(plain).map(|host| format!("{scheme}://{host}")).unwrap_or_default()
    }

    /// The shared value over an open store.
    ///
    /// # Errors
    /// When the store does not answer.
    pub async fn new(store: Store, face: Face, limits: Limits) -> Result<Arc<Self>, Failure> {
        let hasher = Hasher::new(limits.passwords_at_once, store.chance())?;
        let guard = Guard::new(store.keys().tag("guard ticket", &[]), store.chance().clone());
        let app = Self {
            store,
            face,
            limits,
            guard,
            hasher,
            throttle: Throttle::default(),
            instance: ArcSwapOption::empty(),
            matters: std::sync::OnceLock::new(),
            owing: std::sync::OnceLock::new(),
            wants: std::sync::OnceLock::new(),
        };
        app.load_instance().await?;
        Ok(Arc::new(app))
    }

    /// Reads anew what this installation is; another node may have opened it.
    pub(crate) async fn load_instance(&self) -> Result<(), Failure> {
        let found = sql::instance(&self.store).await?;
        let instance = found
            .map(|(unit, simulated, opened_at)| Arc::new(Instance { unit, simulated, opened_at }));
        self.instance.store(instance);
        self.dress();
        Ok(())
    }

    /// Puts the unit's name at the head of every page, and the mark of a simulation.
    fn dress(&self) {
        let Some(instance) = self.instance() else { return };
        let mut setting = (*self.face.setting()).clone();
        setting.demo = instance.simulated;
        if let Some(house) = places::house(&instance.unit) {
            let vi = self.face.book().words(Lang::Vi);
            setting.issuer.office = vi.with("unit", house.phrase).t("issuer-office");
            setting.issuer.name = house.title;
            setting.issuer.above = house.above;
        }
        self.face.set(setting);
    }

    /// What this installation is; `None` before its first start is done.
    pub fn instance(&self) -> Option<Arc<Instance>> {
        self.instance.load_full()
    }

    /// The present instant.
    pub fn now(&self) -> Timestamp {
        self.store.now()
    }

    /// Whether cookies may travel over TLS only.
    pub fn cookies_secure(&self) -> bool {
        self.face.setting().secure
    }
}
