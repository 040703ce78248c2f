import json,sys,unicodedata,re,os
sp='SITE_PACKAGES/'
import yaml
pd=json.load(open(sp+'pypinyin/pinyin_dict.json'))
ko={k:v for k,v in json.load(open("hanja.json")).items()}
print(len(pd),len(ko),list(ko.items())[:5],file=sys.stderr)
def strip(p):
    s=unicodedata.normalize('NFD',p)
    s=s.replace('u\u0308','v')
    s=''.join(c for c in s if not unicodedata.combining(c))
    return s.replace('ê','e')
ts={}
d=sp+'opencc/dictionary/'
for line in open(d+'TSCharacters.txt',encoding='utf-8'):
    a,b=line.rstrip('\n').split('\t'); ts[a]=b.split(' ')[0]
jp={}
for f in os.listdir(d):
    if f.startswith('JPVariants') and 'Rev' not in f and 'Phrases' not in f:
        for line in open(d+f,encoding='utf-8'):
            a,b=line.rstrip('\n').split('\t')[:2]; jp[b.split(' ')[0]]=a  # new form -> old form
print('jp',len(jp),file=sys.stderr)
inv={}
for t,s in ts.items(): inv.setdefault(s,[]).append(t)
# which characters: with a Korean reading, GB2312, or their variants
def gb(c):
    try: c.encode('gb2312'); return True
    except: return False
def common(c):
    for e in ('gb2312','big5','euc_kr','euc_jp'):
        try:
            c.encode(e); return True
        except UnicodeEncodeError: pass
    return False
chars={c for c in set(ko)|{chr(int(k)) for k in pd}|set(ts)|set(jp) if common(c)}|{x for t,v in ts.items() if common(t) for x in (t,v)}
rows=[]
for c in sorted(chars):
    if not ('\u3400'<=c<='\u9fff' or '\uf900'<=c<='\ufaff'): continue
    simp=ts.get(c) or (ts.get(jp[c],jp[c]) if c in jp else c)
    base=c
    p=pd.get(str(ord(c))) or pd.get(str(ord(simp))) or ''
    ps=[]
    for x in p.split(','):
        x=strip(x)
        if x and x not in ps: ps.append(x)
    ks=[]
    cand=[c]+inv.get(c,[])+([jp[c]] if c in jp else [])
    for x in cand:
        if x in ko and ko[x] not in ks: ks.append(ko[x])
    if ps or ks: rows.append((c,simp if simp!=c else '',','.join(ps[:4]),''.join(ks[:4])))
with open('data/names/han.tsv','w') as o:
    o.write('''# Readings of Han characters: character, simplified form where another, toneless pinyin (v = u with two dots; the
# commonest first), Korean readings (of the character and of the traditional forms that share it).
# Sources: pinyin from pypinyin 0.55 (MIT, Copyright 2016 mozillazg; from Unihan's kMandarin and kHanyuPinyin, Unicode
# licence); Korean readings from hanja 0.15 (MIT, Copyright Sumin Byeon); simplified and Japanese forms from
# OpenCC through opencc-python-reimplemented 0.1.7 (Apache 2.0).
# Recipe: data/names/recipes/han.py.
''')
    for r in rows: o.write('\t'.join(r)+'\n')
print(len(rows),file=sys.stderr)
