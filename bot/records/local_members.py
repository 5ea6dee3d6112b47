"""The partnership's local members: data only, read by `countries.py`.

A line is a member: the letters of its codes (`-` where this table does not know them: they are not ISO's and follow no
rule), the letters of its state, the name its pages bear, and behind `=` other names. A member may have had two sets of
letters: `KAD` and, since 2021, `NGKD` are both Kaduna State's.
"""

LOCAL = """
AUS US Austin, United States = Austin; City of Austin; Austin, Texas
BOJ ID Bojonegoro, Indonesia = Bojonegoro; Bojonegoro Regency
BUE AR Buenos Aires, Argentina = Buenos Aires; Ciudad de Buenos Aires; City of Buenos Aires; CABA
JAL MX Jalisco, Mexico = Jalisco
KAD NG Kaduna State, Nigeria = Kaduna State; Kaduna
KENDC KE Nandi, Kenya = Nandi; Nandi County
MAD ES Madrid, Spain = Madrid; Madrid City Council; Ayuntamiento de Madrid
NGABJ NG Abuja, Nigeria = Abuja
NGKD NG Kaduna State, Nigeria = Kaduna State; Kaduna
ONT CA Ontario, Canada = Ontario
PAR FR Paris, France = Paris; City of Paris; Ville de Paris; París
SAO BR São Paulo, Brazil = São Paulo; City of São Paulo
SCO UK Scotland, United Kingdom = Scotland; Scottish Government; Escocia; Écosse
SEO KR Seoul, South Korea = Seoul; Seoul Metropolitan Government; Seúl; Séoul; 서울; 서울특별시
"""
