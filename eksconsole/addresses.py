"""Under which names and addresses this installation is reached."""

from __future__ import annotations

import ipaddress
import socket
from urllib.parse import urlsplit

LOOPBACK = ("localhost", "127.0.0.1", "::1")


def is_address(name: str) -> bool:
    try:
        ipaddress.ip_address(name)
    except ValueError:
        return False
    return True


def bracketed(name: str) -> str:
    """As a host is written in a URL or in ALLOWED_HOSTS: IPv6 in brackets."""
    return f"[{name}]" if ":" in name else name


def own_address() -> str | None:
    """The address by which others reach this machine; sends nothing."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            # 192.0.2.0/24 is reserved for documentation: only the route is looked up.
            probe.connect(("192.0.2.1", 9))
        except OSError:
            return None
        address: str = probe.getsockname()[0]
        return address


def is_everywhere(bind: str) -> bool:
    return is_address(bind) and ipaddress.ip_address(bind).is_unspecified


def public_name(bind: str) -> str:
    """The host that links and kubeconfigs name when nobody gave PUBLIC_URL."""
    if bind in LOOPBACK or not bind:
        return "localhost"
    if is_everywhere(bind):
        return own_address() or socket.gethostname()
    return bind


def names(bind: str, *urls: str) -> list[str]:
    """Every name under which a client may call, for hosts and the certificate."""
    found = [*LOOPBACK, socket.gethostname().lower()]
    if bind and not is_everywhere(bind):
        found.append(bind)
    if is_everywhere(bind):
        found.append(own_address() or "")
    found += [(urlsplit(url).hostname or "") for url in urls]
    return list(dict.fromkeys(name for name in found if name))
