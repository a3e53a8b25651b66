//! The two clocks: wall time for sessions, tokens and throttles; business time for everything a customer is owed.

use accord_store::{Result, Tx, params};
use jiff::Timestamp;

/// Business time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Clock {
    /// The system's clock: a real installation.
    Wall,
    /// Kept in the database and moved by hand: the demo and the tests. It stands still between moves.
    Movable,
}

const NAME: &str = "business_clock";

/// The system's clock. Nothing else in the program may read it.
#[expect(clippy::disallowed_methods, reason = "this is the one place that reads the system clock")]
pub fn wall_now() -> Timestamp {
    // Microseconds are what the databases keep; more would not survive a round trip.
    let now = Timestamp::now();
    Timestamp::from_microsecond(now.as_microsecond()).unwrap_or(now)
}

impl Clock {
    /// Business time as it stands for this transaction.
    ///
    /// # Errors
    /// What the database refuses.
    pub fn now(self, tx: &mut Tx) -> Result<Timestamp> {
        match self {
            Self::Wall => Ok(wall_now()),
            Self::Movable => {
                let row = tx.query_one("SELECT value FROM installation WHERE name = ?1", params![NAME])?;
                match row {
                    Some(row) => {
                        let text: String = row.get(0)?;
                        text.parse().map_err(|_| accord_store::Error::Corrupt {
                            place: "installation.value".to_owned(),
                            expected: "instant",
                        })
                    }
                    None => Ok(wall_now()),
                }
            }
        }
    }

    /// Sets the movable clock. Does nothing to wall time.
    ///
    /// # Errors
    /// What the database refuses.
    pub fn set(self, tx: &mut Tx, now: Timestamp) -> Result<()> {
        if self == Self::Movable {
            let sql = "INSERT INTO installation (name, value) VALUES (?1, ?2) ON CONFLICT (name) DO UPDATE SET value = excluded.value";
            tx.execute(sql, params![NAME, now.to_string()])?;
        }
        Ok(())
    }
}
