import html, re, subprocess, os, sys
from paper import *
W="out"
def cut(langs):
    skip=set()
    def ok(t):
        if re.search("[а-я]",t) and "ru" not in langs: return False
        if re.search("[가-힣]",t) and "ko" not in langs: return False
        if re.search("[一-龥]",t) and "zh" not in langs: return False
        return True
    return [(k,t) for k,t in BLOCKS if ok(t)]
def lang(t):
    if re.search("[а-я]",t): return "ru"
    if re.search("[가-힣]",t): return "ko"
    if re.search("[一-龥]",t): return "zh"
    return "en"
# ---------- HTML (weasyprint with real footnotes and heads; chromium with its own heads)
def to_html(css, footnotes, langs="ru ko zh"):
    o=[]; intable=False
    for k,t in cut(langs):
        if k!="row" and intable: o.append("</table>"); intable=False
        e=html.escape(t)
        if footnotes: e=re.sub(r"\^(\d)\^", lambda m:f'<span class="fn">{html.escape(NOTES[m[1]])}</span>', e)
        else: e=re.sub(r"\^(\d)\^", r"<sup>\1</sup>", e)
        if k=="row":
            if not intable: o.append("<table>"); intable=True
            o.append("<tr>"+"".join(f"<td>{c}</td>" for c in e.split("|"))+"</tr>")
        elif k=="title": o.append(f"<h1>{e}</h1>")
        elif k=="h1": o.append(f"<h2>{e}</h2>")
        elif k=="sub": o.append(f'<p class="sub">{e}</p>')
        elif k=="li": o.append(f'<p class="li">{e}</p>')
        else: o.append(f'<p lang="{lang(t)}">{e}</p>')
    if not footnotes:
        o.append('<hr>'+"".join(f'<p class="note"><sup>{n}</sup> {html.escape(t)}</p>' for n,t in NOTES.items()))
    return f'<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>The Sixth Session on the Ferries</title><meta name="author" content="Lake Secretariat"><style>{css}</style></head><body>'+"\n".join(o)+"</body></html>"
base="body{font:10pt/1.35 'Liberation Serif','Noto Serif CJK SC',serif;margin:0} p{margin:0;text-indent:1.2em;text-align:justify;hyphens:auto} h1{font-size:17pt;text-align:center;margin:0 0 6pt} h2{font-size:11.5pt;margin:8pt 0 4pt} .sub{text-align:center;text-indent:0;margin-bottom:8pt} .li{padding-left:1.2em;text-indent:0} table{margin:4pt 0} td{padding:0 6pt;white-space:nowrap} [lang=ko]{font-family:'Noto Serif CJK KR'} [lang=zh]{font-family:'Noto Serif CJK SC'} "
weasy=base+"@page{size:A5;margin:20mm 15mm 18mm;@bottom-center{content:counter(page);font-size:8.5pt}} @page:left{@top-center{content:'%s';font:italic 8.5pt 'Liberation Serif'}} @page:right{@top-center{content:'%s';font:italic 8.5pt 'Liberation Serif'}} @page:first{@top-center{content:none}} .cols{} .fn{float:footnote;font-size:7.5pt;text-indent:0} @page{@footnote{border-top:.5pt solid black;padding-top:3pt}}"%(HEAD_EVEN,HEAD_ODD)
open(W+"/weasy.html","w").write(to_html(weasy,True,'ru'))
chrom=base+"@page{size:A5;margin:18mm 14mm} body{columns:2;column-gap:6mm;font-size:8.5pt} h1,.sub{column-span:all} .note{font-size:7pt;text-indent:0}"
open(W+"/chrom.html","w").write(to_html(chrom,False,'ru'))
office=base
# ---------- LaTeX two columns
def tex(t):
    t=re.sub(r"([&%$#_])",r"\\\1",t).replace("“","``").replace("”","''").replace("’","'")
    return re.sub(r"\^(\d)\^", lambda m:"\\footnote{"+NOTES[m[1]]+"}", t)
def to_tex(pre, langs, wrap):
    o=[]; tab=[]
    def flush():
        if tab:
            o.append("\\begin{center}\\small\\setlength{\\tabcolsep}{5pt}\\begin{tabular}{llrr}"+"\\\\ ".join(tab)+"\\end{tabular}\\end{center}"); tab.clear()
    for k,t in cut(langs):
        if k=="row": tab.append(" & ".join(t.split("|"))); continue
        flush()
        e=tex(t)
        if k=="title": o.append("\\twocolumn[\\begin{center}{\\LARGE "+e+"}\\\\ "+tex(BLOCKS[1][1])+"\\end{center}\\vspace{6pt}]")
        elif k=="sub": pass
        elif k=="h1": o.append("\\section*{"+e+"}")
        elif k=="li": o.append("\n\\noindent\\hspace{1em}"+e+"\n")
        else: o.append("\n"+wrap(lang(t),e)+"\n")
    return pre+"\n\\begin{document}\n"+"\n".join(o)+"\n\\end{document}\n"
fancy=r"""\usepackage{fancyhdr}\pagestyle{fancy}\fancyhf{}\fancyhead[LE]{\thepage}\fancyhead[RO]{\thepage}\fancyhead[CE]{\small\itshape %s}\fancyhead[CO]{\small\itshape %s}\setcounter{page}{412}\setlength{\columnsep}{14pt}"""%(HEAD_EVEN,HEAD_ODD)
pre=r"\documentclass[9pt,a5paper,twoside,twocolumn]{extarticle}\usepackage[margin=15mm,top=22mm,headsep=6mm]{geometry}\usepackage[utf8]{inputenc}\usepackage[english]{babel}"+fancy+r"\usepackage[pdftitle={The Sixth Session on the Ferries},pdfauthor={Lake Secretariat},pdfpagelabels]{hyperref}"
pre=pre.replace("9pt,","").replace("extarticle","article") if subprocess.run(["kpsewhich","extarticle.cls"],capture_output=True).stdout==b"" else pre
open(W+"/latex.tex","w").write(to_tex(pre,"",lambda l,e:e))
pre2=pre.replace(r"\usepackage[utf8]{inputenc}\usepackage[english]{babel}",r"\usepackage{fontspec}\setmainfont{Liberation Serif}\newfontfamily\ru{Liberation Serif}\newfontfamily\cjk[Renderer=HarfBuzz]{Noto Serif CJK SC}")
open(W+"/lua.tex","w").write(to_tex(pre2,"ru",lambda l,e:e))
# ---------- typst
def ty(t):
    t=re.sub(r"([#*_$@<>\[\]])",r"\\\1",t)
    return re.sub(r"\^(\d)\^", lambda m:"#footnote["+NOTES[m[1]]+"]", t)
o=[f'''#set document(title: "The Sixth Session on the Ferries", author: "Lake Secretariat")
#set page(paper: "a5", columns: 2, margin: (x: 14mm, top: 20mm, bottom: 18mm), numbering: "1", header: context {{ let n = counter(page).get().first(); align(center, text(8pt, style: "italic", if calc.even(n) [{HEAD_EVEN}] else [{HEAD_ODD}])) }})
#counter(page).update(87)
#set text(font: ("Liberation Serif", "Noto Serif CJK SC"), size: 9pt, lang: "en", hyphenate: true)
#set par(justify: true, first-line-indent: 1em, spacing: .65em)
#set footnote.entry(gap: .3em)
#show heading: set text(10.5pt)''']
FONTS=['"Liberation Serif", "Noto Serif CJK SC"','"Liberation Serif", "Noto Serif CJK KR"']
tab=[]
def flush():
    global tab
    if tab: o.append("#table(columns: 4, stroke: .4pt, "+", ".join("["+c+"]" for r in tab for c in r)+")\n"); tab=[]
for k,t in cut("ru ko zh"):
    if k=="row": tab.append(t.split("|")); continue
    flush(); e=ty(t)
    if k=="title": o.append(f'#place(top+center, scope: "parent", float: true)[#text(16pt, weight: "bold")[{e}]\\ {BLOCKS[1][1]}]')
    elif k=="sub": pass
    elif k=="h1": o.append("#heading(["+e+"])\n")
    elif k=="li": o.append("#par(first-line-indent: 0em, hanging-indent: 1em)["+e+"]\n")
    else: o.append(f'#text(lang: "{lang(t)}", font: ({FONTS[lang(t)=="ko"]}))[{e}]\n')
open(W+"/typst.typ","w").write("\n".join(o))
# ---------- groff -ms, one column
o=[".ds CH \\n[PN] ",".OH ''\\fI"+HEAD_ODD+"\\fP''",".EH ''\\fI"+HEAD_EVEN+"\\fP''",".OF ''%''",".EF ''%''",".nr LL 11c",".nr PO 2c",".nr HM 2.2c",".nr FM 2c",".pl 19c",".nr PS 10",".nr VS 12", ".TL",BLOCKS[0][1],".AU","Lake Secretariat"]
tab=[]
def flush():
    if tab: o.extend([".TS","l l n n."]+["\t".join(r) for r in tab]+[".TE"]); tab.clear()
n=0
for k,t in cut(""):
    if k=="row": tab.append(t.split("|")); continue
    flush()
    t=t.replace("“","\\(lq").replace("”","\\(rq").replace("’","\\(cq")
    parts=re.split(r"(\^\d\^)",t)
    if k in("title","sub"): continue
    if k=="h1": o+= [".SH",t]; continue
    o.append(".LP" if k=="li" else ".PP")
    line=""
    for p in parts:
        m=re.match(r"\^(\d)\^",p)
        if m: o.append(line+"\\**"); o+= [".FS",NOTES[m[1]],".FE"]; line=""
        else: line=p.lstrip()
    if line: o.append(line)
open(W+"/groff.ms","w").write("\n".join(o)+"\n")
# ---------- reportlab two columns, heads by hand
from reportlab.platypus import BaseDocTemplate, PageTemplate, Frame, Paragraph, Table, Spacer
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.pagesizes import A5
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
L="/usr/share/fonts/truetype/liberation/LiberationSerif-"
pdfmetrics.registerFont(TTFont("S",L+"Regular.ttf")); pdfmetrics.registerFont(TTFont("SI",L+"Italic.ttf")); pdfmetrics.registerFont(TTFont("SB",L+"Bold.ttf"))
pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light")); pdfmetrics.registerFont(UnicodeCIDFont("HYSMyeongJo-Medium"))
def page(c,d):
    c.setFont("SI",8); n=d.page+11
    c.drawCentredString(A5[0]/2,A5[1]-34,HEAD_EVEN if n%2==0 else HEAD_ODD)
    c.setFont("S",8); c.drawCentredString(A5[0]/2,26,f"– {n} –")
d=BaseDocTemplate("out/reportlab.pdf",pagesize=A5,title="The Sixth Session on the Ferries",author="Lake Secretariat",invariant=1)
w=(A5[0]-80-14)/2
d.addPageTemplates(PageTemplate(frames=[Frame(40,45,w,A5[1]-95,0,0,0,0),Frame(40+w+14,45,w,A5[1]-95,0,0,0,0)],onPage=page))
P=ParagraphStyle("p",fontName="S",fontSize=9,leading=11.5,firstLineIndent=10,alignment=4)
st=[]
def mk(k,t):
    fn={"ko":"HYSMyeongJo-Medium","zh":"STSong-Light"}.get(lang(t),"S")
    s=ParagraphStyle("x",parent=P,fontName=fn)
    if lang(t)=="zh": s.wordWrap="CJK"
    if k in("title","h1"): s=ParagraphStyle("h",parent=P,fontName="SB",fontSize=14 if k=="title" else 10.5,leading=16,firstLineIndent=0,spaceBefore=6,spaceAfter=3,alignment=0)
    if k in("li","sub"): s=ParagraphStyle("l",parent=s,firstLineIndent=0,leftIndent=8)
    return Paragraph(re.sub(r"\^(\d)\^",r"<super size=6>\1</super>",html.escape(t)),s)
rows=[]
for k,t in cut("ru ko zh"):
    if k=="row": rows.append(t.split("|")); continue
    if rows: st.append(Table(rows,style=[("FONT",(0,0),(-1,-1),"S",8)])); rows=[]
    st.append(mk(k,t))
st.append(Spacer(1,8))
for n,t in NOTES.items(): st.append(Paragraph(f"<super size=5>{n}</super> "+t,ParagraphStyle("n",parent=P,fontSize=7,leading=8.5,firstLineIndent=0)))
d.build(st)
