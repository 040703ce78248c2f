"""Pages as kraken and pero-ocr write them, from the lines and words that another program read (hOCR of tesseract).

The programs' own containers and serialisers are used; no model is loaded, so torch is stood in for by an empty module.
    python writers.py PAGE.hocr kraken|pero OUT-FOLDER NAME [lines]
"""
import re
import sys
from unittest.mock import MagicMock

for module in ["torch", "torch.nn", "torch.nn.functional"]:
    sys.modules.setdefault(module, MagicMock(Tensor=type("Tensor", (), {})))

import numpy as np
from lxml import etree

source, program, folder, name = sys.argv[1:5]
by_lines = "lines" in sys.argv[5:]
page = etree.parse(source, etree.HTMLParser(encoding="utf-8")).xpath("//*[@class='ocr_page']")[0]


def box(e):
    return [int(n) for n in re.search(r"bbox (\d+) (\d+) (\d+) (\d+)", e.get("title")).groups()]


def sure(e):
    return int(re.search(r"x_wconf (\d+)", e.get("title")).group(1)) / 100


size = box(page)[2:]
blocks = []
for block in page.xpath(".//*[@class='ocr_carea']"):
    lines = []
    for line in block.xpath(".//*[@class='ocr_line' or @class='ocr_header' or @class='ocr_caption']"):
        words = [("".join(w.itertext()), box(w), sure(w)) for w in line.xpath(".//*[@class='ocrx_word']")]
        lines.append((box(line), words))
    if lines:
        blocks.append((box(block), lines))


def corners(b):
    return [(b[0], b[1]), (b[2], b[1]), (b[2], b[3]), (b[0], b[3])]


def kraken():
    from kraken.containers import BBoxLine, BBoxOCRRecord, BaselineLine, BaselineOCRRecord, Region, Segmentation
    from kraken.serialization import serialize

    records, regions = [], []
    for n, (area, lines) in enumerate(blocks):
        kind = "RunningTitleZone" if n == 0 and len(lines) == 1 and area[1] < size[1] / 8 else "MainZone"
        region = f"r{n}"
        regions.append(Region(id=region, boundary=corners(area) + corners(area)[:1], tags={"type": [{"type": kind}]}))
        for m, (b, words) in enumerate(lines):
            text, cuts, certain = "", [], []
            for k, (word, wb, c) in enumerate(words):
                if k:
                    text, cuts, certain = text + " ", cuts + [corners([wb[0] - 6, wb[1], wb[0], wb[3]])], certain + [0.99]
                step = (wb[2] - wb[0]) / max(len(word), 1)
                for i, char in enumerate(word):
                    left, right = int(wb[0] + i * step), int(wb[0] + (i + 1) * step)
                    cuts.append(corners([left, wb[1], right, wb[3]]))
                    certain.append(c)
                text += word
            line = BBoxLine(id=f"l{n}_{m}", bbox=b, regions=[region], text_direction="horizontal-lr",
                            tags={"type": [{"type": "default"}]})
            records.append(BBoxOCRRecord(text, [[list(p) for p in c] for c in cuts], certain, line, display_order=False))
    results = Segmentation(type="bbox", imagename=name + ".png", text_direction="horizontal-lr", script_detection=False,
                           lines=records, regions={"text": regions}, line_orders=[list(range(len(records)))])
    for template, end in [("hocr", "hocr"), ("alto", "alto.xml"), ("pagexml", "page.xml")]:
        text = serialize(results, image_size=tuple(size), template=template,
                         sub_line_segmentation=template == "hocr" or not by_lines)
        open(f"{folder}/{name}.{end}", "w").write(text)


def pero():
    from pero_ocr.core.layout import PageLayout, RegionLayout, TextLine

    layout = PageLayout(id=name, page_size=(size[1], size[0]))
    for n, (area, lines) in enumerate(blocks):
        region = RegionLayout(f"r{n:03}", np.array(corners(area)), region_type="paragraph")
        for m, (b, words) in enumerate(lines):
            base = np.array([[b[0], b[3] - 4], [b[2], b[3] - 4]])
            region.lines.append(TextLine(id=f"r{n:03}-l{m:03}", baseline=base, polygon=np.array(corners(b)),
                                         heights=[b[3] - b[1] - 4, 4], transcription=" ".join(w[0] for w in words),
                                         transcription_confidence=min(w[2] for w in words), index=m))
        layout.regions.append(region)
    layout.to_pagexml(f"{folder}/{name}.page.xml")
    layout.to_altoxml(f"{folder}/{name}.alto.xml")


{"kraken": kraken, "pero": pero}[program]()
