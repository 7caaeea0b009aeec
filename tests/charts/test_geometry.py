"""The outlines: found by their codes, and put where the server hands them out."""

from pathlib import Path

import pytest

from npm_data.charts import spec
from npm_data.charts.spec import FEATURES, ensure_static, file_name, static_url, topology
from npm_data.reference import BORDER_SETS, FOLDER, reference

EACH_SET = pytest.mark.parametrize("border_set", BORDER_SETS)


@EACH_SET
def test_every_region_of_a_set_has_its_outline_and_no_other(border_set: str) -> None:
    shapes = topology(border_set)["objects"][FEATURES]["geometries"]
    codes = {region.code for region in reference().regions_of(border_set)}
    assert {shape["id"] for shape in shapes} == codes
    assert len(shapes) == len(codes)


@EACH_SET
def test_the_outlines_are_where_the_page_looks_for_them(border_set: str, tmp_path: Path) -> None:
    assert ensure_static(tmp_path / "static")
    served = tmp_path / static_url(border_set).removeprefix("app/")
    assert served.read_bytes() == (FOLDER / file_name(border_set)).read_bytes()


def test_what_is_in_place_is_left_alone_and_what_differs_is_replaced(tmp_path: Path) -> None:
    ensure_static(tmp_path)
    kept, changed = (tmp_path / file_name(each) for each in BORDER_SETS[:2])
    before = kept.stat()
    changed.write_text("{}", encoding="utf-8")
    assert ensure_static(tmp_path)
    after = kept.stat()
    assert (after.st_ino, after.st_mtime_ns) == (before.st_ino, before.st_mtime_ns)
    assert changed.read_bytes() == (FOLDER / changed.name).read_bytes()
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted(map(file_name, BORDER_SETS))


def test_a_folder_that_cannot_be_made_is_said_and_not_fatal(tmp_path: Path) -> None:
    (tmp_path / "static").write_text("a file stands in the way", encoding="utf-8")
    assert not ensure_static(tmp_path / "static")


def test_a_read_only_folder_leaves_nothing_half_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(self: Path, target: Path) -> None:
        raise PermissionError(target)

    monkeypatch.setattr(Path, "replace", refuse)
    assert not ensure_static(tmp_path)
    assert not list(tmp_path.iterdir())


def test_a_read_only_folder_that_holds_the_outlines_is_enough(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ensure_static(tmp_path)

    def refuse(target: Path, content: bytes) -> None:
        raise PermissionError(target)

    monkeypatch.setattr(spec, "_write", refuse)
    assert ensure_static(tmp_path)
