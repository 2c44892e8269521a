"""Measures peers that have a driver of their own, alone: `python -m bench.peers synapse ejabberd`."""

import argparse
import os

from bench import machine
from bench.peers import NAMES, Absent, load


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("names", nargs="*", default=NAMES)
    parser.add_argument("--in-flight", type=int, nargs="+", default=[1, 16, 32, 256])
    parser.add_argument("--rooms", type=int, default=100)
    parser.add_argument("--members", type=int, default=10)
    parser.add_argument("--seconds", type=float, default=10)
    options = parser.parse_args()
    os.sched_setaffinity(0, {machine.LOAD_CORE})
    for name in options.names:
        try:
            measure(name, options)
        except Absent as reason:
            print(f"{name} is absent: {reason}")


def measure(name: str, options: argparse.Namespace) -> None:
    peer, version = load(name)
    print(f"{name} {version}, {options.rooms} rooms of {options.members}")
    for in_flight in options.in_flight:
        found = peer.durable(in_flight, options.rooms, options.members, options.seconds)
        print(
            f"{in_flight:>5} in flight: {found['acked_per_second']:,.0f} acked/s,"
            f" p50 {found['p50_ms']:.2f} ms, p99 {found['p99_ms']:.2f} ms;"
            f" server {found['server_cpu']:.0%} of its core, generator {found['generator_cpu']:.0%}",
            flush=True,
        )


if __name__ == "__main__":
    main()
