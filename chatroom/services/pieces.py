"""The bytes of a stored file, piece by piece. Each is read in a native thread: the disk may be slow, and a
reader that is fast would be served all of a large file before anybody else is heard."""

from typing import IO, Self

from chatroom.domain.ports import Offload

_PIECE = 256 * 1024  # bytes


class Pieces:
    """An iterator that can be moved, as for a request that asks for a part of the file."""

    def __init__(self, file: IO[bytes], offload: Offload) -> None:
        self._file = file
        self._offload = offload

    def __iter__(self) -> Self:
        return self

    def __next__(self) -> bytes:
        piece = self._offload(self._file.read, _PIECE)
        if not piece:
            raise StopIteration
        return piece

    def seekable(self) -> bool:
        return True

    def seek(self, position: int) -> int:
        return self._file.seek(position)

    def tell(self) -> int:
        return self._file.tell()

    def close(self) -> None:
        self._file.close()
