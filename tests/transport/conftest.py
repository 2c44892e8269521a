"""The servers that the tests of the WebSocket transport share."""

from collections.abc import Iterator
from pathlib import Path

import gevent
import pytest

from tests.transport.server import AppServer


@pytest.fixture(autouse=True)
def clock_of_the_loop() -> None:
    """While nothing runs in this process's event loop its clock stands still, and a timeout that begins
    then would be over at once."""
    gevent.get_hub().loop.update_now()


@pytest.fixture(scope="module")
def app_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[AppServer]:
    """With the product's own limits. No test may make it log an error."""
    with AppServer(tmp_path_factory.mktemp("websocket")) as running:
        yield running
        assert "Traceback" not in running.log()
        assert "ERROR" not in running.log()
        assert "further occurrences of this error" not in running.log(), "engineio blames us"


@pytest.fixture
def own_server(tmp_path: Path) -> Iterator[AppServer]:
    """For one test alone, which counts what it leaves behind."""
    with AppServer(tmp_path) as running:
        yield running


@pytest.fixture(scope="module")
def hasty_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[AppServer]:
    """With limits short enough to wait for, and long enough for a test to answer in on a busy machine."""
    settings = {"ping_interval": 0.4, "ping_timeout": 1.2, "connect_seconds": 0.6}
    with AppServer(tmp_path_factory.mktemp("hasty"), **settings) as running:
        yield running


@pytest.fixture
def narrow_server(tmp_path: Path) -> Iterator[AppServer]:
    """With eight events of a client being handled at once."""
    with AppServer(tmp_path, events_max=8) as running:
        yield running


@pytest.fixture
def tiny_server(tmp_path: Path) -> Iterator[AppServer]:
    """With room for two connections."""
    with AppServer(tmp_path, connections_max=2) as running:
        yield running
