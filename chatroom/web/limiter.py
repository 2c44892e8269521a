"""The rate limiter of HTTP requests."""

from ipaddress import IPv6Address, IPv6Network, ip_address

from flask import Flask, request
from flask_limiter import Limiter

_ONE_CUSTOMER = 64  # bits of an IPv6 address: providers give each customer at least all the others


def create_limiter(app: Flask, enabled: bool) -> Limiter:
    limiter = Limiter(visitor, app=app, enabled=enabled, storage_uri="memory://")
    # Its decorators hold it weakly, and Flask-Limiter itself keeps only one that is enabled.
    app.extensions["chatroom.limiter"] = limiter
    return limiter


def visitor() -> str:
    """Where a request comes from: an IPv4 address, or the network of an IPv6 one, of whose addresses a
    visitor has any number."""
    return network_of(request.remote_addr or "")


def network_of(remote: str) -> str:
    """What counts as one visitor."""
    try:
        address = ip_address(remote.partition("%")[0])
    except ValueError:  # a Unix socket has none
        return remote
    if not isinstance(address, IPv6Address):
        return remote
    if address.ipv4_mapped:
        return str(address.ipv4_mapped)
    return str(IPv6Network((address, _ONE_CUSTOMER), strict=False))
