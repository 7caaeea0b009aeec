"""Takes the pictures of the README: `make screenshots`, from the demonstration register.

Each is a PNG below 200 kB in `docs/pictures/`, of as many colours as a palette holds: a legend's
small squares must keep theirs.
"""

from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from PIL import Image
from playwright.sync_api import sync_playwright

from tests.browser.chromium import launch
from tests.browser.server import PROJECT, AppServer, run_command
from tests.browser.visitor import LAPTOP, PHONE, Look, Scheme, Visitor

PICTURES = PROJECT / "docs" / "pictures"
COLOURS = 256
LARGEST_BYTES = 200_000


@dataclass(frozen=True, slots=True)
class Picture:
    """A page in a language and colour scheme, in a window of a size."""

    page: str
    language: str
    scheme: Scheme = "light"
    size: tuple[int, int] = (LAPTOP[0], 1000)
    query: tuple[tuple[str, str], ...] = ()

    @property
    def path(self) -> Path:
        form = "-phone" if self.size == PHONE else ""
        return PICTURES / f"{self.page}-{self.language}{form}.png"


SHOWN = (
    Picture("overview", "en"),
    Picture("coverage", "kk"),
    Picture("implementation", "ru", scheme="dark"),
    Picture("recommendations", "ru"),
    Picture("place", "en", query=(("place", "11-UIS-006"),)),
    Picture("forum", "kk", size=(1280, 720), query=(("slide", "headline"),)),
    Picture("overview", "kk", scheme="dark", size=PHONE),
)


def main() -> None:
    PICTURES.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory() as name:
        database = Path(name) / "register.duckdb"
        run_command("demo", "--database", str(database))
        with AppServer(database, Path(name) / "log") as server, sync_playwright() as playwright:
            browser = launch(playwright)
            for picture in SHOWN:
                look = Look(picture.size, picture.scheme)
                visitor = Visitor(look.page(browser), server)
                query = dict(picture.query) | {"lang": picture.language, "period": "2016"}
                visitor.open(picture.page, **query)
                visitor.page.screenshot(path=picture.path)
                visitor.context.close()
            browser.close()
    for picture in SHOWN:
        lighten(picture.path)


def lighten(path: Path) -> None:
    """Rewrites a PNG with a palette; one that is too large all the same is an error."""
    with Image.open(path) as picture:
        rgb = picture.convert("RGB")
        # Each colour that stands there counts, then how much of the picture it covers.
        reduced = rgb.quantize(
            COLOURS, Image.Quantize.MAXCOVERAGE, kmeans=3, dither=Image.Dither.NONE
        )
    reduced.save(path, optimize=True)
    size = path.stat().st_size
    print(f"{path.relative_to(PROJECT)}: {size / 1000:.0f} kB")
    if size > LARGEST_BYTES:
        raise SystemExit(f"{path.name} is larger than {LARGEST_BYTES / 1000:.0f} kB")


if __name__ == "__main__":
    main()
