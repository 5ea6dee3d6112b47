"""The Web API's methods, by name: what each needs, and what it does. A method that is not here is unknown."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from tests.slack.double.world import Token, World

Args = dict[str, Any]


@dataclass(frozen=True)
class Request:
    """One call of a method, after its token was found good."""

    world: World
    token: Token
    args: Args


Run = Callable[[Request], dict[str, Any]]


@dataclass(frozen=True)
class Method:
    """A method. `scopes`: any one of them is enough; `app`: it wants an app-level token; `open`: it wants none."""

    run: Run
    scopes: tuple[str, ...] = ()
    required: tuple[str, ...] = ()
    app: bool = False
    open: bool = False
