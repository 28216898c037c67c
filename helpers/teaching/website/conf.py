"""Sphinx's settings for the site, and what its theme and its parser leave open."""

from typing import Any, NoReturn

from docutils import nodes
from latex2mathml.converter import convert
from sphinx.application import Sphinx

project = "Training machine-learning models"
html_title = "Training models"
language = "en"
smartquotes = False  # the text as it was written
extensions = ["myst_nb"]
myst_enable_extensions = ["colon_fence", "dollarmath"]
nb_execution_mode = "off"  # the stored outputs are the ones that were proved
nb_code_prompt_show = nb_code_prompt_hide = "Code of this figure"

html_theme = "furo"
html_math_renderer = "mathml"
html_static_path = ["style"]
html_css_files = ["course.css"]
html_js_files = ["course.js"]
html_copy_source = html_show_sourcelink = html_show_copyright = False
html_use_index = False


def visit_math(self: Any, node: nodes.math) -> NoReturn:
    """Write a formula as MathML, which browsers draw and read out by themselves."""
    self.body.append(convert(node.astext()))
    raise nodes.SkipNode


def visit_math_block(self: Any, node: nodes.math_block) -> NoReturn:
    """Write a formula that stands by itself."""
    formula = convert(node.astext(), display="block")
    self.body.append(f'<div class="formula">{formula}</div>')
    raise nodes.SkipNode


def mend(app: Sphinx, name: str, template: str, context: dict, doctree: object) -> None:
    """Mend what axe-core finds in pages of Furo and of myst-nb.

    A heading must have a level; a name for screen readers must hold the visible words.
    """
    for part in ("body", "furo_navigation_tree"):
        page = context.get(part, "")
        page = page.replace('role="heading"', 'role="heading" aria-level="2"')
        context[part] = page.replace(' aria-label="Toggle hidden content"', "")


def setup(app: Sphinx) -> None:
    """Add to Sphinx what stands above."""
    app.add_html_math_renderer("mathml", (visit_math, None), (visit_math_block, None))
    app.connect("html-page-context", mend, priority=900)  # after Furo's own
