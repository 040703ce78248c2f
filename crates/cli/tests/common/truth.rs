//! Values out of a truth written as TOML; what is absent is empty.

use toml::{Table, Value};

/// A string.
pub fn s<'v>(table: &'v Table, key: &str) -> &'v str {
    table.get(key).and_then(Value::as_str).unwrap_or("")
}

/// A list of strings.
pub fn strings(table: &Table, key: &str) -> Vec<String> {
    let list = table.get(key).and_then(Value::as_array).map_or(&[][..], Vec::as_slice);
    list.iter().filter_map(Value::as_str).map(str::to_owned).collect()
}

/// A list of tables.
pub fn tables<'v>(table: &'v Table, key: &str) -> Vec<&'v Table> {
    let list = table.get(key).and_then(Value::as_array).map_or(&[][..], Vec::as_slice);
    list.iter().filter_map(Value::as_table).collect()
}
