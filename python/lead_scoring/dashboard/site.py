"""From drawn boards to pages of one site: links between them that work from a file, and a menu."""

from __future__ import annotations

import html
import re
from pathlib import Path

import jinja2

from .boards import CHARTS, PHONE

_HOME = "index"
_LINK = re.compile(r'<a href="(?P<url>[/?][^"]*)"')


def write_site(drawn: Path, out: Path, lead: str) -> int:
    """Write the drawn boards as pages into the directory; how many there are."""
    titles = _titles(drawn / "charts")
    menu = jinja2.Environment(
        loader=jinja2.FileSystemLoader(Path(__file__).parent), autoescape=True
    ).get_template("menu.html.j2")
    for path in drawn.glob("charts/**/*.html"):
        is_phone = path.parent.name == PHONE
        page = path.read_text(encoding="utf-8")
        shown = menu.render(
            pages=titles,
            current=path.stem,
            other=f"../{path.name}" if is_phone else f"{PHONE}/{path.name}",
            is_phone=is_phone,
        )
        target = out / path.relative_to(drawn / "charts")
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(
            page_with_menu(local_links(page, set(titles), lead), shown), encoding="utf-8"
        )
    return len(titles)


def local_links(page: str, names: set[str], lead: str) -> str:
    """The page with links to files beside it; links that need a server are taken away."""

    def local(link: re.Match[str]) -> str:
        path, _, query = html.unescape(link["url"]).partition("?")
        name = path.strip("/")
        is_drawn = name in names and query in {"", f"lead={lead}"}
        return f'<a href="{name}.html"' if is_drawn else "<a"

    return _LINK.sub(local, page)


def page_with_menu(page: str, menu: str) -> str:
    """The page with the menu before its first element."""
    return page.replace("<body>", "<body>\n" + menu, 1)


def _titles(drawn: Path) -> dict[str, str]:
    """The titles of the pages by their names, in the order in which the first page links them."""
    first = (CHARTS / f"{_HOME}.yml").read_text(encoding="utf-8")
    names = [_HOME, *re.findall(r"\]\(/(\w+)\)", first)]
    return {name: _title((drawn / f"{name}.html").read_text(encoding="utf-8")) for name in names}


def _title(page: str) -> str:
    return html.unescape(page.split("<title>", 1)[1].split("</title>", 1)[0])
