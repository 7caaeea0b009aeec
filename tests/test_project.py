"""What holds for the project as a whole: its files, its packages, its documents."""

import ast
import re
import subprocess
import sys
import tomllib
from functools import cache
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest
from packaging.utils import canonicalize_name

from npm_data.reference import PROJECT
from tests.locks import requirements

BINARY = {".png", ".pptx", ".ttf", ".xlsx"}
LOCKS = (
    "requirements.lock",
    "requirements-dev.lock",
    "requirements-lake.lock",
    "requirements-lake-dev.lock",
)
GENERATED = {".duckdb", ".wal", ".pyc", ".mo", ".log"}
NEEDED_BY_ANOTHER = {
    "authlib": "Streamlit signs people in with it",
    "httpx2": "authlib asks the provider of sign-in with it",
    "fastexcel": "polars reads workbooks with it",
    "pyarrow": "Streamlit sends frames with it",
    "xlsxwriter": "polars writes workbooks with it",
}


@cache
def tracked() -> tuple[Path, ...]:
    """The files in git that still stand in the work tree."""
    listed = subprocess.run(
        ["git", "ls-files", "-z"], cwd=PROJECT, capture_output=True, check=True, text=True
    )
    paths = (PROJECT / name for name in listed.stdout.split("\0") if name)
    return tuple(path for path in paths if path.is_file())


def texts() -> list[Path]:
    """Files of offices are kept as they were made, in whatever encoding."""
    ours = [path for path in tracked() if "office" not in path.parts]
    return [path for path in ours if path.suffix not in BINARY]


def python_files(*folders: str) -> list[Path]:
    return [
        path
        for path in tracked()
        if path.suffix == ".py" and path.relative_to(PROJECT).parts[0] in folders
    ]


def named(paths: list[Path]) -> list[str]:
    return [str(path.relative_to(PROJECT)) for path in paths]


def test_every_text_is_utf8_with_plain_line_ends_and_ends_with_one() -> None:
    contents = {path: path.read_bytes() for path in texts()}
    for content in contents.values():
        content.decode("utf-8")
    wrong = [
        path
        for path, content in contents.items()
        if content and (b"\r" in content or not content.endswith(b"\n"))
        if not {"examples", "reference"} & set(path.parts)  # kept as they were received
    ]
    assert not named(wrong)


def test_nothing_generated_is_in_git() -> None:
    wrong = [path for path in tracked() if path.suffix in GENERATED or ".venv" in path.parts]
    assert not named(wrong)


def test_files_are_small() -> None:
    limits = {".png": 200_000, ".lock": 300_000}
    wrong = [path for path in tracked() if path.stat().st_size > limits.get(path.suffix, 150_000)]
    assert not named(wrong)


def test_no_module_is_above_600_lines() -> None:
    """One concept, one file, however long it must be; but no longer."""
    modules = python_files("npm_data", "pages", "bench", "scripts", "dashboard.py")
    wrong = [path for path in modules if len(path.read_text("utf-8").splitlines()) > 600]
    assert not named(wrong)


def test_silenced_checks_name_what_they_silence() -> None:
    bare = re.compile(r"#\s*(noqa|type:\s*ignore)(?![:\[])")
    wrong = [
        path
        for path in tracked()
        if path.suffix == ".py" and bare.search(path.read_text("utf-8")) and path != Path(__file__)
    ]
    assert not named(wrong)


def test_no_file_knows_this_machine_or_where_packages_come_from() -> None:
    own_folders = {f"{PROJECT}/", f"{Path.home()}/", f"{sys.prefix}/"} - {"//"}
    index = re.compile(r"index-url|find-links|trusted-host|/simple\b")
    wrong = [
        path
        for path in texts()
        if path != Path(__file__)
        if index.search(text := path.read_text("utf-8"))
        or any(each in text for each in own_folders)
    ]
    assert not named(wrong)


@pytest.mark.parametrize("lock", LOCKS)
def test_every_package_of_a_lock_has_hashes_to_be_held_against(lock: str) -> None:
    text = (PROJECT / lock).read_text("utf-8").replace("\\\n", " ")
    pins = [line for line in text.splitlines() if line[:1].isalnum()]
    assert len(pins) >= len(requirements(lock)) > 0
    assert all(re.search(r"==\S+ .*--hash=sha256:[0-9a-f]{64}", pin) for pin in pins)


def test_what_is_locked_is_installed_by_its_hashes_alone() -> None:
    """By uv, and by pip where uv finds no index."""
    makefile = (PROJECT / "Makefile").read_text("utf-8")
    assert "LOCKED := --require-hashes -r\n" in makefile
    assert all(f"$(LOCKED) {lock}" in makefile for lock in LOCKS[:2])
    assert f"LAKE_LOCK := {LOCKS[3]}\n" in makefile
    assert "$(LOCKED) $(LAKE_LOCK)" in makefile
    assert "-r requirements" not in makefile.replace("-r requirements-references.txt", "")


@pytest.mark.parametrize("lock", LOCKS)
def test_the_lock_pins_every_direct_dependency_within_its_range(lock: str) -> None:
    pinned = requirements(lock)
    for name, wanted in requirements(lock.replace(".lock", ".txt")).items():
        version = str(pinned[name].specifier).removeprefix("==")
        assert wanted.specifier.contains(version), f"run make lock: {wanted}, pinned {version}"


@pytest.mark.parametrize("kind", ["requirements", "requirements-lake"])
def test_what_runs_has_the_versions_of_what_is_tested(kind: str) -> None:
    tested = requirements(f"{kind}-dev.lock")
    differing = [
        name
        for name, pin in requirements(f"{kind}.lock").items()
        if pin.specifier != tested[name].specifier
    ]
    assert not differing


def test_every_package_that_the_program_imports_is_a_direct_dependency() -> None:
    assert imported_packages() <= set(requirements("requirements.txt"))


def test_every_direct_dependency_is_imported_or_needed_by_another() -> None:
    assert set(requirements("requirements.txt")) - imported_packages() <= set(NEEDED_BY_ANOTHER)


def imported_packages() -> set[str]:
    """The installed packages, by canonical name, that the program's modules import."""
    owners = packages_distributions()
    modules = python_files("npm_data", "pages", "dashboard.py")
    trees = [ast.parse(path.read_text("utf-8")) for path in modules]
    tops = {
        name.split(".")[0] for tree in trees for node in ast.walk(tree) for name in imports_of(node)
    }
    outside = tops - set(sys.stdlib_module_names) - {"npm_data"}
    return {canonicalize_name(owners[top][0]) for top in outside}


def imports_of(node: ast.AST) -> list[str]:
    if isinstance(node, ast.Import):
        return [alias.name for alias in node.names]
    return [node.module] if isinstance(node, ast.ImportFrom) and node.module else []


def test_documents_link_to_files_that_exist() -> None:
    link = re.compile(r"\]\((?!https?:|#)([^)#]+)")
    missing = [
        f"{document.name}: {target}"
        for document in tracked()
        if document.suffix == ".md"
        for target in link.findall(document.read_text("utf-8"))
        if not (document.parent / target).exists()
    ]
    assert not missing


def test_documents_name_make_commands_that_exist() -> None:
    makefile = (PROJECT / "Makefile").read_text("utf-8")
    targets = set(re.findall(r"^([a-z0-9.-]+):", makefile, flags=re.MULTILINE))
    for name in ("README.md", "CONTRIBUTING.md", ".ci/run", "data/README.md"):
        text = (PROJECT / name).read_text("utf-8")
        commands = set(re.findall(r"(?:`|^ *)make ([a-z][a-z0-9.-]*)", text, flags=re.MULTILINE))
        assert commands <= targets, name


def test_every_reference_file_has_its_source_in_the_data_readme() -> None:
    text = (PROJECT / "data" / "README.md").read_text("utf-8")
    files = (PROJECT / "data" / "reference").iterdir()
    stems = {path.name.removeprefix("kz_regions_") for path in files}
    assert not {stem for stem in stems if stem.removesuffix(".topojson") not in text}


def test_the_data_readme_says_the_attribution_line_of_the_borders() -> None:
    borders = (PROJECT / "data" / "reference" / "kz_regions_2022.topojson").read_text("utf-8")
    attribution = re.search(r'"attribution":\s*"([^"]+)"', borders)
    assert attribution is not None
    assert attribution[1].replace("(c)", "©") in (PROJECT / "data" / "README.md").read_text("utf-8")


def test_the_changelog_speaks_of_this_version() -> None:
    project = tomllib.loads((PROJECT / "pyproject.toml").read_text("utf-8"))["project"]
    assert f"\n## {project['version']}" in (PROJECT / "CHANGELOG.md").read_text("utf-8")


def test_decisions_are_numbered_without_a_gap_and_twenty_are_at_hand() -> None:
    files = [PROJECT / "docs" / f"{name}.md" for name in ("decisions", "decisions_archive")]
    numbers = [
        [
            int(number)
            for number in re.findall(r"^## (\d+)\. ", path.read_text("utf-8"), re.MULTILINE)
        ]
        for path in files
    ]
    assert len(numbers[0]) == 20
    assert sorted(numbers[0] + numbers[1]) == list(range(1, len(numbers[0] + numbers[1]) + 1))
