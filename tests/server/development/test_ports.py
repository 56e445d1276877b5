from pathlib import Path

from server.development.embedded.ports import choose_ports


def test_no_port_is_the_one_that_seaweedfs_takes_beside_another(tmp_path: Path) -> None:
    ports = choose_ports("127.0.0.1", [str(number) for number in range(400)], tmp_path / "ports.json").values()
    assert len(set(ports)) == 400
    assert not {port + 10_000 for port in ports} & set(ports)
