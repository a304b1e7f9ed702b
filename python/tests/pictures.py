"""Takes the pictures of the dashboard in docs/images/dashboard: `python -m tests.pictures <pages>`.

Run it in python/ with the directory that `make dashboard` wrote. Each page is taken as it opens on
a laptop and on a phone, a lead's to its second screen, small enough to be kept with the guide.
"""

from __future__ import annotations

import sys
from pathlib import Path

from playwright.sync_api import sync_playwright

from lead_scoring.project import ROOT, shown
from tests.browser import CHROMIUM, LAPTOP, PHONE

PICTURES = ROOT / "docs" / "images" / "dashboard"
LARGEST = 150_000  # bytes
_SCALES = {"laptop": (LAPTOP, 0.6), "phone": (PHONE, 1.0)}


def take(pages: Path) -> None:
    """Take each page of the site, and the page of the first lead of the queue."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        for name, (size, scale) in _SCALES.items():
            context = browser.new_context(
                viewport={"width": size[0], "height": size[1]}, device_scale_factor=scale
            )
            page = context.new_page()
            for path in sorted(pages.glob("*.html")):
                page.goto(path.as_uri())
                page.screenshot(path=PICTURES / f"{path.stem}-{name}.png")
            page.goto((pages / "queue.html").as_uri())
            page.locator("tbody a").first.click()
            page.wait_for_url("**/leads/*.html")
            page.set_viewport_size({"width": size[0], "height": 2 * size[1]})
            page.screenshot(path=PICTURES / f"lead-{name}.png")
        browser.close()
    for picture in sorted(PICTURES.glob("*.png")):
        size_of = picture.stat().st_size
        print(f"{shown(picture)}  {size_of:,} bytes")
        if size_of > LARGEST:
            raise SystemExit(f"{shown(picture)} is larger than {LARGEST:,} bytes.")


if __name__ == "__main__":
    take(Path(sys.argv[1]).absolute())
