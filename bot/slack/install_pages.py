"""The pages that whoever installs the app sees in a browser: plain HTML, no script, nothing from elsewhere."""

from __future__ import annotations

from html import escape

HEADERS = {
    "content-type": "text/html; charset=utf-8",
    "cache-control": "no-store",  # a page holds a state that is good once
    "content-security-policy": "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'",
    "referrer-policy": "no-referrer",  # the address of a page may hold a code of Slack's
    "x-content-type-options": "nosniff",
}
_STYLE = (
    "body{font:1.1rem/1.5 system-ui,sans-serif;max-width:34rem;margin:12vh auto;padding:0 1.25rem;color:#1d1c1d;"
    "background:#fff}h1{font-size:1.5rem}a.button{display:inline-block;padding:.6rem 1.2rem;border-radius:.4rem;"
    "background:#1f4e5f;color:#fff;text-decoration:none}a{color:#1f4e5f}code{font-size:.95em}"
    "@media(prefers-color-scheme:dark){body{color:#e8e8e8;background:#1a1d21}a{color:#8cc8dc}}"
)
# What Slack, Bolt and we call a failure, and what is said of it: what happened, what to do
_FAILURES = {
    "access_denied": "You did not allow it, and nothing was changed.",
    "invalid_browser": "This page was not opened by the button of the install page, or it was opened a second time.",
    "invalid_state": "The install page was open for too long, or its button was used twice.",
    "missing_code": "This page was not opened by Slack.",
    "invalid_code": "Slack no longer knows this attempt; it takes each one once, within ten minutes.",
    "team_not_allowed": "This bot answers only in workspaces that its operator chose, and yours is not one of them.",
    "unreachable": "Slack could not be reached from here.",
    "storage_error": "The installation could not be kept.",
}
_FOR_OPERATOR = {
    "bad_client_secret": "SLACK_CLIENT_SECRET is not that of this app.",
    "invalid_client_id": "SLACK_CLIENT_ID is not that of this app.",
    "bad_redirect_uri": "SLACK_REDIRECT_URI is not one of the redirect URLs of the app's settings.",
    "invalid_team_for_non_distributed_app": "The app's distribution is not switched on (Manage Distribution).",
}


def install_page(address: str) -> str:
    """The page with the button that leads to Slack's question whether to allow it; `address` is that question's."""
    return _page(
        "Add Commitment Bot to Slack",
        "<p>It answers questions about open-government commitments with values quoted from their documents, "
        "in channels that it is invited to and in direct messages.</p>"
        f'<p><a class="button" href="{escape(address)}">Add to Slack</a></p>'
        "<p>Slack shows you what it may do, and asks you to allow it. It is sent the messages of the channels that it "
        "is in, and answers those that are for it.</p>",
    )


def success_page(workspace: str | None, team: str | None, app: str | None) -> str:
    """The page after the app was installed in a workspace; the ids lead back into Slack."""
    where = f"https://slack.com/app_redirect?app={app}&team={team}" if app and team else "https://slack.com/"
    return _page(
        "Commitment Bot is installed",
        f"<p>It is now in {f'<b>{escape(workspace)}</b>' if workspace else 'your workspace'}. Write to it, or invite "
        "it to a channel with <code>/invite @commitmentbot</code> and ask: "
        "<code>@commitmentbot what can you do?</code></p>"
        f'<p><a class="button" href="{escape(where)}">Open it in Slack</a></p>',
    )


def failure_page(reason: str) -> str:
    """The page where the app was not installed: what happened, and what to do."""
    if reason in _FAILURES:
        said = f"<p>{_FAILURES[reason]}</p>"
    else:
        known = _FOR_OPERATOR.get(reason, "")
        said = f"<p>Slack says <code>{escape(reason[:80])}</code>. {known} Please tell whoever runs this bot.</p>"
    again = "" if reason == "team_not_allowed" else '<p><a class="button" href="install">Try again</a></p>'
    return _page("Commitment Bot was not installed", said + again)


def _page(title: str, body: str) -> str:
    return (
        f'<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{title}</title>'
        f'<meta name="viewport" content="width=device-width,initial-scale=1"><style>{_STYLE}</style></head>'
        f"<body><main><h1>{title}</h1>{body}</main></body></html>\n"
    )
