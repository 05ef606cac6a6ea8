//! A resident at the door: file, receipt, follow, say whether it is solved.
