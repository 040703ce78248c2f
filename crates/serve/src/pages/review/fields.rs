//! The values of a claim as fields of a form, and back.

use maud::{Markup, html};
use memcon_model::{
    AgentType, Analysis, DateType, EventStatus, EventType, Extent, Field, InsertionKind, Layer, Mode,
    MoveType, Outcome, Role, State,
};
use memcon_review::editable;
use serde_json::{Map, Value, json};

use crate::strings::{t, word};

/// The words of a closed vocabulary with the group of strings that names them; `None` = free text.
fn vocabulary(layer: Layer, field: &str) -> Option<(&'static str, Vec<&'static str>)> {
    macro_rules! words {
        ($group:literal, $type:ident) => {
            Some(($group, $type::ALL.iter().map(|v| v.as_str()).collect()))
        };
    }
    match (layer, field) {
        (Layer::Turn, "mode") => words!("mode", Mode),
        (Layer::Insertion, "kind") => words!("insertion", InsertionKind),
        (Layer::Move, "type") => words!("move", MoveType),
        (Layer::Move, "extent") => words!("extent", Extent),
        (Layer::Move, "outcome") => words!("outcome", Outcome),
        (Layer::Issue, "state") => words!("standing", State),
        (Layer::Event, "type") => words!("event_type", EventType),
        (Layer::Event, "status") => words!("event_status", EventStatus),
        (Layer::Obligation, "modality") => Some(("modality", vec!["do", "refrain", "may"])),
        (Layer::Obligation, "status") => Some(("bond", vec!["proposed", "undertaken", "in-force"])),
        (Layer::Agent, "type") => words!("agent", AgentType),
        (Layer::Date, "type") => words!("date_type", DateType),
        (Layer::Transmission, "role") => words!("role", Role),
        _ => None,
    }
}

/// A value as a person types it: lists a line each, a participant as "name; side; role".
pub fn text(value: &Value) -> String {
    match value {
        Value::String(s) => s.clone(),
        Value::Array(all) => all.iter().map(text).collect::<Vec<_>>().join("\n"),
        Value::Object(o) => {
            let part = |key: &str| o.get(key).and_then(Value::as_str).unwrap_or("");
            let line = [part("name"), part("side"), part("role")].join("; ");
            line.trim_end_matches([';', ' ']).to_owned()
        }
        Value::Null => String::new(),
        other => other.to_string(),
    }
}

/// A value as a reader sees it: a word of a vocabulary by its name.
pub fn shown(layer: Layer, field: &str, value: &str) -> String {
    vocabulary(layer, field)
        .map_or_else(|| value.replace('\n', ", "), |(group, _)| word(group, value).to_owned())
}

/// Fields for the values of a claim; issues and moves of the paper can be chosen by name.
pub fn inputs(layer: Layer, record: &Map<String, Value>, analysis: &Analysis) -> Markup {
    html! {
        @for field in editable(layer) {
            @let value = record.get(*field).map(text).unwrap_or_default();
            p { label { (word("claim_field", field)) " " (input(layer, field, &value, analysis)) } }
        }
    }
}

fn input(layer: Layer, field: &str, value: &str, analysis: &Analysis) -> Markup {
    let key = format!("v.{field}");
    if let Some((group, words)) = vocabulary(layer, field) {
        return html! {
            select name=(key) {
                option value="" { (t("review.not_told")) }
                @for w in words { option value=(w) selected[w == value] { (word(group, w)) } }
            }
        };
    }
    if (layer, field) == (Layer::Move, "issue") {
        return html! {
            select name=(key) {
                option value="" { (t("review.not_told")) }
                @for i in analysis.issues.iter().take(300) { option value=(i.id) selected[i.id == value] { (i.name.chars().take(80).collect::<String>()) } }
            }
        };
    }
    if is_list(layer, field) {
        return html! { textarea name=(key) rows="3" { (value) } };
    }
    html! { input name=(key) value=(value) maxlength="2000"; }
}

/// The choice of a field of the description.
pub fn field() -> Markup {
    html! {
        p { label { (t("review.field")) " " select name="field" { @for f in Field::ALL { option value=(f) { (word("field", f.as_str())) } } } } }
    }
}

fn is_list(layer: Layer, field: &str) -> bool {
    matches!((layer, field), (Layer::Obligation, "bound") | (Layer::Event, "participants"))
}

/// The values of a form that differ from those of the claim.
pub fn values(layer: Layer, form: &[(String, String)], was: &Map<String, Value>) -> Map<String, Value> {
    let mut values = Map::new();
    for field in editable(layer) {
        let key = format!("v.{field}");
        let Some((_, typed)) = form.iter().find(|(k, _)| *k == key) else { continue };
        let typed = typed.replace("\r\n", "\n");
        let typed = typed.trim();
        if typed == was.get(*field).map(text).unwrap_or_default().trim() {
            continue;
        }
        values.insert((*field).to_owned(), value(layer, field, typed));
    }
    values
}

fn value(layer: Layer, field: &str, typed: &str) -> Value {
    let lines = || typed.lines().map(str::trim).filter(|l| !l.is_empty());
    match (layer, field) {
        (Layer::Event, "participants") => {
            let one = |line: &str| {
                let mut parts = line.split(';').map(str::trim);
                let mut next = || parts.next().filter(|p| !p.is_empty()).map(str::to_owned);
                json!({ "name": next().unwrap_or_default(), "side": next(), "role": next() })
            };
            Value::Array(lines().map(one).collect())
        }
        _ if is_list(layer, field) => Value::Array(lines().map(Value::from).collect()),
        _ if typed.is_empty() => Value::Null,
        _ => Value::from(typed),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_was_changed_is_a_value() {
        let was = json!({ "type": "meeting", "place": "Geneva", "participants": [{ "name": "Ada", "side": null, "role": "host" }] });
        let was = was.as_object().unwrap();
        let form: Vec<(String, String)> =
            [("v.type", "meeting"), ("v.place", ""), ("v.participants", "Ada; ; host\r\nBen; North")]
                .map(|(k, v)| (k.to_owned(), v.to_owned()))
                .to_vec();
        let found = values(Layer::Event, &form, was);
        let expected = json!({ "place": null, "participants": [
            { "name": "Ada", "side": null, "role": "host" }, { "name": "Ben", "side": "North", "role": null } ] });
        assert_eq!(Value::Object(found), expected);
        assert_eq!(text(&was["participants"]), "Ada; ; host");
    }
}
