"""A store that reads as if no document had a contact: over the whole question bank, and over hostile documents."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from bot.asking import EMPTY, ask
from bot.records.fields import CONTACTS, FIELDS
from bot.records.known_contacts import MARK
from bot.records.languages import LANGUAGES, is_complete
from bot.records.store import Store
from bot.records.withholding import WithholdingStore
from tests import hostile_contacts as hostile
from tests.present import present
from tests.questions.asked import with_saved_pages
from tests.questions.bank import AS_OF, load
from tests.thorough import some


@pytest.fixture(scope="module")
def banked(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The database of the bank's corpus together with saved pages of many countries."""
    return with_saved_pages(tmp_path_factory.mktemp("withholding"))


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The database of the hostile documents, which changed once."""
    folder = tmp_path_factory.mktemp("hostile")
    database = folder / "commitments.db"
    hostile.write(folder / "corpus", zero_two="zero nine")
    hostile.read(folder / "corpus", database, "2026-11-20")
    hostile.write(folder / "corpus")
    hostile.read(folder / "corpus", database, "2026-11-21")
    return database


@pytest.fixture
def store(pages: Path) -> Iterator[Store]:
    """The hostile documents for whoever may not see contacts."""
    with WithholdingStore(pages) as opened:
        yield opened


@pytest.mark.parametrize("language", [one for one in LANGUAGES if is_complete(one)])
def test_no_answer_of_the_bank_has_a_contact(banked: Path, language: str) -> None:
    """For every question of the bank the answer has no contact of its commitments, and else says the same."""
    met = 0
    with Store(banked) as whole, WithholdingStore(banked) as withholding:
        contacts = {text for field in CONTACTS for _, raw, value in whole.contacts(field) for text in (raw, value)}
        contacts = {one for one in contacts if sum(map(str.isalnum, one)) > 4}
        cases = load(language)
        for case in some(cases, 36 if len(cases) > 500 else 15):
            answers = []
            for store in (whole, withholding):
                thread = EMPTY
                for earlier in case.thread:
                    _, thread = ask(store, earlier, thread=thread, as_of=AS_OF)
                answers.append(ask(store, case.question, thread=thread, as_of=AS_OF)[0])
            given, hidden = answers
            said = repr(hidden).replace(case.question, "")
            assert not [one for one in contacts if one in said and one not in case.question], case.question
            if MARK in said:
                met += 1
                assert given.text != hidden.text
            elif not whole.known.spans(case.question) and not any(one in repr(given) for one in contacts):
                assert given.text == hidden.text, case.question
    assert met


@pytest.mark.parametrize("code", hostile.PAGES)
def test_what_a_commitment_states(store: Store, pages: Path, code: str) -> None:
    """Of contacts it is given that there are some; other values are the same but for contacts in them."""
    names = [field.name for field in FIELDS]
    with Store(pages) as whole:
        stated = whole.values([code])[code]
    for one, shown in zip(stated, store.values([code])[code], strict=True):
        assert (one.field, one.start, one.end, one.precision) == (shown.field, shown.start, shown.end, shown.precision)
        if one.field in CONTACTS:
            assert (shown.raw, shown.value) == (MARK if one.raw else "", None)
        elif not any(contact in one.raw for contact in hostile.HIDDEN):
            assert (shown.raw, shown.value) == (one.raw, one.value)
    row = store.columns([code], names)[code]
    said = f"{row}{store.values([code])}"
    assert [one for one in hostile.HIDDEN if one in said] == []


def test_the_words_around_a_value_hold_no_part_of_a_contact(store: Store) -> None:
    """Before and after every value: a contact is masked by its place, also where only a part of it is given."""
    for stored in store.values(list(hostile.PAGES)).values():
        for one in stored:
            for side in (one.before, one.after):
                assert not re.search(r"zorro|@|hid\.kr|leehs|zero|two(?!l)|2100|347\d|foundry\b|twelve", side)


def test_documents_that_contradict_each_other_are_compared_as_they_are(tmp_path: Path) -> None:
    """Two contacts that are withheld are told to differ where they do, and only there."""
    corpus = tmp_path / "corpus"
    hostile.write(corpus)
    for code, phone in (("XL9002", "02.2100.9999"), ("XL9003", "82 2 2100 3473")):
        page = (corpus / f"{code}.txt").read_text("utf-8")
        (corpus / f"{code}-again.txt").write_text(page.replace(hostile.PAGES[code]["phone"], phone), "utf-8")
    hostile.read(corpus, tmp_path / "c.db", "2026-11-21")
    with WithholdingStore(tmp_path / "c.db") as store:
        against = store.contradicting(store.values(["XL9002", "XL9003"]))
    assert {place: [one.raw for one in stored] for place, stored in against.items()} == {("XL9002", "phone"): [MARK]}


def test_a_contact_of_a_document_that_does_not_speak_any_more(tmp_path: Path) -> None:
    """Where a newer document speaks for a commitment, the contacts of the older one are masked in its text too."""
    corpus = tmp_path / "corpus"
    hostile.write(corpus)
    page = (corpus / "XL9001.txt").read_text("utf-8")
    (corpus / "newer.txt").write_text(page.replace("zero two", "zero four"), "utf-8")
    hostile.read(corpus, tmp_path / "c.db", "2026-11-21")
    with WithholdingStore(tmp_path / "c.db") as store:
        assert store.shown("zero two and zero four") == f"{MARK} and {MARK}"


def test_changes_tell_only_that_a_contact_changed(store: Store, pages: Path) -> None:
    """Of a contact it is given that it changed, not what it was or is; other changes stay."""
    with Store(pages) as whole:
        assert ("XL9001", "phone", "zero nine", "zero two", "2026-11-21") in [
            row[:5] for row in whole.changes(None, None)
        ]
    assert ("XL9001", "phone", MARK, MARK, "2026-11-21") in [row[:5] for row in store.changes(None, None)]
    assert "zero nine" not in f"{store.changes(None, None)}"


def test_nobody_is_found_by_a_contact(store: Store) -> None:
    """Whose a contact is, what there is of them, and how they group, is not given."""
    assert store.holders("email", ["desk2@hid.kr"]) == []
    assert store.contacts("phone") == []
    assert {key for key, _ in store.groups('c."phone"', "1", [])} <= {None, "", MARK}
    assert sum(count for _, count in store.groups('c."phone"', "1", [])) == store.totals()[0]


def test_names_and_the_index_hold_no_contact(pages: Path, store: Store) -> None:
    """A contact, or a word of one alone, names nothing and finds nothing, for members neither."""
    with Store(pages) as whole:
        counts = whole.word_counts()
        words = {word for kind in ("title", "person", "institution") for word in counts[kind]}
        assert words & {"zorro3", "foundry2", "zorro44", "hid"} == set()
        assert "Ministry of Foundries" in {one.name for one in whole.names_of_kind("institution")}
        for word in ("zorro3", "desk2", "hid", "leehs30", "2100", "mailbox"):
            assert whole.search(f'"{word}"') == []
        assert "XL9003" in dict(whole.search('"kilns" AND "write"'))
    names = [*store.names_of_kind("institution"), *store.names_with(["guilds"], "institution")]
    assert "zero two" not in f"{names}"


def test_whoever_sees_contacts_is_asked_once_and_only_where_there_is_one(pages: Path) -> None:
    """Who reads is asked about when the first contact is met, once; a member gets all as it is written."""
    asked: list[date] = []

    def sees() -> bool:
        asked.append(AS_OF)
        return True

    with Store(pages) as whole, WithholdingStore(pages, sees) as store:
        store.values(["KR0029"], ["end", "title"])
        assert asked == []
        assert store.values(["XL9001"]) == whole.values(["XL9001"])
        assert store.contacts("email") == whole.contacts("email")
    assert len(asked) == 1


PROSE = "Even though the government has developed"


def _made(folder: Path, database: Path, pages: dict[str, tuple[str, str, str]], day: str = "2026-11-21") -> Path:
    """A database of pages, each of (lead institution, email, words in its prose)."""
    folder.mkdir(exist_ok=True)
    for code, (lead, email, prose) in pages.items():
        text = hostile.PAGE.read_text("utf-8").replace("KR0032", code)
        assert PROSE in text
        for old, new in ((hostile.GIVEN["lead"], lead), (hostile.GIVEN["email"], email), (PROSE, f"{prose} {PROSE}")):
            text = text.replace(old, new)
        (folder / f"{code}.txt").write_text(text, "utf-8")
    hostile.read(folder, database, day)
    return database


def test_a_contact_of_another_commitment_finds_nothing(tmp_path: Path) -> None:
    """Neither the full text nor a name holds what any document states as a contact, whichever commitment's it is."""
    pages = {
        "XL8122": ("Guild of Kilns", "blue heron counter", "Nothing."),
        "XL8123": ("Office of the blue heron counter", "none", "Ask at the blue heron counter."),
    }
    with Store(_made(tmp_path / "d", tmp_path / "c.db", pages)) as store:
        assert store.search('"heron"') == []
        assert not [name for name in store.names_of_kind("institution") if "heron" in name.key]
        assert "heron" not in store.word_counts()["institution"]


def test_a_contact_that_comes_later_is_taken_out_of_what_others_say(tmp_path: Path) -> None:
    """When a document states a contact, the others that hold it in their texts are found by it no more."""
    database = _made(tmp_path / "d", tmp_path / "c.db", {"XL8123": ("Guild", "none", "Ask at the blue heron counter.")})
    with Store(database) as store:
        assert store.search('"heron"') != []
    many = {f"XL90{number:02d}": ("Guild of Bricks", "none", "Other words.") for number in range(20)}
    _made(tmp_path / "d", database, many)
    kilns = {"XL8122": ("Guild of Kilns", "blue heron counter", "Nothing.")}
    _made(tmp_path / "d", database, kilns, "2026-11-22")
    with Store(database) as store:
        assert store.search('"heron"') == []


def test_a_title_does_not_make_a_contact_an_ordinary_name(tmp_path: Path) -> None:
    """A contact that stands in a title is hidden there; one that is the name of an institution, or common, is not."""
    pages = {
        "XL8101": ("Guild of Kilns", "peregrine77", "Nothing."),
        "XL8102": ("Guild of Bricks", "Guild of Kilns", "Write to peregrine77 of the Guild of Kilns."),
        "XL8103": ("Guild of Bricks", "Guild", "Nothing."),
    }
    with WithholdingStore(_made(tmp_path / "d", tmp_path / "c.db", pages)) as store:
        brief = next(one.raw for one in store.values(["XL8102"], ["problem"])["XL8102"])
    assert brief.startswith(f"Write to {MARK} of the Guild of Kilns.")


def test_the_newest_document_is_named_without_its_contacts(tmp_path: Path) -> None:
    """The name of the newest document is as it is shown everywhere else."""
    database = _made(tmp_path / "d", tmp_path / "c.db", {"XL8101": ("Guild", "sora crake counter", "Nothing.")})
    (tmp_path / "d" / "XL8101.txt").rename(tmp_path / "d" / "XL8101 a@hid.kr sora crake counter.txt")
    hostile.read(tmp_path / "d", database, "2026-11-22")
    with WithholdingStore(database) as store:
        assert present(store.newest_document()).doc == f"XL8101 {MARK} {MARK}.txt"


def test_every_method_that_gives_texts_is_held_to_it() -> None:
    """What a store gives is given by the withholding one too, or holds no text of documents."""
    silent = {
        "ancestors", "assure", "beginning", "build_id", "by_number", "close", "codes", "count", "count_found",
        "country_names", "doubted", "earlier_documents", "existing", "extreme", "fact", "has_any", "having", "homes",
        "known", "may_hold", "mentions", "milestone_ends", "name", "origins", "search", "search_any", "select",
        "tally", "tied", "totals", "unread_fields", "uses", "uses_of", "whole", "word_counts",
    }  # fmt: skip
    given = {name for name in dir(Store) if not name.startswith("_")}
    own = {name for name in vars(WithholdingStore) if not name.startswith("_")}
    assert given - own - {"columns"} == silent  # they are made of `rows`
