//! Ids that stay the same over runs and machines: a hash of what a thing is.

/// `prefix-` and 16 hexadecimal digits of the FNV-1a hash (Fowler, Noll, Vo; public domain) of `parts`.
pub(crate) fn stable(prefix: &str, parts: &[&str]) -> String {
    let mut hash: u64 = 0xcbf2_9ce4_8422_2325;
    for part in parts {
        // The byte 0xFF occurs in no UTF-8 text: it keeps ("ab", "c") and ("a", "bc") apart.
        for byte in part.bytes().chain([0xff]) {
            hash = (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
        }
    }
    format!("{prefix}-{hash:016x}")
}

/// Ids in order, with `-2`, `-3` … behind what would be an id twice.
#[derive(Default)]
pub(crate) struct Unique(std::collections::BTreeMap<String, u32>);

impl Unique {
    /// The id itself the first time, a numbered one after that.
    pub fn take(&mut self, id: String) -> String {
        let count = self.0.entry(id.clone()).or_default();
        *count += 1;
        if *count == 1 { id } else { format!("{id}-{count}") }
    }
}
