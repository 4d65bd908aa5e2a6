"""kubectl edit: an object in the page's editor; what changed is sent as a patch."""

from __future__ import annotations

from collections.abc import Generator, Iterator

from clusters.sim.kube.patching import MERGE_PATCH, STRATEGIC_MERGE_PATCH
from clusters.terminal.files import FileError
from clusters.terminal.kubectl import builder, changing, printers, three_way
from clusters.terminal.kubectl.builder import Info
from clusters.terminal.kubectl.client import Doc
from clusters.terminal.kubectl.command import Kubectl, command
from clusters.terminal.kubectl.errors import ApiError, KubectlError
from clusters.terminal.kubectl.flags import Flag
from clusters.terminal.program import Err
from clusters.terminal.session import EDIT

HEAD = (
    "# Please edit the object below. Lines beginning with a '#' will be ignored,\n"
    "# and an empty file will abort the edit. If an error occurs while saving this file "
    "will be\n# reopened with the relevant failures.\n#\n"
)
FOLDER = "/tmp"  # noqa: S108 a folder of the terminal's own files
CANCELLED = "Edit cancelled, {}.\n"


@command(
    "edit",
    "Change an object in the page's editor",
    changing.FILENAME,
    changing.MANAGER,
    changing.VALIDATE,
    Flag("dry-run", default="none", help="none or server"),
    Flag("save-config", kind="bool", help="Note the object for a later apply"),
    usage="edit TYPE NAME",
    examples=("kubectl edit deploy web",),
    completes="resource",
)
def edit(kubectl: Kubectl) -> Iterator[str]:
    if not (kubectl.args or kubectl.flags["filename"]):
        raise KubectlError(changing.NEEDS_RESOURCES)
    for info in builder.infos(kubectl, kubectl.args):
        yield from _edited(kubectl, info)


def _edited(kubectl: Kubectl, info: Info) -> Iterator[str]:
    live = printers.without_managed_fields(info.live(kubectl))
    path = f"{FOLDER}/kubectl-edit-{info.resource.singular}-{info.name}.yaml"
    begun = printers.as_yaml(live)
    wrong = ""
    try:
        while True:
            text = yield from _typed(kubectl, path, HEAD + wrong + begun)
            try:
                done = _decided(live, text)
                if isinstance(done, str):
                    yield Err(done)
                    return
                _sent(kubectl, info, live, done)
            except (ApiError, KubectlError) as error:
                told = error.told()
                wrong = "".join(f"# {line}\n" for line in told.splitlines()) + "#\n"
                begun = _bare(text or "")
                continue
            yield f"{info.titled} edited\n"
            return
    finally:
        _forget(kubectl, path)


def _typed(kubectl: Kubectl, path: str, text: str) -> Generator[str, None, str | None]:
    """Open the editor and wait until it is closed. Returns what was saved, or None."""
    try:
        kubectl.session.files.write(path, text)
    except FileError as error:
        raise KubectlError(f"{error.path}: {error.reason}") from error
    yield f"{EDIT}{path}"
    return kubectl.session.edited(path)


def _forget(kubectl: Kubectl, path: str) -> None:
    if path in kubectl.session.files.texts:
        kubectl.session.files.remove(path)


def _bare(text: str) -> str:
    lines = text.splitlines(keepends=True)
    return "".join(line for line in lines if not line.startswith("#"))


def _decided(live: Doc, text: str | None) -> Doc | str:
    """What is wanted, or why nothing is sent. Raises KubectlError."""
    if text is None:
        return CANCELLED.format("no changes made")
    if not _bare(text).strip():
        return CANCELLED.format("saved file was empty")
    found = list(builder.documents("edited file", _bare(text)))
    if len(found) != 1:
        raise KubectlError("edited file: exactly one object is wanted")
    return CANCELLED.format("no changes made") if found[0] == live else found[0]


def _sent(kubectl: Kubectl, info: Info, live: Doc, wanted: Doc) -> None:
    if (wanted.get("metadata") or {}).get("name") != info.name:
        raise KubectlError("At least one of apiVersion, kind and name was changed")
    known = changing.struct_of(kubectl, info.resource)
    if known.fields:
        patch = three_way.strategic(known.known, known.fields, live, wanted, live)
        kind = STRATEGIC_MERGE_PATCH
    else:
        patch, kind = three_way.plain(live, wanted, live), MERGE_PATCH
    changing.patch(kubectl, info, patch, kind=kind, manager="kubectl-edit")
