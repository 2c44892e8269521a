"""The time of day. Nothing orders messages by it."""

from datetime import UTC, datetime


def now() -> datetime:
    """This moment in UTC, in whole milliseconds: what the database and the wire can hold."""
    moment = datetime.now(UTC)
    return moment.replace(microsecond=moment.microsecond // 1000 * 1000)
