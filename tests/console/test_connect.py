"""What to paste, and kubeconfig files."""

from __future__ import annotations

import yaml

from clusters import callers, runtime


def test_the_snippets_carry_this_sandboxs_key(owner, sandbox):
    page = owner.get(f"/s/{sandbox.id}/connect/").content.decode()
    key = callers.learner_key(sandbox.id)

    assert page.count(f"&#x27;{key.access_key_id}&#x27;") == 4  # to show and to copy
    assert f"aws_access_key_id=&quot;{key.access_key_id}&quot;" in page
    assert f"HALFPLANE_SANDBOX=&#x27;{sandbox.id}&#x27;" in page
    assert "AWS_ENDPOINT_URL" in page


def test_a_page_with_a_secret_is_kept_nowhere(owner, sandbox):
    assert "no-store" in owner.get(f"/s/{sandbox.id}/connect/")["Cache-Control"]


def test_a_new_key_takes_the_old_one_back(owner, sandbox):
    old = callers.learner_key(sandbox.id)

    owner.post(f"/s/{sandbox.id}/connect/key/")

    assert callers.learner_key(sandbox.id) != old


def config(owner, sandbox, kind):
    answer = owner.post(f"/s/{sandbox.id}/cluster/demo/kubeconfig/{kind}/")
    return yaml.safe_load(answer.content)


def test_one_file_calls_the_cli_as_on_eks(owner, sandbox, cluster):
    user = config(owner, sandbox, "aws")["users"][0]["user"]

    assert user["exec"]["command"] == "aws"
    assert "get-token" in user["exec"]["args"]


def test_the_other_holds_a_token_that_counts(owner, sandbox, cluster, world):
    found = config(owner, sandbox, "token")
    cluster_id = world().find(cluster)["_"]["id"]

    assert found["clusters"][0]["cluster"]["server"].endswith(
        f"/k8s/us-west-2/{cluster_id}"
    )
    caller = callers.caller_for_kube_token(found["users"][0]["user"]["token"])
    assert caller.arn.endswith(":user/learner")


def test_there_are_two_sorts_of_file(owner, sandbox, cluster):
    answer = owner.post(f"/s/{sandbox.id}/cluster/demo/kubeconfig/other/")

    assert answer.status_code == 404


def test_our_templates_are_served(outsider):
    for name in ("eks-vpc.yaml", "eks-nodes.yaml"):
        assert "Resources:" in outsider.get(f"/templates/{name}").content.decode()
    assert outsider.get("/templates/passwd").status_code == 404


def test_keys_are_folded_until_somebody_asks(owner, sandbox):
    page = owner.get(f"/s/{sandbox.id}/connect/").content.decode()
    folded = page.partition('<details class="more" id="keys-1">')

    assert folded[1]
    assert callers.learner_key(sandbox.id).secret_access_key in folded[2]


def test_each_tool_has_its_lines_with_this_clusters_name(owner, sandbox, cluster):
    page = owner.get(f"/s/{sandbox.id}/connect/").content.decode()

    assert "aws eks update-kubeconfig --region us-west-2 --name demo" in page
    assert "data &quot;aws_eks_cluster&quot;" in page
    assert "helm install" in page


def test_a_cluster_says_whether_the_learners_kubectl_has_come(
    owner, sandbox, cluster, world
):
    place = f"/s/{sandbox.id}/connect/"
    before = owner.get(place).content.decode()
    runtime.note_connection(world().find(cluster)["_"]["id"], "kubectl/v1.35")

    assert "Not yet</span>" in before
    assert "Has come in" in owner.get(place).content.decode()


def test_what_is_simulated_is_read_from_the_registries(owner, sandbox):
    page = owner.get(f"/s/{sandbox.id}/connect/").content.decode()

    assert "CreateNodegroup" in page
    assert "EndpointSlice" in page
