"""
Each platform with docket at work on it, under one name for what happens there: for tests that play the same
everywhere (held.py, sync.py, digest.py). Slack by HTTP and by Socket Mode are two.
"""
import json
import os

import discord as on_discord
import googlechat as on_google
import matrix as on_matrix
import mattermost as on_mattermost
import rocketchat as on_rocketchat
import slack_scenes as on_slack
import teams as on_teams
import telegram as on_telegram
import zulip as on_zulip
from fake import chat_discord, chat_googlechat, chat_mattermost


class Scene:
    """posted(): the texts of the team's room, oldest first; say(words): Maya, who is known, gives a command;
    heard(): all that was said back so far."""
    pulled = False  # asked for, so `docket sync` can do it

    def __init__(self, desk):
        self.desk, self.fake, self.w = desk, desk.fake, desk.w

    def __enter__(self):
        return self

    def __exit__(self, *how):
        return self.desk.__exit__(*how)

    def known(self):
        """From now on Maya's account is hers."""

    def heard(self):
        return self.posted()

    def _revoked(self, to):
        with self.fake.lock:
            self.fake.revoked = to
            if hasattr(self.fake, "changed"):
                self.fake.changed.notify_all()

    def revoke(self):
        self._revoked(True)

    def renew(self):
        self._revoked(False)


class Telegram(Scene):
    pulled = True

    def __init__(self, h, name):
        super().__init__(on_telegram.desk_of(h, name))
        self.desk.want(lambda: self.fake.count("getUpdates") > 0, "docket does not poll")

    def known(self):
        on_telegram.link(self.desk, self.fake, on_telegram.MAYA, "maya@harborpine.example")

    def say(self, words):
        self.fake.say(on_telegram.MAYA, "/docket " + words, on_telegram.ROOM)

    def posted(self):
        return [m["text"] for m in self.fake.posted(on_telegram.ROOM)]


class Zulip(Scene):
    pulled = True

    def __init__(self, h, name):
        super().__init__(on_zulip.desk_of(h, name))
        on_zulip.ready(self.desk, self.fake)

    def say(self, words):
        self.fake.say(on_zulip.MAYA, on_zulip.US + words, on_zulip.DESIGN, "general")

    def posted(self):
        return [m["subject"] + "\n" + m["content"] for m in self.fake.posted(on_zulip.DESIGN)]


class Matrix(Scene):
    pulled = True

    def __init__(self, h, name):
        super().__init__(on_matrix.desk_of(h, name))
        on_matrix.ready(self.desk, self.fake)

    def known(self):
        on_matrix.link(self.desk, self.fake, on_matrix.MAYA, "maya@harborpine.example")

    def say(self, words):
        self.fake.say(on_matrix.MAYA, "!docket " + words, on_matrix.TEAM)

    def posted(self):
        return [e["content"]["body"] for e in self.fake.posted(on_matrix.TEAM)]


class Slack(Scene):
    how = on_slack.Push

    def __init__(self, h, name):
        self.scene = on_slack.Scene(h, "%s-%s" % (name, self.how.transport), self.how)
        super().__init__(self.scene.desk)
        self.said = []

    def known(self):
        self.scene.say("U1", "list", "no jobs")

    def say(self, words):
        self.said.append(self.scene.talk.slash("U1", words))

    def posted(self):
        return [on_slack.words(m) for m in self.fake.messages("C1")]

    def heard(self):
        return self.said + [on_slack.words(a) for a in self.fake.answers if not a.get("seen")]


class SlackSocket(Slack):
    how = on_slack.Socket


class Mattermost(Scene):
    transport = "push"

    def __init__(self, h, name):
        super().__init__(on_mattermost.desk_of(h, name, self.transport, True))

    def known(self):
        self.say("mine")
        self.desk.want(self.heard, "no answer to the first command")

    def say(self, words):
        self.fake.slash(self.fake.maya, self.fake.room, words)

    def posted(self):
        return [p["message"] for p in self.fake.messages(self.fake.room) if p["user_id"] == self.fake.bot]

    def heard(self):
        return [p["message"] for u, p in self.fake.ephemeral if u == self.fake.maya]

    def revoke(self):
        with self.fake.lock:
            self.gone = {chat_mattermost.TOKEN: self.fake.tokens.pop(chat_mattermost.TOKEN)}

    def renew(self):
        with self.fake.lock:
            self.fake.tokens.update(self.gone)


class MattermostAsked(Mattermost):
    transport, pulled = "pull", True

    def __init__(self, h, name):
        super().__init__(h, name + "-asked")
        self.desk.want(lambda: [c for c in self.fake.calls if c[1].endswith("/users/me/channels")],
                       "the channels were not asked for")

    def say(self, words):
        with self.fake.lock:
            self.fake.add(self.fake.maya, self.fake.room, "@docket " + words)


class RocketChat(Scene):
    """Here a token is renewed by another one, put where the old one stood."""
    pulled = True

    def __init__(self, h, name):
        super().__init__(on_rocketchat.desk_of(h, name, "pull"))
        self.desk.want(lambda: [c for c in self.fake.calls if c[1].endswith("rooms.get")], "the rooms were not asked for")

    def say(self, words):
        self.fake.say(self.fake.maya, self.fake.room_id, "@docket " + words)

    def posted(self):
        return [m["msg"] for m in self.fake.of(self.fake.room_id) if m["u"]["_id"] == self.fake.bot]

    def heard(self):  # nothing there is for one person's eyes: it is said to them alone
        with self.fake.lock:
            alone = self.fake.direct(self.fake.bot, self.fake.maya)
        return [m["msg"] for m in self.fake.of(alone) if m["u"]["_id"] == self.fake.bot]

    def revoke(self):
        with self.fake.lock:
            self.fake.token = "a-new-token"

    def renew(self):
        self.desk.secret("rocket.token", "a-new-token")


class Teams(Scene):
    """The client secret is refused, and what was granted for it is withdrawn."""

    def __init__(self, h, name):
        super().__init__(on_teams.story(h, "teams-" + name))

    def known(self):
        self.desk.pg.says("mine")
        self.desk.hears("no jobs", "no answer to a command")

    def say(self, words):
        self.desk.pg.says(words)

    def posted(self):
        return [body.decode() for method, path, body, status, _ in list(self.fake.calls)
                if method == "POST" and "/v3/conversations" in path and status < 300]

    def revoke(self):
        self.fake.secret = "another secret"
        self.fake.revoke()

    def renew(self):
        self.fake.secret = on_teams.SECRET


class Discord(Scene):
    def __init__(self, h, name):
        super().__init__(on_discord.start(h, chat_discord.Discord(), "discord-" + name))
        self.asked = []

    def known(self):
        on_discord.link(self.desk, self.fake)

    def say(self, words):
        self.asked.append(self.fake.command(words))

    def posted(self):
        return [json.dumps(m, ensure_ascii=False) for m in self.fake.messages()]

    def heard(self):
        return [m.get("content", "") + json.dumps(m.get("embeds", []), ensure_ascii=False)
                for i in self.asked for m in i["seen"]]

    def revoke(self):
        self.fake.token_good = False

    def renew(self):
        self.fake.token_good = True


class GoogleChat(Scene):
    """The service account's key is refused, and what was granted for it is withdrawn."""

    def __init__(self, h, name):
        google = chat_googlechat.Google(os.path.join(h.scratch, "googlechat-" + name))
        super().__init__(on_google.start(h, google, "googlechat-" + name))
        self.said = []

    def known(self):
        on_google.known(self.desk, self.fake)

    def say(self, words):
        self.said.append(on_google.says(self.fake, words))

    def posted(self):
        return [json.dumps(m, ensure_ascii=False) for m in self.fake.messages()]

    def heard(self):
        return self.said + self.posted()

    def revoke(self):
        self.fake.refuse_grants = True
        self.fake.tokens.clear()

    def renew(self):
        self.fake.refuse_grants = False


ALL = (("Telegram", Telegram), ("Zulip", Zulip), ("Matrix", Matrix), ("Slack", Slack), ("Slack's Socket Mode", SlackSocket),
       ("Mattermost", Mattermost), ("Mattermost, asked", MattermostAsked), ("Rocket.Chat", RocketChat), ("Teams", Teams),
       ("Discord", Discord), ("Google Chat", GoogleChat))


def tests(what, play, tiers=("test", "san"), among=lambda kind: True):
    """One test a platform of `play(scene)`; what: its name, with %s for the platform's."""
    def run(kind):
        def test(h, options):
            with kind(h, what.split(":")[0].split("/")[1]) as scene:
                play(scene)
        return test
    return [(what % name, run(kind), tiers) for name, kind in ALL if among(kind)]
