"""Pages as hypothesis draws them: headers of every generation, descriptions of every form, indexes, damage."""

from __future__ import annotations

from hypothesis import strategies as st

from bot.reading.label_tables import label_tables

_WORDINGS = label_tables().wordings
HEADER_LABELS = sorted({label.text for label in _WORDINGS if label.role == "header"})
HEADINGS = sorted({label.text for label in _WORDINGS if label.role == "heading"})
PROSE_LABELS = sorted({label.text for label in _WORDINGS if label.role in ("description", "group", "unkept")})

codes = st.from_regex(r"[A-Z]{2,5}[0-9]{4}", fullmatch=True)
values = st.sampled_from(
    [
        "", " ", "Yes", "Pending IRM Review", "Major Major", "Inactive", "2016", "Ministry of the Interior", "NA",
        "Open Data, Justice", "New / 1 July 2016 ~ 31 December 2017", "31/12/2017 - 1/2/2016", "Lee, hyo soon",
        "a.b@c.org; d@e.org", "+82-2-2100-3418, 02 2100 3418", "see (KR0001)", "KR0002, 2018, Aid", "• one\n• two",
        "1. one 2. two 3. three", "text; Other label: text", "Status quo; Relevance: of it", "\xa0", "a\u00adb", "…",
    ]
)  # fmt: skip
words = st.text(st.characters(codec="utf-8", exclude_categories=["Cs"]), max_size=60)
prose = st.one_of(values, words)
glue = st.sampled_from(["\n", "\n\n", "\r\n", "", " ", "; ", ". ", "\t", " | "])
colon = st.sampled_from([":", ": ", " : ", "", "\n", ":\n\n", "？", "?:", "** "])


@st.composite
def labelled(draw: st.DrawFn, labels: list[str]) -> str:
    """A label, what stands behind it, and its value."""
    return (
        draw(st.sampled_from(["", "- ", "1. ", "**", "## ", "; "]))
        + draw(st.sampled_from(labels))
        + draw(colon)
        + draw(prose)
    )


@st.composite
def index_rows(draw: st.DrawFn) -> str:
    """A row of an index, in one of its layouts, whole or damaged."""
    mark = draw(st.sampled_from(["-\n", "  1. ", "- ", "", "-\n\n"]))
    title = draw(st.sampled_from(["Open Data", "Starred commitment Aid", "", "Title: one", "(KR0001)"]))
    area = draw(st.sampled_from([", Justice", ",", ", ", "", ", Access to Information"]))
    return f"{mark}{title}\n{draw(codes)}, {draw(st.sampled_from(['2018', '']))}{area}\n"


@st.composite
def pages(draw: st.DrawFn) -> str:
    """A page: its parts in their order, or out of it, joined tightly or apart."""
    title = draw(st.sampled_from(["Open Data", "Title (Prozorro)", "Law: one.", ""])) + f" ({draw(codes)})"
    parts = [draw(st.sampled_from(["", "Skip Navigation\nKenya\n", "\ufeff"])) + title]
    parts += draw(st.lists(st.one_of(st.sampled_from(HEADINGS), labelled(HEADER_LABELS)), max_size=8))
    parts += draw(st.lists(st.one_of(st.just("Description"), prose, labelled(PROSE_LABELS)), max_size=8))
    parts += draw(st.lists(st.one_of(st.just("Commitments"), index_rows(), prose), max_size=5))
    if draw(st.booleans()):
        parts = draw(st.permutations(parts))
    return "".join(part + draw(glue) for part in parts)
