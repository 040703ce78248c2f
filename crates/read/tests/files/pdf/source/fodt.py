import html,re
from paper import *
def run(t):
    t=html.escape(t,quote=False)
    return re.sub(r"\^(\d)\^",lambda m:f'<text:note text:id="f{m[1]}" text:note-class="footnote"><text:note-citation>{m[1]}</text:note-citation><text:note-body><text:p text:style-name="Footnote">{NOTES[m[1]]}</text:p></text:note-body></text:note>',t)
o=[];rows=[]
def flush():
    if rows:
        o.append('<table:table table:name="t"><table:table-column table:number-columns-repeated="4"/>'+"".join("<table:table-row>"+"".join(f'<table:table-cell office:value-type="string"><text:p text:style-name="C">{c}</text:p></table:table-cell>' for c in r)+"</table:table-row>" for r in rows)+"</table:table>"); rows.clear()
for k,t in BLOCKS:
    if k=="row": rows.append(t.split("|")); continue
    flush()
    if k=="title": o.append(f'<text:p text:style-name="T">{t}</text:p>')
    elif k=="h1": o.append(f'<text:h text:style-name="H" text:outline-level="1">{t}</text:h>')
    elif k in("li","sub"): o.append(f'<text:p text:style-name="L">{run(t)}</text:p>')
    else: o.append(f'<text:p text:style-name="P">{run(t)}</text:p>')
f='<style:font-face style:name="S" svg:font-family="\'Liberation Serif\'"/>'
def st(n,p="",t="",par=""): return f'<style:style style:name="{n}" style:family="paragraph"{par}><style:paragraph-properties {p}/><style:text-properties style:font-name="S" style:font-name-asian="Noto Serif CJK SC" fo:font-size="9.5pt" style:font-size-asian="9.5pt" fo:language="en" fo:country="GB" {t}/></style:style>'
styles=st("P",'fo:text-indent="0.4cm" fo:text-align="justify"','fo:hyphenate="true" fo:hyphenation-remain-char-count="2" fo:hyphenation-push-char-count="2"')+st("L",'fo:margin-left="0.4cm"')+st("C").replace("9.5pt","7.5pt")+st("T",'fo:text-align="center"').replace("9.5pt","15pt")+st("H",'fo:margin-top="0.25cm" fo:margin-bottom="0.1cm"','fo:font-weight="bold"').replace("9.5pt","11pt")+st("Footnote",'fo:text-indent="-0.3cm" fo:margin-left="0.3cm"').replace("9.5pt","7.5pt")+st("Hd",'fo:text-align="center"','fo:font-style="italic"').replace("9.5pt","8pt")
doc=f'''<?xml version="1.0" encoding="UTF-8"?><office:document xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0" xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" xmlns:fo="urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0" xmlns:svg="urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:meta="urn:oasis:names:tc:opendocument:xmlns:meta:1.0" office:version="1.2" office:mimetype="application/vnd.oasis.opendocument.text"><office:meta><dc:title>The Sixth Session on the Ferries</dc:title><meta:initial-creator>Lake Secretariat</meta:initial-creator><dc:creator>Lake Secretariat</dc:creator></office:meta><office:font-face-decls>{f}</office:font-face-decls><office:styles>{styles}</office:styles><office:automatic-styles><style:page-layout style:name="pl"><style:page-layout-properties fo:page-width="14.8cm" fo:page-height="21cm" fo:margin-top="1.2cm" fo:margin-bottom="1.2cm" fo:margin-left="1.5cm" fo:margin-right="1.5cm" style:first-page-number="31"><style:columns fo:column-count="2" fo:column-gap="0.6cm"/></style:page-layout-properties><style:header-style><style:header-footer-properties fo:min-height="0.8cm" fo:margin-bottom="0.4cm"/></style:header-style><style:footer-style><style:header-footer-properties fo:min-height="0.6cm" fo:margin-top="0.3cm"/></style:footer-style></style:page-layout></office:automatic-styles><office:master-styles><style:master-page style:name="Standard" style:page-layout-name="pl"><style:header><text:p text:style-name="Hd">{HEAD_ODD}</text:p></style:header><style:header-left><text:p text:style-name="Hd">{HEAD_EVEN}</text:p></style:header-left><style:footer><text:p text:style-name="Hd">page <text:page-number text:select-page="current"/> of <text:page-count/></text:p></style:footer></style:master-page></office:master-styles><office:body><office:text>{"".join(o)}</office:text></office:body></office:document>'''
open("out/libreoffice.fodt","w").write(doc)
