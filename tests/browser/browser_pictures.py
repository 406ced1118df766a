"""Keeps pictures of pages, for people to look at."""

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from playwright.sync_api import Page

ARTIFACTS = Path(__file__).parents[2] / ".ci" / "artifacts"


def shoot(page: "Page", name: str) -> None:
    """Keeps a picture of the whole page."""
    ARTIFACTS.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=ARTIFACTS / f"{name}.png", full_page=True)
