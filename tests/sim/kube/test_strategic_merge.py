"""Strategic merge patch, directive by directive, on real types."""

from __future__ import annotations

import pytest

from clusters.sim.kube.openapi.structs import described
from clusters.sim.kube.strategic_merge import BadPatch, go_text, merge


def merged(kind, live, patch, group="v1"):
    found = described("1.35", group, kind)
    return merge(found.known, found.fields, live, patch)


def pod(*containers, **spec):
    return {"spec": {"containers": [*containers], **spec}}


def names(pod):
    return [container["name"] for container in pod["spec"]["containers"]]


def test_containers_merge_by_name():
    live = pod({"name": "a", "image": "nginx:1"}, {"name": "b", "image": "busybox"})
    out = merged("Pod", live, pod({"name": "a", "image": "nginx:2"}))
    assert out["spec"]["containers"] == [
        {"name": "a", "image": "nginx:2"},
        {"name": "b", "image": "busybox"},
    ]


def test_a_new_element_comes_before_what_only_the_server_has():
    out = merged("Pod", pod({"name": "a"}), pod({"name": "new"}))
    assert names(out) == ["new", "a"]


def test_set_element_order_decides_the_order():
    live = pod({"name": "a"}, {"name": "b"})
    patch = pod({"name": "new"})
    patch["spec"]["$setElementOrder/containers"] = [
        {"name": "b"}, {"name": "new"}, {"name": "a"},
    ]  # fmt: skip
    assert names(merged("Pod", live, patch)) == ["b", "new", "a"]


def test_set_element_order_alone_only_sorts():
    live = pod({"name": "a"}, {"name": "b"})
    patch = {"spec": {"$setElementOrder/containers": [{"name": "b"}, {"name": "a"}]}}
    assert names(merged("Pod", live, patch)) == ["b", "a"]


def test_elements_the_order_does_not_list_are_refused():
    patch = pod({"name": "new"})
    patch["spec"]["$setElementOrder/containers"] = [{"name": "a"}]
    with pytest.raises(BadPatch) as refused:
        merged("Pod", pod({"name": "a"}), patch)
    assert str(refused.value) == (
        "The order in patch list:\n[map[name:new]]\n"
        " doesn't match $setElementOrder list:\n[map[name:a]]\n"
    )


def test_an_element_is_deleted_by_its_key():
    live = pod({"name": "a"}, {"name": "b"})
    assert names(merged("Pod", live, pod({"name": "a", "$patch": "delete"}))) == ["b"]


def test_a_list_is_replaced_when_an_element_says_so():
    live = pod({"name": "a"}, {"name": "b"})
    assert names(merged("Pod", live, pod({"$patch": "replace"}, {"name": "c"}))) == [
        "c"
    ]


def test_a_map_is_replaced_or_emptied():
    live = {"metadata": {"labels": {"a": "1", "b": "2"}}}
    patch = {"metadata": {"labels": {"$patch": "replace", "c": "3"}}}
    assert merged("Pod", live, patch) == {"metadata": {"labels": {"c": "3"}}}
    patch = {"metadata": {"labels": {"$patch": "delete"}}}
    assert merged("Pod", live, patch) == {"metadata": {"labels": {}}}


def test_a_directive_about_what_is_not_there_leaves_nothing():
    patch = {"metadata": {"labels": {"$patch": "delete"}}}
    assert merged("Pod", {"metadata": {"name": "p"}}, patch) == {
        "metadata": {"name": "p"}
    }


def test_null_deletes_and_new_values_lose_their_nulls():
    live = {"metadata": {"labels": {"a": "1"}}}
    patch = {"metadata": {"labels": {"a": None}, "annotations": {"x": "y", "z": None}}}
    assert merged("Pod", live, patch) == {
        "metadata": {"labels": {}, "annotations": {"x": "y"}}
    }


def test_scalars_merge_as_a_set_and_are_deleted_from_it():
    live = {"metadata": {"finalizers": ["a", "b"]}}
    out = merged("Pod", live, {"metadata": {"finalizers": ["b", "c"]}})
    assert sorted(out["metadata"]["finalizers"]) == ["a", "b", "c"]
    patch = {"metadata": {"$deleteFromPrimitiveList/finalizers": ["a"]}}
    assert "a" not in merged("Pod", out, patch)["metadata"]["finalizers"]


def test_retain_keys_drops_what_it_does_not_name():
    live = {"spec": {"strategy": {"type": "RollingUpdate", "rollingUpdate": {}}}}
    patch = {"spec": {"strategy": {"$retainKeys": ["type"], "type": "Recreate"}}}
    out = merged("Deployment", live, patch, "apps/v1")
    assert out == {"spec": {"strategy": {"type": "Recreate"}}}


def test_retain_keys_must_name_what_the_patch_sets():
    patch = {"spec": {"strategy": {"$retainKeys": [], "type": "Recreate"}}}
    with pytest.raises(BadPatch, match="invalid patch format of retainKeys"):
        merged("Deployment", {"spec": {"strategy": {}}}, patch, "apps/v1")


def test_lists_without_a_strategy_are_replaced():
    live = pod(tolerations=[{"key": "a"}])
    out = merged("Pod", live, {"spec": {"tolerations": [{"key": "b"}]}})
    assert out["spec"]["tolerations"] == [{"key": "b"}]


def test_ports_with_one_number_collide_as_in_kubernetes():
    dns = [
        {"containerPort": 53, "protocol": "UDP"},
        {"containerPort": 53, "protocol": "TCP"},
    ]
    patch = pod({"name": "a", "ports": [{"containerPort": 53, "name": "dns"}]})
    out = merged("Pod", pod({"name": "a", "ports": dns}), patch)
    ports = out["spec"]["containers"][0]["ports"]
    assert ports[0] == {"containerPort": 53, "protocol": "UDP", "name": "dns"}
    assert "name" not in ports[1]


@pytest.mark.parametrize(
    ("patch", "text"),
    [
        (
            pod({"image": "x"}),
            "map: map[image:x] does not contain declared merge key: name",
        ),
        (
            {"spec": {"$patch": "explode"}},
            "unknown patch type explode found in: map[]",
        ),
        (
            pod({"name": "a", "$patch": "merge"}),
            "merging lists cannot yet be specified in the patch",
        ),
        (
            {"spec": {"$setElementOrder/containers": "a"}},
            "invalid patch format of setElementOrder list",
        ),
        (
            {"metadata": {"$deleteFromPrimitiveList/finalizers": "a"}},
            "invalid patch format of primitive list",
        ),
        (
            {"spec": {"containers": ["a"]}},
            "list element types are not identical: [[map[name:a]] [a]]",
        ),
    ],
)
def test_malformed_patches_are_refused_in_kubernetes_words(patch, text):
    live = {"metadata": {"finalizers": []}, **pod({"name": "a"})}
    with pytest.raises(BadPatch) as refused:
        merged("Pod", live, patch)
    assert str(refused.value) == text


def test_values_print_as_in_go():
    value = {"b": [1, "x", None], "a": {"c": True}}
    assert go_text(value) == "map[a:map[c:true] b:[1 x <nil>]]"
