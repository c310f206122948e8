"""Templates: how the pages of this package are made of their parts."""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files

from jinja2 import Environment, StrictUndefined, Template
from markupsafe import Markup, escape

from steelyard.brief.labels import evidence_label, parties, percent_shown, read_from, value_text
from steelyard.wording import capital, unbroken


@cache
def template(name: str) -> Template:
    """Return a template by name; every text that it is given is escaped."""
    environment = Environment(
        autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    environment.filters |= {
        "capital": capital,
        "figures_apart": figures_apart,
        "label": evidence_label,
        "parties": parties,
        "percent": percent_shown,
        "read_from": read_from,
        "unbroken": unbroken,
        "value": value_text,
    }
    environment.tests["address"] = _is_address
    environment.tests["day"] = _is_day
    return environment.from_string(text_of(name))


#: Brackets that hold a percentage.
_FIGURES = re.compile(r"\([^()]*%[^()]*\)")


def figures_apart(text: str) -> Markup:
    """Return a headline, escaped, whose figures in brackets are set apart from its words."""
    return Markup(_FIGURES.sub(r'<span class="figures">\g<0></span>', str(escape(text))))  # noqa: S704 - escaped first


def text_of(name: str) -> str:
    """Return a file of the folder of templates."""
    return (files("steelyard.brief") / "templates" / name).read_text(encoding="utf-8")


def _is_address(value: object) -> bool:
    """Whether a value may become a link: only addresses of pages may, never scripts."""
    return isinstance(value, str) and value.lower().startswith(("http://", "https://"))


def _is_day(value: object) -> bool:
    """Whether a cell is a day or month in figures, which must not be broken over two lines."""
    return isinstance(value, str) and re.fullmatch(r"\d{4}-\d{2}(-\d{2})?", value) is not None
