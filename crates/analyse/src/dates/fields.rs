//! The groups of a match as numbers: digits of any width, number words, years of other eras, hours.

use regex::Captures;

use super::read::Context;
use super::rules::{Expression, Language};

/// The groups of one match.
pub(super) struct Fields<'t> {
    captures: &'t Captures<'t>,
    groups: &'t [(String, String)],
    pub lang: &'t Language,
}

impl<'t> Fields<'t> {
    pub fn new(captures: &'t Captures<'t>, expression: &'t Expression, lang: &'t Language) -> Self {
        Self { captures, groups: &expression.groups, lang }
    }

    /// The words of a group.
    pub fn text(&self, group: &str) -> Option<&'t str> {
        let found = self.captures.name(group).or_else(|| self.captures.name(&format!("{group}__2")));
        found.or_else(|| self.captures.name(&format!("{group}__3"))).map(|m| m.as_str())
    }

    /// The unit of time that a group names.
    pub fn unit(&self, group: &str) -> Option<&'t str> {
        self.lang.unit(self.text(group)?)
    }

    /// A group as a number: by its table, by digits, or by Chinese numerals.
    pub fn number(&self, group: &str) -> Option<i64> {
        let word = self.text(group)?;
        let mut tables = self.groups.iter().filter(|(g, _)| g == group);
        digits(word).or_else(|| tables.find_map(|(_, t)| self.lang.value(t, word))).or_else(|| chinese(word))
    }

    /// The year said: plain, of another era, or relative ("of last year").
    pub fn year(&self, ctx: &Context) -> Option<i64> {
        if let Some(y) = self.number("y") {
            // Years of an era count from 1; two digits mean the anchor's century, else the last one.
            let era = self.text("era").and_then(|e| self.lang.value("era", e));
            return Some(match era {
                Some(first) => first - 1 + y,
                None if y < 100 => of_two_digits(y, ctx.the_anchor()),
                None => y,
            });
        }
        let shift = self.number("yearshift")?;
        // "of the same year", "of the following year" (tables write 100, 101) count from the year told last.
        if shift > 50 {
            let told = ctx.told.as_ref().and_then(memcon_model::Edtf::earliest);
            let base =
                told.inspect(|_| ctx.used.set(super::read::Used::Last)).or_else(|| ctx.the_anchor())?;
            return Some(i64::from(base.year) + shift - 100);
        }
        Some(i64::from(ctx.the_anchor()?.year) + shift)
    }

    /// `T11:00` from hour, minute, half of the day and zone; `Err` where no clock shows it.
    pub fn time(&self, hour: &str, minute: &str, half: &str) -> Result<Option<String>, ()> {
        let Some(mut h) = self.number(hour) else { return Ok(None) };
        let mut m = self.number(minute).unwrap_or(if self.text("half").is_some() { 30 } else { 0 });
        // "half past three" and "halb vier" name the other hour that half belongs to.
        if let Some(past) = self.number("past") {
            m = past.rem_euclid(60);
            h += past.div_euclid(60);
        }
        match self.number(half) {
            Some(12) if h < 12 => h += 12,
            Some(0) if h == 12 => h = 0,
            _ => {}
        }
        if !(0..=24).contains(&h) || m > 59 || (h == 24 && m > 0) {
            return Err(());
        }
        Ok(Some(format!("T{h:02}:{m:02}{}", self.zone())))
    }

    /// The zone, only where it is said and says how far from Greenwich it stands.
    fn zone(&self) -> String {
        if self.text("z").is_some() {
            return "Z".to_owned();
        }
        if let Some(offset) = self.text("offset") {
            let digits: String = offset.chars().filter(char::is_ascii_digit).collect();
            let sign = if offset.starts_with('-') { '-' } else { '+' };
            return format!("{sign}{}:{}", &digits[..2], &digits[2..]);
        }
        match self.number("zone") {
            Some(0) => "Z".to_owned(),
            Some(n) => {
                let (sign, n) = if n < 0 { ('-', -n) } else { ('+', n) };
                format!("{sign}{:02}:{:02}", n / 60, n % 60)
            }
            None => String::new(),
        }
    }

    /// The part of the day as TIMEX3 writes it (`TMO`): its table holds numbers from 1.
    pub fn part(&self) -> Option<&'static str> {
        const PARTS: [&str; 6] = ["TMO", "TAF", "TEV", "TNI", "TMI", "TDT"];
        PARTS.get(usize::try_from(self.number("part")?.checked_sub(1)?).ok()?).copied()
    }
}

/// A year of two digits: in the anchor's century or the one before, whichever is nearer to the anchor.
pub(super) fn of_two_digits(y: i64, anchor: Option<memcon_model::Day>) -> i64 {
    let Some(anchor) = anchor.map(|a| i64::from(a.year)) else { return 1900 + y };
    let century = anchor / 100 * 100;
    // A year of a paper lies before it more often than after it.
    if century + y > anchor + 20 { century - 100 + y } else { century + y }
}

/// Digits, also full-width ones.
fn digits(word: &str) -> Option<i64> {
    let mut value = 0i64;
    let mut any = false;
    for c in word.chars() {
        let digit = match c {
            '0'..='9' => c as i64 - '0' as i64,
            '０'..='９' => c as i64 - '０' as i64,
            _ => return None,
        };
        any = true;
        value = value.checked_mul(10)?.checked_add(digit)?;
    }
    any.then_some(value)
}

/// Chinese numerals, by place (一九五一) or by value (二十四, 三百).
fn chinese(word: &str) -> Option<i64> {
    let (mut total, mut section, mut by_place, mut places) = (0i64, 0i64, 0i64, 0);
    let mut valued = false;
    for c in word.chars().take(12) {
        let digit = match c {
            '〇' | '○' | '零' | 'Ｏ' => 0,
            '一' => 1,
            '二' | '两' | '兩' => 2,
            '三' => 3,
            '四' => 4,
            '五' => 5,
            '六' => 6,
            '七' => 7,
            '八' => 8,
            '九' => 9,
            '元' => 1,
            '十' | '百' | '千' => {
                let unit = match c {
                    '十' => 10,
                    '百' => 100,
                    _ => 1000,
                };
                total += section.max(1) * unit;
                section = 0;
                valued = true;
                continue;
            }
            _ => return None,
        };
        section = digit;
        by_place = by_place * 10 + digit;
        places += 1;
    }
    if valued { Some(total + section) } else { (places > 0).then_some(by_place) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numerals() {
        assert_eq!(digits("１９８３"), Some(1983));
        assert_eq!(chinese("一九八三"), Some(1983));
        assert_eq!(chinese("二十四"), Some(24));
        assert_eq!(chinese("十"), Some(10));
        assert_eq!(chinese("三十"), Some(30));
        assert_eq!(chinese("月"), None);
    }
}
