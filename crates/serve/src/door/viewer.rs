//! Who reads the page that is being made.
//!
//! A page is made by one thread from beginning to end, as for its language: so who reads it need not be handed through every
//! page that does not care.

use std::cell::RefCell;

use memcon_store::{Labels, Role};

/// Somebody who is logged in.
#[derive(Clone, Debug)]
pub struct Viewer {
    /// The account's name.
    pub name: String,
    /// What they may do.
    pub role: Role,
    /// Labels that they hold.
    pub labels: Labels,
    /// What their forms carry.
    pub form: String,
}

thread_local! {
    static READS: RefCell<Option<Viewer>> = const { RefCell::new(None) };
}

/// Makes a page for `viewer`.
pub fn reading<T>(viewer: &Viewer, work: impl FnOnce() -> T) -> T {
    /// Goes back to who read before, however the work ends.
    struct Before(Option<Viewer>);
    impl Drop for Before {
        fn drop(&mut self) {
            READS.replace(self.0.take());
        }
    }
    let _before = Before(READS.replace(Some(viewer.clone())));
    work()
}

/// Who reads the page that is being made; `None` where nobody had to log in.
pub fn current() -> Option<Viewer> {
    READS.with_borrow(Clone::clone)
}
