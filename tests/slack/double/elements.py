"""Block Kit's composition objects and block elements: what each must, and may, hold."""

from __future__ import annotations

from tests.slack.double.limits import (
    ACCESSIBILITY_LABEL,
    ACTION_ID,
    ADDRESS,
    AGENT_PROMPT,
    ALT_TEXT,
    BUTTON_TEXT,
    BUTTON_VALUE,
    CONFIRM_BUTTON,
    CONFIRM_TEXT,
    CONFIRM_TITLE,
    FILES_OF_AN_INPUT,
    OPTION_TEXT,
    OPTION_VALUE,
    OPTIONS_OF_A_SELECT,
    OPTIONS_OF_CHECKBOXES,
    OPTIONS_OF_OVERFLOW,
    PLACEHOLDER,
    TEXT,
    TYPED_TEXT,
)
from tests.slack.double.rules import Rule, array, boolean, integer, one_of, shape, string, typed


def plain(most: int = TEXT) -> Rule:
    """A plain text object."""
    return typed({"plain_text": shape({"text": string(most)}, {"emoji": boolean})})


def text(most: int = TEXT) -> Rule:
    """A text object of either kind."""
    marked = shape({"text": string(most)}, {"verbatim": boolean})
    return typed({"plain_text": shape({"text": string(most)}, {"emoji": boolean}), "mrkdwn": marked})


STYLE = one_of("primary", "danger")
CONFIRM = shape(
    {
        "title": plain(CONFIRM_TITLE),
        "text": text(CONFIRM_TEXT),
        "confirm": plain(CONFIRM_BUTTON),
        "deny": plain(CONFIRM_BUTTON),
    },
    {"style": STYLE},
)
_OPTION = {"value": string(OPTION_VALUE)}
OPTION = shape(_OPTION | {"text": plain(OPTION_TEXT)}, {"description": plain(OPTION_TEXT)})
MARKED_OPTION = shape(_OPTION | {"text": text(OPTION_TEXT)}, {"description": text(OPTION_TEXT)})
LINKED_OPTION = shape(
    _OPTION | {"text": plain(OPTION_TEXT)}, {"description": plain(OPTION_TEXT), "url": string(ADDRESS)}
)
OPTION_GROUP = shape({"label": plain(OPTION_TEXT), "options": array(OPTION, OPTIONS_OF_A_SELECT)})
SLACK_FILE = shape({}, {"id": string(255), "url": string(ADDRESS)}, any_of=("id", "url"))
FILTER = shape(
    {},
    {
        "include": array(one_of("im", "mpim", "private", "public"), 4),
        "exclude_external_shared_channels": boolean,
        "exclude_bot_users": boolean,
    },
    any_of=("include", "exclude_external_shared_channels", "exclude_bot_users"),
)
DISPATCH = shape({"trigger_actions_on": array(one_of("on_enter_pressed", "on_character_entered"), 2)})

_NAMED: dict[str, Rule] = {"action_id": string(ACTION_ID)}
_CONFIRMED = _NAMED | {"confirm": CONFIRM}
_INPUT = _NAMED | {"focus_on_load": boolean, "placeholder": plain(PLACEHOLDER)}
_SELECT = _INPUT | {"confirm": CONFIRM}
_SEVERAL = {"max_selected_items": integer(1, OPTIONS_OF_A_SELECT)}
_OPTIONS = {"options": array(OPTION, OPTIONS_OF_A_SELECT), "option_groups": array(OPTION_GROUP, OPTIONS_OF_A_SELECT)}
_IDS = array(string(255), OPTIONS_OF_A_SELECT, least=0)
_FEEDBACK = shape(
    {"text": plain(BUTTON_TEXT), "value": string(BUTTON_VALUE)},
    {"accessibility_label": string(ACCESSIBILITY_LABEL)},
)

BUTTON = shape(
    {"text": plain(BUTTON_TEXT)},
    _CONFIRMED
    | {
        "url": string(ADDRESS),
        "value": string(BUTTON_VALUE),
        "style": STYLE,
        "accessibility_label": string(ACCESSIBILITY_LABEL),
        "agent_prompt": string(AGENT_PROMPT),
        "agent_prompt_display": string(AGENT_PROMPT),
    },
)
IMAGE = shape(
    {"alt_text": string(ALT_TEXT)},
    {"image_url": string(ADDRESS), "slack_file": SLACK_FILE},
    any_of=("image_url", "slack_file"),
)

INTERACTIVE: dict[str, Rule] = {
    "button": BUTTON,
    "checkboxes": shape(
        {"options": array(MARKED_OPTION, OPTIONS_OF_CHECKBOXES)},
        _CONFIRMED | {"initial_options": array(MARKED_OPTION, OPTIONS_OF_CHECKBOXES), "focus_on_load": boolean},
    ),
    "radio_buttons": shape(
        {"options": array(MARKED_OPTION, OPTIONS_OF_CHECKBOXES)},
        _CONFIRMED | {"initial_option": MARKED_OPTION, "focus_on_load": boolean},
    ),
    "overflow": shape({"options": array(LINKED_OPTION, OPTIONS_OF_OVERFLOW)}, _CONFIRMED),
    "datepicker": shape({}, _SELECT | {"initial_date": string(10, 10)}),
    "timepicker": shape({}, _SELECT | {"initial_time": string(5, 5), "timezone": string(100)}),
    "datetimepicker": shape(
        {}, _CONFIRMED | {"initial_date_time": integer(0, 9_999_999_999), "focus_on_load": boolean}
    ),
    "static_select": shape({}, _SELECT | _OPTIONS | {"initial_option": OPTION}, any_of=("options", "option_groups")),
    "multi_static_select": shape(
        {},
        _SELECT | _OPTIONS | _SEVERAL | {"initial_options": array(OPTION, OPTIONS_OF_A_SELECT)},
        any_of=("options", "option_groups"),
    ),
    "external_select": shape({}, _SELECT | {"initial_option": OPTION, "min_query_length": integer(0, 100)}),
    "multi_external_select": shape(
        {},
        _SELECT
        | _SEVERAL
        | {"initial_options": array(OPTION, OPTIONS_OF_A_SELECT), "min_query_length": integer(0, 100)},
    ),
    "users_select": shape({}, _SELECT | {"initial_user": string(255)}),
    "multi_users_select": shape({}, _SELECT | _SEVERAL | {"initial_users": _IDS}),
    "channels_select": shape({}, _SELECT | {"initial_channel": string(255), "response_url_enabled": boolean}),
    "multi_channels_select": shape({}, _SELECT | _SEVERAL | {"initial_channels": _IDS}),
    "conversations_select": shape(
        {},
        _SELECT
        | {
            "initial_conversation": string(255),
            "default_to_current_conversation": boolean,
            "response_url_enabled": boolean,
            "filter": FILTER,
        },
    ),
    "multi_conversations_select": shape(
        {},
        _SELECT
        | _SEVERAL
        | {"initial_conversations": _IDS, "default_to_current_conversation": boolean, "filter": FILTER},
    ),
}

TYPED: dict[str, Rule] = {
    "plain_text_input": shape(
        {},
        _INPUT
        | {
            "initial_value": string(TYPED_TEXT, 0),
            "multiline": boolean,
            "min_length": integer(0, TYPED_TEXT),
            "max_length": integer(1, TYPED_TEXT),
            "dispatch_action_config": DISPATCH,
        },
    ),
    "email_text_input": shape({}, _INPUT | {"initial_value": string(TYPED_TEXT), "dispatch_action_config": DISPATCH}),
    "url_text_input": shape({}, _INPUT | {"initial_value": string(TYPED_TEXT), "dispatch_action_config": DISPATCH}),
    "number_input": shape(
        {"is_decimal_allowed": boolean},
        _INPUT
        | {
            "initial_value": string(100),
            "min_value": string(100),
            "max_value": string(100),
            "dispatch_action_config": DISPATCH,
        },
    ),
    "file_input": shape({}, _NAMED | {"filetypes": array(string(20), 50), "max_files": integer(1, FILES_OF_AN_INPUT)}),
}

CONTEXT_ACTIONS: dict[str, Rule] = {
    "feedback_buttons": shape({"positive_button": _FEEDBACK, "negative_button": _FEEDBACK}, _NAMED),
    "icon_button": shape(
        {"icon": one_of("trash"), "text": plain(BUTTON_TEXT)},
        _CONFIRMED
        | {
            "value": string(BUTTON_VALUE),
            "accessibility_label": string(ACCESSIBILITY_LABEL),
            "visible_to_user_ids": array(string(255), 10),
        },
    ),
}
