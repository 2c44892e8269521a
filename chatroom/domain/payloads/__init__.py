"""What the server sends: the payloads of the wire contract.

The models are the schema from which the client's types are generated; the functions build the same
shapes without validation, because they run once for every message. A test holds one against the
other.
"""
