"""Serves the dashboard: `python -m npm_data.ui.server --port 8501`, for this machine only.

`streamlit run dashboard.py` shows the same, but each change takes some 40 ms longer: its socket
holds small messages back until the one before is acknowledged (Nagle's algorithm). Served as an
application by uvicorn, which opens the socket itself, they leave at once.
"""

import argparse
import gc
import importlib
import pkgutil
from pathlib import Path

import streamlit as st
import uvicorn

import npm_data.charts
import npm_data.ui
from npm_data.reference import PROJECT
from npm_data.ui import shell

ADDRESS = "127.0.0.1"
SECONDS_TO_CLOSE = 2


def load_everything() -> None:
    """Imports what the pages will need, so that the first visitor does not wait for it.

    What was loaded stays; the garbage collector need not look through it again and again.
    """
    for package in (npm_data.charts, npm_data.ui):
        for module in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            importlib.import_module(module.name)
    gc.collect()
    gc.freeze()


def serve(port: int, script: Path) -> None:
    """Serves until the process is told to end; open windows are given two seconds to notice."""
    load_everything()
    uvicorn.run(
        st.App(script, on_script_error=shell.take_failure),
        host=ADDRESS,
        port=port,
        ws="websockets-sansio",
        ws_per_message_deflate=False,
        log_level="warning",
        access_log=False,
        timeout_graceful_shutdown=SECONDS_TO_CLOSE,
    )


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m npm_data.ui.server", description=__doc__)
    parser.add_argument("--port", type=int, default=8501)
    parser.add_argument("--script", type=Path, default=PROJECT / "dashboard.py")
    arguments = parser.parse_args()
    serve(arguments.port, arguments.script)


if __name__ == "__main__":
    main()
