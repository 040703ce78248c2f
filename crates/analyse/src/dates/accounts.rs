//! Times of reports on business: quarters and years by their last day or their months, and the same time of another
//! year that figures are compared with.

use memcon_model::{DateType, Day, Edtf};

use super::fields::Fields;
use super::read::{Context, Meaning, Tense, Used, nearest_year};
use super::relative::{part_of_year, quarter_of, same_part_of_year};

/// "the quarter ended March 31", "the fiscal year ended Feb. 28, 1961": the one of the calendar in which its middle lies.
pub(super) fn ended(unit: &str, f: &Fields<'_>, ctx: &Context) -> Option<Meaning> {
    let m = f.number("m")?;
    let d = f.number("d");
    let year = f.year(ctx).or_else(|| nearest_year(m, d, None, ctx))?;
    let (year, month) = (i32::try_from(year).ok()?, u8::try_from(m).ok()?);
    let day = match d {
        Some(d) => u8::try_from(d).ok()?,
        None => Day::last_of(year, month),
    };
    let mut end = Day::new(year, month, day)?;
    // What has ended lies behind.
    if f.text("over").is_some() && f.number("y").is_none() && ctx.anchor.is_some_and(|at| end > at) {
        end = Day::new(year - 1, month, day)?;
    }
    let edtf = if unit == "year" {
        format!("{:04}", end.plus_days(-182).year)
    } else {
        let middle = end.plus_days(-45);
        format!("{:04}-{}", middle.year, 33 + (middle.month - 1) / 3)
    };
    Some(Meaning::new(DateType::Date, Some(edtf)))
}

/// "the January-March period"; `None` where the months are no quarter.
pub(super) fn quarter_months(f: &Fields<'_>, ctx: &Context) -> Option<Meaning> {
    let (first, last) = (f.number("m")?, f.number("m2")?);
    let whole = (1..=12).contains(&first) && first % 3 == 1 && last == first + 2;
    whole.then(|| part_of_year(f, ctx, 32, (first + 2) / 3, 4)).flatten()
}

/// "for the year": that of the quarter told, else the paper's; in its first weeks the one just over.
pub(super) fn year_told(ctx: &Context) -> Option<Meaning> {
    let year = match ctx.quarter {
        Some((year, _)) => {
            ctx.used.set(Used::Last);
            year
        }
        None => {
            let anchor = ctx.the_anchor()?;
            let over = ctx.precise && anchor.month < 3 && matches!(ctx.tense, Tense::Past | Tense::Told);
            i64::from(anchor.year) - i64::from(over)
        }
    };
    Some(Meaning::new(DateType::Relative, Some(format!("{year:04}"))))
}

/// "the same period last year": the quarter or month told, else the year itself.
pub(super) fn same_period(f: &Fields<'_>, ctx: &Context) -> Option<Meaning> {
    let said = f.year(ctx);
    let Some((own, sub)) = told_part(ctx) else {
        let year = said.or_else(|| Some(i64::from(ctx.the_anchor()?.year) - 1));
        return Some(Meaning::new(DateType::Relative, year.map(|y| format!("{y:04}"))));
    };
    ctx.used.set(Used::Last);
    // A quarter told in the new year is one of the old: "last year" is then the year before.
    let year = said.filter(|&y| y < own || f.number("y").is_some()).unwrap_or(own - 1);
    Some(Meaning::new(DateType::Relative, Some(format!("{year:04}-{sub}"))))
}

/// "from 3 million a year earlier": the quarter or month told, a year before.
pub(super) fn compared(ctx: &Context) -> Option<Meaning> {
    if ctx.long {
        return None;
    }
    same_part_of_year(-1, ctx).or_else(|| {
        let (year, n) = ctx.quarter?;
        ctx.used.set(Used::Last);
        Some(Meaning::new(DateType::Relative, Some(format!("{:04}-{}", year - 1, 32 + n))))
    })
}

/// The year and part of a year of which the paper tells: a month or quarter named just before, else its quarter.
fn told_part(ctx: &Context) -> Option<(i64, String)> {
    if ctx.long {
        return None;
    }
    let part = |e: &Edtf| {
        let (year, sub) = e.as_str().split_once('-').filter(|(_, sub)| sub.len() == 2)?;
        Some((year.parse().ok()?, sub.to_owned()))
    };
    let told = ctx.told.as_ref().filter(|e| ctx.quarter.is_none() || quarter_of(e).is_some()).and_then(part);
    told.or_else(|| ctx.quarter.map(|(year, n)| (year, (32 + n).to_string())))
}
