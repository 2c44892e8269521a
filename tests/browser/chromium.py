"""The machine's own Chromium, driven by Playwright."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Browser, sync_playwright

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
# What is made for every person and seen by none: the pages of the address bar, and a process for the next
# site. It was the half of all the time.
_UNSEEN = [
    "SpareRendererForSitePerProcess",
    "WebUIOmniboxAimPopup",
    "WebUIOmniboxFullPopup",
    "WebUIOmniboxPopup",
]
# Chromium takes the last list of features only, so this has those of Playwright's, too (chromiumSwitches.ts).
_PLAYWRIGHT = [
    "AimEnabled",
    "AvoidCorsURLLoaderRestartOnRedirect",
    "AvoidUnnecessaryBeforeUnloadCheckSync",
    "DestroyProfileOnBrowserClose",
    "HttpsFirstBalancedModeAutoEnable",
    "HttpsUpgrades",
    "LensOverlay",
    "MediaRouter",
    "NetworkTimeServiceQuerying",
    "OptimizationHints",
    "PaintHolding",
    "PreconnectToSearch",
    "ThirdPartyStoragePartitioning",
]
# The tests reach only the server under test; a container's root cannot use Chromium's sandbox.
ARGUMENTS = [
    *("--no-sandbox", "--disable-quic", "--disable-background-networking", "--disable-sync"),
    "--disable-features=" + ",".join(_UNSEEN + _PLAYWRIGHT),
]


@contextmanager
def chromium() -> Iterator[Browser]:
    """A running browser."""
    path = next(filter(None, map(shutil.which, NAMES)), None)
    assert path, "No Chromium found: run scripts/ensure-browser."
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        yield browser
        browser.close()
