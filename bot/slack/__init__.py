"""The only room that knows Slack: events in, blocks out.

A mention's way, file by file: `listeners/messages` gets it from Bolt, `payloads` reads it, `ledger` writes it down
and holds it to its end, `turns` gives it its turn, `conversation` has the turn, `questions` asks, `answers` makes the
message, `delivery` posts it once. docs/how-it-works.md goes it step by step.
"""
