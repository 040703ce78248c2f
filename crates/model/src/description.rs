//! The archival particulars of a document (ISAD(G)), each with the words they stand on.

use crate::form::vocabulary;
use crate::{Basis, Edtf, Span, Spans};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

vocabulary! {
    /// A field of the description.
    Field {
        /// The paper's title.
        Title = "title",
        /// The title in the original language.
        TitleOriginal = "title_original",
        /// The date of the paper itself.
        Date = "date",
        /// The kind of paper as the archive calls it.
        Type = "type",
        /// Where it was written or the meeting held.
        Place = "place",
        /// Who sent it.
        Sender = "sender",
        /// Who wrote it.
        Author = "author",
        /// To whom it goes.
        Addressee = "addressee",
        /// Who took part (meetings).
        Participant = "participant",
        /// A number of the paper.
        Number = "number",
        /// The series it belongs to.
        Series = "series",
        /// Degree of secrecy.
        Classification = "classification",
        /// Degree of urgency.
        Urgency = "urgency",
        /// The copies and their recipients.
        Copies = "copies",
        /// How many copies went out.
        CopiesSent = "copies_sent",
        /// Which copy this is.
        CopyInHand = "copy_in_hand",
        /// The office that issued it.
        IssuingOffice = "issuing_office",
        /// The news agency.
        Agency = "agency",
        /// The edition or page of a newspaper.
        Edition = "edition",
        /// The section of a newspaper.
        Section = "section",
        /// Place in a news dateline.
        DatelinePlace = "dateline_place",
        /// Date in a news dateline.
        DatelineDate = "dateline_date",
        /// When it was received.
        Received = "received",
        /// When it was deciphered.
        Deciphered = "deciphered",
        /// When it was printed.
        Printed = "printed",
        /// When it was verified.
        Verified = "verified",
        /// A stamp's wording.
        Stamp = "stamp",
        /// Who signed.
        Signature = "signature",
        /// An enclosure.
        Enclosure = "enclosure",
        /// The archive that keeps it.
        Archive = "archive",
        /// The collection it belongs to.
        Collection = "collection",
        /// Who published it.
        Publisher = "publisher",
        /// How to cite it.
        Citation = "citation",
        /// Credits.
        Credits = "credits",
        /// Who obtained it.
        ObtainedBy = "obtained_by",
        /// Who translated it.
        Translator = "translator",
        /// For whom it was translated.
        TranslatedFor = "translated_for",
        /// Who contributed it.
        Contributor = "contributor",
        /// Language of the original.
        LanguageOriginal = "language_original",
        /// Language of the translation.
        LanguageTranslation = "language_translation",
        /// An abstract.
        Summary = "summary",
        /// Rights.
        Rights = "rights",
        /// Whom to ask about rights.
        RightsContact = "rights_contact",
        /// The archive's number of the record.
        RecordId = "record_id",
        /// An address on the web.
        Url = "url",
        /// Whether comments are open.
        CommentsStatus = "comments_status",
        /// Which page of comments.
        CommentsPage = "comments_page",
    }
}

/// One value of a field.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct FieldValue {
    /// The value; verbatim where `span` is given.
    pub value: String,
    /// The value as a date, where it is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub edtf: Option<Edtf>,
    /// The words it stands on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub span: Option<Span>,
    /// What made it.
    #[serde(flatten)]
    pub basis: Basis,
}
crate::span::spans!(FieldValue: span);

/// The description: every field with its values, in the order found.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(transparent)]
pub struct Description {
    /// Values by field.
    pub fields: BTreeMap<Field, Vec<FieldValue>>,
}

impl Description {
    /// The first value of a field.
    pub fn first(&self, field: Field) -> Option<&FieldValue> {
        self.fields.get(&field).and_then(|values| values.first())
    }

    /// All values of a field.
    pub fn all(&self, field: Field) -> &[FieldValue] {
        self.fields.get(&field).map_or(&[], Vec::as_slice)
    }

    /// Adds a value unless the field already holds the same value.
    pub fn add(&mut self, field: Field, value: FieldValue) {
        let values = self.fields.entry(field).or_default();
        if !values.iter().any(|v| v.value == value.value) {
            values.push(value);
        }
    }

    /// The date of the paper, where one was found.
    pub fn date(&self) -> Option<&Edtf> {
        self.first(Field::Date).and_then(|v| v.edtf.as_ref())
    }
}

impl Spans for Description {
    fn each_span(&mut self, f: &mut dyn FnMut(&mut Span)) {
        for values in self.fields.values_mut() {
            values.each_span(f);
        }
    }
}

/// A document that the paper lists as related, with its abstract where given.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct RelatedDocument {
    /// Its title.
    pub title: FieldValue,
    /// Its date.
    pub date: Option<FieldValue>,
    /// Its abstract.
    pub summary: Option<FieldValue>,
    /// What made it.
    #[serde(flatten)]
    pub basis: Basis,
}
crate::span::spans!(RelatedDocument: title, date, summary);
