"""A learner with boto3's own client: from an empty account to a running app."""

from __future__ import annotations

import json
import ssl
import time
import urllib.request
from pathlib import Path
from typing import Any

import botocore.session
from botocore.config import Config

TEMPLATES = "templates/eks-vpc.yaml"


class Learner:
    """One sandbox, spoken to through its doors only."""

    def __init__(self, sandbox: Any, url: str, authority: Path) -> None:
        from clusters import callers  # noqa: PLC0415 Django must be set up first

        key = callers.learner_key(sandbox.id)
        self.sandbox, self.url, self.authority = sandbox, url, authority
        self.session = botocore.session.Session()
        self.session.set_credentials(key.access_key_id, key.secret_access_key)

    def client(self, service: str) -> Any:
        return self.session.create_client(
            service,
            region_name="us-west-2",
            endpoint_url=f"{self.url}/aws",
            config=Config(retries={"total_max_attempts": 1}),
        )

    def network(self) -> dict[str, str]:
        """The VPC's stack, complete; its outputs."""
        with urllib.request.urlopen(f"{self.url}/{TEMPLATES}") as answer:
            body = answer.read().decode()
        cloudformation = self.client("cloudformation")
        cloudformation.create_stack(StackName="net", TemplateBody=body)
        stack = cloudformation.describe_stacks(StackName="net")["Stacks"][0]
        return {o["OutputKey"]: o["OutputValue"] for o in stack["Outputs"]}

    def cluster(self, outputs: dict[str, str], name: str = "demo") -> Any:
        """Ask for a cluster in the network; answers what DescribeCluster says."""
        eks = self.client("eks")
        eks.create_cluster(
            name=name,
            roleArn=f"arn:aws:iam::{self.sandbox.account}:role/eksClusterRole",
            resourcesVpcConfig={
                "subnetIds": outputs["SubnetIds"].replace(" ", "").split(","),
                "securityGroupIds": outputs["SecurityGroups"].split(","),
            },
            accessConfig={"authenticationMode": "API_AND_CONFIG_MAP"},
        )
        return eks.describe_cluster(name=name)["cluster"]

    def nodes(self, cluster: Any, name: str = "web", count: int = 2) -> None:
        """A managed node group of so many nodes."""
        self.client("eks").create_nodegroup(
            clusterName=cluster["name"],
            nodegroupName=name,
            scalingConfig={"minSize": 0, "maxSize": count, "desiredSize": count},
            nodeRole=f"arn:aws:iam::{self.sandbox.account}:role/AmazonEKSNodeRole",
            subnets=cluster["resourcesVpcConfig"]["subnetIds"],
        )

    def kube(self, cluster: Any, method: str, path: str, body: Any = None) -> Any:
        """One request to the cluster's Kubernetes API."""
        trust = ssl.create_default_context(cafile=str(self.authority))
        request = urllib.request.Request(
            cluster["endpoint"] + path,
            method=method,
            data=json.dumps(body).encode() if body else None,
            headers={
                "Authorization": f"Bearer {self.token()}",
                "Content-Type": "application/json",
            },
        )
        with urllib.request.urlopen(request, context=trust) as answer:
            return json.load(answer)

    def token(self) -> str:
        from clusters import callers  # noqa: PLC0415 as above

        arn = f"arn:aws:iam::{self.sandbox.account}:user/learner"
        return callers.issue_kube_token(self.sandbox.id, arn)

    def application(self, cluster: Any, replicas: int = 3, name: str = "web") -> None:
        """A Deployment of nginx, all of it available."""
        labels = {"app": name}
        pod = {"containers": [{"name": "nginx", "image": "nginx"}]}
        body = {
            "apiVersion": "apps/v1",
            "kind": "Deployment",
            "metadata": {"name": name},
            "spec": {
                "replicas": replicas,
                "selector": {"matchLabels": labels},
                "template": {"metadata": {"labels": labels}, "spec": pod},
            },
        }
        path = "/apis/apps/v1/namespaces/default/deployments"
        self.kube(cluster, "POST", path, body)
        end = time.monotonic() + 60
        while time.monotonic() < end:
            live = self.kube(cluster, "GET", f"{path}/{name}")
            if live.get("status", {}).get("availableReplicas") == replicas:
                return
            time.sleep(0.05)
        raise TimeoutError(f"{name} did not become available: {live.get('status')}")

    def everything(self) -> Any:
        """Network, cluster, two nodes, the application. Needs an instant clock."""
        self.network_outputs = self.network()
        cluster = self.cluster(self.network_outputs)
        self.nodes(cluster)
        self.application(cluster)
        return cluster
