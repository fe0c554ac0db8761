"""
A strict Mattermost: the part of API v4 that docket and @mattermost/client use, slash commands, clicks,
dialogs. What the real server refuses is refused with its error ids; what it would take but a bot must
not do (an unknown field, a mention that pings a channel) is kept in `problems`.
"""
import base64
import json
import random
import re
import string
import urllib.parse

from fake.chat_rest import Refuse, Rest

SECRET, TOKEN = "qzgakf1nx3yt9dr4n8585ihbxy", "b0tt0ken0b0tt0ken0b0tt0ken"
POST_FIELDS = {"channel_id", "message", "root_id", "props", "pending_post_id", "file_ids", "create_at", "update_at"}
PENDING_MS = 30000
_rng = random.Random(7)


def new_id():
    return "".join(_rng.choice(string.ascii_lowercase + string.digits) for _ in range(26))


def error(status, id_, message="x"):
    return Refuse(status, {"id": id_, "message": message, "detailed_error": "", "request_id": new_id(),
                           "status_code": status})


class Mattermost(Rest):
    def __init__(self):
        super().__init__()
        self.users, self.channels, self.posts = {}, {}, {}
        self.tokens = {}    # token -> user id
        self.pending = {}   # pending_post_id -> (post id, when)
        self.triggers = {}  # trigger id -> (user, until)
        self.dialogs = []
        self.ephemeral = []  # (user, post)
        self.commands = {}   # id of a response URL -> (channel, user)
        self.command_status = None
        self.may_ephemeral = False
        self.sees_verified = True
        self.bot = self.user("docket", "docket@localhost", is_bot=True)
        self.tokens[TOKEN] = self.bot
        self.team = new_id()

    # -- the world --------------------------------------------------------------------------------
    def user(self, name, email, **more):
        u = dict({"id": new_id(), "username": name, "email": email, "email_verified": True, "roles": "system_user",
                  "is_bot": False, "delete_at": 0, "first_name": "", "last_name": ""}, **more)
        self.users[u["id"]] = u
        self.tokens["token-of-" + name] = u["id"]
        return u["id"]

    def channel(self, name, members, kind="O"):
        c = {"id": new_id(), "name": name, "display_name": name, "type": kind, "delete_at": 0, "last_post_at": 0,
             "team_id": "" if kind == "D" else self.team, "members": set(members) | set()}
        self.channels[c["id"]] = c
        return c["id"]

    def direct(self, a, b):
        name = "__".join(sorted((a, b)))
        for c in self.channels.values():
            if c["name"] == name:
                return c["id"]
        return self.channel(name, (a, b), "D")

    def add(self, user, channel, message, root="", props=None, kind="", when=None):
        now = when or self.now()
        p = {"id": new_id(), "user_id": user, "channel_id": channel, "message": message, "root_id": root,
             "props": props or {}, "type": kind, "create_at": now, "update_at": now, "edit_at": 0, "delete_at": 0,
             "original_id": "", "pending_post_id": ""}
        if self.users[user]["is_bot"]:
            p["props"] = dict(p["props"], from_bot="true")
        self.posts[p["id"]] = p
        self.channels[channel]["last_post_at"] = now
        return p

    def messages(self, channel):
        return sorted((p for p in self.posts.values() if p["channel_id"] == channel), key=lambda p: p["create_at"])

    def out(self, p):
        """As the API shows it: what a button carries stays on the server."""
        p = json.loads(json.dumps(p))
        for a in p["props"].get("attachments") or []:
            for b in a.get("actions") or []:
                b.pop("integration", None)
        return p

    # -- REST -------------------------------------------------------------------------------------
    def who(self, heads):
        got = heads.get("Authorization") or ""
        token = got.split(" ", 1)[1] if got.lower().startswith("bearer ") else ""
        if token not in self.tokens:
            raise error(401, "api.context.session_expired.app_error")
        return self.tokens[token]

    def lenient(self, path):
        return path.startswith("/hooks/")

    def route(self, method, path, query, body, heads):
        m = re.fullmatch(r"/hooks/commands/(\w+)", path)
        if m and method == "POST":
            return self.answered(m.group(1), body)
        if not path.startswith("/api/v4/"):
            raise error(404, "api.context.404.app_error")
        me, rest = self.who(heads), path[len("/api/v4"):]
        for verb, pattern, do in self.ROUTES:
            m = re.fullmatch(pattern, rest)
            if m and verb == method:
                return do(self, me, query, body, *m.groups())
        self.problem("%s %s is no call of the API" % (method, path))
        raise error(404, "api.context.404.app_error")

    def get_user(self, me, query, body, id_):
        u = self.users.get(me if id_ == "me" else id_)
        if u is None:
            raise error(404, "app.user.missing_account.const")
        u = dict(u)
        if u["id"] != me and not self.sees_verified:
            u.pop("email_verified")
        return 200, u

    def get_channels(self, me, query, body):
        return 200, [self.shown(c) for c in self.channels.values() if me in c["members"]]

    def shown(self, c):
        return {k: v for k, v in c.items() if k != "members"}

    def entered(self, me, id_):
        c = self.channels.get(id_)
        if c is None:
            raise error(404, "app.channel.get.existing.app_error")
        if me not in c["members"]:
            raise error(403, "api.context.permissions.app_error")
        return c

    def get_channel(self, me, query, body, id_):
        return 200, self.shown(self.entered(me, id_))

    def get_posts(self, me, query, body, id_):
        self.entered(me, id_)
        size, page = int(query.get("per_page", 60)), int(query.get("page", 0))
        if size > 200:
            self.problem("per_page above 200 is cut")
        all_ = sorted(self.messages(id_), key=lambda p: -p["create_at"])
        if "since" in query:
            got = [p for p in all_ if p["update_at"] > int(query["since"])]
            if len(got) > 1000:  # without an ORDER BY: any
                got = sorted(_rng.sample(got, 1000), key=lambda p: -p["create_at"])
        else:
            live = [p for p in all_ if p["delete_at"] == 0]
            if "after" in query:
                at = self.posts[query["after"]]["create_at"]
                live = sorted((p for p in live if p["create_at"] > at), key=lambda p: p["create_at"])
                got = sorted(live[page * size:(page + 1) * size], key=lambda p: -p["create_at"])
            else:
                got = live[page * size:(page + 1) * size]
        roots = [self.posts[p["root_id"]] for p in got if p["root_id"]]
        return 200, {"order": [p["id"] for p in got], "posts": {p["id"]: self.out(p) for p in got + roots},
                     "next_post_id": "", "prev_post_id": ""}

    def checked(self, me, body, known):
        for k in body:
            if k not in known:
                self.problem("a post has no field '%s'" % k)
        text = body.get("message") or ""
        if len(text) > 16383:
            raise error(400, "model.post.is_valid.message_length.app_error")
        if self.users[me]["is_bot"] and re.search(r"(?<!\w)@(channel|here|all)\b", re.sub(r"```.*?```", "", text, flags=re.S)):
            self.problem("a post pings everybody: %s" % text[:100])
        for a in (body.get("props") or {}).get("attachments") or []:
            ids = set()
            for b in a.get("actions") or []:
                if not re.fullmatch(r"[A-Za-z0-9]+", b.get("id", "")) or b["id"] in ids:
                    self.problem("an action's id '%s' is no letters and digits, or not alone" % b.get("id"))
                ids.add(b.get("id"))
                url = (b.get("integration") or {}).get("url", "")
                if not re.match(r"https?://", url):
                    raise error(400, "api.post.do_action.action_integration.app_error")

    def create(self, me, query, body):
        c = self.channels.get(body.get("channel_id"))
        if c is None:
            raise error(400, "api.context.invalid_param.app_error")
        if me not in c["members"]:
            raise error(403, "api.context.permissions.app_error")
        if c["delete_at"]:
            raise error(400, "api.post.create_post.can_not_post_to_deleted.error")
        self.checked(me, body, POST_FIELDS)
        known = self.pending.get(body.get("pending_post_id") or None)
        if known and self.now() - known[1] < PENDING_MS:
            return 201, self.out(self.posts[known[0]])
        root = self.posts.get(body.get("root_id") or "")
        if body.get("root_id") and (root is None or root["delete_at"] or root["root_id"]):
            raise error(400, "api.post.create_post.root_id.app_error")
        if root and root["channel_id"] != c["id"]:
            raise error(400, "api.post.create_post.channel_root_id.app_error")
        p = self.add(me, c["id"], body.get("message", ""), body.get("root_id") or "", body.get("props"))
        if body.get("pending_post_id"):
            self.pending[body["pending_post_id"]] = (p["id"], self.now())
        return 201, dict(self.out(p), pending_post_id=body.get("pending_post_id", ""))

    def patch(self, me, query, body, id_):
        p = self.posts.get(id_)
        if p is None or p["user_id"] != me:
            raise error(403, "api.context.permissions.app_error")
        if p["delete_at"]:
            raise error(400, "api.post.update_post.permissions_details.app_error")
        if self.channels[p["channel_id"]]["delete_at"]:
            raise error(400, "api.post.patch_post.can_not_update_post_in_deleted.error")
        self.checked(me, body, {"message", "props", "id", "is_pinned", "file_ids", "has_reactions"})
        old = dict(p, id=new_id(), original_id=p["id"], delete_at=self.now(), update_at=self.now())
        self.posts[old["id"]] = old  # the history of edits is posts, too
        p.update(message=body.get("message", p["message"]), update_at=self.now(), edit_at=self.now())
        if body.get("props") is not None:
            p["props"] = dict(body["props"], **({"from_bot": "true"} if self.users[me]["is_bot"] else {}))
        return 200, self.out(p)

    def create_ephemeral(self, me, query, body):
        if not self.may_ephemeral:
            raise error(403, "api.context.permissions.app_error")
        post = body["post"]
        self.checked(me, post, POST_FIELDS)
        if body["user_id"] not in self.channels[post["channel_id"]]["members"]:
            raise error(400, "api.post.create_post.no_channel.app_error")
        self.ephemeral.append((body["user_id"], post))
        return 201, dict(post, id=new_id(), user_id=me, type="system_ephemeral")

    def create_direct(self, me, query, body):
        if not isinstance(body, list) or len(body) != 2 or me not in body or any(x not in self.users for x in body):
            raise error(400, "api.context.invalid_body_param.app_error")
        return 201, self.shown(self.channels[self.direct(*body)])

    # -- what people do: by the API, as the client does it ------------------------------------------
    def trigger(self, user):
        t = base64.b64encode(("%s:%s:%d:sig" % (new_id(), user, self.now())).encode()).decode()
        self.triggers[t] = (user, self.now() + 3000)
        return t

    def execute(self, me, query, body):
        c = self.entered(me, body["channel_id"])
        word, _, text = body["command"].partition(" ")
        hook = new_id()
        self.commands[hook] = (c["id"], me)
        form = {"channel_id": c["id"], "channel_name": c["name"], "command": word, "team_domain": "agency",
                "response_url": "%s/hooks/commands/%s" % (self.base, hook), "team_id": self.team, "text": text,
                "token": SECRET, "trigger_id": self.trigger(me), "user_id": me,
                "user_name": self.users[me]["username"]}
        if body.get("root_id"):
            form["root_id"] = body["root_id"]
        self.lock.release()
        try:
            status, heads, answer = self.send(urllib.parse.urlencode(form), "application/x-www-form-urlencoded",
                                              {"Authorization": "Token " + SECRET, "Accept": "application/json"})
        finally:
            self.lock.acquire()
        self.command_status = status
        if status != 200:
            raise error(500, "api.command.execute_command.failed_resp.app_error")
        if not heads.get("Content-Type", "").startswith("application/json"):
            self.problem("the answer is shown raw: its Content-Type is %s" % heads.get("Content-Type"))
        try:
            answer = json.loads(answer)
        except ValueError:
            raise error(500, "api.command.execute_command.failed_empty.app_error")
        self.take_answer(c["id"], me, answer)
        return 200, {"trigger_id": form["trigger_id"], "response_type": answer.get("response_type", ""),
                     "text": answer.get("text", "")}

    def take_answer(self, channel, user, answer):
        if not answer.get("text") and not answer.get("attachments"):
            return
        self.checked(self.bot, {"message": answer.get("text", ""),
                                "props": {"attachments": answer.get("attachments")}}, POST_FIELDS)
        post = {"channel_id": channel, "message": answer.get("text", ""),
                "props": {"attachments": answer.get("attachments") or []}}
        if answer.get("response_type") == "in_channel":
            self.add(user, channel, post["message"], props=dict(post["props"], from_webhook="true"))
        else:
            self.ephemeral.append((user, post))

    def answered(self, hook, body):
        if hook not in self.commands:
            raise Refuse(404, b"expired")
        self.take_answer(*self.commands[hook], body)
        return 200, {"status": "ok"}

    def press(self, me, query, body, id_, action):
        p = self.posts.get(id_)
        if p is None or me not in self.channels[p["channel_id"]]["members"]:
            raise error(403, "api.context.permissions.app_error")
        found = [b for a in p["props"].get("attachments") or [] for b in a.get("actions") or [] if b["id"] == action]
        if not found:
            raise error(404, "api.post.do_action.action_id.app_error")
        trigger = self.trigger(me)
        call = {"user_id": me, "user_name": self.users[me]["username"], "channel_id": p["channel_id"],
                "channel_name": self.channels[p["channel_id"]]["name"], "team_id": self.team, "team_domain": "agency",
                "post_id": id_, "trigger_id": trigger, "type": "button", "data_source": "",
                "context": found[0]["integration"].get("context") or {}}
        if set(call["context"]) != {"token"}:
            self.problem("a button carries more than its token: %s" % call["context"])
        self.lock.release()
        try:
            status, heads, answer = self.send(json.dumps(call), "application/json", url=found[0]["integration"]["url"])
        finally:
            self.lock.acquire()
        if status != 200:
            raise error(400, "api.post.do_action.action_integration.app_error")
        answer = json.loads(answer)
        if answer.get("update"):
            self.checked(self.bot, answer["update"], {"message", "props"})
            p.update(message=answer["update"].get("message", ""), update_at=self.now(), edit_at=self.now())
            p["props"] = dict(answer["update"].get("props") or {}, from_bot="true")
        if answer.get("ephemeral_text"):
            self.ephemeral.append((me, {"channel_id": p["channel_id"], "message": answer["ephemeral_text"], "props": {}}))
        return 200, {"status": "OK", "trigger_id": trigger}

    def open_dialog(self, me, query, body):
        user, until = self.triggers.pop(body.get("trigger_id"), (None, 0))
        if user is None or until < self.now():
            raise error(400, "interactive_message.decode_trigger_id.expired")
        d = body["dialog"]
        if len(d["title"]) > 24 or not d["elements"]:
            raise error(400, "api.dialog.invalid")
        for e in d["elements"]:
            if e["type"] not in ("text", "textarea", "select", "bool", "radio") or len(e["display_name"]) > 24:
                raise error(400, "api.dialog.invalid_element")
        self.dialogs.append((user, body))
        return 200, {"status": "OK"}

    def submit(self, me, query, body):
        call = {"type": "dialog_submission", "callback_id": body["callback_id"], "state": body["state"], "user_id": me,
                "channel_id": body["channel_id"], "team_id": self.team, "submission": body["submission"],
                "cancelled": False}
        self.lock.release()
        try:
            status, heads, answer = self.send(json.dumps(call), "application/json", url=body["url"])
        finally:
            self.lock.acquire()
        if status != 200:
            raise error(400, "api.submit_dialog.failed")
        return 200, json.loads(answer or "{}")

    ROUTES = [("GET", r"/users/me/channels", get_channels), ("GET", r"/users/(\w+)", get_user),
              ("GET", r"/channels/(\w+)", get_channel), ("GET", r"/channels/(\w+)/posts", get_posts),
              ("POST", r"/posts", create), ("PUT", r"/posts/(\w+)/patch", patch),
              ("POST", r"/posts/ephemeral", create_ephemeral), ("POST", r"/channels/direct", create_direct),
              ("POST", r"/commands/execute", execute), ("POST", r"/posts/(\w+)/actions/(\w+)", press),
              ("POST", r"/actions/dialogs/open", open_dialog), ("POST", r"/actions/dialogs/submit", submit)]

    # -- shorthands for tests -----------------------------------------------------------------------
    def slash(self, user, channel, text, root=""):
        """/docket TEXT; what that person saw."""
        with self.lock:
            seen = len(self.ephemeral)
            self.execute(user, {}, {"channel_id": channel, "command": "/docket " + text, "root_id": root})
            return "\n".join(p["message"] for u, p in self.ephemeral[seen:] if u == user)

    def buttons(self, post):
        return {b["name"]: b["id"] for a in post["props"].get("attachments") or [] for b in a.get("actions") or []}

    def click(self, user, post, label):
        with self.lock:
            return self.press(user, {}, {}, post["id"], self.buttons(post)[label])
