import sys
from docx import Document
from docx.enum.text import WD_BREAK
from docx.shared import Pt
d = Document()
d.core_properties.title = "Minutes of the fourth session"
d.core_properties.author = "Orla Venn"
s = d.sections[0]
s.header.paragraphs[0].text = "Lake ferries: fourth session"
s.footer.paragraphs[0].text = "Harbour House"
d.add_heading("Minutes of the fourth session", 0)
d.add_heading("Opening", 1)
d.add_paragraph("Mr. Teo Brandal (lowland) said: “We have moved no buoy since March.”")
d.add_paragraph("Points agreed:", style="Normal")
for x in ("Night sailings end on 1 April.", "The inquiry goes on."):
    d.add_paragraph(x, style="List Number")
for x in ("Alder", "Heron"):
    d.add_paragraph(x, style="List Bullet")
d.add_paragraph("We shall see.", style="Intense Quote")
t = d.add_table(rows=1, cols=2)
t.rows[0].cells[0].text, t.rows[0].cells[1].text = "Original", "Translation"
r = t.add_row().cells
r[0].text = "Стороны встретятся 11 марта."
r[0].add_paragraph("Протокол подписан.")
r[1].text = "The sides meet on 11 March."
r[1].add_paragraph("The minutes are signed.")
p = d.add_paragraph("End of the open part.")
p.add_run().add_break(WD_BREAK.PAGE)
d.add_heading("Closed part", 2)
p = d.add_paragraph("Mrs. Venn asked whether the lowland side")
p.add_run(" would sign.\tIt would not.\nThe meeting rose.")
h = d.add_paragraph().add_run("internal: ask again in May")
h.font.hidden = True
d.save(sys.argv[1])
