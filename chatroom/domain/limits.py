"""Every limit of the product that is not a setting, in one place."""

ID_MAX = 2**53 - 1  # what a 64-bit database and a JavaScript number can both hold

USERNAME_MIN = 2
USERNAME_MAX = 32
USERNAME_RAW_MAX = 4 * USERNAME_MAX  # before normalising, which takes quadratic time
PASSWORD_MIN = 8
PASSWORD_MAX = 256
DEVICE_MAX = 64  # characters of a browser's name
SESSIONS_PER_USER = 1_000  # sign-ins; with one more, the oldest ends
SESSIONS_LISTED = 100  # of them, the newest

ROOM_NAME_MAX = 64
ROOM_NAME_RAW_MAX = 4 * ROOM_NAME_MAX  # before normalising
TOPIC_MAX = 500
DIRECT_MEMBERS_MAX = 10
ROOMS_PER_USER_MAX = 500  # and as many direct conversations; a welcome names all of them
LISTING_DEFAULT = 50  # rooms, members or users in one answer
LISTING_MAX = 100  # of rooms of 10,000, whose members are counted, 45 ms

BODY_MAX = 10_000  # characters
FILES_PER_MESSAGE = 10
FILE_NAME_MAX = 255  # characters, after cleaning
FILE_TYPE_MAX = 100  # characters of a media type
IMAGE_PIXELS_MAX = 60_000_000  # larger images are offered for download, not shown
UPLOAD_CHUNK = 256 * 1024  # bytes of an upload in memory at a time

EMOJI_MAX = 64  # characters: families with skin tones are long
REACTIONS_PER_MESSAGE = 20  # different ones
REACTORS_PER_MESSAGE = 1_000  # of all reactions to it: every change tells the room all of them
MENTIONS_PER_MESSAGE = 50  # people named; those behind that are not mentioned
MENTION_SPELLINGS_MAX = 200  # that are looked up for one message
HERE_MAX = 500  # people who are told apart by "@here"; where more are there, it counts for everybody
PINS_PER_ROOM = 100
SAVED_MAX = 1_000  # messages of one user; a welcome names all of them
DRAFTS_CHARACTERS_MAX = 128 * 1024  # of the drafts in one answer, the last changed first
EDITS_MAX = 100  # in one answer, the newest
GET_MAX = 100  # messages asked for by their numbers

STATUS_MAX = 100  # characters
STATUS_DAYS_MAX = 366  # until a status ends, where it says when
WATCHED_MAX = 200  # people whose coming and going one connection is told of
PRESENCE_SECONDS = 2.0  # for which changes of presence are gathered
OFFLINE_SECONDS = 10.0  # without a connection, before somebody counts as gone
TYPING_SECONDS = 1.0  # for which those who type in a room are gathered
TYPING_NAMED = 5  # of those in one place, a room or a thread, who are told of
TYPING_THREADS = 5  # of a room that are told of at once

PAGE_DEFAULT = 50  # messages in a page of history
PAGE_MAX = 200
SYNC_DEFAULT = 200  # changes in one answer to `sync`
SYNC_MAX = 1_000
SYNC_STEP = 64  # of them that are read in one turn: a millisecond, where none was read lately
RECENT_MESSAGES = 4_096  # that a process keeps ready, for whoever reads them next
RECENT_CHARACTERS = 1_000  # of such a message: about 10 KB with its JSON
ANSWER_CHARACTERS_MAX = (
    64 * 1024
)  # of the messages in one page, or one answer to `sync`; JSON may take six bytes for one

SEARCH_QUERY_MAX = 200  # characters
SEARCH_DEFAULT = 20  # results of one search
SEARCH_MAX = 50
SEARCH_BEST_OF = 500  # of the newest that fit, from which the best are taken
SEARCH_EXCERPT = 300  # characters
SEARCH_SECONDS = 2.0  # after which a search answers with what it has found so far
SEARCHES_PER_USER = 2  # at once
SEARCHES_WAITING = 32  # before others are told to come back
SEARCH_FRESH = 500  # changes that a search waits for to be indexed; where more are missing, it says so
INDEX_STEP = 1_000  # changes that are indexed in one transaction
INDEX_CHARACTERS = 256 * 1024  # and characters of them: so many emoji take a quarter of a second

SOCKET_FILE_MAX = 512 * 1024  # bytes of a file sent over the socket; larger ones go over HTTP
FRAME_MAX = 1024 * 1024  # bytes of one incoming WebSocket message
OUTBOUND_MAX = 1024 * 1024  # bytes waiting for one slow reader before it is cut off
JSON_BODY_MAX = 256 * 1024  # bytes of a JSON or form request
BODY_GRACE_SECONDS = 20  # of waiting for a request's body, besides what it takes at this rate:
BODY_BYTES_PER_SECOND = 10_000

CONNECT_SECONDS = 10  # for a socket to finish the Socket.IO connect
PING_TIMEOUT = 0.8  # of the ping interval: how long the answer to a ping may take
CONNECTIONS_MAX = 20_000  # sockets and requests open at once in a process

BATCH_MAX = 512  # writes in one transaction
BATCH_BYTES = 256 * 1024  # of the messages in one transaction: every reader gets them in one piece
BATCH_SECONDS = 0.05  # of work in one transaction, with the event loop waiting
WAITING_MAX = 10_000  # writes waiting for the committer before it says `unavailable`
LOCK_WAIT_SECONDS = 5.0  # for a database that another process has locked

UNATTACHED_FILE_HOURS = 24  # after which an uploaded file that no message took is removed

REFUSED_PAUSE_SECONDS = 0.125  # for which a connection is not read after one event too many

# Of one user, over all connections and over HTTP: how many at once, and how many a second after that.
REQUESTS_PER_USER: dict[str, tuple[int, float]] = {
    "message:send": (100, 20),
    "message:edit": (100, 20),
    "message:delete": (100, 20),
    "sync": (300, 20),
    "heads": (50, 5),
    "search": (20, 2),
    "unknown": (50, 5),  # events that there are not
    "file:upload": (50, 5),
    "room:create": (20, 0.2),
    "room:direct": (20, 0.1),
    "room:update": (20, 0.5),
    "room:join": (50, 1),
    "room:leave": (50, 1),
    "room:invite": (100, 2),
    "room:remove": (100, 2),
    "room:role": (50, 1),
    "room:mute": (50, 1),
    "message:get": (100, 10),
    "message:history": (50, 5),
    "message:thread": (100, 10),
    "message:pin": (50, 1),
    "message:unpin": (50, 1),
    "room:pins": (50, 5),
    "message:save": (50, 2),
    "message:unsave": (50, 2),
    "saved:list": (50, 5),
    "reaction:add": (100, 5),
    "reaction:remove": (100, 5),
    "reaction:list": (100, 10),
    "read": (100, 5),
    "unread": (50, 2),
    "read:all": (10, 0.5),
    "draft:save": (60, 2),
    "draft:list": (30, 2),
    "typing": (30, 2),
    "presence:watch": (60, 2),
    "presence:idle": (60, 1),
    "away:set": (30, 1),
    "status:set": (30, 1),
}

# The same of what is read over HTTP and has no event.
READS_PER_USER: dict[str, tuple[int, float]] = {
    "page": (200, 20),  # of messages, and the chatroom itself, which comes with one
    "lookup": (200, 20),  # of rooms, members, people
}

# The same of one session, so that nobody at another one can use up what its user needs to end it. The last
# is slow: somebody at a stolen one could else sign its owner out before they have changed the password.
REQUESTS_PER_SESSION: dict[str, tuple[int, float]] = {
    "account": (200, 20),  # who one is, and where one is signed in; the page that shows it
    "password:change": (20, 0.5),
    "session:end": (20, 0.05),
}

# Rate limits, in the notation of Flask-Limiter.
LOGIN_PER_ADDRESS = "30 per minute; 300 per hour"
LOGIN_PER_ACCOUNT = "10 per minute; 60 per hour"
# A class that registers in one lesson comes from one address.
REGISTER_PER_ADDRESS = "40 per minute; 300 per hour"
REGISTER_PER_ACCOUNT = "10 per minute; 60 per hour"
