"""Ages are written as kubectl's users know them."""

from __future__ import annotations

import pytest

from clusters.sim.kube import ages

MINUTE, HOUR, DAY = 60, 3600, 86400
WRITTEN = {
    -10: "<invalid>",
    -0.5: "0s",
    0: "0s",
    95: "95s",
    119: "119s",
    120: "2m",
    185: "3m5s",
    10 * MINUTE: "10m",
    75 * MINUTE: "75m",
    3 * HOUR: "3h",
    3 * HOUR + 20 * MINUTE: "3h20m",
    8 * HOUR + 20 * MINUTE: "8h",
    30 * HOUR: "30h",
    2 * DAY: "2d",
    3 * DAY + 4 * HOUR: "3d4h",
    8 * DAY + HOUR: "8d",
    400 * DAY: "400d",
    (3 * 365 + 40) * DAY: "3y40d",
    9 * 365 * DAY: "9y",
}


@pytest.mark.parametrize(("seconds", "told"), WRITTEN.items())
def test_a_duration(seconds, told):
    assert ages.human(seconds) == told


def test_what_has_no_time_has_no_age():
    assert ages.since(None, 1.0) == "<unknown>"
    assert ages.since("1970-01-01T00:00:10Z", 25.0) == "15s"
