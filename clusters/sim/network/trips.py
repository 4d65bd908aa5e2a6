"""From any end to any other one: which way is asked about, and what it comes to.

Each part is the function that the simulation itself asks, so what is told is what
happens.
"""

from __future__ import annotations

from clusters.sim.datacenter import control_plane
from clusters.sim.network import ends, inside, outside, reachability, service
from clusters.sim.network.internet import SOMEWHERE, to_internet
from clusters.sim.network.path import Hop, Path, joined, path
from clusters.sim.network.reachability import HTTPS, KUBELET, LAPTOP
from clusters.sim.world import Key, Reader

OUTSIDE = {"laptop": LAPTOP, "internet": SOMEWHERE}
AWS = {"aws/ecr": "Amazon ECR", "aws/sts": "AWS STS", "aws/ec2": "the Amazon EC2 API"}
API = "api"
INSIDE = ("node", "pod")
HTTP, SSH = 80, 22
FROM = (*OUTSIDE, API, *INSIDE)
TO = ("internet", API, *INSIDE, "service", "aws")


def known(end: str, sorts: tuple[str, ...]) -> bool:
    """Whether a text names an end of one of these sorts, there or not."""
    sort, _, name = end.partition("/")
    if sort not in sorts:
        return False
    if sort in (*OUTSIDE, API):
        return not name
    return end in AWS if sort == "aws" else bool(name)


def usual_port(view: Reader, cluster: Key, start: str, end: str) -> int:
    """The port that is asked for on this way when nobody says another one."""
    sort, _, name = end.partition("/")
    if sort == "service":
        found = service.find(view, cluster, name)
        listed = found["spec"].get("ports") or () if found else ()
        return int(listed[0]["port"]) if listed else HTTP
    if sort == "pod":
        return HTTP
    if sort == "node":
        return KUBELET if start == API else SSH
    return HTTPS


def trip(view: Reader, cluster: Key, start: str, end: str, port: int) -> Path:
    """The way from one end to the other, hop by hop. Both must be `known`."""
    if start in OUTSIDE:
        return _from_outside(view, cluster, OUTSIDE[start], end, port)
    if start == API:
        return _from_api(view, cluster, end, port)
    return _from_inside(view, cluster, start, end, port)


def _from_outside(
    view: Reader, cluster: Key, address: str, end: str, port: int
) -> Path:
    sort, _, name = end.partition("/")
    if sort == API:
        way = (
            _listens(cluster, port),
            reachability.laptop_to_api(view, cluster, address),
        )
        return joined(*way, path(_answers(view, cluster)))
    if sort == "service":
        return outside.to_service(view, cluster, address, name, port)
    if sort in INSIDE:
        target = ends.spot(view, cluster, end)
        if isinstance(target, Path):
            return target
        return outside.to_node(view, target, address, port)
    why = "Neither end is in your VPC: nothing that you see here stands between them."
    return path(Hop("the internet", "both", ok=True, why=why))


def _from_api(view: Reader, cluster: Key, end: str, port: int) -> Path:
    """As calls of webhooks, of extension API servers and of kubelets go."""
    sort, _, name = end.partition("/")
    first = path(_answers(view, cluster))
    if not first.ok:
        return first
    if sort == "service":
        return joined(first, _api_to_service(view, cluster, name, port))
    if sort in INSIDE:
        target = ends.spot(view, cluster, end)
        if isinstance(target, Path):
            return joined(first, target)
        way = reachability.api_to_card(view, cluster, target.card, port)
        return joined(first, way)
    why = (
        "What AWS's half sends to the internet or to other services leaves from AWS's own "
        "account; AWS does not publish how."
    )
    return joined(first, path(Hop("AWS's own network", "aws", ok=True, why=why)))


def _api_to_service(view: Reader, cluster: Key, name: str, number: int) -> Path:
    wanted = service.asked(view, cluster, name, number)
    if isinstance(wanted, Path):
        return wanted
    if name == service.API:
        why = "This Service is the API server itself."
        return path(Hop(wanted.called, "aws", ok=True, why=why))
    ready = service.backends(view, wanted.key, wanted.port)
    if not ready:
        return path(service.nobody(wanted))
    pod, port = ready[0]
    why = f"The API server picks a ready Pod itself: {pod} on {port}."
    chosen = path(Hop(f"endpoints of {wanted.called}", "aws", ok=True, why=why))
    target = ends.spot(view, cluster, f"pod/{pod}")
    if isinstance(target, Path):
        return joined(chosen, target)
    return joined(chosen, reachability.api_to_card(view, cluster, target.card, port))


def _from_inside(view: Reader, cluster: Key, start: str, end: str, port: int) -> Path:
    begin = ends.spot(view, cluster, start)
    if isinstance(begin, Path):
        return begin
    sort, _, name = end.partition("/")
    if sort == "service":
        return service.from_inside(view, cluster, begin, name, port)
    if sort in INSIDE:
        target = ends.spot(view, cluster, end)
        if isinstance(target, Path):
            return target
        return inside.between(view, begin, target, port)
    if sort == API:
        if begin.own_network:
            way = service.from_inside(view, cluster, begin, service.API, HTTPS)
        else:
            way = reachability.node_to_api(view, cluster, begin.instance)
        return joined(_listens(cluster, port), way, path(_answers(view, cluster)))
    return _to_world(view, begin, end, port)


def _to_world(view: Reader, begin: ends.Spot, end: str, port: int) -> Path:
    """Out of the VPC; there are no VPC endpoints, so AWS's services are out there too."""
    out = to_internet(view, begin.instance, port)
    if begin.own_network:
        why = (
            f"The packet leaves {begin.instance.name} under that node's primary address: "
            "the VPC CNI translates a Pod's address when it goes out of the VPC."
        )
        out = joined(path(Hop("VPC CNI", "both", ok=True, why=why)), out)
    if end not in AWS:
        return out
    if port != HTTPS:
        why = f"{AWS[end]} answers on {HTTPS} alone, not on {port}."
        return joined(out, path(Hop(AWS[end], "aws", ok=False, why=why)))
    why = f"{AWS[end]} answers by its public address. Who may call it, IAM decides."
    return joined(out, path(Hop(AWS[end], "aws", ok=True, why=why)))


def _listens(cluster: Key, port: int) -> Path:
    if port == HTTPS:
        return Path(ok=True, hops=(), reason="")
    why = f"The endpoint of {cluster.name} answers on {HTTPS} alone, not on {port}."
    return path(Hop("cluster endpoint", "aws", ok=False, why=why))


def _answers(view: Reader, cluster: Key) -> Hop:
    if control_plane.answers(view, ends.cluster_id(view, cluster)):
        return Hop("API server", "aws", ok=True, why="A healthy API server answers.")
    why = "No API server is healthy at the moment. AWS builds or replaces it; wait."
    return Hop("API server", "aws", ok=False, why=why)
