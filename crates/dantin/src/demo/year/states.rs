//! One letter for each place where a petition can stand, so that every page of a state has
//! something to show whatever the year's chance brought: each goes its way by the same acts as the
//! others, and stops where it is meant to stand today.

use accounts::Failure;
use jiff::ToSpan as _;
use jiff::civil::Date;
use kernel::Actor;
use petitions::desk::{self, Act, Guiding, Part, Person};
use petitions::kind::{AnswerBy, Channel, Finding, Kind, Lack, Solved};
use petitions::petition::{Command, State};
use units::Gazetteer;

use super::super::letters::{Letter, Letters};
use super::{Case, Plan, Stage, Who};

/// Where the letters stand today, each with its kind and how many days ago it came.
const STAND: &[(State, Kind, i64)] = &[
    (State::Destroyed, Kind::Feedback, 406),
    (State::CarriedOut, Kind::Complaint, 200),
    (State::Terminated, Kind::Complaint, 90),
    (State::Filed, Kind::Complaint, 80),
    (State::Refused, Kind::Complaint, 70),
    (State::Guided, Kind::Complaint, 60),
    (State::Withdrawn, Kind::Complaint, 55),
    (State::Forwarded, Kind::Feedback, 50),
    (State::Filed, Kind::Feedback, 45),
    (State::Suspended, Kind::Complaint, 40),
    (State::Decided, Kind::Complaint, 38),
    (State::Verified, Kind::Complaint, 30),
    (State::Sent, Kind::Feedback, 25),
    (State::Contested, Kind::Feedback, 20),
    (State::Accepted, Kind::Feedback, 12),
    (State::Joined, Kind::Feedback, 11),
    (State::Split, Kind::Feedback, 10),
    (State::Classified, Kind::Feedback, 6),
    (State::Received, Kind::Feedback, 3),
];

/// How many letters that makes: those above, and the two that the split one becomes.
pub(in super::super) const LETTERS: usize = STAND.len() + 2;

/// How many days ago the first of them came.
pub(in super::super) const SINCE: i64 = 410;

impl Stage<'_> {
    /// Puts them all into the diary.
    pub(super) fn plan_states(&mut self, letters: &Letters) {
        for (n, (state, kind, days)) in STAND.iter().enumerate() {
            let list = if kind.is_complaint() { &letters.complaint } else { &letters.letter };
            let place = self.cast(list[n % list.len()].clone(), *kind, *days);
            self.note(self.ago(*days), 8, place, Plan::File(place));
            if *kind == Kind::Complaint {
                self.complaint_to(*state, place, *days);
            } else {
                self.feedback_to(*state, place, *days);
            }
        }
    }

    /// One more letter, at the end of the list.
    fn cast(&mut self, letter: Letter, kind: Kind, days: i64) -> usize {
        let place = self.cases.len();
        let village = self.villages[place % self.villages.len()].clone();
        let person = Person {
            name: "Nguyễn Thị Ví Dụ".into(),
            phone: format!("0900 000 {:03}", place % 1000),
            address: format!("thôn {}", village.name),
            ..Person::default()
        };
        let channel = if place.is_multiple_of(4) { Channel::Paper } else { Channel::Desk };
        let (handler, filed) = (place % 2, self.ago(days));
        let stream = None;
        self.cases.push(Case { stream, letter, kind, village, person, channel, handler, filed });
        place
    }

    /// The working day that was so many days ago, or the last one before it.
    fn ago(&self, days: i64) -> Date {
        let law = self.app.store.laws();
        let calendar = &law.now().calendar;
        let mut day = self.last.checked_sub(days.days()).unwrap_or(self.last);
        while !calendar.is_working(day, calendar::CalendarKind::Office) {
            day = day.yesterday().unwrap_or(day);
        }
        day
    }

    fn feedback_to(&mut self, state: State, place: usize, days: i64) {
        let by = AnswerBy::Sms;
        match state {
            State::Received => return,
            State::Split => {
                self.note(self.ago(days - 2), 9, place, Plan::Split(place));
                return;
            }
            State::Joined => {
                // The letter before it is the case that leads.
                self.note(self.ago(days - 2), 9, place, Plan::Join(place, place - 1));
                return;
            }
            _ => self.classify_and_assign(place, self.ago(days - 2)),
        }
        let next = self.ago(days - 4);
        let act = match state {
            State::Forwarded => {
                Act::Forward("Việc của Xí nghiệp cấp nước khu vực; xã đã chuyển đơn.".into())
            }
            State::Filed | State::Destroyed => Act::Plain(Command::File { lack: Lack::Illegible }),
            State::Accepted | State::Sent | State::Contested => Act::Plain(Command::Accept),
            _ => return,
        };
        self.act(place, next, 9, act, Who::Leader);
        if state == State::Destroyed {
            // The year of keeping is over.
            self.note(self.ago(20), 9, place, Plan::Destroy(place));
        }
        if matches!(state, State::Sent | State::Contested) {
            let answer = self.fill(place, &self.cases[place].letter.answer.clone());
            self.act(place, self.ago(days - 8), 10, Act::Decide(answer, None, false), Who::Leader);
            let send = Act::Plain(Command::Send { by, looked: false });
            self.act(place, self.ago(days - 8), 15, send, Who::Reception);
        }
        if state == State::Contested {
            let said = Act::Judge(Solved::No, "Vẫn như cũ, chưa thấy ai đến.".into());
            self.act(place, self.ago(days - 12), 19, said, Who::Asker);
        }
    }

    fn complaint_to(&mut self, state: State, place: usize, days: i64) {
        self.classify_and_assign(place, self.ago(days - 2));
        let next = self.ago(days - 5);
        let first = match state {
            State::Filed => Act::Plain(Command::File { lack: Lack::Illegible }),
            State::Refused => Act::Refuse("KN11.5".into(), String::new()),
            State::Guided => Act::Guide(
                "Quyết định do Ủy ban nhân dân tỉnh ban hành: ông/bà gửi khiếu nại đến Chủ tịch \
                 Ủy ban nhân dân tỉnh, kèm bản sao quyết định."
                    .into(),
                Guiding::default(),
            ),
            _ => Act::Plain(Command::Accept),
        };
        self.act(place, next, 9, first, Who::Leader);
        let then = self.ago(days - 12);
        match state {
            State::Suspended => {
                let why = "Chờ kết quả đo đạc của Văn phòng đăng ký đất đai.";
                self.act(place, then, 10, Act::Suspend(why.into()), Who::Leader);
            }
            State::Terminated => {
                let why = "Người khiếu nại rút đơn bằng văn bản, có chữ ký.";
                self.act(place, then, 10, Act::Terminate(why.into()), Who::Leader);
            }
            State::Withdrawn => {
                self.act(place, then, 10, Act::Withdraw(String::new()), Who::Reception);
            }
            State::Verified | State::Decided | State::CarriedOut => {
                let result = self.cases[place].letter.result.clone();
                self.act(place, then, 14, Act::Verify(result, false), Who::Handler);
            }
            _ => {}
        }
        if matches!(state, State::Decided | State::CarriedOut) {
            // One was signed the working day before today; the other long ago.
            let day = if state == State::Decided { self.ago(1) } else { self.ago(days - 25) };
            let answer = self.fill(place, &self.cases[place].letter.answer.clone());
            let decide = Act::Decide(answer, Some(Finding::Right), false);
            self.act(place, day, 10, decide, Who::Leader);
        }
        if state == State::CarriedOut {
            let send = Act::Plain(Command::Send { by: AnswerBy::Post, looked: false });
            self.act(place, self.ago(days - 26), 15, send, Who::Reception);
            // After the time in which a second complaint keeps the decision from taking effect.
            let how = "Đã điều chỉnh hồ sơ và chi trả phần còn thiếu.";
            let carried = Act::CarryOut(how.into(), false);
            self.act(place, self.ago(days - 70), 10, carried, Who::Leader);
        }
    }

    /// Splits a letter with two matters into one for each.
    pub(super) async fn split(&mut self, place: usize) -> Result<(), Failure> {
        let Some(stream) = self.cases[place].stream.clone() else { return Ok(()) };
        let Some(letter) = desk::read(&self.app.store, &stream).await? else { return Ok(()) };
        let part = |matter: &str, words: &str| Part {
            kind: Kind::Feedback,
            matter: matter.into(),
            words: words.into(),
        };
        let parts = vec![
            part("roads", "Đường vào thôn bị sụt một đoạn, đề nghị xã cho vá."),
            part("water", "Nước máy yếu vào buổi chiều, đề nghị kiểm tra đường ống."),
        ];
        let unit = Gazetteer::shared().current(self.unit);
        let letters = unit.map(|unit| unit.short_prefix()).unwrap_or_default();
        let actor = Actor::Account(self.officers.reception);
        desk::split(&self.app.store, &actor, letter, &letters, parts).await.map(drop)
    }

    /// Destroys a letter that was filed and kept for its time.
    pub(super) async fn destroy(&mut self, place: usize) -> Result<(), Failure> {
        let Some(stream) = self.cases[place].stream.clone() else { return Ok(()) };
        let Some(letter) = desk::read(&self.app.store, &stream).await? else { return Ok(()) };
        let actor = Actor::Account(self.officers.leader);
        desk::destroy(&self.app.store, &actor, letter).await.map(drop)
    }
}
