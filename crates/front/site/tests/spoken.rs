//! Keys of screen words that are put together from a beginning and a value of a closed list: each
//! value of each list has its words in both languages, whether or not a sample page shows it; and
//! no sample page shows the name of a key in the place of words.
//!
//! `cargo xtask tidy` holds the beginnings in code against the names here: whoever joins another
//! one adds its line.

use std::collections::BTreeSet;

use axum::http::{HeaderMap, Method, Uri};
use kernel::Chance;
use web::{Face, Lang, Page, Setting, Visit};

/// A beginning, and every word that code may put behind it.
type Spoken = (&'static str, Vec<&'static str>);

/// The words of a closed list.
macro_rules! all {
    ($list:ty) => {
        <$list>::ALL.iter().map(|value| value.word()).collect::<Vec<_>>()
    };
}

/// The last parts of the kinds of facts that begin so.
fn kinds(all: &[&'static str], of: &str) -> Vec<&'static str> {
    all.iter().filter_map(|kind| kind.strip_prefix(of)).collect()
}

/// The words of a list but some that never come there.
fn but(all: Vec<&'static str>, never: &[&str]) -> Vec<&'static str> {
    all.into_iter().filter(|word| !never.contains(word)).collect()
}

fn petitions() -> Vec<Spoken> {
    use petitions::import::{plan::Field, report::Skip, store::Stage};
    use petitions::kind::{
        AnswerBy, Channel, Dialogue, End, Finding, Heard, Kind, Lack, MATTERS, Same, Solved, Term,
    };
    use petitions::petition::{State, Step};
    use petitions::store::Effect;
    // Papers have pages of their own.
    let done = || but(all!(Step), &["issue"]);
    // Once sent it waits for the asker, which has words of its own.
    let owed = Kind::ALL.iter().flat_map(|kind| {
        let ceilings = [(false, false), (true, false), (false, true), (true, true)];
        let settle = ceilings.map(|(complex, remote)| kind.settle_rule(Term { complex, remote }));
        [vec![kind.accept_rule(), kind.send_rule()], settle.to_vec()].concat()
    });
    let owed = owed.flatten().chain(["TD.reply"]).collect();
    let waits = State::ALL.iter().filter(|state| state.is_open()).map(|state| state.word());
    vec![
        ("answer-by", all!(AnswerBy)),
        ("channel", all!(Channel)),
        ("clock", owed),
        ("dialogue", all!(Dialogue)),
        ("effect", all!(Effect)),
        ("finding", all!(Finding)),
        ("heard", all!(Heard)),
        ("kind", all!(Kind)),
        ("kind-hint", all!(Kind)),
        ("lack", all!(Lack)),
        ("matter", MATTERS.to_vec()),
        ("same", all!(Same)),
        ("solved", all!(Solved)),
        ("solved-someone", all!(Solved)),
        ("state", all!(State)),
        ("step", all!(Step)),
        ("own-end", all!(End)),
        ("own-next", all!(State)),
        ("own-said", all!(Solved)),
        ("paper-finding", all!(Finding)),
        ("paper-kind", all!(Kind)),
        ("receipt-way", all!(Channel)),
        ("trail-decided", all!(Kind)),
        ("trail-dialogue", all!(Dialogue)),
        ("trail-heard", all!(Heard)),
        ("trail-received", all!(Channel)),
        ("trail-sent", all!(AnswerBy)),
        ("trail-wait", but(waits.collect(), &["sent"])),
        ("office-words-of", all!(Kind)),
        ("office-do", done()),
        ("office-does", done()),
        ("office-done", done()),
        ("office-confirm", done()),
        ("office-did", kinds(petitions::facts::KINDS, "petition.")),
        ("import-col", all!(Field)),
        ("import-skipped", all!(Skip)),
        ("import-stage", all!(Stage)),
        ("import-told", all!(Stage)),
    ]
}

fn checked() -> Vec<Spoken> {
    use denunciations::arrows::{Clock, State, Step};
    use denunciations::kind::{
        Finding, GoesOn, Handling, Regime, Shelf, Sort, Way as Came, Weight,
    };
    use receptions::arrows::{Step as Turn, VisitState, VisitStep};
    use receptions::kind::{Answer, Competence, Form, Kind, StandIn, Way, Why};
    vec![
        ("tc-clock", all!(Clock)),
        ("tc-do", all!(Step)),
        ("tc-does", all!(Step)),
        ("tc-done", all!(Step)),
        ("tc-step", all!(Step)),
        ("tc-finding", all!(Finding)),
        ("tc-handling", all!(Handling)),
        ("tc-law", all!(Regime)),
        ("tc-shelf", all!(Shelf)),
        ("tc-sort", all!(Sort)),
        ("tc-state", all!(State)),
        ("tc-was", kinds(denunciations::facts::KINDS, "denunciation.")),
        ("tc-way", all!(Came)),
        ("tc-weight", all!(Weight)),
        ("tc-why", all!(GoesOn)),
        ("td-answer", all!(Answer)),
        ("td-answer-hint", all!(Answer)),
        ("td-by", all!(StandIn)),
        ("td-competence", all!(Competence)),
        ("td-do", all!(Turn)),
        ("td-does", all!(Turn)),
        ("td-done", all!(Turn)),
        ("td-step", all!(Turn)),
        ("td-form", all!(Form)),
        ("td-kind", all!(Kind)),
        ("td-visit", all!(VisitState)),
        ("td-visit-do", all!(VisitStep)),
        ("td-visit-does", all!(VisitStep)),
        ("td-visit-step", all!(VisitStep)),
        ("td-was-done", all!(VisitStep)),
        ("td-was", kinds(receptions::facts::KINDS, "visit.")),
        ("td-way", all!(Way)),
        ("td-why", all!(Why)),
    ]
}

fn discussed() -> Vec<Spoken> {
    use meetings::arrows::{PromiseState, PromiseStep, QuestionState, QuestionStep};
    use meetings::arrows::{State, Step};
    use meetings::kind::{
        Cause, Form, How, Media, NotTaken, Place, Role, Side, Way, Why, Withdrawn,
    };
    use villages::kind::{Caller, Channel, Matter, Vote};
    use villages::kind::{Form as Decision, Role as Signs, Why as CalledOff};
    use villages::outcome::Result as Outcome;
    vec![
        ("dt-agreed", all!(Side)),
        ("dt-cause", all!(Cause)),
        ("dt-do", all!(Step)),
        ("dt-does", all!(Step)),
        ("dt-done", all!(Step)),
        ("dt-step", all!(Step)),
        ("dt-form", all!(Form)),
        ("dt-how", all!(How)),
        ("dt-list", all!(meetings::store::Which)),
        ("dt-list-none", all!(meetings::store::Which)),
        ("dt-media", all!(Media)),
        ("dt-not-taken", all!(NotTaken)),
        ("dt-promise", all!(PromiseState)),
        ("dt-words", all!(PromiseState)),
        ("dt-promise-do", all!(PromiseStep)),
        ("dt-promise-does", all!(PromiseStep)),
        ("dt-question", all!(QuestionState)),
        ("dt-question-do", all!(QuestionStep)),
        ("dt-question-does", all!(QuestionStep)),
        ("dt-role", all!(Role)),
        ("dt-side", all!(Side)),
        ("dt-state", all!(State)),
        ("dt-was", kinds(meetings::facts::KINDS, "promise.")),
        ("dt-way", all!(Way)),
        ("dt-where", all!(Place)),
        ("dt-why", all!(Why)),
        ("dt-withdrawn", all!(Withdrawn)),
        ("ht-caller", all!(Caller)),
        ("ht-paper", all!(Caller)),
        ("ht-do", all!(villages::arrows::Step)),
        ("ht-does", all!(villages::arrows::Step)),
        ("ht-done", all!(villages::arrows::Step)),
        ("ht-step", all!(villages::arrows::Step)),
        ("ht-explain", all!(Outcome)),
        ("ht-result", all!(Outcome)),
        ("ht-form", all!(Decision)),
        ("ht-matter", all!(Matter)),
        ("ht-role", all!(Signs)),
        ("ht-state", all!(villages::arrows::State)),
        ("ht-vote", all!(Vote)),
        ("ht-was", kinds(villages::facts::KINDS, "village.")),
        ("ht-way", all!(Channel)),
        ("ht-why", all!(CalledOff)),
    ]
}

fn conferred() -> Vec<Spoken> {
    use conferences::arrows::{ConclusionState, ConclusionStep, InquiryState, InquiryStep};
    use conferences::arrows::{State, Step};
    use conferences::kind::{Deferred, Group, Kind, Line, Role, Why, Withdrawn};
    use conferences::store::{Shelf, Which};
    use grassroots::arrows::{LiaisonState, LiaisonStep, NeedStep, VisitState, VisitStep};
    use grassroots::arrows::{TwinState, TwinStep};
    use grassroots::kind::{Heard, Parted, Post, Why as StaysAway, Withdrawn as TakenBack};
    let done = || [all!(VisitStep), all!(NeedStep), all!(LiaisonStep), all!(TwinStep)].concat();
    vec![
        ("hn-asked", all!(InquiryState)),
        ("hn-asked-do", all!(InquiryStep)),
        ("hn-deferred", all!(Deferred)),
        ("hn-do", all!(Step)),
        ("hn-does", all!(Step)),
        ("hn-done", all!(Step)),
        ("hn-group", all!(Group)),
        ("hn-kind", all!(Kind)),
        ("hn-line", all!(Line)),
        ("hn-owed-do", all!(ConclusionStep)),
        ("hn-owed-does", all!(ConclusionStep)),
        ("hn-words", all!(ConclusionState)),
        ("hn-points", all!(Which)),
        ("hn-role", all!(Role)),
        ("hn-shelf", all!(Shelf)),
        ("hn-shelf-none", all!(Shelf)),
        ("hn-state", all!(State)),
        ("hn-whole", all!(conferences::unit::Whole)),
        ("hn-why", all!(Why)),
        ("hn-withdrawn", all!(Withdrawn)),
        ("cs-cancelled", all!(StaysAway)),
        ("cs-do", done()),
        ("cs-does", done()),
        ("cs-heard", all!(Heard)),
        ("cs-liaison", all!(LiaisonState)),
        ("cs-parted", all!(Parted)),
        ("cs-post", all!(Post)),
        ("cs-state", all!(VisitState)),
        ("cs-twin", all!(TwinState)),
        ("cs-withdrawn", all!(TakenBack)),
    ]
}

fn common() -> Vec<Spoken> {
    use privacy::kind::{By, End, Form, Kind, Paper, State};
    let acts = accounts::permissions::TABLE.iter().map(|row| row.act);
    let acts = acts.chain(accounts::Act::OWN).map(accounts::Act::code).collect();
    let owing = site::slices().into_iter().flat_map(|slice| slice.owing).map(|owing| owing.prefix);
    let logged = site::slices().into_iter().flat_map(|slice| slice.logged).map(|kept| kept.kind);
    vec![
        ("act", acts),
        ("board-of", owing.collect()),
        ("dl-by", all!(By)),
        ("dl-end", all!(End)),
        ("dl-form", all!(Form)),
        ("dl-kind", all!(Kind)),
        ("dl-paper", all!(Paper)),
        ("dl-state", all!(State)),
        ("dl-was", kinds(privacy::facts::KINDS, "data_request.")),
        ("import-encoding", legacy::Encoding::ALL.map(legacy::Encoding::word).to_vec()),
        ("outbox-ground", all!(notices::facts::Ground)),
        ("paper", documents::REPLIES.map(documents::Reply::name).to_vec()),
        ("post", accounts::Post::ALL.map(accounts::Post::code).to_vec()),
        ("proof-kind", logged.collect()),
        ("scheme", web::Scheme::ALL.map(web::Scheme::code).to_vec()),
    ]
}

/// Beginnings whose words are no list that can be seen from here, each with what they are.
const ELSEWHERE: &[(&str, &str)] = &[
    ("board-agreed", "subjects that agree on days of their own"),
    ("board-due", "two words beside one another"),
    ("board-none", "tabs of the board"),
    ("board-tab", "tabs of the board"),
    ("cs-on-of", "steps that ask for a day"),
    ("cs-words-of", "steps that ask for words"),
    ("day-bulk", "acts on many letters"),
    ("day-bulk-done", "acts on many letters"),
    ("day-bulk-lede", "acts on many letters"),
    ("day-bulk-none", "acts on many letters"),
    ("day-bulk-preview", "acts on many letters"),
    ("day-bulk-was", "what acts on many letters leave behind"),
    ("day-bulk-will", "acts on many letters"),
    ("day-due", "three words in the filter of the register"),
    ("day-view-done", "three words after a change of kept views"),
    ("day-view-sort", "two orders of the register"),
    ("dl-field", "fields of a person, in words where there are some"),
    ("dl-how", "three ways in which a matter was found"),
    ("dl-sort", "what subjects call the matters that they hold"),
    ("dl-what", "seven sorts of items of the vault"),
    ("dt-on-of", "steps that ask for a day"),
    ("dt-stand", "four words beside one another"),
    ("export-by", "narrowings of the register"),
    ("export-col", "columns of the book"),
    ("hn-was", "four words beside one another"),
    ("ht-owed", "three rules that a meeting owes by"),
    ("import-words", "three columns whose words have a meaning"),
    ("office-none", "tabs of the inbox"),
    ("office-tab", "tabs of the inbox"),
    ("office-tick", "ticks that some steps ask for"),
    ("office-today-clock", "two rules on the desk"),
    ("office-wait", "steps that may have to wait"),
    ("own-second", "ways to a second complaint"),
    ("paper-field", "fields of replies, in Vietnamese"),
    ("td-export-col", "columns of the book"),
    ("td-host", "the two who owe days of reception"),
    ("td-kind-hint", "the two kinds that can be booked"),
    ("td-who", "pairs of two lists, on the form of the calendar"),
    ("term", "the four ceilings of a complaint"),
];

#[test]
fn every_value_of_a_closed_list_has_its_words_in_both_languages() {
    let book = site::book().unwrap();
    let all = [petitions(), checked(), discussed(), conferred(), common()].concat();
    let mut seen = BTreeSet::new();
    let mut missing = Vec::new();
    for (of, words) in &all {
        assert!(seen.insert(*of), "{of} stands here twice");
        assert!(!words.is_empty(), "{of} has no words");
        for word in words {
            let key = format!("{of}-{}", word.replace(['_', '.', ':'], "-").to_lowercase());
            if !book.has(&key) {
                missing.push(key);
            }
        }
    }
    assert_eq!(missing, Vec::<String>::new());
    for (of, why) in ELSEWHERE {
        assert!(seen.insert(of) && !why.is_empty(), "{of} stands here twice, or without a reason");
    }
}

fn page(lang: Lang) -> Page {
    let (setting, chance) = (Setting::default(), Chance::seeded(7));
    let face = Face::new(site::book().unwrap(), setting, [7; 32], chance);
    let mut headers = HeaderMap::new();
    let cookie = format!("{}={}", web::cookies::LANG, lang.code());
    headers.insert("cookie", cookie.parse().unwrap());
    Page::new(Visit::read(&face, &Method::GET, &Uri::from_static("/"), &headers))
}

/// `[receipt-way-paper]`: what stands on a page in the place of words that are missing.
fn bare_key(html: &str) -> Option<&str> {
    html.split('[').skip(1).find_map(|rest| {
        let key = rest.split(']').next()?;
        let plain = |c: u8| c.is_ascii_alphanumeric() || c == b'-';
        (key.contains('-') && key.len() < rest.len() && key.bytes().all(plain)).then_some(key)
    })
}

#[test]
fn no_page_shows_the_name_of_a_key() {
    assert_eq!(bare_key("<p>[receipt-way-paper]</p>"), Some("receipt-way-paper"));
    assert_eq!(bare_key("[a] [b-c d] <a href=\"/x?[y\">"), None);
    for lang in Lang::ALL {
        let samples = site::samples(&page(lang));
        assert!(samples.len() > 100, "{} samples", samples.len());
        for sample in samples {
            let html = sample.html.as_str();
            assert_eq!(bare_key(html), None, "{} in {}", sample.name, lang.code());
        }
    }
}
