//! Objects of a PDF, resolved without loops: dictionaries, arrays, text strings, dates.

use std::collections::HashMap;

use pdf_oxide::PdfDocument;
use pdf_oxide::object::Object;

/// A dictionary.
pub(crate) type Dict = HashMap<String, Object>;

/// The object that a reference means; itself where it is none.
pub(crate) fn resolved(doc: &PdfDocument, object: &Object) -> Object {
    let mut object = object.clone();
    for _ in 0..8 {
        let Some(at) = object.as_reference() else { return object };
        object = doc.load_object(at).unwrap_or(Object::Null);
    }
    Object::Null
}

/// A dictionary, that of a stream included.
pub(crate) fn dict(doc: &PdfDocument, object: &Object) -> Option<Dict> {
    resolved(doc, object).as_dict().cloned()
}

/// An array.
pub(crate) fn array(doc: &PdfDocument, object: &Object) -> Option<Vec<Object>> {
    resolved(doc, object).as_array().cloned()
}

/// A whole number.
pub(crate) fn integer(doc: &PdfDocument, object: &Object) -> Option<i64> {
    resolved(doc, object).as_integer()
}

/// A number.
pub(crate) fn number(doc: &PdfDocument, object: &Object) -> Option<f32> {
    let object = resolved(doc, object);
    object
        .as_real()
        .or_else(|| object.as_integer().map(|n| n as f64))
        .map(|n| n as f32)
        .filter(|n| n.is_finite())
}

/// A name.
pub(crate) fn name(object: &Object) -> Option<String> {
    object.as_name().map(str::to_owned)
}

/// A text string, without white space at its ends; `None` = none or empty.
pub(crate) fn string(doc: &PdfDocument, object: &Object) -> Option<String> {
    let object = resolved(doc, object);
    let text = pdf_oxide::optional_content::decode_pdf_text_string(object.as_string()?);
    let text = text.replace("\r\n", "\n").replace('\r', "\n");
    let text: String = text.chars().filter(|c| !c.is_control() || *c == '\n').collect();
    Some(text.trim().to_owned()).filter(|t| !t.is_empty())
}

/// A date of a PDF ("D:19880517101500+02'00'") as ISO 8601; as it stands where it is none.
pub(crate) fn date(text: &str) -> String {
    let digits: String =
        text.strip_prefix("D:").unwrap_or(text).chars().take_while(char::is_ascii_digit).collect();
    let part = |from: usize, to: usize| digits.get(from..to);
    let Some(year) = part(0, 4) else { return text.to_owned() };
    if digits.len() == text.len() && digits.len() < 8 {
        return text.to_owned();
    }
    let mut iso = year.to_owned();
    let Some(month) = part(4, 6) else { return iso };
    iso = format!("{iso}-{month}");
    let Some(day) = part(6, 8) else { return iso };
    iso = format!("{iso}-{day}");
    let (Some(hour), Some(minute)) = (part(8, 10), part(10, 12)) else { return iso };
    iso = format!("{iso}T{hour}:{minute}:{}", part(12, 14).unwrap_or("00"));
    let zone = text.split_once(&digits).map_or("", |(_, z)| z);
    let figures: String = zone.chars().filter(char::is_ascii_digit).take(4).collect();
    match (zone.chars().next(), figures.len()) {
        (Some('Z'), _) => iso + "Z",
        (Some(sign @ ('+' | '-')), 4) => format!("{iso}{sign}{}:{}", &figures[..2], &figures[2..]),
        (Some(sign @ ('+' | '-')), 2) => format!("{iso}{sign}{figures}:00"),
        _ => iso,
    }
}
