//! The parts of a page that several subjects show: each exists once, here, with samples at
//! `/styleguide`. A part is plain data; [`Page`](crate::Page) prints it in its language:
//! `{{ page.timeline(events) }}`. Not a place for a subject's own tables and words.

mod acts;
mod calendar;
mod due;
mod lists;
mod receipt;
mod status;
mod table;
mod timeline;

pub use acts::{Act, Open};
pub use calendar::{CalendarDay, DayKind};
pub use due::Due;
pub use lists::{Leader, Task};
pub use receipt::Receipt;
pub use status::{Mark, Status};
pub use table::{Pager, Tab};
pub use timeline::{Event, When};
