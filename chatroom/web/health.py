"""For the operator's monitoring: whether the process answers, and whether it can read its database."""

from flask import Blueprint

from chatroom.domain.entities.people import User
from chatroom.domain.errors import Unavailable
from chatroom.services.sync import Synchronizer

_NOBODY = User(0, "")


def blueprint(synchronizer: Synchronizer) -> Blueprint:
    health = Blueprint("health", __name__)

    @health.get("/healthz")
    def alive() -> dict[str, str]:
        return {"status": "ok"}

    @health.get("/readyz")
    def ready() -> dict[str, str]:
        try:
            synchronizer.heads(_NOBODY)
        except Exception as error:
            raise Unavailable("The database cannot be read.") from error
        return {"status": "ready"}

    return health
