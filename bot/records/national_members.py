"""The partnership's national members, past ones included: data only, read by `countries.py`.

A block is a member: the letters of its codes, their region for telephone numbers (ISO 3166 alpha-2) where it differs,
and the name its pages bear; `=` other names in English, Spanish, French and Korean; `~` its demonyms. Names that
folding makes equal (`Perú`, `Peru`) are not repeated. `MO` (Morocco), `UK` and `XK` are the letters that pages use, not
ISO's.
"""

NATIONAL = """
AF Afghanistan
= Afganistán
~ Afghan, afgano, afgana, afghane
AL Albania
= Albanie
~ Albanian, albanés, albanesa, albanais, albanaise
AD Andorra
= Andorre
~ Andorran, andorrano, andorrana, andorran, andorrane
AR Argentina
= Argentine Republic, Argentine, República Argentina
~ Argentinian, Argentinean, argentino, argentina, argentin, argentine
AM Armenia
= Arménie
~ Armenian, armenio, armenia, arménien, arménienne
AU Australia
= Australie
~ Australian, australiano, australiana, australien, australienne
AZ Azerbaijan
= Azerbaiyán, Azerbaïdjan
~ Azerbaijani, Azeri, azerbaiyano, azerbaiyana, azerbaïdjanais, azerbaïdjanaise
BS The Bahamas
= Bahamas, Las Bahamas, Les Bahamas
~ Bahamian, bahameño, bahameña, bahaméen, bahaméenne
BJ Benin
= Bénin
~ Beninese, beninés, beninesa, béninois, béninoise
BA Bosnia and Herzegovina
= Bosnia, Bosnia & Herzegovina, BiH, Bosnia y Herzegovina, Bosnie-Herzégovine, Bosnie
~ Bosnian, bosnio, bosnia, bosnien, bosnienne
BR Brazil
= Brasil, Brésil
~ Brazilian, brasileño, brasileña, brésilien, brésilienne
BG Bulgaria
= Bulgarie
~ Bulgarian, búlgaro, búlgara, bulgare
BF Burkina Faso
= Burkina
~ Burkinabe, Burkinabè, burkinés, burkinesa
CV Cabo Verde
= Cape Verde, Cap-Vert
~ Cabo Verdean, Cape Verdean, caboverdiano, caboverdiana, cap-verdien, cap-verdienne
CA Canada
= Canadá
~ Canadian, canadiense, canadien, canadienne
CL Chile
= Chili
~ Chilean, chileno, chilena, chilien, chilienne
CO Colombia
= Colombie
~ Colombian, colombiano, colombiana, colombien, colombienne
CR Costa Rica
~ Costa Rican, costarricense, costaricien, costaricienne
CI Côte d'Ivoire
= Ivory Coast, Costa de Marfil
~ Ivorian, Ivoirian, marfileño, marfileña, ivoirien, ivoirienne
HR Croatia
= Croacia, Croatie
~ Croatian, Croat, croata, croate
CZ Czech Republic
= Czechia, República Checa, Chequia, République tchèque, Tchéquie
~ Czech, checo, checa, tchèque
DK Denmark
= Dinamarca, Danemark
~ Danish, danés, danesa, danois, danoise
DO Dominican Republic
= República Dominicana, République dominicaine
~ Dominican, dominicano, dominicana, dominicain, dominicaine
EC Ecuador
= Équateur
~ Ecuadorian, Ecuadorean, ecuatoriano, ecuatoriana, équatorien, équatorienne
SV El Salvador
= Salvador
~ Salvadoran, Salvadorean, salvadoreño, salvadoreña, salvadorien, salvadorienne
EE Estonia
= Estonie
~ Estonian, estonio, estonia, estonien, estonienne
FI Finland
= Finlandia, Finlande
~ Finnish, finlandés, finlandesa, finlandais, finlandaise
FR France
= Francia, 프랑스
~ French, francés, francesa, français, française
GM The Gambia
= Gambia, Gambie
~ Gambian, gambiano, gambiana, gambien, gambienne
GE Georgia
= Géorgie
~ Georgian, georgiano, georgiana, géorgien, géorgienne
DE Germany
= Alemania, Allemagne, 독일
~ German, alemán, alemana, allemand, allemande
GH Ghana
~ Ghanaian, ghanés, ghanesa, ghanéen, ghanéenne
GR Greece
= Hellenic Republic, Grecia, Grèce
~ Greek, Hellenic, griego, griega, grec, grecque
GT Guatemala
~ Guatemalan, guatemalteco, guatemalteca, guatémaltèque
HN Honduras
~ Honduran, hondureño, hondureña, hondurien, hondurienne
HU Hungary
= Hungría, Hongrie
~ Hungarian, húngaro, húngara, hongrois, hongroise
IS Iceland
= Islandia, Islande
~ Icelandic, islandés, islandesa, islandais, islandaise
ID Indonesia
= Republic of Indonesia, Indonésie, 인도네시아
~ Indonesian, indonesio, indonesia, indonésien, indonésienne
IE Ireland
= Irlanda, Irlande, Republic of Ireland
~ Irish, irlandés, irlandesa, irlandais, irlandaise
IL Israel
= Israël
~ Israeli, israelí, israélien, israélienne
IT Italy
= Italia, Italie, 이탈리아
~ Italian, italiano, italiana, italien, italienne
JM Jamaica
= Jamaïque
~ Jamaican, jamaicano, jamaicana, jamaïcain, jamaïcaine
JO Jordan
= Jordania, Jordanie, Hashemite Kingdom of Jordan
~ Jordanian, jordano, jordana, jordanien, jordanienne
KE Kenya
= Kenia, Republic of Kenya
~ Kenyan, keniano, keniana, keniata, kényan, kényane
KR Republic of Korea
= South Korea, Korea, Korea (Republic of), ROK, S. Korea, Corea del Sur, República de Corea, Corea,
= Corée du Sud, République de Corée, Corée, 대한민국, 한국, 남한
~ Korean, South Korean, coreano, coreana, surcoreano, surcoreana, coréen, coréenne, sud-coréen, sud-coréenne
XK Kosovo
~ Kosovar, Kosovan, kosovare
KG Kyrgyz Republic
= Kyrgyzstan, República Kirguisa, Kirguistán, République kirghize, Kirghizistan
~ Kyrgyz, kirguís, kirguiso, kirguisa, kirghize
LV Latvia
= Letonia, Lettonie
~ Latvian, letón, letona, letton, lettone
LR Liberia
= Libéria
~ Liberian, liberiano, liberiana, libérien, libérienne
LT Lithuania
= Lituania, Lituanie
~ Lithuanian, lituano, lituana, lituanien, lituanienne
LU Luxembourg
= Luxemburgo
~ Luxembourgish, luxemburgués, luxemburguesa, luxembourgeois, luxembourgeoise
MW Malawi
= Malaui
~ Malawian, malauí, malawite, malawien, malawienne
MV Maldives
= Maldivas, Las Maldivas, Les Maldives
~ Maldivian, maldivo, maldiva, maldivien, maldivienne
MT Malta
= Malte
~ Maltese, maltés, maltesa, maltais, maltaise
MX Mexico
= México, Mexique, United Mexican States
~ Mexican, mexicano, mexicana, mexicain, mexicaine
MD Moldova
= Republic of Moldova, Moldavia, República de Moldova, Moldavie, République de Moldova
~ Moldovan, moldavo, moldava, moldave
MN Mongolia
= Mongolie, 몽골
~ Mongolian, mongol, mongola, mongole
ME Montenegro
= Monténégro
~ Montenegrin, montenegrino, montenegrina, monténégrin, monténégrine
MO:MA Morocco
= Marruecos, Maroc, Kingdom of Morocco
~ Moroccan, marroquí, marocain, marocaine
NL Netherlands
= The Netherlands, Holland, Países Bajos, Pays-Bas, Holanda
~ Dutch, neerlandés, neerlandesa, holandés, holandesa, néerlandais, néerlandaise
NZ New Zealand
= Aotearoa, Nueva Zelanda, Nueva Zelandia, Nouvelle-Zélande
~ New Zealander, neozelandés, neozelandesa, néo-zélandais, néo-zélandaise
NG Nigeria
= Federal Republic of Nigeria, Nigéria
~ Nigerian, nigeriano, nigeriana, nigérian, nigériane
MK North Macedonia
= Macedonia, FYR Macedonia, FYROM, Republic of North Macedonia, Macedonia del Norte, Macédoine du Nord, Macédoine
~ Macedonian, North Macedonian, macedonio, macedonia, macédonien, macédonienne
NO Norway
= Noruega, Norvège
~ Norwegian, noruego, noruega, norvégien, norvégienne
PK Pakistan
= Pakistán
~ Pakistani, pakistaní, pakistanais, pakistanaise
PA Panama
= Panamá
~ Panamanian, panameño, panameña, panaméen, panaméenne
PG Papua New Guinea
= PNG, Papúa Nueva Guinea, Papouasie-Nouvelle-Guinée
~ Papua New Guinean, papú, papouan, papouane
PY Paraguay
~ Paraguayan, paraguayo, paraguaya, paraguayen, paraguayenne
PE Peru
= Pérou
~ Peruvian, peruano, peruana, péruvien, péruvienne
PH Philippines
= The Philippines, Filipinas, Republic of the Philippines, 필리핀
~ Philippine, Filipino, Filipina, filipino, filipina, philippin, philippine
PT Portugal
~ Portuguese, portugués, portuguesa, portugais, portugaise
RO Romania
= Rumania, Rumanía, Roumanie
~ Romanian, rumano, rumana, roumain, roumaine
SN Senegal
= Sénégal
~ Senegalese, senegalés, senegalesa, sénégalais, sénégalaise
RS Serbia
= Serbie, Republic of Serbia
~ Serbian, serbio, serbia, serbe
SC Seychelles
~ Seychellois, seychelense, seychelloise
SL Sierra Leone
= Sierra Leona
~ Sierra Leonean, sierraleonés, sierraleonesa, sierra-léonais, sierra-léonaise
SK Slovakia
= Slovak Republic, Eslovaquia, República Eslovaca, Slovaquie, République slovaque
~ Slovak, Slovakian, eslovaco, eslovaca, slovaque
ZA South Africa
= RSA, Sudáfrica, Afrique du Sud
~ South African, sudafricano, sudafricana, sud-africain, sud-africaine
ES Spain
= España, Espagne, Kingdom of Spain, 스페인
~ Spanish, español, española, espagnol, espagnole
LK Sri Lanka
~ Sri Lankan, esrilanqués, esrilanquesa, sri-lankais, sri-lankaise
SE Sweden
= Suecia, Suède
~ Swedish, sueco, sueca, suédois, suédoise
TZ Tanzania
= United Republic of Tanzania, Tanzanía, Tanzanie
~ Tanzanian, tanzano, tanzana, tanzanien, tanzanienne
TL Timor-Leste
= East Timor, Timor Oriental
~ Timorese, timorense, timorais, timoraise
TT Trinidad and Tobago
= Trinidad & Tobago, Trinidad, Trinidad y Tobago, Trinité-et-Tobago, Trinidad et Tobago
~ Trinidadian, trinitense, trinidadien, trinidadienne
TN Tunisia
= Túnez, Tunisie, Republic of Tunisia
~ Tunisian, tunecino, tunecina, tunisien, tunisienne
TR Turkey
= Türkiye, Turquía, Turquie
~ Turkish, turco, turca, turc, turque
UA Ukraine
= Ucrania, 우크라이나
~ Ukrainian, ucraniano, ucraniana, ukrainien, ukrainienne
UK:GB United Kingdom
= UK, Great Britain, Britain, GB, U.K., Reino Unido, Gran Bretaña, Royaume-Uni, Grande-Bretagne, 영국
~ British, británico, británica, britannique
US United States
= United States of America, USA, U.S.A., U.S., US, America, Estados Unidos, EE. UU., EEUU, États-Unis, 미국
~ American, estadounidense, américain, américaine
UY Uruguay
~ Uruguayan, uruguayo, uruguaya, uruguayen, uruguayenne
ZM Zambia
= Zambie
~ Zambian, zambiano, zambiana, zambien, zambienne
"""
