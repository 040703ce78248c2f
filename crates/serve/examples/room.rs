//! Opens the reading room over a folder that was added to a collection, or over invented papers.
//!
//! `cargo run -p memcon-serve --example room -- [COLLECTION]`
#![allow(clippy::print_stdout, clippy::unwrap_used, missing_docs)]

#[path = "../tests/common/sample.rs"]
#[allow(dead_code)]
mod sample;

use std::sync::Arc;

use memcon_store::{Collection, OpenMode as Mode};

fn main() {
    let told = |addr| println!("http://{addr}/");
    let port = |p: u16| std::net::SocketAddr::from(([127, 0, 0, 1], p));
    let mut args = std::env::args().skip(1);
    match args.next().as_deref() {
        None => memcon_serve::run_library(Arc::new(sample::sample()), port(7931), told).unwrap(),
        Some("--hostile") => {
            memcon_serve::run_library(Arc::new(sample::hostile()), port(7932), told).unwrap()
        }
        Some(dir) => {
            let collection = Collection::open(std::path::Path::new(dir), Mode::ReadOnly).unwrap();
            memcon_serve::run(Arc::new(collection), port(7933), told).unwrap();
        }
    }
}
