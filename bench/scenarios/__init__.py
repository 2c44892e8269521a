"""The scenarios: each a function of a Plan that adds what it finds to the figures."""

from bench.scenarios import connections, durable, fanout, flood, history, presence, start, transfer
from bench.scenarios.plan import Scenario

SCENARIOS: dict[str, Scenario] = {
    "fanout": fanout.measure,
    "durable": durable.measure,
    "connections": connections.measure,
    "history": history.measure,
    "flood": flood.measure,
    "presence": presence.measure,
    "start": start.measure,
    "transfer": transfer.measure,
}
