"""What one is writing."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Draft:
    """What a user has begun to write in a room; with an empty body, nothing."""

    room_id: int
    body: str
    reply_to: int | None
    updated_at: datetime
