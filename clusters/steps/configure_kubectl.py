"""Step 3: a kubeconfig, and a real request with a real token to prove it."""

from __future__ import annotations

import json
import ssl
import urllib.error
import urllib.request
from typing import Any

from django.conf import settings

from clusters import callers, runtime
from clusters.steps.standing import (
    Done,
    Failed,
    Link,
    Run,
    Standing,
    Waiting,
    cluster_named,
)

TIMEOUT = 5.0
TOKEN_SECONDS = 60.0
NOT_IN = (401, 403)


def proceed(run: Run) -> Standing:
    """Ask the cluster, over HTTPS, with a token as a kubeconfig would hold it."""
    found = cluster_named(run.world, run.parameters.get("cluster", ""))
    if found is None:
        raise Failed("There is no cluster to connect to.", "Take step 1 first.")
    key, cluster = found
    if cluster["status"] == "CREATING":
        return Waiting(f"Cluster {key.name} is not ACTIVE yet")
    endpoint = runtime.site().endpoint(key.scope, cluster["_"]["id"])
    token = callers.issue_kube_token(
        run.sandbox_id, run.caller().arn, seconds=TOKEN_SECONDS
    )
    try:
        answer = get(f"{endpoint}/version", token)
        who = get(f"{endpoint}/api/v1/namespaces", token)
    except urllib.error.HTTPError as error:
        raise _refused(error) from error
    except OSError as error:
        raise Failed(
            f"Unable to connect to the server: {error}",
            "Is the endpoint public? A private endpoint answers only inside the VPC.",
        ) from error
    run.said.append(f"GET {endpoint}/version answered {answer['gitVersion']}.")
    run.said.append(f"The token is accepted: {len(who['items'])} namespaces.")
    return Done("kubectl can connect.", (Link(key.name, "eks.Cluster", key.name),))


def get(url: str, token: str) -> Any:
    """The JSON at a URL of the Kubernetes endpoint, with a bearer token."""
    trust = ssl.create_default_context(cafile=str(settings.CA_FILE))
    request = urllib.request.Request(  # noqa: S310 our own https address
        url,
        headers={
            "Authorization": f"Bearer {token}",
            "User-Agent": "halfplane-check",
        },
    )
    with urllib.request.urlopen(request, timeout=TIMEOUT, context=trust) as answer:  # noqa: S310
        return json.load(answer)


def _refused(error: urllib.error.HTTPError) -> Failed:
    if error.code in NOT_IN:
        return Failed(
            "error: You must be logged in to the server (Unauthorized)",
            "Your principal has no access entry on this cluster that lets it in: "
            "create one and associate an access policy, then retry.",
        )
    return Failed(
        f"The server answered {error.code} {error.reason}.",
        "Look at the API servers on the map; retry when one is healthy.",
    )
