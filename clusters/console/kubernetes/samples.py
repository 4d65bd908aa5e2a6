"""Manifests to start from."""

from __future__ import annotations

from typing import NamedTuple

from clusters.steps.deploy_app import SAMPLE


class Sample(NamedTuple):
    name: str
    title: str
    text: str


POD = """\
apiVersion: v1
kind: Pod
metadata:
  name: hello
  labels:
    app: hello
spec:
  containers:
  - name: hello
    image: busybox
    command: ["sh", "-c", "echo hello; sleep 3600"]
    resources:
      requests:
        cpu: 50m
        memory: 32Mi
"""
CONFIG = """\
apiVersion: v1
kind: ConfigMap
metadata:
  name: settings
data:
  colour: teal
  greeting: |
    Hello from a ConfigMap.
    Each key becomes a file where it is mounted.
"""
OPAQUE = """\
apiVersion: v1
kind: Secret
metadata:
  name: credentials
type: Opaque
stringData:
  username: orchard
  password: change-me
"""
BALANCED = """\
apiVersion: v1
kind: Service
metadata:
  name: web-public
spec:
  type: LoadBalancer
  selector:
    app: web
  ports:
  - port: 80
    targetPort: 80
"""
DAEMON = """\
apiVersion: apps/v1
kind: DaemonSet
metadata:
  name: on-every-node
spec:
  selector:
    matchLabels:
      app: on-every-node
  template:
    metadata:
      labels:
        app: on-every-node
    spec:
      containers:
      - name: sleeper
        image: busybox
        command: ["sleep", "3600"]
"""
READER = """\
apiVersion: v1
kind: Namespace
metadata:
  name: shop
---
apiVersion: rbac.authorization.k8s.io/v1
kind: Role
metadata:
  name: pod-reader
  namespace: shop
rules:
- apiGroups: [""]
  resources: ["pods", "pods/log"]
  verbs: ["get", "list", "watch"]
---
apiVersion: rbac.authorization.k8s.io/v1
kind: RoleBinding
metadata:
  name: pod-readers
  namespace: shop
subjects:
- kind: ServiceAccount
  name: default
  namespace: shop
roleRef:
  apiGroup: rbac.authorization.k8s.io
  kind: Role
  name: pod-reader
"""
SAMPLES = (
    Sample("web", "Deployment and Service", SAMPLE),
    Sample("pod", "Pod", POD),
    Sample("load-balancer", "Service of type LoadBalancer", BALANCED),
    Sample("config", "ConfigMap", CONFIG),
    Sample("secret", "Secret", OPAQUE),
    Sample("daemon-set", "DaemonSet", DAEMON),
    Sample("reader", "Namespace, Role and RoleBinding", READER),
)


def text_of(name: str) -> str:
    """A sample's text; the first one's where there is no such."""
    return next((s.text for s in SAMPLES if s.name == name), SAMPLES[0].text)
