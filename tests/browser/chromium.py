"""Where Chromium is on this machine, and how it is started."""

from pathlib import Path

from playwright.sync_api import Browser, Playwright, sync_playwright

from tests.programs import installed_chromium

FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


def chromium_path() -> Path | None:
    """The Chromium to use, or None; not to be called while Playwright is running."""
    installed = installed_chromium()
    if installed:
        return installed
    with sync_playwright() as playwright:
        fetched = Path(playwright.chromium.executable_path)
    return fetched if fetched.is_file() else None


def launch(playwright: Playwright) -> Browser:
    """A headless Chromium that looks nothing up and reports nothing of its own accord."""
    path = installed_chromium() or Path(playwright.chromium.executable_path)
    return playwright.chromium.launch(executable_path=path, headless=True, args=list(FLAGS))
