"""What axe-core finds on a page that is open in the browser."""

from dataclasses import dataclass

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page

RUN = """() => axe.run({resultTypes: ['violations']}).then((result) => result.violations.flatMap(
  (rule) => rule.nodes.map((node) => ({
    rule: rule.id, impact: rule.impact, element: node.html, target: node.target.join(' ')}))))"""

HEAVY = {"serious", "critical"}


@dataclass(frozen=True, slots=True)
class Finding:
    """A rule that an element breaks."""

    rule: str
    impact: str
    element: str
    target: str


def findings(page: Page) -> list[Finding]:
    """The serious and critical ones, none of which is let pass: see docs/accessibility.md."""
    page.evaluate(AXE_SCRIPT)
    found = [Finding(**each) for each in page.evaluate(RUN)]
    return [each for each in found if each.impact in HEAVY]
