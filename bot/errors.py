"""What can go wrong in a way that somebody can mend: one base, a few kinds, the docstring is the message.

Bugs are not here: they stay ordinary exceptions. Nothing in a message is a word that a person wrote, or the token.
"""


class CoachError(Exception):
    """The bot cannot go on."""

    exit_code = 1  # what the process ends with when nobody handles it

    def __str__(self) -> str:
        said = super().__str__()
        return said or (type(self).__doc__ or "").strip()


class SettingError(CoachError):
    """A setting is missing or wrong."""

    exit_code = 2


class DialogueError(CoachError):
    """A dialogue file has a problem, so the bot does not start."""

    exit_code = 3


class DatabaseError(CoachError):
    """The database cannot be opened or used."""

    exit_code = 4
    reason = "unusable"  # in one word, for the logs, which show no sentence
    may_pass = False  # whether it may be well again without anybody's doing, as when a full disk has room


class TokenError(CoachError):
    """Telegram refuses the bot token. Check BOT_TOKEN: @BotFather shows the current one."""

    exit_code = 5


class InUseError(CoachError):
    """Something this process needs for itself is taken by another process."""

    exit_code = 6
