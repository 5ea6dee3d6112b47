"""What was asked and is not answered yet: one row a question, from before Slack hears that it arrived to its end.

A row is held by the process that answers it, which counts up its beats. Whoever sees them stand still for a while, by
its own monotonic clock, takes it over: no clock of any machine is compared with another's. Within a line, which is a
thread or somebody's direct messages, a row begins when there is none before it, in whatever process.

An event that arrives again is answered once: which were taken on already is kept by their names.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from enum import Enum

from sqlalchemy import ColumnElement, Connection, and_, case, delete, exists, func, or_, select, true, update

from bot.state.database import State, insertion, moment, patient
from bot.state.questions import AskedQuestion, keep_within, remember_within
from bot.state.recent_questions import NO_LIMITS, Limits, Verdict, check_within
from bot.state.retention import place_within
from bot.state.tables import SEEN_EVENTS, UNFINISHED_TURNS

NOBODY = ""
_MOST = 1_000  # rows that one look gives


@dataclass(frozen=True, slots=True)
class UnfinishedTurn:
    """What was asked, where and by whom: all that its answer needs.

    `name` is that of the event, `kind` how it was asked, `ts` Slack's time of it; `team` is the workspace that the app
    is installed in, `home` its ids, separated by spaces, and `person_team` the person's own. `begun`: an answer may
    stand in Slack already. `deaths`: how many processes ended while they answered it. `over`: whose limit of questions
    it is over, which is all that is answered.
    """

    name: str
    kind: str
    text: str
    ts: str
    team: str
    home: str
    channel: str
    thread_ts: str
    line: str
    person: str
    person_team: str | None
    direct: bool
    shared: bool | None
    agent: bool
    begun: bool = False
    deaths: int = 0
    over: str = ""


@dataclass(frozen=True, slots=True)
class Held:
    """A turn, the process that holds it, and the beats that it counted."""

    turn: UnfinishedTurn
    holder: str
    beats: int


class Claim(Enum):
    """What came of taking a turn.

    It was `KNOWN` before, or its person knows that it is one too many; it `WAITS` to be begun, or has `BEGUN` by that.
    """

    KNOWN = "known"
    WAITS = "waits"
    BEGUN = "begun"


@patient
def take(
    state: State,
    names: Sequence[str],
    turn: UnfinishedTurn,
    holder: str,
    now: datetime | None = None,
    *,
    limits: Limits = NO_LIMITS,
    at_once: bool = False,
) -> tuple[Claim, UnfinishedTurn]:
    """Claim the event that all of `names` name, and write down what it asks, in one transaction; gives what is written.

    Known to all but the first caller, in whatever process, and the one that wrote it down without hearing of it. What
    is answered `at_once` begins in the same transaction, unless one of its line is before it. One question too many is
    written down as that.
    """
    now = now or datetime.now(UTC)
    row = asdict(turn) | {"taken_at": moment(now), "holder": holder}
    with state.begin() as connection:
        if not claim_within(connection, names, now):
            mine = (_T.name == turn.name) & (_T.holder == holder)
            written = connection.execute(select(_T.over).where(mine)).first()
            return (Claim.WAITS, replace(turn, over=written[0])) if written else (Claim.KNOWN, turn)
        verdict, over = check_within(connection, limits, turn.person, turn.channel, now)
        if verdict is Verdict.KNOWN:
            return Claim.KNOWN, turn
        begun = at_once and not over and not connection.execute(select(_before(turn))).scalar_one()
        connection.execute(insertion(connection, UNFINISHED_TURNS).values(row | {"begun": begun, "over": over}))
    return (Claim.BEGUN if begun else Claim.WAITS), replace(turn, over=over)


@patient
def begin(state: State, turn: UnfinishedTurn, holder: str) -> bool:
    """Hold a turn that is ours or nobody's, and that none of its line is before; False where it is not to be had."""
    ours = (_T.name == turn.name) & _T.holder.in_((holder, NOBODY))
    statement = update(UNFINISHED_TURNS).where(ours, ~_before(turn))
    with state.begin() as connection:
        done = connection.execute(statement.values(holder=holder, begun=true(), beats=_T.beats + 1))
    return done.rowcount == 1


@patient
def put_back(state: State, names: Sequence[str], holder: str) -> None:
    """Let go of what is held, so that whoever comes next may take it."""
    statement = update(UNFINISHED_TURNS).where(_T.name.in_(names), _T.holder == holder)
    with state.begin() as connection:
        connection.execute(statement.values(holder=NOBODY))


@patient
def let_go(state: State, holder: str) -> int:
    """Let go of all that is held; gives how many turns nobody holds then."""
    with state.begin() as connection:
        connection.execute(update(UNFINISHED_TURNS).where(_T.holder == holder).values(holder=NOBODY))
        waiting = select(func.count()).select_from(UNFINISHED_TURNS).where(_T.holder == NOBODY)
        return connection.execute(waiting).scalar_one()


@patient
def count_waiting(state: State) -> int:
    """How many questions wait for an answer or have their turn, in whatever process."""
    with state.connect() as connection:
        return connection.execute(select(func.count()).select_from(UNFINISHED_TURNS)).scalar_one()


@patient
def free(state: State, held: Held) -> int:
    """Let go of all that a dead process holds, where a turn of its is still as it was seen; gives how many."""
    same = and_(_T.name == held.turn.name, _T.holder == held.holder, _T.beats == held.beats)
    freed = {"holder": NOBODY, "deaths": case((_T.begun, _T.deaths + 1), else_=_T.deaths)}
    with state.begin() as connection:
        if not connection.execute(update(UNFINISHED_TURNS).where(same).values(freed)).rowcount:
            return 0
        others = update(UNFINISHED_TURNS).where(_T.holder == held.holder).values(freed)
        return 1 + connection.execute(others).rowcount


@patient
def take_over(state: State, turn: UnfinishedTurn, holder: str) -> bool:
    """Take a turn that nobody holds; False where somebody else did."""
    free_still = (_T.name == turn.name) & (_T.holder == NOBODY)
    with state.begin() as connection:
        return connection.execute(update(UNFINISHED_TURNS).where(free_still).values(holder=holder)).rowcount == 1


@patient
def end(
    state: State,
    turn: UnfinishedTurn,
    holder: str,
    memories: Sequence[tuple[str, str]] = (),
    asked: tuple[str, AskedQuestion] | None = None,
) -> bool:
    """Forget a turn that was answered or told, and keep what its threads remember from now on, in one transaction.

    `memories`: (thread, memory as JSON); `asked`: the question under its id, for the buttons of its answer. False where
    the turn is not ours any more, and nothing is kept.
    """
    mine = (_T.name == turn.name) & (_T.holder == holder)
    with state.begin() as connection:
        if connection.execute(delete(UNFINISHED_TURNS).where(mine)).rowcount != 1:
            return False
        if memories:
            place_within(connection, turn.channel, turn.team)
        for thread_ts, memory in memories:
            remember_within(connection, turn.channel, thread_ts, memory)
        if asked:
            keep_within(connection, *asked)
    return True


@patient
def beat(state: State, holder: str) -> None:
    """Say that a process lives which holds turns."""
    with state.begin() as connection:
        connection.execute(update(UNFINISHED_TURNS).where(_T.holder == holder).values(beats=_T.beats + 1))


@patient
def waits_in(state: State, channel: str, thread_ts: str) -> bool:
    """Whether something that was asked in a thread waits for its answer."""
    with state.connect() as connection:
        found = select(_T.name).where(_T.channel == channel, _T.thread_ts == thread_ts).limit(1)
        return connection.execute(found).first() is not None


@patient
def following(state: State, turn: UnfinishedTurn) -> UnfinishedTurn | None:
    """The first turn of a line, where nobody holds it."""
    line = and_(_T.channel == turn.channel, _T.line == turn.line)
    with state.connect() as connection:
        found = _read(connection, line, most=1)
    return found[0].turn if found and found[0].holder == NOBODY else None


@patient
def first_in_line(state: State, holder: str) -> list[Held]:
    """The turns that `holder` does not hold and that none of their line is before, the oldest first."""
    older = UNFINISHED_TURNS.alias()
    before = and_(older.c.channel == _T.channel, older.c.line == _T.line, _earlier(older.c.ts, older.c.name))
    with state.connect() as connection:
        return _read(connection, _T.holder != holder, ~exists().where(before))


_T = UNFINISHED_TURNS.c


def _before(turn: UnfinishedTurn) -> ColumnElement[bool]:
    """Whether another turn of its line comes before a turn."""
    other = UNFINISHED_TURNS.alias().c
    earlier = or_(other.ts < turn.ts, and_(other.ts == turn.ts, other.name < turn.name))
    return exists().where(other.channel == turn.channel, other.line == turn.line, earlier)


def _earlier(ts: ColumnElement[str], name: ColumnElement[str]) -> ColumnElement[bool]:
    return or_(ts < _T.ts, and_(ts == _T.ts, name < _T.name))


def _read(connection: Connection, *which: ColumnElement[bool], most: int = _MOST) -> list[Held]:
    names = UnfinishedTurn.__slots__
    query = select(*(_T[name] for name in names), _T.holder, _T.beats).where(*which).order_by(_T.ts, _T.name)
    return [
        Held(UnfinishedTurn(*values), holder, beats) for *values, holder, beats in connection.execute(query.limit(most))
    ]


@patient
def claim(state: State, *event_ids: str, now: datetime | None = None) -> bool:
    """Take on the event that all of `event_ids` name; True for the first caller only, in whatever process."""
    with state.begin() as connection:
        return claim_within(connection, event_ids, now or datetime.now(UTC))


def claim_within(connection: Connection, event_ids: Sequence[str], now: datetime) -> bool:
    """The same within a transaction that writes down what came of it.

    One event may have several names (the same message arrives as a mention and as a message): it counts as
    taken where any of them is.
    """
    rows = [{"event_id": one, "claimed_at": moment(now)} for one in sorted(set(event_ids))]
    insert = insertion(connection, SEEN_EVENTS).values(rows).on_conflict_do_nothing()
    # an INSERT's count of rows is kept only when asked for: without this, PostgreSQL's is -1
    claimed = connection.execute(insert, execution_options={"preserve_rowcount": True})
    return claimed.rowcount == len(rows)


@patient
def release(state: State, *event_ids: str) -> None:
    """Give back what was taken on and certainly not done, so that it can be taken on again."""
    with state.begin() as connection:
        connection.execute(delete(SEEN_EVENTS).where(SEEN_EVENTS.c.event_id.in_(event_ids)))
