# Names of Japanese persons with their readings: data/names/japanese.tsv from the package ipadic 1.0.0.
import re
SITE='SITE_PACKAGES/'
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
out.write('# Japanese family names (f) and given names (g) with their readings in katakana.\n# Source: IPADIC 2.7.0 through the Python package ipadic 1.0.0. Recipe: data/names/recipes/japanese.py. Licence:\n')
for l in notice.split('\n'): out.write(('#   '+l).rstrip()+'\n')
for kind,code in (('姓','f'),('名','g')):
    for b in sorted(tab[kind]):
        out.write(f'{code}\t{b}\t{",".join(sorted(set(tab[kind][b])))}\n')
