//! Whether a customer's people can use what was bought: enough of them trained, and enough seats used (R26).

/// Whether enough users were trained. Without known users nobody can say, so nobody is called instructed.
pub fn instructed(trained: i64, users: i64, percent: i64) -> bool {
    users > 0 && trained.saturating_mul(100) >= users.saturating_mul(percent)
}

/// Whether few of the bought seats are used: less than so many per cent.
pub fn little_used(used: i64, seats: i64, percent: i64) -> bool {
    seats > 0 && used.saturating_mul(100) < seats.saturating_mul(percent)
}

/// Whether this question is the one that shows a need for training: the third, the sixth, and so on, since the last
/// training.
pub fn shows_a_need(questions: i64, after: i64) -> bool {
    after > 0 && questions > 0 && questions % after == 0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn r26_three_of_fifteen_are_not_enough() {
        assert!(!instructed(3, 15, 80));
        assert!(instructed(12, 15, 80));
        assert!(!instructed(11, 15, 80));
        assert!(!instructed(0, 0, 80));
    }

    #[test]
    fn r26_under_forty_per_cent_means_under() {
        assert!(little_used(9, 25, 40));
        assert!(!little_used(10, 25, 40));
        assert!(!little_used(0, 0, 40));
    }

    #[test]
    fn r26_every_third_question_shows_a_need() {
        let shown: Vec<i64> = (1..=7).filter(|n| shows_a_need(*n, 3)).collect();
        assert_eq!(shown, [3, 6]);
        assert!(!shows_a_need(3, 0));
    }
}
