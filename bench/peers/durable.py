"""The load that a peer with a driver of its own gets: sends in flight, each counted once acknowledged."""

import asyncio
import itertools
import time
from collections.abc import Awaitable, Callable

from bench.peers.process import Running

BODY = "The quick brown fox jumps."

MOST_MESSAGES = 10_000
"""A run ends here at the latest, however fast the peer is."""

_WARM_UP = 200
_LONGEST_WAIT = 60

Send = Callable[[int], Awaitable[None]]
"""Sends the message of this turn, and returns once it is acknowledged."""


async def drive(send: Send, server: Running, in_flight: int, seconds: float) -> dict[str, float]:
    """Keep `in_flight` sends going for so long, after a warm-up that does not count.

    `acked` counts the warm-up, so that it can be compared with what is stored. The shares of a
    core that the server and the generator used tell which of them was the limit.
    """
    turns = itertools.count()

    async def keep_sending(times: list[float], end: float, last: int) -> None:
        while (sent := time.perf_counter()) < end and (turn := next(turns)) < last:
            await send(turn)
            times.append((time.perf_counter() - sent) * 1000)

    async def run(seconds: float, most: int) -> list[float]:
        times: list[float] = []
        end = time.perf_counter() + seconds
        async with asyncio.timeout(seconds + _LONGEST_WAIT):
            await asyncio.gather(*(keep_sending(times, end, most) for _ in range(in_flight)))
        return sorted(times)

    warm_up = await run(_LONGEST_WAIT, _WARM_UP)
    turns = itertools.count(_WARM_UP)
    server_before, own_before, began = server.processor_seconds(), time.process_time(), time.perf_counter()
    times = await run(seconds, MOST_MESSAGES)
    took = time.perf_counter() - began
    server_used, own_used = server.processor_seconds() - server_before, time.process_time() - own_before
    return {
        "acked_per_second": len(times) / took,
        "p50_ms": times[len(times) // 2],
        "p99_ms": times[int(len(times) * 0.99)],
        "acked": len(warm_up) + len(times),
        "server_cpu": server_used / took,
        "generator_cpu": own_used / took,
    }
