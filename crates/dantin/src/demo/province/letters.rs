//! The letters of complaint and the denunciations: each goes to its end, so that nothing of years
//! long past is owed today. Of a denunciation there are a number and days, as the register has
//! nothing else.

use std::collections::BTreeMap;
use std::sync::Arc;

use accounts::Failure;
use jiff::civil::Date;
use kernel::{Actor, Id};
use petitions::desk::{self, Act, Filing, More, Person};
use petitions::kind::{AnswerBy, Channel, Finding, Kind};
use petitions::petition::Command;

use super::super::denunciations::{CONCLUDED, Course, FORWARDED, WITHDRAWN, enter};
use super::pace::Story;
use super::{OVER, Place, Stage, YEARS};

/// One story for each letter of complaint, and one for the register of denunciations of each unit.
pub fn stories(stage: &Arc<Stage>, levels: &[Vec<Place>; 3]) -> Vec<Story> {
    let mut stories: Vec<Story> = Vec::new();
    let mut register: BTreeMap<String, Vec<Date>> = BTreeMap::new();
    for figures in &YEARS {
        let days = stage.days(figures.year);
        let day = |n: usize, of: usize| days[n * days.len() / of];
        for n in 0..figures.complaints {
            let (stage, place) = (stage.clone(), whose(levels, n).clone());
            let on = day(n, figures.complaints);
            stories.push(Box::pin(async move { complaint(&stage, &place, on, n).await }));
        }
        for n in 0..figures.denunciations {
            let on = day(n, figures.denunciations);
            register.entry(whose(levels, n).code.clone()).or_default().push(on);
        }
    }
    stories.extend(register.into_iter().map(|(unit, days)| {
        let stage = stage.clone();
        Box::pin(async move { denunciations(&stage, &unit, days).await }) as Story
    }));
    stories
}

/// Whom a letter goes to: one in ten to the province, four to a district, five to a commune.
fn whose(levels: &[Vec<Place>; 3], n: usize) -> &Place {
    let level = &levels[[0, 1, 1, 1, 1, 2, 2, 2, 2, 2][n % 10]];
    &level[n * 7 % level.len()]
}

/// A complaint from receipt to its decision in the sender's hands; one in seven is not accepted.
async fn complaint(stage: &Stage, place: &Place, on: Date, n: usize) -> Result<(), Failure> {
    let (store, officers) = (&stage.app.store, &stage.officers);
    let letter = &stage.letters.complaint[n % stage.letters.complaint.len()];
    let text = |words: &str| words.replace("{village}", "Mẫu");
    let names = &stage.letters;
    let family = &names.families[n % names.families.len()];
    let given = &names.given[n % names.given.len()];
    let filing = Filing {
        kind: Kind::Complaint,
        unit: place.code.clone(),
        letters: place.letters.clone(),
        matter: letter.matter.clone(),
        village: String::new(),
        channel: Channel::Desk,
        answer_by: AnswerBy::Post,
        words: text(&letter.text),
        place: String::new(),
        person: Person {
            name: format!("{family} {given}"),
            address: "thôn Mẫu".to_owned(),
            ..Person::default()
        },
        more: More::default(),
    };
    stage.until(on, 9).await;
    let clerk = Actor::Account(officers.reception);
    let filed = desk::file(store, &clerk, filing, None).await?;
    let (leader, handler) = (officers.leader, officers.handlers[n % 2]);
    let (kind, matter) = (Kind::Complaint, letter.matter.clone());
    let classify = Command::Classify { kind, matter, known: None };
    let mut course: Vec<(i64, Id, Act)> = vec![
        (1, officers.reception, Act::Plain(classify)),
        (1, leader, Act::Plain(Command::Assign { to: handler })),
    ];
    if n % 7 == 6 {
        course.push((4, leader, Act::Refuse("KN11.5".to_owned(), String::new())));
    } else {
        let finding = [Finding::Right, Finding::Partly, Finding::Wrong][n % 3];
        let send = Command::Send { by: AnswerBy::Post, looked: false };
        course.extend([
            (5, leader, Act::Plain(Command::Accept)),
            (18, handler, Act::Verify(text(&letter.result), false)),
            (25, leader, Act::Decide(text(&letter.answer), Some(finding), false)),
            (26, officers.reception, Act::Plain(send)),
        ]);
    }
    for (days, who, act) in course {
        stage.until(stage.after(on, days), 10).await;
        let read = desk::read(store, &filed.petition.id).await?;
        let read = read.ok_or_else(|| Failure::bug("a letter is gone"))?;
        let seen = read.petition.version;
        desk::act(store, &Actor::Account(who), read, seen, act).await?;
    }
    Ok(())
}

/// What one unit entered in both years, typed when all of it was over.
async fn denunciations(stage: &Stage, unit: &str, days: Vec<Date>) -> Result<(), Failure> {
    const COURSES: [Course; 4] = [CONCLUDED, FORWARDED, CONCLUDED, WITHDRAWN];
    stage.until(OVER, 9).await;
    let leader = Actor::Account(stage.officers.leader);
    for (slot, on) in (1..).zip(days) {
        let course = COURSES[slot as usize % COURSES.len()];
        enter(&stage.app, &leader, unit, (on, slot), course).await?;
    }
    Ok(())
}
