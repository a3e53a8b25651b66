//! Work that waits for the database or the disk, on threads that may wait. So much of it runs at once as keeps the
//! database busy and lets writers share a commit; more threads would only hold memory while they wait. What comes
//! beyond a full queue is told so at once instead of being answered when nobody listens any more.

use accord_kernel::{Outcome, Refusal, Status};
use tokio::sync::Semaphore;

/// Pieces of work at once.
const AT_ONCE: usize = 64;
/// Pieces of work that run or wait.
const TAKEN_MAX: usize = 2_048;

/// Places for work, and for those who wait for one.
struct Places {
    working: Semaphore,
    taken: Semaphore,
}

impl Places {
    const fn new(at_once: usize, taken: usize) -> Self {
        Self { working: Semaphore::const_new(at_once), taken: Semaphore::const_new(taken) }
    }

    async fn run<T: Send + 'static>(&self, work: impl FnOnce() -> Outcome<T> + Send + 'static) -> Outcome<T> {
        let busy = |_| Refusal::new(Status::Unavailable, "busy");
        let _taken = self.taken.try_acquire().map_err(busy)?;
        let _working = self.working.acquire().await.map_err(|error| Refusal::defect(error.to_string()))?;
        let span = tracing::Span::current();
        match tokio::task::spawn_blocking(move || span.in_scope(work)).await {
            Ok(outcome) => outcome,
            Err(error) => Err(Refusal::defect(error.to_string())),
        }
    }
}

/// The program's; a machine has one set of cores, however many doors there are.
static PLACES: Places = Places::new(AT_ONCE, TAKEN_MAX);

/// Runs work that may wait, and turns a lost thread into a defect.
///
/// # Errors
/// The work's own refusal; `busy` when too much waits already.
pub(crate) async fn blocking<T: Send + 'static>(
    work: impl FnOnce() -> Outcome<T> + Send + 'static,
) -> Outcome<T> {
    PLACES.run(work).await
}

#[cfg(test)]
mod tests {
    use std::sync::mpsc;

    use super::*;

    #[tokio::test]
    async fn what_finds_no_place_waits_and_what_finds_no_room_to_wait_is_told_so() {
        static FEW: Places = Places::new(1, 2);
        let (go, wait) = mpsc::channel::<()>();
        let (started, first) = tokio::sync::oneshot::channel();
        let one = tokio::spawn(FEW.run(move || {
            started.send(()).ok();
            wait.recv().ok();
            Ok(1)
        }));
        first.await.unwrap();
        let two = tokio::spawn(FEW.run(|| Ok(2)));
        while FEW.taken.available_permits() > 0 {
            tokio::task::yield_now().await;
        }
        assert!(!two.is_finished(), "one works, so the second waits");
        let third = FEW.run(|| Ok(3)).await;
        assert_eq!(third.unwrap_err().rule, "busy");
        drop(go);
        assert_eq!(one.await.unwrap().unwrap(), 1);
        assert_eq!(two.await.unwrap().unwrap(), 2);
    }
}
