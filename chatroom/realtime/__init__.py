"""The Socket.IO edge: connections, events, and the fan-out of what was committed."""
