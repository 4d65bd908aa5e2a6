"""The images of EKS's default add-ons, with the start lines that people look for."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Sequence

from clusters.sim.images.image import Image, Program, register
from clusters.sim.images.process import Exit, Line, Process, Ran, Start, opens

CNI_START = (
    '{{"level":"info","ts":"{iso}","caller":"entrypoint.sh","msg":"Checking for IPAM connectivity ... "}}',
    "Installed /host/opt/cni/bin/aws-cni",
    "Installed /host/opt/cni/bin/egress-cni",
    'time="{iso}" level=info msg="Starting IPAM daemon... "',
    '{{"level":"info","ts":"{iso}","caller":"entrypoint.sh","msg":"Copying config file... "}}',
    '{{"level":"info","ts":"{iso}","caller":"entrypoint.sh","msg":"Successfully copied CNI plugin binary and config file."}}',
)
CNI_INIT = (
    '{{"level":"info","ts":"{iso}","caller":"init","msg":"Copying CNI plugin binaries ..."}}',
    '{{"level":"info","ts":"{iso}","caller":"init","msg":"Copied all CNI plugin binaries to /host/opt/cni/bin"}}',
    '{{"level":"info","ts":"{iso}","caller":"init","msg":"CNI init container done"}}',
)
AGENT = (
    '{{"level":"info","ts":"{iso}","msg":"version","GitVersion":"","GitCommit":"","BuildDate":""}}',
    '{{"level":"info","ts":"{iso}","msg":"Starting the Network Policy Agent Server","localURL":"127.0.0.1:50052"}}',
)
PROXY = (
    'I{klog}       1 server_linux.go:63] "Using iptables proxy"',
    'I{klog}       1 server.go:715] "Successfully retrieved node IP(s)" IPs=["{address}"]',
    'I{klog}       1 server.go:265] "kube-proxy running in single-stack mode" ipFamily="IPv4"',
    'I{klog}       1 config.go:200] "Starting service config controller"',
    'I{klog}       1 config.go:106] "Starting endpoint slice config controller"',
    'I{klog}       1 shared_informer.go:356] "Caches are synced" controller="service config"',
)
DNS = (
    ".:53",
    "[INFO] plugin/reload: Running configuration SHA512 = 8a7d59126e7f114ab49c6d2613be93d8ef7d408af8ee61a710210843dc409f03133727e38f64469d9bb180f396c84ebf48a42bde3b3769730865ca9df5eb281c",
    "CoreDNS-{version}",
    "linux/amd64, go1.25.5",
)


def _writes(templates: Sequence[str], at: float) -> Callable[[Start], Iterator[Line]]:
    def written(start: Start) -> Iterator[Line]:
        when = dt.datetime.fromtimestamp(start.epoch + at, dt.UTC)
        facts = {
            "iso": when.strftime("%Y-%m-%dT%H:%M:%S.000Z"),
            "klog": when.strftime("%m%d %H:%M:%S.000000"),
            "address": start.address,
            "version": start.tag.removeprefix("v").partition("-")[0],
        }
        for template in templates:
            yield Line(at, "stdout", template.format(**facts))

    return written


def _serves(templates: Sequence[str], ports: Sequence[int], *, after: float) -> Program:
    """A daemon that writes its lines, then listens."""
    written = _writes(templates, after)

    def serve(start: Start) -> Process:
        return Process(
            output=lambda _until: written(start),
            answer=opens(dict.fromkeys(ports, after), lambda _path: 200),
            execute=lambda _argv, at: _healthy(ready=at >= after),
            changes=(after,),
            stops=Exit(0.5, 0),
            memory=30 << 20,
        )

    return serve


def _healthy(*, ready: bool) -> Ran:
    """A daemon's own probe program, such as grpc-health-probe."""
    return (
        Ran(0, "status: SERVING")
        if ready
        else Ran(1, 'timeout: failed to connect service ":50051" within 5s')
    )


def _ends(templates: Sequence[str], *, after: float) -> Program:
    written = _writes(templates, after)

    def run(start: Start) -> Process:
        return Process(output=lambda _until: written(start), exits=Exit(after, 0))

    return run


def _add_on(
    names: Sequence[str], program: str, serve: Program, more: Sequence[str] = ()
) -> None:
    programs = dict.fromkeys((program, *more), serve)
    repositories = tuple(f"ecr/{name}" for name in names)
    register(Image(repositories, entrypoint=(program,), programs=programs))


_add_on(
    ("eks/amazon-k8s-cni", "amazon-k8s-cni"),
    "/app/aws-vpc-cni",
    _serves(CNI_START, (50051, 61678), after=3.0),
)
_add_on(
    ("eks/amazon-k8s-cni-init", "amazon-k8s-cni-init"),
    "/init/aws-vpc-cni-init",
    _ends(CNI_INIT, after=1.0),
)
_add_on(
    ("eks/aws-network-policy-agent", "amazon/aws-network-policy-agent"),
    "/controller",
    _serves(AGENT, (8162, 8163), after=0.5),
)
_add_on(("eks/kube-proxy",), "kube-proxy", _serves(PROXY, (10249, 10256), after=0.5))
_add_on(
    ("eks/coredns",),
    "/coredns",
    _serves(DNS, (53, 8080, 8181, 9153), after=0.5),
    more=("coredns",),
)
