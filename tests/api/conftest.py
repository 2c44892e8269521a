"""A server for each module, which no request of its tests may make fail."""

from collections.abc import Iterator

import pytest

from tests.server import Server


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server for the tests of a module. Whatever they send, it must not meet an unexpected error."""
    with Server(tmp_path_factory.mktemp("server") / "data", max_file_mb="1", log_level="debug") as running:
        yield running
        assert "Traceback" not in running.log()
