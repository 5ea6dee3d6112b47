"""Whether the bot can answer here: the database made where it must be, and everything that it needs looked at.

The first is what `make run` does first: it reads the documents when they are newer than the database, or when that is
of no use. The doctor looks at database, search, settings, tokens and scopes; it says what is wrong and what to do.
"""

from __future__ import annotations

import json
import os
import sqlite3
import sys
from collections.abc import Iterator, Sequence
from contextlib import redirect_stdout
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from bot.records.known_documents import file_of as place_of
from bot.records.languages import (
    LANGUAGES,
    SAID,
    file_of,
    is_complete,
    missing,
    missing_words,
    name_of,
    own,
    read,
    texts,
    unread_words,
)
from bot.records.snapshots import published
from bot.records.store import Store, StoreError
from bot.settings import TOKENS, SettingError, Settings, read_settings

HERE = Path(__file__).parent
CONNECT = (
    "This is the terminal chat. To connect Slack, set SLACK_BOT_TOKEN and SLACK_APP_TOKEN "
    "(README.md, “Connect Slack”) and run this again."
)
ASIDE = ".before"
"""What is added to the name of a database that another takes the place of."""


def prepare(settings: Settings) -> int:
    """Have a database of the corpus: ingest it when the database is missing, of no use or older; gives the exit code.

    One that cannot be read, or that is of another folder than the one that CORPUS names, is moved aside and made again.
    A document that could not be read is reported by ingest and stops nothing: the others are in the database. Whoever
    reads published snapshots ingests nothing.
    """
    database, corpus = settings.commitments_db, settings.corpus
    if settings.snapshots:
        return 0
    reason = wrong_with(database, corpus if settings.corpus_named else None)
    if not any(_documents(corpus)):
        if reason is None and not settings.corpus_named and database.exists():
            return 0
        said = f"There is nothing to read in {corpus}: put documents into it, or name another folder by CORPUS."
        print(said, file=sys.stderr)
        return 1
    if reason is None and is_fresh(database, corpus):
        return 0
    import ingest

    if reason:
        database.replace(database.with_name(database.name + ASIDE))
        print(f"{reason} It is made again, and the old one is {database.name + ASIDE}.", file=sys.stderr)
    print(f"Reading {corpus} into {database} …", file=sys.stderr)
    with redirect_stdout(sys.stderr):
        code = ingest.main([str(corpus), "--prune", "--db", str(database)])
    if code == 1 and database.exists():
        with Store(database) as store:
            code = 0 if store.totals()[0] else 1
    if code == 0:
        database.touch()  # an ingest that finds nothing new may leave its time as it was
    return code


def wrong_with(database: Path, corpus: Path | None) -> str | None:
    """Why a database is of no use, as a sentence: it cannot be read, or is of other documents than those of `corpus`.

    None where it can be used, or is not there. Without a `corpus` it may be of any.
    """
    if not database.exists():
        return None
    try:
        with Store(database) as store:
            store.assure()
            files = [path for origin in store.origins() if (path := place_of(origin))]
    except StoreError as error:
        return f"{str(error).partition(':')[0]}."
    if corpus is None or not files or any(path.is_relative_to(corpus.resolve()) for path in files):
        return None
    return f"{database} is of {files[0].parent}, and CORPUS names {corpus}."


def is_fresh(database: Path, corpus: Path) -> bool:
    """Whether `database` is there and newer than every document of `corpus` and every module that reads them.

    A folder's own time counts too: it changes when a document is removed.
    """
    try:
        built = database.stat().st_mtime_ns
    except OSError:
        return False
    return all(path.stat().st_mtime_ns <= built for path in _sources(corpus) if path.exists())


def _documents(corpus: Path) -> Iterator[Path]:
    """What may be a document of the corpus, which may be a file itself."""
    if corpus.is_file():
        yield corpus
    yield from (path for path in corpus.rglob("*") if path.is_file() and not path.name.startswith("."))


def _sources(corpus: Path) -> Iterator[Path]:
    yield corpus
    yield from corpus.rglob("*")
    yield HERE.parent / "ingest.py"
    for room in ("reading", "records"):
        yield from (path for path in (HERE / room).rglob("*") if path.suffix in (".py", ".toml"))


SLACK_API = "https://slack.com/api/"
MANIFEST = HERE / "slack" / "manifest.json"
AGENT = "assistant:write"
"""The scope that stands in `manifest-agent.json` alone: Slack refuses it without the agent feature."""
_NAMED = 8
"""So many texts and lists of words that a language lacks are named; more are counted."""
_MARKS = {"ok": "ok    ", "note": "note  ", "wrong": "WRONG "}


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """What one look found; `advice` is what to do about it."""

    about: str
    verdict: Literal["ok", "note", "wrong"]
    says: str
    advice: str = ""


def examine(database: Path | None) -> int:
    """Print every finding on the settings and on `database` (default: theirs); 1 when something is wrong."""
    findings = []
    for finding in _findings(database):
        findings.append(finding)
        print(f"{_MARKS[finding.verdict]} {finding.about}: {finding.says}", flush=True)
        if finding.advice:
            print(f"        → {finding.advice}", flush=True)
    return int(any(finding.verdict == "wrong" for finding in findings))


def _findings(database: Path | None) -> Iterator[Diagnosis]:
    yield search_finding()
    yield from language_findings()
    try:
        settings = read_settings()
    except SettingError as error:
        yield Diagnosis("settings", "wrong", str(error), "Correct this variable, then run the doctor again.")
        return
    yield Diagnosis("settings", "ok", "every variable that is set can be read")
    yield database_finding(database or settings.snapshots or settings.commitments_db, settings.corpus)
    yield state_finding(settings.state_db)
    tokens = token_finding(settings)
    yield tokens
    if tokens.verdict == "wrong":
        return
    if settings.by_oauth:
        yield redirect_finding(settings)
        yield from workspace_findings(settings)
    elif settings.token("SLACK_BOT_TOKEN"):
        yield from scope_findings(settings, settings.require("SLACK_BOT_TOKEN"))


def search_finding() -> Diagnosis:
    """Whether this Python's SQLite can search text."""
    connection = sqlite3.connect(":memory:")
    try:
        connection.execute("CREATE VIRTUAL TABLE probe USING fts5(text, tokenize = 'porter unicode61')")
    except sqlite3.OperationalError as error:
        advice = "Use a Python whose SQLite has FTS5; those of python.org and of Debian do."
        return Diagnosis("full-text search", "wrong", f"SQLite {sqlite3.sqlite_version}: {error}", advice)
    finally:
        connection.close()
    return Diagnosis("full-text search", "ok", f"SQLite {sqlite3.sqlite_version} has FTS5")


def language_findings() -> Iterator[Diagnosis]:
    """A line a language: how many of the texts and lists of words that English has it lacks, the weightiest by name.

    And one for what stands in its lexicon and is not read.
    """
    for language in LANGUAGES:
        about, name = f"language {language}", name_of(language)
        texts_of, words_of = texts_lacking(language), missing_words(language)
        if not texts_of and not words_of:
            count = sum(1 for part in SAID for _text in texts(read(language, part)))
            advice = (
                ""
                if is_complete(language)
                else "Set complete = true in its language.toml, and the tests hold it to that."
            )
            yield Diagnosis(about, "ok", f"{name}, all {count} texts and every list of words", advice)
        else:
            lacks = []
            if texts_of:
                texts_say = "1 text is" if len(texts_of) == 1 else f"{len(texts_of)} texts are"
                lacks.append(f"{texts_say} English, as it has none of its own")
            if words_of:
                words_say = "1 list of words is" if len(words_of) == 1 else f"{len(words_of)} lists of words are"
                lacks.append(f"{words_say} not there, so they are not understood")
            where = file_of(language, "").parent
            first = "; ".join(_named(one) for one in (texts_of, _tables(language, words_of)) if one)
            yield Diagnosis(about, "note", f"{name}; {'; '.join(lacks)}", f"Write in {where}, first of all: {first}.")
        for sentence in unread_words(language):
            yield Diagnosis(about, "note", sentence, "Correct the name, or take it out.")


def texts_lacking(language: str) -> list[str]:
    """The texts that a language lacks, each with its file, the weightiest first."""
    return [f"{part}.toml: {key}" for part in SAID for key in missing(language, part)]


def _tables(language: str, lacks: Sequence[tuple[str, str]]) -> list[str]:
    """The lists of words that a language lacks, first of all the tables that are not there at all, each as one."""
    has = own(language, "lexicon")
    whole = dict.fromkeys(f"lexicon.toml: [{name}]" for name, key in lacks if not (key and has.get(name)))
    single = [(name, f'"{key}"' if "," in key else key) for name, key in lacks if key and has.get(name)]
    return [*whole, *(f"lexicon.toml: {name}.{key}" for name, key in single)]


def _named(lacks: Sequence[str]) -> str:
    """The first of what is lacking by name, the name of the file once for all; the rest counted."""
    named, file = [], ""
    for lack in lacks[:_NAMED]:
        before, _colon, key = lack.partition(": ")
        named.append(key if before == file else lack)
        file = before
    return ", ".join(named) + (f" and {len(lacks) - _NAMED} more" if len(lacks) > _NAMED else "")


def database_finding(database: Path, corpus: Path) -> Diagnosis:
    """Whether the commitments database can be read, is whole, and is newer than its documents."""
    try:
        with Store(database) as store:
            store.assure()
            (count, paged), name = store.totals(), store.name
    except StoreError as error:
        return Diagnosis("database", "wrong", str(error))
    published = database.is_dir()
    rebuild = f"python -m bot ingest {corpus} {'--publish' if published else '--db'} {database}"
    says = f"{database} holds {count} commitments, {paged} of them with a page (snapshot {name})"
    if not count:
        return Diagnosis("database", "wrong", says, f"Ingest documents: {rebuild}")
    if published:
        return _published_finding(database, name, says)
    if not is_fresh(database, corpus):
        return Diagnosis("database", "note", f"{says}; {corpus} is newer", f"To read it again: {rebuild}")
    return Diagnosis("database", "ok", says)


def _published_finding(folder: Path, name: str, says: str) -> Diagnosis:
    """Whether the snapshot that is read is the newest of its folder."""
    newest = published(folder)[0]
    if newest[1] == name:
        return Diagnosis("database", "ok", says)
    says = f"{says}; {newest[2].name}, which is newer, is not whole or damaged"
    return Diagnosis("database", "note", says, f"Publish it again: python -m bot ingest --publish {folder}")


def state_finding(address: str) -> Diagnosis:
    """Whether the state database opens, can be written, and is of this version; it is not changed."""
    file = None if "://" in address else Path(address)
    if file and not os.access(file if file.exists() else file.absolute().parent, os.W_OK):
        return Diagnosis("state", "wrong", f"{file} cannot be written", "Set STATE_DB to a file in a folder of yours.")
    if file and not file.exists():
        return Diagnosis("state", "ok", f"{file} will be made when it is first needed")
    from bot.state.database import StateError, found_versions
    from bot.state.tables import VERSION

    try:
        found = found_versions(address)
    except StateError as error:
        return Diagnosis("state", "wrong", str(error))
    says = f"{file or 'the database server'} opens; its tables are of version {found.version}"
    if found.version < VERSION:
        advice = f"The bot brings it to version {VERSION} when it starts. Make a copy before: docs/operations.md."
        return Diagnosis("state", "note", says, advice)
    return Diagnosis("state", "ok", says)


def token_finding(settings: Settings) -> Diagnosis:
    """Whether the tokens that are set have the right shape and make a door to Slack together."""
    connect = "See “Connect Slack” in README.md."
    try:
        if settings.token("SLACK_BOT_TOKEN"):
            settings.require("SLACK_BOT_TOKEN", "xoxb-")
        if settings.token("SLACK_APP_TOKEN"):
            settings.require("SLACK_APP_TOKEN", "xapp-")
    except SettingError as error:
        return Diagnosis("tokens", "wrong", str(error), connect)
    bot, app, secret, client, key = (settings.token(name) for name in TOKENS)
    if not any((bot, app, secret, client, key)):
        return Diagnosis("tokens", "note", "none is set: the bot answers in the terminal only", connect)
    if bool(client) != bool(key):
        says = "SLACK_CLIENT_ID and SLACK_CLIENT_SECRET belong together, and one of them is not set"
        return Diagnosis(
            "tokens", "wrong", says, "Copy both from “Basic Information”, “App Credentials”; or unset both."
        )
    if not (bot or client):
        return Diagnosis("tokens", "wrong", "SLACK_BOT_TOKEN is not set, other tokens are", connect)
    who = "SLACK_BOT_TOKEN" if bot else "SLACK_CLIENT_ID"
    if not (app or secret):
        says = f"{who} is set, but neither SLACK_APP_TOKEN (Socket Mode) nor SLACK_SIGNING_SECRET"
        return Diagnosis("tokens", "wrong", says, connect)
    if bot and client:
        says = "SLACK_BOT_TOKEN is set: there is one workspace, and SLACK_CLIENT_ID is not used"
        return Diagnosis("tokens", "note", says, "For many workspaces unset SLACK_BOT_TOKEN: docs/installation.md.")
    if client and not secret:
        says = "SLACK_SIGNING_SECRET is not set: installed workspaces are answered, but no other can install the app"
        return Diagnosis("tokens", "note", says, "The install page is at the HTTP door: docs/installation.md.")
    doors = [name for name, token in (("Socket Mode", app), ("signed HTTP", secret)) if token]
    many = "" if bot else ", in every workspace that installs the app"
    return Diagnosis("tokens", "ok", f"set for {' and '.join(doors)}{many}")


def redirect_finding(settings: Settings) -> Diagnosis:
    """Whether it is said where Slack sends whoever installs the app."""
    if settings.redirect:
        advice = "It must stand under “OAuth & Permissions”, “Redirect URLs” in the app's settings, letter by letter."
        return Diagnosis("redirect", "ok", f"SLACK_REDIRECT_URI is {settings.redirect}", advice)
    says = "SLACK_REDIRECT_URI is not set: Slack takes the first of the app's redirect URLs"
    return Diagnosis("redirect", "note", says, "Set it as soon as the app has more than one.")


def workspace_findings(settings: Settings) -> Iterator[Diagnosis]:
    """Of each workspace that installed the app, whether Slack knows its token and which scopes it lacks."""
    file = None if "://" in settings.state_db else Path(settings.state_db)
    from bot.slack.installations import installed
    from bot.state.database import StateError

    try:
        found = installed(settings) if file is None or file.exists() else []
    except StateError:
        return  # told already
    if not found:
        advice = "Open /slack/install at the address of the HTTP door: docs/installation.md."
        yield Diagnosis("workspaces", "note", "none has installed the app yet", advice)
    for name, token in found:
        if token is None:
            advice = "Look at SLACK_CLIENT_SECRET and at the network; else install the app there again."
            yield Diagnosis("Slack", "wrong", f"the token of {name} is over, and Slack gives no other", advice)
        else:
            yield from scope_findings(settings, token, name)


def scope_findings(settings: Settings, token: str, name: str = "") -> Iterator[Diagnosis]:
    """Whether Slack knows a bot token, granted it every scope that the manifest asks for, and which manifest it is of.

    `name` is the workspace's, where several may have one.
    """
    import urllib.request  # which `make run` has no need of

    request = urllib.request.Request(  # noqa: S310 - the setting is checked to be http(s)
        f"{settings.slack_api_url or SLACK_API}auth.test",
        data=b"",
        headers={"Authorization": f"Bearer {token}"},
    )
    try:
        with urllib.request.urlopen(request, timeout=10) as response:  # noqa: S310 - as above
            granted = response.headers.get("x-oauth-scopes")
            reply = json.load(response)
    except (urllib.error.URLError, TimeoutError, ValueError) as error:
        reason = getattr(error, "reason", error)
        yield Diagnosis("Slack", "wrong", f"{request.host} does not answer: {reason}", "Look at network and proxy.")
        return
    if not isinstance(reply, dict):
        yield Diagnosis("Slack", "wrong", f"{request.host} does not answer as Slack does", "Look at SLACK_API_URL.")
        return
    if not reply.get("ok"):
        advice = "Copy the bot token from “OAuth & Permissions” again, or install the app again."
        says = f"the bot token{f' of {name}' if name else ''} is refused: {reply.get('error')}"
        yield Diagnosis("Slack", "wrong", says, advice)
        return
    wanted = set(json.loads(MANIFEST.read_text("utf-8"))["oauth_config"]["scopes"]["bot"])
    where = f"workspace {name or reply.get('team')}"
    if granted is None:
        yield Diagnosis("Slack", "note", f"{where} knows the bot; it does not say which scopes are granted")
        return
    scopes = {scope.strip() for scope in granted.split(",")}
    if missing := wanted - scopes:
        file = "manifest-agent.json" if AGENT in scopes else "manifest.json"
        advice = f"Update the app from bot/slack/{file}, then install it to the workspace again."
        yield Diagnosis("Slack", "wrong", f"{where} lacks the scopes {', '.join(sorted(missing))}", advice)
    else:
        yield Diagnosis("Slack", "ok", f"{where} grants every scope of the manifest")
    yield manifest_finding(scopes, where)


def manifest_finding(scopes: set[str], where: str) -> Diagnosis:
    """Which of the two manifests a workspace installed, by what it granted, and what follows for its people."""
    if AGENT in scopes:
        says = f"{where} installed manifest-agent.json: guests cannot use the bot, direct messages are threads"
        advice = (
            "Slack closes agents to guests, and a part of them to free workspaces. Where guests ask: take"
            " bot/slack/manifest.json, docs/slack.md."
        )
        return Diagnosis("manifest", "note", says, advice)
    says = f"{where} installed manifest.json: guests can use the bot, on any plan; no suggested questions"
    return Diagnosis("manifest", "ok", says)
