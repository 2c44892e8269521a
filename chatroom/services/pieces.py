"""The bytes of a stored file, piece by piece. Each is read in a native thread: the disk may be slow, and a
reader that is fast would be served all of a large file before anybody else is heard."""

from typing import IO, Self

from chatroom.domain.ports import Offload

_READ = 256 * 1024  # bytes that are read at once
_PIECE = 32 * 1024  # bytes; each has to reach its reader within the time that a request may come to a halt


class Pieces:
    """An iterator that can be moved, as for a request that asks for a part of the file."""

    def __init__(self, file: IO[bytes], offload: Offload) -> None:
        self._file = file
        self._offload = offload
        self._read = memoryview(b"")

    def __iter__(self) -> Self:
        return self

    def __next__(self) -> bytes:
        if not self._read:
            self._read = memoryview(self._offload(self._file.read, _READ))
        if not self._read:
            raise StopIteration
        piece, self._read = self._read[:_PIECE], self._read[_PIECE:]
        return bytes(piece)

    def seekable(self) -> bool:
        return True

    def seek(self, position: int) -> int:
        self._read = memoryview(b"")
        return self._file.seek(position)

    def tell(self) -> int:
        return self._file.tell() - len(self._read)

    def close(self) -> None:
        self._file.close()
