"""Makes the shipped fonts out of @fontsource/literata 5.3.0 (npm), whose files are Google Fonts' static cuts of Literata v40 by script.

Usage: python3 make.py PACKAGE OUT_WOFF2 OUT_TTF     (needs fonttools and brotli)

For the reading room: two WOFF2 a style, "latin" as it comes and "rest" with everything else. For the PDF: one TTF a style with
all of it, without hints, which a typesetter does not use. No outline, metric or name is changed.
"""
import os, sys
from fontTools import merge
from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont

package, out_woff, out_ttf = sys.argv[1:4]
STYLES = {"regular": "400-normal", "italic": "400-italic", "bold": "700-normal", "bold-italic": "700-italic"}
REST = ["latin-ext", "vietnamese", "cyrillic", "cyrillic-ext", "greek", "greek-ext"]

def part(script, style):
    return os.path.join(package, "files", f"literata-{script}-{STYLES[style]}.woff2")

def merged(scripts, style, tmp="/tmp"):
    paths = []
    for script in scripts:
        font = TTFont(part(script, style))
        font.flavor = None
        # Each cut repeats some signs: they are taken from the first that has them.
        have = set()
        for path in paths:
            have |= set(TTFont(path).getBestCmap())
        options = Options()
        options.layout_features, options.hinting = ["*"], False
        options.name_IDs, options.name_languages, options.notdef_outline = ["*"], ["*"], True
        subsetter = Subsetter(options)
        subsetter.populate(unicodes=set(font.getBestCmap()) - have)
        subsetter.subset(font)
        font.recalcTimestamp = False
        path = os.path.join(tmp, f"memcon-{script}-{style}.ttf")
        font.save(path)
        paths.append(path)
    whole = merge.Merger().merge(paths)
    first = TTFont(paths[0])
    whole["head"].created = whole["head"].modified = first["head"].created
    whole["name"] = first["name"]
    whole["OS/2"].usWeightClass = first["OS/2"].usWeightClass
    whole["OS/2"].fsSelection = first["OS/2"].fsSelection
    whole["head"].macStyle = first["head"].macStyle
    whole.recalcTimestamp = False
    return whole

for style in STYLES:
    latin = TTFont(part("latin", style), recalcTimestamp=False)
    latin.save(os.path.join(out_woff, f"literata-{style}-latin.woff2"))
    rest = merged(REST, style)
    rest.flavor = "woff2"
    rest.save(os.path.join(out_woff, f"literata-{style}-rest.woff2"))
    merged(["latin"] + REST, style).save(os.path.join(out_ttf, f"literata-{style}.ttf"))
