//! The hands a paper went through, as its description tells: order of role, then of text.

use memcon_model::{Edtf, Field, Role};

use super::gather::Gather;

/// Turns fields into hands and settles fields that say the same twice.
pub fn settle(g: &mut Gather<'_, '_>) {
    dates(g);
    let date = g.description.date().cloned();
    let received = time(g, Field::Received);
    let roles = [
        (Field::Author, Role::Author, None),
        (Field::Sender, Role::Sender, date),
        (Field::Addressee, Role::Receiver, received),
        (Field::Translator, Role::Translator, None),
        (Field::ObtainedBy, Role::Obtainer, None),
        (Field::Archive, Role::Archive, None),
        (Field::Publisher, Role::Publisher, None),
    ];
    for (field, role, when) in roles {
        let values = g.description.all(field).to_vec();
        for v in values.iter().take(if role == Role::Archive { 1 } else { 8 }) {
            g.hand(role, Some(&v.value), when.clone(), v.span, "describe.hands.field", v.basis.confidence);
        }
    }
    g.hands.sort_by_key(|h| h.span.map_or(u32::MAX, |s| s.start));
}

fn time(g: &Gather<'_, '_>, field: Field) -> Option<Edtf> {
    g.description.first(field).and_then(|v| v.edtf.clone())
}

/// Of several dates that mean the same day the one with an hour is kept first; a bare repetition goes.
fn dates(g: &mut Gather<'_, '_>) {
    let Some(values) = g.description.fields.get_mut(&Field::Date) else { return };
    let day = |e: &Option<Edtf>| e.as_ref().and_then(Edtf::earliest);
    let exact = |e: &Option<Edtf>| e.as_ref().map_or(0, |e| e.as_str().len());
    let all = values.clone();
    values.retain(|v| {
        let rival = all
            .iter()
            .find(|o| o.value != v.value && day(&o.edtf) == day(&v.edtf) && exact(&o.edtf) > exact(&v.edtf));
        v.edtf.is_some() && rival.is_none()
    });
    let mut seen = Vec::new();
    values.retain(|v| {
        let new = !seen.contains(&v.edtf);
        seen.push(v.edtf.clone());
        new
    });
    if values.is_empty() {
        g.description.fields.remove(&Field::Date);
    }
}
