"""Hostile documents, each of any size: one thing over and over at one place of a page, and pages of many parts."""

from __future__ import annotations

from collections.abc import Callable

Made = tuple[str, str]
"""A document's name and text."""

PAGE = """Hostile (XL9020)

Overview

Action Plan: Plan 2016-2018

Action Plan Cycle: 2016

Institutions

Lead Institution: {lead}

Support Institution(s): {support}

Policy Areas

{areas}

IRM Review

IRM Report: {report}

Description

{description}

Commitments

{index}Open Government Partnership
"""
UNITS = (
    " |\t|a|A |a.|1. |-|, |; |(|((a)|'|@|a@b.|+1 |1 July 2016 |2016-|1/|July |and |Ministry |Open Data, |"
    "*|\n|\n\n| \n|a\n|a\n\n|A:\n|Ab: c\n|- a\n|- \n|Email: a@b.org\n|; Email: a@b.org|; Ab cd: e|"
    "; Main Objective: a|Main Objective: a\n|Relevance A |KR0001, 2018, Aid\n|"
    "-\nTitle\nKR0001, 2018, Aid\n|(KR0001) |(KR0001)\n|X (KR0001)\nOverview\n|Status: \n|"
    "Lead Institution: a\n|1. a July 2016 ~ May 2017 |New / 1 July 2016 ~ 31 December 2017\n|é|\u200b|"
    "\xa0|\r|\x00|What is the commitment?\nA |Lee, hyo soon; |a (at) b dot |ongoing 2016. |IRM Review\n|"
    "Commitments\n|Overview\n|[a](b) |Septem- ber |NA, |Access to Information Civic Participation "
).split("|")
TAGS = (
    "<b>|<div>|<a>|<p>|<|<!--|<a \"|<a x='|<x '\"|&lt;|<table><tr><td>|<form>|<li>x|<dt>a<!--x-->|<br>|"
    "</b>|<b></i>|<b><p>|<i><b></i>|<a><div>|<svg>|<script>|<style>|<p hidden>x|<title>|<a_|<a b=|<p a=1 |"
    "<tr>|<h1>|<option>|<template>|<pre> \n|<a href=x>y</a>|<p>(KR0001)</p>|<b class=a>x|<plaintext>|"
    "<!-- -->"
).split("|")
CELLS = (',|"|""|a,|"a",|"a\n|\n|,"""|"" x|a\n').split("|")


def page(**parts: str) -> str:
    """A page with some of its parts put in."""
    usual = dict.fromkeys(("lead", "support", "areas", "report", "description", "index"), "")
    return PAGE.format(**(usual | {"description": "Some words."} | parts))


def many(unit: str, size: int) -> str:
    """`size` characters of `unit` over and over."""
    return (unit * (size // len(unit) + 1))[:size]


def numbered(made: Callable[[int], str], size: int) -> str:
    """About `size` characters of parts that differ."""
    return "".join(made(number) for number in range(size // len(made(100))))


def _html(before: str, after: str = "") -> str:
    return f"<html><body>{before}<h1>Open Data (XL9020)</h1><p>Action Plan: Plan 2016-2018</p>{after}"


PLACES: dict[str, Callable[[str, int], Made]] = {
    "alone": lambda unit, size: ("XL9020.txt", many(unit, size)),
    "behind a label": lambda unit, size: ("XL9020.txt", page(lead="a" + many(unit, size) + "b")),
    "in the areas": lambda unit, size: ("XL9020.txt", page(areas=many(unit, size))),
    "before the description": lambda unit, size: ("XL9020.txt", page(report="\n" + many(unit, size))),
    "in the description": lambda unit, size: (
        "XL9020.txt",
        page(description="; Main Objective: A\nAb" + many(unit, size)),
    ),
    "behind labels of contacts and dates": lambda unit, size: (
        "XL9020.txt",
        page(
            description="".join(
                f"; {label}: {many(unit, size // 4)}"
                for label in ("Email", "Milestones", "Start date", "Person responsible")
            )
        ),
    ),
    "in the index": lambda unit, size: ("XL9020.txt", page(index=many(unit, size))),
}
DOCUMENTS: dict[str, Callable[[int], Made]] = {
    "attributes": lambda size: ("XL9020.html", _html("<p " + numbered(lambda n: f"a{n}=1 ", size) + ">")),
    "attributes in many tags": lambda size: ("XL9020.html", _html(many("<p " + "a b='c' " * 40 + ">", size))),
    "formatting that is opened anew": lambda size: (
        "XL9020.html",
        _html(numbered(lambda n: f"<font size={n}>", size // 2) + many("<p>x</p>", size // 2)),
    ),
    "a long attribute": lambda size: ("XL9020.html", _html('<p a="' + "x" * size + '">')),
    "a long tag": lambda size: ("XL9020.html", _html("<a" + "_" * size)),
    "comments before the root": lambda size: ("XL9020.txt", many("<!---->", size)),
    "a long comment before the root": lambda size: (
        "XL9020.html",
        "<!-- saved from url=(1)http://" + "b" * size + _html(""),
    ),
    "metadata": lambda size: ("XL9020.html", "<html><head>" + many("<meta name=a content=b>", size) + _html("")),
    "siblings": lambda size: (
        "XL9020.txt",
        page(index=numbered(lambda n: f"-\nT{n}\nKR{n:06}, 2018, Aid\n"[:28], size)),
    ),
    "institutions": lambda size: ("XL9020.txt", page(support=numbered(lambda n: f"\n- Body {n}", size))),
    "institutions in one line": lambda size: ("XL9020.txt", page(support=numbered(lambda n: f"Body {n}, ", size))),
    "areas": lambda size: ("XL9020.txt", page(areas=numbered(lambda n: f"Area {n}, ", size))),
    "milestones": lambda size: (
        "XL9020.txt",
        page(description="x; Milestones:\n" + numbered(lambda n: f"- do {n} by July 2016\n", size)),
    ),
    "labels": lambda size: ("XL9020.txt", page(description=numbered(lambda n: f"; Main Objective: a{n}", size))),
    "addresses": lambda size: ("XL9020.txt", page(description=numbered(lambda n: f"; Email: a{n}@b.org", size))),
    "no addresses": lambda size: ("XL9020.txt", page(description=numbered(lambda n: f"; Email: a{n}", size))),
    "unknown labels": lambda size: ("XL9020.txt", page(report="a\n" + numbered(lambda n: f"Xyz{n}: a\n", size))),
    "labels and brackets in one line": lambda size: (
        "XL9020.txt",
        page(lead=many("| Support Institution(s): a" + ")" * 20, size)),
    ),
    "pages": lambda size: ("XL9020.txt", numbered(lambda n: page().replace("XL9020", f"XL{n % 10000:04}"), size)),
    "an action plan": lambda size: ("XL9020.txt", page().replace("Plan 2016", "a" + " " * size + "b")),
    "rows": lambda size: ("a.csv", "Ref,Title\n" + numbered(lambda n: f"XX{n % 10000:04},T{n}\n", size)),
    "columns": lambda size: ("a.csv", numbered(lambda n: f"C{n},", size) + "\n1,2\n"),
}
DOCUMENTS |= {f"{tag} in HTML": lambda size, tag=tag: ("XL9020.html", _html(many(tag, size))) for tag in TAGS}  # type: ignore[misc]
DOCUMENTS |= {f"{cell!r} in CSV": lambda size, cell=cell: ("a.csv", many(cell, size)) for cell in CELLS}  # type: ignore[misc]
