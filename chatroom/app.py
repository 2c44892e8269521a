"""The application put together: every part, in the order in which they depend on each other."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from flask import Flask
from flask_openapi3.openapi import OpenAPI
from werkzeug.middleware.proxy_fix import ProxyFix
from whitenoise import WhiteNoise

from chatroom.config import Settings
from chatroom.domain import limits
from chatroom.realtime import connection, handlers
from chatroom.realtime.fanout import Connection, Fanout
from chatroom.realtime.indexing import Indexing
from chatroom.realtime.native import NativeThreads
from chatroom.realtime.presence import Watchers
from chatroom.realtime.publishers import Publishers
from chatroom.realtime.revocation import SessionWatch
from chatroom.realtime.server import create_socketio
from chatroom.realtime.transport.install import install
from chatroom.realtime.transport.sweep import Sweep
from chatroom.realtime.turns import Turns
from chatroom.realtime.typing import TypingNews
from chatroom.services.account import Account
from chatroom.services.budget import Budgets
from chatroom.services.conversation import Conversation
from chatroom.services.drafts import Drafts
from chatroom.services.files import Files
from chatroom.services.messages import Messages
from chatroom.services.passwords import Passwords
from chatroom.services.people import People
from chatroom.services.presence import Roster
from chatroom.services.reading import Reading
from chatroom.services.rooms import Rooms
from chatroom.services.search import Search
from chatroom.services.services import Services
from chatroom.services.sessions import Sessions
from chatroom.services.sync import Synchronizer
from chatroom.services.typing import Typing
from chatroom.services.users import Users
from chatroom.storage.committer import Committer
from chatroom.storage.directory import data_directory, secret_key, usable
from chatroom.storage.engine import Database
from chatroom.storage.local_files import LocalFileStore
from chatroom.storage.opening import open_database
from chatroom.storage.search import file as search_file
from chatroom.storage.search.index import Index
from chatroom.web import account, api, auth, errors, health, joining, pages, request, security, signin
from chatroom.web import files as served_files
from chatroom.web.attempts import Attempts
from chatroom.web.limiter import create_limiter

STATIC = Path(__file__).parent / "static"


@dataclass(frozen=True, slots=True)
class Chatroom:
    """The running parts behind the Flask application; found at `app.extensions["chatroom"]`."""

    database: Database
    committer: Committer
    fanout: Fanout
    users: Users
    files: Files
    search: Search
    indexing: Indexing | None

    def close(self) -> None:
        """Answer what was accepted, tell the clients to come back, and let go of everything."""
        self.committer.stop()
        self.fanout.close_all()
        self.search.close()
        if self.indexing:
            # Before the database: the last connection to it that closes must be the committer's.
            self.indexing.stop()
        self.database.close()


@contextmanager
def accounts(settings: Settings) -> Iterator[Users]:
    """The accounts alone, for the command line; a server may be running on the same directory.

    Raises:
        StartError: the data directory or the database cannot be used.
    """
    data_directory(settings.data)
    database = open_database(settings.database_path)
    committer = Committer(database, Fanout())
    try:
        yield Users(database, committer, Passwords(NativeThreads()))
    finally:
        committer.stop()
        database.close()


def create_app(settings: Settings) -> Flask:
    """Open the data directory and wire the application.

    Raises:
        StartError: the data directory or the database cannot be used.
    """
    data_directory(settings.data)
    database = open_database(settings.database_path)
    offload = NativeThreads()
    fanout = Fanout()
    roster: Roster[Connection] = Roster()
    watchers = Watchers(roster)
    typing = Typing(database)
    typing_news = TypingNews(fanout, typing)
    # The index has one thread, because what it holds belongs to one at a time.
    index_thread = NativeThreads(size=1)
    index = Index(settings.search_path, settings.database_path) if settings.search else None
    indexing = Indexing(index, index_thread) if index else None
    followers = [indexing] if indexing else []
    committer = Committer(database, Publishers(*followers, fanout, watchers, typing_news))
    with usable(settings.data):
        if not index:
            # It would not hear of changes, and know what was deleted since.
            search_file.remove(settings.search_path)
        store = LocalFileStore(settings.files_path)

    lifetime = timedelta(days=settings.session_days)
    # With threads of their own, so that nobody waits for uploads in order to log in.
    passwords = Passwords(NativeThreads(size=2))
    users = Users(database, committer, passwords)
    sessions = Sessions(database, committer, lifetime)
    people = People(database, committer, roster)
    synchronizer = Synchronizer(database)
    # Pictures are not to wait for uploads, either.
    files = Files(database, committer, store, offload, NativeThreads(size=2), settings.max_file_bytes)
    search = Search(database, index, NativeThreads(size=limits.SEARCHES_PER_USER + 1), index_thread)
    services = Services(
        messages=Messages(database, committer, fanout),
        conversation=Conversation.of(database, committer),
        rooms=Rooms(database, committer),
        users=users,
        account=Account(database, committer, passwords, sessions, fanout),
        people=people,
        files=files,
        reading=Reading(committer),
        drafts=Drafts(database, committer),
        typing=typing,
        search=search,
        synchronizer=synchronizer,
    )
    rates = {**limits.REQUESTS_PER_USER, **limits.READS_PER_USER, **limits.REQUESTS_PER_SESSION}
    budgets = Budgets(rates if settings.rate_limits else {})

    app = OpenAPI(
        __name__,
        info=api.INFO,
        doc_ui=False,
        validation_error_callback=errors.validation_failed,
    )
    app.secret_key = secret_key(settings.data)
    app.extensions["chatroom"] = Chatroom(database, committer, fanout, users, files, search, indexing)

    request.init_app(app)
    security.init_app(app, lifetime)
    errors.init_app(app)
    signin.init_app(app, sessions)
    limiter = create_limiter(app, settings.rate_limits)
    attempts = Attempts(limiter)
    app.register_blueprint(
        pages.blueprint(services.messages, synchronizer, services.rooms, budgets, settings.max_file_bytes)
    )
    app.register_blueprint(auth.blueprint(users, sessions, limiter, attempts))
    app.register_blueprint(account.blueprint(services.account, attempts, budgets))
    app.register_blueprint(joining.blueprint(services.rooms, budgets))
    app.register_blueprint(served_files.blueprint(files))
    app.register_blueprint(health.blueprint(synchronizer))
    app.register_api(api.blueprint(services, budgets, attempts))

    socketio = create_socketio(app, settings.ping_seconds)
    events = handlers.Handlers(services, watchers, Turns())
    install(socketio.server, handlers.immediate(events, budgets))
    connection.register(app, socketio.server, fanout, sessions, synchronizer, watchers, people)
    Sweep(socketio.server).start()
    SessionWatch(fanout, sessions).start()
    watchers.start(people)
    typing_news.start()
    if indexing:
        indexing.start()

    app.wsgi_app = WhiteNoise(  # type: ignore[method-assign]
        app.wsgi_app, root=STATIC, prefix="static/", max_age=0, autorefresh=settings.development
    )
    app.wsgi_app = security.SecurityHeaders(app.wsgi_app)  # type: ignore[method-assign]
    if settings.trusted_proxies:
        hops = settings.trusted_proxies
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=hops, x_proto=hops, x_host=hops)  # type: ignore[method-assign]
    return app
