//! How much a file may give: bytes unpacked, in all and for each byte packed.

use std::cell::Cell;
use std::io::{self, Read};

use super::Limits;

/// Bytes that may be unpacked whatever the ratio.
const FREE: u64 = 64 << 20;

/// What is left of what a file may give.
#[derive(Debug)]
pub(super) struct Budget {
    limits: Limits,
    packed: u64,
    unpacked: Cell<u64>,
    spent: Cell<bool>,
}

impl Budget {
    /// For a file of `packed` bytes.
    pub fn new(limits: Limits, packed: u64) -> Self {
        Self { limits, packed: packed.max(1), unpacked: Cell::new(0), spent: Cell::new(false) }
    }

    /// Whether too much came out of the file.
    pub fn is_spent(&self) -> bool {
        self.spent.get()
    }

    /// What to say where it did.
    pub fn words(&self) -> String {
        let all = self.unpacked.get();
        let mib = all >> 20;
        if all > self.limits.unpacked {
            format!(
                "more than {mib} MiB came out of it, which is more than one file may hold; the rest was left packed. \
                     Unpack it and add the folder"
            )
        } else {
            let times = all / self.packed;
            format!(
                "it unpacks to {times} times its size ({mib} MiB so far), as files do that are made to fill a disk; the \
                     rest was left packed. If it is what you want, unpack it and add the folder"
            )
        }
    }

    fn add(&self, n: u64) -> bool {
        let all = self.unpacked.get().saturating_add(n);
        self.unpacked.set(all);
        let bomb = all > FREE && all / self.packed > self.limits.ratio;
        if all > self.limits.unpacked || bomb {
            self.spent.set(true);
        }
        !self.spent.get()
    }
}

/// Counts what is unpacked and stops when it is too much.
pub(super) struct Metered<'b, R> {
    inner: R,
    budget: &'b Budget,
}

impl<'b, R: Read> Metered<'b, R> {
    /// Counts what comes out of `inner`.
    pub fn new(inner: R, budget: &'b Budget) -> Self {
        Self { inner, budget }
    }
}

impl<R: Read> Read for Metered<'_, R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let n = self.inner.read(into)?;
        if self.budget.add(n as u64) { Ok(n) } else { Err(io::Error::other("too much is unpacked")) }
    }
}
