//! The dialogues of leaders with people: announced, held, agreed upon and made public, each with
//! one question and its answer.

use std::sync::Arc;

use accounts::Failure;
use jiff::civil::Date;
use kernel::Actor;
use meetings::desk::{self, Asked, Line};
use meetings::dialogue::Command;
use meetings::kind::{Cause, Media, Role, Side, Way};

use super::super::meetings::{act, known, plan, said};
use super::super::receptions::SAID;
use super::pace::Story;
use super::{Place, Stage, YEARS};

/// One story for each dialogue, in turn among the units of its level.
pub fn stories(stage: &Arc<Stage>, levels: &[Vec<Place>; 3]) -> Vec<Story> {
    let mut stories: Vec<Story> = Vec::new();
    for figures in &YEARS {
        let days = stage.days(figures.year);
        for (level, count) in levels.iter().zip(figures.dialogues) {
            for n in 0..count {
                let (stage, unit) = (stage.clone(), level[n % level.len()].code.clone());
                // No unit has two on one day: its turns lie apart.
                let on = days[n * 37 % days.len()];
                stories.push(Box::pin(async move { held(&stage, &unit, on, n).await }));
            }
        }
    }
    stories
}

async fn held(stage: &Stage, unit: &str, on: Date, n: usize) -> Result<(), Failure> {
    let (app, officers) = (&stage.app, &stage.officers);
    let (clerk, leader) = (Actor::Account(officers.reception), Actor::Account(officers.leader));
    let notice = stage.after(on, -16);
    let (matter, asked) = SAID[n % SAID.len()];
    stage.until(notice, 9).await;
    let about = ("Hội trường (mô phỏng)", "Những việc dân đang quan tâm (mô phỏng)");
    let cause = if n.is_multiple_of(3) { Cause::Needed } else { Cause::Yearly };
    let key = desk::plan(&app.store, &clerk, &plan(unit, on, cause, about)).await?;
    let media = vec![Media::Portal, Media::Radio];
    act(app, &clerk, &key, Asked::Plain(Command::Announce(notice, media))).await?;
    stage.until(on, 8).await;
    act(app, &clerk, &key, Asked::Plain(Command::Open)).await?;
    let line = Line {
        of: None,
        said: said(Way::Room, matter, asked),
        answer: Some((Role::Chair, "Cơ quan ghi nhận và trả lời tại chỗ.".to_owned())),
        promise: None,
        owner_unit: None,
    };
    let dialogue = known(app, &key).await?.it;
    desk::write(&app.store, &clerk, &dialogue, &line, app.store.new_id()).await?;
    stage.until(on, 11).await;
    let attended = 40 + (n as u32 * 13) % 120;
    act(app, &clerk, &key, Asked::Plain(Command::Close(attended))).await?;
    let words = "Các ý kiến đã được trả lời tại hội nghị (mô phỏng).".to_owned();
    act(app, &leader, &key, Asked::Conclude(words)).await?;
    for side in Side::ALL {
        act(app, &leader, &key, Asked::Plain(Command::Agree(*side))).await?;
    }
    let told = stage.after(on, 6);
    stage.until(told, 9).await;
    let media = vec![Media::Portal, Media::Posted];
    act(app, &leader, &key, Asked::Publish(told, media, String::new())).await
}
