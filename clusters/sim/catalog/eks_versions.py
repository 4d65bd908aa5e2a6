"""Which Kubernetes versions EKS offers, since when and until when.

Dates from the EKS user guide's release calendar and its platform-versions page,
patch numbers from the node image's releases, seen 2026-07-14. A later "today" of a course moves what is offered and how it is supported.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

AS_OF = "2026-05-15"
"""The day that the catalogue shows: "EKS versions as of …"."""
SOURCE = "https://docs.aws.amazon.com/eks/latest/userguide/kubernetes-versions.html"
DEFAULT = "1.35"
SIMULATED = ("1.33", "1.34", "1.35")
"""The versions whose API this simulation speaks."""


@dataclass(frozen=True)
class Version:
    """One minor version. Dates are ISO; `patch` is what the API server reports."""

    minor: str
    patch: str
    platform: str
    build: str
    released: str
    standard_until: str
    extended_until: str

    @property
    def git_version(self) -> str:
        """As `kubectl version` and a kubelet show it."""
        return f"v{self.patch}-eks-{self.build}"

    def support(self, today: str = AS_OF) -> str:
        """EKS's word for how the version is supported on a day."""
        if today <= self.standard_until:
            return "STANDARD_SUPPORT"
        if today <= self.extended_until:
            return "EXTENDED_SUPPORT"
        return "UNSUPPORTED"


_ROWS = (
    ("1.36", "1.36.2", "eks.4", "8f3a1c2", "2026-06-02", "2027-08-02", "2028-08-02"),
    ("1.35", "1.35.6", "eks.9", "3cfe0ce", "2026-01-27", "2027-03-27", "2028-03-27"),
    ("1.34", "1.34.9", "eks.17", "40737a8", "2025-10-02", "2026-12-02", "2027-12-02"),
    ("1.33", "1.33.13", "eks.28", "ac9a4e3", "2025-05-29", "2026-07-29", "2027-07-29"),
    ("1.32", "1.32.13", "eks.35", "69be28f", "2025-01-23", "2026-03-23", "2027-03-23"),
    ("1.31", "1.31.14", "eks.51", "2f91c3e", "2024-09-26", "2025-11-26", "2026-11-26"),
    ("1.30", "1.30.14", "eks.58", "70b1d09", "2024-05-23", "2025-07-23", "2026-07-23"),
)
VERSIONS = {
    minor: Version(minor, patch, platform, build, *dates)
    for minor, patch, platform, build, *dates in _ROWS
}


def offered(today: str = AS_OF) -> list[Version]:
    """What a new cluster may ask for on a day, newest first."""
    return [
        version
        for version in VERSIONS.values()
        if version.released <= today and version.support(today) != "UNSUPPORTED"
    ]


def find(minor: str, today: str = AS_OF) -> Version | None:
    """The version of this name, when it is offered on that day."""
    return next((v for v in offered(today) if v.minor == minor), None)


def epoch(day: str) -> float:
    """Midnight UTC of an ISO date, as the API gives its dates."""
    return dt.datetime.fromisoformat(day).replace(tzinfo=dt.UTC).timestamp()
