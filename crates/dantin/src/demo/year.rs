//! A year of work: letters come in, officers do what they would do, some of it late.

use std::collections::BTreeMap;
use std::sync::Arc;

use accounts::{App, Failure};
use jiff::ToSpan as _;
use jiff::civil::Date;
use kernel::{Actor, Chance, Clock};
use petitions::desk::{self, Act, Filing, More, Person};
use petitions::kind::{AnswerBy, Channel, Finding, Kind, Lack, Solved};
use petitions::petition::{Command, TOO_LATE};
use units::Gazetteer;
use units::local::{self, NewUnits};

mod rarer;
pub(super) mod states;

use super::letters::{Letter, Letters};
use super::{Officers, at, worked};

/// What is to happen on a day, in the order of hours.
enum Plan {
    File(usize),
    Join(usize, usize),
    Split(usize),
    Destroy(usize),
    Do(usize, Box<Act>, Who),
}

#[derive(Clone, Copy)]
enum Who {
    Reception,
    Handler,
    Leader,
    Asker,
}

/// A village of the commune: its code, and its name without the type.
#[derive(Clone)]
struct Village {
    code: String,
    name: String,
}

struct Case {
    stream: Option<String>,
    letter: Letter,
    kind: Kind,
    village: Village,
    person: Person,
    channel: Channel,
    handler: usize,
    filed: Date,
}

/// The letters and the chance of one demonstration: seeded, so that every one looks alike.
struct Stage<'a> {
    app: &'a Arc<App>,
    officers: &'a Officers,
    unit: &'a str,
    chance: Chance,
    villages: Vec<Village>,
    /// Codes of offices that can be asked.
    offices: Vec<String>,
    cases: Vec<Case>,
    diary: BTreeMap<(Date, i8, i8, usize), Plan>,
    last: Date,
}

/// Plays `count` petitions between two days.
pub async fn play(
    app: &Arc<App>,
    clock: &Clock,
    officers: &Officers,
    unit: &str,
    count: usize,
    (first, last): (Date, Date),
) -> Result<(), Failure> {
    let letters = Letters::read().map_err(Failure::bug)?;
    let villages = villages(app, officers, unit, &letters.villages).await?;
    let mut stage = Stage {
        app,
        officers,
        unit,
        chance: Chance::seeded(2026),
        villages,
        offices: offices(app, officers, unit).await?,
        cases: Vec::new(),
        diary: BTreeMap::new(),
        last,
    };
    // A handful of letters, for a test that wants few, is a year's chance alone.
    let scripted = count >= states::LETTERS;
    let count = if scripted { count - states::LETTERS } else { count };
    for n in 0..count {
        stage.plan(&letters, n, count, first);
    }
    if scripted {
        stage.plan_states(&letters);
    }
    while let Some(((day, hour, minute, _), plan)) = stage.diary.pop_first() {
        clock.set(at(day, hour, minute));
        stage.perform(plan).await?;
    }
    Ok(())
}

/// Places that people name when they say where something is.
const LANDMARKS: [&str; 3] = ["Chợ Mẫu", "Trường Tiểu học Ví Dụ", "Nhà văn hóa xã"];

/// Adds the villages and landmarks, as the commune's leader would before the first letter comes.
async fn villages(
    app: &App,
    officers: &Officers,
    unit: &str,
    names: &[String],
) -> Result<Vec<Village>, Failure> {
    let landmarks = NewUnits {
        parent: unit.to_owned(),
        kind: local::Kind::Landmark,
        names: LANDMARKS.map(str::to_owned).to_vec(),
        from: app.store.clock().today(),
    };
    local::add(&app.store, &Actor::Account(officers.leader), &landmarks).await?;
    let new = NewUnits {
        parent: unit.to_owned(),
        kind: local::Kind::Village,
        names: names.iter().map(|name| format!("Thôn {name}")).collect(),
        from: app.store.clock().today(),
    };
    let codes = local::add(&app.store, &Actor::Account(officers.leader), &new).await?;
    let village = |(code, name): (String, &String)| Village { code, name: name.clone() };
    Ok(codes.into_iter().zip(names).map(village).collect())
}

/// Adds the offices that can be asked for their part.
async fn offices(app: &App, officers: &Officers, unit: &str) -> Result<Vec<String>, Failure> {
    let new = NewUnits {
        parent: unit.to_owned(),
        kind: local::Kind::Office,
        names: rarer::OFFICES.map(str::to_owned).to_vec(),
        from: app.store.clock().today(),
    };
    Ok(local::add(&app.store, &Actor::Account(officers.leader), &new).await?)
}

impl Stage<'_> {
    fn below(&self, bound: usize) -> usize {
        self.chance.below(bound as u64) as usize
    }

    fn pick<'l, T>(&self, list: &'l [T]) -> &'l T {
        &list[self.below(list.len())]
    }

    /// Thinks out one letter. The last weeks are denser, so that the inbox is alive.
    fn plan(&mut self, letters: &Letters, n: usize, count: usize, first: Date) {
        let days = 364 - 2;
        let spread = n * days / count.max(1) + self.below(3);
        let spread = if n.is_multiple_of(6) { days - self.below(25) } else { spread };
        let day = first.checked_add((spread as i64).days()).unwrap_or(first);
        let is_complaint = self.below(9) == 0;
        let list = if is_complaint { &letters.complaint } else { &letters.letter };
        let letter = self.pick(list).clone();
        let village = self.pick(&self.villages).clone();
        let name = format!("{} {}", self.pick(&letters.families), self.pick(&letters.given));
        let channel = [Channel::Page, Channel::Page, Channel::Desk, Channel::Api][self.below(4)];
        // Of what the desk takes in, one in three came as a letter on paper.
        let paper = channel == Channel::Desk && n.is_multiple_of(3);
        let channel = if paper { Channel::Paper } else { channel };
        let named = is_complaint || self.below(3) > 0;
        let phone = format!("0900 000 {:03}", self.below(1000));
        let person = match named {
            true => Person {
                name,
                phone,
                address: format!("thôn {}", village.name),
                email: String::new(),
            },
            false => Person::default(),
        };
        let kind = if is_complaint { Kind::Complaint } else { Kind::Feedback };
        let handler = self.below(2);
        let filed = day;
        let case = Case { stream: None, letter, kind, village, person, channel, handler, filed };
        let place = self.cases.len();
        self.cases.push(case);
        let hour = 7 + self.below(10) as i8;
        self.note(day, hour, place, Plan::File(place));
        if self.plan_again(place, day) {
            return;
        }
        match is_complaint {
            true => self.plan_complaint(place, day),
            false => self.plan_feedback(place, day),
        }
    }

    /// Puts an act into the diary, on a working day, at an hour of work; later than today is not
    /// done yet.
    fn note(&mut self, day: Date, hour: i8, place: usize, plan: Plan) {
        if day > self.last || (day == self.last && hour > 8) {
            return;
        }
        let minute = (place % 60) as i8;
        let turn = self.diary.len();
        self.diary.insert((day, hour, minute, turn), plan);
    }

    fn later(&self, from: Date, days: usize) -> Date {
        worked(self.app, from.checked_add((days as i64).days()).unwrap_or(from))
    }

    fn plan_feedback(&mut self, place: usize, received: Date) {
        let classified = self.later(received, 1 + self.below(2));
        self.classify_and_assign(place, classified);
        match self.below(14) {
            0 => {
                let note = "Việc này thuộc Xí nghiệp cấp nước khu vực. Xã đã chuyển đơn \
                            và báo nơi nhận.";
                let act = Act::Forward(note.into());
                self.act(place, self.later(classified, 1), 10, act, Who::Leader);
            }
            1 => {
                let act = Act::Plain(Command::File { lack: Lack::Illegible });
                self.act(place, self.later(classified, 1), 10, act, Who::Leader);
            }
            _ => self.plan_answer(place, classified),
        }
    }

    fn plan_answer(&mut self, place: usize, classified: Date) {
        let accepted = self.later(classified, 1);
        self.act(place, accepted, 9, Act::Plain(Command::Accept), Who::Leader);
        self.plan_question(place, accepted);
        // One in nine takes too long: a demonstration without late cases would be a lie.
        let takes = if self.below(9) == 0 { 12 + self.below(12) } else { 2 + self.below(7) };
        let decided = self.later(accepted, takes);
        let answer = self.fill(place, &self.cases[place].letter.answer.clone());
        self.act(place, decided, 15, Act::Decide(answer, None, false), Who::Leader);
        let sent = self.later(decided, self.below(2));
        self.send_and_hear(place, sent, 16);
    }

    fn plan_complaint(&mut self, place: usize, received: Date) {
        let classified = self.later(received, 1 + self.below(3));
        self.classify_and_assign(place, classified);
        if self.below(7) == 0 {
            let ground = if self.below(2) == 0 { "KN11.5" } else { TOO_LATE };
            if ground == TOO_LATE {
                // Learned of so long before the letter came that the time for it was over.
                let known = received.checked_sub(120.days()).ok();
                let (kind, matter) = (self.cases[place].kind, &self.cases[place].letter.matter);
                let written = Command::Classify { kind, matter: matter.clone(), known };
                self.act(place, classified, 12, Act::Plain(written), Who::Reception);
            }
            let act = Act::Refuse(ground.into(), String::new());
            self.act(place, self.later(classified, 3), 10, act, Who::Leader);
            return;
        }
        let accepted = self.later(classified, 2 + self.below(6));
        self.act(place, accepted, 9, Act::Plain(Command::Accept), Who::Leader);
        let verified = self.later(accepted, 10 + self.below(8));
        let result = self.cases[place].letter.result.clone();
        let differs = self.plan_on_the_way(place, accepted, verified);
        self.act(place, verified, 14, Act::Verify(result, differs), Who::Handler);
        let decided = self.later(verified, 4 + self.below(12));
        let answer = self.fill(place, &self.cases[place].letter.answer.clone());
        let finding = [Finding::Right, Finding::Partly, Finding::Partly, Finding::Wrong];
        let finding = finding[self.below(4)];
        self.act(place, decided, 10, Act::Decide(answer, Some(finding), false), Who::Leader);
        self.send_and_hear(place, self.later(decided, 1), 15);
    }

    fn classify_and_assign(&mut self, place: usize, day: Date) {
        let case = &self.cases[place];
        let (kind, matter) = (case.kind, case.letter.matter.clone());
        let command = Command::Classify { kind, matter, known: None };
        let to = self.officers.handlers[case.handler];
        self.act(place, day, 8, Act::Plain(command), Who::Reception);
        self.act(place, day, 11, Act::Plain(Command::Assign { to }), Who::Leader);
    }

    fn send_and_hear(&mut self, place: usize, day: Date, hour: i8) {
        let by = match self.cases[place].person.is_empty() {
            true => AnswerBy::Oneself,
            false => AnswerBy::Sms,
        };
        self.act(place, day, hour, Act::Plain(Command::Send { by, looked: false }), Who::Reception);
        let heard = self.later(day, 2 + self.below(9));
        let said = match self.below(10) {
            0..=4 => Act::Judge(Solved::Yes, String::new()),
            5 => Act::Judge(Solved::Partly, "Còn một đoạn cuối chưa làm xong.".into()),
            6 => Act::Judge(Solved::No, "Vẫn như cũ, chưa thấy ai đến.".into()),
            _ => return,
        };
        self.act(place, heard, 19, said, Who::Asker);
        // Who says no is answered once more; for others this act's turn never comes.
        let again = self.later(heard, 3 + self.below(6));
        let answer = "Xã đã cho người đến xem lại và làm nốt phần còn thiếu.";
        self.act(place, again, 10, Act::Decide(answer.into(), None, false), Who::Leader);
        self.act(place, again, 15, Act::Plain(Command::Send { by, looked: false }), Who::Reception);
    }

    fn act(&mut self, place: usize, day: Date, hour: i8, act: Act, who: Who) {
        self.note(day, hour, place, Plan::Do(place, Box::new(act), who));
    }

    fn fill(&self, place: usize, text: &str) -> String {
        text.replace("{village}", &self.cases[place].village.name)
    }

    async fn perform(&mut self, plan: Plan) -> Result<(), Failure> {
        match plan {
            Plan::File(place) => self.file(place).await,
            Plan::Join(place, lead) => self.join(place, lead).await,
            Plan::Split(place) => self.split(place).await,
            Plan::Destroy(place) => self.destroy(place).await,
            Plan::Do(place, act, who) => self.perform_act(place, *act, who).await,
        }
    }

    async fn file(&mut self, place: usize) -> Result<(), Failure> {
        let case = &self.cases[place];
        let unit = Gazetteer::shared()
            .current(self.unit)
            .ok_or_else(|| Failure::bug(format!("there is no unit {}", self.unit)))?;
        let filing = Filing {
            kind: case.kind,
            unit: self.unit.to_owned(),
            letters: unit.short_prefix(),
            matter: case.letter.matter.clone(),
            village: case.village.code.clone(),
            channel: case.channel,
            answer_by: if case.person.is_empty() { AnswerBy::Oneself } else { AnswerBy::Sms },
            words: self.fill(place, &case.letter.text),
            place: format!("thôn {}", case.village.name),
            person: case.person.clone(),
            more: More::default(),
        };
        let actor = match case.channel {
            Channel::Desk | Channel::Paper => Actor::Account(self.officers.reception),
            _ => Actor::Resident,
        };
        let filed = desk::file(&self.app.store, &actor, filing, None).await?;
        self.cases[place].stream = Some(filed.petition.id);
        Ok(())
    }

    async fn perform_act(&mut self, place: usize, act: Act, who: Who) -> Result<(), Failure> {
        let case = &self.cases[place];
        let Some(stream) = case.stream.clone() else { return Ok(()) };
        let actor = match who {
            Who::Reception => Actor::Account(self.officers.reception),
            Who::Handler => Actor::Account(self.officers.handlers[case.handler]),
            Who::Leader => Actor::Account(self.officers.leader),
            Who::Asker => Actor::Resident,
        };
        let Some(read) = desk::read(&self.app.store, &stream).await? else { return Ok(()) };
        let seen = read.petition.version;
        // An act whose turn never came (the step before it lies after today) is left undone.
        match desk::act(&self.app.store, &actor, read, seen, act).await {
            Err(failure) if failure.refusal().is_none() => Err(failure),
            _ => Ok(()),
        }
    }
}
