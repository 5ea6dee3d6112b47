"""The closed vocabularies: data only, read by `vocabulary.py`.

A line is a canonical English term; `=` its other wordings on pages in English, Spanish and French, separated by `;`.
They are compared folded (case, accents, quotes), so each is listed once; a value that is doubled on its page (`Major
Major`) needs no line either. Sources: the partnership's glossary, its pages in three languages, its export of 2017.
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

# What stands in a field that is no closed vocabulary where nothing was to be written. Source: the export of 2017.
PLACEHOLDERS = """none specified; not specified; unspecified; none; none stated; not stated; none listed; not listed;
none provided; not provided; none given; not given; none identified; not identified; none indicated; not indicated;
unclear; unknown; not known; not clear; not available; not applicable; no data; no information; nr; nd; na; n/a;
n/r; n.a; tbd; tbc; to be determined; to be defined; to be confirmed; to be decided; -; --; –; —; ?; ...; …;
sin especificar; no especificado; no especificada; no especificados; no se especifica; no specificado; ninguno; ninguna;
ninguno especificado; no disponible; no consta; sin datos; sin información; no definido; por definir; por determinar;
no aplica; desconocido; poco claro; no está claro; no indicado; no indicada; no informado;
non spécifié; non spécifiée; non précisé; non précisée; non renseigné; non renseignée; non indiqué; non disponible;
non défini; à définir; à déterminer; aucun; aucune; sans objet; inconnu; pas clair; pas de données;
미정; 없음; 미기재; 미지정; 해당 없음; 해당없음; 정보 없음; 명시되지 않음; 불명; 불명확"""

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
  pas commencé; non démarré; non entamé; pas démarré
Limited = limited completion; limitado; limitada; limité; limitée
Substantial = sustancial; substantial completion; substantiel; substantielle; considerable; considérable;
  sustancialmente completo; sustancialmente completado; completado en gran parte; completado sustancialmente;
  achevé en grande partie; largement achevé; substantiellement achevé; terminé en grande partie;
  substantially complete; substantially completed; substantially implemented; largely complete; mostly complete
Complete = fully implemented; fully complete; fully completed; implemented in full; completado en su totalidad;
  totalmente completado; completado totalmente; implementado en su totalidad; totalmente implementado;
  entièrement achevé; entièrement réalisé; totalement achevé; complètement achevé; completed; completo;
  completa; completado; completada; terminado; finalizado; complet; complète;
  complété; achevé; achevée; terminé; terminée; réalisé
Withdrawn = retirado; retirada; retiré; retirée; abandonné
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
