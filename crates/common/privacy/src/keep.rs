//! How long what is held stays: the rules of keeping, what stands in the way of an erasure today,
//! and what becomes of that which is over. The numbers are in `rules/du-lieu.toml`; which of them a
//! person has to apply is here.

use std::sync::Arc;

use accounts::Failure;
use jiff::civil::Date;
use jobs::Stop;
use kernel::{Actor, Id, Incident};
use rulebook::Law;
use store::{Change, CommitError, Laws, Store, Stream};
use units::Left;
use web::PageError;

use crate::held::{Gone, Held, Holdings, Item, Kept};
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

/// The last day on which something ended whose time may be over today; `None` when the rule is no
/// law.
fn last(law: &Law, rule: &str, today: Date) -> Option<Date> {
    let years = i64::from(law.rulebook.in_force(rule, today)?.value?);
    today.checked_sub(jiff::Span::new().try_years(years).ok()?).ok()
}

/// The matters of some units whose time is over by a rule, the oldest first.
///
/// # Errors
/// When the database does not answer.
pub async fn over(
    store: &Store,
    law: &Law,
    rule: &str,
    left: &[Left],
) -> Result<Vec<Over>, Failure> {
    let today = store.clock().today();
    let Some(last) = last(law, rule, today) else { return Ok(Vec::new()) };
    let mut all = sql::over_at(store, left, (rule, last)).await?;
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

/// Destroys what is over in a stream by a rule; how many items. What was let go of meanwhile, or is
/// not over after all, is left alone.
///
/// # Errors
/// When its facts cannot be read, or the database does not answer; then nothing of it was
/// destroyed.
pub async fn let_go(
    store: &Store,
    holdings: &Holdings,
    actor: &Actor,
    (rule, name): (&str, &str),
) -> Result<usize, Failure> {
    let (laws, today) = (store.laws(), store.clock().today());
    let stream = store.stream(name).await?;
    let Some(held) = holdings.held(&stream, &laws)? else { return Ok(0) };
    let items = expired(&held, laws.now(), rule, today);
    let (some, ground) = (items.len(), ground(laws.now(), rule, today));
    if some == 0 {
        return Ok(0);
    }
    let gone = items.iter().map(|item| Gone { stream: name, item: *item, by: None });
    let gone: Vec<Gone<'_>> = gone.collect();
    let mut changes = holdings.follow(store, &gone).await?;
    let Some(change) = letting_go(holdings, stream, items, &ground) else { return Ok(0) };
    changes.push(change);
    match store.commit(actor, changes).await {
        Ok(_) => Ok(some),
        // Somebody does something with it: it is looked at again another day.
        Err(CommitError::Lost(_)) => Ok(0),
        Err(error) => Err(error.into()),
    }
}

/// What one run of the task did.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Applied {
    /// How many items were destroyed.
    pub gone: usize,
    /// How many matters wait for a leader.
    pub waiting: usize,
    /// How many matters could not be let go of: each an incident in the program's log.
    pub failed: usize,
}

/// Lets go of all that the task may. A matter that fails is an incident and stands in no other's
/// way; it is tried again with the next run. Leaves off between two matters when that is asked.
///
/// # Errors
/// When the database does not answer; what was destroyed before stays destroyed.
pub async fn apply(
    store: &Store,
    holdings: &Holdings,
    stop: Option<&Stop>,
) -> Result<Applied, Failure> {
    let (laws, today) = (store.laws(), store.clock().today());
    let mut run = Run { store, holdings, stop, laws, today, done: Applied::default() };
    for (rule, by) in RULES {
        match who(run.laws.now(), (rule, *by), today) {
            By::Letters => {}
            by => run.rule(rule, by).await?,
        }
    }
    Ok(run.done)
}

/// One run of the task.
struct Run<'a> {
    store: &'a Store,
    holdings: &'a Holdings,
    stop: Option<&'a Stop>,
    laws: Arc<Laws>,
    today: Date,
    done: Applied,
}

impl Run<'_> {
    /// Goes through all that is over by a rule, each matter once: what stays, because it failed or
    /// somebody was first, is passed over and keeps nothing behind it from its turn.
    async fn rule(&mut self, rule: &str, by: By) -> Result<(), Failure> {
        let Some(last) = last(self.laws.now(), rule, self.today) else { return Ok(()) };
        let mut after: Option<Over> = None;
        loop {
            let some = sql::over(self.store, (rule, last), after.as_ref()).await?;
            for one in &some {
                if self.stop.is_some_and(Stop::is_asked) {
                    return Ok(());
                }
                if is_over(self.laws.now(), rule, one.ended_on, self.today) {
                    self.one(rule, by, &one.stream).await?;
                }
            }
            if (some.len() as i64) < MOST {
                return Ok(());
            }
            after = some.last().cloned();
        }
    }

    async fn one(&mut self, rule: &str, by: By, stream: &str) -> Result<(), Failure> {
        if by == By::Leader {
            self.done.waiting += 1;
            return Ok(());
        }
        let actor = Actor::System("retention");
        match let_go(self.store, self.holdings, &actor, (rule, stream)).await {
            Ok(count) => self.done.gone += count,
            // The database is away: no other matter would fare better.
            Err(Failure(PageError::Busy)) => return Err(Failure(PageError::Busy)),
            Err(error) => {
                let number = Incident::new(self.store.chance());
                tracing::error!(incident = %number, stream, rule, %error, "it was not let go of");
                self.done.failed += 1;
            }
        }
        Ok(())
    }
}
