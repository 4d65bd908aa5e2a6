"""What to paste to point aws, boto3 and kubectl at a sandbox."""

from __future__ import annotations

from typing import Any

import yaml
from django.conf import settings

from clusters.callers import AccessKey
from clusters.live.place import Place
from clusters.sim.commands import Doc
from clusters.sim.tx import Site
from clusters.sim.world import Key

TOKEN_HOURS = 8
"""How long the token in a kubeconfig file holds that does without the AWS CLI."""


def aws_endpoint() -> str:
    return f"{settings.PUBLIC_URL}/aws"


def environment(place: Place, key: AccessKey) -> str:
    """Shell exports: they last as long as the shell."""
    values = {
        "AWS_ACCESS_KEY_ID": key.access_key_id,
        "AWS_SECRET_ACCESS_KEY": key.secret_access_key,
        "AWS_DEFAULT_REGION": place.region,
        "AWS_ENDPOINT_URL": aws_endpoint(),
        "HALFPLANE_URL": settings.PUBLIC_URL,
        "HALFPLANE_SANDBOX": place.id,
    }
    return "\n".join(f"export {name}='{value}'" for name, value in values.items())


def profile(place: Place, key: AccessKey) -> str:
    """A profile of its own, so that your real accounts stay as they are."""
    settings_of = {
        "aws_access_key_id": key.access_key_id,
        "aws_secret_access_key": key.secret_access_key,
        "region": place.region,
        "endpoint_url": aws_endpoint(),
    }
    lines = [
        f"aws configure set profile.halfplane.{n} '{v}'" for n, v in settings_of.items()
    ]
    return "\n".join([*lines, "aws --profile halfplane sts get-caller-identity"])


def boto3(place: Place, key: AccessKey) -> str:
    return f"""\
import boto3

session = boto3.Session(
    aws_access_key_id="{key.access_key_id}",
    aws_secret_access_key="{key.secret_access_key}",
    region_name="{place.region}",
)
eks = session.client("eks", endpoint_url="{aws_endpoint()}")
print(eks.list_clusters()["clusters"])
"""


def terraform(place: Place, cluster: str) -> str:
    """Providers that read the environment; the cluster's are made from AWS's answer."""
    return f"""\
provider "aws" {{
  region = "{place.region}"
}}

data "aws_eks_cluster" "this" {{
  name = "{cluster}"
}}

data "aws_eks_cluster_auth" "this" {{
  name = "{cluster}"
}}

provider "kubernetes" {{
  host                   = data.aws_eks_cluster.this.endpoint
  cluster_ca_certificate = base64decode(data.aws_eks_cluster.this.certificate_authority[0].data)
  token                  = data.aws_eks_cluster_auth.this.token
}}
"""


def kubectl(place: Place, cluster: str) -> str:
    """As on EKS: the file once, then the first questions."""
    return f"""\
aws eks update-kubeconfig --region {place.region} --name {cluster}
kubectl auth whoami
kubectl get nodes
"""


def helm() -> str:
    """Helm has no set-up of its own: it takes kubectl's."""
    return """\
helm create web
helm install web ./web
helm list
"""


def kubeconfig(site: Site, cluster: Key, doc: Doc, user: dict[str, Any]) -> str:
    """A kubeconfig for one cluster; `user` says how its token is come by."""
    name = doc["arn"]
    config = {
        "apiVersion": "v1",
        "kind": "Config",
        "clusters": [
            {
                "name": name,
                "cluster": {
                    "server": site.endpoint(cluster.scope, doc["_"]["id"]),
                    "certificate-authority-data": site.ca,
                },
            }
        ],
        "contexts": [{"name": name, "context": {"cluster": name, "user": name}}],
        "current-context": name,
        "users": [{"name": name, "user": user}],
    }
    return yaml.safe_dump(config, sort_keys=False, width=1000)


def exec_user(place: Place, cluster: str) -> dict[str, Any]:
    """As `aws eks update-kubeconfig` writes it: the CLI makes a token each time."""
    return {
        "exec": {
            "apiVersion": "client.authentication.k8s.io/v1beta1",
            "command": "aws",
            "args": [
                "--region",
                place.region,
                "eks",
                "get-token",
                "--cluster-name",
                cluster,
                "--output",
                "json",
            ],
        }
    }
