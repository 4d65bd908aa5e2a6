"""get and list: straight from the World, in the form that the client accepts."""

from __future__ import annotations

from clusters.apiserver.answers import json_answer, yaml_answer
from clusters.apiserver.asgi import Answer
from clusters.apiserver.call import Call, header
from clusters.apiserver.negotiation import Form, form
from clusters.sim.kube import reading, tables
from clusters.sim.kube.errors import UnknownPath
from clusters.sim.kube.kind import Body, Kind
from clusters.sim.kube.reading import Found, Page
from clusters.sim.kube.subresources import scale


def single(call: Call, kind: Kind) -> Answer:
    """`GET …/pods/web`."""
    wanted = form(header(call.scope, b"accept"))
    view = call.cluster.world
    asked = call.query.get("resourceVersion", "")
    if asked:
        reading.check_version(view, asked)
    found = _found(call, kind)
    if wanted == JSON:
        return Answer(reading.shown_bytes(view, kind, found, call.at))
    if wanted.yaml:
        return yaml_answer(reading.shown(view, kind, found, call.at))
    return json_answer(_converted(call, kind, found, wanted))


def collection(call: Call, kind: Kind) -> Answer:
    """`GET …/pods`."""
    wanted = form(header(call.scope, b"accept"))
    place, view = call.target.place, call.cluster.world
    assert place is not None
    reading.check_version(view, call.query.get("resourceVersion", ""))
    asked = reading.query(call.query)
    page = reading.listed(view, kind, call.cluster.id, place.namespace, asked, call.at)
    if wanted == JSON:
        return Answer(reading.list_bytes(view, kind, page, call.at))
    if wanted.yaml:
        return yaml_answer(reading.list_body(view, kind, page, call.at))
    return json_answer(_converted_list(call, kind, page, wanted))


def below(call: Call, kind: Kind) -> Answer:
    """`GET …/deployments/web/scale` or `…/status`."""
    place = call.target.place
    assert place is not None
    if place.subresource == "status":
        return single(call, kind)
    if place.subresource != "scale":
        raise UnknownPath
    wanted = form(header(call.scope, b"accept"))
    _, doc = _found(call, kind)
    body = scale.shown(doc)
    return yaml_answer(body) if wanted.yaml else json_answer(body)


def include(call: Call) -> str:
    """What the rows of a Table carry besides their cells."""
    return tables.include(call.query, int(call.version.partition(".")[2]))


JSON = Form()


def _found(call: Call, kind: Kind) -> Found:
    place = call.target.place
    assert place is not None
    namespace = place.namespace if kind.namespaced else ""
    return reading.find(
        call.cluster.world, kind, call.cluster.id, namespace, place.name, call.at
    )


def _converted(call: Call, kind: Kind, found: Found, wanted: Form) -> Body:
    view = call.cluster.world
    if wanted.converted == "Table":
        return tables.object_table(view, kind, found, call.at, include(call))
    return tables.partial(view, kind, found)


def _converted_list(call: Call, kind: Kind, page: Page, wanted: Form) -> Body:
    view = call.cluster.world
    if wanted.converted == "Table":
        return tables.list_table(view, kind, page, call.at, include(call))
    return tables.partial_list(view, kind, page)
