//! Roman numerals as pages, lists and notes bear them.

const SIGNS: [(u64, &str); 13] = [
    (1000, "m"),
    (900, "cm"),
    (500, "d"),
    (400, "cd"),
    (100, "c"),
    (90, "xc"),
    (50, "l"),
    (40, "xl"),
    (10, "x"),
    (9, "ix"),
    (5, "v"),
    (4, "iv"),
    (1, "i"),
];

/// A number in small letters; its length grows with the number, so that callers bound what they print.
pub(crate) fn print(number: u64) -> String {
    let mut rest = number;
    let mut text = String::new();
    for (value, sign) in SIGNS {
        while rest >= value {
            text.push_str(sign);
            rest -= value;
        }
    }
    text
}

/// The value of signs up to a hundred, in letters of any case: a smaller one before a larger is taken off. `None` = another
/// letter is among them.
pub(crate) fn value(word: &str) -> Option<i64> {
    let sign = |c: char| match c.to_ascii_lowercase() {
        'i' => Some(1),
        'v' => Some(5),
        'x' => Some(10),
        'l' => Some(50),
        'c' => Some(100),
        _ => None,
    };
    let values: Vec<i64> = word.chars().map(sign).collect::<Option<_>>()?;
    let signed = |(n, v): (usize, &i64)| if values.get(n + 1).is_some_and(|w| w > v) { -v } else { *v };
    Some(values.iter().enumerate().map(signed).sum())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_printed_is_read_again() {
        for n in 1..=399 {
            assert_eq!(value(&print(n)), i64::try_from(n).ok(), "{}", print(n));
        }
        assert_eq!((value("XiV"), value("mix")), (Some(14), None));
    }
}
