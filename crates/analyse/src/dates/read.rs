//! What an expression means: groups of a match and the anchor to EDTF.

use memcon_model::{DateType, Day, Edtf};

use super::fields::Fields;

/// What is known around an expression.
#[derive(Clone, Debug, Default)]
pub(super) struct Context {
    /// The day from which relative expressions count and missing years are filled.
    pub anchor: Option<Day>,
    /// Whether the anchor is known to the day (or month), not merely to the year.
    pub precise: bool,
    /// The last day named in full before the expression, for "the next day".
    pub last: Option<Day>,
    /// Whether the sentence speaks of the future.
    pub future: bool,
}

/// The value of one expression.
pub(super) struct Meaning {
    pub edtf: Option<Edtf>,
    pub kind: DateType,
    /// The date is one that no calendar has.
    pub impossible: bool,
}

impl Meaning {
    fn new(kind: DateType, edtf: Option<String>) -> Self {
        Self { edtf: edtf.and_then(|e| e.parse().ok()), kind, impossible: false }
    }
    fn unknown(kind: DateType) -> Self {
        Self::new(kind, None)
    }
}

/// Reads a match of an expression that `gives`; `None` where it is no date after all.
pub(super) fn read(gives: &str, f: &Fields<'_>, ctx: &Context) -> Option<Meaning> {
    let (what, detail) = gives.split_once(' ').unwrap_or((gives, ""));
    match what {
        "date" => date(f, ctx),
        "slash" => slash(f),
        "range" | "or" => range(f, ctx, what == "or"),
        "clock" => clock(f, ctx),
        "shift" => shift(f.text("shift").and_then(|s| f.lang.shift(s))?, 1, f, ctx),
        "shift-unit" => {
            let unit = f.unit("unit")?;
            shift(&format!("{unit} {}", f.number("which").unwrap_or(0)), 1, f, ctx)
        }
        "count" => {
            let n = f.number("n").unwrap_or(1).clamp(0, 10_000);
            shift(&format!("{} {detail}", f.unit("unit")?), n, f, ctx)
        }
        "weekday" => weekday(f, ctx, f.number("which")),
        "month" => month(f, ctx),
        "season" => Some(part_of_year(f, ctx, 20, f.number("season")?)),
        "quarter" => Some(part_of_year(f, ctx, 32, f.number("n").filter(|n| (1..=4).contains(n))?)),
        "decade" => {
            let year = f.number("y")?;
            (year % 10 == 0).then(|| Meaning::new(DateType::Date, Some(format!("{:03}X", year / 10))))
        }
        "century" => {
            let n = f.number("n").filter(|n| (1..=21).contains(n))?;
            Some(Meaning::new(DateType::Date, Some(format!("{:02}XX", n - 1))))
        }
        "duration" => Some(Meaning::unknown(DateType::Duration)),
        "vague" => Some(Meaning::unknown(DateType::Relative)),
        _ => None,
    }
}

/// A date of one to three parts, perhaps with an hour.
fn date(f: &Fields<'_>, ctx: &Context) -> Option<Meaning> {
    let (m, d) = (f.number("m"), f.number("d"));
    let mut year = f.year(ctx);
    let time = match f.time("H", "M", "ap") {
        Ok(time) => time,
        Err(()) => return Some(Meaning { impossible: true, ..Meaning::unknown(DateType::Date) }),
    };
    // A month above 12 or a day above 31 is another number ("Embassy telegram 42 July 6").
    if m.is_some_and(|m| !(1..=12).contains(&m)) || d.is_some_and(|d| !(1..=31).contains(&d)) {
        return None;
    }
    if year.is_none() && m.is_some() {
        year = nearest_year(m?, d, f.number("wd"), ctx);
    }
    let kind = if time.is_some() { DateType::Time } else { DateType::Date };
    let y = year.map_or("XXXX".to_owned(), |y| format!("{y:04}"));
    let edtf = match (m, d) {
        (None, None) => {
            year?;
            y
        }
        (Some(m), None) => format!("{y}-{m:02}"),
        (m, Some(d)) => {
            let m = match m {
                Some(m) => m,
                // "on the 14th": the month of the anchor
                None => return day_of_month(d, ctx),
            };
            // Without a year a leap day is possible.
            let exists = Day::new(year.unwrap_or(2000) as i32, m as u8, u8::try_from(d).ok()?).is_some();
            if !exists {
                return Some(Meaning { impossible: true, ..Meaning::unknown(kind) });
            }
            format!("{y}-{m:02}-{d:02}")
        }
    };
    Some(Meaning::new(kind, Some(edtf + &time.unwrap_or_default())))
}

fn day_of_month(d: i64, ctx: &Context) -> Option<Meaning> {
    let base = ctx.last.or(ctx.anchor.filter(|_| ctx.precise))?;
    let day = Day::new(base.year, base.month, u8::try_from(d).ok()?)?;
    Some(Meaning::new(DateType::Date, Some(day.to_string())))
}

/// The year that puts a month and day nearest to the anchor; a weekday named with it decides.
fn nearest_year(m: i64, d: Option<i64>, wd: Option<i64>, ctx: &Context) -> Option<i64> {
    let anchor = ctx.anchor?;
    if !ctx.precise {
        return Some(i64::from(anchor.year));
    }
    let at = |year: i32| Day::new(year, m as u8, d.unwrap_or(15).clamp(1, 31) as u8);
    let mut years: Vec<i32> = vec![anchor.year, anchor.year - 1, anchor.year + 1];
    years.sort_by_key(|&y| at(y).map_or(i64::MAX, |day| (day.number() - anchor.number()).abs()));
    let agrees = |y: &&i32| wd.is_none_or(|wd| at(**y).is_some_and(|day| i64::from(day.weekday()) == wd));
    years.iter().find(agrees).or(years.first()).map(|&y| i64::from(y))
}

/// "3/25/51": which of the two is the month is told only by a number above twelve.
fn slash(f: &Fields<'_>) -> Option<Meaning> {
    let (a, b, y) = (f.number("a")?, f.number("b")?, f.number("y")?);
    let y = if y < 100 { 1900 + y } else { y };
    let day = |m: i64, d: i64| Day::new(y as i32, u8::try_from(m).ok()?, u8::try_from(d).ok()?);
    let edtf = match (day(a, b), day(b, a)) {
        (Some(x), Some(z)) if x == z => x.to_string(),
        (Some(x), Some(z)) => format!("[{},{}]", x.min(z), x.max(z)),
        (Some(x), None) | (None, Some(x)) => x.to_string(),
        (None, None) => return None,
    };
    Some(Meaning::new(DateType::Date, Some(edtf)))
}

/// From one date to another; parts not said twice hold for both.
fn range(f: &Fields<'_>, ctx: &Context, or: bool) -> Option<Meaning> {
    let (m, m2) = (f.number("m"), f.number("m2").or(f.number("m")));
    let m = m.or(m2);
    let (d, d2) = (f.number("d"), f.number("d2"));
    let mut y = f.number("y");
    let mut y2 = f.number("y2");
    if let (Some(a), Some(b)) = (y, y2)
        && b < 100
    {
        y2 = Some(a - a % 100 + b);
    }
    if y.is_none() && y2.is_none() {
        y = f.year(ctx);
    }
    if m.is_some() {
        y2 = y2.or(y).or_else(|| nearest_year(m2?, d2, None, ctx));
        y = y.or(y2);
    }
    let one = |y: Option<i64>, m: Option<i64>, d: Option<i64>| -> Option<String> {
        let year = y.map_or("XXXX".to_owned(), |y| format!("{y:04}"));
        match (m, d) {
            (None, None) => y.map(|_| year),
            (Some(m), None) => (1..=12).contains(&m).then(|| format!("{year}-{m:02}")),
            (Some(m), Some(d)) => Day::new(y.unwrap_or(2000) as i32, m as u8, u8::try_from(d).ok()?)
                .map(|_| format!("{year}-{m:02}-{d:02}")),
            (None, Some(_)) => None,
        }
    };
    let (a, b) = (one(y, m, d), one(y2, m2, d2));
    let (Some(a), Some(b)) = (a, b) else {
        return (m.is_some() && d.is_some())
            .then(|| Meaning { impossible: true, ..Meaning::unknown(DateType::Date) });
    };
    if a > b {
        return None;
    }
    Some(Meaning::new(DateType::Date, Some(if or { format!("[{a},{b}]") } else { format!("{a}/{b}") })))
}

/// A time of day alone: on the last day named, else the anchor's.
fn clock(f: &Fields<'_>, ctx: &Context) -> Option<Meaning> {
    let time = f.time("H", "M", "ap").ok()??;
    let day = ctx.last.or(ctx.anchor.filter(|_| ctx.precise));
    Some(Meaning::new(DateType::Time, day.map(|d| format!("{d}{time}"))))
}

/// "unit offset", `n` times, from the anchor; `later`/`earlier` count from the last day named.
fn shift(what: &str, n: i64, f: &Fields<'_>, ctx: &Context) -> Option<Meaning> {
    let (unit, offset) = what.split_once(' ')?;
    let (offset, base) = match offset {
        "later" => (n, ctx.last),
        "earlier" => (-n, ctx.last),
        _ => (offset.parse::<i64>().ok()? * n, ctx.anchor),
    };
    let unknown = Some(Meaning::unknown(DateType::Relative));
    let Some(base) = base else { return unknown };
    let time = f.time("H", "M", "ap").ok().flatten().unwrap_or_default();
    // A phrase of days says nothing where the anchor is known only to the month.
    if !ctx.precise && !matches!(unit, "year" | "decade" | "century") {
        return unknown;
    }
    let edtf = match unit {
        "day" | "next-day" => {
            let base = if unit == "next-day" { ctx.last.unwrap_or(base) } else { base };
            format!("{}{time}", base.plus_days(offset))
        }
        "week" if n > 1 || f.text("n").is_some() => base.plus_days(7 * offset).to_string(),
        "week" => {
            let monday = base.plus_days(1 - i64::from(base.weekday()) + 7 * offset);
            format!("{monday}/{}", monday.plus_days(6))
        }
        "fortnight" => base.plus_days(14 * offset).to_string(),
        "month" => {
            let to = base.plus_months(offset);
            format!("{:04}-{:02}", to.year, to.month)
        }
        "year" => format!("{:04}", i64::from(base.year) + offset),
        "decade" => format!("{:03}X", i64::from(base.year) / 10 + offset),
        "century" => format!("{:02}XX", i64::from(base.year) / 100 + offset),
        _ => return unknown,
    };
    Some(Meaning::new(DateType::Relative, Some(edtf)))
}

/// "on Tuesday", "last Friday", "next Monday".
fn weekday(f: &Fields<'_>, ctx: &Context, which: Option<i64>) -> Option<Meaning> {
    let wd = f.number("wd")?;
    let Some(anchor) = ctx.anchor.filter(|_| ctx.precise) else {
        return Some(Meaning::unknown(DateType::Relative));
    };
    let back = (i64::from(anchor.weekday()) - wd).rem_euclid(7);
    let day = match which {
        Some(-1) => anchor.plus_days(if back == 0 { -7 } else { -back }),
        Some(1) => anchor.plus_days(7 - back),
        Some(_) => anchor.plus_days(wd - i64::from(anchor.weekday())),
        // Without a word for it, reports tell of what has been, unless the sentence looks ahead.
        None if ctx.future => anchor.plus_days((7 - back) % 7),
        None => anchor.plus_days(-back),
    };
    let time = f.time("H", "M", "ap").ok().flatten().unwrap_or_default();
    Some(Meaning::new(DateType::Relative, Some(format!("{day}{time}"))))
}

/// "last March", "next June", "in April": a month without a year.
fn month(f: &Fields<'_>, ctx: &Context) -> Option<Meaning> {
    let m = f.number("m")?;
    let Some(anchor) = ctx.anchor.filter(|_| ctx.precise) else {
        let y = ctx.anchor.map_or("XXXX".to_owned(), |a| format!("{:04}", a.year));
        return Some(Meaning::new(DateType::Date, Some(format!("{y}-{m:02}"))));
    };
    let (year, own) = (i64::from(anchor.year), i64::from(anchor.month));
    let year = match f.number("which") {
        Some(-1) => year - i64::from(m >= own),
        Some(1) => year + i64::from(m <= own),
        Some(_) => year,
        None => nearest_year(m, None, None, ctx)?,
    };
    Some(Meaning::new(DateType::Date, Some(format!("{year:04}-{m:02}"))))
}

/// A season (21–24) or quarter (33–36) of a year.
fn part_of_year(f: &Fields<'_>, ctx: &Context, base: i64, n: i64) -> Meaning {
    let year = f.year(ctx).or(ctx.anchor.map(|a| i64::from(a.year)));
    Meaning::new(DateType::Date, year.map(|y| format!("{y:04}-{}", base + n)))
}
