//! Work on all cores, results in the order of the input, memory bounded.

use std::collections::BTreeMap;
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError, mpsc};

/// What the names of worker threads begin with.
pub const WORKER: &str = "paper-";

/// Bytes of input under work at a time; one item alone may be larger.
const IN_FLIGHT: u64 = 32 << 20;

/// Items under work or waiting for their turn, for each thread: what is kept in batches must not stop the workers.
const AHEAD: usize = 64;

/// Stack of a worker in bytes: deeply nested papers must not end the program.
const STACK: usize = 256 << 20;

struct State<I> {
    items: I,
    taken: usize,
    given: usize,
    in_flight: u64,
    stopped: bool,
}

/// How many threads to use: `RAYON_NUM_THREADS` or `MEMCON_THREADS`, else the machine's cores.
pub fn threads() -> usize {
    let told = ["MEMCON_THREADS", "RAYON_NUM_THREADS"].iter().find_map(|k| std::env::var(k).ok());
    let told = told.and_then(|t| t.parse().ok()).filter(|n| *n > 0);
    told.unwrap_or_else(|| std::thread::available_parallelism().map_or(1, usize::from)).min(256)
}

/// Runs `work` over `items` on all cores and hands each result to `sink`, in the order of the items.
///
/// `weight` is the size of an item in bytes. An error of `sink` stops everything.
pub fn in_order<T: Send, R: Send>(
    items: impl Iterator<Item = T> + Send,
    weight: impl Fn(&T) -> u64 + Sync,
    work: impl Fn(T) -> R + Sync,
    mut sink: impl FnMut(R) -> anyhow::Result<()>,
) -> anyhow::Result<()> {
    let threads = threads();
    let window = threads * AHEAD;
    let state = Mutex::new(State { items, taken: 0, given: 0, in_flight: 0, stopped: false });
    let free = Condvar::new();
    let (send, receive) = mpsc::sync_channel(window);
    std::thread::scope(|scope| {
        for n in 0..threads {
            let (send, state, free, weight, work) = (send.clone(), &state, &free, &weight, &work);
            let worker = std::thread::Builder::new().name(format!("{WORKER}{n}")).stack_size(STACK);
            worker.spawn_scoped(scope, move || {
                while let Some((n, item)) = take(state, free, window, weight) {
                    if send.send((n.0, n.1, work(item))).is_err() {
                        break;
                    }
                }
            })?;
        }
        drop(send);
        let mut waiting = BTreeMap::new();
        let mut next = 0;
        let mut outcome = Ok(());
        'all: for (n, size, result) in &receive {
            waiting.insert(n, (size, result));
            while let Some((size, result)) = waiting.remove(&next) {
                next += 1;
                let mut s = guard(&state);
                s.given = next;
                s.in_flight -= size;
                drop(s);
                free.notify_all();
                outcome = sink(result);
                if outcome.is_err() {
                    break 'all;
                }
            }
        }
        guard(&state).stopped = true;
        free.notify_all();
        drop(receive);
        outcome
    })
}

/// The next item with its number and size, once there is room for it.
fn take<T, I: Iterator<Item = T>>(
    state: &Mutex<State<I>>,
    free: &Condvar,
    window: usize,
    weight: impl Fn(&T) -> u64,
) -> Option<((usize, u64), T)> {
    let mut s = guard(state);
    while !s.stopped && (s.taken - s.given >= window || s.in_flight >= IN_FLIGHT) {
        s = free.wait(s).unwrap_or_else(PoisonError::into_inner);
    }
    if s.stopped {
        return None;
    }
    let Some(item) = s.items.next() else {
        s.stopped = true;
        return None;
    };
    let size = weight(&item);
    let n = s.taken;
    s.taken += 1;
    s.in_flight += size;
    Some(((n, size), item))
}

fn guard<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn results_come_in_order_whatever_takes_longer() {
        let slow = |n: u64| {
            std::thread::sleep(std::time::Duration::from_micros((n * 7919) % 500));
            n
        };
        let mut got = Vec::new();
        in_order(
            0..500,
            |_| IN_FLIGHT / 3,
            slow,
            |n| {
                got.push(n);
                Ok(())
            },
        )
        .unwrap();
        assert_eq!(got, (0..500).collect::<Vec<_>>());
    }

    #[test]
    fn an_error_ends_it() {
        let mut seen = 0;
        let ended = in_order(
            0..,
            |_| 1,
            |n| n,
            |n| {
                seen = n;
                if n == 10 { Err(anyhow::anyhow!("full")) } else { Ok(()) }
            },
        );
        assert!(ended.is_err());
        assert_eq!(seen, 10);
    }
}
