"""Where a message stands in the index: its room in the upper half of the row id, its number in the
lower one. What is written in one room is one range, and a search asks for the ranges of its user."""

_HALF = 32
_ROOM_MAX = 2**31 - 1  # a row id is a signed 64-bit integer
_NUMBER_MAX = 2**_HALF - 1


def row_id(room_id: int, number: int) -> int:
    return room_id << _HALF | number if number <= _NUMBER_MAX else (room_id + 1) << _HALF


def bounds(room_id: int) -> tuple[int, int] | None:
    """The first and the last row of a room. None beyond two thousand million rooms: what is in those, and
    what has a number beyond twice that, cannot be found."""
    return (row_id(room_id, 0), row_id(room_id, _NUMBER_MAX)) if room_id <= _ROOM_MAX else None


def place(row: int) -> tuple[int, int]:
    """Room and number of a row."""
    return row >> _HALF, row & _NUMBER_MAX
