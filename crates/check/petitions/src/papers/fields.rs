//! What a case puts into the fields of a reply, and which replies there is something to say in.
//! Pure: articles come from the rulebook, words from `locales/`, the person from the vault.

use documents::{Fields, Reply};
use jiff::civil::Date;
use rulebook::Ground;
use store::{Laws, Record, Result, VaultId};
use web::Words;

use crate::desk::Person;
use crate::facts::Event;
use crate::kind::Kind;
use crate::pages::words::{key, shorten};
use crate::petition::{ARROWS, Petition, State, Step};

/// The most characters of a letter that a reply to it repeats.
const CONTENT: usize = 240;

/// What the fields are read from.
pub struct Source<'a> {
    /// Vietnamese words: papers of the State are in no other language.
    pub w: &'a Words,
    /// The petition.
    pub petition: &'a Petition,
    /// Its facts.
    pub records: &'a [Record],
    /// Words of the vault.
    pub text: &'a dyn Fn(&VaultId) -> Option<String>,
    /// The law.
    pub laws: &'a Laws,
    /// Who asked; empty when the reader may not know, or nobody said.
    pub person: &'a Person,
    /// Who verifies.
    pub holder: Option<String>,
    /// The issuing body inside a sentence: "Ủy ban nhân dân xã Thăng Trường".
    pub office: String,
    /// Its telephone.
    pub phone: &'a str,
    /// Today.
    pub today: Date,
}

/// The replies for which something has happened that they can say.
#[must_use]
pub fn offered(petition: &Petition, records: &[Record]) -> Vec<Reply> {
    if petition.state == State::Destroyed {
        return Vec::new();
    }
    let did = |kind: &str| records.iter().any(|record| record.kind == kind);
    let complaint = petition.kind.is_complaint();
    let settling = matches!(petition.state, State::Accepted | State::Verified);
    let all = [
        (Reply::Decision, complaint && petition.answer.is_some()),
        (Reply::Answer, !complaint && petition.answer.is_some()),
        (Reply::Terminated, did(crate::facts::TERMINATED)),
        (Reply::Suspended, did(crate::facts::SUSPENDED)),
        (Reply::Dialogue, complaint && settling),
        (Reply::Refused, did(crate::facts::REFUSED)),
        (Reply::Guided, did(crate::facts::GUIDED)),
        (Reply::Forwarded, did(crate::facts::FORWARDED)),
        (Reply::Accepted, did(crate::facts::ACCEPTED)),
        (Reply::Receipt, true),
    ];
    all.into_iter().filter(|(_, now)| *now).map(|(reply, _)| reply).collect()
}

/// The step whose article a reply rests on.
fn step(reply: Reply) -> Step {
    match reply {
        Reply::Receipt | Reply::Accepted => Step::Accept,
        Reply::Guided => Step::Guide,
        Reply::Forwarded => Step::Forward,
        Reply::Refused => Step::Refuse,
        Reply::Answer | Reply::Decision => Step::Decide,
        Reply::Dialogue => Step::Dialogue,
        Reply::Suspended => Step::Suspend,
        Reply::Terminated => Step::Terminate,
    }
}

fn day(on: Date) -> String {
    on.strftime("%d/%m/%Y").to_string()
}

impl Source<'_> {
    /// Everything that the case knows. A field that it does not know is absent.
    ///
    /// # Errors
    /// When a date cannot be worked out: inconsistent data.
    pub fn fields(&self, reply: Reply) -> Result<Fields<'static>> {
        let (petition, w) = (self.petition, self.w);
        let received = &petition.received;
        let mut fields = Fields::new();
        let mut put = |name: &'static str, value: String| {
            if !value.trim().is_empty() {
                fields.insert(name, value);
            }
        };
        put("cơ quan", self.office.clone());
        if !self.person.name.is_empty() {
            put("người gửi", w.with("name", self.person.name.as_str()).t("paper-asker"));
        }
        put("địa chỉ", self.person.address.clone());
        put("mã đơn", received.code.clone());
        put("loại đơn", w.t(key("paper-kind", petition.kind.word())).into_owned());
        let content = (self.text)(&received.words).unwrap_or_default();
        put("nội dung", shorten(&content, CONTENT).trim_end_matches('.').to_owned());
        put("ngày nhận", day(received.on));
        put("lúc nhận", w.moment_long(petition.received_at));
        put("điện thoại", self.phone.to_owned());
        put("nơi theo dõi", w.with("office", self.office.as_str()).t("paper-follow"));
        put("căn cứ", self.article(reply));
        put("hạn", self.due(reply)?.map(day).unwrap_or_default());
        put("người xác minh", self.holder.clone().unwrap_or_default());
        put("người ký", w.with("office", self.office.as_str()).t("paper-chair-of"));
        put("ngày quyết định", day(self.today));
        for record in self.records {
            self.happened(reply, &Event::read(record)?, &mut put)?;
        }
        Ok(fields)
    }

    /// What one fact says; a later one of the same kind overwrites.
    fn happened(
        &self,
        reply: Reply,
        event: &Event,
        put: &mut impl FnMut(&'static str, String),
    ) -> Result<()> {
        let text = |item: &VaultId| (self.text)(item).unwrap_or_default();
        match (reply, event) {
            (Reply::Accepted, Event::Accepted { on }) => put("ngày thụ lý", day(*on)),
            (Reply::Guided, Event::Guided { note, .. }) => put("lý do", text(note)),
            (Reply::Refused, Event::Refused { ground, note, .. }) => {
                if let Some(found) = self.laws.now().rulebook.ground(ground) {
                    self.refused(found, note.as_ref().map(text), put);
                }
            }
            (Reply::Suspended, Event::Suspended { why, .. })
            | (Reply::Terminated, Event::Terminated { why, .. }) => put("lý do", text(why)),
            (Reply::Answer, Event::Decided { answer, .. }) => put("trả lời", text(answer)),
            (Reply::Decision, Event::Decided { answer, finding, .. }) => {
                if let Some(finding) = finding {
                    let words = self.w.t(key("paper-finding", finding.word()));
                    put("kết luận", words.into_owned());
                }
                put("biện pháp", text(answer));
                if let Some(last) = self.petition.effect_due(self.laws)? {
                    put("ngày hiệu lực", last.tomorrow().map(day).unwrap_or_default());
                }
                put("việc tiếp theo", self.appeal());
            }
            _ => {}
        }
        Ok(())
    }

    fn refused(
        &self,
        found: &Ground,
        note: Option<String>,
        put: &mut impl FnMut(&'static str, String),
    ) {
        let vi = calendar::Lang::Vi;
        let bare = |text: &str| text.trim_end_matches('.').to_owned();
        let words = bare(&found.words(vi));
        let note = note.filter(|note| !note.trim().is_empty());
        put("lý do", note.map_or(words.clone(), |note| format!("{words}. {note}")));
        put("căn cứ", self.laws.now().rulebook.cite(&found.article, vi));
        put("việc tiếp theo", bare(found.next_step(vi)));
    }

    /// The article that the reply rests on.
    fn article(&self, reply: Reply) -> String {
        let (step, kind) = (step(reply), self.petition.kind);
        let found = ARROWS.iter().find(|a| a.step == step && a.kinds.contains(&kind));
        let rule = match self.petition.court && reply == Reply::Guided {
            true => Some("DON.guide.court"),
            false => found.and_then(|arrow| arrow.rule),
        };
        rule.map(|rule| crate::cite(self.laws, rule, self.today)).unwrap_or_default()
    }

    /// The date that a reply tells: of settlement once accepted, else what presses.
    fn due(&self, reply: Reply) -> Result<Option<Date>> {
        let settle = self.petition.kind.settle_rule(self.petition.term);
        let wanted = match reply {
            Reply::Accepted => settle.unwrap_or("TD.reply"),
            _ => self.petition.kind.accept_rule().unwrap_or("TD.reply"),
        };
        let debt = self.petition.debts.iter().rev().find(|debt| debt.rule == wanted);
        debt.map_or(Ok(None), |debt| debt.due(self.laws))
    }

    /// Who is not content with a decision on a complaint may go on, within the law's days.
    fn appeal(&self) -> String {
        let rule = self.laws.now().rulebook.in_force("KN.limit2", self.today);
        let days = rule.and_then(|rule| rule.value);
        match (self.petition.kind, days) {
            (Kind::Complaint, Some(days)) => self.w.with("days", days).t("paper-appeal-first"),
            (Kind::SecondComplaint, _) => self.w.t("paper-appeal-second").into_owned(),
            _ => String::new(),
        }
    }
}
