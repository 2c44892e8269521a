"""Files: taking them in, handing them out, and sweeping up what nobody took."""

import errno
import hashlib
import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta

from chatroom.domain import limits
from chatroom.domain.entities.files import File
from chatroom.domain.entities.people import User
from chatroom.domain.errors import BadRequest, Invalid, NotFound, TooLarge, Unavailable
from chatroom.domain.ports import FileStore, Incoming, Offload
from chatroom.services import access, media
from chatroom.services.clock import now
from chatroom.services.pieces import Pieces
from chatroom.storage import files
from chatroom.storage.committer import Committer
from chatroom.storage.engine import Database

_ID_BYTES = 16
# A file is kept a moment before its row is written; the sweep must not come in between.
_SWEEP_AGE = timedelta(hours=1)
_SWEEP_BATCH = 500


@dataclass(frozen=True, slots=True)
class Files:
    """
    Args:
        max_bytes: of one file.
    """

    database: Database
    committer: Committer
    store: FileStore
    offload: Offload
    offload_reading: Offload
    max_bytes: int

    def receive(
        self, user: User, name: str, declared: str, chunks: Iterable[bytes], size: int | None = None
    ) -> File:
        """Take in a file, a chunk at a time; it is the user's own until a message takes it.

        Args:
            declared: the media type that the client says it is.
            size: the number of bytes the client means to send, if it says so.

        Raises:
            TooLarge: it is larger than allowed; nothing is left behind.
            BadRequest: it was cut off on the way; nothing is left behind.
            Invalid: it is empty.
            Unavailable: the disk is full.
        """
        if size is not None and size > self.max_bytes:
            raise self._too_large(size)
        file_id = secrets.token_urlsafe(_ID_BYTES)
        try:
            with self.store.receive(file_id) as incoming:
                received, sha256 = self._write(incoming, chunks)
                if size is not None and received < size:
                    raise BadRequest("The file did not arrive whole.")
                what = self.offload(media.recognise, incoming.path, declared)
                self.offload(incoming.keep)
        except OSError as error:
            if error.errno in (errno.ENOSPC, errno.EDQUOT):
                raise Unavailable("The server's disk is full. The file was not saved.") from error
            raise
        file = File(
            id=file_id,
            user_id=user.id,
            room_id=None,
            number=None,
            name=media.clean_name(name),
            type=what.type,
            kind=what.kind,
            size=received,
            width=what.width,
            height=what.height,
        )
        self.committer.run(lambda transaction: files.add(transaction.connection, file, sha256, now()))
        return file

    def _write(self, incoming: Incoming, chunks: Iterable[bytes]) -> tuple[int, bytes]:
        sha256 = hashlib.sha256()
        received = 0

        def take(chunk: bytes) -> None:
            sha256.update(chunk)
            incoming.write(chunk)

        for chunk in chunks:
            received += len(chunk)
            if received > self.max_bytes:
                raise self._too_large(None)
            self.offload(take, chunk)
        if not received:
            raise Invalid("The file is empty.")
        return received, sha256.digest()

    def _too_large(self, size: int | None) -> TooLarge:
        limit = f"the limit is {_megabytes(self.max_bytes)}"
        return TooLarge(f"File is {_megabytes(size)}; {limit}." if size else f"File is too large; {limit}.")

    def open(self, user: User, file_id: str) -> tuple[File, Pieces]:
        """A file and its bytes.

        Raises:
            NotFound: it is not there for the user.
        """
        with self.database.read() as connection:
            file = access.file(connection, user, file_id)
        try:
            return file, Pieces(self.store.open(file_id), self.offload_reading)
        except FileNotFoundError:
            raise NotFound("The content of this file is missing on the server.") from None

    def sweep(self) -> None:
        """Remove files that no message took in time, and bytes that no row names any more."""
        taken_by = now() - timedelta(hours=limits.UNATTACHED_FILE_HOURS)
        self.committer.run(lambda transaction: files.remove_unattached(transaction.connection, taken_by))
        kept = self.offload(lambda: list(self.store.ids(_SWEEP_AGE)))
        for start in range(0, len(kept), _SWEEP_BATCH):
            batch = kept[start : start + _SWEEP_BATCH]
            with self.database.read() as connection:
                unknown = set(batch) - files.known(connection, batch)
            self.offload(self._remove, unknown)

    def _remove(self, file_ids: set[str]) -> None:
        for file_id in file_ids:
            self.store.remove(file_id)


def _megabytes(size: int) -> str:
    """Rounded up, so that what is over a limit never reads as equal to it."""
    return f"{-(-size // 100_000) / 10:g} MB"
