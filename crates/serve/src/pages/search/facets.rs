//! Facets beside the hits: what they are, each value with its count, as links that add it or take it away.

use maud::{Markup, html};
use memcon_store::{Facet, FacetCounts, FacetValue, SearchQuery};

use super::asked::address;
use crate::layout::name;
use crate::strings::{count, fill, number, t, word};

/// Values of one facet that are shown.
pub const SHOWN: usize = 8;

/// The question with a value picked, or no longer.
fn turned(query: &SearchQuery, facet: Facet, value: &str) -> String {
    let mut query = query.clone();
    let before = query.picked.len();
    query.picked.retain(|(f, v)| (*f, v.as_str()) != (facet, value));
    if query.picked.len() == before {
        query.picked.push((facet, value.to_owned()));
    }
    address("/search", &query)
}

/// What a value is called: the room's word for words of the house, else a name out of the papers.
fn label(facet: Facet, value: &FacetValue) -> Markup {
    match (facet, value.value.parse::<usize>()) {
        (Facet::Form, _) => html! { (word("form", &value.value)) },
        (Facet::Move, _) => html! { (word("move", &value.value)) },
        (Facet::Depth, Ok(0)) => html! { (t("search.first_hand")) },
        (Facet::Depth, Ok(n)) => html! { (count("count.mouths", n)) },
        _ => name(&value.label),
    }
}

/// What was picked, each with a link that takes it away.
pub fn picked(query: &SearchQuery, facets: &[FacetCounts]) -> Markup {
    let all: Vec<(Facet, &FacetValue)> =
        facets.iter().flat_map(|f| f.values.iter().filter(|v| v.picked).map(|v| (f.facet, v))).collect();
    html! {
        @if !all.is_empty() {
            ul.search-picked aria-label=(t("search.picked")) { @for (facet, value) in all { li {
                a href=(turned(query, facet, &value.value)) {
                    span.how { (word("facet", facet.name())) ": " } (label(facet, value)) " "
                    span aria-hidden="true" { "×" } span.unseen { " " (t("search.take_away")) }
                }
            } } }
        }
    }
}

/// The facets with what is found of each.
pub fn facets(query: &SearchQuery, facets: &[FacetCounts]) -> Markup {
    html! {
        aside.search-facets #facets aria-labelledby="facets-head" {
            h2 #facets-head { (t("search.facets")) }
            @for facet in facets.iter().filter(|f| !f.values.is_empty()) {
                details open[matches!(facet.facet, Facet::Speaker | Facet::Side | Facet::Move | Facet::Issue | Facet::Year)
                    || facet.values.iter().any(|v| v.picked)] {
                    summary { (word("facet", facet.facet.name())) }
                    ul { @for value in &facet.values { li {
                        @if value.picked {
                            a.search-on href=(turned(query, facet.facet, &value.value)) aria-current="true" {
                                (label(facet.facet, value)) " " span aria-hidden="true" { "×" } span.unseen { " " (t("search.take_away")) }
                            }
                        } @else { a href=(turned(query, facet.facet, &value.value)) { (label(facet.facet, value)) } }
                        " " span.how { (number(usize::try_from(value.count).unwrap_or(usize::MAX))) }
                    } } }
                    @if facet.more > 0 { p.how { (fill("list.more", &[&facet.more.to_string()])) } }
                }
            }
        }
    }
}
