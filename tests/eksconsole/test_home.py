"""The state folder: private, short enough for a socket, one secret key."""

from __future__ import annotations

import stat
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from eksconsole.home import (
    LONGEST_SOCKET_PATH,
    redis_socket,
    secret_key,
    site_facts,
    write_site_facts,
)


def test_the_secret_key_is_made_once_and_is_its_owners_alone(tmp_path):
    key = secret_key(tmp_path)

    assert secret_key(tmp_path) == key
    assert len(key) >= 50
    assert stat.S_IMODE((tmp_path / "secret-key").stat().st_mode) == 0o600


def test_two_processes_that_start_at_once_agree_on_the_key(tmp_path):
    with ThreadPoolExecutor(8) as pool:
        keys = set(pool.map(secret_key, [tmp_path] * 8))

    assert len(keys) == 1
    assert [path.name for path in tmp_path.iterdir()] == ["secret-key"]


def test_the_socket_lies_in_the_state_folder():
    assert redis_socket(Path("/srv/hp")) == Path("/srv/hp/run/redis.sock")


def test_a_deep_state_folder_gets_a_short_socket_of_its_own():
    deep, other = Path("/" + "d" * 120), Path("/" + "e" * 120)

    assert len(str(redis_socket(deep))) <= LONGEST_SOCKET_PATH
    assert redis_socket(deep) == redis_socket(deep)
    assert redis_socket(deep) != redis_socket(other)


def test_what_up_wrote_about_itself_can_be_read(tmp_path):
    assert site_facts(tmp_path) == {}

    write_site_facts(tmp_path, {"public_url": "http://localhost:8001"})

    assert site_facts(tmp_path) == {"public_url": "http://localhost:8001"}
