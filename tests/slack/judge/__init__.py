"""Would Slack take what the bot sends? Judged by types, models and a schema that others publish, or by Slack itself."""
