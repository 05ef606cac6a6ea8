//! Somebody at a screen: keeps cookies, reads pages, fills in forms and sends them.

use std::collections::BTreeMap;
use std::net::{Ipv4Addr, SocketAddr};

use accounts::totp::Factor;
use kernel::Clock;

use crate::http::{Answer, Request};

/// A browser with its own cookies and address.
#[derive(Clone, Debug)]
pub struct Browser {
    /// The server.
    pub to: SocketAddr,
    /// The address that it comes from.
    pub from: Ipv4Addr,
    /// Cookies by name.
    pub cookies: BTreeMap<String, String>,
}

/// A page as it came.
#[derive(Clone, Debug)]
pub struct Page {
    /// What was asked for.
    pub path: String,
    /// The status.
    pub status: u16,
    /// Where a redirect leads; empty when it is none.
    pub location: String,
    /// The markup.
    pub body: String,
    /// Everything else.
    pub answer: Answer,
}

impl Browser {
    /// A browser without cookies.
    pub fn new(from: Ipv4Addr, to: SocketAddr) -> Self {
        Self { to, from, cookies: BTreeMap::new() }
    }

    /// Opens a page.
    pub async fn get(&mut self, path: &str) -> Page {
        self.send(Request::new("GET", path)).await
    }

    /// Opens a page and follows where it leads.
    pub async fn follow(&mut self, path: &str) -> Page {
        let mut page = self.get(path).await;
        for _ in 0..5 {
            if !(300..400).contains(&page.status) {
                return page;
            }
            let next = page.location.clone();
            page = self.get(&next).await;
        }
        panic!("{path} leads nowhere: {}", page.location);
    }

    /// Fills in the form of `page` that goes to `action` and sends it. Hidden fields go along
    /// unless they are typed over.
    pub async fn send_form(&mut self, page: &Page, action: &str, typed: &[(&str, &str)]) -> Page {
        self.post(action, &page.form(action, typed)).await
    }

    /// Opens a page, fills in its form and sends it.
    pub async fn fill(&mut self, path: &str, typed: &[(&str, &str)]) -> Page {
        let page = self.get(path).await;
        assert_eq!(page.status, 200, "{path}: {}", page.body);
        self.send_form(&page, path.split('?').next().unwrap_or(path), typed).await
    }

    /// Sends fields as they are.
    pub async fn post(&mut self, path: &str, fields: &[(String, String)]) -> Page {
        let mut all = web::Fields::default();
        fields.iter().for_each(|(name, value)| all.push(name, value));
        let body = all.encode();
        self.send(Request::new("POST", path).body("application/x-www-form-urlencoded", body)).await
    }

    /// Sends fields and files, as a form with a file control does.
    pub async fn post_files(
        &mut self,
        path: &str,
        fields: &[(String, String)],
        files: &[(&str, &[u8])],
    ) -> Page {
        const EDGE: &str = "--ranh-gioi";
        let mut body = Vec::new();
        let part = |name: &str, more: &str| {
            format!("--{EDGE}\r\nContent-Disposition: form-data; name=\"{name}\"{more}\r\n\r\n")
        };
        for (name, value) in fields {
            body.extend(part(name, "").bytes().chain(value.bytes()).chain(*b"\r\n"));
        }
        for (name, bytes) in files {
            let kind = format!("; filename=\"{name}\"\r\nContent-Type: image/jpeg");
            body.extend(part("files", &kind).bytes());
            body.extend_from_slice(bytes);
            body.extend(*b"\r\n");
        }
        body.extend(format!("--{EDGE}--\r\n").bytes());
        let kind = format!("multipart/form-data; boundary={EDGE}");
        self.send(Request::new("POST", path).body(&kind, body)).await
    }

    /// Sends JSON; a bearer token when one is given.
    pub async fn post_json(
        &mut self,
        path: &str,
        token: Option<&str>,
        headers: &[(&str, &str)],
        body: &serde_json::Value,
    ) -> Page {
        let mut request =
            Request::new("POST", path).body("application/json", body.to_string().into_bytes());
        for (name, value) in headers {
            request = request.header(name, value);
        }
        if let Some(token) = token {
            request = request.header("Authorization", &format!("Bearer {token}"));
        }
        self.send(request).await
    }

    /// A request with this browser's cookies.
    #[must_use]
    pub fn with_cookies(&self, request: Request) -> Request {
        let cookies: Vec<String> =
            self.cookies.iter().map(|(name, value)| format!("{name}={value}")).collect();
        match cookies.is_empty() {
            true => request,
            false => request.header("Cookie", &cookies.join("; ")),
        }
    }

    /// Signs in with password and second factor, as an officer of a demonstration does.
    ///
    /// # Panics
    /// When it is not let in.
    pub async fn sign_in(&mut self, login: &str, password: &str, secret: &str) {
        let typed = [("login", login), ("password", password)];
        let entered = self.fill("/dang-nhap", &typed).await;
        let factor = Factor::read(secret).expect("a second factor");
        let code = factor.code(Clock::System.now());
        let done = self.fill(&entered.location, &[("code", &code)]).await;
        assert_eq!(done.status, 303, "{}", done.body);
    }

    /// Sends any request with this browser's cookies.
    pub async fn send(&mut self, request: Request) -> Page {
        let request = self.with_cookies(request);
        let path = request.path.clone();
        let answer = request.send(self.from, self.to).await;
        let answer = answer.unwrap_or_else(|error| panic!("{path}: {error}"));
        for (_, cookie) in answer.headers.iter().filter(|(name, _)| name == "set-cookie") {
            let pair = cookie.split(';').next().unwrap_or_default();
            let Some((name, value)) = pair.split_once('=') else { continue };
            match cookie.contains("Max-Age=0") {
                true => self.cookies.remove(name),
                false => self.cookies.insert(name.into(), value.into()),
            };
        }
        let location = answer.header("location").unwrap_or_default().to_owned();
        Page { path, status: answer.status, location, body: answer.text(), answer }
    }
}

impl Page {
    /// The status is this and the page has these words.
    #[track_caller]
    pub fn says(&self, status: u16, words: &str) -> &Self {
        assert_eq!(self.status, status, "{}: {}", self.path, self.body);
        assert!(self.body.contains(words), "{}: “{words}” is not in {}", self.path, self.body);
        self
    }

    /// The page has none of these words.
    #[track_caller]
    pub fn never(&self, words: &[&str]) -> &Self {
        for word in words {
            assert!(!self.body.contains(word), "{}: “{word}” is in {}", self.path, self.body);
        }
        self
    }

    /// The page leads there.
    #[track_caller]
    pub fn goes(&self, to: &str) -> &Self {
        assert_eq!(self.status, 303, "{}: {}", self.path, self.body);
        assert_eq!(self.location, to, "{}", self.path);
        self
    }

    /// What the form to `action` would send, with some fields typed.
    ///
    /// # Panics
    /// When the page has no such form.
    #[track_caller]
    pub fn form(&self, action: &str, typed: &[(&str, &str)]) -> Vec<(String, String)> {
        let action = action.split('?').next().unwrap_or(action);
        let mark = format!("action=\"{action}\"");
        let forms: Vec<&str> = self.body.split("<form ").skip(1).collect();
        let knows = |form: &&str| {
            typed.iter().filter(|(name, _)| form.contains(&format!("name=\"{name}\""))).count()
        };
        // Of several forms to one address, the one that has the most of the fields.
        let form = forms
            .iter()
            .rev()
            .map(|form| form.split("</form>").next().unwrap_or(form))
            .filter(|form| form.split('>').next().is_some_and(|head| head.contains(&mark)))
            .max_by_key(knows);
        let form = form.unwrap_or_else(|| panic!("no form to {action} in {}", self.body));
        let mut fields = Vec::new();
        for part in form.split("<input type=\"hidden\" name=\"").skip(1) {
            let Some((name, rest)) = part.split_once("\" value=\"") else { continue };
            if !typed.iter().any(|(other, _)| *other == name) {
                let value = rest.split('"').next().unwrap_or_default();
                fields.push((name.to_owned(), plain(value)));
            }
        }
        fields.extend(typed.iter().map(|(name, value)| ((*name).into(), (*value).into())));
        fields
    }

    /// The value of the first hidden field of this name.
    #[track_caller]
    pub fn hidden(&self, name: &str) -> String {
        self.between(&format!("name=\"{name}\" value=\""), "\"")
    }

    /// The text between two others.
    ///
    /// # Panics
    /// When it is not there.
    #[track_caller]
    pub fn between(&self, before: &str, after: &str) -> String {
        let at = self.body.find(before);
        let at = at.unwrap_or_else(|| panic!("{}: “{before}” is not in {}", self.path, self.body));
        let rest = &self.body[at + before.len()..];
        plain(rest.split(after).next().unwrap_or(rest))
    }

    /// A header.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.answer.header(name)
    }

    /// The body as JSON.
    pub fn json(&self) -> serde_json::Value {
        self.answer.json()
    }

    /// The four secret words of a receipt.
    #[track_caller]
    pub fn secret(&self) -> String {
        let list = self.between("<ul class=\"secret\" lang=\"vi\"><li>", "</ul>");
        list.replace("</li><li>", " ").replace("</li>", "")
    }
}

/// Text out of an attribute.
fn plain(text: &str) -> String {
    text.replace("&#34;", "\"")
        .replace("&#39;", "'")
        .replace("&#60;", "<")
        .replace("&#62;", ">")
        .replace("&#38;", "&")
}
