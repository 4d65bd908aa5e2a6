"""`test`, `[ … ]` and `[[ … ]]`: questions about texts, numbers and files."""

from __future__ import annotations

from clusters.terminal.files import resolved
from clusters.terminal.gnu import patterns
from clusters.terminal.gnu.patterns import BadPattern
from clusters.terminal.session import Session
from clusters.terminal.shell import arithmetic, expansion, globbing, parameters
from clusters.terminal.shell.state import State
from clusters.terminal.shell.syntax import ShellError, Text, Word

NUMBERS = ("-eq", "-ne", "-lt", "-le", "-gt", "-ge")
TEXTS = ("=", "==", "!=", "<", ">")
FILES = ("-nt", "-ot", "-ef")
UNARY = tuple("-" + letter for letter in "zndefrswxhLoO")
DEEPEST = 30


class NoTest(Exception):
    """What is wrong with a question, as `test` says it."""


def compared(left: int, sign: str, right: int) -> bool:
    """Two numbers."""
    return {
        "-eq": left == right, "-ne": left != right, "-lt": left < right,
        "-le": left <= right, "-gt": left > right, "-ge": left >= right,
    }[sign]  # fmt: skip


def about(session: Session, flag: str, value: str) -> bool:
    """What a flag asks about a text or a file."""
    if flag in ("-z", "-n"):
        return bool(value) == (flag == "-n")
    path, files = resolved(session.folder, value), session.files
    is_file = path in files.texts or path == "/dev/null"
    is_folder = files.is_folder(path)
    if flag == "-d":
        return is_folder
    if flag == "-f":
        return path in files.texts
    if flag == "-s":
        return bool(files.texts.get(path)) or is_folder
    if flag in ("-h", "-L"):
        return False
    return is_file or is_folder


class Plain:
    """The words of `test`: POSIX's rules by their number, then and, or, brackets."""

    def __init__(self, session: Session, words: list[str]) -> None:
        self.session = session
        self.words = words

    def holds(self) -> bool:
        """Whether it is true. Raises NoTest."""
        return self._of(self.words, 0)

    def _of(self, words: list[str], depth: int) -> bool:
        if depth > DEEPEST:
            raise NoTest("too many arguments")
        known = self._short(words, depth)
        if known is not None:
            return known
        for joint, combine in (("-o", any), ("-a", all)):
            if joint in words[1:-1]:
                at = words.index(joint, 1)
                return combine(
                    [
                        self._of(words[:at], depth + 1),
                        self._of(words[at + 1 :], depth + 1),
                    ]
                )
        if words[0] == "!":
            return not self._of(words[1:], depth + 1)
        if words[0] == "(" and words[-1] == ")":
            return self._of(words[1:-1], depth + 1)
        raise NoTest("too many arguments")

    def _short(self, words: list[str], depth: int) -> bool | None:
        """Of up to three words; None where there are more, or no such question."""
        if len(words) <= 1:
            return bool(words and words[0])
        if len(words) == len(("flag", "value")):
            if words[0] == "!":
                return not words[1]
            if words[0] in UNARY:
                return about(self.session, words[0], words[1])
            raise NoTest(f"{words[0]}: unary operator expected")
        if len(words) == len(("left", "sign", "right")):
            return self._three(*words, depth=depth)
        return None

    def _three(self, left: str, sign: str, right: str, *, depth: int) -> bool | None:
        if sign in TEXTS:
            return _texts(left, sign, right)
        if sign in NUMBERS:
            return compared(_number(left), sign, _number(right))
        if sign in ("-a", "-o"):
            return bool(left and right) if sign == "-a" else bool(left or right)
        if left == "!":
            return not self._of([sign, right], depth + 1)
        if (left, right) == ("(", ")"):
            return bool(sign)
        raise NoTest(f"{sign}: binary operator expected")


def _texts(left: str, sign: str, right: str) -> bool:
    if sign in ("=", "=="):
        return left == right
    return {"!=": left != right, "<": left < right, ">": left > right}[sign]


def _number(text: str) -> int:
    digits = text.strip().removeprefix("-").removeprefix("+")
    if not (digits.isascii() and digits.isdigit()) or len(digits) > len(str(1 << 64)):
        raise NoTest(f"{text}: integer expression expected")
    return int(text)


class Conditions:
    """The words of `[[ … ]]`, which are neither split nor names of files."""

    def __init__(self, state: State, words: tuple[Word, ...]) -> None:
        self.state = state
        self.words = words
        self.at = 0
        self.depth = 0

    def holds(self) -> bool:
        """Whether it is true. Raises ShellError."""
        if not self.words:
            raise self._wrong()
        truth = self._either()
        if self.at < len(self.words):
            raise self._wrong()
        return truth

    def _plain(self, ahead: int = 0) -> str:
        place = self.at + ahead
        word = self.words[place] if place < len(self.words) else ()
        one = word[0] if len(word) == 1 else None
        return one.text if isinstance(one, Text) and not one.quoted else ""

    def _wrong(self) -> ShellError:
        near = f" near `{self._plain()}'" if self._plain() else ""
        return ShellError(f"syntax error in conditional expression{near}")

    def _either(self) -> bool:
        truth = self._both()
        while self._plain() == "||":
            self.at += 1
            other = self._both()
            truth = truth or other
        return truth

    def _both(self) -> bool:
        truth = self._one()
        while self._plain() == "&&":
            self.at += 1
            other = self._one()
            truth = truth and other
        return truth

    def _one(self) -> bool:
        self.depth += 1
        if self.depth > DEEPEST or self.at >= len(self.words):
            raise self._wrong()
        try:
            return self._inner()
        finally:
            self.depth -= 1

    def _inner(self) -> bool:
        if self._plain() == "!":
            self.at += 1
            return not self._one()
        if self._plain() == "(":
            self.at += 1
            truth = self._either()
            if self._plain() != ")":
                raise self._wrong()
            self.at += 1
            return truth
        if self._plain(1) in (*TEXTS, *NUMBERS, "=~"):
            return self._compared()
        if self._plain() in (*UNARY, "-v") and self.at + 1 < len(self.words):
            return self._asked()
        self.at += 1
        return bool(expansion.joined(self.state, self.words[self.at - 1]))

    def _asked(self) -> bool:
        flag = self._plain()
        value = expansion.joined(self.state, self.words[self.at + 1])
        self.at += 2
        if flag == "-v":
            return parameters.lookup(self.state, value) is not None
        return about(self.state.session, flag, value)

    def _compared(self) -> bool:
        if self.at + 2 >= len(self.words):
            raise self._wrong()
        left = expansion.joined(self.state, self.words[self.at])
        sign, right = self._plain(1), self.words[self.at + 2]
        self.at += 3
        if sign in NUMBERS:
            number = arithmetic.calculated(
                self.state, expansion.joined(self.state, right)
            )
            return compared(arithmetic.calculated(self.state, left), sign, number)
        field = expansion.pieced(self.state, right)
        if sign == "=~":
            return self._fits(left, field)
        if sign in ("=", "==", "!="):
            return globbing.matches(field, left) != (sign == "!=")
        return _texts(left, sign, globbing.text_of(field))

    def _fits(self, text: str, field: globbing.Field) -> bool:
        """`=~`: the text that fitted is BASH_REMATCH then."""
        pattern = "".join(
            patterns.literal(piece) if quoted else patterns.extended(piece)
            for piece, quoted in field
        )
        try:
            match = patterns.compiled(pattern).search(text)
        except BadPattern as bad:
            raise ShellError(f"{globbing.text_of(field)}: {bad}") from None
        if match:
            self.state.variables.set("BASH_REMATCH", match.group(0))
        return match is not None
