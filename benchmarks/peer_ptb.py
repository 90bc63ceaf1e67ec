"""python-telegram-bot's own way: a ConversationHandler with PicklePersistence, all settings as they come."""

from __future__ import annotations

import sys
from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import Any

from telegram import Update
from telegram.ext import (
    Application,
    ApplicationBuilder,
    CommandHandler,
    ContextTypes,
    ConversationHandler,
    MessageHandler,
    PicklePersistence,
    filters,
)

from benchmarks.measure import answer_the_driver
from benchmarks.people import LAST_WORDS, QUESTIONS, TOKEN

FIRST, SECOND, THIRD, FOURTH = range(4)

Handler = Callable[[Update, ContextTypes.DEFAULT_TYPE], Coroutine[Any, Any, int]]


async def open_talk(update: Update, _: ContextTypes.DEFAULT_TYPE) -> int:
    await reply(update, QUESTIONS[FIRST])
    return FIRST


def keeping(state: int, following: int, words: str) -> Handler:
    async def keep(update: Update, context: ContextTypes.DEFAULT_TYPE) -> int:
        if update.message and context.user_data is not None:
            context.user_data[state] = update.message.text
        await reply(update, words)
        return following

    return keep


async def reply(update: Update, words: str) -> None:
    if update.message:
        await update.message.reply_text(words)


async def ready(_: Any) -> None:
    answer_the_driver()


def main(api_url: str, folder: str) -> None:
    said = filters.TEXT & ~filters.COMMAND
    application: Application[Any, Any, Any, Any, Any, Any] = (
        ApplicationBuilder()
        .token(TOKEN)
        .base_url(api_url)
        .persistence(PicklePersistence(Path(folder) / "talks.pickle"))
        .post_init(ready)
        .build()
    )
    application.add_handler(
        ConversationHandler(
            entry_points=[CommandHandler("start", open_talk)],
            states={
                FIRST: [MessageHandler(said, keeping(FIRST, SECOND, QUESTIONS[SECOND]))],
                SECOND: [MessageHandler(said, keeping(SECOND, THIRD, QUESTIONS[THIRD]))],
                THIRD: [MessageHandler(said, keeping(THIRD, FOURTH, QUESTIONS[FOURTH]))],
                FOURTH: [MessageHandler(said, keeping(FOURTH, ConversationHandler.END, LAST_WORDS))],
            },
            fallbacks=[],
            name="talk",
            persistent=True,
        )
    )
    application.run_polling()


if __name__ == "__main__":
    main(*sys.argv[1:3])
