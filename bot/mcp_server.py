"""The bot's answers as tools of an MCP server (Model Context Protocol), for people whose assistants look facts up.

It only reads. Contacts are in its answers where `SHOW_CONTACTS` is `all`: of who asks it knows nothing else.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from mcp.server.mcpserver import MCPServer
from mcp.server.mcpserver.exceptions import ToolError
from mcp.types import ToolAnnotations

from bot.asking import answer_frame, ask, example_questions
from bot.asking.frames import Lookup
from bot.asking.thread import EMPTY
from bot.records.fields import FIELD
from bot.records.languages import LANGUAGES
from bot.records.store import Store
from bot.records.withholding import WithholdingStore
from bot.settings import Settings
from bot.terminal import clean, parse_day

ABOUT = """Answers questions about commitments, the promises that governments make in open-government action plans.
Every value is quoted from a document with its place; what is not stated is said to be so. Quote the text with its
sources as it is, and do not add to it: where it says “not stated” or “I did not understand”, nothing else is known."""
_ROWS = 50  # commitments of a list: an assistant reads all of an answer


def server(settings: Settings) -> MCPServer:
    """The server with its tools. StoreError where there is no database."""
    store = Store if settings.show_contacts == "all" else WithholdingStore
    store(settings.database).close()  # better to hear of it now than at the first question
    made = MCPServer("commitment-bot", instructions=ABOUT)
    reads = ToolAnnotations(read_only_hint=True, destructive_hint=False, idempotent_hint=True, open_world_hint=False)

    @made.tool(name="ask", annotations=reads)
    def ask_question(
        question: str, earlier: list[str] | None = None, as_of: str | None = None, language: str = "auto"
    ) -> dict[str, Any]:
        """Answer a question in words about commitments: who leads one, when it ends, which of a country are complete …

        `earlier`: the questions before it in the same conversation, oldest first, so that “and her phone number?” is
        understood. `as_of`: the day that “overdue” is reckoned from (ISO 8601; today). `language`: auto, en, es, fr or
        ko.
        Gives the answer object: `text` with numbered sources, `outcome` (answer, clarify, abstain, help), `items` with
        document, place and quote, `reading` (how the question was understood).
        """
        if language not in ("auto", *LANGUAGES):
            raise ToolError(f"“{language}” is no language of mine: auto, {', '.join(LANGUAGES)}.")
        try:
            day = parse_day(as_of) if as_of else date.today()
        except ValueError as error:
            raise ToolError(str(error)) from error
        with store(settings.database) as opened:
            thread = EMPTY
            for one in earlier or ():
                _, thread = ask(opened, clean(one), thread=thread, as_of=day, lang=language, named=False)
            given, _ = ask(opened, clean(question), thread=thread, as_of=day, lang=language, rows=_ROWS)
        return given.to_json()

    @made.tool(name="commitment", annotations=reads)
    def commitment(code: str, language: str = "en") -> dict[str, Any]:
        """All that the documents state of one commitment, by its code (such as KR0032), each value with its source."""
        if language not in LANGUAGES:
            raise ToolError(f"“{language}” is no language of mine: {', '.join(LANGUAGES)}.")
        with store(settings.database) as opened:
            known = opened.existing([code.strip().upper()])
            if not known:
                return ask(opened, clean(code), as_of=date.today(), lang=language)[0].to_json()
            frame = Lookup(tuple(known), tuple(FIELD), card=True)
            return answer_frame(opened, frame, as_of=date.today(), lang=language).to_json()

    @made.tool(name="about", annotations=reads)
    def about() -> dict[str, Any]:
        """What is there to ask about: how many commitments, of which countries, and questions to begin with."""
        with store(settings.database) as opened:
            total, pages = opened.totals()
            return {
                "commitments": total,
                "with_a_page": pages,
                "countries": [name for _prefix, name in opened.countries()],
                "fields": {field.name: field.label for field in FIELD.values()},
                "questions": list(example_questions(opened, as_of=date.today(), lang="en")),
            }

    return made
