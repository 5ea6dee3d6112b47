"""The partnership's members, past ones included: data only, read by `countries.py` where they are not kept ready.

A block of `NATIONAL` is a member: the letters of its codes, their region for telephone numbers (ISO 3166 alpha-2) where
it differs, and the name its pages bear; `=` other names in English, Spanish, French and Korean; `~` its demonyms. Names
that folding makes equal (`Perú`, `Peru`) are not repeated. `MO` (Morocco), `UK` and `XK` are the letters that pages
use, not ISO's.

A line of `LOCAL` is a local member: the letters of its codes, those of its state, the name its pages bear, and behind
`=` other names. The letters are not ISO's and follow no rule; a member may have had two sets of them (`KAD` and, since
2021, `NGKD` are both Kaduna State's). `WITHOUT_LETTERS` are members whose letters this table does not know, by state;
it is not complete, for local members join and leave every year.
"""

NATIONAL = """
AF Afghanistan
= Afganistán, 아프가니스탄
~ Afghan, afgano, afgana, afghane
AL Albania
= Albanie, 알바니아
~ Albanian, albanés, albanesa, albanais, albanaise
AD Andorra
= Andorre, 안도라
~ Andorran, andorrano, andorrana, andorran, andorrane
AR Argentina
= Argentine Republic, Argentine, República Argentina, 아르헨티나
~ Argentinian, Argentinean, argentino, argentina, argentin, argentine
AM Armenia
= Arménie, 아르메니아
~ Armenian, armenio, armenia, arménien, arménienne
AU Australia
= Australie, 호주, 오스트레일리아
~ Australian, australiano, australiana, australien, australienne
AZ Azerbaijan
= Azerbaiyán, Azerbaïdjan, 아제르바이잔
~ Azerbaijani, Azeri, azerbaiyano, azerbaiyana, azerbaïdjanais, azerbaïdjanaise
BS The Bahamas
= Bahamas, Las Bahamas, Les Bahamas, 바하마
~ Bahamian, bahameño, bahameña, bahaméen, bahaméenne
BJ Benin
= Bénin, 베냉
~ Beninese, beninés, beninesa, béninois, béninoise
BA Bosnia and Herzegovina
= Bosnia, Bosnia & Herzegovina, BiH, Bosnia y Herzegovina, Bosnie-Herzégovine, Bosnie, 보스니아 헤르체고비나, 보스니아
~ Bosnian, bosnio, bosnia, bosnien, bosnienne
BR Brazil
= Brasil, Brésil, 브라질
~ Brazilian, brasileño, brasileña, brésilien, brésilienne
BG Bulgaria
= Bulgarie, 불가리아
~ Bulgarian, búlgaro, búlgara, bulgare
BF Burkina Faso
= Burkina, 부르키나파소
~ Burkinabe, Burkinabè, burkinés, burkinesa
CV Cabo Verde
= Cape Verde, Cap-Vert, 카보베르데
~ Cabo Verdean, Cape Verdean, caboverdiano, caboverdiana, cap-verdien, cap-verdienne
CA Canada
= Canadá, 캐나다
~ Canadian, canadiense, canadien, canadienne
CL Chile
= Chili, 칠레
~ Chilean, chileno, chilena, chilien, chilienne
CO Colombia
= Colombie, 콜롬비아
~ Colombian, colombiano, colombiana, colombien, colombienne
CR Costa Rica
= 코스타리카
~ Costa Rican, costarricense, costaricien, costaricienne
CI Côte d'Ivoire
= Ivory Coast, Costa de Marfil, 코트디부아르
~ Ivorian, Ivoirian, marfileño, marfileña, ivoirien, ivoirienne
HR Croatia
= Croacia, Croatie, 크로아티아
~ Croatian, Croat, croata, croate
CZ Czech Republic
= Czechia, República Checa, Chequia, République tchèque, Tchéquie, 체코, 체코공화국
~ Czech, checo, checa, tchèque
DK Denmark
= Dinamarca, Danemark, 덴마크
~ Danish, danés, danesa, danois, danoise, Dane
DO Dominican Republic
= República Dominicana, République dominicaine, 도미니카공화국, 도미니카 공화국
~ Dominican, dominicano, dominicana, dominicain, dominicaine
EC Ecuador
= Équateur, 에콰도르
~ Ecuadorian, Ecuadorean, ecuatoriano, ecuatoriana, équatorien, équatorienne
SV El Salvador
= Salvador, 엘살바도르
~ Salvadoran, Salvadorean, salvadoreño, salvadoreña, salvadorien, salvadorienne
EE Estonia
= Estonie, 에스토니아
~ Estonian, estonio, estonia, estonien, estonienne
FI Finland
= Finlandia, Finlande, 핀란드
~ Finnish, finlandés, finlandesa, finlandais, finlandaise, Finn
FR France
= Francia, 프랑스
~ French, francés, francesa, français, française
GM The Gambia
= Gambia, Gambie, 감비아
~ Gambian, gambiano, gambiana, gambien, gambienne
GE Georgia
= Géorgie, 조지아
~ Georgian, georgiano, georgiana, géorgien, géorgienne
DE Germany
= Alemania, Allemagne, 독일
~ German, alemán, alemana, allemand, allemande
GH Ghana
= 가나
~ Ghanaian, ghanés, ghanesa, ghanéen, ghanéenne
GR Greece
= Hellenic Republic, Grecia, Grèce, 그리스
~ Greek, Hellenic, griego, griega, grec, grecque
GT Guatemala
= 과테말라
~ Guatemalan, guatemalteco, guatemalteca, guatémaltèque
HN Honduras
= 온두라스
~ Honduran, hondureño, hondureña, hondurien, hondurienne
HU Hungary
= Hungría, Hongrie, 헝가리
~ Hungarian, húngaro, húngara, hongrois, hongroise
IS Iceland
= Islandia, Islande, 아이슬란드
~ Icelandic, islandés, islandesa, islandais, islandaise
ID Indonesia
= Republic of Indonesia, Indonésie, 인도네시아
~ Indonesian, indonesio, indonesia, indonésien, indonésienne
IE Ireland
= Irlanda, Irlande, Republic of Ireland, 아일랜드
~ Irish, irlandés, irlandesa, irlandais, irlandaise, Irishman
IL Israel
= Israël, 이스라엘
~ Israeli, israelí, israélien, israélienne
IT Italy
= Italia, Italie, 이탈리아
~ Italian, italiano, italiana, italien, italienne
JM Jamaica
= Jamaïque, 자메이카
~ Jamaican, jamaicano, jamaicana, jamaïcain, jamaïcaine
JO Jordan
= Jordania, Jordanie, Hashemite Kingdom of Jordan, 요르단
~ Jordanian, jordano, jordana, jordanien, jordanienne
KE Kenya
= Kenia, Republic of Kenya, 케냐
~ Kenyan, keniano, keniana, keniata, kényan, kényane
KR Republic of Korea
= South Korea, Korea, Korea (Republic of), ROK, S. Korea, Corea del Sur, República de Corea, Corea,
= Corée du Sud, République de Corée, Corée, 대한민국, 한국, 남한
~ Korean, South Korean, coreano, coreana, surcoreano, surcoreana, coréen, coréenne, sud-coréen, sud-coréenne
XK Kosovo
= 코소보
~ Kosovar, Kosovan, kosovare
KG Kyrgyz Republic
= Kyrgyzstan, República Kirguisa, Kirguistán, République kirghize, Kirghizistan, 키르기스스탄
~ Kyrgyz, kirguís, kirguiso, kirguisa, kirghize
LV Latvia
= Letonia, Lettonie, 라트비아
~ Latvian, letón, letona, letton, lettone
LR Liberia
= Libéria, 라이베리아
~ Liberian, liberiano, liberiana, libérien, libérienne
LT Lithuania
= Lituania, Lituanie, 리투아니아
~ Lithuanian, lituano, lituana, lituanien, lituanienne
LU Luxembourg
= Luxemburgo, 룩셈부르크
~ Luxembourgish, luxemburgués, luxemburguesa, luxembourgeois, luxembourgeoise
MW Malawi
= Malaui, 말라위
~ Malawian, malauí, malawite, malawien, malawienne
MV Maldives
= Maldivas, Las Maldivas, Les Maldives, 몰디브
~ Maldivian, maldivo, maldiva, maldivien, maldivienne
MT Malta
= Malte, 몰타
~ Maltese, maltés, maltesa, maltais, maltaise
MX Mexico
= México, Mexique, United Mexican States, 멕시코
~ Mexican, mexicano, mexicana, mexicain, mexicaine
MD Moldova
= Republic of Moldova, Moldavia, República de Moldova, Moldavie, République de Moldova, 몰도바
~ Moldovan, moldavo, moldava, moldave
MN Mongolia
= Mongolie, 몽골
~ Mongolian, mongol, mongola, mongole
ME Montenegro
= Monténégro, 몬테네그로
~ Montenegrin, montenegrino, montenegrina, monténégrin, monténégrine
MO:MA Morocco
= Marruecos, Maroc, Kingdom of Morocco, 모로코
~ Moroccan, marroquí, marocain, marocaine
NL Netherlands
= The Netherlands, Holland, Países Bajos, Pays-Bas, Holanda, 네덜란드
~ Dutch, neerlandés, neerlandesa, holandés, holandesa, néerlandais, néerlandaise, Dutchman, Hollander
NZ New Zealand
= Aotearoa, Nueva Zelanda, Nueva Zelandia, Nouvelle-Zélande, 뉴질랜드
~ New Zealander, neozelandés, neozelandesa, néo-zélandais, néo-zélandaise, Kiwi
NG Nigeria
= Federal Republic of Nigeria, Nigéria, 나이지리아
~ Nigerian, nigeriano, nigeriana, nigérian, nigériane
MK North Macedonia
= Macedonia, FYR Macedonia, FYROM, Macedonia del Norte, Macédoine du Nord, Macédoine, 북마케도니아, 마케도니아
~ Macedonian, North Macedonian, macedonio, macedonia, macédonien, macédonienne
NO Norway
= Noruega, Norvège, 노르웨이
~ Norwegian, Norse, noruego, noruega, norvégien, norvégienne
PK Pakistan
= Pakistán, 파키스탄
~ Pakistani, pakistaní, pakistanais, pakistanaise
PA Panama
= Panamá, 파나마
~ Panamanian, panameño, panameña, panaméen, panaméenne
PG Papua New Guinea
= PNG, Papúa Nueva Guinea, Papouasie-Nouvelle-Guinée, 파푸아뉴기니
~ Papua New Guinean, papú, papouan, papouane
PY Paraguay
= 파라과이
~ Paraguayan, paraguayo, paraguaya, paraguayen, paraguayenne
PE Peru
= Pérou, 페루
~ Peruvian, peruano, peruana, péruvien, péruvienne
PH Philippines
= The Philippines, Filipinas, Republic of the Philippines, 필리핀
~ Philippine, Filipino, Filipina, filipino, filipina, philippin, philippine
PT Portugal
= 포르투갈
~ Portuguese, portugués, portuguesa, portugais, portugaise
RO Romania
= Rumania, Rumanía, Roumanie, 루마니아
~ Romanian, rumano, rumana, roumain, roumaine
SN Senegal
= Sénégal, 세네갈
~ Senegalese, senegalés, senegalesa, sénégalais, sénégalaise
RS Serbia
= Serbie, Republic of Serbia, 세르비아
~ Serbian, serbio, serbia, serbe, Serb
SC Seychelles
= 세이셸
~ Seychellois, seychelense, seychelloise
SL Sierra Leone
= Sierra Leona, 시에라리온
~ Sierra Leonean, sierraleonés, sierraleonesa, sierra-léonais, sierra-léonaise
SK Slovakia
= Slovak Republic, Eslovaquia, República Eslovaca, Slovaquie, République slovaque, 슬로바키아
~ Slovak, Slovakian, eslovaco, eslovaca, slovaque
ZA South Africa
= RSA, Sudáfrica, Afrique du Sud, 남아프리카공화국, 남아공, 남아프리카 공화국
~ South African, sudafricano, sudafricana, sud-africain, sud-africaine
ES Spain
= España, Espagne, Kingdom of Spain, 스페인
~ Spanish, español, española, espagnol, espagnole, Spaniard
LK Sri Lanka
= 스리랑카
~ Sri Lankan, esrilanqués, esrilanquesa, sri-lankais, sri-lankaise
SE Sweden
= Suecia, Suède, 스웨덴
~ Swedish, sueco, sueca, suédois, suédoise, Swede
TZ Tanzania
= United Republic of Tanzania, Tanzanía, Tanzanie, 탄자니아
~ Tanzanian, tanzano, tanzana, tanzanien, tanzanienne
TL Timor-Leste
= East Timor, Timor Oriental, 동티모르
~ Timorese, timorense, timorais, timoraise
TT Trinidad and Tobago
= Trinidad & Tobago, Trinidad, Trinidad y Tobago, Trinité-et-Tobago, 트리니다드 토바고, 트리니다드토바고
~ Trinidadian, trinitense, trinidadien, trinidadienne
TN Tunisia
= Túnez, Tunisie, Republic of Tunisia, 튀니지
~ Tunisian, tunecino, tunecina, tunisien, tunisienne
TR Turkey
= Türkiye, Turquía, Turquie, 튀르키예, 터키
~ Turkish, turco, turca, turc, turque, Turk
UA Ukraine
= Ucrania, 우크라이나
~ Ukrainian, ucraniano, ucraniana, ukrainien, ukrainienne
UK:GB United Kingdom
= UK, Great Britain, Britain, GB, U.K., Reino Unido, Gran Bretaña, Royaume-Uni, Grande-Bretagne, 영국
~ British, Brit, Briton, británico, británica, britannique
US United States
= United States of America, USA, U.S.A., U.S., US, the States, America, Estados Unidos, EE. UU., EEUU, États-Unis, 미국
~ American, estadounidense, américain, américaine
UY Uruguay
= 우루과이
~ Uruguayan, uruguayo, uruguaya, uruguayen, uruguayenne
ZM Zambia
= Zambie, 잠비아
~ Zambian, zambiano, zambiana, zambien, zambienne
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

# The continents of the national members, by the geoscheme of the United Nations (M49) but for Armenia, Azerbaijan,
# Georgia and Turkey, which the partnership counts with Europe. Latin America has the Caribbean with it.
CONTINENTS = {
    "africa": "BJ BF CV CI GM GH KE LR MW MO NG SN SC SL ZA TZ TN ZM",
    "asia": "AF ID IL JO KG KR MN MV PK PH LK TL",
    "europe": (
        "AD AL AM AZ BA BG CZ DE DK EE ES FI FR GE GR HR HU IE IS IT LT LU LV MD ME MK MT NL NO PT RO RS SE SK TR UA UK"
        " XK"
    ),
    "latin_america": "AR BR BS CL CO CR DO EC GT HN JM MX PA PE PY SV TT UY",
    "americas": "AR BR BS CA CL CO CR DO EC GT HN JM MX PA PE PY SV TT US UY",
    "oceania": "AU NZ PG",
}

# Regions, by the same geoscheme where it has them; the others as their names are usually meant: Central America without
# Mexico, Central and Eastern Europe as the OECD counts it, Scandinavia without Finland and Iceland.
REGIONS = {
    "eastern_partnership": "AM AZ GE MD UA",
    "eu": "BG CZ DE DK EE ES FI FR GR HR HU IE IT LT LU LV MT NL PT RO SE SK",  # the members of 2020 and later
    "asia_pacific": "AF AU ID IL JO KG KR LK MN MV NZ PG PH PK TL",
    "balkans": "AL BA BG GR HR ME MK RO RS XK",
    "baltic": "EE LT LV",
    "benelux": "LU NL",
    "caribbean": "BS DO JM TT",
    "caucasus": "AM AZ GE",
    "central_america": "CR GT HN PA SV",
    "central_and_eastern_europe": "AL BG CZ EE HR HU LT LV RO SK",
    "central_asia": "KG",
    "central_europe": "CZ HU SK",
    "east_africa": "KE MW SC TZ ZM",
    "east_asia": "KR MN",
    "eastern_europe": "BG CZ HU MD RO SK UA",
    "iberia": "ES PT",
    "middle_east": "IL JO",
    "middle_east_and_north_africa": "IL JO MO TN",
    "nordic": "DK FI IS NO SE",
    "north_africa": "MO TN",
    "north_america": "CA MX US",
    "northern_europe": "DK EE FI IE IS LT LV NO SE UK",
    "scandinavia": "DK NO SE",
    "south_america": "AR BR CL CO EC PE PY UY",
    "south_asia": "AF LK MV PK",
    "southeast_asia": "ID PH TL",
    "southern_africa": "ZA",
    "southern_europe": "AD AL BA ES GR HR IT ME MK MT PT RS XK",
    "sub_saharan_africa": "BJ BF CV CI GM GH KE LR MW NG SN SC SL ZA TZ ZM",
    "west_africa": "BF BJ CI CV GH GM LR NG SL SN",
    "western_balkans": "AL BA ME MK RS XK",
    "western_europe": "DE FR LU NL",
}

# The states that are no members, past or present, by ISO 3166 alpha-2: those of the United Nations, Palestine, Taiwan
# and the Vatican. Their names in each language are those of the Unicode Common Locale Data Repository.
STRANGERS = (
    "AE AG AO AT BB BD BE BH BI BN BO BT BW BY BZ CD CF CG CH CM CN CU CY DJ DM DZ EG ER ET FJ FM GA GD GN GQ GW GY HT"
    " IN IQ IR JP KH KI KM KN KP KW KZ LA LB LC LI LS LY MC MG MH ML MM MR MU MY MZ NA NE NI NP NR OM PL PS PW QA RU RW"
    " SA SB SD SG SI SM SO SR SS ST SY SZ TD TG TH TJ TM TO TV TW UG UZ VA VC VE VN VU WS YE ZW"
)
