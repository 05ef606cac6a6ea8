//! Officers at work: today, register, case, desk.
