"""The certificate authority stays; the server certificate follows its names."""

from __future__ import annotations

import ssl
import stat
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509

from eksconsole.certificates import ensure_certificates

NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)
NAMES = ["localhost", "127.0.0.1", "::1"]


def server_names(folder: Path) -> set[str]:
    certificate = x509.load_pem_x509_certificate((folder / "server.pem").read_bytes())
    names = certificate.extensions.get_extension_for_class(x509.SubjectAlternativeName)
    return {str(name.value) for name in names.value}


def test_the_first_start_makes_a_ca_and_a_server_certificate(tmp_path):
    ensure_certificates(tmp_path, NAMES, NOW)

    assert server_names(tmp_path) == set(NAMES)
    ssl.create_default_context(cafile=str(tmp_path / "ca.pem"))


def test_addresses_are_addresses_and_names_are_names(tmp_path):
    ensure_certificates(tmp_path, NAMES, NOW)

    pem = (tmp_path / "server.pem").read_bytes()
    found = x509.load_pem_x509_certificate(pem).extensions
    names = found.get_extension_for_class(x509.SubjectAlternativeName).value
    assert names.get_values_for_type(x509.DNSName) == ["localhost"]
    assert [str(a) for a in names.get_values_for_type(x509.IPAddress)] == NAMES[1:]


def test_a_second_start_changes_nothing(tmp_path):
    ensure_certificates(tmp_path, NAMES, NOW)
    before = {path.name: path.read_bytes() for path in tmp_path.iterdir()}

    ensure_certificates(tmp_path, NAMES, NOW + timedelta(days=300))

    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == before


def test_a_new_name_gives_a_new_server_certificate_by_the_same_ca(tmp_path):
    ensure_certificates(tmp_path, NAMES, NOW)
    ca = (tmp_path / "ca.pem").read_bytes()

    ensure_certificates(tmp_path, [*NAMES, "class.example"], NOW)

    assert "class.example" in server_names(tmp_path)
    assert (tmp_path / "ca.pem").read_bytes() == ca


def test_a_certificate_with_less_than_30_days_left_is_replaced(tmp_path):
    ensure_certificates(tmp_path, NAMES, NOW)
    before = (tmp_path / "server.pem").read_bytes()

    ensure_certificates(tmp_path, NAMES, NOW + timedelta(days=397 - 29))

    assert (tmp_path / "server.pem").read_bytes() != before


def test_keys_are_their_owners_alone(tmp_path):
    ensure_certificates(tmp_path / "ca", NAMES, NOW)

    for name in ("ca.key", "server.key"):
        assert stat.S_IMODE((tmp_path / "ca" / name).stat().st_mode) == 0o600
    assert stat.S_IMODE((tmp_path / "ca").stat().st_mode) == 0o700
