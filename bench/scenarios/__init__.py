"""The scenarios: each a function of a Plan that adds what it finds to the figures."""

from bench.scenarios import connections, durable, fanout, flood, history, start, transfer
from bench.scenarios.plan import Scenario

SCENARIOS: dict[str, Scenario] = {
    "fanout": fanout.measure,
    "durable": durable.measure,
    "connections": connections.measure,
    "history": history.measure,
    "flood": flood.measure,
    "start": start.measure,
    "transfer": transfer.measure,
}
