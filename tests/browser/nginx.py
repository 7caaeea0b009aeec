"""The nginx of `deploy/nginx.conf`, the file that is shipped, on free ports of this machine."""

import socket
import ssl
import time
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Self

import httpx2
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from scripts.nginx import SHIPPED, start_nginx, with_processes
from tests.browser.server import ADDRESS, START_SECONDS, free_port
from tests.patience import STANDS_STILL_SECONDS

HOST = "localhost"


class Nginx:
    """`with Nginx(folder, (8501, 8502)) as site:` hands on to the two ports; `site.url` is https.

    Ports, paths and the name are replaced in the shipped file; where one no longer stands there,
    that is a failure.
    """

    def __init__(self, folder: Path, backends: Sequence[int]) -> None:
        self.port, self.plain_port = free_port(), free_port()
        self.url = f"https://{HOST}:{self.port}"
        self.log = folder / "nginx.log"
        self._folder = folder
        self._backends = backends
        self.certificate = folder / "certificate.pem"

    def __enter__(self) -> Self:
        self._folder.mkdir(parents=True, exist_ok=True)
        _make_certificate(self.certificate, self._folder / "key.pem")
        with self.log.open("wb") as output:
            self.process = start_nginx(self._folder, self._adapted(), output)
        self._wait_until_it_listens()
        return self

    def __exit__(self, *_: object) -> None:
        self.process.terminate()
        self.process.wait(timeout=STANDS_STILL_SECONDS)

    def client(self, source: str = ADDRESS) -> httpx2.Client:
        """A program that knows the certificate, and comes from an address of this machine."""
        transport = httpx2.HTTPTransport(verify=self.trust(), local_address=source)
        return httpx2.Client(base_url=self.url, transport=transport, timeout=STANDS_STILL_SECONDS)

    def trust(self) -> ssl.SSLContext:
        """Knows the certificate, and speaks TLS 1.2.

        One thread of a guest reads while another writes. With TLS 1.3 two of some six hundred of
        their requests never reached nginx; that its tickets after the handshake are why is a guess.
        """
        made = ssl.create_default_context(cafile=str(self.certificate))
        made.maximum_version = ssl.TLSVersion.TLSv1_2
        return made

    def _adapted(self) -> str:
        text = with_processes(self._backends)
        for shipped, here in (
            ("listen 80", f"listen {ADDRESS}:{self.plain_port}"),
            ("listen 443 ssl", f"listen {ADDRESS}:{self.port} ssl"),
            ("    listen [::]:80;\n", ""),
            ("    listen [::]:80 default_server;\n", ""),
            ("    listen [::]:443 ssl http2;\n", ""),
            ("    listen [::]:443 ssl http2 default_server;\n", ""),
            ("npm.example.org", HOST),
            ("/etc/ssl/npm/fullchain.pem", str(self.certificate)),
            ("/etc/ssl/npm/key.pem", str(self._folder / "key.pem")),
            ("/var/log/nginx/npm-error.log", str(self._folder / "error.log")),
        ):
            assert shipped in text, f"{shipped} is no longer in {SHIPPED.name}"
            text = text.replace(shipped, here)
        return text

    def _wait_until_it_listens(self) -> None:
        deadline = time.monotonic() + START_SECONDS
        while time.monotonic() < deadline and self.process.poll() is None:
            with socket.socket() as probe:
                if probe.connect_ex((ADDRESS, self.port)) == 0:
                    return
            time.sleep(0.02)
        raise RuntimeError(f"nginx did not start:\n{self.log.read_text('utf-8')}")


def _make_certificate(certificate: Path, key_file: Path) -> None:
    """One for `HOST` that vouches for itself, for a day."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, HOST)])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(hours=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(HOST)]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .sign(key, hashes.SHA256())
    )
    certificate.write_bytes(made.public_bytes(serialization.Encoding.PEM))
    form = serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    key_file.write_bytes(key.private_bytes(serialization.Encoding.PEM, *form))
