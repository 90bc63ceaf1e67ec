"""Finds the Chromium or Chrome that browser tests drive. Starts nothing and installs nothing."""

import os
import shutil

import pytest

# In containers that run as root Chromium's own sandbox cannot start; a test's browser has no business on the network.
BROWSER_ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


def find_browser() -> str | None:
    """The path of a browser: the one CHROME names, else the first on the PATH."""
    named = os.environ.get("CHROME")
    return next(filter(None, (shutil.which(name) for name in (named, *NAMES) if name)), None)


def browser_or_skip() -> str:
    """The path of a browser. Without one the test is skipped, or fails where REQUIRE_BROWSER is set, as in CI."""
    path = find_browser()
    if path is None:
        missing = "no Chromium or Chrome here: install one, or name it in CHROME"
        if os.environ.get("REQUIRE_BROWSER"):
            pytest.fail(missing)
        pytest.skip(missing)
    return path


if __name__ == "__main__" and find_browser() is None:
    print("No Chromium or Chrome was found, so the browser tests are skipped. CHROME names one.")  # noqa: T201
