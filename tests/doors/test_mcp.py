"""`python -m bot mcp`: its tools as a client of the protocol's own library finds them, in a process of its own."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import anyio
import pytest
from mcp import ClientSession, StdioServerParameters
from mcp.client.stdio import stdio_client

import ingest
from bot.records.languages import LANGUAGES
from tests.forking import python

Call = Callable[..., Any]


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The two pages of `corpus/`, ingested."""
    made = tmp_path_factory.mktemp("mcp") / "commitments.db"
    ingest.main(["corpus", "--db", str(made), "--as-of", "2026-11-20"])
    return made


@pytest.fixture
def call(database: Path) -> Call:
    """Calls a tool of a server that is started for it; gives the result."""

    def made(tool: str, environ: dict[str, str] | None = None, /, **arguments: Any) -> Any:
        async def talk() -> Any:
            known = {"COMMITMENTS_DB": str(database), "PYTHONPATH": str(Path.cwd())} | (environ or {})
            command = [*python(), "-m", "bot", "mcp"]
            server = StdioServerParameters(command=command[0], args=command[1:], env=os.environ | known)
            async with stdio_client(server) as (read, write), ClientSession(read, write) as session:
                await session.initialize()
                return await session.list_tools() if tool == "tools" else await session.call_tool(tool, arguments)

        return anyio.run(talk)

    return made


def test_the_tools_only_read(call: Call) -> None:
    """There are three tools, each of which says that it changes nothing."""
    tools = {one.name: one.annotations for one in call("tools").tools}
    assert set(tools) == {"ask", "commitment", "about"}
    assert all(said.read_only_hint for said in tools.values())


def test_an_answer_is_quoted(call: Call) -> None:
    """A question gets the answer object, with its values, their places, and how it was read."""
    given = call("ask", question="who leads KR0032?").structured_content
    assert given["text"].startswith(
        "KR0032 · Citizen Services Application\nLead institution: Ministry of the Interior [1]"
    )
    assert given["items"][0]["source"] | {"line": 18} == given["items"][0]["source"]


def test_a_follow_up_knows_what_was_asked_before(call: Call) -> None:
    """The questions before are given along, for the server keeps nothing."""
    given = call("ask", question="and when does it end?", earlier=["who leads KR0032?"]).structured_content
    assert given["result"]["value"] == "2017-12-31"


@pytest.mark.parametrize(("rule", "shown"), [("members", False), ("never", False), ("all", True)])
def test_contacts_are_for_those_who_may_see_them(call: Call, rule: str, shown: bool) -> None:
    """Of who asks it knows nothing: there are contacts only where everybody may see them."""
    given = call("commitment", {"SHOW_CONTACTS": rule}, code="kr0032")
    assert ("leehs30@korea.kr" in str(given)) is shown
    asked = call("ask", {"SHOW_CONTACTS": rule}, question="whose number is +82-2-2100-3418?")
    assert ("KR0032" in str(asked)) is shown


def test_what_is_not_there_is_said(call: Call) -> None:
    """A code that is none is an answer that says so; a language that is none is an error that names those there are."""
    assert call("commitment", code="KR9999").structured_content["reason"] == "no_such_code"
    wrong = call("commitment", code="KR0032", language="xx")
    assert wrong.is_error
    assert ", ".join(LANGUAGES) in str(wrong.content)


def test_what_there_is_to_ask_about(call: Call) -> None:
    """An assistant can learn what the corpus holds before it asks."""
    given = call("about").structured_content
    assert given["commitments"] == 48
    assert given["countries"] == ["Republic of Korea"]
    assert given["questions"]


def test_without_a_database_it_ends_with_a_sentence(tmp_path: Path) -> None:
    """It says at its start what is missing, and exits with 2."""
    environ = os.environ | {"COMMITMENTS_DB": str(tmp_path / "none.db"), "PYTHONPATH": str(Path.cwd())}
    ran = subprocess.run([*python(), "-m", "bot", "mcp"], env=environ, capture_output=True, text=True, check=False)
    assert (ran.returncode, ran.stdout) == (2, "")
    assert "There is no database" in ran.stderr
