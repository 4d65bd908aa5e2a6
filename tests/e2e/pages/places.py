"""Every page and every state of it, and how to get there."""

from __future__ import annotations

from dataclasses import dataclass

from tests.e2e.pages.acts import (
    Act,
    at_last,
    click,
    key,
    offline,
    open_dock,
    overtaken,
    press,
    returned,
    send,
    shown,
    slow,
    then,
    type_in,
    unfold,
    unreachable,
)


@dataclass(frozen=True)
class Place:
    """A page in one of its states.

    `guest` says whose sandbox (see `prepared`); empty for pages outside of any, and a
    path that begins with a slash is outside of any, too. Words in braces stand for
    names that only the prepared sandbox knows. `act` is what a person does there until
    the state is on the screen; `quick` marks what every run looks at; somebody `new`
    has not closed the hints of the first visit yet; `waits` is a state in which the
    page waits for an answer.
    """

    name: str
    guest: str
    path: str
    act: Act | None = None
    quick: bool = False
    status: int = 200
    new: bool = False
    waits: bool = False


def demo(name: str, path: str = "", act: Act | None = None, **more: int) -> Place:
    """A place of the cluster at work."""
    return Place(name, "full", f"cluster/demo/{path}", act, **more)  # type: ignore[arg-type]


OUTSIDE = (
    Place("landing", "", "", quick=True),
    Place("sign-up", "", "signup/"),
    Place(
        "sign-up-refused",
        "",
        "signup/",
        then(type_in("#name", "Ada"), type_in("#password", "short"), send("Sign up")),
    ),
    Place("sign-in", "", "signin/"),
    Place("resume", "", "resume/"),
    Place("check", "", "check/", shown("#verdict:has-text('well')")),
    Place("not-found", "", "nowhere/", status=404),
    Place("foreign-sandbox", "", "s/bcdfghjkmn/clusters/", status=404),
    Place("account", "member", "/account/"),
)
SANDBOX = (
    Place("clusters-empty", "empty", "clusters/", quick=True),
    Place("clusters-first-visit", "empty", "clusters/", shown("#tour"), new=True),
    Place("clusters", "full", "clusters/", quick=True),
    Place("clusters-cards", "full", "clusters/?view=cards"),
    Place("clusters-no-match", "full", "clusters/?q=zebra"),
    Place(
        "clusters-loading",
        "full",
        "clusters/",
        then(
            slow,
            type_in("#cluster-filter [name=q]", "zebra"),
            shown("#cluster-table[aria-busy] + .listload"),
        ),
        waits=True,
    ),
    Place(
        "clusters-not-loaded",
        "full",
        "clusters/",
        then(
            unreachable("**/clusters/?*"),
            type_in("#cluster-filter [name=q]", "zebra"),
            shown("#list-error"),
        ),
    ),
    Place("clusters-creating", "coming", "clusters/"),
    Place("clusters-failed", "ailing", "clusters/"),
    Place("clusters-draft", "drafting", "clusters/"),
    Place("clock-menu", "full", "clusters/", click("#clock > button")),
    Place("lens-menu", "full", "clusters/", click("#lens-open")),
    Place("account-menu", "member", "clusters/", click("[popovertarget=me]")),
    Place("shortcuts", "full", "clusters/", then(key("?"), shown("#shortcuts"))),
    Place("getting-started-empty", "empty", "getting-started/"),
    Place("getting-started", "full", "getting-started/", quick=True),
    Place("connect", "full", "connect/"),
    Place("roles", "full", "roles/"),
    Place("roles-create", "full", "roles/", unfold("Create a role")),
    Place(
        "roles-refused",
        "full",
        "roles/",
        then(
            unfold("Create a role"),
            type_in("#name", "no spaces"),
            send("Create role"),
        ),
    ),
    Place("role", "full", "roles/AmazonEKSNodeRole/"),
    Place("role-unknown", "full", "roles/nobody/", status=404),
    Place("stacks", "full", "stacks/"),
    Place("stacks-none", "empty", "stacks/"),
    Place("stack-failed", "full", "stacks/outside/"),
    Place("stack", "full", "stacks/strangers/"),
    Place("stack-delete", "full", "stacks/strangers/", unfold("Delete it")),
    Place("create-stack", "full", "create-stack/"),
    Place("create-stack-nodes", "full", "create-stack/?template=eks-nodes.yaml"),
    Place("instance", "full", "instances/{member}/"),
    Place("instance-not-joining", "full", "instances/{stranger}/", quick=True),
    Place("instance-unknown", "full", "instances/i-00000000000000000/", status=404),
    Place("settings", "full", "settings/"),
    Place("settings-resume-code", "full", "settings/", press("resume code")),
    Place("why", "full", "why/{event}/"),
    Place("digest", "full", "digest/?cluster=demo&after=1"),
)
WIZARD = (
    Place("create-name", "full", "create/name/", quick=True),
    Place(
        "create-name-blocked",
        "empty",
        "create/name/",
        then(type_in("#name", "a b!"), send("Next")),
    ),
    Place("create-networking", "full", "create/networking/", quick=True),
    Place("create-logging", "full", "create/logging/"),
    Place("create-add-ons", "full", "create/add-ons/"),
    Place("create-review", "full", "create/review/"),
    Place("create-networking-risky", "drafting", "create/networking/"),
    Place("create-review-risky", "drafting", "create/review/", quick=True),
)
OVERVIEW = (
    demo("cluster", quick=True),
    Place("cluster-creating", "coming", "cluster/coming/"),
    Place("cluster-alone", "full", "cluster/alone/"),
    Place("cluster-failed", "ailing", "cluster/broken/"),
    Place("cluster-ailing", "ailing", "cluster/demo/"),
    Place("cluster-gone", "full", "cluster/gone/leftovers/"),
    Place("cluster-unknown", "full", "cluster/nobody/", status=404),
    Place("cluster-first-visit", "full", "cluster/demo/", shown("#tour"), new=True),
    demo("cluster-inspect", "?inspect=etcd-b"),
    demo("cluster-inspect-node", "?inspect=node-{node}"),
    demo(
        "cluster-inspect-loading",
        "",
        then(
            slow,
            click("#c-etcd-a"),
            shown("#inspect[aria-busy]"),
        ),
        waits=True,
    ),
    demo("cluster-map-as-table", "", unfold("as a table")),
    demo("cluster-lens-aws", "", then(click("#lens-open"), press("AWS:"))),
    demo("cluster-lens-you", "", then(click("#lens-open"), press("You:"))),
    demo("cluster-offline", "", offline),
    demo("cluster-actions", "", press("Actions")),
    demo("events-paused", "", then(open_dock, press("Pause"))),
    demo("events-filtered", "?owner=you&severity=error", open_dock),
    demo("events-no-match", "?find=zebra", open_dock),
    demo("events-while-away", "", returned),
    demo(
        "why-box",
        "",
        then(open_dock, click("#events a[data-why]"), shown("#why-box #why")),
    ),
    demo("delete-cluster", "delete/"),
    demo(
        "delete-cluster-mistyped",
        "delete/",
        then(type_in("#confirm", "dem"), send("Delete cluster")),
    ),
)
SEES_EVENTS = then(open_dock, shown("#events .event"))
DOCK = (
    demo("dock-on-nodes", "nodes/", SEES_EVENTS),
    demo("dock-on-networking", "networking/?inspect={group}", SEES_EVENTS),
    demo("dock-on-resources", "resources/", SEES_EVENTS),
    demo("dock-on-object", "objects/pods/default/huge/", SEES_EVENTS),
)
NETWORK = (
    demo("networking", "networking/", quick=True),
    demo("networking-subnet", "networking/?inspect={subnet}"),
    demo("networking-group", "networking/?inspect={group}", unfold("Add a rule")),
    demo("networking-table", "networking/?inspect={table}", unfold("Add a route")),
    demo("networking-gateway", "networking/?inspect={gateway}"),
    demo("networking-interface", "networking/?inspect={interface}"),
    demo("networking-instance", "networking/?inspect={stranger}"),
    demo("networking-unknown", "networking/?inspect=vpc-0"),
    demo("path-open", "networking/?from=laptop&to=api#path"),
    demo("path-refused", "networking/?from=internet&to=node/{node}&port=22#path"),
)
TABS = (
    demo("nodes", "nodes/", quick=True),
    Place("nodes-none", "full", "cluster/alone/nodes/"),
    demo("nodes-drain", "nodes/", unfold("Drain")),
    demo("nodegroup", "nodes/workers/"),
    Place("nodes-ailing", "ailing", "cluster/demo/nodes/"),
    Place("nodegroup-degraded", "ailing", "cluster/demo/nodes/hungry/"),
    Place("nodegroup-failed", "ailing", "cluster/demo/nodes/barred/"),
    demo("nodegroup-delete", "nodes/workers/", unfold("Delete it")),
    demo("create-nodegroup", "create-nodegroup/", quick=True),
    demo(
        "create-nodegroup-refused",
        "create-nodegroup/",
        then(type_in("#nodegroupName", "a b"), send("Create node group")),
    ),
    demo("create-nodegroup-compared", "create-nodegroup/", unfold("Who does what")),
    demo("access", "access/", quick=True),
    demo("access-entry", "access/?entry={entry}"),
    demo("access-unknown-entry", "access/?entry=nobody"),
    demo("kubeconfig", "kubeconfig/"),
    demo("add-ons", "add-ons/", quick=True),
    Place("add-ons-waiting", "full", "cluster/alone/add-ons/"),
    demo("add-ons-delete", "add-ons/", unfold("Delete the EKS add-on")),
    demo("observability", "observability/", quick=True),
    Place("observability-off", "full", "cluster/alone/observability/"),
    demo("observability-search", "observability/?find=node&type=audit"),
    demo("observability-no-match", "observability/?find=zebra"),
    demo("updates", "updates/"),
    Place("updates-none", "full", "cluster/alone/updates/"),
)
RESOURCES = (
    demo("resources", "resources/", quick=True),
    demo("resources-pods", "resources/?resource=pods&sort=-Age"),
    demo("resources-deployments", "resources/?resource=deployments.apps"),
    demo("resources-none", "resources/?resource=secrets&namespace=kube-public"),
    demo("resources-no-match", "resources/?resource=pods&q=zebra"),
    demo("resources-bad-selector", "resources/?resource=pods&labels=a%20b%20c"),
    demo("object-pod", "objects/pods/default/huge/", quick=True),
    demo("object-pod-yaml", "objects/pods/default/{pod}/?view=yaml"),
    demo("object-pod-events", "objects/pods/default/{pod}/?view=events"),
    demo("object-pod-logs", "objects/pods/default/crashing/?view=logs"),
    demo("object-deployment", "objects/deployments.apps/default/typo/"),
    demo("object-edit", "objects/deployments.apps/default/typo/?view=edit"),
    demo(
        "object-overtaken",
        "objects/deployments.apps/default/typo/?view=edit",
        overtaken,
    ),
    demo("object-secret", "objects/secrets/default/password/"),
    demo("object-secret-shown", "objects/secrets/default/password/?reveal=1"),
    demo("object-config", "objects/configmaps/default/tricky/"),
    demo("object-service", "objects/services/default/web/"),
    demo("object-node", "objects/nodes/-/{node}/"),
    demo("object-unknown", "objects/pods/default/nobody/", status=404),
    demo("delete-object", "delete/deployments.apps/default/web/"),
    demo("apply", "apply/"),
    demo(
        "apply-checked",
        "apply/?sample=web",
        send("Check"),
    ),
    demo(
        "apply-refused",
        "apply/",
        then(type_in("textarea", "kind: Pod\na: [1"), send("Apply")),
    ),
)
TERMINAL = (
    Place("terminal", "empty", "terminal/", quick=True),
    Place(
        "terminal-why",
        "full",
        "terminal/",
        then(
            type_in("#term-in", "aws eks describe-cluster --name nobody"),
            key("Enter"),
            at_last(".term__explain[data-owner]"),
        ),
    ),
    Place(
        "terminal-choices",
        "full",
        "terminal/",
        then(type_in("#term-in", "s"), key("Tab"), shown("#term-options div")),
    ),
    Place("terminal-linked", "full", "terminal/?line=kubectl+get+nodes"),
    Place("terminal-file", "full", "terminal/?edit=~/web.yaml", shown("#term-edit")),
    Place("terminal-offline", "full", "terminal/", offline),
    demo("terminal-dock", "nodes/", then(click("#tab-term"), shown("#term-in"))),
)
LOOKED_ON = tuple(
    Place(f"looked-on-{name}", "teacher", path)
    for name, path in (
        ("clusters", "clusters/"),
        ("getting-started", "getting-started/"),
        ("connect", "connect/"),
        ("create", "create/name/"),
        ("roles", "roles/"),
        ("role", "roles/AmazonEKSNodeRole/"),
        ("stack", "stacks/strangers/"),
        ("settings", "settings/"),
        ("terminal", "terminal/"),
        ("cluster", "cluster/demo/"),
        ("networking", "cluster/demo/networking/?inspect={group}"),
        ("nodes", "cluster/demo/nodes/"),
        ("nodegroup", "cluster/demo/nodes/workers/"),
        ("access", "cluster/demo/access/"),
        ("add-ons", "cluster/demo/add-ons/"),
        ("observability", "cluster/demo/observability/"),
        ("updates", "cluster/demo/updates/"),
        ("object", "cluster/demo/objects/deployments.apps/default/typo/"),
        ("secret", "cluster/demo/objects/secrets/default/password/"),
        ("apply", "cluster/demo/apply/"),
        ("delete-cluster", "cluster/demo/delete/"),
    )
)
EVERYWHERE = (
    *OUTSIDE,
    *SANDBOX,
    *WIZARD,
    *OVERVIEW,
    *DOCK,
    *NETWORK,
    *TABS,
    *RESOURCES,
    *TERMINAL,
    *LOOKED_ON,
)
