"""Connections that go where they may and end in time, for whatever talks to other machines. It knows no page and no words."""
