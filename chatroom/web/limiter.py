"""The rate limiter of HTTP requests."""

from flask import Flask
from flask_limiter import Limiter
from flask_limiter.util import get_remote_address


def create_limiter(app: Flask, enabled: bool) -> Limiter:
    limiter = Limiter(get_remote_address, app=app, enabled=enabled, storage_uri="memory://")
    # Its decorators hold it weakly, and Flask-Limiter itself keeps only one that is enabled.
    app.extensions["chatroom.limiter"] = limiter
    return limiter
