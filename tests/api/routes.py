"""Every route of the application, so that a test cannot forget one."""

import tempfile
from functools import cache
from pathlib import Path

from chatroom.app import create_app
from chatroom.config import Settings

Route = tuple[str, str]  # the method, and the rule as Flask knows it


@cache
def routes() -> frozenset[Route]:
    """Methods and rules; without HEAD and OPTIONS, which Flask answers by itself."""
    with tempfile.TemporaryDirectory() as directory:
        app = create_app(Settings(data=Path(directory)))
        app.extensions["chatroom"].close()
        return frozenset(
            (method, rule.rule)
            for rule in app.url_map.iter_rules()
            for method in rule.methods or ()
            if method not in ("HEAD", "OPTIONS")
        )
