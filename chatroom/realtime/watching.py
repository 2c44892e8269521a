"""Which connection shows whom, looked up from both sides."""

from collections.abc import Collection, Set

from chatroom.realtime.fanout import Connection


class WatchLists:
    """Belongs to the event loop's thread."""

    def __init__(self) -> None:
        self._watched: dict[Connection, tuple[int, ...]] = {}
        self._watchers: dict[int, set[Connection]] = {}

    def watched(self, connection: Connection) -> tuple[int, ...]:
        """The people whom a connection watches."""
        return self._watched.get(connection, ())

    def watchers(self, user_id: int) -> Set[Connection]:
        """The connections that watch somebody; changes with the lists."""
        return self._watchers.get(user_id, frozenset())

    def replace(self, connection: Connection, ids: tuple[int, ...]) -> None:
        """Have a connection watch these people and nobody else; with none, forget it."""
        for user_id in self._watched.pop(connection, ()):
            watchers = self._watchers[user_id]
            watchers.discard(connection)
            if not watchers:
                del self._watchers[user_id]
        for user_id in ids:
            self._watchers.setdefault(user_id, set()).add(connection)
        if ids:
            self._watched[connection] = ids

    def remove(self, connection: Connection, hidden: Collection[int]) -> None:
        """Have a connection watch some people no longer."""
        watched = self.watched(connection)
        left = tuple(user_id for user_id in watched if user_id not in hidden)
        if left != watched:
            self.replace(connection, left)

    def __len__(self) -> int:
        """How many are in it, on either side."""
        return len(self._watched) + len(self._watchers)
