"""The browser that tests drive: Debian's Chromium, by Playwright."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
MISSING = "no Chromium: .ci/run installs Debian's; elsewhere this is not tested"
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]


def needed() -> Any:
    """Return Playwright's API; skip what asks where it or the browser is missing."""
    if not CHROMIUM:
        pytest.skip(MISSING, allow_module_level=True)
    return pytest.importorskip(
        "playwright.sync_api",
        reason="playwright is missing: `course.py test` installs it",
    )


@contextmanager
def opened() -> Iterator[Any]:
    """Yield a browser, closed afterwards."""
    with needed().sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        browser.close()


def errors_of(page: Any) -> list[str]:
    """Return a list that fills with what goes wrong in a page from now on."""
    errors: list[str] = []
    page.on(
        "console",
        lambda m: (
            errors.append(f"{m.text} {m.location['url']}")
            if m.type == "error"
            else None
        ),
    )
    page.on("pageerror", lambda error: errors.append(str(error)))
    return errors
