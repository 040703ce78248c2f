//! Small collections: papers with obligations put in by hand, what linking says of them out.

use memcon_model::{
    Analysis, Decision, DecisionKind, Edtf, Field, FieldValue, Form, Mechanism, Modality, Obligation, Span,
    Subject,
};

use crate::{Document, Given, link_with};

/// A paper in the making.
struct Made {
    id: &'static str,
    text: &'static str,
    analysis: Analysis,
}

fn paper(id: &'static str, day: &str, text: &'static str) -> Made {
    let mut analysis = Analysis {
        id: id.into(),
        languages: vec!["en".into()],
        form: Form::Memorandum,
        ..Analysis::default()
    };
    let value = FieldValue { value: day.into(), edtf: day.parse::<Edtf>().ok(), ..FieldValue::default() };
    analysis.description.add(Field::Date, value);
    Made { id, text, analysis }
}

impl Made {
    /// Adds a duty: `label bound modality force | words of the text`.
    fn duty(mut self, told: &str) -> Self {
        let (head, words) = told.split_once(" | ").expect("head | words");
        let mut head = head.split(' ');
        let mut next = || head.next().unwrap_or_default().to_owned();
        let (label, bound, modality, force) = (next(), next(), next(), next());
        let at = self.text.find(words).expect("the words are in the paper");
        let (_, deed) = words.split_once(" shall ").unwrap_or(("", words));
        self.analysis.obligations.push(Obligation {
            id: format!("o{}", self.analysis.obligations.len() + 1),
            label: (label != "-").then(|| label.replace('_', " ")),
            span: Span::new(at, at + words.len()),
            bound: bound.split('+').map(str::to_owned).collect(),
            modality: modality.parse::<Modality>().unwrap_or_default(),
            content: deed.trim_end_matches('.').trim_start_matches("not ").into(),
            status: Some(force),
            ..Obligation::default()
        });
        self
    }

    fn body(mut self, name: &str) -> Self {
        let at = self.text.find(name).expect("the name is in the paper");
        self.analysis.mechanisms.push(Mechanism {
            id: format!("b{}", self.analysis.mechanisms.len() + 1),
            name: name.into(),
            composition: None,
            powers: Vec::new(),
            duties: Vec::new(),
            reports_to: None,
            spans: vec![Span::new(at, at + name.len())],
            basis: memcon_model::Basis::new("test", 1.0),
        });
        self
    }
}

fn linked(made: &[Made], decisions: &[Decision]) -> memcon_model::Linked {
    let documents: Vec<Document<'_>> =
        made.iter().map(|m| Document { id: m.id, analysis: &m.analysis, text: m.text }).collect();
    link_with(&documents, &Given { decisions, ..Given::default() })
}

/// Each obligation and, below it, its deeds.
fn report(made: &[Made]) -> Vec<String> {
    let all = linked(made, &[]);
    let mut out = Vec::new();
    for o in &all.obligations {
        let force: Vec<&str> = o.force.iter().map(|f| f.force.as_str()).collect();
        let suggested = o.suggested.map_or("-", |s| s.as_str());
        out.push(format!(
            "{} {} {} | {} {suggested}",
            o.bound.join("+"),
            o.modality,
            o.content,
            force.join(">")
        ));
        for d in &o.deeds {
            let text = made.iter().find(|m| m.id == d.evidence.document).map_or("", |m| m.text);
            out.push(format!("  {} | {}", d.bearing, d.evidence.span.of(text)));
        }
    }
    out
}

const DRAFT: &str = "Article 1. Varn shall withdraw the coastal guns from the northern cape.";
const SIGNED: &str = "Article 1. Varn shall withdraw the coastal guns from the northern cape within ten days. Article 2. Varn shall not station soldiers on the island.";

fn draft() -> Made {
    paper("draft", "1921-03-01", DRAFT)
        .duty("Article_1 Varn do proposed | Varn shall withdraw the coastal guns from the northern cape.")
}

fn signed() -> Made {
    paper("signed", "1921-04-01", SIGNED)
        .duty("Article_1 Varn do in-force | Varn shall withdraw the coastal guns from the northern cape within ten days.")
        .duty("Article_2 Varn refrain in-force | Varn shall not station soldiers on the island.")
}

#[test]
fn a_draft_and_the_agreement_are_one_obligation() {
    let told = report(&[signed(), draft()]);
    assert_eq!(
        told,
        [
            "Varn do withdraw the coastal guns from the northern cape within ten days | proposed>in-force -",
            "Varn refrain station soldiers on the island | in-force -",
        ]
    );
}

#[test]
fn a_report_that_cites_the_articles_ties_its_findings() {
    let text = "1. The guns (Article 1). Four of the six guns had been withdrawn. Two remain in place.\n\n2. The island. The board finds that Article 2 was respected.";
    let told = report(&[signed(), paper("report", "1921-05-01", text)]);
    assert_eq!(
        told,
        [
            "Varn do withdraw the coastal guns from the northern cape within ten days | in-force -",
            "  unclear | Four of the six guns had been withdrawn.",
            "  unclear | Two remain in place.",
            "Varn refrain station soldiers on the island | in-force full",
            "  kept | The board finds that Article 2 was respected.",
        ]
    );
}

#[test]
fn a_deed_needs_the_one_bound_the_act_and_the_things() {
    let text = "On Monday Varn has withdrawn its coastal guns from the cape. The coastal road is open. Osmia withdrew its guns from the cape. Varn said that it would withdraw the coastal guns from the cape.";
    let told = report(&[signed(), paper("later", "1921-05-01", text)]);
    assert_eq!(
        told.iter().filter(|l| l.starts_with("  ")).collect::<Vec<_>>(),
        ["  kept | On Monday Varn has withdrawn its coastal guns from the cape."]
    );
    let text = "On Monday Varn has withdrawn its coastal guns from the cape.";
    let told = report(&[signed(), paper("before", "1921-03-05", text)]);
    assert!(told.iter().all(|l| !l.starts_with("  ")), "what was before is no deed: {told:?}");
}

#[test]
fn what_a_person_set_is_kept_apart_from_what_is_suggested() {
    let words = "withdraw the coastal guns from the northern cape within ten days";
    let decision = Decision {
        number: 1,
        kind: DecisionKind::Status,
        about: Subject::Obligation,
        a: memcon_model::Anchor { name: words.into(), at: vec![("signed".into(), words.into())] },
        value: Some("minimal".into()),
        ..Decision::default()
    };
    let made = [signed(), draft()];
    let all = linked(&made, std::slice::from_ref(&decision));
    assert_eq!(all.obligations[0].compliance.map(|c| c.as_str()), Some("minimal"));
    assert_eq!(all.obligations[0].suggested, None);
    let undone = Decision { undone: Some("1921-06-01".into()), ..decision };
    assert_eq!(linked(&made, &[undone]).obligations[0].compliance, None);
}

#[test]
fn a_body_under_a_shorter_name_is_one_where_only_one_fits() {
    let a = paper("a", "1921-03-01", "There shall be a joint river inspection commission.")
        .body("joint river inspection commission");
    let b = paper("b", "1921-03-02", "The river commission met.").body("river commission");
    let all = linked(&[a, b], &[]);
    let names: Vec<&str> = all.mechanisms.iter().map(|m| m.name.as_str()).collect();
    assert_eq!(names, ["joint river inspection commission"]);
    assert_eq!(all.mechanisms[0].joins.len(), 1);
}
