"""What clients may send, over HTTP and Socket.IO alike: one model for each command.

Strict and closed: no coercion, no unknown fields.
"""
