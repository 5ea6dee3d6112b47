"""The rules that documents are read by, and the name of their version."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from functools import cache
from pathlib import Path

import bot.reading
from bot.reading.document import read_pages
from bot.reading.export import is_export, read_export
from bot.reading.formats import open_document
from bot.reading.mapping import Mapping, MappingError, read_mapping
from bot.reading.plan_mapping import PlanMapping, is_plan_mapping, read_plan_mapping
from bot.reading.table import FORMATS
from bot.records.model import Document, Reading, Value

_ROOMS = ("reading", "records")
_TABLES = (".csv", ".tsv", ".tab", ".json", ".jsonl", ".ndjson", ".xlsx", ".xlsm")


class Rules:
    """How this ingest reads: by the project's rules, and the mapping that it was given, of columns or labels."""

    def __init__(self, mapping: Path | None = None) -> None:
        """MappingError where the mapping file cannot be used."""
        self._mapping: Mapping | None = None
        self._plan: PlanMapping | None = None
        self._mapped = ""
        if mapping is not None:
            try:
                text = mapping.read_text("utf-8")
            except (OSError, UnicodeDecodeError) as error:
                raise MappingError(f"{mapping} cannot be read as a mapping ({error}): check the path.") from error
            if is_plan_mapping(text):
                self._plan = read_plan_mapping(text, mapping.name)
            else:
                self._mapping = read_mapping(text, mapping.name)
            self._mapped = "-" + hashlib.sha256(text.encode()).hexdigest()[:8]

    def version(self, name: str) -> str:
        """The version of the rules that read the document `name`: another one means that it is read again."""
        of_table = name.lower().endswith(_TABLES)
        return reader_version() + (self._mapped if of_table == (self._plan is None) else "")

    def read(self, name: str, data: bytes, url: str | None) -> Reading:
        """Everything that a document says."""
        if self._mapping is not None:
            opened = open_document(name, data, url)
            document = opened.document
            if document and document.format in FORMATS and not is_export(document):
                found = read_export(document, self._mapping)
                return replace(found, problems=(*opened.problems, *found.problems))
        return bot.reading.read(name, data, url, self._plan)


def reread(document: Document) -> tuple[Value, ...]:
    """The values of a page as it is stored, for what its index lists."""
    return read_pages(document)[0]


@cache
def reader_version() -> str:
    """A name for all the rules that read, which is another one whenever one of them is."""
    digest = hashlib.sha256()
    root = Path(__file__).parents[1]
    for room in _ROOMS:
        for path in sorted((root / room).rglob("*")):
            if path.suffix in (".py", ".toml"):
                digest.update(path.read_bytes())
    return digest.hexdigest()[:16]
