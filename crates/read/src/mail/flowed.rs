//! Lines that a program broke only to send them (RFC 3676, `format=flowed`) become one again.

/// The text with its soft breaks undone. Marks of quotation stay, once a line.
pub(crate) fn unflow(text: &str, delete_space: bool) -> String {
    let mut out = String::with_capacity(text.len());
    // Depth of the line that waits for its rest.
    let mut open: Option<usize> = None;
    for (n, line) in text.split('\n').enumerate() {
        let line = line.strip_suffix('\r').unwrap_or(line);
        let depth = line.len() - line.trim_start_matches('>').len();
        let marks = &line[..depth];
        let words = &line[depth..];
        let stuffed = words.strip_prefix(' ').unwrap_or(words);
        let signature = stuffed == "-- ";
        match open {
            Some(before) if before == depth && !signature => out.push_str(stuffed),
            _ => {
                if n > 0 {
                    out.push('\n');
                }
                out.push_str(marks);
                // The space that keeps marks and words apart is shown; that which only protects a line is not.
                out.push_str(if depth > 0 { words } else { stuffed });
            }
        }
        let soft = stuffed.ends_with(' ') && !signature;
        if soft && delete_space {
            out.pop();
        }
        open = soft.then_some(depth);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn soft_breaks_go_and_hard_ones_stay() {
        let text =
            "The ferry \r\nsails \r\nat noon.\r\n\r\n> You said \r\n> so.\r\n No one\r\n-- \r\nIda\r\n";
        assert_eq!(unflow(text, false), "The ferry sails at noon.\n\n> You said so.\nNo one\n-- \nIda\n");
        assert_eq!(unflow("渡船 \n中午", true), "渡船中午");
    }
}
