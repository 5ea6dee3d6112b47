"""Digests by e-mail, handed to a server on this machine."""

from __future__ import annotations

import shutil
import ssl
import subprocess
from pathlib import Path

import pytest

from bot.records.languages import LANGUAGES
from tests import hostile_contacts as hostile
from tests.digest.mailbox import Mailbox, listening
from tests.digest.test_forms import Page, run
from tests.present import present

PASSWORD = "s3cret@/é"  # as nobody may read it; an é is sent in UTF-8 by nobody
PLAIN, ESCAPED = "s3cret@/:", "s3cret%40%2F%3A"
DAY = ("--as-of", "2018-06-15")
FROM = "Commitment Bot <bot@example.org>"


def mail(database: Path, server: str, *recipients: str, **environ: str) -> subprocess.CompletedProcess[bytes]:
    """The command, mailing to some people by a server."""
    to = [part for one in recipients for part in ("--mail", one)]
    return run(database, *DAY, *to, **{"SMTP_URL": server, "SMTP_FROM": FROM} | environ)


def failure(done: subprocess.CompletedProcess[bytes]) -> str:
    """The one sentence that a command failed with."""
    assert (done.returncode, done.stdout) == (2, b"")
    (sentence,) = done.stderr.decode().splitlines()
    assert PLAIN not in sentence
    assert ESCAPED not in sentence
    return sentence


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """A certificate of 127.0.0.1 and its key."""
    if not shutil.which("openssl"):
        pytest.skip("makes its certificate with openssl")
    folder = tmp_path_factory.mktemp("certificate")
    made = folder / "cert.pem", folder / "key.pem"
    command = (
        "openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=127.0.0.1 -addext subjectAltName=IP:127.0.0.1"
    )
    files = ["-out", str(made[0]), "-keyout", str(made[1])]
    subprocess.run([*command.split(), *files], capture_output=True, check=True)
    return made


@pytest.fixture
def encrypting(certificate: tuple[Path, Path]) -> ssl.SSLContext:
    """What a server encrypts with."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(*certificate)
    return context


def test_each_person_gets_one_message(database: Path) -> None:
    """Two addresses, one of them named twice, get one message each, and neither sees the other."""
    with listening(Mailbox()) as box:
        done = mail(database, f"smtp://127.0.0.1:{box.port}", "a@example.org", "b@example.org", "a@example.org")
    assert (done.returncode, done.stdout) == (0, b"Sent to a@example.org, b@example.org.\n")
    assert [one.recipients for one in box.kept] == [["a@example.org"], ["b@example.org"]]
    assert [one.message["To"] for one in box.kept] == ["a@example.org", "b@example.org"]
    assert {one.sender for one in box.kept} == {"bot@example.org"}


def test_a_message_is_the_digest_as_text_and_as_html(database: Path) -> None:
    """A message has the headline as its subject, the text of the command, and the same as HTML."""
    with listening(Mailbox()) as box:
        mail(database, f"smtp://127.0.0.1:{box.port}", "a@example.org")
    (kept,) = box.kept
    text = run(database, *DAY).stdout.decode()
    assert kept.message["Subject"] == text.splitlines()[0]
    assert (kept.message["From"], kept.message["Auto-Submitted"]) == (FROM, "auto-generated")
    assert present(kept.message.get_body(["plain"])).get_content().split() == text.split()
    html = present(kept.message.get_body(["html"])).get_content()
    assert Page(html).words.split() == Page(run(database, *DAY, "--format", "html").stdout.decode()).words.split()
    assert kept.message["Date"]
    assert kept.message["Message-ID"].endswith("@example.org>")


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_message_is_ascii_on_its_way(database: Path, language: str) -> None:
    """A message needs nothing of a server but ASCII in short lines, and loses no letter and no space by it."""
    with listening(Mailbox()) as box:
        server = {"SMTP_URL": f"smtp://127.0.0.1:{box.port}", "SMTP_FROM": FROM}
        run(database, *DAY, "--lang", language, "--mail", "a@example.org", **server)
    (kept,) = box.kept
    text = run(database, *DAY, "--lang", language).stdout.decode()
    assert kept.raw.isascii()
    assert max(map(len, kept.raw.split(b"\r\n"))) <= 78
    assert kept.message["Subject"] == text.splitlines()[0]
    assert present(kept.message.get_body(["plain"])).get_content().split() == text.split()


def test_no_message_shows_a_contact(tmp_path: Path) -> None:
    """No part of a message has an email address or a telephone number of a document."""
    file = tmp_path / "commitments.db"
    hostile.write(tmp_path / "corpus")
    hostile.read(tmp_path / "corpus", file, "2018-06-14")
    with listening(Mailbox()) as box:
        mail(file, f"smtp://127.0.0.1:{box.port}", "a@example.org")
    (kept,) = box.kept
    for kind in ("plain", "html"):
        said = kept.message["Subject"] + present(kept.message.get_body([kind])).get_content()
        assert "XL9002" in said
        assert [one for one in hostile.HIDDEN if one in said] == []


def test_a_connection_is_encrypted_where_that_is_offered(
    database: Path, certificate: tuple[Path, Path], encrypting: ssl.SSLContext
) -> None:
    """With STARTTLS on offer the user, the password (written with escapes) and the message go encrypted."""
    with listening(Mailbox(users={"bot@example.org": PLAIN}, context=encrypting)) as box:
        server = f"smtp://bot%40example.org:{ESCAPED}@127.0.0.1:{box.port}"
        done = mail(database, server, "a@example.org", SSL_CERT_FILE=str(certificate[0]))
    assert (done.returncode, done.stderr) == (0, b"")
    (kept,) = box.kept
    assert (kept.encrypted, kept.login) == (True, ("bot@example.org", PLAIN))
    assert [line.split()[0].upper() for line in box.heard] == [b"EHLO", b"STARTTLS"]


def test_a_server_that_nobody_vouches_for_gets_nothing(database: Path, encrypting: ssl.SSLContext) -> None:
    """A certificate that is not trusted is a sentence, and neither password nor message is sent."""
    with listening(Mailbox(users={"bot": PLAIN}, context=encrypting)) as box:
        done = mail(database, f"smtp://bot:{ESCAPED}@127.0.0.1:{box.port}", "a@example.org")
    assert "certificate" in failure(done)
    assert box.kept == []


def test_no_password_goes_unencrypted_to_another_machine(database: Path) -> None:
    """A server that offers no encryption gets no password, unless it is this machine."""
    with listening(Mailbox(users={"bot": PLAIN}), "127.0.0.2") as box:  # counts as another
        done = mail(database, f"smtp://bot:{ESCAPED}@127.0.0.2:{box.port}", "a@example.org")
    assert "offers no encryption" in failure(done)
    assert {line.split()[0].upper() for line in box.heard} <= {b"EHLO", b"QUIT"}
    with listening(Mailbox(users={"bot": PLAIN})) as box:
        assert mail(database, f"smtp://bot:{ESCAPED}@127.0.0.1:{box.port}", "a@example.org").returncode == 0


def test_a_wrong_password_is_a_sentence_without_it(database: Path) -> None:
    """A password that the server does not accept is said, and not shown, though the server's answer repeats it."""
    with listening(Mailbox(users={"bot": "another"})) as box:
        done = mail(database, f"smtp://bot:{ESCAPED}@127.0.0.1:{box.port}", "a@example.org", LOG_LEVEL="DEBUG")
    assert failure(done) == "127.0.0.1 does not accept the user and the password of SMTP_URL."


def test_a_password_that_cannot_be_sent_is_a_sentence_without_it(database: Path) -> None:
    """Of a password with characters that SMTP does not take none is shown."""
    with listening(Mailbox(users={"bot": "another"})) as box:
        done = mail(database, f"smtp://bot:{PASSWORD.replace('/', '%2F')}@127.0.0.1:{box.port}", "a@example.org")
    assert "é" not in failure(done)


def test_an_address_that_is_refused_is_named(database: Path) -> None:
    """Where one address is refused the others get their message, and the sentence says which did not."""
    with listening(Mailbox(refused=frozenset({"gone@example.org"}))) as box:
        done = mail(database, f"smtp://127.0.0.1:{box.port}", "gone@example.org", "a@example.org")
    assert failure(done) == "127.0.0.1 does not take mail for gone@example.org; the others have it."
    assert [one.recipients for one in box.kept] == [["a@example.org"]]


def test_what_was_sent_before_a_failure_is_named(database: Path) -> None:
    """A server that stops taking mail is a sentence that says who got it before."""
    with listening(Mailbox(full_after=1)) as box:
        done = mail(database, f"smtp://127.0.0.1:{box.port}", "a@example.org", "b@example.org")
    assert failure(done).endswith("it answered 452 full. It was sent before to a@example.org.")


def test_a_server_that_is_not_there_is_a_sentence(database: Path) -> None:
    """No server at the address is said with its name."""
    with listening(Mailbox()) as box:
        pass
    assert f"127.0.0.1:{box.port}: Connection refused." in failure(
        mail(database, f"smtp://u:{ESCAPED}@127.0.0.1:{box.port}", "a@example.org")
    )


@pytest.mark.parametrize("address", ["nobody", "a@example.org, b@example.org", "a@b@c", "x\n@example.org", ""])
def test_what_is_no_address_is_said(database: Path, address: str) -> None:
    """What is not one address of e-mail is refused before anything is composed."""
    done = mail(database, "smtp://127.0.0.1:9", address)
    assert done.returncode == 2
    assert b"is no e-mail address" in done.stderr


@pytest.mark.parametrize("missing", ["SMTP_URL", "SMTP_FROM"])
def test_a_setting_that_is_missing_is_named(database: Path, missing: str) -> None:
    """Without a server or a sender the sentence names the setting."""
    assert f"{missing} is not set" in failure(mail(database, "smtp://127.0.0.1:9", "a@example.org", **{missing: ""}))
