"""The exports of chat apps, each read into messages."""
