"""Policy areas and OGP values: data only, read by `vocabulary.py`.

A line is a name as the partnership's English pages bear it; `=` its other wordings, separated by `;`: older English
ones, then Spanish and French ones of the site's machine translation. `&` and `and`, hyphens and spaces, accents and
case are not told apart, so such variants are not listed. The partnership renamed its areas now and then: names that
stood for different sets of commitments stay apart (`Audits` is not `Audits and Controls`), and `RENAMED` says what
became of them.
"""

from __future__ import annotations

AREAS = """
Access to Information = Acceso a la información; Acceso a información; Accès à l'information
Access to Justice = Acceso a la justicia; Accès à la justice
Aid = Ayuda; Aide; Aid Transparency; Asistencia; Aide au développement; Ayuda al desarrollo
Algorithmic Transparency = Transparencia algorítmica; Transparence algorithmique;
  Transparence des algorithmes
Anti Corruption and Integrity = Anticorruption and Integrity; Anticorrupción e integridad;
  Lucha contra la corrupción e integridad; Lutte contre la corruption et intégrité;
  Lutte contre la corruption et l'intégrité; Anti-corruption et intégrité; Integridad y anticorrupción;
  Anticorrupción y integridad
Anti-Corruption = Anticorruption; Anticorrupción; Lucha contra la corrupción; Lutte contre la corruption
Anti-Corruption Institutions = Instituciones anticorrupción; Instituciones de lucha contra la corrupción;
  Institutions anti-corruption; Institutions de lutte contre la corruption
Anti-Corruption Strategies = Estrategias anticorrupción; Stratégies anti-corruption;
  Stratégies de lutte contre la corruption
Artificial Intelligence = Inteligencia artificial; Intelligence artificielle
Asset Disclosure = Declaración de bienes; Declaración de activos; Declaración patrimonial;
  Divulgación de activos; Divulgation des actifs; Déclaration de patrimoine; Divulgation d'actifs
Asset Recovery = Recuperación de activos; Recouvrement des avoirs; Recouvrement d'actifs
Audits = Auditorías; Audit
Audits and Controls = Auditorías y controles; Audits et contrôles
Automated Decision-Making = Toma de decisiones automatizada; Prise de décision automatisée
Beneficial Ownership = Propiedad efectiva; Beneficiarios finales; Beneficiario final; Titularidad real;
  Titularidad efectiva; Bénéficiaires effectifs; Propriété effective; Propriété réelle;
  Bénéficiaire effectif
Capacity Building = Creación de capacidades; Desarrollo de capacidades; Fortalecimiento de capacidades;
  Construcción de capacidades; Renforcement des capacités; Développement des capacités
Citizen Budgets = Presupuestos ciudadanos; Budgets citoyens
Citizenship and Immigration = Ciudadanía e inmigración; Citoyenneté et immigration
Civic Education = Educación cívica; Éducation civique
Civic Space = Espacio cívico; Espace civique
Climate Change = Cambio climático; Changement climatique
Climate Finance = Financiamiento climático; Financement climatique
Conflicts of Interest = Conflict of Interest; Conflictos de interés; Conflictos de intereses;
  Conflits d'intérêts; Conflit d'intérêts
COVID-19
Crisis Response = Respuesta a crisis; Respuesta a la crisis; Réponse à la crise; Réponse aux crises
Data Stewardship and Privacy = Administración de datos y privacidad; Gestión de datos y privacidad;
  Gérance des données et confidentialité; Gestion des données et confidentialité;
  Gérance des données et vie privée
Defense = Defence; Defensa; Défense
Democratizing Decision-Making = Democratización de la toma de decisiones;
  Democratizar la toma de decisiones; Démocratiser la prise de décision;
  Démocratisation de la prise de décision
Digital Governance = Gobernanza digital; Gouvernance numérique
Digital Inclusion = Inclusión digital; Inclusion numérique
Digital Transformation = Transformación digital; Transformation numérique; Transformation digitale
E-Government = eGovernment; Electronic Government; Gobierno electrónico; Gobierno digital;
  Administración electrónica; Gouvernement électronique; Administration électronique; E-gouvernement;
  Cyberadministration
E-petitions = Peticiones electrónicas; Pétitions électroniques; E-peticiones; E-pétitions
Education = Educación; Éducation
Elections = Elecciones; Élections
Elections & Political Finance = Elecciones y financiación política; Elecciones y finanzas políticas;
  Élections et financement politique
Energy = Energía; Énergie
Environment & Climate = Medio ambiente y clima; Ambiente y clima; Environnement et climat; Environment
Extractive Industries = Industrias extractivas; Industries extractives; Extractives
Fiscal Openness = Apertura fiscal; Ouverture fiscale; Ouverture budgétaire
Fiscal Transparency = Transparencia fiscal; Transparence fiscale; Transparence budgétaire
Freedom of Assembly = Libertad de reunión; Liberté de réunion
Freedom of Association = Libertad de asociación; Liberté d'association
Freedom of Expression = Libertad de expresión; Liberté d'expression
Gender = Género; Genre
Gender & Sexuality = Género y sexualidad; Genre et sexualité
Health = Salud; Santé
Health & Nutrition = Salud y nutrición; Santé et nutrition
Human Rights = Derechos humanos; Droits de l'homme; Droits humains
Human Rights Defenders = Defensores de los derechos humanos; Défenseurs des droits de l'homme
Inclusion = Inclusión
Indigenous Peoples = Pueblos indígenas; Peuples autochtones
Infrastructure = Infraestructura
Infrastructure & Transport = Infraestructura y transporte; Infrastructure et transports;
  Infrastructures et transports; Infrastructure et transport
Judiciary = Poder judicial; Judicial; Judiciaire; Pouvoir judiciaire; Magistrature
Justice = Justicia
Labor = Labour; Trabajo; Laboral; Travail; Main d'œuvre; La main d'oeuvre
Land & Spatial Planning = Tierra y planificación espacial; Ordenamiento territorial;
  Planificación territorial y espacial; Aménagement du territoire; Aménagement du territoire et de l'espace
Land Rights = Derechos sobre la tierra; Droits fonciers
Law Enforcement & Justice = Aplicación de la ley y justicia; Application de la loi et justice
Legislation = Legislación; Législation
Legislation & Regulation = Legislación y regulación; Legislación y reglamentación;
  Législation et réglementation; Législation et régulation
Legislative = Legislativo; Législatif
Legislature = Legislatura; Poder legislativo; Législature; Corps législatif
LGBTQIA+ = LGBTQ+; LGBT; LGBTI; LGBTIQ+
Lobbying = Cabildeo; Lobby
Local Commitments = Compromisos locales; Engagements locaux
Marginalized Communities = Marginalised Communities; Comunidades marginadas; Communautés marginalisées
Media & Telecommunications = Medios y telecomunicaciones; Medios de comunicación y telecomunicaciones;
  Médias et télécommunications
Mis- and Disinformation = Mis and Disinformation; Disinformation; Desinformación;
  Información errónea y desinformación; Désinformation; Mésinformation et désinformation
Natural Resources = Recursos naturales; Ressources naturelles
Nonprofits = Non-profits; Organizaciones sin fines de lucro; Sin fines de lucro;
  Organisations à but non lucratif
OGP = AGA; PGO
Open Contracting = Contratación abierta; Contrataciones abiertas; Contratos abiertos; Contrats ouverts;
  Contratation ouverte; Passation de marchés ouverte; Marchés ouverts
Open Contracting and Procurement = Contratación abierta y adquisiciones;
  Contrataciones abiertas y adquisiciones; Contratación y adquisiciones abiertas;
  Contrats ouverts et marchés publics; Contrats et marchés publics ouverts;
  Passation de marchés et de contrats ouverts
Open Data = Datos abiertos; Données ouvertes
Open Justice = Justicia abierta; Justice ouverte
Open Parliaments = Open Parliament; Parlamentos abiertos; Parlamento abierto; Parlements ouverts;
  Parlement ouvert
Open Regulations = Regulaciones abiertas; Reglamentos abiertos; Réglementations ouvertes;
  Règlements ouverts
Oversight of Budget/Fiscal Policies = Supervisión de políticas presupuestarias/fiscales;
  Supervisión del presupuesto/políticas fiscales; Supervisión de las políticas presupuestarias/fiscales;
  Surveillance des politiques budgétaires/fiscales; Surveillance du budget/des politiques fiscales
Participation in Lawmaking = Participación en la elaboración de leyes; Participación en la legislación;
  Participation à l'élaboration des lois; Participation au processus législatif
Participatory Budgeting = Presupuesto participativo; Presupuestos participativos;
  Budgétisation participative; Budget participatif
People with Disabilities = Persons with Disabilities; Personas con discapacidad;
  Personas con discapacidades; Personnes handicapées; Personnes en situation de handicap
Policing and Corrections = Policía y correccionales; Vigilancia y correcciones;
  Police et services correctionnels; Maintien de l'ordre et corrections
Political Finance = Financiamiento político; Financiación política; Finanzas políticas;
  Financement politique; Finance politique
Political Integrity = Integridad política; Intégrité politique
Privacy = Privacidad; Confidentialité; Vie privée
Private Sector = Sector privado; Secteur privé
Public Participation = Participación pública; Participación ciudadana; Participation du public;
  Participation publique; Participation citoyenne
Public Participation in Budget/Fiscal Policy = Participación pública en el presupuesto/política fiscal;
  Participación pública en la política presupuestaria/fiscal;
  Participation du public à la politique budgétaire/fiscale;
  Participation du public au budget/à la politique fiscale
Public Procurement = Adquisiciones públicas; Contratación pública; Contrataciones públicas;
  Compras públicas; Marchés publics; Passation des marchés publics
Public Safety = Seguridad pública; Sécurité publique
Public Service Delivery = Public Services; Prestación de servicios públicos; Entrega de servicios públicos;
  Servicios públicos; Prestation de services publics; Prestation des services publics;
  Fourniture de services publics; Servicio público de entrega; Entrega de servicio público;
  Prestación de servicio público; Prestation de service public; Livraison de services publics
Publication of Budget/Fiscal Information = Publicación de información presupuestaria/fiscal;
  Publicación del presupuesto/información fiscal; Publicación de presupuesto/información fiscal;
  Publication d'informations budgétaires/fiscales; Publication du budget/informations fiscales;
  Publication des informations budgétaires/fiscales; Publication d'informations budgétaires et fiscales
Records Management = Gestión de registros; Gestión de archivos; Gestión documental; Gestion des documents;
  Gestion des dossiers; Gestion des archives
Regulatory Governance = Gobernanza regulatoria; Gobernanza reguladora; Gouvernance réglementaire
Right to Information = Derecho de información; Derecho a la información; Derecho a la informacion pública;
  Droit à l'information
Safety Nets = Redes de seguridad; Filets de sécurité
Science & Technology = Ciencia y tecnología; Science et technologie; Sciences et technologies
Social Accountability = Responsabilidad social; Rendición de cuentas social; Responsabilité sociale;
  Redevabilité sociale
Social Accountability Measures & Feedback Loops = Medidas de responsabilidad social y circuitos de retroalimentación;
  Medidas de responsabilidad social y ciclos de retroalimentación;
  Mesures de responsabilité sociale et boucles de rétroaction
Social Audits = Auditorías sociales; Audits sociaux
Sub-national = Subnational; Subnacional; Infranational; Sous-national
Sustainable Development Goals = SDGs; Objetivos de desarrollo sostenible; ODS;
  Objectifs de développement durable; ODD
Tax = Taxes; Impuestos; Impôts; Fiscalité
Trade = Comercio; Commerce
Transparency and Accountability = Transparencia y rendición de cuentas; Transparence et redevabilité
Water & Sanitation = Agua y saneamiento; Eau et assainissement
Water, Sanitation & Hygiene = Agua, saneamiento e higiene; Eau, assainissement et hygiène
Welfare & Social Security = Bienestar y seguridad social; Bien-être et sécurité sociale;
  Aide sociale et sécurité sociale
Whistleblower Protections = Whistleblower Protection; Protección de denunciantes; Protección a denunciantes;
  Protection des lanceurs d'alerte; Protections des lanceurs d'alerte
Youth = Juventud; Jóvenes; Jeunes; Jeunesse
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
