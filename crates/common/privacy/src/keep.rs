//! How long what is held stays: the rules of keeping, what stands in the way of an erasure today,
//! and what becomes of that which is over. The numbers are in `rules/du-lieu.toml`; which of them a
//! person has to apply is here.

use accounts::Failure;
use jiff::civil::Date;
use kernel::{Actor, Id};
use rulebook::Law;
use store::{Change, Store, Stream};

use crate::held::{Held, Holdings, Item, Kept};
use crate::store::{self as sql, MOST, Over};

/// Names and words of feedback.
pub const FEEDBACK: &str = "LUU.feedback";
/// Files of complaints.
pub const COMPLAINT: &str = "LUU.complaint";
/// The register of receptions.
pub const VISIT: &str = "LUU.visit";
/// The roll of a village meeting.
pub const ROLL: &str = "LUU.roll";
/// Contacts of those who wanted to be told.
pub const CONTACT: &str = "LUU.contact";
/// Officers whose accounts are closed.
pub const ACCOUNT: &str = "LUU.account";
/// Requests about data.
pub const REQUEST: &str = "LUU.request";
/// Filed letters, which have a page of their own.
pub const FILED: &str = "DON.store";
/// The ground on which words stay as long as their matter is open.
pub const OPEN: &str = "LUU.open";

/// Who lets go of what is over.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum By {
    /// The task, by itself.
    Task,
    /// A leader, from the list.
    Leader,
    /// A leader, on the page of filed letters.
    Letters,
}

/// Every rule of keeping, with who applies it, in the order of the page.
pub const RULES: &[(&str, By)] = &[
    (FEEDBACK, By::Task),
    (CONTACT, By::Task),
    (REQUEST, By::Task),
    (ACCOUNT, By::Task),
    (COMPLAINT, By::Leader),
    (VISIT, By::Leader),
    (ROLL, By::Leader),
    (FILED, By::Letters),
];

/// Who lets go of what is over by a rule: a number that nobody has confirmed destroys nothing by
/// itself, a leader looks at it first.
pub fn who(law: &Law, (rule, by): (&str, By), today: Date) -> By {
    let settled = law.rulebook.in_force(rule, today).is_some_and(rulebook::Rule::is_settled);
    if by == By::Task && !settled { By::Leader } else { by }
}

/// Whether an item may go today.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Stand {
    /// It may.
    Free,
    /// A rule keeps it: until the end of its matter, or until a day.
    Kept(&'static str, Option<Date>),
}

/// Whether the law lets an item go on a day.
pub fn stand(item: &Item, held: &Held, law: &Law, today: Date) -> Stand {
    let (rule, ended) = match (item.kept, held.ended_on) {
        (Kept::No, _) | (Kept::Open(_), Some(_)) => return Stand::Free,
        (Kept::Open(rule) | Kept::Term(rule), None) => return Stand::Kept(rule, None),
        (Kept::Term(rule), Some(ended)) => (rule, ended),
    };
    match until(law, rule, ended, today) {
        Some(until) if until < today => Stand::Free,
        until => Stand::Kept(rule, until),
    }
}

/// The last day of a time of keeping, by the rule as it is law today: what was closed before the
/// rule came is kept by it too. `None` when it is no law today.
pub fn until(law: &Law, rule: &str, ended: Date, today: Date) -> Option<Date> {
    let years = i64::from(law.rulebook.in_force(rule, today)?.value?);
    let span = jiff::Span::new().try_years(years).ok()?;
    ended.checked_add(span).ok()
}

fn is_over(law: &Law, rule: &str, ended: Date, today: Date) -> bool {
    until(law, rule, ended, today).is_some_and(|until| until < today)
}

/// The matters whose time is over by a rule, the oldest first: of all units, or of one.
///
/// # Errors
/// When the database does not answer.
pub async fn over(
    store: &Store,
    law: &Law,
    rule: &str,
    unit: Option<&str>,
) -> Result<Vec<Over>, Failure> {
    let today = store.clock().today();
    let years = law.rulebook.in_force(rule, today).and_then(|rule| rule.value);
    let span = years.and_then(|years| jiff::Span::new().try_years(i64::from(years)).ok());
    let Some(last) = span.and_then(|span| today.checked_sub(span).ok()) else {
        return Ok(Vec::new());
    };
    let mut all = sql::over(store, rule, last, unit).await?;
    all.retain(|one| is_over(law, rule, one.ended_on, today));
    Ok(all)
}

/// The items of a stream whose time is over by a rule.
pub fn expired(held: &Held, law: &Law, rule: &str, today: Date) -> Vec<Id> {
    let goes = held.items.iter().filter(|item| item.goes == Some(rule));
    match held.ended_on.is_some_and(|ended| is_over(law, rule, ended, today)) {
        true => goes.map(|item| item.id).collect(),
        false => Vec::new(),
    }
}

/// The article of a rule as a ground: facts and tombstones hold it in Vietnamese.
pub fn ground(law: &Law, rule: &str, today: Date) -> String {
    match law.rulebook.in_force(rule, today) {
        Some(found) => law.rulebook.cite(&found.article, calendar::Lang::Vi),
        None => rule.to_owned(),
    }
}

/// The change that destroys items of a stream on a ground.
pub fn letting_go(
    holdings: &Holdings,
    stream: Stream,
    items: Vec<Id>,
    ground: &str,
) -> Option<Change> {
    let holding = holdings.of(&stream.name)?;
    let erase = items.iter().map(|id| (*id, ground.to_owned())).collect();
    let mut change = Change::new(stream, vec![(holding.erased)(items, ground)]);
    change.erase = erase;
    Some(change)
}

/// Destroys what is over in these streams by a rule; how many items. What was let go of meanwhile,
/// or is not over after all, is left alone.
///
/// # Errors
/// When the database does not answer; each stream is destroyed whole or not at all.
pub async fn let_go(
    store: &Store,
    holdings: &Holdings,
    actor: &Actor,
    rule: &str,
    streams: &[&str],
) -> Result<usize, Failure> {
    let (laws, today, mut count) = (store.laws(), store.clock().today(), 0);
    let ground = ground(laws.now(), rule, today);
    for name in streams {
        let stream = store.stream(name).await?;
        let Some(held) = holdings.held(&stream, &laws)? else { continue };
        let items = expired(&held, laws.now(), rule, today);
        if items.is_empty() {
            continue;
        }
        let some = items.len();
        if let Some(change) = letting_go(holdings, stream, items, &ground) {
            match store.commit(actor, vec![change]).await {
                // Somebody does something with it: it is looked at again another day.
                Err(store::CommitError::Lost(_)) => {}
                done => {
                    done?;
                    count += some;
                }
            }
        }
    }
    Ok(count)
}

/// Lets go of all that the task may, and says how much and how much waits for a leader.
///
/// # Errors
/// When the database does not answer.
pub async fn apply(store: &Store, holdings: &Holdings) -> Result<(usize, usize), Failure> {
    let (laws, actor) = (store.laws(), Actor::System("retention"));
    let (mut gone, mut waiting) = (0, 0);
    for (rule, by) in RULES {
        match who(laws.now(), (rule, *by), store.clock().today()) {
            By::Task => loop {
                let some = over(store, laws.now(), rule, None).await?;
                let streams: Vec<&str> = some.iter().map(|one| one.stream.as_str()).collect();
                let count = let_go(store, holdings, &actor, rule, &streams).await?;
                gone += count;
                if count == 0 || (some.len() as i64) < MOST {
                    break;
                }
            },
            By::Leader => waiting += over(store, laws.now(), rule, None).await?.len(),
            By::Letters => {}
        }
    }
    Ok((gone, waiting))
}
