"""What the shipped unit takes from the dashboard: everything that it does not need."""

import shutil
import subprocess

import pytest

from npm_data.reference import PROJECT

UNIT = PROJECT / "deploy" / "npm-dashboard@.service"
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
