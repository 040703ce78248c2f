import { createRequire } from "module";
const require = createRequire("/usr/lib/node_modules/");
let d; try { d = require("docx"); } catch { d = require(process.env.NODE_DOCX); }
import fs from "fs";
const { Document, Packer, Paragraph, TextRun, Header, Footer, PageNumber, FootnoteReferenceRun, Table, TableRow, TableCell,
  HeadingLevel, InsertedTextRun, DeletedTextRun, CommentRangeStart, CommentRangeEnd, CommentReference, PageBreak,
  ExternalHyperlink, NumberFormat, AlignmentType, LevelFormat, TableOfContents, Tab } = d;
const t = (x, o = {}) => new TextRun({ text: x, ...o });
const p = (...c) => new Paragraph({ children: c.map(x => typeof x === "string" ? t(x) : x), spacing: { after: 160 } });
const item = (x, level = 0) => new Paragraph({ text: x, numbering: { reference: "clauses", level } });
const when = "1987-03-19T09:30:00Z";
const doc = new Document({
  title: "Draft understanding on the lake ferries", creator: "Orla Venn", description: "Second draft",
  customProperties: [{ name: "Number", value: "17/B" }],
  footnotes: { 1: { children: [new Paragraph("The inquiry was set up on 12 January.")] },
               2: { children: [new Paragraph("Alder, Heron and Swift.")] } },
  comments: { children: [{ id: 0, author: "Teo Brandal", date: new Date("1987-03-20T08:00:00Z"), initials: "TB",
      children: [new Paragraph("Who pays for the buoys?")] }] },
  numbering: { config: [{ reference: "clauses", levels: [
    { level: 0, format: LevelFormat.DECIMAL, text: "%1.", alignment: AlignmentType.START },
    { level: 1, format: LevelFormat.LOWER_LETTER, text: "(%2)", alignment: AlignmentType.START },
    { level: 2, format: LevelFormat.UPPER_ROMAN, text: "%1.%3", alignment: AlignmentType.START }] }] },
  sections: [{
    properties: { titlePage: true, page: { pageNumbers: { start: 3, formatType: NumberFormat.DECIMAL } } },
    headers: { first: new Header({ children: [new Paragraph("MINISTRY OF LAKES"), new Paragraph("No. 17/B. Confidential")] }),
               default: new Header({ children: [new Paragraph("Draft understanding on the lake ferries")] }) },
    footers: { default: new Footer({ children: [new Paragraph({ children: [t("Page "), new TextRun({ children: [PageNumber.CURRENT] })] })] }) },
    children: [
      new Paragraph({ text: "Draft understanding on the lake ferries", heading: HeadingLevel.TITLE }),
      new Paragraph({ text: "Article 1", heading: HeadingLevel.HEADING_1 }),
      p("The Parties take note that the inquiry", new FootnoteReferenceRun(1), " reports by ",
        new DeletedTextRun({ text: "1 May", id: 1, author: "Teo Brandal", date: when }),
        new InsertedTextRun({ text: "12 May", id: 2, author: "Orla Venn", date: when }), "."),
      item("No ferry sails at night."), item("The buoys"), item("stay where they are;", 1), item("are lit from dusk.", 1),
      item("by oil,", 2), item("by gas.", 2), item("The costs are shared."),
      p(new CommentRangeStart(0), "Each side pays for its own ferries", new CommentRangeEnd(0),
        new TextRun({ children: [new CommentReference(0)] }), ".", new FootnoteReferenceRun(2)),
      p(t("Not for the other side: we could accept June.", { vanish: true }), "The list is kept at ",
        new ExternalHyperlink({ link: "https://example.org/list", children: [t("Harbour House")] }), "."),
      new Paragraph({ children: [new PageBreak(), t("Annex", { bold: true })] }),
      new Table({ rows: [["Ferry", "Berth"], ["Alder", "East quay"], ["Heron", "West quay"]].map(r =>
        new TableRow({ children: r.map(c => new TableCell({ children: [new Paragraph(c)] })) })) }),
      p("양측은 3월 11일에 다시 만난다. ", "双方再次会晤。 ", "Стороны встретятся.", new TextRun({ children: [new Tab(), "signed"] })),
    ] }],
});
fs.writeFileSync(process.argv[2], await Packer.toBuffer(doc));
