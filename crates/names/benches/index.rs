//! Looking one name up among a million, in any script: time, memory, and how often the right name comes first.
//!
//! `cargo bench -p memcon-names --bench index [-- NAMES [QUERIES]]`. The times are for reading; they decide nothing.
#![allow(clippy::print_stdout, clippy::unwrap_used)]

mod roll;

use std::collections::BTreeMap;
use std::time::Instant;

use memcon_names::Index;
use roll::{Roll, Row};

fn main() {
    let numbers: Vec<usize> = std::env::args().skip(1).filter_map(|a| a.parse().ok()).collect();
    let names = numbers.first().copied().unwrap_or(1_000_000);
    let queries = numbers.get(1).copied().unwrap_or(2_000);
    let roll = Roll::new();
    let spelling = |n: usize, other: usize| {
        let person = roll.person(n);
        let ways = person.written.len();
        let listed = Row::new(!(n as u64)).below(ways);
        person.written[(listed + other) % ways].1.clone()
    };
    let listed: Vec<String> = (0..names).map(|n| spelling(n, 0)).collect();
    let start = Instant::now();
    let index = Index::new(listed.iter().map(String::as_str));
    let built = start.elapsed();
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    println!("{names} names read and ordered in {:.1} s on {cores} cores", built.as_secs_f64());
    println!("{:.1} MB, {:.0} bytes a name", index.bytes() as f64 / 1e6, index.bytes() as f64 / names as f64);

    let mut times: Vec<f64> = Vec::new();
    let mut slow: Vec<(f64, String)> = Vec::new();
    // By tradition: asked, right name first, among the ten best.
    let mut right: BTreeMap<&str, [usize; 3]> = BTreeMap::new();
    for q in 0..queries {
        let mut row = Row::new(q as u64 + 77);
        let n = row.below(names);
        let person = roll.person(n);
        let query = spelling(n, 1 + row.below(person.written.len() - 1));
        // The quickest of three: what is measured is the look-up, not what else the machine does.
        let mut found = Vec::new();
        let mut time = f64::MAX;
        for _ in 0..3 {
            let start = Instant::now();
            found = index.find(&query);
            time = time.min(start.elapsed().as_secs_f64() * 1000.0);
        }
        times.push(time);
        let is = |n: usize| roll.person(n).identity == person.identity;
        let tally = right.entry(person.kind).or_default();
        tally[0] += 1;
        tally[1] += usize::from(found.first().is_some_and(|f| is(f.0)));
        let among = found.iter().any(|f| is(f.0));
        tally[2] += usize::from(among);
        if !among && std::env::var_os("MISSED").is_some() {
            println!("missed {query:?} for {:?}; best {:?}", listed[n], found.first().map(|f| &listed[f.0]));
        }
        slow.push((time, query));
    }
    times.sort_by(f64::total_cmp);
    let at = |share: f64| times[((times.len() - 1) as f64 * share) as usize];
    println!("one look-up: p50 {:.2} ms, p99 {:.2} ms, longest {:.2} ms", at(0.5), at(0.99), at(1.0));
    slow.sort_by(|a, b| b.0.total_cmp(&a.0));
    println!("slowest: {:?}", slow.iter().take(4).map(|s| s.1.as_str()).collect::<Vec<_>>());
    for (kind, [asked, first, ten]) in right {
        println!("{kind:<9} {asked:>5} asked, the name first {first:>5}, among the ten best {ten:>5}");
    }
}
