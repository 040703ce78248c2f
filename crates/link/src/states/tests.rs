//! Where an issue stands between two sides: what counts, and what one side does among its own.

use memcon_model::{Edtf, Evidence, MoveType, Span};

use super::run::run;
use super::{Happening, Moved, What};

/// Happenings written as `Side type`; `?` behind the side = no known side, `~` = among its own, `-` = only carried.
fn list(moves: &[&str]) -> Vec<Happening> {
    let made = moves.iter().enumerate().map(|(n, m)| {
        let (side, kind) = m.split_once(' ').unwrap();
        let bare = side.trim_end_matches(['?', '~', '-']);
        let date: Edtf = format!("1923-05-{:02}", n + 1).parse().unwrap();
        Happening {
            date,
            order: (0, n as u32),
            what: What::Move(Moved {
                kind: kind.trim_end_matches('!').parse::<MoveType>().unwrap(),
                limited: false,
                taken_up: false,
                last_word: kind.ends_with('!'),
                pronounced: false,
                between: !side.ends_with('~'),
                firm: !side.ends_with('-'),
                answers: false,
            }),
            side: Some(bare.into()),
            known: !side.ends_with('?'),
            papers_of: None,
            evidence: Evidence { document: "a".into(), span: Span::new(n, n + 1) },
        }
    });
    made.collect()
}

fn after(moves: &[&str]) -> String {
    let states = run(&list(moves), |_| true);
    states.last().map_or("nothing".into(), |s| format!("{} by {}", s.state, s.side.as_deref().unwrap_or("?")))
}

#[test]
fn the_other_side_agrees_and_friends_do_not() {
    assert_eq!(after(&["A demand", "B proposal", "A proposal", "B acceptance"]), "contested by B");
    assert_eq!(after(&["A proposal", "B question", "B acceptance"]), "agreed by B");
    assert_eq!(
        after(&["A proposal", "B proposal", "A demand", "B demand", "C acceptance"]),
        "contested by C"
    );
}

#[test]
fn talk_among_ones_own_moves_nothing() {
    assert_eq!(after(&["A proposal", "B question", "B~ acceptance"]), "raised by B");
    assert_eq!(after(&["A proposal", "B question", "B? acceptance"]), "raised by B");
}

#[test]
fn an_acceptance_that_names_nothing_shows_only_that_the_issue_is_spoken_of() {
    assert_eq!(after(&["A proposal", "B question", "B- acceptance"]), "raised by B");
}

#[test]
fn a_final_refusal_of_the_other_side_refuses() {
    assert_eq!(after(&["A proposal", "B question", "B refusal!"]), "refused by B");
    assert_eq!(after(&["A proposal", "B question", "B- refusal!"]), "raised by B");
}
