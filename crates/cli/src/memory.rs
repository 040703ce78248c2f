//! How much memory the machine has to spare, and what a person allows: said before long work, not found out in it.
//!
//! Figures come from Linux (`/proc/meminfo` and the limits of control groups). Elsewhere nothing is known, and nothing
//! is said.

use std::fs;
use std::path::Path;

/// Bytes that can be taken now without other programs being pushed out; `None` = the system does not tell.
pub fn free() -> Option<u64> {
    let machine = available(&fs::read_to_string("/proc/meminfo").ok()?)?;
    Some(group().map_or(machine, |group| group.min(machine)))
}

/// `MemAvailable` of `/proc/meminfo`, in bytes.
fn available(meminfo: &str) -> Option<u64> {
    let line = meminfo.lines().find_map(|l| l.strip_prefix("MemAvailable:"))?;
    line.trim().strip_suffix("kB")?.trim().parse::<u64>().ok()?.checked_mul(1024)
}

/// What the control group that this program runs in still allows.
fn group() -> Option<u64> {
    let own = fs::read_to_string("/proc/self/cgroup").ok()?;
    let mut least: Option<u64> = None;
    for dir in groups(&own) {
        let dir = Path::new("/sys/fs/cgroup").join(dir);
        let read = |name: &str| fs::read_to_string(dir.join(name)).ok();
        let max = read("memory.max").or_else(|| read("memory.limit_in_bytes"));
        let now = read("memory.current").or_else(|| read("memory.usage_in_bytes"));
        let stat = read("memory.stat").unwrap_or_default();
        if let Some(left) = left(max.as_deref(), now.as_deref(), &stat) {
            least = Some(least.map_or(left, |l| l.min(left)));
        }
    }
    least
}

/// The folders of the groups of a program, inner ones first: each may set a limit.
fn groups(own: &str) -> Vec<String> {
    let mut all = Vec::new();
    for line in own.lines() {
        let mut parts = line.splitn(3, ':');
        let (Some(_), Some(kinds), Some(path)) = (parts.next(), parts.next(), parts.next()) else { continue };
        let root = match kinds {
            "" => "",
            k if k.split(',').any(|k| k == "memory") => "memory",
            _ => continue,
        };
        let mut path = path.trim_matches('/');
        loop {
            all.push(if path.is_empty() { root.to_owned() } else { format!("{root}/{path}") });
            if path.is_empty() {
                break;
            }
            path = path.rsplit_once('/').map_or("", |(outer, _)| outer);
        }
    }
    all.iter_mut().for_each(|p| *p = p.trim_start_matches('/').to_owned());
    all
}

/// What a group's limit leaves; files that the system keeps at hand can be let go and do not count as taken.
fn left(max: Option<&str>, now: Option<&str>, stat: &str) -> Option<u64> {
    // "max" is no number: no limit.
    let max: u64 = max?.trim().parse().ok()?;
    let now: u64 = now?.trim().parse().ok()?;
    let files = ["inactive_file ", "total_inactive_file "]
        .iter()
        .find_map(|key| stat.lines().find_map(|l| l.strip_prefix(key)))
        .and_then(|n| n.trim().parse::<u64>().ok())
        .unwrap_or(0);
    Some(max.saturating_sub(now.saturating_sub(files)))
}

/// A size as a person writes it: `6G`, `800M`, `1.5 GiB`; a number alone is bytes.
pub fn size(words: &str) -> Result<u64, String> {
    let words = words.trim();
    let digits = words.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(words.len());
    let (number, unit) = words.split_at(digits);
    let unit = unit.trim().to_ascii_lowercase();
    let power = match unit.strip_suffix("ib").or(unit.strip_suffix('b')).unwrap_or(&unit) {
        "" => 0,
        "k" => 10,
        "m" => 20,
        "g" => 30,
        "t" => 40,
        _ => return Err(format!("{words:?} is no size; write it like 6G or 800M")),
    };
    let number: f64 =
        number.parse().map_err(|_| format!("{words:?} is no size; write it like 6G or 800M"))?;
    Ok((number * f64::from(power).exp2()) as u64)
}

/// A size for a reader.
pub fn told(bytes: u64) -> String {
    match bytes as f64 / f64::from(30).exp2() {
        g if g >= 1.0 => format!("{g:.1} GiB"),
        g => format!("{:.0} MiB", g * 1024.0),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_machine_has_free() {
        let told = "MemTotal:       16000000 kB\nMemFree:  100 kB\nMemAvailable:    8000000 kB\n";
        assert_eq!(available(told), Some(8_192_000_000));
        assert_eq!(available("MemTotal: 5 kB\n"), None);
    }

    #[test]
    fn what_a_group_leaves_counts_files_at_hand_as_free() {
        let stat = "anon 300\ninactive_file 200\n";
        assert_eq!(left(Some("1000\n"), Some("600\n"), stat), Some(600));
        assert_eq!(left(Some("max\n"), Some("600\n"), stat), None);
        assert_eq!(left(Some("100"), Some("600"), ""), Some(0));
        assert_eq!(left(None, None, ""), None);
    }

    #[test]
    fn every_group_around_a_program_may_set_a_limit() {
        assert_eq!(groups("0::/user.slice/run\n"), ["user.slice/run", "user.slice", ""]);
        assert_eq!(groups("4:cpu,memory:/box\n3:freezer:/box\n"), ["memory/box", "memory"]);
        assert_eq!(groups("0::/\n"), [""]);
    }

    #[test]
    fn sizes_as_people_write_them() {
        let sizes = ["6G", "1.5 GiB", "800m", "512 kb", "77"].map(|w| size(w).unwrap());
        assert_eq!(sizes, [6 << 30, 3 << 29, 800 << 20, 512 << 10, 77]);
        assert!(["", "G", "6 apples", "-1G", "1.2.3G"].iter().all(|w| size(w).is_err()));
        assert_eq!([told(3 << 29), told(800 << 20)], ["1.5 GiB", "800 MiB"]);
    }
}
