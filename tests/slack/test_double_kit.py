"""The double really refuses what passes Slack's documented limits, and takes what just keeps to them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from tests.slack.double import limits
from tests.slack.double.blocks import message_error
from tests.slack.double.views import view_error

Json = dict[str, Any]


def plain(text: str) -> Json:
    """A plain text object."""
    return {"type": "plain_text", "text": text}


def marked(text: str) -> Json:
    """A text object with markup."""
    return {"type": "mrkdwn", "text": text}


def button(number: int = 0, **others: Any) -> Json:
    """A button that differs from others by its number."""
    return {"type": "button", "action_id": f"a{number}", "text": plain("Go")} | others


def section(**others: Any) -> Json:
    """A section."""
    return {"type": "section", "text": marked("x")} | others


def with_element(element: Json) -> list[Json]:
    """A message with one interactive element."""
    return [{"type": "actions", "elements": [{"action_id": "a"} | element]}]


def options(count: int, text: int = 1, value: int = 5) -> list[Json]:
    """So many options, with texts and values so long."""
    return [{"text": plain("x" * text), "value": f"{number:0{value}}"} for number in range(count)]


def table(rows: int, cells: int) -> list[Json]:
    """A message with a table."""
    return [{"type": "table", "rows": [[{"type": "raw_text", "text": "x"}] * cells] * rows}]


def raw(text: str) -> Json:
    """A cell of plain text."""
    return {"type": "raw_text", "text": text}


def rich(*elements: Json) -> Json:
    """Rich text of one section."""
    return {"type": "rich_text", "elements": [{"type": "rich_text_section", "elements": list(elements)}]}


def data_table(rows: int | list[list[Json]] = 2, cells: int = 2, text: int = 1, **others: Any) -> list[Json]:
    """A message with a data table: these rows or so many, the header among them, the last row's text so long."""
    if isinstance(rows, list):
        return [{"type": "data_table", "caption": "All of them", "rows": rows} | others]
    table = [[raw("x")] * cells for _ in range(rows)]
    for number in range(text // 3_000):
        table[-1][number] = raw("x" * 3_000)
    table[-1][-1] = raw("x" * max(1, text % 3_000))
    return [{"type": "data_table", "caption": "All of them", "rows": table} | others]


def chart(parts: int = 1, points: int = 1, label: int = 1, kind: str = "bar", **others: Any) -> list[Json]:
    """A message with a chart of so many parts, each with so many points."""
    names = [f"{number:0{label}}" for number in range(max(parts, points))]
    axial = {
        "series": [
            {"name": name, "data": [{"label": n, "value": 1} for n in names[:points]]} for name in names[:parts]
        ],
        "axis_config": {"categories": names[:points]},
    }
    pie = {"segments": [{"label": name, "value": 1} for name in names[:parts]]}
    return [
        {"type": "data_visualization", "title": "x", "chart": {"type": kind} | (pie if kind == "pie" else axial)}
        | others
    ]


CITATION = {
    "type": "citation",
    "url": "https://example.org/KR0032",
    "text": "KR0032.txt",
    "index": 1,
    "details": {"citation_type": "web", "display_name": "KR0032.txt", "title": "line 12"},
}


def confirmed(**others: str) -> list[Json]:
    """A message with a button that asks back."""
    words = {"title": "t", "text": "t", "confirm": "y", "deny": "n"} | others
    return with_element(button(confirm={name: plain(word) for name, word in words.items()}))


# name of the limit, the most that is taken, a message that holds so many or so much, the error beyond it
OF_MESSAGES: list[tuple[str, int, Callable[[int], list[Json]], str]] = [
    ("blocks", limits.BLOCKS_OF_A_MESSAGE, lambda n: [{"type": "divider"}] * n, "invalid_blocks"),
    ("block_id", limits.BLOCK_ID, lambda n: [{"type": "divider", "block_id": "x" * n}], "invalid_blocks"),
    ("section text", limits.SECTION_TEXT, lambda n: [section(text=marked("x" * n))], "invalid_blocks"),
    ("section fields", limits.SECTION_FIELDS, lambda n: [section(fields=[marked("x")] * n)], "invalid_blocks"),
    ("section field", limits.SECTION_FIELD, lambda n: [section(fields=[marked("x" * n)])], "invalid_blocks"),
    ("header", limits.HEADER, lambda n: [{"type": "header", "text": plain("x" * n)}], "invalid_blocks"),
    (
        "context elements",
        limits.CONTEXT_ELEMENTS,
        lambda n: [{"type": "context", "elements": [marked("x")] * n}],
        "invalid_blocks",
    ),
    (
        "context text",
        limits.TEXT,
        lambda n: [{"type": "context", "elements": [marked("x" * n)]}],
        "invalid_blocks",
    ),
    (
        "actions",
        limits.ACTIONS_ELEMENTS,
        lambda n: [{"type": "actions", "elements": [button(one) for one in range(n)]}],
        "invalid_blocks",
    ),
    (
        "context_actions",
        limits.CONTEXT_ACTIONS_ELEMENTS,
        lambda n: [
            {
                "type": "context_actions",
                "elements": [
                    {"type": "icon_button", "icon": "trash", "text": plain("x"), "action_id": f"a{one}"}
                    for one in range(n)
                ],
            }
        ],
        "invalid_blocks",
    ),
    ("action_id", limits.ACTION_ID, lambda n: with_element(button(action_id="x" * n)), "invalid_blocks"),
    ("button text", limits.BUTTON_TEXT, lambda n: with_element(button(text=plain("x" * n))), "invalid_blocks"),
    ("button value", limits.BUTTON_VALUE, lambda n: with_element(button(value="x" * n)), "invalid_blocks"),
    ("button url", limits.ADDRESS, lambda n: with_element(button(url="x" * n)), "invalid_blocks"),
    (
        "accessibility label",
        limits.ACCESSIBILITY_LABEL,
        lambda n: with_element(button(accessibility_label="x" * n)),
        "invalid_blocks",
    ),
    ("confirm title", limits.CONFIRM_TITLE, lambda n: confirmed(title="x" * n), "invalid_blocks"),
    ("confirm text", limits.CONFIRM_TEXT, lambda n: confirmed(text="x" * n), "invalid_blocks"),
    ("confirm button", limits.CONFIRM_BUTTON, lambda n: confirmed(confirm="x" * n), "invalid_blocks"),
    (
        "select options",
        limits.OPTIONS_OF_A_SELECT,
        lambda n: with_element({"type": "static_select", "options": options(n)}),
        "invalid_blocks",
    ),
    (
        "option text",
        limits.OPTION_TEXT,
        lambda n: with_element({"type": "static_select", "options": options(1, text=n)}),
        "invalid_blocks",
    ),
    (
        "option value",
        limits.OPTION_VALUE,
        lambda n: with_element({"type": "static_select", "options": options(1, value=n)}),
        "invalid_blocks",
    ),
    (
        "checkboxes",
        limits.OPTIONS_OF_CHECKBOXES,
        lambda n: with_element({"type": "checkboxes", "options": options(n)}),
        "invalid_blocks",
    ),
    (
        "overflow",
        limits.OPTIONS_OF_OVERFLOW,
        lambda n: with_element({"type": "overflow", "options": options(n)}),
        "invalid_blocks",
    ),
    (
        "placeholder",
        limits.PLACEHOLDER,
        lambda n: with_element({"type": "users_select", "placeholder": plain("x" * n)}),
        "invalid_blocks",
    ),
    (
        "alt text",
        limits.ALT_TEXT,
        lambda n: [{"type": "image", "image_url": "https://x.test/a.png", "alt_text": "x" * n}],
        "invalid_blocks",
    ),
    ("table rows", limits.TABLE_ROWS, lambda n: table(n, 2), "invalid_blocks"),
    ("table cells", limits.TABLE_CELLS, lambda n: table(2, n), "invalid_blocks"),
    ("tables", 1, lambda n: table(2, 2) * n, "invalid_attachments"),
    ("tables of both kinds", 1, lambda n: (data_table() + table(2, 2))[:n], "invalid_attachments"),
    (
        "table text",
        limits.TABLE_TEXT,
        lambda n: [{"type": "table", "rows": [[raw("x" * 2_500)] * 3 + [raw("x" * (n - 7_500))]]}],
        "invalid_blocks",
    ),
    ("data table rows", limits.DATA_TABLE_ROWS, lambda n: data_table(n), "invalid_blocks"),
    ("data table cells", limits.TABLE_CELLS, lambda n: data_table(2, n), "invalid_blocks"),
    ("data table page", limits.DATA_TABLE_PAGE, lambda n: data_table(page_size=n), "invalid_blocks"),
    (
        "data table text",
        limits.DATA_TABLE_TEXT,
        lambda n: data_table(2, 8, n - 8 - 1),
        "invalid_blocks",
    ),
    ("charts", limits.CHARTS, lambda n: chart() * n, "invalid_blocks"),
    ("chart title", limits.CHART_TITLE, lambda n: chart(title="x" * n), "invalid_blocks"),
    ("pie segments", limits.CHART_PARTS, lambda n: chart(n, kind="pie"), "invalid_blocks"),
    ("chart series", limits.CHART_PARTS, lambda n: chart(n, kind="line"), "invalid_blocks"),
    ("chart points", limits.CHART_POINTS, lambda n: chart(1, n, kind="area"), "invalid_blocks"),
    ("chart label", limits.CHART_LABEL, lambda n: chart(label=n), "invalid_blocks"),
    (
        "container",
        limits.CONTAINER_BLOCKS,
        lambda n: [{"type": "container", "title": plain("x"), "child_blocks": [{"type": "divider"}] * n}],
        "invalid_blocks",
    ),
    (
        "all text",
        limits.TEXT_OF_ALL_BLOCKS,
        lambda n: [section(text=marked("x" * 2_000))] * 5 + [section(text=marked("x" * (n - 10_000)))],
        "msg_blocks_too_long",
    ),
]


@pytest.mark.parametrize(("most", "make", "error"), [pytest.param(*case[1:], id=case[0]) for case in OF_MESSAGES])
def test_a_message_may_reach_a_limit_and_not_pass_it(
    most: int, make: Callable[[int], list[dict[str, Any]]], error: str
) -> None:
    """A message that keeps to a limit is taken, one that passes it by one is refused with Slack's error."""
    assert message_error(make(most)) == ("", [])
    assert message_error(make(most + 1))[0] == error


@pytest.mark.parametrize(
    ("blocks", "complaint"),
    [
        (["x"], "must be an object"),
        ([{"type": "sekshun"}], "unsupported type: sekshun"),
        ([{"type": "section"}], "missing required field: text or fields"),
        ([{"type": "header", "text": marked("x")}], "unsupported type: mrkdwn"),
        ([section(text=marked(""))], "must be more than 0 characters"),
        ([section(colour="red")], "invalid additional property: colour"),
        ([section(block_id="b"), section(block_id="b")], '`block_id` "b" already exists'),
        ([{"type": "actions", "elements": [button(), button()]}], '`action_id` "a0" already exists'),
        ([{"type": "actions", "elements": []}], "no less than 1 items allowed"),
        ([{"type": "image", "image_url": "https://x.test/a.png"}], "missing required field: alt_text"),
        ([{"type": "image", "alt_text": "a chart"}], "missing required field: image_url or slack_file"),
        (with_element(button(style="green")), "must be a valid enum value"),
        (with_element(button(text=marked("x"))), "unsupported type: mrkdwn"),
        ([{"type": "markdown", "text": "x" * 6_001}, {"type": "markdown", "text": "x" * 6_000}], "less than 12001"),
        ([{"type": "table", "rows": [["x"]]}], "must be an object"),
        ([{"type": "context", "elements": [button()]}], "unsupported type: button"),
        (
            [{"type": "table", "rows": [[raw("")]]}],
            "must be more than 0 characters [json-pointer:/blocks/0/rows/0/0/text]",
        ),
        (data_table(1), "no less than 2 items allowed"),
        (data_table(caption=None), "missing required field: caption"),
        (data_table(page_size=0), "must be from 1 to 100"),
        (data_table(rows=[[raw("x")], [raw("x"), raw("y")]]), "same number of cells [json-pointer:/blocks/0/rows/1]"),
        (data_table(rows=[[rich()], [raw("x")]]), "rich_text is not allowed in the header row"),
        (data_table(rows=[[raw("x")], [{"type": "raw_number", "text": "3"}]]), "missing required field: value"),
        (
            data_table(rows=[[raw("x")], [{"type": "action_cell", "fallback": raw("x")}]]),
            "missing required field: element",
        ),
        (chart(kind="radar"), "unsupported type: radar"),
        (chart(chart={"type": "pie", "segments": [{"label": "x", "value": 0}]}), "must be greater than 0"),
        (
            chart(chart=chart(1, 2)[0]["chart"] | {"axis_config": {"categories": ["0", "2"]}}),
            "labels must match the categories [json-pointer:/blocks/0/chart/series/0/data]",
        ),
        (
            chart(chart=chart(2)[0]["chart"] | {"series": chart()[0]["chart"]["series"] * 2}),
            "series names must be unique",
        ),
        ([rich({"type": "tag", "text": "Late", "color": "pink"})], "must be a valid enum value: gray"),
        ([rich(CITATION | {"details": None})], "missing required field: details"),
        ([rich(CITATION | {"details": {"citation_type": "web", "page": "2"}})], "invalid additional property: page"),
        ([{"type": "header", "text": plain("x"), "level": 5}], "must be from 1 to 4"),
        ([{"type": "container", "title": plain("x"), "child_blocks": data_table()}], "unsupported type: data_table"),
        ([{"type": "task_card", "task_id": "t", "title": "x", "status": "pending"}], "must be a valid enum value"),
    ],
)
def test_a_malformed_message_is_refused(blocks: list[Any], complaint: str) -> None:
    """What Block Kit does not know, misses or doubles is refused, and the complaint says what it is."""
    error, complaints = message_error(blocks)
    assert error == "invalid_blocks"
    assert complaint in " ".join(complaints)


def test_what_is_new_in_2026_is_taken() -> None:
    """Slack takes a data table of every kind of cell, tags, citations and dates, a heading's level, whole sections."""
    action = {"type": "action_cell", "element": button(), "fallback": raw("KR0032")}
    number = {"type": "raw_number", "value": 3.5, "text": "3.5"}
    tag, day = {"type": "tag", "text": "Late", "color": "red"}, {"type": "date", "timestamp": 1, "format": "{date}"}
    rows: list[list[dict[str, Any]]] = [
        [raw("a"), raw("b"), raw("c"), raw("d")],
        [action, number, rich(tag, day, CITATION), raw("x")],
    ]
    blocks = [
        {"type": "header", "text": plain("x"), "level": 2},
        section(expand=True),
        {"type": "container", "title": plain("x"), "child_blocks": [section(), rich(tag)], "is_collapsible": True},
        *data_table(rows=rows, page_size=20, row_header_column_index=0),
        *chart(2, 3),
        *chart(4, kind="pie"),
        {"type": "carousel", "elements": [{"type": "card", "title": marked("x")}]},
    ]
    assert message_error(blocks) == ("", [])


ON_SURFACES = [
    (table(2, 2), "message home"),
    (data_table(), "message home"),
    (chart(), "message home"),
    ([{"type": "card", "title": marked("x")}], "message modal home"),
    ([{"type": "carousel", "elements": [{"type": "card", "title": marked("x")}]}], "message home"),
    ([{"type": "container", "title": plain("x"), "child_blocks": [section()]}], "message home"),
    ([{"type": "alert", "text": marked("x"), "level": "warning"}], "modal"),
    ([{"type": "markdown", "text": "x"}], "message"),
    (
        [{"type": "context_actions", "elements": [{"type": "icon_button", "icon": "trash", "text": plain("x")}]}],
        "message",
    ),
    (
        [
            {
                "type": "plan",
                "title": "x",
                "tasks": [{"type": "task_card", "task_id": "t", "title": "x", "status": "pending"}],
            }
        ],
        "message",
    ),
    ([rich({"type": "tag", "text": "Late"})], "message modal home"),
]


@pytest.mark.parametrize(("blocks", "surfaces"), [pytest.param(*one, id=one[0][0]["type"]) for one in ON_SURFACES])
def test_a_block_stands_where_slack_lets_it(blocks: list[dict[str, Any]], surfaces: str) -> None:
    """A block is taken on the surfaces that it is for and on no other."""
    taken = {
        "message": message_error(blocks)[0] == "",
        "modal": view_error(modal(blocks=blocks), "modal")[0] == "",
        "home": view_error({"type": "home", "blocks": blocks}, "home")[0] == "",
    }
    assert " ".join(name for name, yes in taken.items() if yes) == surfaces


def test_a_complaint_says_where() -> None:
    """A complaint points to the value that is wrong."""
    blocks = [{"type": "divider"}, section(text=marked("x" * 3_001))]
    assert message_error(blocks)[1] == ["must be less than 3001 characters [json-pointer:/blocks/1/text/text]"]


def test_blocks_that_are_no_list_are_refused() -> None:
    """Blocks that are not a list have an error of their own."""
    assert message_error({"type": "divider"}) == ("invalid_blocks_format", [])


def modal(**others: Any) -> Json:
    """A modal."""
    return {"type": "modal", "title": plain("x"), "blocks": [{"type": "divider"}]} | others


OF_VIEWS: list[tuple[str, int, Callable[[int], Json]]] = [
    ("title", limits.VIEW_TITLE, lambda n: modal(title=plain("x" * n))),
    ("submit", limits.VIEW_BUTTON, lambda n: modal(submit=plain("x" * n))),
    ("close", limits.VIEW_BUTTON, lambda n: modal(close=plain("x" * n))),
    ("private_metadata", limits.PRIVATE_METADATA, lambda n: modal(private_metadata="x" * n)),
    ("callback_id", limits.CALLBACK_ID, lambda n: modal(callback_id="x" * n)),
    ("external_id", limits.EXTERNAL_ID, lambda n: modal(external_id="x" * n)),
    ("blocks", limits.BLOCKS_OF_A_VIEW, lambda n: modal(blocks=[{"type": "divider"}] * n)),
    ("home blocks", limits.BLOCKS_OF_A_VIEW, lambda n: {"type": "home", "blocks": [{"type": "divider"}] * n}),
]


@pytest.mark.parametrize(("most", "make"), [pytest.param(*case[1:], id=case[0]) for case in OF_VIEWS])
def test_a_view_may_reach_a_limit_and_not_pass_it(most: int, make: Callable[[int], dict[str, Any]]) -> None:
    """A view that keeps to a limit is taken, one that passes it by one is refused as invalid arguments."""
    assert view_error(make(most), make(most)["type"]) == ("", [])
    assert view_error(make(most + 1), make(most)["type"])[0] == "invalid_arguments"


@pytest.mark.parametrize(
    "view",
    [
        pytest.param({"type": "home", "blocks": [{"type": "divider"}]}, id="a Home tab"),
        pytest.param({"type": "modal", "blocks": [{"type": "divider"}]}, id="no title"),
        pytest.param(modal(blocks=[{"type": "table", "rows": [[]]}]), id="a block of messages only"),
        pytest.param(
            modal(blocks=[{"type": "input", "label": plain("x"), "element": {"type": "plain_text_input"}}]),
            id="an input that cannot be sent",
        ),
    ],
)
def test_a_view_that_is_no_modal_is_refused(view: dict[str, Any]) -> None:
    """Where a modal is wanted, anything else is refused as invalid arguments."""
    assert view_error(view, "modal")[0] == "invalid_arguments"


def test_a_view_too_large_is_refused() -> None:
    """A view of more than 250 KB is refused, though each of its blocks is within its limits."""
    blocks = [section(fields=[marked("x" * 2_000)] * 2)] * 70
    assert view_error(modal(blocks=blocks), "modal") == ("view_too_large", [])
