//! A question as an address, and back: what is asked for can be kept, sent and had as data.

use memcon_model::Edtf;
use memcon_store::{By, Facet, SearchQuery};

use crate::links::query_value;

/// The question that the values of an address ask.
pub fn question(pairs: &[(String, String)]) -> SearchQuery {
    let value = |key: &str| {
        pairs.iter().find(|(k, _)| k == key).map(|(_, v)| v.trim().to_owned()).filter(|v| !v.is_empty())
    };
    let day = |key: &str, last: bool| {
        let date = value(key)?.parse::<Edtf>().ok()?;
        if last { date.latest_iso() } else { date.earliest_iso() }
    };
    let picked = pairs.iter().filter(|(k, _)| k == "pick").filter_map(|(_, v)| {
        let (facet, value) = v.split_once(':')?;
        Some((facet.parse::<Facet>().ok()?, value.to_owned()))
    });
    let mut seen = std::collections::BTreeSet::new();
    let picked = picked.filter(|p| seen.insert(p.clone())).take(MOST_PICKED).collect();
    SearchQuery {
        text: value("q").unwrap_or_default(),
        exact: value("exact").is_some(),
        speaker: value("speaker"),
        addressee: value("addressee"),
        side: value("side"),
        moved: value("move").and_then(|m| m.parse().ok()),
        issue: value("issue"),
        mode: value("mode").and_then(|m| m.parse().ok()),
        form: value("form").and_then(|f| f.parse().ok()),
        from: day("from", false),
        to: day("to", true),
        max_depth: value(super::near::KEY).and_then(|d| d.parse().ok()),
        picked,
        by: if value("by").as_deref() == Some("date") { By::Date } else { By::Relevance },
        ..SearchQuery::default()
    }
}

/// Values of facets that one address may pick.
const MOST_PICKED: usize = 32;

/// The values of the address that asks a question.
pub fn pairs(query: &SearchQuery) -> Vec<(&'static str, String)> {
    let mut pairs = Vec::new();
    let mut give = |key, value: Option<String>| pairs.extend(value.map(|v| (key, v)));
    give("q", Some(query.text.clone()).filter(|q| !q.is_empty()));
    give("exact", query.exact.then(|| "1".to_owned()));
    give("speaker", query.speaker.clone());
    give("addressee", query.addressee.clone());
    give("side", query.side.clone());
    give("move", query.moved.map(|m| m.as_str().to_owned()));
    give("issue", query.issue.clone());
    give("mode", query.mode.map(|m| m.as_str().to_owned()));
    give("form", query.form.map(|f| f.as_str().to_owned()));
    give("from", query.from.clone());
    give("to", query.to.clone());
    give(super::near::KEY, query.max_depth.map(|d| d.to_string()));
    give("by", (query.by == By::Date).then(|| "date".to_owned()));
    for (facet, value) in &query.picked {
        give("pick", Some(format!("{}:{value}", facet.name())));
    }
    pairs
}

/// The address under `path` that asks a question.
pub fn address(path: &str, query: &SearchQuery) -> String {
    let pairs: Vec<String> = pairs(query).iter().map(|(k, v)| format!("{k}={}", query_value(v))).collect();
    if pairs.is_empty() { path.to_owned() } else { format!("{path}?{}", pairs.join("&")) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use memcon_model::{Form, Mode, MoveType};

    #[test]
    fn a_question_comes_back_from_its_address() {
        let whole = SearchQuery {
            text: "(a OR \"b & c\") 평화".into(),
            exact: true,
            speaker: Some("Nam Il".into()),
            addressee: Some("閔道植".into()),
            side: Some("North".into()),
            moved: Some(MoveType::CounterProposal),
            issue: Some("the line".into()),
            mode: Some(Mode::DirectQuote),
            form: Some(Form::Cable),
            from: Some("1963-03-01".into()),
            to: Some("1963-03-31".into()),
            max_depth: Some(2),
            picked: vec![(Facet::Speaker, "=a:b".into()), (Facet::Year, "1963".into())],
            by: By::Date,
            ..SearchQuery::default()
        };
        for query in [whole, SearchQuery::default()] {
            let address = address("/search", &query);
            let values = crate::links::query(address.split_once('?').map_or("", |(_, q)| q));
            assert_eq!(question(&values), query, "{address}");
        }
    }
}
