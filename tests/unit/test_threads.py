"""Who waits for whom in the native threads."""

from pathlib import Path
from threading import Event

import gevent
import pytest

from chatroom.app import create_app
from chatroom.config import Settings
from chatroom.domain.errors import Unauthorized


def test_nobody_waits_for_uploads_in_order_to_log_in(tmp_path: Path) -> None:
    app = create_app(Settings(data=tmp_path / "data"))
    parts = app.extensions["chatroom"]
    finished = Event()
    uploads = [gevent.spawn(parts.files.offload, finished.wait) for _ in range(50)]
    gevent.sleep(0)

    try:
        with gevent.Timeout(10), pytest.raises(Unauthorized):
            parts.users.authenticate("nobody", "correct horse battery")
    finally:
        finished.set()
        gevent.joinall(uploads, raise_error=True)
        parts.close()
