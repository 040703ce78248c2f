//! Expressions that count from somewhere: "yesterday", "last week", "two years ago", "on Friday", "the third quarter",
//! "Christmas".

use memcon_model::{DateType, Day, Edtf, Timex};

use super::accounts;
use super::fields::Fields;
use super::read::{Context, Meaning, Tense, Used, nearest_year};

/// Reads a match of an expression that gives something relative.
pub(super) fn read(what: &str, detail: &str, f: &Fields<'_>, ctx: &Context) -> Option<Meaning> {
    match what {
        "shift" => shift(f.text("shift").and_then(|s| f.lang.shift(s))?, 1, f, ctx),
        "by" => shift(detail, 1, f, ctx),
        "shift-unit" => shift(&format!("{} {}", f.unit("unit")?, f.number("which").unwrap_or(0)), 1, f, ctx),
        "count" if f.text("vague").is_some() => {
            let side = if matches!(detail, "1" | "later") { "FUTURE_REF" } else { "PAST_REF" };
            Some(Meaning::unknown(DateType::Relative).valued(side))
        }
        "count" => {
            // The unit may be in the words, or go without saying.
            let (offset, own) = detail.split_once(' ').map_or((detail, None), |(o, u)| (o, Some(u)));
            let unit = own.or_else(|| f.unit("unit"))?;
            shift(&format!("{unit} {offset}"), f.number("n").unwrap_or(1).clamp(0, 10_000), f, ctx)
        }
        "month-day" => month_day(f, ctx),
        "weekday" => weekday(f, ctx, f.number("which")),
        "month" => month(f, ctx),
        "season" => part_of_year(f, ctx, 20, f.number("season")?, 4),
        "quarter" => part_of_year(f, ctx, 32, f.number("n").filter(|n| (1..=4).contains(n))?, 4),
        "half" => part_of_year(f, ctx, 39, f.number("n").filter(|n| (1..=2).contains(n))?, 2),
        "quarter-told" => quarter_told(detail, f, ctx),
        "quarter-months" => accounts::quarter_months(f, ctx),
        "year-told" => accounts::year_told(ctx),
        "ended" => accounts::ended(detail, f, ctx),
        "same-period" => accounts::same_period(f, ctx),
        "compared" => accounts::compared(ctx).or_else(|| shift(&format!("year {detail}"), 1, f, ctx)),
        "weekend" => weekend(f, ctx),
        "week-of" => week_of(f, ctx),
        "holiday" => holiday(f, ctx),
        _ => None,
    }
}

/// An ISO week as an interval, with its value.
fn week(day: Day) -> Meaning {
    let monday = day.plus_days(1 - i64::from(day.weekday()));
    let (year, number) = monday.week();
    let edtf = format!("{monday}/{}", monday.plus_days(6));
    Meaning::new(DateType::Relative, Some(edtf)).valued(format!("{year:04}-W{number:02}"))
}

/// "unit offset part", `n` times, from the anchor; `later`/`earlier` and the units `next-day`, `last-…` count from the last
/// date told.
fn shift(what: &str, n: i64, f: &Fields<'_>, ctx: &Context) -> Option<Meaning> {
    let mut words = what.split(' ');
    let (unit, offset, part) = (words.next()?, words.next()?, words.next());
    let part = part.or_else(|| f.part());
    let unknown = || Meaning::unknown(DateType::Relative);
    let (unit, told) = match unit {
        "next-day" => ("day", true),
        other => other.strip_prefix("last-").map_or((other, false), |u| (u, true)),
    };
    let (offset, told) = match offset {
        "later" => (n, true),
        "earlier" => (-n, true),
        _ => (offset.parse::<i64>().ok()? * n, told),
    };
    let counted = what.ends_with("later") || what.ends_with("earlier");
    if counted
        && unit == "year"
        && !ctx.long
        && let Some(same) = same_part_of_year(offset, ctx)
    {
        return Some(same);
    }
    let base = if told {
        // What is counted needs a day to count from; "the previous year" may stand on the paper's own.
        let fallback = !what.ends_with("later") && (!counted || matches!(unit, "year" | "month" | "week"));
        told_first(unit, ctx).or_else(|| ctx.the_anchor().filter(|_| fallback))
    } else {
        ctx.the_anchor()
    };
    let Some(base) = base else { return Some(unknown()) };
    let mut time = f.time("H", "M", "ap").ok().flatten().unwrap_or_default();
    // "7:30 tonight" is not half past seven in the morning.
    if let (Some("TAF" | "TEV" | "TNI"), Some(h), None) =
        (part, f.number("H").filter(|h| (1..12).contains(h)), f.text("ap"))
        && (part != Some("TNI") || h >= 5)
    {
        time = format!("T{:02}:{:02}", h + 12, f.number("M").unwrap_or(0));
    }
    // A phrase of days says nothing where the anchor is known only to the month.
    let whole_years = matches!(unit, "year" | "decade" | "century");
    if !ctx.precise && ctx.used.get() == Used::Anchor && !whole_years {
        return Some(unknown());
    }
    let edtf = match unit {
        "day" => format!("{}{time}", base.plus_days(offset)),
        "hour" | "minute" => base.to_string(),
        "week" => return Some(week(base.plus_days(7 * offset))),
        "fortnight" => return Some(week(base.plus_days(14 * offset))),
        "weekend" => return Some(weekend_of(base.plus_days(7 * offset))),
        "month" => {
            let to = base.plus_months(offset);
            format!("{:04}-{:02}", to.year, to.month)
        }
        "quarter" => {
            let quarters = i64::from(base.year) * 4 + i64::from(base.month - 1) / 3 + offset;
            format!("{:04}-{}", quarters.div_euclid(4), 33 + quarters.rem_euclid(4))
        }
        "half" => {
            let halves = i64::from(base.year) * 2 + i64::from(base.month > 6) + offset;
            format!("{:04}-{}", halves.div_euclid(2), 40 + halves.rem_euclid(2))
        }
        "year" => format!("{:04}", i64::from(base.year) + offset),
        "decade" => format!("{:03}X", i64::from(base.year) / 10 + offset),
        "century" => format!("{:02}XX", i64::from(base.year) / 100 + offset),
        _ => return Some(unknown()),
    };
    Some(Meaning::new(DateType::Relative, Some(edtf)).in_part(part))
}

/// "a year earlier" behind a quarter or a month: the same one of the other year.
pub(super) fn same_part_of_year(offset: i64, ctx: &Context) -> Option<Meaning> {
    let told = ctx.told.as_ref()?;
    let (year, sub) = told.as_str().split_once('-')?;
    let sub = Some(sub).filter(|s| s.len() == 2)?;
    ctx.used.set(Used::Last);
    let year = year.parse::<i64>().ok()? + offset;
    Some(Meaning::new(DateType::Relative, Some(format!("{year:04}-{sub}"))))
}

/// The day to count from: the day told last; "a year earlier", "the year before" count from whatever was told last.
fn told_first(unit: &str, ctx: &Context) -> Option<Day> {
    let year = if unit == "year" { told_day(unit, ctx) } else { None };
    year.or_else(|| ctx.the_last()).or_else(|| told_day(unit, ctx))
}

/// The first day of the date told last, where that is no coarser than the unit counted in.
fn told_day(unit: &str, ctx: &Context) -> Option<Day> {
    let told = ctx.told.as_ref()?;
    let length = told.latest()?.number() - told.earliest()?.number();
    let room = match unit {
        "week" => 7,
        "month" => 31,
        "year" => 366,
        "decade" | "century" => 3660,
        _ => 0,
    };
    if length > room {
        return None;
    }
    ctx.used.set(Used::Last);
    told.earliest()
}

/// "on Tuesday", "last Friday", "next Monday".
fn weekday(f: &Fields<'_>, ctx: &Context, which: Option<i64>) -> Option<Meaning> {
    let wd = f.number("wd")?;
    let timed = f.time("H", "M", "ap").ok().flatten().unwrap_or_default();
    let Some(anchor) = ctx.the_day() else {
        let mut open = Meaning::unknown(DateType::Relative);
        if !timed.is_empty() || f.part().is_some() {
            open.timex = Timex::Time;
        }
        return Some(open);
    };
    let back = (i64::from(anchor.weekday()) - wd).rem_euclid(7);
    let day = match which {
        Some(-1) => anchor.plus_days(if back == 0 { -7 } else { -back }),
        Some(1) => anchor.plus_days(7 - back),
        Some(_) => anchor.plus_days(wd - i64::from(anchor.weekday())),
        // Without a word for it, reports tell of what has been, unless the sentence looks ahead.
        None if ctx.tense == Tense::Ahead => anchor.plus_days((7 - back) % 7),
        None => anchor.plus_days(-back),
    };
    // "late Monday" is its evening, "late Monday night" the night.
    let part = f.part().or(match f.number("daytime").filter(|_| timed.is_empty()) {
        Some(1) => Some("TMO"),
        Some(_) => Some("TEV"),
        None => None,
    });
    Some(Meaning::new(DateType::Relative, Some(format!("{day}{timed}"))).in_part(part))
}

/// "last March", "next June", "in April": a month without a year.
fn month(f: &Fields<'_>, ctx: &Context) -> Option<Meaning> {
    let m = f.number("m")?;
    if let Some(year) = f.year(ctx) {
        return Some(Meaning::new(DateType::Date, Some(format!("{year:04}-{m:02}"))));
    }
    let Some(anchor) = ctx.the_day() else {
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
    let day = f.number("d").map(|d| format!("-{d:02}")).unwrap_or_default();
    Some(Meaning::new(DateType::Date, Some(format!("{year:04}-{m:02}{day}"))))
}

/// Part `n` of `of` parts of a year: a season (21–24), quarter (33–36) or half (40–41).
pub(super) fn part_of_year(f: &Fields<'_>, ctx: &Context, base: i64, n: i64, of: i64) -> Option<Meaning> {
    let year = match f.year(ctx) {
        Some(year) => Some(year),
        None if !ctx.precise => ctx.the_anchor().map(|a| i64::from(a.year)),
        None => {
            // Seasons begin with March, quarters with January.
            let first = if base == 20 { n * 3 } else { (n - 1) * 12 / of + 1 };
            ctx.the_anchor()
                .map(|a| nearest_part(a, first.min(12), 12 / of, f.number("which"), ctx.tense))
                .map(|year| year + f.number("yearback").unwrap_or(0))
        }
    };
    Some(Meaning::new(DateType::Date, year.map(|y| format!("{y:04}-{}", base + n))))
}

/// The year in which the part that begins with month `first` and lasts `months` is meant.
fn nearest_part(anchor: Day, first: i64, months: i64, which: Option<i64>, tense: Tense) -> i64 {
    /// So many days after its end a quarter is still reported on.
    const REPORTED: i64 = 50;
    let begin = |year: i32| Day::new(year, first as u8, 1).map_or(0, |d| d.number());
    let last = |year: i32| begin(year) + months * 30;
    let (at, own) = (anchor.number(), anchor.year);
    let years = [own - 1, own, own + 1];
    let past = |gone: fn(i64, i64) -> bool, day: &dyn Fn(i32) -> i64| {
        years.iter().rev().copied().find(|&y| gone(day(y), at)).unwrap_or(own - 1)
    };
    let year = match (which, tense) {
        (Some(-1), _) => past(|end, at| end <= at, &last),
        (Some(1), _) => years.iter().copied().find(|&y| begin(y) > at).unwrap_or(own + 1),
        (Some(_), _) => own,
        (None, Tense::Past | Tense::Told) => past(|begin, at| begin <= at, &begin),
        // What is expected of a quarter just over are its figures.
        (None, Tense::Ahead) => {
            let grace = if months == 3 { REPORTED } else { 0 };
            years.iter().copied().find(|&y| last(y) + grace > at).unwrap_or(own)
        }
        (None, Tense::Open) => {
            let far = |y: &i32| (begin(*y) + months * 15 - at).abs();
            years.iter().copied().min_by_key(far).unwrap_or(own)
        }
    };
    i64::from(year)
}

/// "the quarter", "the year-earlier period": the one told last, perhaps of another year.
fn quarter_told(detail: &str, f: &Fields<'_>, ctx: &Context) -> Option<Meaning> {
    let years = f.number("which").unwrap_or(0);
    let told = if detail == "beside" { ctx.beside } else { ctx.quarter };
    let Some((year, n)) = told.filter(|_| years == 0 || !ctx.long) else {
        return (years != 0).then(|| shift(&format!("year {years}"), 1, f, ctx)).flatten();
    };
    ctx.used.set(Used::Last);
    let year = year + years;
    Some(Meaning::new(DateType::Relative, Some(format!("{year:04}-{}", 32 + n))))
}

/// Saturday and Sunday of the week of a day, with their value.
fn weekend_of(day: Day) -> Meaning {
    let monday = day.plus_days(1 - i64::from(day.weekday()));
    let (year, number) = monday.week();
    let edtf = format!("{}/{}", monday.plus_days(5), monday.plus_days(6));
    Meaning::new(DateType::Relative, Some(edtf)).valued(format!("{year:04}-W{number:02}-WE"))
}

/// "this weekend", "over the weekend".
fn weekend(f: &Fields<'_>, ctx: &Context) -> Option<Meaning> {
    let Some(anchor) = ctx.the_day() else { return Some(Meaning::unknown(DateType::Relative)) };
    let weeks = match f.number("which") {
        Some(n) => n,
        // On a working day the week-end told of is over, unless the sentence looks ahead.
        None if ctx.tense != Tense::Ahead && anchor.weekday() < 6 => -1,
        None => 0,
    };
    Some(weekend_of(anchor.plus_days(7 * weeks)))
}

/// "the week of May 3".
fn week_of(f: &Fields<'_>, ctx: &Context) -> Option<Meaning> {
    let (m, d) = (f.number("m")?, f.number("d")?);
    let year = f.year(ctx).or_else(|| nearest_year(m, Some(d), None, ctx))?;
    Some(week(Day::new(year as i32, u8::try_from(m).ok()?, u8::try_from(d).ok()?)?))
}

/// A feast of the calendar.
///
/// Its table says when: `MMDD` a fixed day; `1MMWN` the Nth weekday W of month MM (N = 5: the last); `20000 + n` n - 100
/// days from Easter.
fn holiday(f: &Fields<'_>, ctx: &Context) -> Option<Meaning> {
    let code = f.number("holiday")?;
    let day_in = |year: i64| -> Option<Day> {
        let year = i32::try_from(year).ok()?;
        match code {
            ..=1231 => Day::new(year, u8::try_from(code / 100).ok()?, u8::try_from(code % 100).ok()?),
            10_000..=19_999 => nth_weekday(year, code / 100 % 100, code / 10 % 10, code % 10),
            _ => Some(easter(year)?.plus_days(code - 20_100)),
        }
    };
    let kind = DateType::Date;
    if let Some(year) = f.year(ctx) {
        return Some(Meaning::new(kind, day_in(year).map(|d| d.to_string())));
    }
    let Some(anchor) = ctx.the_day() else { return Some(Meaning::unknown(kind)) };
    let own = i64::from(anchor.year);
    let days = [own - 1, own, own + 1].map(day_in);
    let days: Vec<Day> = days.into_iter().flatten().collect();
    let past = || days.iter().rev().copied().find(|d| *d <= anchor);
    let next = || days.iter().copied().find(|d| *d >= anchor);
    let day = match (f.number("which"), ctx.tense) {
        (Some(-1), _) => past(),
        (Some(1), _) => next(),
        (Some(_), _) => day_in(own),
        (None, Tense::Ahead) => next(),
        (None, Tense::Past | Tense::Told) => past(),
        (None, Tense::Open) => days.iter().copied().min_by_key(|d| (d.number() - anchor.number()).abs()),
    };
    Some(Meaning::new(kind, day.map(|d| d.to_string())))
}

/// The `n`th `weekday` of a month; the last where `n` is 5.
fn nth_weekday(year: i32, month: i64, weekday: i64, n: i64) -> Option<Day> {
    let month = u8::try_from(month).ok()?;
    if n == 5 {
        let last = Day::new(year, month, Day::last_of(year, month))?;
        return Some(last.plus_days(-(i64::from(last.weekday()) - weekday).rem_euclid(7)));
    }
    let first = Day::new(year, month, 1)?;
    Some(first.plus_days((weekday - i64::from(first.weekday())).rem_euclid(7) + 7 * (n - 1)))
}

/// Easter Sunday of the Gregorian calendar (the "anonymous" method, Nature 1876).
fn easter(year: i32) -> Option<Day> {
    let (a, b, c) = (year % 19, year / 100, year % 100);
    let (d, e) = (b / 4, b % 4);
    let g = (8 * b + 13) / 25;
    let h = (19 * a + b - d - g + 15) % 30;
    let (i, k) = (c / 4, c % 4);
    let l = (32 + 2 * e + 2 * i - h - k) % 7;
    let m = (a + 11 * h + 19 * l) / 433;
    let month = (h + l - 7 * m + 90) / 25;
    let day = (h + l - 7 * m + 33 * month + 19) % 32;
    Day::new(year, u8::try_from(month).ok()?, u8::try_from(day).ok()?)
}

/// "the 4th of last month", "5th inst.".
fn month_day(f: &Fields<'_>, ctx: &Context) -> Option<Meaning> {
    let d = f.number("d").filter(|d| (1..=31).contains(d))?;
    let Some(anchor) = ctx.the_day() else { return Some(Meaning::unknown(DateType::Relative)) };
    let first = Day { day: 1, ..anchor }.plus_months(f.number("which").unwrap_or(0));
    match Day::new(first.year, first.month, u8::try_from(d).ok()?) {
        Some(day) => Some(Meaning::new(DateType::Relative, Some(day.to_string()))),
        None => Some(Meaning::impossible(DateType::Date)),
    }
}

/// The quarter that an expression names, for "the quarter" later on.
pub(super) fn quarter_of(edtf: &Edtf) -> Option<(i64, i64)> {
    let (year, sub) = edtf.as_str().split_once('-')?;
    let n = sub.parse::<i64>().ok().filter(|n| (33..=36).contains(n))? - 32;
    Some((year.parse().ok()?, n))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn feasts_that_move() {
        assert_eq!(easter(1999), Day::new(1999, 4, 4));
        assert_eq!(easter(2024), Day::new(2024, 3, 31));
        assert_eq!(nth_weekday(1998, 11, 4, 4), Day::new(1998, 11, 26));
        assert_eq!(nth_weekday(1998, 5, 1, 5), Day::new(1998, 5, 25));
    }
}
