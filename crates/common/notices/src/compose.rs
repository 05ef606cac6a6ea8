//! The letters themselves: plain text, Vietnamese first, English below. A code, what happened,
//! until when, and where to follow it; never what anybody wrote, and no secret words. Where a
//! matter has a page of the asker's own, its address leads there: it opens that one matter, for
//! whoever was to be told of it.

use accounts::App;
use jiff::Timestamp;
use jiff::civil::Date;
use lettre::Address;
use lettre::message::header::{ContentType, HeaderName, HeaderValue};
use lettre::message::{Mailbox, Message};
use sha2::{Digest as _, Sha256};
use web::{Lang, Words};

use crate::setting::Mail;

/// What a letter to an asker says.
#[derive(Clone, Debug)]
pub struct Told {
    /// What people call the matter.
    pub code: String,
    /// What happened, as in [`crate::Notice::what`].
    pub what: String,
    /// Where it is followed on the site.
    pub path: String,
    /// When it happened.
    pub since: Timestamp,
    /// Until when something follows.
    pub until: Option<Date>,
}

/// What the letter of a morning lists.
#[derive(Clone, Debug, Default)]
pub struct Morning {
    /// Given to the officer since the last letter: codes.
    pub given: Vec<String>,
    /// What others did since then with what the officer has: codes and what, as in
    /// [`crate::Notice::what`].
    pub news: Vec<(String, String)>,
    /// Due soon: codes and days.
    pub soon: Vec<(String, Date)>,
    /// Late: codes and days.
    pub late: Vec<(String, Date)>,
}

impl Morning {
    /// Whether there is nothing to tell.
    pub fn is_empty(&self) -> bool {
        let nothing = self.given.is_empty() && self.news.is_empty();
        nothing && self.soon.is_empty() && self.late.is_empty()
    }
}

/// Subject and text.
pub type Text = (String, String);

/// The letter to an asker.
pub fn told(app: &App, mail: &Mail, told: &Told) -> Text {
    let setting = app.face.setting();
    let part = |lang| {
        let w = app.face.book().words(lang);
        let with = || {
            let with = w.with("code", &told.code).with("office", &setting.issuer.office);
            with.with("moment", w.moment_long(told.since))
        };
        let mut lines = vec![w.t("mail-dear").into_owned(), String::new()];
        lines.push(with().t(known(&w, "mail-what", &told.what)));
        if let Some(until) = told.until {
            lines.push(w.with("day", w.date_long(until)).t(until_when(&w, &told.what)));
        }
        lines.push(String::new());
        lines.push(match mail.public_url.is_empty() {
            true => with().t(follow(&told.path)),
            false => {
                let link = format!("{}{}", mail.public_url.trim_end_matches('/'), told.path);
                w.with("link", link).t("mail-follow-link")
            }
        });
        lines.push(w.t("mail-never-ask").into_owned());
        lines.push(foot(app, &w));
        lines.join("\n")
    };
    let w = app.face.book().words(Lang::Vi);
    let head = w.with("code", &told.code).t(known(&w, "mail-head", &told.what));
    (subject(app, &head), both(part))
}

/// The letter of a morning to an officer.
pub fn morning(app: &App, mail: &Mail, morning: &Morning, today: Date) -> Text {
    let part = |lang| {
        let w = app.face.book().words(lang);
        let mut lines = vec![w.with("day", w.date_long(today)).t("mail-morning-dear")];
        let mut list = |key: &str, items: Vec<String>| {
            if !items.is_empty() {
                lines.extend([String::new(), w.with("n", items.len()).t(key)]);
                lines.extend(items.into_iter().map(|item| format!("  - {item}")));
            }
        };
        let dated = |items: &[(String, Date)]| {
            let line = |(code, day): &(String, Date)| {
                let left = w.days_left(*day, today);
                w.with("code", code).with("day", w.date(*day)).with("left", left).t("mail-due")
            };
            items.iter().map(line).collect::<Vec<_>>()
        };
        list("mail-morning-late", dated(&morning.late));
        list("mail-morning-soon", dated(&morning.soon));
        list("mail-morning-given", morning.given.clone());
        let news =
            |(code, what): &(String, String)| w.with("code", code).t(known(&w, "mail-head", what));
        list("mail-morning-news", morning.news.iter().map(news).collect());
        lines.push(String::new());
        if !mail.public_url.is_empty() {
            let link = format!("{}/can-bo/hom-nay", mail.public_url.trim_end_matches('/'));
            lines.push(w.with("link", link).t("mail-morning-link"));
        }
        lines.push(w.t("mail-morning-stop").into_owned());
        lines.push(foot(app, &w));
        lines.join("\n")
    };
    let w = app.face.book().words(Lang::Vi);
    let (late, soon, given) = (morning.late.len(), morning.soon.len(), morning.given.len());
    let head = w.with("late", late).with("soon", soon).with("given", given);
    let head = head.with("news", morning.news.len()).t("mail-morning-head");
    (subject(app, &head), both(part))
}

/// The key for what happened; a subject that brings no words of its own is still understood.
fn known(w: &Words, start: &str, what: &str) -> String {
    let key = format!("{start}-{what}");
    if w.find(&key).is_some() { key } else { format!("{start}-other") }
}

/// The key for a day: something follows until then, where the matter has no words of its own.
fn until_when(w: &Words, what: &str) -> String {
    let key = format!("mail-until-{what}");
    if w.find(&key).is_some() { key } else { "mail-until".to_owned() }
}

/// Where to look without a link: a petition by its code, anything else on the page where it was
/// written.
fn follow(path: &str) -> &'static str {
    match path.split(['/', '?']).nth(1) {
        Some("don") => "mail-follow",
        Some("lich-tiep-dan") => "mail-follow-reception",
        Some("dieu-dan-neu") => "mail-follow-need",
        _ => "mail-follow-other",
    }
}

/// Whose letter it is stands first; that it is a game, before that.
fn subject(app: &App, head: &str) -> String {
    let setting = app.face.setting();
    let w = app.face.book().words(Lang::Vi);
    let game = if setting.demo { format!("[{}] ", w.t("mail-simulated")) } else { String::new() };
    format!("{game}[{}] {head}", setting.issuer.name)
}

fn both(part: impl Fn(Lang) -> String) -> String {
    format!(
        "{}\n\n----------------------------------------\n\n{}\n",
        part(Lang::Vi),
        part(Lang::En)
    )
}

/// Who to turn to, and that a machine wrote it.
fn foot(app: &App, w: &Words) -> String {
    let issuer = &app.face.setting().issuer;
    let mut lines = vec![String::new(), w.t("mail-machine").into_owned(), issuer.office.clone()];
    let rest = [&issuer.address, &issuer.phone, &issuer.mail];
    lines.extend(rest.into_iter().filter(|line| !line.is_empty()).cloned());
    if app.face.setting().demo {
        lines.push(w.t("mail-simulated-note").into_owned());
    }
    lines.join("\n")
}

/// The same letter always has the same identity: a receiver who gets it twice can see that.
pub fn message_id(letter: &str, mail: &Mail) -> String {
    let digest = Sha256::digest(format!("dantin letter {letter}"));
    let hex: String = digest.iter().take(16).map(|byte| format!("{byte:02x}")).collect();
    format!("<{hex}@{}>", mail.domain())
}

/// The bytes to be handed to the server.
///
/// # Errors
/// When a header cannot be written; the words of the house are at fault then.
pub fn write(
    app: &App,
    mail: &Mail,
    letter: &str,
    to: Address,
    (subject, body): Text,
) -> Result<Vec<u8>, String> {
    let setting = app.face.setting();
    let mut from = mail.from.clone();
    if from.name.is_none() && !setting.issuer.office.is_empty() {
        from.name = Some(setting.issuer.office.clone());
    }
    let mut builder = Message::builder()
        .from(from)
        .to(Mailbox::new(None, to))
        .date(app.now().into())
        .message_id(Some(message_id(letter, mail)))
        .subject(subject)
        .header(ContentType::TEXT_PLAIN);
    if let Ok(reply) = setting.issuer.mail.parse::<Address>() {
        builder = builder.reply_to(Mailbox::new(None, reply));
    }
    let fixed = [
        ("Auto-Submitted", "auto-generated"),
        ("X-Auto-Response-Suppress", "All"),
        ("Content-Language", "vi, en"),
    ];
    for (name, value) in fixed {
        let name = HeaderName::new_from_ascii_str(name);
        builder = builder.raw_header(HeaderValue::new(name, value.to_owned()));
    }
    let message = builder.body(body).map_err(|error| error.to_string())?;
    Ok(message.formatted())
}
