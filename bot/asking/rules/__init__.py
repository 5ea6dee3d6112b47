"""How questions are understood: rules that are tried in this order, the first that applies makes the frame.

A rule is a function from a turn to a frame, or to None where it does not apply; it never raises.
"""

from bot.asking.rules.commitments import choice_made, compared, one_subject, several_codes
from bot.asking.rules.names import contact_named, mentioned, person_named, unknown_name
from bot.asking.rules.sets import several
from bot.asking.rules.talk import commanded, definition, greeting, no_subject, unkept, unknown_code
from bot.asking.rules.text import changes_asked, search_text
from bot.asking.rules.threads import thread_turn

RULES = (
    mentioned,
    commanded,
    greeting,
    definition,
    unknown_code,
    unkept,
    compared,
    changes_asked,
    contact_named,
    choice_made,
    several_codes,
    one_subject,
    person_named,
    unknown_name,
    thread_turn,
    several,
    search_text,
    no_subject,
)
"""In their order: what is certain before what is likely."""
