"""The shipped `deploy/nginx.conf` for other ports and processes of this machine, and its start.

There is one such file: what it says of limits, cookies and headers holds wherever nginx runs.
"""

import os
import re
import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path
from typing import IO

SHIPPED = Path(__file__).resolve().parents[1] / "deploy" / "nginx.conf"
_AROUND = """
{user}
daemon off;
pid {folder}/nginx.pid;
error_log stderr crit;
worker_rlimit_nofile 8192;
events {{ worker_connections 4096; }}
http {{
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
    include {folder}/shipped.conf;
}}
"""
"""What a system's own nginx.conf has round the file, as far as it is needed. A window takes two
connections.
"""
_PROCESSES = re.compile(r"(^    server 127\.0\.0\.1:\d+ (?P<options>.*;)\n)+", re.MULTILINE)
_OF_TLS = re.compile(
    r"^    (listen|server_name|ssl_|error_log|add_header Strict-Transport-Security"
    r"|proxy_cookie_flags) ?.*;\n",
    re.MULTILINE,
)


def nginx_path() -> Path | None:
    """Debian's lies where the path of an ordinary user does not look."""
    found = shutil.which("nginx", path=f"{os.environ.get('PATH', '')}:/usr/sbin:/usr/local/sbin")
    return Path(found) if found else None


def with_processes(ports: Sequence[int]) -> str:
    """The shipped file, handing on to processes of this machine at these ports."""
    text = SHIPPED.read_text("utf-8")
    found = _PROCESSES.search(text)
    if found is None:
        raise ValueError(f"{SHIPPED.name} has no list of processes")
    listed = (f"    server 127.0.0.1:{port} {found['options']}\n" for port in ports)
    return text[: found.start()] + "".join(listed) + text[found.end() :]


def in_plain_http(text: str, place: str) -> str:
    """The file without TLS, for all names of one place (`127.0.0.1:8501`).

    Of its servers only the last, which is the dashboard's, is needed.
    """
    before, *_, dashboard = re.split(r"^(?=server \{$)", text, flags=re.MULTILINE)
    listening = f"server {{\n    listen {place};\n"
    dashboard = _OF_TLS.sub("", dashboard).replace("server {\n", listening, 1)
    return before.replace(" Secure;", "") + dashboard


def start_nginx(
    folder: Path, text: str, output: IO[bytes] | None = None
) -> subprocess.Popen[bytes]:
    """Starts it with a file such as these make, in a folder of its own, and does not wait."""
    nginx = nginx_path()
    if nginx is None:
        raise FileNotFoundError("nginx")
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "shipped.conf").write_text(text, "utf-8")
    # Otherwise its processes would be nobody's, who may not write into the folder.
    user = "user root;" if os.geteuid() == 0 else ""
    around = folder / "nginx.conf"
    around.write_text(_AROUND.format(folder=folder, user=user), "utf-8")
    command = [str(nginx), "-e", "stderr", "-c", str(around)]
    return subprocess.Popen(command, stdout=output, stderr=output)
