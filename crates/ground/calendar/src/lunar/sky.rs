//! The sky behind the lunar calendar: when the moon is new, and how far along its year the sun is.
//!
//! This is astronomy, not law: the numbers below are the coefficients of published series
//! (J. Meeus, *Astronomical Algorithms*, chapters 25 and 49; ΔT after Espenak and Meeus), good
//! to about ten seconds for a new moon and fifteen minutes for a solar term. It knows nothing of
//! months, years or festivals; `lunar` makes those from it.
//!
//! Moments are Julian days (`f64`, days since noon of 1 January 4713 BC). "TT" is the even time
//! of theory, "UT" the time of the turning Earth, which clocks on the wall follow.

use std::f64::consts::TAU;

/// Mean length of a lunation in days.
pub(super) const LUNATION: f64 = 29.530_588_861;

/// Julian day (TT) of the mean new moon that lunation numbers count from, 6 January 2000.
pub(super) const LUNATION_ZERO: f64 = 2_451_550.097_66;

/// Lunations in a Julian century, for the series' time argument.
const LUNATIONS_PER_CENTURY: f64 = 1_236.85;

/// Julian day of the epoch J2000.0.
const J2000: f64 = 2_451_545.0;

/// One periodic term of the new moon: an amplitude in days, the power of the Earth's
/// eccentricity that scales it, and the multiples of (M, M', F) whose sine it takes.
type Wave = (f64, i32, [f64; 3]);

/// The sun's anomaly M, the moon's anomaly M' and its argument of latitude F move the new moon
/// away from its mean moment by these waves.
const WAVES: [Wave; 24] = [
    (-0.407_20, 0, [0.0, 1.0, 0.0]),
    (0.172_41, 1, [1.0, 0.0, 0.0]),
    (0.016_08, 0, [0.0, 2.0, 0.0]),
    (0.010_39, 0, [0.0, 0.0, 2.0]),
    (0.007_39, 1, [-1.0, 1.0, 0.0]),
    (-0.005_14, 1, [1.0, 1.0, 0.0]),
    (0.002_08, 2, [2.0, 0.0, 0.0]),
    (-0.001_11, 0, [0.0, 1.0, -2.0]),
    (-0.000_57, 0, [0.0, 1.0, 2.0]),
    (0.000_56, 1, [1.0, 2.0, 0.0]),
    (-0.000_42, 0, [0.0, 3.0, 0.0]),
    (0.000_42, 1, [1.0, 0.0, 2.0]),
    (0.000_38, 1, [1.0, 0.0, -2.0]),
    (-0.000_24, 1, [-1.0, 2.0, 0.0]),
    (-0.000_07, 0, [2.0, 1.0, 0.0]),
    (0.000_04, 0, [0.0, 2.0, -2.0]),
    (0.000_04, 0, [3.0, 0.0, 0.0]),
    (0.000_03, 0, [1.0, 1.0, -2.0]),
    (0.000_03, 0, [0.0, 2.0, 2.0]),
    (-0.000_03, 0, [1.0, 1.0, 2.0]),
    (0.000_03, 0, [-1.0, 1.0, 2.0]),
    (-0.000_02, 0, [-1.0, 1.0, -2.0]),
    (-0.000_02, 0, [1.0, 3.0, 0.0]),
    (0.000_02, 0, [0.0, 4.0, 0.0]),
];

/// What the planets add: an amplitude in days, an angle at lunation zero, its turn per lunation.
const PLANETS: [(f64, f64, f64); 14] = [
    (0.000_325, 299.77, 0.107_408),
    (0.000_165, 251.88, 0.016_321),
    (0.000_164, 251.83, 26.651_886),
    (0.000_126, 349.42, 36.412_478),
    (0.000_110, 84.66, 18.206_239),
    (0.000_062, 141.74, 53.303_771),
    (0.000_060, 207.14, 2.453_732),
    (0.000_056, 154.84, 7.306_860),
    (0.000_047, 34.52, 27.261_239),
    (0.000_042, 207.19, 0.121_824),
    (0.000_040, 291.34, 1.844_379),
    (0.000_037, 161.72, 24.198_154),
    (0.000_035, 239.56, 25.513_099),
    (0.000_023, 331.55, 3.592_518),
];

/// The moment (Julian day, UT) of the new moon that closes lunation `k`.
pub(super) fn new_moon(k: i32) -> f64 {
    let k = f64::from(k);
    let t = k / LUNATIONS_PER_CENTURY;
    let mean = LUNATION_ZERO
        + LUNATION * k
        + polynomial(t, &[0.0, 0.0, 0.000_154_37, -0.000_000_150, 0.000_000_000_73]);
    let eccentricity = polynomial(t, &[1.0, -0.002_516, -0.000_007_4]);
    let sun = 2.5534 + 29.105_356_70 * k + polynomial(t, &[0.0, 0.0, -1.4e-6, -1.1e-7]);
    let moon =
        201.5643 + 385.816_935_28 * k + polynomial(t, &[0.0, 0.0, 0.010_758_2, 1.238e-5, -5.8e-8]);
    let latitude =
        160.7108 + 390.670_502_84 * k + polynomial(t, &[0.0, 0.0, -0.001_611_8, -2.27e-6, 1.1e-8]);
    let node = 124.7746 - 1.563_755_88 * k + polynomial(t, &[0.0, 0.0, 0.002_067_2, 2.15e-6]);

    let mut moment = mean - 0.000_17 * sine(node);
    for (amplitude, power, [m, m2, f]) in WAVES {
        let scale = eccentricity.powi(power);
        moment += amplitude * scale * sine(m * sun + m2 * moon + f * latitude);
    }
    for (index, (amplitude, start, turn)) in PLANETS.iter().enumerate() {
        // Only the first planetary angle is bent enough in time to matter.
        let bend = if index == 0 { -0.009_173 * t * t } else { 0.0 };
        moment += amplitude * sine(start + turn * k + bend);
    }
    moment - earth_lag(moment)
}

/// The sun's apparent longitude in degrees, `0.0..360.0`, at a moment (Julian day, UT).
pub(super) fn solar_longitude(moment: f64) -> f64 {
    let t = (moment + earth_lag(moment) - J2000) / 36_525.0;
    let mean = polynomial(t, &[280.466_46, 36_000.769_83, 0.000_303_2]);
    let anomaly = polynomial(t, &[357.529_11, 35_999.050_29, -0.000_153_7]);
    let centre = polynomial(t, &[1.914_602, -0.004_817, -0.000_014]) * sine(anomaly)
        + polynomial(t, &[0.019_993, -0.000_101]) * sine(2.0 * anomaly)
        + 0.000_289 * sine(3.0 * anomaly);
    // Light takes eight minutes to arrive, and the Earth's axis nods.
    let apparent = mean + centre - 0.005_69 - 0.004_78 * sine(125.04 - 1_934.136 * t);
    apparent.rem_euclid(360.0)
}

/// TT minus UT in days: how far the turning Earth lags behind even time.
fn earth_lag(moment: f64) -> f64 {
    let year = 2000.0 + (moment - J2000) / 365.25;
    let seconds = if year < 1986.0 {
        polynomial(year - 1975.0, &[45.45, 1.067, -1.0 / 260.0, -1.0 / 718.0])
    } else if year < 2005.0 {
        let c = [63.86, 0.3345, -0.060_374, 0.001_727_5, 0.000_651_814, 0.000_023_735_99];
        polynomial(year - 2000.0, &c)
    } else if year < 2050.0 {
        polynomial(year - 2000.0, &[62.92, 0.322_17, 0.005_589])
    } else {
        let century = (year - 1820.0) / 100.0;
        -20.0 + 32.0 * century * century - 0.5628 * (2150.0 - year)
    };
    seconds / 86_400.0
}

/// `c[0] + c[1]·x + c[2]·x² + …`
fn polynomial(x: f64, coefficients: &[f64]) -> f64 {
    coefficients.iter().rev().fold(0.0, |sum, c| sum * x + c)
}

/// The sine of an angle in degrees, brought near zero first so that large angles lose nothing.
fn sine(degrees: f64) -> f64 {
    (degrees.rem_euclid(360.0) / 360.0 * TAU).sin()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_new_moon_worked_by_hand() {
        // February 1977: TT 1977-02-18 03:37:42, ΔT then 48 s (Meeus, example 49.a).
        let moment = new_moon(-283);
        assert!((moment - (2_443_192.651_18 - 48.0 / 86_400.0)).abs() < 0.000_1);
    }

    #[test]
    fn the_sun_of_october_1992() {
        // Meeus, example 25.a: 199.909° apparent, at 0 h TT of 13 October 1992.
        assert!((solar_longitude(2_448_908.5) - 199.909).abs() < 0.01);
    }
}
