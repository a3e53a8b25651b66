//! One root finder for the likelihood equations.

/// Steps after which the bracket is as narrow as a float can say.
const MOST_STEPS: u32 = 200;

/// Where `f` crosses zero between `low` and `high`, whose values must differ in sign.
///
/// Regula falsi with the Illinois weight, which keeps the bracket, and a bisection whenever the
/// bracket did not halve in three steps.
pub(crate) fn root(mut f: impl FnMut(f64) -> f64, low: f64, high: f64) -> f64 {
    let (mut a, mut b) = (low, high);
    let (mut fa, mut fb) = (f(a), f(b));
    let mut last_width = (b - a).abs();
    for step in 0..MOST_STEPS {
        if fa == 0.0 {
            return a;
        }
        if fb == 0.0 {
            return b;
        }
        let mut x = b - fb * (b - a) / (fb - fa);
        let width = (b - a).abs();
        if step % 3 == 2 {
            if width > last_width / 2.0 {
                x = f64::midpoint(a, b);
            }
            last_width = width;
        }
        if !x.is_finite() || x <= a.min(b) || x >= a.max(b) {
            x = f64::midpoint(a, b);
        }
        if width <= 1e-14 * (1.0 + x.abs()) {
            return x;
        }
        let fx = f(x);
        if fx.signum() == fb.signum() {
            fa /= 2.0;
        } else {
            a = b;
            fa = fb;
        }
        let moved = (x - b).abs();
        b = x;
        fb = fx;
        if moved <= 1e-13 * (1.0 + x.abs()) {
            return x;
        }
    }
    f64::midpoint(a, b)
}

/// A bracket around the root of a decreasing `f` on a logarithmic axis, widened from `start` by
/// factors of four up to `limit` either way; `None` where it never changes sign.
pub(crate) fn bracket_decreasing(
    mut f: impl FnMut(f64) -> f64,
    start: f64,
    lowest: f64,
    highest: f64,
) -> Option<(f64, f64)> {
    let start = start.clamp(lowest, highest);
    let (mut low, mut high) = (start, start);
    if f(start) > 0.0 {
        while f(high) > 0.0 {
            low = high;
            high *= 4.0;
            if high > highest {
                return None;
            }
        }
    } else {
        while f(low) <= 0.0 {
            high = low;
            low /= 4.0;
            if low < lowest {
                return None;
            }
        }
    }
    Some((low, high))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_root_is_found_to_the_last_digits_on_flat_and_on_steep_sides() {
        assert!((root(|x| 2.0 - x * x, 0.0, 2.0) - 2.0_f64.sqrt()).abs() < 1e-13);
        assert!((root(|x| (-x).exp() - 1e-6, 0.0, 40.0) - 1e6_f64.ln()).abs() < 1e-9);
        assert!((root(|x| 1.0 - x.powi(9), 0.0, 3.0) - 1.0).abs() < 1e-12);
    }

    #[test]
    fn a_bracket_is_widened_either_way_or_given_up() {
        let (low, high) = bracket_decreasing(|x| 500.0 - x, 1.0, 1e-3, 1e6).unwrap();
        assert!(low <= 500.0 && 500.0 <= high);
        let (low, high) = bracket_decreasing(|x| 0.02 - x, 1.0, 1e-3, 1e6).unwrap();
        assert!(low <= 0.02 && 0.02 <= high);
        assert!(bracket_decreasing(|_| 1.0, 1.0, 1e-3, 1e6).is_none());
        assert!(bracket_decreasing(|_| -1.0, 1.0, 1e-3, 1e6).is_none());
    }
}
