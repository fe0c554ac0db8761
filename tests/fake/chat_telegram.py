"""
A strict Telegram Bot API on a loopback port: polls are held, an update is gone once a higher offset was
asked for, a second poller throws out the first, callback data have at most 64 bytes. It is used only
after a client of others ran against it in the same test run (tests/chat/telegram.py).
"""
import json

from .longpoll import Fake

TOKEN = "4711:AAFabcdefghijklmnopqrstuvwxyz012345"
ME = {"id": 4711, "is_bot": True, "first_name": "Docket", "username": "DocketBot", "can_join_groups": True,
      "can_read_all_group_messages": True, "supports_inline_queries": False}
KINDS = ["message", "edited_message", "callback_query", "my_chat_member"]
# What each method takes; the first must be there.
METHODS = {
    "getMe": ((), ()),
    "getUpdates": ((), ("offset", "limit", "timeout", "allowed_updates")),
    "deleteWebhook": ((), ("drop_pending_updates",)),
    "setWebhook": (("url",), ("secret_token", "allowed_updates", "drop_pending_updates")),
    "getWebhookInfo": ((), ()),
    "getChat": (("chat_id",), ()),
    "getChatMember": (("chat_id", "user_id"), ()),
    "sendMessage": (("chat_id", "text"), ("message_thread_id", "parse_mode", "entities", "link_preview_options",
                                          "disable_notification", "reply_parameters", "reply_markup")),
    "editMessageText": (("chat_id", "message_id", "text"), ("parse_mode", "entities", "link_preview_options",
                                                            "reply_markup")),
    "answerCallbackQuery": (("callback_query_id",), ("text", "show_alert", "url", "cache_time")),
}


def units(text):
    return len(text.encode("utf-16-le")) // 2


class No(Exception):
    def __init__(self, code, text, **parameters):
        self.code, self.text, self.parameters = code, text, parameters


class Telegram(Fake):
    def __init__(self):
        self.chats, self.users, self.updates, self.messages = {}, {}, [], {}
        self.next_update, self.confirmed, self.next_message, self.next_query = 100, 0, 1, 7000
        self.poller, self.webhook, self.queries, self.toasts = 0, "", {}, []
        self.left, self.moved, self.revoked = set(), {}, False
        Fake.__init__(self)

    # -- people ---------------------------------------------------------------------------------
    def user(self, uid, name):
        self.users[uid] = {"id": uid, "is_bot": False, "first_name": name.title(), "username": name}
        return uid

    def group(self, cid, kind="supergroup"):
        self.chats[cid] = {"id": cid, "type": kind, "title": "Desk"}
        return cid

    def _update(self, **what):
        with self.lock:
            self.updates.append(dict(what, update_id=self.next_update))
            self.next_update += 1
            self.changed.notify_all()
            return self.updates[-1]

    def say(self, uid, text, chat=None, answers=None, edits=None, file=None):
        """Somebody writes: to the bot alone, or into a group, perhaps as an answer to a message there."""
        with self.lock:
            if chat is None:
                chat = uid
                self.chats.setdefault(uid, {"id": uid, "type": "private", "first_name": "x"})
            m = self._message(chat, self.users[uid], text, answers)
            if file:
                m["document"] = {"file_name": file, "mime_type": "application/pdf", "file_id": "BQ", "file_size": 9}
                m["caption"] = m.pop("text")
            if edits:
                m["message_id"], m["edit_date"] = edits, m["date"]
            if text.startswith("/"):
                m["entities"] = [{"type": "bot_command", "offset": 0, "length": len(text.split()[0])}]
            self._update(**{"edited_message" if edits else "message": m})
            return m

    def click(self, uid, message, data):
        with self.lock:
            self.next_query += 1
            qid = str(self.next_query)
            self.queries[qid] = False
            self._update(callback_query={"id": qid, "from": self.users[uid], "message": message, "data": data,
                                         "chat_instance": "1"})
            return qid

    def posted(self, chat=None):
        """What the bot said, newest last."""
        with self.lock:
            return [m for m in self.messages.values() if m["from"]["id"] == ME["id"] and chat in (None, m["chat"]["id"])]

    @staticmethod
    def button(message, label):
        for row in message.get("reply_markup", {}).get("inline_keyboard", []):
            for b in row:
                if b["text"] == label:
                    return b.get("callback_data")
        return None

    def _message(self, chat, who, text, answers=None):
        m = {"message_id": self.next_message, "date": 1778500000 + self.next_message, "from": who,
             "chat": self.chats[chat], "text": text}
        self.next_message += 1
        if answers:
            old = self.messages.get((chat, answers)) or {"message_id": answers}
            m["reply_to_message"] = {k: v for k, v in old.items() if k != "reply_to_message"}
            if self.chats[chat]["type"] == "supergroup":
                m["message_thread_id"] = old.get("message_thread_id", answers)
        self.messages[chat, m["message_id"]] = m
        return m

    # -- the API --------------------------------------------------------------------------------
    def name_of(self, call):
        return call.parts[-1]

    def handle(self, call):
        try:
            if len(call.parts) != 2 or call.parts[0] != "bot" + TOKEN or self.revoked:
                raise No(401, "Unauthorized")
            if call.name not in METHODS:
                raise No(404, "Not Found")
            if call.method not in ("GET", "POST"):
                self.wrong("%s %s" % (call.method, call.name))
            given = {k: v for k, v in call.fields().items() if v is not None}
            for key in ("entities", "reply_markup", "reply_parameters", "allowed_updates", "link_preview_options"):
                if isinstance(given.get(key), str):
                    given[key] = json.loads(given[key])
            must, may = METHODS[call.name]
            for key in set(given) - set(must) - set(may):
                self.wrong("%s takes no %s" % (call.name, key))
            for key in must:
                if key not in given:
                    raise No(400, "Bad Request: parameter \"%s\" is required" % key)
            return 200, {}, {"ok": True, "result": getattr(self, "_" + call.name)(given)}
        except No as e:
            body = {"ok": False, "error_code": e.code, "description": e.text}
            if e.parameters:
                body["parameters"] = e.parameters
            return e.code, {}, body

    def _getMe(self, given):
        return ME

    def _getUpdates(self, given):
        if self.webhook:
            raise No(409, "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to "
                          "delete the webhook first")
        offset, hold = int(given.get("offset") or 0), int(given.get("timeout") or 0)
        if not 1 <= int(given.get("limit") or 100) <= 100 or hold > 50:
            self.wrong("getUpdates: limit or timeout out of bounds")
        for kind in given.get("allowed_updates") or []:
            if kind not in KINDS:
                self.wrong("getUpdates of %s" % kind)
        if offset:
            self.confirmed = max(self.confirmed, offset - 1)
            self.updates = [u for u in self.updates if u["update_id"] >= offset]
        self.poller += 1
        mine = self.poller
        self.changed.notify_all()
        self.hold(lambda: self.updates or self.poller != mine or self.revoked, hold)
        if self.poller != mine:
            raise No(409, "Conflict: terminated by other getUpdates request; make sure that only one bot instance is "
                          "running")
        return self.updates[:int(given.get("limit") or 100)]

    def _deleteWebhook(self, given):
        self.webhook = ""
        return True

    def _setWebhook(self, given):
        self.webhook = given["url"]
        return True

    def _getWebhookInfo(self, given):
        return {"url": self.webhook, "has_custom_certificate": False, "pending_update_count": len(self.updates)}

    def _chat(self, given):
        cid = int(given["chat_id"])
        if cid in self.moved:
            raise No(400, "Bad Request: group chat was upgraded to a supergroup chat",
                     migrate_to_chat_id=self.moved[cid])
        if cid in self.left:
            raise No(403, "Forbidden: bot was kicked from the supergroup chat")
        if cid not in self.chats:
            if cid in self.users:
                raise No(403, "Forbidden: bot can't initiate conversation with a user")
            raise No(400, "Bad Request: chat not found")
        return cid

    def _getChat(self, given):
        return self.chats[self._chat(given)]

    def _getChatMember(self, given):
        self._chat(given)
        return {"status": "member", "user": ME}

    def _text(self, given):
        text = given["text"].strip()
        if not text:
            raise No(400, "Bad Request: message text is empty")
        if units(text) > 4096:
            raise No(400, "Bad Request: message is too long")
        if "parse_mode" in given and "entities" in given:
            self.wrong("both parse_mode and entities")
        for e in given.get("entities") or []:
            if e["offset"] < 0 or e["length"] <= 0 or e["offset"] + e["length"] > units(given["text"]):
                self.wrong("an entity outside of the text: %r" % e)
        return given["text"]

    def _markup(self, given):
        markup = given.get("reply_markup")
        for row in (markup or {}).get("inline_keyboard", []):
            if not row:
                self.wrong("an empty row of buttons")
            for b in row:
                data = b.get("callback_data")
                if not b.get("text") or (data is None) == ("url" not in b):
                    raise No(400, "Bad Request: can't parse inline keyboard button: Text buttons are unallowed in the "
                                  "inline keyboard")
                if data is not None and not 1 <= len(data.encode()) <= 64:
                    raise No(400, "Bad Request: BUTTON_DATA_INVALID")
        return markup

    def _sendMessage(self, given):
        cid, text, markup = self._chat(given), self._text(given), self._markup(given)
        reply = given.get("reply_parameters") or {}
        answers = reply.get("message_id")
        if answers and (cid, answers) not in self.messages:
            if not reply.get("allow_sending_without_reply"):
                raise No(400, "Bad Request: message to be replied not found")
            answers = None
        m = self._message(cid, ME, text, answers)
        if given.get("entities"):
            m["entities"] = given["entities"]
        if markup:
            m["reply_markup"] = markup
        return dict(m)

    def _editMessageText(self, given):
        cid, text, markup = self._chat(given), self._text(given), self._markup(given)
        m = self.messages.get((cid, int(given["message_id"])))
        if m is None:
            raise No(400, "Bad Request: message to edit not found")
        if m["from"]["id"] != ME["id"]:
            raise No(400, "Bad Request: message can't be edited")
        if (text, markup) == (m["text"], m.get("reply_markup")):
            raise No(400, "Bad Request: message is not modified: specified new message content and reply markup are "
                          "exactly the same as a current content and reply markup of the message")
        m["text"], m["edits"] = text, m.get("edits", 0) + 1
        m.pop("reply_markup", None)
        if markup:
            m["reply_markup"] = markup
        return dict(m)

    def _answerCallbackQuery(self, given):
        qid = str(given["callback_query_id"])
        if self.queries.get(qid) is not False:
            raise No(400, "Bad Request: query is too old and response timeout expired or query ID is invalid")
        if units(given.get("text") or "") > 200:
            raise No(400, "Bad Request: MESSAGE_TOO_LONG")
        self.queries[qid] = True
        self.toasts.append(given.get("text") or "")
        return True
