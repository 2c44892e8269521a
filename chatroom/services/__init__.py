"""The use cases: what people can do, and who may. No Flask and no Socket.IO."""
