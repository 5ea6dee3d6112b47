"""A command that is forked is to its caller what a command that is started is."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

from tests.forking import python
from tests.present import present

WAITS = "import sys, time; print('here', flush=True); time.sleep(60)"


def test_a_command_has_arguments_streams_folder_and_variables_of_its_own(tmp_path: Path) -> None:
    """It is told what its caller gives it, and what it says comes back, with its exit code."""
    code = "import os, sys; print(sys.argv[1:], os.getcwd(), os.environ['GIVEN']); sys.exit(input())"
    done = subprocess.run(
        [*python(), "-c", code, "ä", "b c"],
        input="told\n",
        env=os.environ | {"GIVEN": "this"},
        cwd=tmp_path,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert (done.returncode, done.stdout, done.stderr) == (1, f"['ä', 'b c'] {tmp_path} this\n", "told\n")


def test_a_signal_reaches_it_and_tells_how_it_ended() -> None:
    """A command that a signal ends has ended by that signal."""
    with subprocess.Popen([*python(), "-c", WAITS], stdout=subprocess.PIPE) as process:
        present(process.stdout).readline()
        process.terminate()
        assert process.wait(60) == -signal.SIGTERM


def test_a_command_that_is_killed_is_gone() -> None:
    """Who kills it does not leave behind what was forked: its output ends."""
    with subprocess.Popen([*python(), "-c", WAITS], stdout=subprocess.PIPE) as process:
        present(process.stdout).readline()
        process.kill()
        assert present(process.stdout).read() == b""


def test_what_begins_otherwise_is_started() -> None:
    """A variable that the interpreter reads as it begins is heeded: that command is not forked."""
    code = "import sys; print(sys.flags.hash_randomization, 'bot.slack.app' in sys.modules)"
    command = [*python(), "-c", code]
    forked = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    environ = os.environ | {"PYTHONHASHSEED": "0"}
    started = subprocess.run(command, env=environ, capture_output=True, text=True, check=True).stdout
    plain = subprocess.run([sys.executable, "-c", code], env=environ, capture_output=True, text=True, check=True).stdout
    assert forked.split()[1] == "True"
    assert started == plain == "0 False\n"
