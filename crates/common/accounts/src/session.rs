//! Sessions: who a request comes from. A random token in a cookie that scripts cannot read; its
//! SHA-256 in the table `sessions`, which is neither a view nor in the journal.

use std::sync::Arc;

use axum::Router;
use axum::extract::{FromRequestParts, OptionalFromRequestParts, Request, State};
use axum::http::HeaderMap;
use axum::http::header::USER_AGENT;
use axum::http::request::Parts;
use axum::middleware::{Next, from_fn_with_state};
use axum::response::{IntoResponse, Response};
use jiff::{SignedDuration, Timestamp};
use kernel::{Actor, Id, Refusal, RefusalKind, civil_date};
use web::{Lang, PageError, SignedIn, Visit, Words, cookies};

use crate::app::{App, Limits};
use crate::failure::Failure;
use crate::people::Person;
use crate::permissions::{Act, Reach, is_own, reach, who_may};
use crate::posts::{Held, Post};
use crate::secret;
use crate::store::{self as sql, SessionRow, Stage};

/// The session's cookie.
pub const COOKIE: &str = "dantin-session";

/// How often the use of a session is written down.
const SEEN_EVERY: SignedDuration = SignedDuration::from_mins(5);

/// An officer who has signed in with both factors. Extract it as an argument of a handler; a
/// reader who has not signed in is sent to the sign-in page and comes back.
#[derive(Clone, Debug)]
pub struct Officer {
    /// Which account.
    pub account: Id,
    /// The name as shown.
    pub name: String,
    /// The posts held today.
    pub posts: Vec<Held>,
    /// The session's id; never shown.
    pub(crate) session: String,
    words: Words,
}

impl Officer {
    /// Whether one of the posts held today reaches this act at this unit. What a unit of before
    /// left undone is the work of those at the units that it went into.
    pub fn may(&self, act: Act, unit: &str) -> bool {
        self.posts.iter().any(|held| match reach(act, held.post) {
            Reach::No => false,
            Reach::Own => is_own(&held.unit, unit),
            Reach::All => true,
        })
    }

    /// Whether one of the posts held today reaches this act anywhere; for doors and lists.
    pub fn may_somewhere(&self, act: Act) -> bool {
        self.posts.iter().any(|held| reach(act, held.post) != Reach::No)
    }

    /// Asks for permission.
    ///
    /// # Errors
    /// A refusal (403) that says which posts may do it.
    pub fn allow(&self, act: Act, unit: &str) -> Result<(), PageError> {
        if self.may(act, unit) {
            return Ok(());
        }
        Err(self.not_allowed(act, "not-allowed"))
    }

    /// Asks for permission to do an act somewhere: what the door of a page asks, before it is
    /// known which matter is meant.
    ///
    /// # Errors
    /// A refusal (403) that says which posts may do it.
    pub fn allow_somewhere(&self, act: Act) -> Result<(), PageError> {
        match self.may_somewhere(act) {
            true => Ok(()),
            false => Err(self.not_allowed(act, "not-allowed")),
        }
    }

    fn not_allowed(&self, act: Act, code: &'static str) -> PageError {
        let who: Vec<_> = who_may(act).map(|post| self.words.t(post.key())).collect();
        let refusal = Refusal::new(RefusalKind::Forbidden, code)
            .with("act", self.words.t(act.key()))
            .with("who", who.join(", "));
        refusal.into()
    }

    /// Whether the post is held today, at any unit.
    pub fn holds(&self, post: Post) -> bool {
        self.posts.iter().any(|held| held.post == post)
    }

    /// As the journal names the officer.
    pub fn actor(&self) -> Actor {
        Actor::Account(self.account)
    }
}

impl FromRequestParts<Arc<App>> for Officer {
    type Rejection = PageError;

    async fn from_request_parts(parts: &mut Parts, _: &Arc<App>) -> Result<Self, PageError> {
        if let Some(officer) = parts.extensions.get::<Officer>() {
            return Ok(officer.clone());
        }
        let visit = Visit::of(&parts.extensions);
        let visit = visit.ok_or_else(|| PageError::bug("a page outside web::layer"))?;
        if visit.is_api() {
            return Err(Refusal::new(RefusalKind::SignIn, "sign-in").into());
        }
        let mut fields = web::Fields::default();
        let here = match (visit.is_reading(), visit.query()) {
            (true, query) if !query.is_empty() => format!("{}?{query}", visit.path()),
            (true, _) => visit.path().to_owned(),
            (false, _) => "/can-bo/toi".to_owned(),
        };
        fields.push("next", here);
        Err(PageError::Elsewhere(format!("/dang-nhap?{}", fields.encode())))
    }
}

impl OptionalFromRequestParts<Arc<App>> for Officer {
    type Rejection = std::convert::Infallible;

    async fn from_request_parts(
        parts: &mut Parts,
        _: &Arc<App>,
    ) -> Result<Option<Self>, Self::Rejection> {
        Ok(parts.extensions.get::<Officer>().cloned())
    }
}

/// Reads the session of each request before anything else does; call it once on the whole site,
/// inside [`web::layer`].
pub fn layer(router: Router<Arc<App>>, app: Arc<App>) -> Router<Arc<App>> {
    router.layer(from_fn_with_state(app, read))
}

async fn read(State(app): State<Arc<App>>, mut request: Request, next: Next) -> Response {
    let token = cookies::read(request.headers(), COOKIE);
    let visit = Visit::of(request.extensions()).cloned();
    if let Some(token) = token.filter(|_| !request.uri().path().starts_with("/assets/")) {
        match app.officer_of(token, visit.as_ref()).await {
            Ok(Some(officer)) => {
                if let Some(visit) = &visit {
                    visit.sign_in(officer.signed_in());
                }
                request.extensions_mut().insert(officer);
            }
            Ok(None) => {}
            Err(failure) => return failure.into_response(),
        }
    }
    let mut response = next.run(request).await;
    if visit.is_some_and(|visit| visit.lang() == Lang::En) {
        cite_in_english(&app, &mut response);
    }
    response
}

/// A refusal is made far from its reader and carries its article in the law's own language; here
/// the rulebook says it anew.
fn cite_in_english(app: &App, response: &mut Response) {
    let noted = response.extensions_mut().get_mut::<PageError>();
    let Some(PageError::Refused(refusal)) = noted else { return };
    let laws = app.store.laws();
    let said = refusal.article.as_ref().and_then(|vi| laws.now().rulebook.in_english(vi));
    refusal.article = said.or_else(|| refusal.article.take());
}

impl Officer {
    /// An officer for page samples, who holds these posts at the unit of the mockups.
    pub fn sample(page: &web::Page, account: Id, posts: &[Post]) -> Self {
        let held = |post: &Post| Held {
            post: *post,
            unit: "20836".into(),
            from: jiff::civil::Date::constant(2026, 1, 5),
            until: None,
        };
        Self {
            account,
            name: "Lê Ví Dụ".into(),
            posts: posts.iter().map(held).collect(),
            session: String::new(),
            words: page.w().clone(),
        }
    }

    fn signed_in(&self) -> SignedIn {
        let post = self.posts.first().map(|held| self.words.t(held.post.key()));
        SignedIn {
            name: self.name.clone(),
            post: post.unwrap_or_else(|| self.words.t("post-none")).into_owned(),
            session: self.session.clone(),
        }
    }
}

impl App {
    /// The officer of an open session.
    async fn officer_of(
        &self,
        token: &str,
        visit: Option<&Visit>,
    ) -> Result<Option<Officer>, Failure> {
        let Some(session) = self.session(token).await? else { return Ok(None) };
        let account = sql::account(&self.store, session.account).await?;
        let account = account.filter(|account| account.closed_at.is_none());
        let (Stage::Open, Some(account)) = (session.stage, account) else { return Ok(None) };
        let today = civil_date(self.now());
        let mut posts = sql::posts_of(&self.store, account.id).await?;
        posts.retain(|held| held.on(today));
        let lang = visit.map(Visit::lang).unwrap_or_default();
        Ok(Some(Officer {
            account: account.id,
            name: self.person(account.person).await?.map_or_else(String::new, |p: Person| p.name),
            posts,
            session: session.id,
            words: self.face.book().words(lang),
        }))
    }

    /// The session of a token, when it holds still; notes that it is used.
    pub(crate) async fn session(&self, token: &str) -> Result<Option<SessionRow>, Failure> {
        if !secret::is_shaped(token) {
            return Ok(None);
        }
        let now = self.now();
        let Some(session) = sql::session(&self.store, &secret::hash(token)).await? else {
            return Ok(None);
        };
        let idle = now.duration_since(session.seen_at);
        if session.ends_at <= now || idle > self.limits.session_idle {
            sql::end_session(&self.store, &session.id).await?;
            return Ok(None);
        }
        if idle >= SEEN_EVERY {
            sql::seen(&self.store, &session.id, now).await?;
        }
        Ok(Some(session))
    }

    /// Begins a session; answers its token, which goes into the cookie and nowhere else.
    pub(crate) async fn begin(
        &self,
        account: Id,
        stage: Stage,
        device: &str,
        life: SignedDuration,
    ) -> Result<String, Failure> {
        let (token, now) = (secret::new(self.store.chance()), self.now());
        let session = SessionRow {
            id: secret::hash(&token),
            account,
            stage,
            device: device.to_owned(),
            made_at: now,
            seen_at: now,
            ends_at: now.checked_add(life).unwrap_or(Timestamp::MAX),
        };
        sql::new_session(&self.store, &session).await?;
        Ok(token)
    }

    /// Forgets sessions and links that have ended. For the periodic task.
    pub async fn sweep(store: &store::Store, limits: &Limits) -> store::Result<u64> {
        let now = store.now();
        let idle_since = now.checked_sub(limits.session_idle).unwrap_or(Timestamp::MIN);
        sql::sweep(store, now, idle_since).await
    }
}

/// What a browser says it is, in two words: enough to tell "my devices" apart, too little to know
/// a person by.
pub(crate) fn device(headers: &HeaderMap) -> String {
    let agent = headers.get(USER_AGENT).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let first = |names: &[(&str, &'static str)]| {
        names.iter().find(|(mark, _)| agent.contains(mark)).map(|(_, name)| *name)
    };
    // Each browser also names those it descends from: the youngest mark decides.
    let browser = first(&[
        ("coc_coc", "Cốc Cốc"),
        ("Edg/", "Edge"),
        ("SamsungBrowser", "Samsung Internet"),
        ("Firefox", "Firefox"),
        ("FxiOS", "Firefox"),
        ("Chrome", "Chrome"),
        ("CriOS", "Chrome"),
        ("Safari", "Safari"),
    ]);
    let system = first(&[
        ("Android", "Android"),
        ("iPhone", "iPhone"),
        ("iPad", "iPad"),
        ("Windows", "Windows"),
        ("Mac OS", "Mac"),
        ("Linux", "Linux"),
    ]);
    [browser, system].into_iter().flatten().collect::<Vec<_>>().join(" · ")
}

#[cfg(test)]
mod tests {
    use axum::http::HeaderValue;

    use super::*;

    #[test]
    fn devices_in_two_words() {
        let chrome = "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) \
            Chrome/120.0.0.0 Mobile Safari/537.36";
        let edge = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) Chrome/120.0 Safari/537.36 Edg/120.0";
        for (agent, said) in [(chrome, "Chrome · Android"), (edge, "Edge · Windows"), ("x", "")] {
            let mut headers = HeaderMap::new();
            headers.insert(USER_AGENT, HeaderValue::from_str(agent).unwrap());
            assert_eq!(device(&headers), said);
        }
        assert_eq!(device(&HeaderMap::new()), "");
    }
}
