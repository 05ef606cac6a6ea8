//! The life of a petition, walked at random: nothing lawful gets lost, nothing unlawful happens,
//! and what is owed always has somebody who owes it. And the table of steps, as jurists read it.

use std::collections::{BTreeSet, HashMap};
use std::fmt::Write as _;

use duties::Debt;
use jiff::civil::{Date, date};
use jiff::{Timestamp, ToSpan as _};
use kernel::{Chance, Id};
use petitions::facts::{Event, Extra, Received};
use petitions::kind::{
    AnswerBy, Channel, Dialogue, Finding, Heard, Kind, Lack, MATTERS, Same, Solved, Term,
};
use petitions::petition::{ARROWS, Command, Petition, State, Step, TOO_LATE};
use store::{Fact, Laws, Record, Stream, VaultId};

/// How many commands the walk gives in all; more by `WALK_COMMANDS`.
const COMMANDS: usize = 2_000_000;
/// How many commands one petition gets.
const LIFE: usize = 40;

fn laws() -> Laws {
    store::loose::laws().unwrap()
}

fn record(stream: &Stream, fact: Fact) -> Record {
    store::loose::record(&stream.name, stream.version() + 1, fact, Timestamp::UNIX_EPOCH)
}

fn item(chance: &Chance) -> VaultId {
    VaultId { id: Id::new(Timestamp::UNIX_EPOCH, chance), commitment: String::new() }
}

fn pick<'a, T>(chance: &Chance, all: &'a [T]) -> &'a T {
    &all[usize::from(u16::from_le_bytes(chance.bytes())) % all.len()]
}

fn below(chance: &Chance, n: u32) -> u32 {
    u32::from_le_bytes(chance.bytes()) % n
}

fn received(chance: &Chance, kind: Kind, on: Date) -> Stream {
    let mut stream = Stream::new(format!("petition/{}", Id::new(Timestamp::UNIX_EPOCH, chance)));
    let event = Event::Received(Box::new(Received {
        seq: 1,
        code: "TT-0001-18".into(),
        kind,
        unit: "20836".into(),
        matter: "water".into(),
        village: String::new(),
        channel: Channel::Page,
        answer_by: AnswerBy::Oneself,
        on,
        words: item(chance),
        place: None,
        person: None,
        extra: Extra::default(),
    }));
    stream.records.push(record(&stream, event.to_fact()));
    stream
}

/// Any command, lawful now or not.
fn command(chance: &Chance, step: Step, on: Date) -> Command {
    let words = || item(chance);
    let maybe = || (below(chance, 2) == 0).then(|| item(chance));
    match step {
        Step::Classify => Command::Classify {
            kind: *pick(chance, Kind::ALL),
            matter: (*pick(chance, MATTERS)).to_owned(),
            known: (below(chance, 2) == 0)
                .then(|| on.saturating_sub(i64::from(below(chance, 200)).days())),
        },
        Step::Assign => Command::Assign { to: item(chance).id },
        Step::File => Command::File { lack: *pick(chance, Lack::ALL) },
        Step::Guide => Command::Guide {
            note: words(),
            court: below(chance, 2) == 0,
            before: (below(chance, 2) == 0).then(|| "TT-0003-34".into()),
            anew: below(chance, 2) == 0,
        },
        Step::Forward => Command::Forward { note: words() },
        Step::Refuse => {
            let ground = (*pick(chance, &["KN11.5", TOO_LATE])).to_owned();
            Command::Refuse { ground, note: maybe() }
        }
        Step::Accept => Command::Accept,
        Step::Term => {
            let term = Term { complex: below(chance, 2) == 0, remote: below(chance, 2) == 0 };
            Command::Term { term, why: words() }
        }
        Step::Represent => Command::Represent {
            people: below(chance, 30),
            speakers: below(chance, 8),
            who: words(),
        },
        Step::Verify => Command::Verify { result: words(), differs: below(chance, 2) == 0 },
        Step::Dialogue => {
            Command::Dialogue { outcome: *pick(chance, Dialogue::ALL), minutes: words() }
        }
        Step::Suspend => Command::Suspend { why: words() },
        Step::Resume => Command::Resume,
        Step::Terminate => Command::Terminate { why: words() },
        Step::Decide => Command::Decide {
            answer: words(),
            finding: (below(chance, 4) > 0).then(|| *pick(chance, Finding::ALL)),
            looked: below(chance, 9) == 0,
        },
        Step::Send => {
            Command::Send { by: *pick(chance, AnswerBy::ALL), looked: below(chance, 9) == 0 }
        }
        Step::CarryOut => Command::CarryOut { how: words(), looked: below(chance, 9) == 0 },
        Step::Judge => {
            let heard = (below(chance, 2) == 0).then(|| *pick(chance, Heard::ALL));
            Command::Judge { solved: *pick(chance, Solved::ALL), words: maybe(), heard }
        }
        Step::Add => Command::Add { words: maybe(), files: Vec::new() },
        Step::Withdraw => Command::Withdraw { part: maybe() },
        Step::Reopen => Command::Reopen { why: words() },
        Step::Split => {
            Command::Split { into: vec!["petition/a".into(); below(chance, 4) as usize] }
        }
        Step::Link => Command::Link {
            to: "petition/b".into(),
            code: "TT-0002-26".into(),
            how: *pick(chance, Same::ALL),
            guided: below(chance, 2) == 0,
        },
        Step::Unlink => Command::Unlink,
        Step::Release => Command::Release,
        Step::Destroy => Command::Destroy,
        Step::Appeal => {
            let second = (*pick(chance, &["", "GL-0001-18"])).to_owned();
            Command::Appeal { second, note: maybe() }
        }
        Step::Unappeal => Command::Unappeal { why: words() },
        Step::Apart => Command::Apart {
            from: (*pick(chance, &["petition/a", "petition/b"])).into(),
            code: "TT-0000-00".into(),
        },
        Step::Note => Command::Note { words: words() },
        Step::Ask => {
            let until = on.saturating_add(i64::from(below(chance, 20)).days());
            Command::Ask { office: "20836-41".into(), words: words(), until }
        }
        Step::Advise => Command::Advise { n: below(chance, 4), words: words() },
        Step::Issue => Command::Issue {
            template: "accepted".into(),
            number: 1,
            symbol: "UBND".into(),
            words: words(),
        },
    }
}

/// What must hold after every fact.
fn hold(before: &Petition, after: &Petition, step: Step) {
    let open = || after.debts.iter().filter(|debt| debt.is_open());
    assert!(
        after.state.is_open() || open().next().is_none(),
        "{step:?}: {:?} is nobody's work, and something is owed: {:?}",
        after.state,
        after.debts
    );
    let to_the_asker = open().any(|debt| debt.office.is_none());
    assert!(
        !after.state.is_open() || to_the_asker,
        "{step:?}: {:?} is open and nothing is owed to the asker",
        after.state
    );
    for (old, new) in before.debts.iter().zip(&after.debts) {
        assert_eq!(old.n, new.n, "{step:?}: a debt changed its number");
        let again = step == Step::Unlink;
        assert!(again || old.closed.is_none() || old.closed == new.closed, "closed twice: {new:?}");
    }
    assert!(after.debts.len() >= before.debts.len(), "{step:?}: a debt is gone");
    let numbers: BTreeSet<u32> = after.debts.iter().map(|debt| debt.n).collect();
    assert_eq!(numbers.len(), after.debts.len(), "{step:?}: two debts of one number");
}

#[test]
fn no_duty_is_lost_none_ends_twice_and_nothing_happens_outside_the_table() {
    let laws = laws();
    let seed = std::env::var("WALK_SEED").ok().and_then(|seed| seed.parse().ok()).unwrap_or(28);
    let most = std::env::var("WALK_COMMANDS").ok().and_then(|n| n.parse().ok());
    let most = most.unwrap_or(COMMANDS);
    let chance = Chance::seeded(seed);
    let (mut given, mut done) = (0_usize, 0_usize);
    let mut walked: BTreeSet<(&str, &str, &str)> = BTreeSet::new();
    while given < most {
        let mut on = *pick(&chance, &[date(2024, 2, 5), date(2026, 3, 2), date(2026, 8, 3)]);
        let mut stream = received(&chance, *pick(&chance, Kind::ALL), on);
        let mut petition = Petition::replay(&stream).unwrap().unwrap();
        for _ in 0..LIFE {
            given += 1;
            // Mostly days pass; now and then the years in which a filed letter is kept.
            let days = if below(&chance, 30) == 0 { 800 } else { below(&chance, 12) };
            on = on.saturating_add(i64::from(days).days());
            // A third of the time what the table allows and was not walked yet, a third what it
            // allows, a third anything.
            let lawful: Vec<Step> = petition.arrows().map(|arrow| arrow.step).collect();
            let (state, kind) = (petition.state.word(), petition.kind.word());
            let is_new = |step: &Step| !walked.contains(&(step.word(), state, kind));
            let new: Vec<Step> = lawful.iter().copied().filter(is_new).collect();
            let step = match below(&chance, 3) {
                0 if !new.is_empty() => *pick(&chance, &new),
                0 | 1 if !lawful.is_empty() => *pick(&chance, &lawful),
                _ => *pick(&chance, Step::ALL),
            };
            let arrow = petition.arrow(step);
            let Ok(events) = petition.decide(command(&chance, step, on), on, &laws) else {
                continue;
            };
            assert!(arrow.is_some(), "{step:?} in {:?} is outside the table", petition.state);
            walked.insert((step.word(), petition.state.word(), petition.kind.word()));
            let mut after = petition.clone();
            for event in &events {
                let record = record(&stream, event.to_fact());
                after = after.after(event, &record);
                stream.records.push(record);
            }
            hold(&petition, &after, step);
            petition = after;
            done += 1;
        }
        // What the facts say read back is what was there, and every date can be worked out.
        let replayed = Petition::replay(&stream).unwrap().unwrap();
        assert_eq!(format!("{petition:?}"), format!("{replayed:?}"));
        for debt in &petition.debts {
            debt.due(&laws).unwrap();
        }
    }
    println!("{given} commands, {done} lawful, {} cells of the table walked", walked.len());
    let cells = cells();
    let missing: Vec<_> = cells.difference(&walked).copied().collect();
    assert!(most < COMMANDS || missing.is_empty(), "never walked: {missing:?}");
    let odd: Vec<_> = walked.difference(&cells).copied().collect();
    assert!(odd.is_empty(), "walked where no petition of that kind can stand: {odd:?}");
}

fn cells() -> BTreeSet<(&'static str, &'static str, &'static str)> {
    let mut cells = BTreeSet::new();
    for arrow in ARROWS {
        for from in arrow.from {
            for kind in arrow.kinds.iter().filter(|kind| from.is_of(**kind)) {
                cells.insert((arrow.step.word(), from.word(), kind.word()));
            }
        }
    }
    cells
}

#[test]
fn every_fact_of_a_petition_survives_its_own_round_trip() {
    let chance = Chance::seeded(3);
    let laws = laws();
    let on = date(2026, 8, 3);
    let mut kinds: BTreeSet<&str> = BTreeSet::new();
    for (kind, from) in Kind::ALL.iter().flat_map(|k| State::ALL.iter().map(move |s| (*k, *s))) {
        let stream = received(&chance, kind, on);
        let mut petition = Petition::replay(&stream).unwrap().unwrap();
        petition.state = from;
        for arrow in ARROWS.iter().filter(|a| a.from.contains(&from) && a.kinds.contains(&kind)) {
            let command = command(&chance, arrow.step, on);
            let Ok(events) = petition.decide(command, on, &laws) else { continue };
            for event in events {
                let record = record(&stream, event.to_fact());
                assert_eq!(Event::read(&record).unwrap(), event);
                kinds.insert(event.kind());
            }
        }
    }
    assert!(kinds.len() >= 20, "{kinds:?}");
}

#[test]
fn a_second_complaint_that_was_a_mistake_takes_no_other_with_it() {
    let (chance, on) = (Chance::seeded(4), date(2026, 8, 3));
    let mut stream = received(&chance, Kind::Complaint, on);
    let appealed = |second: &str| Event::Appealed { second: second.into(), note: None, on };
    let undone = || Event::AppealUndone { why: item(&chance), on };
    for (event, stands) in [
        (appealed("GL-0001-18"), Some("GL-0001-18")),
        (appealed("GL-0002-26"), Some("GL-0002-26")),
        (undone(), Some("GL-0001-18")),
        (undone(), None),
    ] {
        stream.records.push(record(&stream, event.to_fact()));
        let petition = Petition::replay(&stream).unwrap().unwrap();
        assert_eq!(petition.appealed.as_deref(), stands, "{event:?}");
    }
}

/// A petition after a command; `None` when the law or the state stands against it.
fn then(petition: &Petition, command: Command, on: Date, laws: &Laws) -> Option<Petition> {
    let events = petition.decide(command, on, laws).ok()?;
    let step = |before: Petition, event: &Event| {
        let (n, at) = (before.version + 1, Timestamp::UNIX_EPOCH);
        let record = store::loose::record(&before.id, n, event.to_fact(), at);
        before.after(event, &record)
    };
    Some(events.iter().fold(petition.clone(), step))
}

/// What tells one road from another: where it stands, what is owed, and what later steps ask for.
fn place(petition: &Petition) -> String {
    let owed: BTreeSet<&str> = open(petition).map(|debt| debt.rule.as_str()).collect();
    let (at, before) = (petition.state, petition.before);
    let (heard, held) = (petition.dialogue, petition.holder.is_some());
    format!("{at:?} {before:?} {owed:?} {heard:?} {held} {}", petition.appealed.is_some())
}

fn open(petition: &Petition) -> impl Iterator<Item = &Debt> {
    petition.debts.iter().filter(|debt| debt.is_open())
}

/// All the ways in which a petition of this kind can stand in each state, found by walking from its
/// receipt.
fn roads(kind: Kind, laws: &Laws) -> HashMap<State, Vec<Petition>> {
    let chance = Chance::seeded(1);
    let on = date(2026, 8, 3);
    let mut found: HashMap<State, Vec<Petition>> = HashMap::new();
    let first = received(&chance, kind, on);
    let mut front = vec![Petition::replay(&first).unwrap().unwrap()];
    let mut known = BTreeSet::new();
    while let Some(petition) = front.pop() {
        if petition.kind != kind || !known.insert(place(&petition)) {
            continue;
        }
        let steps: BTreeSet<&str> = petition.arrows().map(|arrow| arrow.step.word()).collect();
        for step in steps.into_iter().filter_map(Step::read) {
            let ways = ways(&chance, step, on).into_iter();
            front.extend(ways.filter_map(|command| then(&petition, command, on, laws)));
        }
        found.entry(petition.state).or_default().push(petition);
    }
    found
}

/// The commands of a step; several where what is owed depends on what is said.
fn ways(chance: &Chance, step: Step, on: Date) -> Vec<Command> {
    let term = |complex, remote| {
        let term = Term { complex, remote };
        Command::Term { term, why: item(chance) }
    };
    match step {
        Step::Classify => {
            let of = |kind: &Kind| Command::Classify {
                kind: *kind,
                matter: "water".into(),
                known: None,
            };
            Kind::ALL.iter().map(of).collect()
        }
        Step::Term => vec![term(true, false), term(false, true), term(true, true)],
        Step::Judge => {
            let said = |solved| Command::Judge { solved, words: None, heard: None };
            [Solved::Yes, Solved::No].map(said).into()
        }
        other => vec![plain(chance, other, on)],
    }
}

/// A command that is lawful wherever its step is.
fn plain(chance: &Chance, step: Step, on: Date) -> Command {
    match step {
        Step::Guide => {
            Command::Guide { note: item(chance), court: true, before: None, anew: false }
        }
        Step::Refuse => Command::Refuse { ground: "KN11.5".into(), note: None },
        Step::Appeal => Command::Appeal { second: "GL-0001-18".into(), note: None },
        Step::Decide => {
            let finding = Some(Finding::Right);
            Command::Decide { answer: item(chance), finding, looked: false }
        }
        Step::Verify => Command::Verify { result: item(chance), differs: false },
        Step::Dialogue => Command::Dialogue { outcome: Dialogue::Held, minutes: item(chance) },
        Step::Withdraw => Command::Withdraw { part: None },
        Step::Split => Command::Split { into: vec!["petition/a".into(), "petition/b".into()] },
        Step::Represent => Command::Represent { people: 6, speakers: 2, who: item(chance) },
        Step::Add => Command::Add { words: Some(item(chance)), files: Vec::new() },
        Step::Link => Command::Link {
            to: "petition/b".into(),
            code: "TT-0002-26".into(),
            how: Same::Duplicate,
            guided: false,
        },
        Step::Ask => Command::Ask { office: "20836-41".into(), words: item(chance), until: on },
        Step::Advise => Command::Advise { n: 1, words: item(chance) },
        other => command(chance, other, on),
    }
}

/// The debts that a step begins and ends on a petition, in all its ways: asked of the petition
/// itself. A clock that stops stands among those that end, and goes on among those that begin.
type Effect = (BTreeSet<String>, BTreeSet<String>);

fn effect(petition: &Petition, step: Step, laws: &Laws) -> Option<Effect> {
    let (chance, on) = (Chance::seeded(1), date(2026, 8, 3));
    // Late enough for what must wait: legal effect, the time of keeping.
    let on = match step {
        Step::CarryOut | Step::Destroy => on.saturating_add(3.years()),
        _ => on,
    };
    let ways = ways(&chance, step, on).into_iter();
    let afters: Vec<_> = ways.filter_map(|command| then(petition, command, on, laws)).collect();
    let (mut begins, mut ends) = Effect::default();
    for after in &afters {
        for debt in &after.debts {
            let before = petition.debts.iter().find(|old| old.n == debt.n && old.is_open());
            let name = match debt.rule.as_str() {
                "agreed" => "ngày hẹn · agreed day",
                rule => rule,
            };
            match before {
                None if debt.is_open() => {
                    begins.insert(name.to_owned());
                }
                Some(_) if !debt.is_open() => {
                    ends.insert(name.to_owned());
                }
                Some(old) if debt.stands_still() && !old.stands_still() => {
                    ends.insert(format!("{name} (tạm dừng · stands still)"));
                }
                Some(old) if old.stands_still() && !debt.stands_still() => {
                    begins.insert(format!("{name} (chạy tiếp · goes on)"));
                }
                _ => {}
            }
        }
    }
    (!afters.is_empty()).then_some((begins, ends))
}

fn table(laws: &Laws) -> String {
    let vi = web_words("vi");
    let mut text = String::from(
        "# Bước đi của một đơn · The lawful steps of a petition\n\n\
         Made from the table in `crates/check/petitions/src/petition/arrows.rs`; a test holds\n\
         it to the code. Each row: what may be done, from where, for which kinds, on which \
         article, by\nwhom, and which duty it begins or ends. Nothing outside this table \
         happens.\n\n",
    );
    text.push_str(testkit::steps::UNSETTLED_NOTE);
    text.push_str(
        "\n| việc · step | từ · from | loại · kind | căn cứ · article | ai · who \
         | mở hạn · begins | hết hạn · ends |\n\
         |---|---|---|---|---|---|---|\n",
    );
    let say = |of: &str, word: &str| {
        let key = format!("{of}-{}", word.replace('_', "-"));
        vi.get(&key).cloned().unwrap_or(key)
    };
    let roads: HashMap<Kind, _> =
        Kind::ALL.iter().map(|kind| (*kind, roads(*kind, laws))).collect();
    for arrow in ARROWS {
        let from = arrow.from.iter().filter(|from| arrow.kinds.iter().any(|k| from.is_of(*k)));
        let from: Vec<String> = from.map(|s| say("state", s.word())).collect();
        let kinds: Vec<String> = arrow.kinds.iter().map(|k| say("kind", k.word())).collect();
        let (mut opens, mut ends) = Effect::default();
        for kind in arrow.kinds {
            let from = arrow.from.iter().filter_map(|state| roads[kind].get(state));
            let mut walked = false;
            for petition in from.flatten() {
                if let Some((begun, ended)) = effect(petition, arrow.step, laws) {
                    opens.extend(begun);
                    ends.extend(ended);
                    walked = true;
                }
            }
            assert!(
                walked,
                "no road leads to {:?} of {kind:?}: its row would be silent",
                arrow.step
            );
        }
        let list = |of: BTreeSet<String>| match of.is_empty() {
            true => "–".to_owned(),
            false => of.into_iter().collect::<Vec<_>>().join(", "),
        };
        let on = date(2026, 8, 3);
        let article = article(arrow.rule, on, laws);
        writeln!(
            text,
            "| {} · `{}` | {} | {} | {article} | `{}` | {} | {} |",
            say("step", arrow.step.word()),
            arrow.step.word(),
            from.join(", "),
            kinds.join(", "),
            arrow.act,
            list(opens),
            list(ends),
        )
        .unwrap();
    }
    text
}

/// The article of a row with its rule, and whether it was held against the text of the law.
fn article(rule: Option<&str>, on: Date, laws: &Laws) -> String {
    let Some(rule) = rule else {
        return "không theo điều luật riêng · no article".to_owned();
    };
    let settled = laws.now().rulebook.in_force(rule, on).is_none_or(|rule| rule.is_settled());
    let mark = if settled { "" } else { testkit::steps::UNSETTLED };
    format!("{}{mark} (`{rule}`)", petitions::cite(laws, rule, on))
}

/// The words of `locales/`, read as plain lines: enough for names without variables.
fn web_words(lang: &str) -> HashMap<String, String> {
    let root = concat!(env!("CARGO_MANIFEST_DIR"), "/../../../locales");
    let text = std::fs::read_to_string(format!("{root}/{lang}/petitions.ftl")).unwrap();
    let lines = text.lines().filter_map(|line| line.split_once(" = "));
    lines.map(|(key, words)| (key.to_owned(), words.to_owned())).collect()
}

#[test]
fn the_table_that_jurists_read_is_the_one_that_the_program_follows() {
    testkit::steps::hold("steps.md", &table(&laws()));
}
