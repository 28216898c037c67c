"""Markdown as HTML with formulas as MathML: no page needs a script for them."""

import re

from latex2mathml.converter import convert
from markdown_it import MarkdownIt
from mdit_py_plugins.dollarmath import dollarmath_plugin
from pygments import highlight
from pygments.formatters import HtmlFormatter
from pygments.lexers import PythonLexer


def formula(source: str, options: dict) -> str:
    """Return a formula of TeX as MathML."""
    display = "block" if options.get("display_mode") else "inline"
    return convert(source, display=display)


def coloured(source: str, nowrap: bool = False) -> str:
    """Return Python in colours, as HTML: a block, or what stands in one (nowrap)."""
    return highlight(source, PythonLexer(), HtmlFormatter(nowrap=nowrap))


def block(source: str, language: str, _: str) -> str:
    """Return a block of code in colours where it is Python, else nothing."""
    return coloured(source, nowrap=True) if language == "python" else ""


MARKDOWN = (
    MarkdownIt("js-default", {"highlight": block})
    .enable("table")
    .use(dollarmath_plugin, renderer=formula)
)


def as_html(text: str) -> str:
    """Return Markdown as HTML; a lesson's name is no link, for its file is not here."""
    return MARKDOWN.render(re.sub(r"\[([^]]+)\]\([^)]+\.ipynb\)", r"\1", text))


def inline(text: str) -> str:
    """Return one line of Markdown as HTML, without a paragraph around it."""
    return MARKDOWN.renderInline(text)
