//! How fast expressions of time are found: in prose, and in texts made to hurt. Timings decide no test.
//!
//! `cargo bench -p memcon-analyse --bench dates` prints a line a text. Every text is invented here.
#![allow(clippy::print_stdout)]

use std::time::Instant;

use memcon_analyse::dates::find;

/// Size of each text in bytes.
const SIZE: usize = 1 << 20;

/// Name, language and the piece that is repeated.
const TEXTS: [(&str, &str, &str); 9] = [
    (
        "news",
        "en",
        "The ferry company said Friday that it would close its northern office by the end of next month. Earnings \
         rose 4 percent in the third quarter from a year earlier, to 12 million crowns, and the board expects the \
         harbour to reopen on May 3. The two ministers met last week in the old customs house, where no talks had been \
         held since 1952, and spoke for three hours about the bridge, the fishermen and the price of salt.\n\n",
    ),
    (
        "minutes",
        "en",
        "VARGA: We cannot admit inspectors before the list of boats is complete and signed.\n\n",
    ),
    (
        "russian",
        "ru",
        "Совещание открылось 24 мая в 11 часов утра; на прошлой неделе паром опоздал на два часа.\n\n",
    ),
    ("chinese", "zh", "代表团昨天下午到达，会议于５月３日开始，双方没有就渡口问题达成协议。\n\n"),
    ("digits", "en", "1234567890"),
    ("months", "en", "May "),
    ("wide digits", "zh", "１２"),
    ("years", "en", "1961 "),
    ("ranges", "en", "3-5 May 1961 to "),
];

/// Seconds that this thread has spent on a core, where the system tells it (Linux does).
fn on_core() -> Option<f64> {
    let told = std::fs::read_to_string("/proc/thread-self/schedstat").ok()?;
    told.split(' ').next()?.parse::<f64>().ok().map(|ns| ns / 1e9)
}

fn main() {
    let anchor = "1961-05-18".parse().ok();
    for (name, lang, piece) in TEXTS {
        let text = piece.repeat(SIZE / piece.len());
        let langs = [lang.to_owned()];
        find("3 May", &langs, anchor.as_ref());
        let (wall, core) = (Instant::now(), on_core());
        let found = find(&text, &langs, anchor.as_ref()).len();
        let seconds = match (core, on_core()) {
            (Some(a), Some(b)) => b - a,
            _ => wall.elapsed().as_secs_f64(),
        };
        println!("{name:12} {found:6} found, {:7.1} MB/s", text.len() as f64 / seconds / 1e6);
    }
}
