"""Names of Japanese persons and the readings of single characters in names: data/names/japanese.tsv.

  python3 -m venv V && V/bin/pip install ipadic==1.0.0 && V/bin/python data/names/recipes/japanese.py

The rows of kind c are learned: each name of two or three characters is cut into readings in every way, and how often
a character has a reading is estimated from all of them at once (expectation maximisation, eight rounds), over the
names of persons and of places that IPADIC holds.
"""
import collections, importlib.util, os, re
SITE=os.path.dirname(os.path.dirname(importlib.util.find_spec('ipadic').origin))+'/'
data=open(SITE+'ipadic/dicdir/sys.dic','rb').read()
pat='名詞,固有名詞,人名,'.encode()
tab={'姓':{},'名':{}}
for m in re.finditer(pat+rb'([^\0]{1,120})\0',data):
    try: f=m.group(1).decode().split(',')
    except UnicodeDecodeError: continue
    if len(f)<5 or f[0] not in tab: continue
    base,read=f[3],f[4]
    if any('\u4e00'<=c<='\u9fff' for c in base) and 'ァ'<=read[0]<='ヶ':
        tab[f[0]].setdefault(base,[]).append(read)
out=open('data/names/japanese.tsv','w')
notice=open(SITE+'ipadic/dicdir/COPYING',errors='replace').read()
out.write('# Japanese family names (f) and given names (g) with their readings in katakana, and what single characters are read\n# as inside names (c), the commonest first.\n# Source: IPADIC 2.7.0 through the Python package ipadic 1.0.0. Recipe: data/names/recipes/japanese.py. Licence:\n')
for l in notice.split('\n'): out.write(('#   '+l).rstrip()+'\n')
for kind,code in (('姓','f'),('名','g')):
    for b in sorted(tab[kind]):
        out.write(f'{code}\t{b}\t{",".join(sorted(set(tab[kind][b])))}\n')


def cuts(kanji, kana):
    """Every way to give each character one to four kana."""
    if len(kanji) == 1:
        return [[(kanji, kana)]] if 1 <= len(kana) <= 5 else []
    found = []
    for n in range(1, min(5, len(kana) - len(kanji) + 1) + 1):
        if kana[n] in 'ャュョァィゥェォッーン':
            continue
        found += [[(kanji[0], kana[:n])] + rest for rest in cuts(kanji[1:], kana[n:])]
    return found


words=[]
for m in re.finditer('名詞,固有名詞,(?:人名|地域),'.encode()+rb'([^\0]{1,120})\0',data):
    try: f=m.group(1).decode().split(',')
    except UnicodeDecodeError: continue
    if len(f)>=5 and 1<=len(f[3])<=3 and all('\u4e00'<=c<='\u9fff' for c in f[3]) and re.fullmatch('[ァ-ヶー]+',f[4]):
        ways=cuts(f[3],f[4])
        if ways: words.append(ways)
count=collections.defaultdict(lambda: 1.0)
for round in range(8):
    total=collections.Counter()
    for (c,r),v in count.items(): total[c]+=v
    fresh=collections.Counter()
    for ways in words:
        weight=[]
        for way in ways:
            w=1.0
            for c,r in way: w*=(count[c,r] if round else 1.0)/max(total[c],1.0)
            weight.append(w)
        s=sum(weight)
        if s>0:
            for way,w in zip(ways,weight):
                for pair in way: fresh[pair]+=w/s
    count=collections.defaultdict(float,fresh)
by=collections.defaultdict(list)
for (c,r),v in count.items():
    if v>=2.5: by[c].append((-v,r))
for c in sorted(by):
    out.write(f'c\t{c}\t{",".join(r for v,r in sorted(by[c])[:14])}\n')
