"""WebSockets under python-socketio: from the handshake to whole messages, and back to frames.

`install.py` is where it plugs in; `engine.py` and it alone know the insides of engineio.
"""
