"""The closed vocabularies, policy areas and OGP values: data only, read by `vocabulary.py`.

A line is a canonical English term, or a name as the partnership's English pages bear it; `=` its other wordings on
pages in English, Spanish and French, separated by `;`. They are compared folded (case, accents, quotes), so each is
listed once; a value that is doubled on its page (`Major Major`) needs no line either. Sources: the partnership's
glossary, its pages in three languages, its export of 2017.

Of the names of areas and values `&` and `and`, hyphens and spaces are not told apart either. The partnership renamed
its areas now and then: names that stood for different sets of commitments stay apart (`Audits` is not `Audits and
Controls`), and `RENAMED` says what became of them.
"""

from __future__ import annotations

# What every vocabulary may say besides its own terms. None of it is blank, and none is a “No”.
COMMON = """
Pending IRM Review = pending; pending review; pending irm assessment; pendiente; pendiente de revisión;
  pendiente de revisión del irm; pendiente de revisión de irm; pendiente de revisión por el irm;
  pendiente de revisión por parte del irm; pendiente de revisión irm; pendiente revisión del irm;
  pendiente revisión irm; revisión pendiente del irm; revisión del irm pendiente; revisión de irm pendiente;
  revisión irm pendiente; pendiente de revisión por el mri; pendiente de revisión del mri;
  en espera de revisión del irm; en attente; en attente d'examen; en attente d'examen par le mii;
  en attente d'examen du mii; en attente d'examen irm; en attente d'examen de l'irm;
  en attente d'examen par l'irm; en attente de l'examen du mii; en attente de l'examen de l'irm;
  en attente de révision de l'irm; en attente de révision irm; en attente de la révision de l'irm;
  en attente d'évaluation par le mii; examen du mii en attente; examen irm en attente;
  examen de l'irm en attente; examen en attente; awaiting irm review; awaiting review by the irm; irm review pending;
  pending review by the irm; under irm review; under review by the irm; irm review under way; irm review in progress;
  revisión pendiente de irm; revisión irm en curso; en revisión por el irm; revisión del irm en curso;
  en proceso de revisión por el irm; revue irm en attente; revue de l'irm en attente; revue irm en cours;
  revue de l'irm en cours; examen irm en cours; en cours d'examen par l'irm; en cours d'examen par le mii
No IRM Data = sin datos de irm; sin datos del irm; sin datos irm; sin datos del mri; no hay datos de irm;
  no hay datos del irm; ningún dato de irm; pas de données irm; pas de données du mii;
  pas de données de l'irm; aucune donnée irm; no irm data available; irm data not available;
  no hay datos disponibles del irm; aucune donnée irm disponible; aucune donnée du mii; aucune donnée de l'irm
No Data = nodata; sin datos; no hay datos; ningún dato; sin información; pas de données; aucune donnée; nd
NR = n/r; n.r; not reported; no reportado; no informado; non rapporté; non signalé
NA = n/a; n.a; not applicable; no aplica; no aplicable; sans objet; non applicable; s/o
"""

RATING = frozenset({"rating", "clasificacion", "calificacion", "classement", "note", "rated"})
"""Words that the site's translator leaves in the middle of a term that is doubled: `mayor Clasificacion Mayor`."""
PENDING = frozenset({"pending", "pendiente", "pendientes", "attente"}), frozenset({"irm", "mri", "mii"})
"""A few words that hold one of each say that the review is pending, in whatever order a translator put them."""

# What stands in a field where nothing was to be written, or where its value is still to come. Source: the export of
# 2017, and pages of ministries and portals.
PLACEHOLDERS = """none specified; not specified; unspecified; none; null; nil; none stated; not stated; none listed;
not listed; none provided; not provided; none given; not given; none identified; not identified; none indicated;
not indicated; unclear; unknown; not known; not clear; not available; not applicable; no data; no information; nr; nd;
na; n/a; n/r; n.a; n/d; s/d; vacant; pending; -; --; –; —; ?; ...; …;
sin especificar; no especificado; no especificada; no especificados; no se especifica; no specificado; ninguno; ninguna;
ninguno especificado; no disponible; no consta; sin datos; sin información; no aplica; desconocido; poco claro;
no está claro; no indicado; no indicada; no informado; pendiente; vacante;
não disponível; não se aplica; não informado; não especificado; sem informação; pendente;
non spécifié; non spécifiée; non précisé; non précisée; non renseigné; non renseignée; non indiqué; non disponible;
aucun; aucune; sans objet; inconnu; pas clair; pas de données; néant; en attente;
non disponibile; non applicabile; non indicato; non specificato; non fornito; non communiqué; non communiquée;
não fornecido; no proporcionado; niet opgegeven; niet vermeld; niet bekend; onbekend; n.v.t; nicht angegeben;
k. a; k.a; keine angabe; keine angaben; nicht bekannt; unbekannt; entfällt;
n. n; n.n; folgt; unbesetzt; vakant;
없음; 미기재; 미지정; 해당 없음; 해당없음; 정보 없음; 명시되지 않음; 불명; 불명확;
tbd; tbc; tba; to be determined; to be defined; to be confirmed; to be decided; to be announced;
to be appointed; to be named; to be identified; to be completed; to be specified; not yet defined; not yet determined;
por definir; por determinar; por confirmar; por designar; por completar; a definir; a determinar; a confirmar;
a designar; a ser definido; a ser definida; sin definir; no definido; no definida; não definido; não definida;
à définir; à déterminer; à préciser; à confirmer; à compléter; à désigner; à venir; non défini; non définie;
da definire; da confermare; da designare; da individuare; da nominare; da stabilire; da determinare; in attesa;
posto vacante; non ancora designato; non ancora individuato; nessuno; nessuna; non pertinente; assente; non désigné;
non désignée; non nommé; non nommée; poste vacant; poste à pourvoir; à nommer; à pourvoir; non encore désigné;
pas encore désigné; pas encore désignée; pas encore nommé; pas encore nommée; non applicable; non attribué;
non déterminé; por nombrar; por asignar; por identificar; sin designar; sin asignar; no designado; no designada;
puesto vacante; cargo vacante; aún no designado; aún no designada; por definirse; por determinarse; por confirmarse;
no definida aún; no definido aún; por nomear; a nomear; a indicar; a identificar; não designado; não designada;
por indicar; lugar vago; cargo vago; vago; vaga; ainda não designado; ainda não designada; não atribuído;
não disponível; a confirmar; vacant post; vacant position; position vacant; post vacant; not yet appointed;
not yet named; not yet designated; not yet identified; not yet assigned; not yet known; not yet nominated;
not appointed; not designated; not assigned; not named; to be assigned; to be nominated; to be designated;
unassigned; yet to be appointed; yet to be named; yet to be identified; offen; noch zu benennen; zu benennen;
nicht benannt; keine; keiner; k. a.; nicht zutreffend; entfällt derzeit; nog te bepalen; nog niet bekend;
nog niet benoemd; vacature; niet van toepassing; nog aan te wijzen; nije određeno; nije određen; nije određena;
nije primjenjivo; nije primenljivo; nema; naknadno; upražnjeno; bit će određeno; није одређено; није примењиво; нема;
не е определено; не е применимо; няма; предстои да бъде определено; не визначено; не визначений; не визначена;
не призначено; буде визначено; буде призначено; немає; не застосовується; відсутній; відсутня; не определено;
не назначен; не назначена; будет определено; будет назначен; нет; не применимо; отсутствует; neurčeno; není určeno;
bude určeno; bude upřesněno; neuvedeno; není; nie je určené; bude určené; neuvedené; nie je; nie dotyczy;
nie określono; do ustalenia; nie wyznaczono; brak; brak danych; wakat; do uzupełnienia; nu este cazul; nu se aplică;
nedesemnat; nedesemnată; urmează a fi desemnat; urmează a fi desemnată; de stabilit; în curs de desemnare;
belum ditentukan; belum ditunjuk; akan ditentukan; tidak ada; tidak tersedia; tidak berlaku; kosong; menyusul;
ikke relevant; ikke fastsatt; ikke utpekt; ikke udpeget; ikke aktuelt; ej tillämpligt; ej utsedd; saknas; ei sovellu;
ei nimetty; määramata; puudub; ei kohaldata; nav noteikts; nav piemērojams; nav; nenustatyta; nepaskirta; nėra;
netaikoma; δεν έχει οριστεί; δεν εφαρμόζεται; δεν υπάρχει; θα οριστεί; չկա; կորոշվի; არ არის; განისაზღვრება; nuk ka;
nuk është caktuar; do të caktohet; тодорхойгүй; томилоогүй; байхгүй; hakuna; haijateuliwa; wala; itatajwa;
itatangazwa; hindi pa natutukoy; wala pa; henüz belirlenmedi; belirlenecek; yok; /; //; \\; _; wird noch benannt;
noch nicht benannt; noch nicht festgelegt; noch offen; wird nachgereicht;
미정; 추후 결정; 추후 확정; 추후 공지"""

NO_INSTITUTION = """all institutions; all ministries; all agencies; all public institutions;
all government institutions; todas las instituciones; todos los ministerios; todas las entidades;
toutes les institutions; tous les ministères; 모든 기관; 전 부처"""
"""What stands for no institution where one is to be named."""

TERMS = {
    "status": """
Active = activo; activa; actif; active; en activo; actifs; activos
Inactive = inactivo; inactiva; inactif; inactive; inactifs; inactivos
Withdrawn = retirado; retirada; retiré; retirée
Complete = completed; completo; completado; achevé; complet; terminé
""",
    "starred": """
yes = y; sí; si; oui; 1; true; 예; yes starred; starred; starred commitment; sí con estrella; sí estelar;
  sí destacado; sí destacada; sí estrella; sí protagonizada; con estrella; destacado; estelar; oui suivis;
  oui suivi; oui étoilé; oui étoilée; oui favori; oui favoris; oui vedette; étoilé
no = n; non; 0; false; 아니오; not starred; no destacado; non étoilé
""",
    "verifiable": """
yes = y; sí; si; oui; 1; true; 예; verifiable; verificable; vérifiable
no = n; non; 0; false; 아니오; not verifiable; no verificable; non vérifiable
Unclear = poco claro; no está claro; no claro; incierto; pas clair; peu clair; imprécis; incertain; flou
""",
    "early_results": """
No early results to report yet = no early results to report; no early results yet; no results to report yet;
  aún no hay resultados que informar; aún no hay resultados que reportar; todavía no hay resultados que informar;
  aún no hay resultados para informar; pas encore de résultats à signaler; aucun résultat à signaler pour le moment;
  aún no hay resultados iniciales para informar; aún no hay resultados iniciales que informar;
  aún no hay resultados iniciales que reportar; aún no hay primeros resultados que reportar;
  todavía no hay resultados iniciales que reportar; todavía no hay resultados iniciales para informar;
  no hay resultados iniciales para informar todavía; no hay resultados tempranos para informar todavía;
  aún no hay resultados tempranos para informar; aucun résultat initial à signaler pour le moment;
  aucun premier résultat à signaler pour le moment; aucun résultat précoce à signaler pour le moment;
  aucun résultat préliminaire à signaler pour le moment;
  aucun résultat préliminaire à signaler pour l'instant; pas encore de premiers résultats à signaler;
  pas encore de résultats préliminaires à signaler; pas encore de résultats précoces à signaler
Worsened = worsens; worse; empeoró; empeorado; ha empeorado; aggravé; aggravés; empiré; détérioré;
  détériorée; s'est aggravé
Did Not Change = no change; unchanged; none; no cambió; no cambio; no ha cambiado; sin cambios; sin cambio;
  n'a pas changé; pas changé; pas de changement; aucun changement; inchangé; inchangés
Marginal = marginally; marginalmente; marginalement; marginales; marginaux; marginale; marginaliser
Major = mayor; mayores; importante; importantes; majeur; majeurs; majeure; majeures; important; importants
Outstanding = excepcional; excepcionales; sobresaliente; sobresalientes; destacado; destacados;
  extraordinario; exceptionnel; exceptionnels; exceptionnelle; remarquable; remarquables; excellent;
  excellents
Unclear = poco claro; no está claro; no claro; incierto; pas clair; peu clair; imprécis; incertain; flou
""",
    "ambition": """
High = alto; alta; elevada; elevado; haut; haute; élevé; élevée; fort; forte
Moderate = medium; moderado; moderada; medio; media; modéré; modérée; moyen; moyenne
Low = bajo; baja; faible; bas; basse
Unclear = poco claro; no está claro; no claro; incierto; pas clair; peu clair; imprécis; incertain; flou
""",
    "potential_impact": """
None = ninguno; ninguna; nulo; aucun; aucune; nul
Minor = menor; menores; mineur; mineure; mineurs
Moderate = moderado; moderada; modéré; modérée
Transformative = transformador; transformadora; transformativo; transformativa; transformateur;
  transformatrice; transformatif
Unclear = poco claro; no está claro; no claro; incierto; pas clair; peu clair; imprécis; incertain; flou
""",
    "potential_for_results": """
Unclear = poco claro; no está claro; no claro; incierto; pas clair; peu clair; imprécis; incertain; flou
Modest = modesto; modesta; modeste
Substantial = sustancial; considerable; substantiel; substantielle; considérable
""",
    "completion": """
No Evidence Available = no evidence; no hay evidencia disponible; sin evidencia disponible;
  no hay pruebas disponibles; evidencia no disponible; aucune preuve disponible; pas de preuve disponible;
  aucune donnée probante disponible
Not Started = not yet started; not started yet; aún no iniciado; todavía no iniciado; aún no ha comenzado;
  pas encore commencé; pas encore démarré; non encore commencé; no iniciado; no iniciada;
  no comenzado; sin iniciar; no empezado; non commencé; non commencée;
  pas commencé; non démarré; non entamé; pas démarré; nicht begonnen; noch nicht begonnen; nicht gestartet;
  niet gestart; nog niet begonnen; nog niet gestart; não iniciado; não iniciada; por iniciar; non avviato;
  non avviata; non iniziato; neînceput; 미착수
Limited = limited completion; limitado; limitada; limité; limitée; begrenzt; limitato; limitata; limitat;
  limitată; terbatas; beperkt
Substantial = sustancial; substancial; substanziell; sostanziale; substanțial; substanțială; substansial;
  substantieel; substantial completion; substantiel; substantielle; considerable; considérable;
  sustancialmente completo; sustancialmente completado; completado en gran parte; completado sustancialmente;
  achevé en grande partie; largement achevé; substantiellement achevé; terminé en grande partie;
  substantially complete; substantially completed; substantially implemented; largely complete; mostly complete
Complete = fully implemented; fully complete; fully completed; implemented in full; completado en su totalidad;
  totalmente completado; completado totalmente; implementado en su totalidad; totalmente implementado;
  entièrement achevé; entièrement réalisé; totalement achevé; complètement achevé; completed; completo;
  completa; completado; completada; terminado; finalizado; complet; complète;
  complété; achevé; achevée; terminé; terminée; réalisé; réalisée; abgeschlossen; vollständig umgesetzt;
  vollständig; compleet;
  afgerond; voltooid; concluído; concluída; concluso; conclusa; completato; completata; finalizada; terminada;
  finalizat; 완료; 이행 완료
Withdrawn = retirado; retirada; retiré; retirée; abandonné; zurückgezogen; ingetrokken; ritirato; ritirata; 철회
Unclear = poco claro; no está claro; no claro; incierto; pas clair; peu clair; imprécis; incertain; flou
""",
    "specificity": """
None = ninguna; ninguno; nula; aucune; aucun
Low = baja; bajo; faible; basse
Medium = media; medio; moyenne; moyen
High = alta; alto; haute; élevée; élevé
Unclear = poco claro; no está claro; no claro; incierto; pas clair; peu clair; imprécis; incertain; flou
""",
    "newness": """
New = new commitment; nuevo; nueva; nuevo compromiso; nouveau; nouvelle; nouvel engagement; 신규
Ongoing = on-going; ongoing commitment; continuing; continuous; en curso; en ejecución; continuo; en cours;
  continu; 계속
Pre-existing = preexisting; existing; preexistente; existente; préexistant; existant
""",
}


AREAS = """
Access to Information = 정보 접근; 정보접근; 정보 접근성; 정보공개; 정보 공개; 알 권리;
  Acceso a la información; Acceso a información; Accès à l'information
Access to Justice = 사법 접근성; 사법접근성;
  Acceso a la justicia; Accès à la justice
Aid = 원조; 개발원조;
  Ayuda; Aide; Aid Transparency; Asistencia; Aide au développement; Ayuda al desarrollo
Algorithmic Transparency = Transparencia algorítmica; Transparence algorithmique;
  Transparence des algorithmes
Anti Corruption and Integrity = 반부패 및 청렴; 반부패와 청렴; 청렴;
  Anticorruption and Integrity; Anticorrupción e integridad;
  Lucha contra la corrupción e integridad; Lutte contre la corruption et intégrité;
  Lutte contre la corruption et l'intégrité; Anti-corruption et intégrité; Integridad y anticorrupción;
  Anticorrupción y integridad
Anti-Corruption = 반부패; 부패 방지; 부패방지;
  Anticorruption; Anticorrupción; Lucha contra la corrupción; Lutte contre la corruption
Anti-Corruption Institutions = 반부패 기관; 반부패기관;
  Instituciones anticorrupción; Instituciones de lucha contra la corrupción;
  Institutions anti-corruption; Institutions de lutte contre la corruption
Anti-Corruption Strategies = 반부패 전략;
  Estrategias anticorrupción; Stratégies anti-corruption;
  Stratégies de lutte contre la corruption
Artificial Intelligence = 인공지능;
  Inteligencia artificial; Intelligence artificielle
Asset Disclosure = 재산 공개; 재산공개;
  Declaración de bienes; Declaración de activos; Declaración patrimonial;
  Divulgación de activos; Divulgation des actifs; Déclaration de patrimoine; Divulgation d'actifs
Asset Recovery = Recuperación de activos; Recouvrement des avoirs; Recouvrement d'actifs
Audits = 회계감사; 회계 감사;
  Auditorías; Audit
Audits and Controls = 감사 및 통제;
  Auditorías y controles; Audits et contrôles
Automated Decision-Making = Toma de decisiones automatizada; Prise de décision automatisée
Beneficial Ownership = 실소유자; 실질 소유자; 실소유주;
  Propiedad efectiva; Beneficiarios finales; Beneficiario final; Titularidad real;
  Titularidad efectiva; Bénéficiaires effectifs; Propriété effective; Propriété réelle;
  Bénéficiaire effectif
Capacity Building = 역량 강화; 역량강화;
  Creación de capacidades; Desarrollo de capacidades; Fortalecimiento de capacidades;
  Construcción de capacidades; Renforcement des capacités; Développement des capacités
Citizen Budgets = Presupuestos ciudadanos; Budgets citoyens
Citizenship and Immigration = 시민권과 이민; 이민;
  Ciudadanía e inmigración; Citoyenneté et immigration
Civic Education = 시민 교육; 시민교육;
  Educación cívica; Éducation civique
Civic Space = 시민 공간; 시민공간;
  Espacio cívico; Espace civique
Climate Change = 기후 변화; 기후변화;
  Cambio climático; Changement climatique
Climate Finance = Financiamiento climático; Financement climatique
Conflicts of Interest = 이해충돌; 이해 충돌;
  Conflict of Interest; Conflictos de interés; Conflictos de intereses;
  Conflits d'intérêts; Conflit d'intérêts
COVID-19
Crisis Response = Respuesta a crisis; Respuesta a la crisis; Réponse à la crise; Réponse aux crises
Data Stewardship and Privacy = Administración de datos y privacidad; Gestión de datos y privacidad;
  Gérance des données et confidentialité; Gestion des données et confidentialité;
  Gérance des données et vie privée
Defense = 국방;
  Defence; Defensa; Défense
Democratizing Decision-Making = Democratización de la toma de decisiones;
  Democratizar la toma de decisiones; Démocratiser la prise de décision;
  Démocratisation de la prise de décision
Digital Governance = 디지털 거버넌스;
  Gobernanza digital; Gouvernance numérique
Digital Inclusion = 디지털 포용;
  Inclusión digital; Inclusion numérique
Digital Transformation = 디지털 전환;
  Transformación digital; Transformation numérique; Transformation digitale
E-Government = e-gov; egov; 전자정부; 전자 정부;
  eGovernment; Electronic Government; Gobierno electrónico; Gobierno digital;
  Administración electrónica; Gouvernement électronique; Administration électronique; E-gouvernement;
  Cyberadministration
E-petitions = 전자청원; 전자 청원;
  Peticiones electrónicas; Pétitions électroniques; E-peticiones; E-pétitions
Education = 교육;
  Educación; Éducation
Elections = 선거;
  Elecciones; Élections
Elections & Political Finance = Elecciones y financiación política; Elecciones y finanzas políticas;
  Élections et financement politique
Energy = 에너지;
  Energía; Énergie
Environment & Climate = Medio ambiente y clima; Ambiente y clima; Environnement et climat; Environment
Extractive Industries = 채굴산업; 자원산업;
  Industrias extractivas; Industries extractives; Extractives
Fiscal Openness = 재정 공개; 재정공개; 재정 투명성; 재정투명성;
  Apertura fiscal; Ouverture fiscale; Ouverture budgétaire
Fiscal Transparency = Transparencia fiscal; Transparence fiscale; Transparence budgétaire
Freedom of Assembly = Libertad de reunión; Liberté de réunion
Freedom of Association = Libertad de asociación; Liberté d'association
Freedom of Expression = Libertad de expresión; Liberté d'expression
Gender = 성평등; 젠더; 양성평등;
  Género; Genre
Gender & Sexuality = Género y sexualidad; Genre et sexualité
Health = 보건; 건강; 의료;
  Salud; Santé
Health & Nutrition = Salud y nutrición; Santé et nutrition
Human Rights = 인권;
  Derechos humanos; Droits de l'homme; Droits humains
Human Rights Defenders = Defensores de los derechos humanos; Défenseurs des droits de l'homme
Inclusion = 포용;
  Inclusión
Indigenous Peoples = Pueblos indígenas; Peuples autochtones
Infrastructure = Infraestructura
Infrastructure & Transport = 인프라 및 교통; 교통;
  Infraestructura y transporte; Infrastructure et transports;
  Infrastructures et transports; Infrastructure et transport
Judiciary = Poder judicial; Judicial; Judiciaire; Pouvoir judiciaire; Magistrature
Justice = 사법;
  Justicia
Labor = 노동; 고용;
  Labour; Trabajo; Laboral; Travail; Main d'œuvre; La main d'oeuvre
Land & Spatial Planning = 토지 및 공간 계획;
  Tierra y planificación espacial; Ordenamiento territorial;
  Planificación territorial y espacial; Aménagement du territoire; Aménagement du territoire et de l'espace
Land Rights = Derechos sobre la tierra; Droits fonciers
Law Enforcement & Justice = Aplicación de la ley y justicia; Application de la loi et justice
Legislation = Legislación; Législation
Legislation & Regulation = Legislación y regulación; Legislación y reglamentación;
  Législation et réglementation; Législation et régulation
Legislative = Legislativo; Législatif
Legislature = Legislatura; Poder legislativo; Législature; Corps législatif
LGBTQIA+ = LGBTQ+; LGBT; LGBTI; LGBTIQ+
Lobbying = 로비; 로비 활동;
  Cabildeo; Lobby
Local Commitments = 지방정부 공약;
  Compromisos locales; Engagements locaux
Marginalized Communities = Marginalised Communities; Comunidades marginadas; Communautés marginalisées
Media & Telecommunications = 미디어 및 통신; 언론;
  Medios y telecomunicaciones; Medios de comunicación y telecomunicaciones;
  Médias et télécommunications
Mis- and Disinformation = Mis and Disinformation; Disinformation; Desinformación;
  Información errónea y desinformación; Désinformation; Mésinformation et désinformation
Natural Resources = Recursos naturales; Ressources naturelles
Nonprofits = Non-profits; Organizaciones sin fines de lucro; Sin fines de lucro;
  Organisations à but non lucratif
OGP = AGA; PGO
Open Contracting = 공개 계약; 공공 계약 공개;
  Contratación abierta; Contrataciones abiertas; Contratos abiertos; Contrats ouverts;
  Contratation ouverte; Passation de marchés ouverte; Marchés ouverts
Open Contracting and Procurement = Contratación abierta y adquisiciones;
  Contrataciones abiertas y adquisiciones; Contratación y adquisiciones abiertas;
  Contrats ouverts et marchés publics; Contrats et marchés publics ouverts;
  Passation de marchés et de contrats ouverts
Open Data = 공공데이터; 공공 데이터; 오픈데이터; 오픈 데이터; 열린 데이터; 개방 데이터;
  Datos abiertos; Données ouvertes
Open Justice = 열린 사법;
  Justicia abierta; Justice ouverte
Open Parliaments = Open Parliament; Parlamentos abiertos; Parlamento abierto; Parlements ouverts;
  Parlement ouvert
Open Regulations = 열린 규제; 개방형 규제;
  Regulaciones abiertas; Reglamentos abiertos; Réglementations ouvertes;
  Règlements ouverts
Oversight of Budget/Fiscal Policies = Supervisión de políticas presupuestarias/fiscales;
  Supervisión del presupuesto/políticas fiscales; Supervisión de las políticas presupuestarias/fiscales;
  Surveillance des politiques budgétaires/fiscales; Surveillance du budget/des politiques fiscales
Participation in Lawmaking = Participación en la elaboración de leyes; Participación en la legislación;
  Participation à l'élaboration des lois; Participation au processus législatif
Participatory Budgeting = 참여예산; 주민참여예산; 참여 예산; 주민 참여 예산;
  Presupuesto participativo; Presupuestos participativos;
  Budgétisation participative; Budget participatif
People with Disabilities = Persons with Disabilities; Personas con discapacidad;
  Personas con discapacidades; Personnes handicapées; Personnes en situation de handicap
Policing and Corrections = Policía y correccionales; Vigilancia y correcciones;
  Police et services correctionnels; Maintien de l'ordre et corrections
Political Finance = 정치 자금; 정치자금;
  Financiamiento político; Financiación política; Finanzas políticas;
  Financement politique; Finance politique
Political Integrity = Integridad política; Intégrité politique
Privacy = Privacidad; Confidentialité; Vie privée
Private Sector = 민간 분야;
  Sector privado; Secteur privé
Public Participation = 국민 참여; 국민참여; 시민 참여; 시민참여; 주민 참여;
  Participación pública; Participación ciudadana; Participation du public;
  Participation publique; Participation citoyenne
Public Participation in Budget/Fiscal Policy = 예산 참여; 주민참여예산; 예산 및 재정 정책 참여;
  Participación pública en el presupuesto/política fiscal;
  Participación pública en la política presupuestaria/fiscal;
  Participation du public à la politique budgétaire/fiscale;
  Participation du public au budget/à la politique fiscale
Public Procurement = 공공조달; 공공 조달;
  Adquisiciones públicas; Contratación pública; Contrataciones públicas;
  Compras públicas; Marchés publics; Passation des marchés publics
Public Safety = Seguridad pública; Sécurité publique
Public Service Delivery = 공공서비스; 공공 서비스;
  Public Services; Prestación de servicios públicos; Entrega de servicios públicos;
  Servicios públicos; Prestation de services publics; Prestation des services publics;
  Fourniture de services publics; Servicio público de entrega; Entrega de servicio público;
  Prestación de servicio público; Prestation de service public; Livraison de services publics
Publication of Budget/Fiscal Information = Publicación de información presupuestaria/fiscal;
  Publicación del presupuesto/información fiscal; Publicación de presupuesto/información fiscal;
  Publication d'informations budgétaires/fiscales; Publication du budget/informations fiscales;
  Publication des informations budgétaires/fiscales; Publication d'informations budgétaires et fiscales
Records Management = 기록 관리; 기록관리;
  Gestión de registros; Gestión de archivos; Gestión documental; Gestion des documents;
  Gestion des dossiers; Gestion des archives
Regulatory Governance = 규제 거버넌스;
  Gobernanza regulatoria; Gobernanza reguladora; Gouvernance réglementaire
Right to Information = 정보에 대한 권리; 정보권;
  Derecho de información; Derecho a la información; Derecho a la informacion pública;
  Droit à l'information
Safety Nets = Redes de seguridad; Filets de sécurité
Science & Technology = 과학기술; 과학 기술;
  Ciencia y tecnología; Science et technologie; Sciences et technologies
Social Accountability = 사회적 책임성;
  Responsabilidad social; Rendición de cuentas social; Responsabilité sociale;
  Redevabilité sociale
Social Accountability Measures & Feedback Loops = Medidas de responsabilidad social y circuitos de retroalimentación;
  Medidas de responsabilidad social y ciclos de retroalimentación;
  Mesures de responsabilité sociale et boucles de rétroaction
Social Audits = Auditorías sociales; Audits sociaux
Sub-national = Subnational; Subnacional; Infranational; Sous-national
Sustainable Development Goals = SDGs; Objetivos de desarrollo sostenible; ODS;
  Objectifs de développement durable; ODD
Tax = 조세; 세금;
  Taxes; Impuestos; Impôts; Fiscalité
Trade = Comercio; Commerce
Transparency and Accountability = Transparencia y rendición de cuentas; Transparence et redevabilité
Water & Sanitation = Agua y saneamiento; Eau et assainissement
Water, Sanitation & Hygiene = Agua, saneamiento e higiene; Eau, assainissement et hygiène
Welfare & Social Security = 복지; 사회보장;
  Bienestar y seguridad social; Bien-être et sécurité sociale;
  Aide sociale et sécurité sociale
Whistleblower Protections = 내부고발자 보호; 공익신고자 보호; 공익신고;
  Whistleblower Protection; Protección de denunciantes; Protección a denunciantes;
  Protection des lanceurs d'alerte; Protections des lanceurs d'alerte
Youth = 청년; 청소년;
  Juventud; Jóvenes; Jeunes; Jeunesse
"""

VALUES = """
Access to Information = Transparency; Transparency and Access to Information; Acceso a la información;
  Acceso a información; Accès à l'information
Civic Participation = Participación cívica; Participación ciudadana; Participation civique;
  Participation citoyenne
Public Accountability = Accountability; Rendición de cuentas pública; Rendición de cuentas;
  Responsabilidad pública; Responsabilité publique; Redevabilité publique; Redevabilité;
  Obligation de rendre compte au public
Technology = Technology and Innovation; Technology and Innovation for Transparency and Accountability;
  Tecnología; Tecnología e innovación;
  Tecnología e innovación para la transparencia y la rendición de cuentas; Technologie;
  Technologie et innovation; Technologie et innovation pour la transparence et la redevabilité
Not Relevant = Irrelevant; No relevante; No es relevante; Irrelevante; Non pertinent; Pas pertinent;
  Non pertinente
Unclear = Poco claro; No está claro; Pas clair; Peu clair
Yes = Sí; Oui
No = Non
"""

RENAMED = {
    "Anti-Corruption": "Anti Corruption and Integrity",
    "Audits and Controls": "Audits",
    "E-Government": "Digital Governance",
    "Fiscal Openness": "Fiscal Transparency",
    "Gender & Sexuality": "Gender",
    "Health & Nutrition": "Health",
    "Infrastructure": "Infrastructure & Transport",
    "Law Enforcement & Justice": "Justice",
    "Legislation & Regulation": "Legislation",
    "Legislature": "Legislative",
    "Natural Resources": "Extractive Industries",
    "Open Contracting": "Open Contracting and Procurement",
    "Open Regulations": "Regulatory Governance",
    "Public Procurement": "Open Contracting and Procurement",
    "Sub-national": "Local Commitments",
    "Water & Sanitation": "Water, Sanitation & Hygiene",
}
