"""aiogram's own way: its finite state machine, kept in memory, all settings as they come."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Awaitable, Callable

from aiogram import Bot, Dispatcher
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.filters import CommandStart
from aiogram.fsm.context import FSMContext
from aiogram.fsm.state import State, StatesGroup
from aiogram.types import Message

from benchmarks.measure import answer_the_driver
from benchmarks.people import LAST_WORDS, QUESTIONS, TOKEN

Handler = Callable[[Message, FSMContext], Awaitable[None]]


class Talk(StatesGroup):
    first = State()
    second = State()
    third = State()
    fourth = State()


async def open_talk(message: Message, state: FSMContext) -> None:
    await state.set_state(Talk.first)
    await message.answer(QUESTIONS[0])


def keeping(name: str, following: State, words: str) -> Handler:
    async def keep(message: Message, state: FSMContext) -> None:
        await state.update_data({name: message.text})
        await state.set_state(following)
        await message.answer(words)

    return keep


async def end_talk(message: Message, state: FSMContext) -> None:
    await state.update_data(fourth=message.text)
    await state.set_state(None)
    await message.answer(LAST_WORDS)


async def main(server_url: str) -> None:
    dispatcher = Dispatcher()
    dispatcher.message.register(open_talk, CommandStart())
    dispatcher.message.register(keeping("first", Talk.second, QUESTIONS[1]), Talk.first)
    dispatcher.message.register(keeping("second", Talk.third, QUESTIONS[2]), Talk.second)
    dispatcher.message.register(keeping("third", Talk.fourth, QUESTIONS[3]), Talk.third)
    dispatcher.message.register(end_talk, Talk.fourth)
    dispatcher.startup.register(answer_the_driver)
    bot = Bot(TOKEN, session=AiohttpSession(api=TelegramAPIServer.from_base(server_url)))
    await dispatcher.start_polling(bot)


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1].removesuffix("/bot")))
