"""matrix-nio against our fake homeserver. Prints one JSON object: what it saw. argv: the address."""
import asyncio
import json
import sys

import nio

TEAM = "!team:example.org"


async def main():
    c = nio.AsyncClient(sys.argv[1], "@docket:example.org")
    c.access_token, c.user_id, c.device_id = "syt_docket_secret", "@docket:example.org", "DOCKET"
    seen = {}
    try:
        seen["me"] = (await c.whoami()).user_id
        seen["name"] = (await c.get_displayname("@docket:example.org")).displayname
        first = await c.sync(timeout=0)
        seen["first"] = [type(first).__name__, sorted(first.rooms.join)]
        sent = await c.room_send(TEAM, "m.room.message", {"msgtype": "m.text", "body": "hi"}, tx_id="k1")
        again = await c.room_send(TEAM, "m.room.message", {"msgtype": "m.text", "body": "hi"}, tx_id="k1")
        seen["same"] = [sent.event_id == again.event_id, sent.event_id]
        news = await c.sync(timeout=1000, since=first.next_batch)
        seen["news"] = [e.body for e in news.rooms.join[TEAM].timeline.events]
        seen["limited"] = news.rooms.join[TEAM].timeline.limited
        page = await c.room_messages(TEAM, first.next_batch, direction=nio.MessageDirection.front)
        seen["page"] = [getattr(e, "body", "?") for e in page.chunk]
        made = await c.room_create(is_direct=True, invite=["@maya:example.org"])
        seen["made"] = made.room_id
        seen["rooms"] = (await c.joined_rooms()).rooms
        seen["invited"] = sorted(first.rooms.invite)
        seen["join"] = type(await c.join("!in:example.org")).__name__
        seen["state"] = (await c.room_get_state_event(TEAM, "m.room.encryption")).status_code
        seen["nowhere"] = (await c.room_send("!no:example.org", "m.room.message", {"msgtype": "m.text", "body": "x"},
                                             tx_id="k2")).status_code
        # The fake answers 429 once; nio waits and comes again with the same transaction.
        late = await c.room_send(TEAM, "m.room.message", {"msgtype": "m.text", "body": "late"}, tx_id="k3")
        seen["late"] = type(late).__name__
        c.access_token = "wrong"
        seen["wrong"] = (await c.whoami()).status_code
    finally:
        await c.close()
    print(json.dumps(seen))


asyncio.run(main())
