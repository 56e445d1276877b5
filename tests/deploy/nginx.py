"""Runs nginx with the configuration of deploy/nginx, but other ports, directories and a test certificate."""

import re
import shutil
import ssl
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import trustme

from server.development.embedded.ports import choose_ports

CONFIGURATION = Path(__file__).parents[2] / "deploy" / "nginx"
PROGRAM = shutil.which("nginx", path="/usr/sbin:/usr/bin:/usr/local/bin:/opt/homebrew/bin")
HOST = "127.0.0.1"
PATIENCE = 30.0
# In place of Debian's nginx.conf, which names Debian's directories.
MAIN = """
daemon off;
worker_processes 2;
pid {0}/nginx.pid;
error_log {0}/log/main.log;
events {{}}
http {{
  client_body_temp_path {0}/temporary/body;
  proxy_temp_path {0}/temporary/proxy;
  fastcgi_temp_path {0}/temporary/fastcgi;
  uwsgi_temp_path {0}/temporary/uwsgi;
  scgi_temp_path {0}/temporary/scgi;
  include {0}/conf.d/*.conf;
}}
"""


@dataclass
class Nginx:
    directory: Path
    port: int
    plain_port: int
    storage_port: int
    authority: trustme.CA

    @property
    def address(self) -> str:
        """Host and port."""
        return f"{HOST}:{self.port}"

    @property
    def url(self) -> str:
        return f"https://{self.address}"

    @property
    def tls(self) -> ssl.SSLContext:
        """A new context that trusts nginx's certificate: each client sets its own protocols in it."""
        tls = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        self.authority.configure_trust(tls)
        return tls

    @property
    def storage_url(self) -> str:
        return f"https://{HOST}:{self.storage_port}"

    def log(self) -> str:
        return "".join(path.read_text() for path in sorted((self.directory / "log").iterdir()))

    def configure(self, servers: tuple[str, str], storage: str) -> None:
        """Write the files of deploy/nginx, with only directories and addresses replaced."""
        places = {
            r"listen \[::\]:\d+.*\n": "",
            r"listen 443\b": f"listen {self.address}",
            r"listen 80\b": f"listen {HOST}:{self.plain_port}",
            r"listen 9443\b": f"listen {HOST}:{self.storage_port}",
            r"127\.0\.0\.1:8001\b": servers[0],
            r"127\.0\.0\.1:8002\b": servers[1],
            r"127\.0\.0\.1:8333\b": storage,
            r"/etc/nginx/tls\b": f"{self.directory}/tls",
            r"/var/log/nginx\b": f"{self.directory}/log",
        }
        for path in CONFIGURATION.glob("*.conf"):
            text = path.read_text(encoding="utf-8")
            for place, ours in places.items():
                text = re.sub(place, ours, text)
            (self.directory / "conf.d" / path.name).write_text(text)
        (self.directory / "nginx.conf").write_text(MAIN.format(self.directory))


@contextmanager
def nginx() -> Iterator[Nginx]:
    """Yield an nginx with ports and a certificate; `configure` it, and start it by `running`."""
    with TemporaryDirectory() as name:
        directory = Path(name)
        directory.chmod(0o755)  # for www-data
        for folder in ("conf.d", "log", "temporary", "tls"):
            (directory / folder).mkdir()
        authority = trustme.CA()
        certificate = authority.issue_cert(HOST)
        for number, pem in enumerate(certificate.cert_chain_pems):
            pem.write_to_path(str(directory / "tls" / "fullchain.pem"), append=number > 0)
        certificate.private_key_pem.write_to_path(str(directory / "tls" / "privkey.pem"))
        ports = choose_ports(HOST, ["port", "plain_port", "storage_port"], directory / "ports.json")
        yield Nginx(directory, authority=authority, **ports)


@contextmanager
def running(here: Nginx) -> Iterator[None]:
    process = subprocess.Popen([str(PROGRAM), "-p", here.directory, "-c", here.directory / "nginx.conf"])
    try:
        deadline = time.monotonic() + PATIENCE
        while not (here.directory / "nginx.pid").exists():  # nginx writes it once it listens
            assert process.poll() is None
            assert time.monotonic() < deadline
            time.sleep(0.02)
        yield
    finally:
        process.terminate()
        process.wait()
