"""
A strict Zulip on a loopback port: queues of events that are held and that expire, messages by anchor,
Basic authentication, forms. It is used only after zulip-js ran against it in the same test run
(tests/chat/zulip.py).
"""
import base64
import json

from .longpoll import Fake

BOT, KEY, BOT_ID = "docket-bot@chat.example.org", "s3cretkey0123456789abcdefghijklmn", 42
TEXT_MAX, TOPIC_MAX = 10000, 60


class No(Exception):
    def __init__(self, code, text, status=400, **more):
        self.status, self.body = status, dict(more, result="error", code=code, msg=text)


class Zulip(Fake):
    def __init__(self):
        self.users, self.streams, self.messages, self.queues = {}, {}, [], {}
        self.next_message, self.next_queue, self.revoked, self.heartbeat = 500, 1, False, 3
        self.lost_events = 0
        self.user(BOT_ID, "Docket", BOT, bot=True)
        Fake.__init__(self)

    # -- people ---------------------------------------------------------------------------------
    def user(self, uid, name, address, bot=False, guest=False, hidden=False):
        self.users[uid] = {"user_id": uid, "full_name": name, "email": address if bot else
                           "user%d@chat.example.org" % uid, "delivery_email": None if hidden else address,
                           "is_bot": bot, "is_guest": guest, "is_active": True, "role": 600 if guest else 400}
        return uid

    def stream(self, sid, name):
        self.streams[sid] = {"stream_id": sid, "name": name}
        return sid

    def say(self, uid, content, stream=None, topic="general", talk=None):
        """Somebody writes under a topic, or into a talk (ids; the bot alone by default)."""
        with self.lock:
            m = self._message(uid, content, stream, topic, sorted({uid, BOT_ID} | set(talk or ())))
            self._tell({"type": "message", "message": dict(m), "flags": []})
            return m

    def edit(self, uid, message, content):
        with self.lock:
            message["content"] = content
            self._tell({"type": "update_message", "message_id": message["id"], "user_id": uid, "content": content,
                        "edit_timestamp": 1778500000, "stream_id": message.get("stream_id"), "rendering_only": False})

    def expire(self):
        """All queues are gone, as after ten minutes or a restart."""
        with self.lock:
            self.queues.clear()
            self.changed.notify_all()

    def posted(self, stream=None, topic=None):
        with self.lock:
            return [m for m in self.messages if m["sender_id"] == BOT_ID and
                    (stream is None or m.get("stream_id") == stream) and (topic is None or m["subject"] == topic)]

    def talk(self, uid):
        with self.lock:
            return [m for m in self.messages if m["sender_id"] == BOT_ID and m["type"] == "private" and
                    uid in [x["id"] for x in m["display_recipient"]]]

    def _message(self, uid, content, stream, topic, people):
        who = self.users[uid]
        m = {"id": self.next_message, "sender_id": uid, "sender_full_name": who["full_name"],
             "sender_email": who["email"], "sender_realm_str": "", "content": content, "content_type": "text/x-markdown",
             "timestamp": 1778500000 + self.next_message, "client": "website", "reactions": [], "flags": []}
        self.next_message += 1
        if stream is not None:
            m.update(type="stream", stream_id=stream, display_recipient=self.streams[stream]["name"], subject=topic)
        else:
            m.update(type="private", subject="", display_recipient=[
                {"id": x, "full_name": self.users[x]["full_name"], "email": self.users[x]["email"]} for x in people])
        self.messages.append(m)
        return m

    def _tell(self, event):
        for q in self.queues.values():
            if event["type"] in q["types"]:
                q["next"] += 1
                q["events"].append(dict(event, id=q["next"]))
        if not self.queues:
            self.lost_events += 1
        self.changed.notify_all()

    # -- the API --------------------------------------------------------------------------------
    def name_of(self, call):
        rest = call.parts[2:] if call.parts[:2] == ["api", "v1"] else call.parts
        if rest[:1] == ["messages"]:
            return {"GET": "messages", "POST": "send"}.get(call.method, "edit")
        return "/".join(rest[:2] if rest[:1] == ["users"] else rest[:1])

    def handle(self, call):
        try:
            if call.parts[:2] != ["api", "v1"]:
                raise No("BAD_REQUEST", "Not found", 404)
            want = "Basic " + base64.b64encode(("%s:%s" % (BOT, KEY)).encode()).decode()
            if self.revoked or call.headers.get("Authorization") != want:
                raise No("INVALID_API_KEY", "Ungültiger API-Schlüssel", 401)
            given = call.fields()
            done = {"register": self._register, "events": self._events, "messages": self._messages, "send": self._send,
                    "edit": self._edit, "users/me": self._me}.get(call.name)
            if call.parts[2:] == ["users", "me", "subscriptions"]:
                done = self._subscriptions
            elif call.parts[2:3] == ["users"] and len(call.parts) == 4 and call.parts[3].isdigit():
                return 200, {}, self._ok(user=self._user(int(call.parts[3])))
            if done is None:
                raise No("BAD_REQUEST", "no such endpoint", 404)
            return 200, {}, self._ok(**done(call, given))
        except No as e:
            head = {"Retry-After": str(e.body["retry-after"])} if "retry-after" in e.body else {}
            return e.status, head, e.body

    @staticmethod
    def _ok(**more):
        return dict(more, result="success", msg="")

    def _user(self, uid):
        if uid not in self.users:
            raise No("BAD_REQUEST", "Kein solcher Nutzer")
        return self.users[uid]

    def _me(self, call, given):
        return self.users[BOT_ID]

    def _subscriptions(self, call, given):
        return {"subscriptions": list(self.streams.values())}

    def _register(self, call, given):
        if call.method != "POST":
            raise No("METHOD_NOT_ALLOWED", "no", 405)
        qid = "1778500000:%d" % self.next_queue
        self.next_queue += 1
        types = json.loads(given.get("event_types") or '["message"]')
        self.queues[qid] = {"events": [], "next": -1, "types": types, "holder": 0}
        if given.get("apply_markdown", "false") not in ("false", "False"):
            self.wrong("markdown would come as HTML")
        return {"queue_id": qid, "last_event_id": -1, "max_message_id": self.next_message - 1,
                "event_queue_longpoll_timeout_seconds": 90, "max_message_length": TEXT_MAX, "max_topic_length": TOPIC_MAX}

    def _events(self, call, given):
        q = self.queues.get(given.get("queue_id"))
        if q is None:
            raise No("BAD_EVENT_QUEUE_ID", "Ungültige Warteschlange", queue_id=given.get("queue_id"))
        last = int(given.get("last_event_id", -1))
        if last > q["next"]:
            raise No("BAD_REQUEST", "An event newer than %d has already been pruned!" % last)
        q["events"] = [e for e in q["events"] if e["id"] > last]
        qid = given["queue_id"]
        if given.get("dont_block") != "true":
            self.hold(lambda: q["events"] or qid not in self.queues or self.revoked, self.heartbeat)
        if qid not in self.queues:
            raise No("BAD_EVENT_QUEUE_ID", "Ungültige Warteschlange", queue_id=qid)
        if not q["events"] and given.get("dont_block") == "true":
            return {"events": [], "queue_id": qid}
        if not q["events"]:
            q["next"] += 1
            return {"events": [{"type": "heartbeat", "id": q["next"]}], "queue_id": qid}
        return {"events": list(q["events"]), "queue_id": qid}

    def _messages(self, call, given):
        found = self.messages
        for n in json.loads(given.get("narrow") or "[]"):
            op, what = n["operator"], n["operand"]
            if op == "sender":
                found = [m for m in found if what in (m["sender_id"], m["sender_email"])]
            elif op in ("stream", "channel"):
                found = [m for m in found if m["type"] == "stream" and what in (m["stream_id"], m["display_recipient"])]
            elif op == "topic":
                found = [m for m in found if m["subject"].lower() == what.lower()]
            elif op == "dm":
                found = [m for m in found if m["type"] == "private" and
                         {x["id"] for x in m["display_recipient"]} == set(what) | {BOT_ID}]
            else:
                raise No("BAD_NARROW", "Invalid narrow operator")
        before, after, anchor = int(given["num_before"]), int(given["num_after"]), given["anchor"]
        if before + after > 5000:
            raise No("BAD_REQUEST", "Too many messages requested")
        if anchor == "newest":
            return {"messages": found[-before - 1:] if before else found[-1:], "found_newest": True, "anchor": 10 ** 16}
        anchor = int(anchor)
        own = given.get("include_anchor", "true") != "false"
        older = [m for m in found if m["id"] < anchor][-before:] if before else []
        newer = [m for m in found if m["id"] > anchor]
        at = [m for m in found if m["id"] == anchor and own]
        return {"messages": older + at + newer[:after], "found_newest": len(newer) <= after, "anchor": anchor}

    def _content(self, given):
        text = given.get("content", "").strip()
        if not text:
            raise No("BAD_REQUEST", "Nachricht darf nicht leer sein")
        if len(text) > TEXT_MAX:
            self.wrong("%d characters: Zulip cuts them" % len(text))
        return text

    def _send(self, call, given):
        text = self._content(given)
        if "@**all**" in text or "@**everyone**" in text:
            self.wrong("everybody is called")
        if set(given) - {"type", "to", "topic", "content", "queue_id", "local_id", "subject"}:
            self.wrong("send takes no %s" % (set(given)))
        to = given.get("to", "")
        try:
            to = json.loads(to)
        except ValueError:
            pass
        if given.get("type") in ("stream", "channel"):
            sid = next((s for s, v in self.streams.items() if to in (s, v["name"])), None)
            if sid is None:
                raise No("STREAM_DOES_NOT_EXIST", "Kanal existiert nicht", stream=str(to))
            topic = given.get("topic", given.get("subject", ""))
            if not topic or len(topic) > TOPIC_MAX:
                self.wrong("a topic of %d characters" % len(topic))
            m = self._message(BOT_ID, text, sid, topic, [])
        elif given.get("type") in ("direct", "private"):
            ids = to if isinstance(to, list) else [to]
            ids = [next((u for u, v in self.users.items() if x in (u, v["email"])), None) for x in ids]
            if None in ids or not ids:
                raise No("BAD_REQUEST", "Ungültiger Empfänger")
            m = self._message(BOT_ID, text, None, "", sorted(set(ids) | {BOT_ID}))
        else:
            raise No("BAD_REQUEST", "Invalid message type")
        self._tell({"type": "message", "message": dict(m), "flags": ["read"]})
        return {"id": m["id"]}

    def _edit(self, call, given):
        m = next((x for x in self.messages if str(x["id"]) == call.parts[3]), None)
        if call.method != "PATCH" or m is None or m["sender_id"] != BOT_ID:
            raise No("BAD_REQUEST", "Ungültige Nachricht")
        m["content"], m["edits"] = self._content(given), m.get("edits", 0) + 1
        return {}
