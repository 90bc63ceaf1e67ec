"""What axe-core finds on a page: faults of accessibility that a program can see. It fetches nothing."""

from typing import Any

from axe_playwright_python.base import AXE_SCRIPT
from playwright.async_api import Page

# Of the rules that axe leaves out by itself: a button must be called what is written on it.
OPTIONS = {"resultTypes": ["violations"], "rules": {"label-content-name-mismatch": {"enabled": True}}}


async def faults(page: Page) -> list[str]:
    """Each as the rule that is broken, and where."""
    await page.evaluate(AXE_SCRIPT)
    found: dict[str, Any] = await page.evaluate("options => axe.run(options)", OPTIONS)
    return [
        f"{fault['id']}: {node['target']} {node['failureSummary']}"
        for fault in found["violations"]
        for node in fault["nodes"]
    ]
