//! Draws that are the same on every machine: the generator is PCG (XSL 128/64 MCG), and every
//! logarithm and exponential is libm's in Rust, for the platform's may differ in the last digit.

use rand_pcg::{Pcg64Mcg, rand_core::Rng};

/// Above this mean a Poisson draw is made of several.
const MOST_MEAN: f64 = 30.0;
const TWO_TO_53: f64 = 9_007_199_254_740_992.0;

pub(super) struct Source {
    bits: Pcg64Mcg,
    /// The second of a pair of normal draws.
    spare: Option<f64>,
}

impl Source {
    pub(super) fn new(seed: u64) -> Self {
        // The generator's state is odd and its first draws look like the seed; a round of
        // multiplication apart, seeds that differ in one bit share nothing.
        let state = u128::from(seed).wrapping_mul(0x9e37_79b9_7f4a_7c15_f39c_c060_5ced_c835);
        let mut bits = Pcg64Mcg::new(state ^ 0xcafe_f00d_d15e_a5e5);
        for _ in 0..4 {
            bits.next_u64();
        }
        Self { bits, spare: None }
    }

    /// Uniform, above 0 and below 1.
    fn uniform(&mut self) -> f64 {
        ((self.bits.next_u64() >> 11) as f64 + 0.5) / TWO_TO_53
    }

    /// Standard normal, by the polar method.
    pub(super) fn normal(&mut self) -> f64 {
        if let Some(spare) = self.spare.take() {
            return spare;
        }
        loop {
            let (x, y) = (2.0 * self.uniform() - 1.0, 2.0 * self.uniform() - 1.0);
            let square = x * x + y * y;
            if square < 1.0 && square > 0.0 {
                let factor = libm::sqrt(-2.0 * libm::log(square) / square);
                self.spare = Some(y * factor);
                return x * factor;
            }
        }
    }

    /// Gamma of this shape and scale one, by Marsaglia and Tsang.
    pub(super) fn gamma(&mut self, shape: f64) -> f64 {
        if shape < 1.0 {
            let power = libm::pow(self.uniform(), 1.0 / shape);
            return self.gamma(shape + 1.0) * power;
        }
        let d = shape - 1.0 / 3.0;
        let c = 1.0 / libm::sqrt(9.0 * d);
        loop {
            let x = self.normal();
            let v = 1.0 + c * x;
            if v <= 0.0 {
                continue;
            }
            let cube = v * v * v;
            if libm::log(self.uniform()) < 0.5 * x * x + d * (1.0 - cube + libm::log(cube)) {
                return d * cube;
            }
        }
    }

    /// Poisson of this mean: uniforms multiplied until they fall below its exponential.
    pub(super) fn poisson(&mut self, mean: f64) -> u64 {
        let mut left = mean;
        let mut count = 0;
        while left > 0.0 {
            let limit = libm::exp(-left.min(MOST_MEAN));
            left -= MOST_MEAN;
            let mut product = self.uniform();
            while product > limit {
                count += 1;
                product *= self.uniform();
            }
        }
        count
    }
}
