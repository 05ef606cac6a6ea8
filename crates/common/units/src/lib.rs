//! Places and bodies: who is above whom, since when, and what became of those that are no more.
//!
//! The gazetteer half, here, is the real tree of Viet Nam: 34 provinces and 3,321 communes of
//! today, and the provinces, districts and communes before 1 July 2025, with dated names, types,
//! parents and lineage. It is data inside the program (`data/units/`): pure, without I/O, the same
//! on every machine. What an operator adds below it (villages, offices, organisations,
//! enterprises) is kept in the store: [`local`].
//!
//! ```
//! use units::Gazetteer;
//!
//! let gazetteer = Gazetteer::shared();
//! let hits = gazetteer.find("xa binh sa thang binh quang nam", None, 5);
//! assert_eq!(hits[0].unit.path, "xã Bình Sa, huyện Thăng Bình, tỉnh Quảng Nam");
//! assert_eq!(hits[0].successors[0].path, "xã Thăng Trường, thành phố Đà Nẵng");
//! ```

mod gazetteer;
pub mod heirs;
pub mod local;
mod names;
pub mod outline;
mod search;
pub mod series;
mod trace;

pub use gazetteer::{
    DataError, Era, Gazetteer, Kind, Level, NotAUnit, Share, Span, Unit, UnitRef, UnitView,
};
pub use heirs::Left;
pub use search::{Hit, SuccessorView};
pub use series::Series;
pub use trace::{GroundView, Reason, Relation, Trace};
