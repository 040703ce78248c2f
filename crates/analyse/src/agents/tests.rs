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

/// How each mention names its agent, in order of the text: `words=manner>agent`.
#[track_caller]
fn check_mentions(text: &str, report: &str) {
    let reading = Reading { text: text.into(), ..Reading::default() };
    let settings = Settings::default();
    let paper = Paper::new(&reading, &settings);
    let mut found = Analysis { agents: agents(&paper, &Analysis::default()), ..Analysis::default() };
    meant(&paper, &mut found);
    let mut all: Vec<(Span, String)> = Vec::new();
    for agent in found.agents.iter().filter(|a| a.kind != AgentType::Place && a.kind != AgentType::State) {
        for m in &agent.mentions {
            assert_eq!(m.span.of(text).split_whitespace().collect::<Vec<_>>().join(" "), m.form);
            all.push((m.span, format!("{}={}>{}", m.form, m.manner, agent.canonical)));
        }
    }
    all.sort();
    let lines: Vec<String> = all.into_iter().map(|(_, line)| line).collect();
    assert_eq!(lines.join("\n"), report, "in {text:?}");
}

#[test]
fn every_mention_says_by_what_it_names() {
    check_mentions(
        "Mr. Paul Varga met J. Kowal. Varga left; the UN stayed.",
        "Paul Varga=name>Paul Varga\nJ. Kowal=initials>J. Kowal\nVarga=surname>Paul Varga\nUN=short>UN",
    );
    check_mentions(
        "Sir Odo Varga spoke. Sir Odo sat down. Minister Kowal rose.",
        "Odo Varga=name>Odo Varga\nSir Odo=given-name>Odo Varga\nMinister Kowal=surname>Kowal",
    );
}

#[test]
fn an_office_held_by_one_names_its_holder() {
    check_mentions(
        "Ambassador Paul Varga called. The Ambassador was tired.",
        "Paul Varga=name>Paul Varga\nThe Ambassador=office>Paul Varga",
    );
    check_mentions(
        "Ambassador Varga and Ambassador Kowal called.\n\nThe Ambassador was tired.",
        "Ambassador Varga=surname>Varga\nAmbassador Kowal=surname>Kowal",
    );
}

#[test]
fn he_is_the_only_one_the_paragraph_names() {
    check_mentions(
        "Ambassador Varga called. He was tired.",
        "Ambassador Varga=surname>Varga\nHe=pronoun>Varga",
    );
    check_mentions(
        "Ambassador Varga called on Mr. Kowal. He was tired.",
        "Ambassador Varga=surname>Varga\nMr. Kowal=surname>Kowal",
    );
    check_mentions("Mrs. Varga called. He was tired.", "Mrs. Varga=surname>Varga");
}

/// What a paper explains of names, and the offices it gives.
#[track_caller]
fn check_told(text: &str, report: &str) {
    let reading = Reading { text: text.into(), ..Reading::default() };
    let settings = Settings::default();
    let paper = Paper::new(&reading, &settings);
    let mut lines = Vec::new();
    for agent in agents(&paper, &Analysis::default()) {
        for g in &agent.glosses {
            lines.push(format!("{} = {} in {:?}", g.name, g.meaning, g.span.of(text)));
        }
        for o in &agent.offices {
            let when = o.when.as_ref().map(|w| format!(" {w}")).unwrap_or_default();
            lines.push(format!("{}: {}{when}", agent.canonical, o.office));
        }
    }
    assert_eq!(lines.join("\n"), report, "in {text:?}");
}

#[test]
fn the_paper_explains_its_names() {
    check_told("To Cde. FILIN [Orlov] in person", r#"FILIN = Orlov in "FILIN [Orlov]""#);
    check_told("Then Sidorov, alias Orlov, left.", r#"Sidorov = Orlov in "Sidorov, alias Orlov""#);
    check_told(
        "Mr. Orlov (real name Ivan Varga) left.",
        r#"Orlov = Ivan Varga in "Orlov (real name Ivan Varga)""#,
    );
    check_told("王大林外长（化名李大山）说", "王大林 = 李大山 in \"王大林外长（化名李大山）\"\n王大林: 外长");
    check_told("Mr. Varga, known as a poet, left.", "");
}

#[test]
fn a_cover_name_is_marked_wherever_it_stands() {
    check_mentions(
        "To Cde. FILIN [Orlov]\n\nCde. FILIN! I write to you.",
        "Cde. FILIN=cover-name>FILIN\nOrlov=surname>FILIN\nCde. FILIN=cover-name>FILIN",
    );
}

#[test]
fn offices_stand_before_and_behind_names() {
    check_told("The Polish Ambassador Jan Kowal rose.", "Jan Kowal: Polish Ambassador");
    check_told("Jan Kowal, director of the port, rose.", "Jan Kowal: director of the port");
    check_told("Norway's ambassador to the League, Jan Kowal, spoke.", "Jan Kowal: ambassador to the League");
}

#[test]
fn settings_make_a_lone_word_a_person() {
    check("They told Varga of it. Later Varga wrote.", "person: Varga");
    check("A letter from Varga came; Varga’s views were old.", "person: Varga");
    check("The Director of Ports (Varga) to the Office", "person: Varga [Director of Ports]");
    check("We like the plan.\n\nVarga\n", "person: Varga");
    check("The port of Varga is small. In Varga it rains. They live near Varga.", "place: Varga");
}

#[test]
fn two_of_one_family_name_stay_two() {
    check(
        "Captain Lev Varga and Minister Paul Varga came. Captain Varga left. Minister Varga stayed.",
        "person: Lev Varga | Varga [Captain]\nperson: Paul Varga | Varga [Minister]",
    );
    check(
        "Mr. Paul Varga and Mrs. Anna Varga came. Mrs. Varga left.",
        "person: Paul Varga\nperson: Anna Varga | Varga",
    );
}

#[test]
fn russian_names_in_oblique_cases_are_one() {
    check(
        "Министр Варгин принял Ивана Кольского. Беседа с Варгиным была долгой.",
        "person: Варгин | Варгиным [Министр]\nperson: Ивана Кольского",
    );
    check("Беседа с Тумановым. Туманов уехал.", "person: Тумановым | Туманов");
}

#[test]
fn korean_family_names_before_titles() {
    check("백도현 장관이 왔다. 백 장관은 갔다.", "person: 백도현 | 백 [장관]");
    check("한 장관이 왔다. 기자: 문기수", "person: 문기수 [기자]");
}

#[test]
fn names_are_cut_where_they_end() {
    check("Karl Weber Jr., director of the port, left.", "person: Karl Weber Jr [director of the port]");
    check("The Honorable Paul Varga rose.", "person: Paul Varga");
    check(
        "K.P.S. Varga wrote. MR. VARGA left. Mr. White came.",
        "person: K.P.S. Varga | VARGA\nperson: White",
    );
    check("A. Ways of settling the question", "");
    check("I've told them. I'll go.", "");
}
