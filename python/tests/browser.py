"""The system's Chromium, for tests that look at pages as people do."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser"))), None)
in_a_browser = pytest.mark.skipif(
    CHROMIUM is None, reason="there is no Chromium here (Debian: apt install chromium)"
)
LAPTOP, PHONE = (1440, 900), (390, 844)


@dataclass
class Tab:
    """A page in the browser, and what must not happen on it."""

    page: Page
    errors: list[str] = field(default_factory=list)
    outside: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.page.on("pageerror", lambda error: self.errors.append(str(error)))
        self.page.on("console", self._hear)
        self.page.on("request", lambda request: self._see(request.url))

    def _hear(self, message: Any) -> None:
        if message.type == "error" and "favicon" not in message.location.get("url", ""):
            self.errors.append(message.text)

    def _see(self, url: str) -> None:
        if not url.startswith(("file:", "data:", "blob:", "http://127.0.0.1:")):
            self.outside.append(url)

    def cells(self, chart: str) -> list[str]:
        """The texts of a chart of a board that can be seen, from top to bottom."""
        self.page.wait_for_selector(f"#chart-{chart}")
        texts: list[str] = self.page.evaluate(
            """chart => [...document.querySelectorAll(`#chart-${chart} text`)]
                .filter(text => text.getBoundingClientRect().width > 0)
                .map(text => text.textContent)""",
            chart,
        )
        return texts

    def table(self, chart: str, first: str, width: int) -> list[list[str]]:
        """The rows of a table; first: the cell that its rows begin with; width: its columns."""
        texts = self.cells(chart)
        texts = texts[texts.index(first) :]
        whole = len(texts) // width * width
        return [texts[place : place + width] for place in range(0, whole, width)]


@contextmanager
def tab(browser: Browser, size: tuple[int, int], **options: Any) -> Iterator[Tab]:
    """A new tab of that size, on which nothing may go wrong and nothing is asked of others."""
    with browser.new_context(viewport={"width": size[0], "height": size[1]}, **options) as context:
        opened = Tab(context.new_page())
        yield opened
        assert not opened.errors
        assert not opened.outside
