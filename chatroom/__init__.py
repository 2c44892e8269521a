"""Chatroom: the chat server that keeps every message it acknowledges."""
