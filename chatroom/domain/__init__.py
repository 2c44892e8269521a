"""Plain Python at the bottom: what a chat is made of. Imports nothing of the floors above."""
