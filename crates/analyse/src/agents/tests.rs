//! Small invented papers in, their agents out.

use super::*;
use memcon_model::Settings;
use memcon_read::Reading;

/// The agents of a text, one a line: `type: forms [role] <side>`.
#[track_caller]
fn check(text: &str, report: &str) {
    let reading = Reading { text: text.into(), ..Reading::default() };
    let settings = Settings::default();
    let paper = Paper::new(&reading, &settings);
    let lines: Vec<String> = agents(&paper, &Analysis::default())
        .iter()
        .map(|a| {
            let role = a.role.as_ref().map(|r| format!(" [{r}]")).unwrap_or_default();
            let side = a.side.as_ref().filter(|_| a.kind == AgentType::Person);
            let side = side.map(|s| format!(" <{s}>")).unwrap_or_default();
            format!("{}: {}{role}{side}", a.kind, a.forms.join(" | "))
        })
        .collect();
    assert_eq!(lines.join("\n"), report, "in {text:?}");
}

#[test]
fn titles_and_later_family_names() {
    check(
        "Ambassador Paul Varga called. Varga said he was ill. Mr. Varga left.",
        "person: Paul Varga | Varga [Ambassador]",
    );
}

#[test]
fn a_delegate_has_a_side() {
    check("Polish delegate Jan Kowal rose.", "person: Jan Kowal [delegate] <Poland>");
}

#[test]
fn korean_names_in_two_spellings_are_one() {
    check("Kim Deok-su came. Kim Tok-su left.", "person: Kim Deok-su | Kim Tok-su");
}

#[test]
fn a_bracket_behind_a_name_is_another_name() {
    check("To Cde. Petrov [Sidorov] in person", "person: Petrov | Sidorov");
}

#[test]
fn sentences_and_headings_are_no_persons() {
    check(
        "Meanwhile Discussions Continued\n\nSouth: Your amendment is refused. Perhaps Later.\n\nSUMMARY OF CONVERSATION",
        "",
    );
}

#[test]
fn bodies_and_states() {
    check(
        "The Ministry of Fisheries of Norway told the Harbour Commission and the UN.",
        "organisation: Ministry of Fisheries of Norway\norganisation: Harbour Commission\norganisation: UN",
    );
    check("the Poles and Norway", "state: Poles\nstate: Norway");
}

#[test]
fn chinese_names_beside_titles() {
    check("波兰外长王大林说", "state: 波兰\nperson: 王大林 [外长] <Poland>");
    check("发言人戴维斯说，戴维斯走了。", "person: 戴维斯 [发言人]");
}

#[test]
fn korean_names_beside_titles() {
    check("외상 김덕수는 말했다. 김덕수 동지", "person: 김덕수 [외상]");
}

proptest::proptest! {
    #[test]
    fn any_text_is_read_without_panic(text in "\\PC{0,300}") {
        let reading = Reading { text, ..Reading::default() };
        let settings = Settings::default();
        let paper = Paper::new(&reading, &settings);
        let _ = agents(&paper, &Analysis::default());
    }
}

/// The agents of a text with parties of the user's, one a line.
#[track_caller]
fn check_with_parties(text: &str, report: &str) {
    let reading = Reading { text: text.into(), ..Reading::default() };
    let party = |name: &str, aliases: &[&str]| memcon_model::Party {
        name: name.into(),
        aliases: aliases.iter().map(|a| (*a).to_owned()).collect(),
        languages: Vec::new(),
    };
    let settings = Settings {
        parties: vec![
            party("Oskhavn", &["Oskhavn side", "Осхавния", "오스카븐"]),
            party("Harbour Organisation", &["HO"]),
        ],
        ..Settings::default()
    };
    let paper = Paper::new(&reading, &settings);
    let lines: Vec<String> = agents(&paper, &Analysis::default())
        .iter()
        .map(|a| format!("{}: {} <{}>", a.kind, a.forms.join(" | "), a.side.as_deref().unwrap_or("-")))
        .collect();
    assert_eq!(lines.join("\n"), report, "in {text:?}");
}

#[test]
fn parties_of_the_user_are_states_or_bodies() {
    check_with_parties(
        "OSKHAVN spoke first, then the Harbour Organisation. The Oskhavn side left.",
        "state: OSKHAVN | Oskhavn side <Oskhavn>\norganisation: Harbour Organisation <Harbour Organisation>",
    );
    check_with_parties("От имени Осхавнии говорили все.", "state: Осхавнии <Oskhavn>");
    check_with_parties("오스카븐은 말했다.", "state: 오스카븐 <Oskhavn>");
}

#[test]
fn a_party_before_an_office_is_the_side_of_its_holder() {
    check_with_parties(
        "The Oskhavn Minister Paul Varga rose.",
        "state: Oskhavn <Oskhavn>\nperson: Paul Varga <Oskhavn>",
    );
}

#[test]
fn lists_print_family_names_in_capitals() {
    check(
        "Delegates\n\nPaul Odo VARGA      Minister      Room 4\nKIM Deok-su (Kim Tok-su)      Adviser\n\nVarga sat down.",
        "person: Paul Odo VARGA | Varga\nperson: KIM Deok-su | Kim Tok-su",
    );
    check("Operation DESERT began. The Voice OF AMERICA\nSTAFF OF THE\n", "");
}

#[test]
fn patronymics_make_persons() {
    check("Позвонил Пётр Ильич Варгин.", "person: Пётр Ильич Варгин");
    check("They met Fyodor Lukich Vargin there.", "person: Fyodor Lukich Vargin");
}

#[test]
fn a_signature_in_capitals() {
    check("The lights are out.\n\nP. VARGA\n\nNo. 4\n", "person: P. VARGA");
}

#[test]
fn brackets_hold_the_name_in_another_script() {
    check("Kim Deok-su (김덕수) came.", "person: Kim Deok-su | 김덕수");
    check("김덕수 (金德洙)는 왔다. 항구(港口)에서", "person: 김덕수 | 金德洙");
}

#[test]
fn a_common_word_of_english_is_no_state() {
    check("The light on Gull Island burned; Norway paid.", "state: Norway");
}
