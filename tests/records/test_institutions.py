"""Which spellings are one institution, by the rules of `institutions.toml`."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.intake.reader import Rules, reread
from bot.records.build import build
from bot.records.institutions import institution_key, packaged_rules, plain, read_rules, resolve
from bot.records.model import Arrival, Report
from bot.records.names import names_in
from bot.records.store import Store

RULES = packaged_rules()


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Agency for Digitisation (AFD)", "The agency for digitization"),
        ("Corporate Affairs Commission (CAC)", "Corporate Affairs Commission"),
        ("Ministry of Defence", "Ministry of Defense."),
        ("Secretaría de<br/>Economía<br/>", "SECRETARIA DE ECONOMIA"),
        ("Ministry of Local Self–Government", "Ministry of Local Self-government"),
        ("Department of Public Expenditure & Reform (DPER)", "Department of Public Expenditure and Reform"),
        ("AGESIC (Agencia de Gobierno Electrónico y Sociedad de la Información y del Conocimiento)",
         "Agencia de Gobierno Electrónico y Sociedad de la Información y del Conocimiento"),
    ],
)  # fmt: skip
def test_certain_spellings_have_one_key(one: str, other: str) -> None:
    """The article, letters in brackets, case, dashes, line breaks and British spelling tell nothing apart."""
    assert institution_key(one, RULES) == institution_key(other, RULES)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Ministry of Justice", "Ministry of Justice and Home Affairs"),
        ("Secretaría de la Función Pública", "Secretaría de Función Pública (DGAVI)"),
        ("Ministry of Justice", "Ministry of Justce"),
        ("Court 1", "Court 2"),
    ],
)
def test_what_may_be_another_keeps_its_key(one: str, other: str) -> None:
    """More words, letters of another name and misspellings are no certain sameness."""
    assert institution_key(one, RULES) != institution_key(other, RULES)


def test_letters_stand_for_the_one_name_that_they_are_said_to() -> None:
    """Letters alone join the name that a document gives them; where it gives two, they join neither and are told."""
    found = resolve("IE", {"DPER": 7, "Department of Public Expenditure (DPER)": 6, "Home Office": 1}, RULES)
    assert found.names == {"DPER": "Department of Public Expenditure (DPER)"}
    both = {"SP": 1, "Secretaría de Pesca (SP)": 1, "Secretaría de Paz (SP)": 1}
    assert resolve("MX", both, RULES).names == {}
    assert ("Secretaría de Paz", "Secretaría de Pesca") in [
        tuple(sorted(pair)) for pair in resolve("MX", both, RULES).likely
    ]


def test_what_is_only_likely_is_told_and_not_joined() -> None:
    """A letter's difference is told; a figure's is none."""
    found = resolve(
        "KE", {"Ministry of Justice": 2, "Mininstry of Justice": 1, "Section 10 Court": 1, "Section 11 Court": 1}, RULES
    )
    assert found.names == {}
    assert found.likely == [("Mininstry of Justice", "Ministry of Justice")]


def test_a_rule_is_switched_off_by_a_word() -> None:
    """Without a rule its spellings stay apart; without all of them nothing is joined."""
    text = "[rules]\nletters = false\n[spellings]\ndefence = 'defense'"
    assert institution_key("Agency of Roads (AR)", read_rules(text)) != institution_key("Agency of Roads", RULES)
    assert institution_key("Defence", read_rules(text)) == "defense"
    assert resolve("KE", {"The Court": 1, "Court": 1}, replace(RULES, join=False)).names == {}


def test_a_person_may_join_names_of_one_country() -> None:
    """[[same]] joins names in its country and in no other."""
    rules = read_rules('[[same]]\ncountry = "Kenya"\nnames = ["Ministry of Planning", "Planning Department"]')
    names = {"Ministry of Planning": 1, "Planning Department": 2}
    assert resolve("KE", names, rules).names == {"Ministry of Planning": "Planning Department"}
    assert resolve("GE", names, rules).names == {}


@pytest.mark.parametrize("said", ["None Specified", "N/A", "All institutions", "-", "NR"])
def test_what_stands_for_nothing_is_no_institution(said: str) -> None:
    """It has no name that could be asked for."""
    assert list(names_in("lead_institution", said)) == []


@given(st.text())
def test_a_name_is_shown_on_one_line(name: str) -> None:
    """Whatever is written, what is shown has no line break and is empty for no name."""
    assert not plain(name) or "<br/>" not in plain(name)
    assert bool(plain(name)) == bool(name)


HEAD = "Code,Title,Lead\n"
MAPPING = '[code]\ncolumn = "Code"\n[columns]\ntitle = "Title"\nlead_institution = "Lead"\n'


def ingest(tmp_path: Path, files: dict[str, str]) -> Report:
    """Read tables into `a.db`."""
    (tmp_path / "m.toml").write_text(MAPPING, "utf-8")
    rules = Rules(tmp_path / "m.toml")
    arrivals = []
    for name, text in files.items():
        (tmp_path / name).write_text(HEAD + text, "utf-8")
        arrivals.append(Arrival(name, str(tmp_path / name), (HEAD + text).encode(), reader="1"))
    return build(tmp_path / "a.db", arrivals, rules.read, reread, as_of=date(2026, 11, 26))


def counted(tmp_path: Path) -> dict[str, int]:
    """Commitments by the institution that leads them."""
    with Store(tmp_path / "a.db") as store:
        return dict(store.field_groups("lead_institution", "1", []))


def test_a_ranking_counts_an_institution_once(tmp_path: Path) -> None:
    """Spellings of one country are counted under the one that most commitments write; others stay as they are."""
    report = ingest(
        tmp_path,
        {
            "a.csv": "KE0001,One,Ministry of Defence\nKE0002,Two,The Ministry of Defense\n"
            "KE0003,Three,Ministry of Defence\nGE0001,Four,The Ministry of Defense\nKE0004,Five,Ministry of Defens\n"
        },
    )
    assert counted(tmp_path) == {"Ministry of Defence": 3, "Ministry of Defense": 1, "Ministry of Defens": 1}
    (problem,) = (one for one in report.problems if "may be one institution" in one.message)
    assert (problem.document, problem.line) == ("a.csv", 6)


def test_each_spelling_finds_the_institution(tmp_path: Path) -> None:
    """Whoever names one spelling finds the commitments that write another."""
    ingest(tmp_path, {"a.csv": "KE0001,One,Ministry of Defence\nKE0002,Two,Ministry of Defense (MoD)\n"})
    with Store(tmp_path / "a.db") as store:
        for name in store.names_by_key(["ministry defence", "ministry defense"]):
            assert [code for code, _field, _id in store.uses([name.id])] == ["KE0001", "KE0002"]


def test_institutions_follow_from_the_documents_whatever_their_order(tmp_path: Path) -> None:
    """One ingest or two, either file first, an institution that is gone: what is counted and found is the same."""
    files = {"a.csv": "KE0001,One,Ministry of Defence\n", "b.csv": "KE0002,Two,The Ministry of Defense\n"}

    def held(folder: Path, *parts: dict[str, str]) -> tuple[dict[str, int], list[tuple[str, str]]]:
        folder.mkdir()
        for part in parts:
            ingest(folder, part)
        with Store(folder / "a.db") as store:
            names = {name.id: name.name for name in store.names_of_kind("institution")}
            return counted(folder), sorted((code, names[one]) for code, _field, one in store.uses(sorted(names)))

    first, second = {"a.csv": files["a.csv"]}, {"b.csv": files["b.csv"]}
    whole = held(tmp_path / "whole", files)
    assert held(tmp_path / "one", first, second) == held(tmp_path / "other", second, first) == whole
    gone = held(tmp_path / "gone", files, {"b.csv": "KE0002,Two,Home Office\n"})
    assert gone == held(tmp_path / "never", {**files, "b.csv": "KE0002,Two,Home Office\n"})
