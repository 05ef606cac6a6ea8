//! What the facts of plans mean to views: nothing. A plan is read from its own stream, which is
//! short and known by unit, year and form; above all it is in no sum.

use store::{Laws, Projection, Projector, Result, Stream};

use super::Course;

/// The projector of the prefix `plan`.
pub struct Plans;

impl Projector for Plans {
    fn project(&self, stream: &Stream, _: &Laws) -> Result<Projection> {
        // A fact that nobody can read is told by `verify`, though no view needs it.
        Course::replay(stream)?;
        Ok(Projection::default())
    }
}
