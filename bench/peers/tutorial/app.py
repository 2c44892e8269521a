"""The peer "tutorial app": Flask-SocketIO and SQLite, put together as the usual tutorial does.

A connection and a commit for each message, and everything at its defaults. Messages have the same
shape as ours. A client says who it is, and where, in the query: there are no accounts.
Run as: python app.py PORT DATABASE
"""

from gevent import monkey

monkey.patch_all()

import sqlite3
import sys
from datetime import UTC, datetime

from flask import Flask, request
from flask_socketio import SocketIO, emit, join_room

PORT, DATABASE = int(sys.argv[1]), sys.argv[2]

app = Flask(__name__)
socketio = SocketIO(app, async_mode="gevent")
members = {}


def create_tables():
    connection = sqlite3.connect(DATABASE)
    connection.execute(
        "CREATE TABLE IF NOT EXISTS messages (id INTEGER PRIMARY KEY, room INTEGER NOT NULL,"
        " client_id TEXT NOT NULL, author INTEGER NOT NULL, body TEXT NOT NULL, created_at TEXT NOT NULL)"
    )
    connection.commit()
    connection.close()


@socketio.on("connect")
def connect():
    user = int(request.args["user"])
    members[request.sid] = {"id": user, "username": f"member-{user}"}
    join_room(request.args["room"])
    emit("welcome", {"user": members[request.sid], "rooms": []})


@socketio.on("disconnect")
def disconnect():
    members.pop(request.sid, None)


@socketio.on("message:send")
def send(data):
    author = members[request.sid]
    created_at = datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
    connection = sqlite3.connect(DATABASE)
    cursor = connection.execute(
        "INSERT INTO messages (room, client_id, author, body, created_at) VALUES (?, ?, ?, ?, ?)",
        (data["room"], data["client_id"], author["id"], data["body"], created_at),
    )
    connection.commit()
    connection.close()
    message = {
        "room": data["room"],
        "number": cursor.lastrowid,
        "version": cursor.lastrowid,
        "client_id": data["client_id"],
        "author": author,
        "body": data["body"],
        "created_at": created_at,
        "edited_at": None,
        "deleted": False,
        "files": [],
    }
    emit("message", message, to=str(data["room"]))
    return {"ok": True, "message": message}


if __name__ == "__main__":
    create_tables()
    print("ready", flush=True)  # the listener follows at once; clients try again until it is there
    socketio.run(app, host="127.0.0.1", port=PORT)
