"""What one reader holds of a room, kept by the rules of docs/protocol.md and no others."""

from tests.faults.wire import Json


class Replica:
    """The room as a client has it: everything up to `version`.

    Args:
        changes: every change that anybody was shown, by its version. Readers that share it are held
            against each other with each message that they take.
    """

    def __init__(self, changes: dict[int, Json] | None = None) -> None:
        self.version = 0
        self.messages: dict[int, Json] = {}
        self.changes = {} if changes is None else changes
        self.resets = 0
        self._aside: list[Json] = []

    def begin(self, version: int, page: list[Json]) -> None:
        """Start from a page of the newest messages, as a client that has nothing does."""
        self.version = version
        self.messages = {message["number"]: message for message in page}

    @property
    def first(self) -> int:
        """The oldest message from which on nothing is left out."""
        number = max(self.messages)
        while number - 1 in self.messages:
            number -= 1
        return number

    @property
    def waiting(self) -> bool:
        """Whether it knows that it misses something."""
        return bool(self._aside)

    def hear(self, message: Json) -> bool:
        """Take a live message; returns whether something before it is missing."""
        message = self._witness(message)
        if message["version"] == self.version + 1 and not self._aside:
            self._put(message)
            self.version += 1
        elif message["version"] > self.version:
            self._aside.append(message)
        return self.waiting

    def take(self, since: int, answer: Json) -> None:
        """Take an answer to `sync` since a version."""
        assert answer["ok"], answer
        versions = [message["version"] for message in answer["messages"]]
        if answer["reset"]:
            self.resets += 1
            # What was seen is of a past that no longer is.
            self.messages, self.changes, self.version, self._aside = {}, {}, 0, []
        else:
            assert versions == sorted(versions), "oldest change first"
            assert all(since < version <= answer["version"] for version in versions)
        for message in answer["messages"]:
            self._put(self._witness(message))
        # What came live meanwhile may have led further already.
        self.version = max(self.version, answer["version"])
        if not answer["more"]:
            aside, self._aside = self._aside, []
            for message in aside:
                self.hear(message)

    def _put(self, message: Json) -> None:
        held = self.messages.get(message["number"])
        if held is None or held["version"] < message["version"]:
            self.messages[message["number"]] = message

    def _witness(self, message: Json) -> Json:
        known = self.changes.setdefault(message["version"], message)
        assert known == message, f"one version, two changes: {known} and {message}"
        return known
