//! What only some letters of the year go through: longer ceilings, dialogues, waiting for another
//! body, withdrawal, questions to other offices, letters of a matter that was brought before.

use accounts::Failure;
use jiff::ToSpan as _;
use jiff::civil::Date;
use kernel::Actor;
use petitions::desk::{self, Act};
use petitions::kind::{Dialogue, Same, Term};
use petitions::petition::Command;

use super::{Plan, Stage, Who};

/// Offices of the commune that can be asked.
pub(super) const OFFICES: [&str; 2] = ["Phòng Kinh tế", "Trung tâm Phục vụ hành chính công"];

impl Stage<'_> {
    /// What happens to a complaint between acceptance and verification; whether the result will
    /// still differ from what is asked.
    pub(super) fn plan_on_the_way(&mut self, place: usize, accepted: Date, verified: Date) -> bool {
        match self.below(6) {
            0 => {
                let term = Term { complex: true, remote: false };
                let why = "Hai thửa đất, ba bản đồ khác nhau, phải đo lại.";
                let day = self.later(accepted, 2);
                self.act(place, day, 10, Act::Term(term, why.into()), Who::Leader);
                false
            }
            1 => {
                let why = "Chờ kết quả đo đạc của Văn phòng đăng ký đất đai.";
                let day = self.later(accepted, 3);
                self.act(place, day, 10, Act::Suspend(why.into()), Who::Leader);
                let day = self.later(day, 6);
                self.act(place, day, 9, Act::Plain(Command::Resume), Who::Leader);
                false
            }
            2 => {
                let who = "Ông Mẫu Một và bà Mẫu Hai, theo giấy cử đại diện.";
                let day = self.later(accepted, 1);
                self.act(place, day, 9, Act::Represent(8, 2, who.into()), Who::Reception);
                false
            }
            3 => {
                let minutes = "Hai bên cùng xem bản đồ; thống nhất diện tích, chưa thống nhất giá.";
                let day = self.later(verified, 2);
                let act = Act::Dialogue(Dialogue::Held, minutes.into());
                self.act(place, day, 10, act, Who::Handler);
                true
            }
            4 if self.below(2) == 0 => {
                let day = self.later(accepted, 4);
                self.act(place, day, 15, Act::Withdraw(String::new()), Who::Reception);
                false
            }
            _ => false,
        }
    }

    /// Now and then another office is asked; one in three of them does not answer.
    pub(super) fn plan_question(&mut self, place: usize, accepted: Date) {
        if self.offices.is_empty() || self.below(10) > 0 {
            return;
        }
        let office = self.pick(&self.offices).clone();
        let until = self.later(accepted, 4);
        let ask =
            Act::Ask(office, until, "Xin cho biết việc này đã có trong kế hoạch chưa.".into());
        self.act(place, self.later(accepted, 1), 14, ask, Who::Handler);
        if self.below(3) > 0 {
            let advice = Act::Advise(1, "Đã có trong kế hoạch quý này, đang chờ bố trí.".into());
            self.act(place, self.later(accepted, 3), 14, advice, Who::Handler);
        }
        let note = Act::Note("Đã gọi trưởng thôn, hẹn sáng thứ Năm đi xem.".into());
        self.act(place, self.later(accepted, 2), 9, note, Who::Handler);
    }

    /// One feedback in twelve says again what another of the last weeks said: it is joined to
    /// that case.
    pub(super) fn plan_again(&mut self, place: usize, day: Date) -> bool {
        if place == 0 || self.cases[place].kind.is_complaint() || self.below(12) > 0 {
            return false;
        }
        let before = self.cases[..place].iter().rposition(|case| {
            !case.kind.is_complaint() && case.filed < day && case.filed + 30.days() > day
        });
        let Some(lead) = before else { return false };
        let (letter, village) = (&self.cases[lead].letter, &self.cases[lead].village);
        (self.cases[place].letter, self.cases[place].village) = (letter.clone(), village.clone());
        self.note(self.later(day, 1), 9, place, Plan::Join(place, lead));
        true
    }

    pub(super) async fn join(&mut self, place: usize, lead: usize) -> Result<(), Failure> {
        let streams = (self.cases[place].stream.clone(), self.cases[lead].stream.clone());
        let (Some(stream), Some(lead)) = streams else { return Ok(()) };
        let store = &self.app.store;
        let read = (desk::read(store, &stream).await?, desk::read(store, &lead).await?);
        let (Some(letter), Some(lead)) = read else { return Ok(()) };
        let actor = Actor::Account(self.officers.reception);
        let code = lead.petition.received.code;
        match desk::link(store, &actor, letter, &code, Same::Duplicate).await {
            Err(failure) if failure.refusal().is_none() => Err(failure),
            _ => Ok(()),
        }
    }
}
