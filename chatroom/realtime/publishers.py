"""Several who are told of what was committed, as one."""

from collections.abc import Sequence

from chatroom.domain.events import Event
from chatroom.domain.ports import Publisher


class Publishers:
    """
    Args:
        publishers: told one after the other; what one of them sends is queued before the next is told.
    """

    def __init__(self, *publishers: Publisher) -> None:
        self._publishers = publishers

    def publish(self, events: Sequence[Event]) -> None:
        for publisher in self._publishers:
            publisher.publish(events)
