"""What the app listens to, one module a kind; `register(app, conversation)` tells Bolt of its functions."""
