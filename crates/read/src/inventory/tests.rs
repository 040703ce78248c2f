//! Small invented inventories in, outlines out.

use super::*;

/// A unit a line: indented by depth, with level, reference, title, date, links.
fn outline(path: &str, source: &str) -> String {
    let found = read(source.as_bytes(), Hint { path: Some(path), ..Hint::default() }).expect("an inventory");
    let mut out = String::new();
    let mut depth: Vec<usize> = Vec::new();
    for unit in &found.units {
        let d = unit.parent.map_or(0, |p| depth[p as usize] + 1);
        depth.push(d);
        let date = unit.date.as_ref().map_or("-", |d| d.as_str());
        let links = unit.links.join(" ");
        out += &format!(
            "{}{} [{}] {} {date} {links}",
            "  ".repeat(d),
            unit.level.as_str(),
            unit.reference,
            unit.title
        );
        out = out.trim_end().to_owned() + "\n";
    }
    out
}

#[test]
fn ead_2002() {
    let source = "<ead><eadheader><filedesc><titlestmt><titleproper>Lake papers</titleproper></titlestmt></filedesc></eadheader>\
        <archdesc level='fonds'><did><unittitle>Lake Commission, <unitdate normal='1985/1990'>1985-1990</unitdate></unittitle>\
        <unitid>LC</unitid></did><dsc><c01 level='series'><did><unittitle>Talks</unittitle></did><c02 level='item'><did>\
        <container type='box'>2</container><unittitle>Second session</unittitle><unitdate normal='19870304'>4 March 1987</unitdate>\
        <unitid>LC/1/2</unitid><dao xlink:href='scans/second.pdf'/></did><scopecontent><head>Scope</head><p>The buoys.</p></scopecontent></c02>\
        </c01></dsc></archdesc></ead>";
    assert_eq!(
        outline("a.xml", source),
        "fonds [LC] Lake Commission, 1985-1990 1985/1990\n  series [] Talks -\n    \
         item [LC/1/2] Second session 1987-03-04 scans/second.pdf\n"
    );
    let found = read(source.as_bytes(), Hint::default()).unwrap();
    assert_eq!(found.title.as_deref(), Some("Lake papers"));
    assert_eq!(
        (found.units[2].field("container"), found.units[2].field("summary")),
        (Some("box 2"), Some("The buoys."))
    );
}

#[test]
fn ead3_has_dates_in_parts_and_components_without_numbers() {
    let source = "<?xml version='1.0'?><ead xmlns='http://ead3.archivists.org/schema/'><archdesc level='collection'><did><unittitle>Lake</unittitle>\
        <unitdatestructured><daterange><fromdate standarddate='1985'>1985</fromdate><todate standarddate='1990'>1990</todate></daterange></unitdatestructured>\
        </did><dsc><c level='otherlevel' otherlevel='folder'><did><unittitle>Letters</unittitle></did><c level='item'><did><unittitle>To Venn</unittitle>\
        <daoset><dao href='https://example.org/1'/></daoset></did></c></c></dsc></archdesc></ead>";
    assert_eq!(
        outline("a.xml", source),
        "fonds [] Lake 1985/1990\n  file [] Letters -\n    item [] To Venn - https://example.org/1\n"
    );
}

#[test]
fn dublin_core_in_three_dresses() {
    let dc = "xmlns:dc='http://purl.org/dc/elements/1.1/'";
    let oai = format!(
        "<OAI-PMH><ListRecords><record><header><identifier>oai:1</identifier></header><metadata><oai_dc:dc {dc}><dc:title>To Venn</dc:title>\
         <dc:date>1987-02-27</dc:date><dc:identifier>LC 7</dc:identifier></oai_dc:dc></metadata></record></ListRecords></OAI-PMH>"
    );
    assert_eq!(outline("a.xml", &oai), "item [LC 7] To Venn 1987-02-27\n");
    let rdf = format!(
        "<rdf:RDF xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#' {dc} xmlns:dcterms='http://purl.org/dc/terms/'>\
         <rdf:Description rdf:about='https://example.org/a'><dc:title>Second session</dc:title><dcterms:isPartOf>Talks</dcterms:isPartOf></rdf:Description>\
         </rdf:RDF>"
    );
    assert_eq!(
        outline("a.rdf", &rdf),
        "series [] Talks -\n  item [] Second session - https://example.org/a\n"
    );
    let dspace = "<?xml version='1.0'?><dublin_core><dcvalue element='title' qualifier='none'>To Venn</dcvalue>\
        <dcvalue element='date' qualifier='issued'>1987</dcvalue></dublin_core>";
    assert_eq!(outline("dublin_core.xml", dspace), "item [] To Venn 1987\n");
}

#[test]
fn tables_with_levels_in_other_languages() {
    let german = "Signatur;Titel;Laufzeit;Stufe;Karton\nLK;Seekommission;1985-1990;Bestand;\nLK 1;Verhandlungen;;Serie;\nLK 1/2;Zweite Sitzung;1987-03-04;Einzelstück;2\n";
    assert_eq!(
        outline("a.csv", german),
        "fonds [LK] Seekommission 1985/1990\n  series [LK 1] Verhandlungen -\n    item [LK 1/2] Zweite Sitzung 1987-03-04\n"
    );
    let russian = "Шифр\tЗаголовок\tДата\n7\tПисьмо Венн\t1987-02-27\n";
    assert_eq!(outline("a.tsv", russian), "item [7] Письмо Венн 1987-02-27\n");
}

#[test]
fn boxes_and_folders_become_levels() {
    let source = "Box,Folder,Title,Date,Filename\n2,5,Second session,1987-03-04,second.pdf\n2,5,To Venn,1987-02-27,\n3,1,Note,,\n";
    assert_eq!(
        outline("a.csv", source),
        "file [] box 2 -\n  file [] folder 5 -\n    item [] Second session 1987-03-04 second.pdf\n    item [] To Venn 1987-02-27\n\
         file [] box 3 -\n  file [] folder 1 -\n    item [] Note -\n"
    );
}

#[test]
fn children_before_their_parents_and_circles_end_in_an_order() {
    let source = "legacyId,parentId,title,levelOfDescription,date\n3,1,Letter,Item,\n1,,Lake,Fonds,\n8,9,One,File,\n9,8,Two,File,\n";
    assert_eq!(
        outline("a.csv", source),
        "fonds [] Lake -\n  item [] Letter -\nfile [] One -\n  file [] Two -\n"
    );
}

#[test]
fn other_tables_are_no_inventories() {
    let none = |head: &str, extension| assert!(!looks_csv(head, extension), "{head}");
    none("name,quantity,price\nbuoy,3,7\n", Some("csv"));
    none("Title, date and place: the second session\n", None);
    none("title,price\na,1\n", Some("csv"));
    assert!(looks_csv("Signatur;Titel;Datum\n", Some("csv")));
}

#[test]
fn tropy_items_have_photographs_notes_and_text() {
    let source = r#"{"@context": {"@vocab": "https://tropy.org/v1/tropy#"}, "@graph": [{"@type": "Item", "template": "https://tropy.org/v1/templates/generic",
        "title": "To Venn", "date": {"@type": "http://www.w3.org/2001/XMLSchema#date", "@value": "1987-02-27"}, "creator": "Teo Brandal", "box": "2", "tag": ["buoys"],
        "photo": [{"@type": "Photo", "path": "photos/1.jpg", "note": [{"@type": "Note", "text": {"@value": "Torn."}}],
        "transcription": [{"@type": "Transcription", "text": "Madam,\nthe buoys stay."}]}]}]}"#;
    assert_eq!(outline("export.json", source), "item [] To Venn 1987-02-27 photos/1.jpg\n");
    let found = read(source.as_bytes(), Hint::default()).unwrap();
    let unit = &found.units[0];
    assert_eq!(unit.text.as_deref(), Some("Madam,\nthe buoys stay."));
    assert_eq!(
        (unit.field("author"), unit.field("note"), unit.field("container")),
        (Some("Teo Brandal"), Some("Torn."), Some("box 2"))
    );
}

#[test]
fn a_description_reads_as_a_document_without_text() {
    let unit = Unit { title: "To Venn".into(), reference: "LC 7".into(), ..Unit::default() };
    let bytes = describe(&unit, "lake.csv");
    let hint = Hint { media_type: Some(Format::Description.media_type()), ..Hint::default() };
    let reading = crate::read(&bytes, hint);
    assert_eq!((reading.text.as_str(), reading.title.as_deref()), ("", Some("To Venn")));
    assert!(reading.notices.iter().all(|n| n.severity == Severity::Note), "{:?}", reading.notices);
}
