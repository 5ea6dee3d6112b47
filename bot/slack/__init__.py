"""The only room that knows Slack: events in, blocks out."""
