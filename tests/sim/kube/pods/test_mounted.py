"""The files that volumes bring into a container."""

from __future__ import annotations

import base64

from clusters.sim.kube.kind import kinds
from clusters.sim.kube.pods import mounted
from clusters.sim.world import Key
from tests.sim.kube.a_cluster import CID, Cluster

SCOPE = f"{CID}/default"


def inside(volume, mount, **meta):
    """The files in a container with one volume, which is mounted so."""
    cluster = Cluster()
    cluster.create(
        "configmaps",
        {"metadata": {"name": "settings"}, "data": {"color": "blue", "size": "s"}},
    )
    packed = base64.b64encode(b"geheim").decode()
    cluster.create("secrets", {"metadata": {"name": "pass"}, "data": {"word": packed}})
    pod = {
        "metadata": {"name": "web", "namespace": "default", **meta},
        "spec": {"volumes": [{"name": "v", **volume}]},
    }
    container = {"name": "c", "volumeMounts": [{"name": "v", **mount}]}
    key = Key(kinds["pods"].document, SCOPE, "web")
    return mounted.files(cluster.world, key, pod, container)


def test_a_config_map_is_a_folder_of_files():
    files = inside({"configMap": {"name": "settings"}}, {"mountPath": "/etc/cfg"})
    assert files == {"/etc/cfg/color": "blue", "/etc/cfg/size": "s"}


def test_a_secret_is_there_in_the_clear():
    files = inside({"secret": {"secretName": "pass"}}, {"mountPath": "/run/pass/"})
    assert files == {"/run/pass/word": "geheim"}


def test_items_choose_keys_and_their_paths():
    items = [{"key": "color", "path": "deep/paint"}, {"key": "nothing", "path": "x"}]
    source = {"configMap": {"name": "settings", "items": items}}
    assert inside(source, {"mountPath": "/c"}) == {"/c/deep/paint": "blue"}


def test_a_sub_path_is_one_file():
    mount = {"mountPath": "/etc/color", "subPath": "color"}
    assert inside({"configMap": {"name": "settings"}}, mount) == {"/etc/color": "blue"}


def test_a_pod_tells_of_itself_beside_other_sources():
    field = {"path": "labels", "fieldRef": {"fieldPath": "metadata.labels"}}
    one = {"path": "app", "fieldRef": {"fieldPath": "metadata.labels['app']"}}
    sources = [
        {"downwardAPI": {"items": [field, one]}},
        {"configMap": {"name": "settings", "items": [{"key": "size", "path": "size"}]}},
    ]
    labels = {"tier": "front", "app": "web"}
    files = inside(
        {"projected": {"sources": sources}}, {"mountPath": "/p"}, labels=labels
    )
    assert files == {
        "/p/labels": 'app="web"\ntier="front"\n',
        "/p/app": "web",
        "/p/size": "s",
    }


def test_what_is_not_there_brings_nothing():
    assert inside({"configMap": {"name": "none"}}, {"mountPath": "/c"}) == {}
    assert inside({"emptyDir": {}}, {"mountPath": "/c"}) == {}
