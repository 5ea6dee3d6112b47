"""The partnership's local members: data only, read by `countries.py`.

A line of `LOCAL` is a member: the letters of its codes, those of its state, the name its pages bear, and behind `=`
other names. The letters are not ISO's and follow no rule; a member may have had two sets of them (`KAD` and, since
2021, `NGKD` are both Kaduna State's). `WITHOUT_LETTERS` are members whose letters this table does not know, by state;
it is not complete, for local members join and leave every year.
"""

LOCAL = """
AUS US Austin, United States = Austin; City of Austin
BOJ ID Bojonegoro, Indonesia = Bojonegoro; Bojonegoro Regency
BUE AR Buenos Aires, Argentina = Buenos Aires; Ciudad de Buenos Aires; City of Buenos Aires; CABA
JAL MX Jalisco, Mexico = Jalisco
KAD NG Kaduna State, Nigeria = Kaduna State; Kaduna
KENDC KE Nandi, Kenya = Nandi; Nandi County
MAD ES Madrid, Spain = Madrid; Ayuntamiento de Madrid
NGABJ NG Abuja, Nigeria = Abuja
NGKD NG Kaduna State, Nigeria = Kaduna State; Kaduna
ONT CA Ontario, Canada = Ontario
PAR FR Paris, France = Paris; City of Paris; Ville de Paris; París
SAO BR São Paulo, Brazil = São Paulo; City of São Paulo
SCO UK Scotland, United Kingdom = Scotland; Scottish Government; Escocia; Écosse
SEO KR Seoul, South Korea = Seoul; Seoul Metropolitan Government; Seúl; Séoul; 서울; 서울특별시
"""

WITHOUT_LETTERS = """
AL Tirana
AM Armavir; Gyumri; Vanadzor; Yerevan
AR Córdoba; Corrientes; Mendoza; Rosario; Santa Fe
BR Contagem; Osasco; Santa Catarina
CI Ouellé
CL Maipú; Peñalolén; Renca
CO Bogotá; Cartagena de Indias; Manizales; Nariño; Palmira
CR Sarchí
DE Detmold; Hamburg
DO Santo Domingo
EC Azuay; Carchi; Quito; Santo Domingo de los Tsáchilas
ES Aragon; Asturias; Basque Country; Catalonia; Valencian Community
GE Akhaltsikhe; Batumi; Dmanisi; Khoni; Kutaisi; Ozurgeti; Tbilisi
GH Anloga; Ketu South; Sekondi-Takoradi; Shama; Tamale; Tarkwa-Nsuaem; Wassa Amenfi East
ID Banggai; Brebes; Semarang; Sumedang; Surakarta
KE Elgeyo Marakwet; Kakamega; Machakos; Makueni; Nairobi; Vihiga; West Pokot
KG Bishkek
KR Gwangju; Gwangsan-gu
MO Agadir; Béni Mellal-Khénifra; Chefchaouen; Souss-Massa; Tangier-Tetouan-Al Hoceima; Tetouan
MX Mexico State; Nuevo León; Quintana Roo; San Pedro Garza García; Tlajomulco
NG Gombe; Plateau
PE La Libertad; Miraflores
PH Baguio; Larena; South Cotabato
PT Cascais
RO Iași; Timișoara
TN El Kef; Regueb
TZ Kigoma
UA Khmelnytskyi; Ternopil; Vinnytsia
UK Glasgow; Northern Ireland
UY Canelones; Montevideo
"""
