//! Rebuilds the crate when a rule or table is added, changed or removed.

fn main() {
    println!("cargo:rerun-if-changed=../../data");
}
