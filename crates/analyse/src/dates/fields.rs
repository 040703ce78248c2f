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
        self.captures.name(group).map(|m| m.as_str())
    }

    /// The unit of time that a group names.
    pub fn unit(&self, group: &str) -> Option<&'t str> {
        self.lang.unit(self.text(group)?)
    }

    /// A group as a number: by its table, by digits, or by Chinese numerals.
    pub fn number(&self, group: &str) -> Option<i64> {
        let word = self.text(group)?;
        let table = self.groups.iter().find(|(g, _)| g == group).map_or("", |(_, t)| t);
        digits(word).or_else(|| self.lang.value(table, word)).or_else(|| chinese(word))
    }

    /// The year said: plain, of another era, or relative ("of last year").
    pub fn year(&self, ctx: &Context) -> Option<i64> {
        if let Some(y) = self.number("y") {
            // Years of an era count from 1; two digits mean the anchor's century, else the last one.
            let era = self.text("era").and_then(|e| self.lang.value("era", e));
            return Some(match era {
                Some(first) => first - 1 + y,
                None if y < 100 => ctx.anchor.map_or(1900, |a| i64::from(a.year) / 100 * 100) + y,
                None => y,
            });
        }
        let shift = self.number("yearshift")?;
        Some(i64::from(ctx.anchor?.year) + shift)
    }

    /// `T11:00` from hour, minute, half of the day and zone; `Err` where no clock shows it.
    pub fn time(&self, hour: &str, minute: &str, half: &str) -> Result<Option<String>, ()> {
        let Some(mut h) = self.number(hour) else { return Ok(None) };
        let m = self.number(minute).unwrap_or(if self.text("half").is_some() { 30 } else { 0 });
        match self.number(half) {
            Some(12) if h < 12 => h += 12,
            Some(0) if h == 12 => h = 0,
            _ => {}
        }
        if h > 24 || m > 59 || (h == 24 && m > 0) {
            return Err(());
        }
        let zone = if self.text("z").is_some() { "Z" } else { "" };
        Ok(Some(format!("T{h:02}:{m:02}{zone}")))
    }
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
