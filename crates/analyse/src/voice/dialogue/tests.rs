//! Tales in small, and who speaks in them.

use super::super::languages::Foreign;
use super::super::speech::speeches;
use super::super::{marks, search::search};
use super::*;
use crate::Paper;
use memcon_model::Settings;
use memcon_read::Reading;

/// The speakers of the outermost quotations of a tale, in order.
fn speakers(text: &str) -> Vec<String> {
    let reading = Reading { text: text.into(), ..Reading::default() };
    let settings = Settings::default();
    let speakable = super::super::languages::Speakable::of(&Paper::new(&reading, &settings));
    let scan = Scan::new(text);
    let (list, seen) = marks::evidence(&scan);
    let tree = search(&list, &seen, text.len() as u32);
    let cast = Cast::default();
    let foreign = Foreign { speakable: &speakable, speakers: &[] };
    let mut found = speeches(&scan, &tree.quotes, &cast, &foreign, &|_| false);
    assign(&scan, &tree.quotes, &cast, &mut found);
    let outer = found.iter().filter(|s| tree.quotes[s.quote].parent.is_none());
    outer.map(|s| s.who.name.clone().unwrap_or_else(|| "-".into())).collect()
}

#[test]
fn two_who_talk_take_turns() {
    let text = "Mrs. Orchard met Mr. Pell at the gate. \"Is the ferry late?\" asked Mrs. Orchard.\n\
                \"It is always late.\"\n\"Then we shall wait.\"\n\"I never wait,\" said Mr. Pell.\n";
    assert_eq!(speakers(text), ["Mrs. Orchard", "Mr. Pell", "Mrs. Orchard", "Mr. Pell"]);
}

#[test]
fn words_cut_up_by_their_cue_are_one_speakers() {
    let text = "Mr. Pell and Mrs. Orchard stood by the gate. \"The ferry,\" said Mr. Pell, \"is late.\"\n\
                \"It was late yesterday,\" said Mrs. Orchard.\n\"And tomorrow,\" said Mr. Pell, \"it will be late too.\"\n";
    assert_eq!(speakers(text), ["Mr. Pell", "Mr. Pell", "Mrs. Orchard", "Mr. Pell", "Mr. Pell"]);
}

#[test]
fn one_who_is_called_answers() {
    let text = "Martha and Robert came in behind Susan. \"Robert, is the lamp lit?\" asked Martha.\n\
                \"It is.\"\n\"Good,\" said Martha. \"Now sit down.\"\n";
    assert_eq!(speakers(text), ["Martha", "Robert", "Martha", "Martha"]);
}

#[test]
fn a_pronoun_takes_the_gender_of_its_name() {
    let text = "Martha looked at Robert across the table. \"You are late,\" she said.\n\
                \"I was kept at the mill,\" he answered.\n\"Again!\" she cried.\n";
    assert_eq!(speakers(text), ["Martha", "Robert", "Martha"]);
}

#[test]
fn a_wife_has_her_husbands_name() {
    let text = "Mr. Pell put down his hat, and Mrs. Pell took it up. \"The ferry is late,\" said Mr. Pell.\n\
                \"It is always late,\" replied his wife.\n";
    assert_eq!(speakers(text), ["Mr. Pell", "Mrs. Pell"]);
}

#[test]
fn the_teller_is_whom_the_others_call() {
    let text = "The miller looked at me. \"Are you cold, Edwin?\" he asked.\n\"A little,\" I said.\n\
                \"Come to the fire, Edwin,\" said the miller.\n\"Thank you,\" I said.\n";
    assert_eq!(speakers(text), ["miller", "Edwin", "miller", "Edwin"]);
}

#[test]
fn a_place_is_nobody() {
    let text = "They sat in Harborough, near Harborough bridge. Robert spoke first. \"I am tired of it,\" he said.\n\
                \"So am I,\" said Martha.\n";
    assert_eq!(speakers(text), ["Robert", "Martha"]);
}

#[test]
fn a_million_quotations_are_no_harm() {
    let text = "\"Yes,\" said Martha.\n\"No,\" said Robert.\n".repeat(2_000);
    assert_eq!(speakers(&text).len(), 4_000);
}
