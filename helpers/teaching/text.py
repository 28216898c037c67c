"""Markdown as HTML with formulas as MathML: no page needs a script for them."""

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


def coloured(source: str) -> str:
    """Return Python in colours, as HTML."""
    return highlight(source, PythonLexer(), HtmlFormatter())


def block(source: str, language: str, _: str) -> str:
    """Return a block of code in colours where it is Python, else nothing."""
    return coloured(source) if language == "python" else ""


MARKDOWN = (
    MarkdownIt("js-default", {"highlight": block})
    .enable("table")
    .use(dollarmath_plugin, renderer=formula)
)


def as_html(text: str) -> str:
    """Return Markdown as HTML."""
    return MARKDOWN.render(text)


def inline(text: str) -> str:
    """Return one line of Markdown as HTML, without a paragraph around it."""
    return MARKDOWN.renderInline(text)
