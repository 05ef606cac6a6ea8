//! One request, as pages see it: in which language and ground, from which address, by whom. Not
//! a permission: who may do what is for accounts to say.

use std::fmt;
use std::sync::{Arc, OnceLock};

use axum::http::{Extensions, HeaderMap, Method, Uri, header};

use crate::cookies;
use crate::csrf::hex;
use crate::face::Face;
use crate::words::Lang;

/// Light or dark ground.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Scheme {
    /// As the device says.
    #[default]
    Auto,
    /// Paper and violet ink.
    Light,
    /// Slate and chalk.
    Dark,
}

impl Scheme {
    /// All, in the order of the switch.
    pub const ALL: [Scheme; 3] = [Scheme::Auto, Scheme::Light, Scheme::Dark];

    /// The value of `data-scheme` and of the cookie; `auto` sets no attribute.
    pub fn code(self) -> &'static str {
        match self {
            Scheme::Auto => "auto",
            Scheme::Light => "light",
            Scheme::Dark => "dark",
        }
    }

    /// Reads a code; anything else is [`Scheme::Auto`].
    pub fn read(code: &str) -> Scheme {
        Scheme::ALL.into_iter().find(|scheme| scheme.code() == code).unwrap_or_default()
    }
}

/// The officer whose session this request carries. Put there by accounts, shown in the head.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SignedIn {
    /// The name as shown.
    pub name: String,
    /// The post as shown: "tiếp công dân".
    pub post: String,
    /// What forms are sealed with: the session's id. Never shown.
    pub session: String,
}

/// One request. Cheap to clone; all clones are the same visit.
#[derive(Clone)]
pub struct Visit(Arc<Inner>);

struct Inner {
    face: Face,
    lang: Lang,
    scheme: Scheme,
    path: String,
    query: String,
    reading: bool,
    keys: bool,
    cross_site: bool,
    visitor: Option<String>,
    /// A visitor name made during this request; its cookie goes out with the answer.
    minted: OnceLock<String>,
    signed_in: OnceLock<SignedIn>,
}

impl Visit {
    /// Reads a request's head.
    pub fn read(face: &Face, method: &Method, uri: &Uri, headers: &HeaderMap) -> Self {
        let visitor = cookies::read(headers, cookies::VISITOR)
            .filter(|name| name.len() == 32 && name.bytes().all(|b| b.is_ascii_hexdigit()));
        Self(Arc::new(Inner {
            face: face.clone(),
            lang: language(uri, headers),
            scheme: cookies::read(headers, cookies::SCHEME).map(Scheme::read).unwrap_or_default(),
            path: uri.path().to_owned(),
            query: uri.query().unwrap_or_default().to_owned(),
            reading: method.is_safe(),
            keys: cookies::read(headers, cookies::KEYS) != Some("off"),
            cross_site: headers.get("sec-fetch-site").is_some_and(|from| from == "cross-site"),
            visitor: visitor.map(str::to_owned),
            minted: OnceLock::new(),
            signed_in: OnceLock::new(),
        }))
    }

    /// The visit of a request that passed through [`crate::layer`].
    pub fn of(extensions: &Extensions) -> Option<&Visit> {
        extensions.get::<Visit>()
    }

    /// Records who signs this request; the first to say so is believed.
    pub fn sign_in(&self, who: SignedIn) {
        let _ = self.0.signed_in.set(who);
    }

    /// Who has signed in, if anyone.
    pub fn signed_in(&self) -> Option<&SignedIn> {
        self.0.signed_in.get()
    }

    /// The language.
    pub fn lang(&self) -> Lang {
        self.0.lang
    }

    /// The ground.
    pub fn scheme(&self) -> Scheme {
        self.0.scheme
    }

    /// The path asked for, without the query.
    pub fn path(&self) -> &str {
        &self.0.path
    }

    /// The query, undecoded, without its question mark.
    pub fn query(&self) -> &str {
        &self.0.query
    }

    /// Whether the path belongs to the JSON interface.
    pub fn is_api(&self) -> bool {
        self.0.path == "/api" || self.0.path.starts_with("/api/")
    }

    /// Whether this request only reads (GET, HEAD).
    pub fn is_reading(&self) -> bool {
        self.0.reading
    }

    /// Whether single-letter shortcuts are on.
    pub fn keys(&self) -> bool {
        self.0.keys
    }

    /// Whether the browser says that another site made this request.
    pub fn is_cross_site(&self) -> bool {
        self.0.cross_site
    }

    /// The shared face.
    pub fn face(&self) -> &Face {
        &self.0.face
    }

    /// The seal for forms on this visit's pages. Asking for it gives a nameless visitor a cookie.
    pub fn seal(&self) -> String {
        self.0.face.seal().of(self.bound())
    }

    /// Whether `seal` was given to this reader.
    pub fn seal_holds(&self, seal: &str) -> bool {
        let bound = match self.signed_in() {
            Some(who) => Some(who.session.as_str()),
            None => self.0.visitor.as_deref(),
        };
        bound.is_some_and(|bound| self.0.face.seal().holds(bound, seal))
    }

    /// The visitor's new name, when this request gave one.
    pub(crate) fn minted(&self) -> Option<&str> {
        self.0.minted.get().map(String::as_str)
    }

    fn bound(&self) -> &str {
        match (self.signed_in(), &self.0.visitor) {
            (Some(who), _) => &who.session,
            (None, Some(visitor)) => visitor,
            (None, None) => self.0.minted.get_or_init(|| hex(&self.0.face.chance().bytes::<16>())),
        }
    }
}

/// A page's language is the reader's choice, else Vietnamese, the language of the law: many
/// phones here speak English only because nobody changed them. Programs say what they want.
fn language(uri: &Uri, headers: &HeaderMap) -> Lang {
    let chosen = cookies::read(headers, cookies::LANG).and_then(Lang::read);
    let asked = || headers.get(header::ACCEPT_LANGUAGE)?.to_str().ok().and_then(Lang::read);
    match uri.path().starts_with("/api/") {
        true => chosen.or_else(asked).unwrap_or_default(),
        false => chosen.unwrap_or_default(),
    }
}

impl fmt::Debug for Visit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Visit({})", self.0.path)
    }
}
