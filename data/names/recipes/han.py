"""Writes data/names/han.tsv. Run at the root of the project:

  python3 -m venv V && V/bin/pip install pypinyin==0.55.0 opencc-python-reimplemented==0.1.7
  V/bin/python data/names/recipes/han.py READINGS

READINGS is Unihan_Readings.txt of Unicode 15.0, plain or .bz2 (Debian: package unicode-data).
"""
import bz2, importlib.util, json, os, sys, unicodedata


def beside(package, *path):
    return os.path.join(os.path.dirname(importlib.util.find_spec(package).origin), *path)


def unihan(path, wanted):
    """The values of one field of Unihan by character, cut at blanks."""
    found = {}
    opener = bz2.open if path.endswith('.bz2') else open
    for line in opener(path, 'rt', encoding='utf-8'):
        if line.startswith('U+'):
            code, field, value = line.rstrip('\n').split('\t')
            if field == wanted:
                found[chr(int(code[2:], 16))] = value.split(' ')
    return found


def korean_readings(path):
    """kHangul: syllables in the order of Unihan, without the marks of their sources."""
    found = {}
    opener = bz2.open if path.endswith('.bz2') else open
    for line in opener(path, 'rt', encoding='utf-8'):
        if line.startswith('U+'):
            code, field, value = line.rstrip('\n').split('\t')
            if field == 'kHangul':
                rows = [v.split(':') for v in value.split(' ')]
                # Of several readings, those taught in schools (E) come first.
                rows.sort(key=lambda r: 'E' not in r[1])
                found[chr(int(code[2:], 16))] = [r[0] for r in rows]
    return found


def strip(p):
    """Pinyin without tones; u with two dots as v."""
    s = unicodedata.normalize('NFD', p).replace('u\u0308', 'v')
    return ''.join(c for c in s if not unicodedata.combining(c)).replace('ê', 'e')


def common(c):
    """Whether one of the usual character sets of East Asia holds it."""
    for e in ('gb2312', 'big5', 'euc_kr', 'euc_jp'):
        try:
            c.encode(e)
            return True
        except UnicodeEncodeError:
            pass
    return False


def main():
    pinyin = json.load(open(beside('pypinyin', 'pinyin_dict.json')))
    korean = korean_readings(sys.argv[1])
    cantonese = {c: [r.rstrip('123456') for r in v] for c, v in unihan(sys.argv[1], 'kCantonese').items()}
    vietnamese = {c: [unicodedata.normalize('NFC', r).lower() for r in v] for c, v in unihan(sys.argv[1], 'kVietnamese').items()}
    folder = beside('opencc', 'dictionary')
    simplified, old = {}, {}
    for line in open(os.path.join(folder, 'TSCharacters.txt'), encoding='utf-8'):
        a, b = line.rstrip('\n').split('\t')
        simplified[a] = b.split(' ')[0]
    for f in sorted(os.listdir(folder)):
        if f.startswith('JPVariants') and 'Rev' not in f and 'Phrases' not in f:
            for line in open(os.path.join(folder, f), encoding='utf-8'):
                a, b = line.rstrip('\n').split('\t')[:2]
                old[b.split(' ')[0]] = a  # new Japanese form -> old form
    traditional = {}
    for t, s in simplified.items():
        traditional.setdefault(s, []).append(t)
    known = set(korean) | {chr(int(k)) for k in pinyin} | set(simplified) | set(old)
    chars = {c for c in known if common(c)}
    chars |= {x for t, v in simplified.items() if common(t) for x in (t, v)}
    rows = []
    for c in sorted(chars):
        if not ('\u3400' <= c <= '\u9fff' or '\uf900' <= c <= '\ufaff'):
            continue
        simple = simplified.get(c) or (simplified.get(old[c], old[c]) if c in old else c)
        readings = []
        for x in (pinyin.get(str(ord(c))) or pinyin.get(str(ord(simple))) or '').split(','):
            x = strip(x)
            if x and x not in readings:
                readings.append(x)
        hangul = []
        for x in [c] + traditional.get(c, []) + ([old[c]] if c in old else []):
            hangul += [k for k in korean.get(x, []) if k not in hangul]
        canton, viet = [], []
        for x in [c] + traditional.get(c, []) + ([old[c]] if c in old else []):
            canton += [r for r in cantonese.get(x, []) if r not in canton]
            viet += [r for r in vietnamese.get(x, []) if r not in viet]
        if readings or hangul:
            rows.append((c, simple if simple != c else '', ','.join(readings[:4]), ''.join(hangul[:4]),
                         ','.join(canton[:3]), ','.join(viet[:3])))
    with open('data/names/han.tsv', 'w', encoding='utf-8') as out:
        out.write('''# Readings of Han characters: character, simplified form where another, toneless pinyin (v = u with two dots; the
# commonest first), Korean, Cantonese (toneless Jyutping) and Vietnamese readings (of the character and of the
# traditional forms that share it).
# Sources: pinyin from pypinyin 0.55 (MIT, Copyright 2016 mozillazg; from Unihan's kMandarin and kHanyuPinyin, Unicode
# licence); the other readings from kHangul, kCantonese and kVietnamese of Unihan 15.0 (Unicode licence, Copyright 2022 Unicode, Inc.); simplified and
# Japanese forms from OpenCC through opencc-python-reimplemented 0.1.7 (Apache 2.0).
# Recipe: data/names/recipes/han.py.
''')
        for r in rows:
            out.write('\t'.join(r) + '\n')
    print(len(rows), 'characters', file=sys.stderr)


main()
