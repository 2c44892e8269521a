"""The servers that the tests of the WebSocket transport share."""

from collections.abc import Iterator

import pytest

from tests.realtime.websocket_app import AppServer


@pytest.fixture(scope="module")
def app_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[AppServer]:
    """With the product's own limits. No test may make it log an error."""
    with AppServer(tmp_path_factory.mktemp("websocket")) as running:
        yield running
        assert "Traceback" not in running.log()
        assert "ERROR" not in running.log()


@pytest.fixture(scope="module")
def hasty_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[AppServer]:
    """With limits short enough to wait for."""
    settings = {"ping_interval": 0.4, "ping_timeout": 0.4, "connect_seconds": 0.6}
    with AppServer(tmp_path_factory.mktemp("hasty"), **settings) as running:
        yield running
