/*
 * Tests of Discord: signatures (RFC 8032 7.1 and one of our own making), the clock, interactions as
 * events and their first answer, what goes out, what an answer means. Each refusal stands beside
 * the request it differs from in one thing.
 */
#include "docket/wire/chat.h"

#include "docket/base/base64.h"
#include "docket/base/hash.h"
#include "docket/base/utf8.h"

#include "../check.h"
#include "chat_case.h"

#include <gnutls/abstract.h>
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>

extern const struct chat_adapter chat_discord;
static const int64_t NOW = INT64_C(1700000000000);
#define KEY  "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a"
#define SEED "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60"
#define API  "https://discord.com/api/v10/"
/* 2023-11-14 22:13:20 UTC as a snowflake */
#define ID "1174109840998400000"
static struct conf_chat conf = {.name = "discord",
				.platform = "discord",
				.app = "1457469483726668048",
				.key = KEY,
				.tenant = "1457468924290662599",
				.command = "docket",
				.room = "1459213904352645277"};

struct bench {
	struct pool *p;
	void *self;
};

static void
begin(struct bench *b)
{
	struct chat_setup s = {
		.conf = &conf, .token = SLICE_LIT("b0t"), .public_url = "https://docket.example"};
	struct err e = ERR_INIT;
	*b = (struct bench){.p = pool_new()};
	CHECK_INT(chat_discord.open(&s, &b->self, &e), 0);
}

static void
end(struct bench *b)
{
	chat_discord.close(b->self);
	pool_free(b->p);
}

static struct http_in
request(struct pool *p, const char *stamp, const char *signature, struct slice body)
{
	struct http_in in = {.method = SLICE_LIT("POST"),
			     .path = SLICE_LIT("/chat/discord"),
			     .body = body,
			     .now = NOW};
	struct http_header a = {SLICE_LIT("X-Signature-Ed25519"), slice_of(signature)},
			   c = {SLICE_LIT("X-Signature-Timestamp"), slice_of(stamp)};
	if (signature != NULL)
		VEC_ADD(&in.headers, p, a);
	if (stamp != NULL)
		VEC_ADD(&in.headers, p, c);
	return in;
}

static int
verify(struct bench *b, const char *stamp, const char *signature, const char *body)
{
	struct err e = ERR_INIT;
	struct http_in in = request(b->p, stamp, signature, slice_of(body));
	return chat_discord.verify(b->self, b->p, &in, &e);
}

/* Signs as Discord would, with the seed of RFC 8032's first vector. */
static const char *
sign(struct pool *p, const char *stamp, const char *body)
{
	static char hex[129];
	unsigned char seed[32], pub[32];
	gnutls_privkey_t key;
	gnutls_datum_t x = {pub, 32}, k = {seed, 32}, sig = {NULL, 0};
	struct slice over = pool_slicef(p, "%s%s", stamp, body);
	gnutls_datum_t data = {(unsigned char *)pool_cstr(p, over), (unsigned)over.len};
	if (base64_unhex(SLICE_LIT(SEED), seed, 32) < 0 ||
	    base64_unhex(SLICE_LIT(KEY), pub, 32) < 0 || gnutls_privkey_init(&key) < 0 ||
	    gnutls_privkey_import_ecc_raw(key, GNUTLS_ECC_CURVE_ED25519, &x, NULL, &k) < 0 ||
	    gnutls_privkey_sign_data2(key, GNUTLS_SIGN_EDDSA_ED25519, 0, &data, &sig) < 0)
		abort();
	hash_hex(sig.data, sig.size, hex);
	gnutls_free(sig.data);
	gnutls_privkey_deinit(key);
	return hex;
}

#define PING_SIGNATURE                                                                             \
	"1695961a47c91a1ec033b819b7e87e3dbc583dd0cee6d1fd0216f58ac87b6228"                         \
	"ae531ddbf91fb7bc28d7edf7f08604da16f54624f38a6bc0614e4dc13cd47f0f"
TEST(discord_signatures)
{
	static const struct {
		int line, want;
		const char *stamp, *signature, *body;
	} cases[] = {
		{__LINE__, 0, "1700000000", PING_SIGNATURE, "{\"type\":1}"},
		{__LINE__, 401, "1700000000", PING_SIGNATURE, "{\"type\":1} "},
		{__LINE__, 401, "1700000000", PING_SIGNATURE, "{\"type\":2}"},
		{__LINE__, 401, "1700000000", PING_SIGNATURE, ""},
		{__LINE__, 401, "1700000001", PING_SIGNATURE, "{\"type\":1}"},
		{__LINE__, 401, "170000000", PING_SIGNATURE, "0{\"type\":1}"},
		{__LINE__, 401, "", PING_SIGNATURE, "1700000000{\"type\":1}"},
		{__LINE__, 401, NULL, PING_SIGNATURE, "1700000000{\"type\":1}"},
		{__LINE__, 401, "1700000000", NULL, "{\"type\":1}"},
		{__LINE__, 401, "1700000000", "", "{\"type\":1}"},
		{__LINE__, 401, "1700000000", "1695961a", "{\"type\":1}"},
		{__LINE__, 401, "1700000000",
		 "1695961A47C91A1EC033B819B7E87E3DBC583DD0CEE6D1FD0216F58AC87B6228"
		 "AE531DDBF91FB7BC28D7EDF7F08604DA16F54624F38A6BC0614E4DC13CD47F0F",
		 "{\"type\":1}"},
		{__LINE__, 401, "1700000000",
		 "1695961a47c91a1ec033b819b7e87e3dbc583dd0cee6d1fd0216f58ac87b6228"
		 "ae531ddbf91fb7bc28d7edf7f08604da16f54624f38a6bc0614e4dc13cd47f0f00",
		 "{\"type\":1}"},
		{__LINE__, 401, "1700000000",
		 "0000000000000000000000000000000000000000000000000000000000000000"
		 "0000000000000000000000000000000000000000000000000000000000000000",
		 "{\"type\":1}"},
	};
	struct bench b;
	begin(&b);
	for (size_t i = 0; i < COUNT(cases); i++)
		CHECK_INT_AT(cases[i].line,
			     verify(&b, cases[i].stamp, cases[i].signature, cases[i].body),
			     cases[i].want);
	struct http_in in = request(b.p, "1700000000", PING_SIGNATURE, SLICE_LIT("{\"type\":1}"));
	struct err e = ERR_INIT;
	in.method = SLICE_LIT("GET");
	CHECK_INT(chat_discord.verify(b.self, b.p, &in, &e), 405);
	/* S + L is the same number mod L: one signature must not be two (RFC 8032 5.1.7) */
	char more[129];
	unsigned char s[64],
		order[] = {0xed, 0xd3, 0xf5, 0x5c, 0x1a, 0x63, 0x12, 0x58, 0xd6, 0x9c, 0xf7,
			   0xa2, 0xde, 0xf9, 0xde, 0x14, 0,    0,    0,	   0,	 0,    0,
			   0,	 0,    0,    0,	   0,	 0,    0,    0,	   0,	 0x10};
	unsigned carry = 0;
	CHECK_INT(base64_unhex(SLICE_LIT(PING_SIGNATURE), s, 64), 0);
	for (size_t i = 0; i < 32; i++) {
		carry += (unsigned)s[32 + i] + order[i];
		s[32 + i] = (unsigned char)carry;
		carry >>= 8;
	}
	hash_hex(s, 64, more);
	CHECK_INT(verify(&b, "1700000000", more, "{\"type\":1}"), 401);
	end(&b);
}

/* The primitive itself, by the vectors of RFC 8032 7.1: through a request whose time is part of the
 * text they can't go, so the library is asked as the adapter asks it. */
TEST(discord_rfc8032_vectors)
{
	static const struct {
		int line;
		const char *key, *message, *signature;
	} cases[] = {
		{__LINE__, KEY, "",
		 "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc"
		 "61e"
		 "39701cf9b46bd25bf5f0595bbe24655141438e7a100b"},
		{__LINE__, "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c", "r",
		 "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e4"
		 "58f"
		 "3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00"},
		{__LINE__, "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025",
		 "\xaf\x82",
		 "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290a"
		 "e67"
		 "f760984dc6594a7c15e9716ed28dc027beceea1ec40a"},
	};
	for (size_t i = 0; i < COUNT(cases); i++)
		for (int spoilt = 0; spoilt < 2; spoilt++) {
			unsigned char x[32], s[64], text[4] = {0};
			gnutls_pubkey_t key;
			gnutls_datum_t k = {x, 32}, sig = {s, 64},
				       data = {text, (unsigned)strlen(cases[i].message)};
			memcpy(text, cases[i].message, data.size);
			CHECK_INT(base64_unhex(slice_of(cases[i].key), x, 32), 0);
			CHECK_INT(base64_unhex(slice_of(cases[i].signature), s, 64), 0);
			s[0] ^= (unsigned char)spoilt;
			CHECK(gnutls_pubkey_init(&key) >= 0);
			CHECK(gnutls_pubkey_import_ecc_raw(key, GNUTLS_ECC_CURVE_ED25519, &k,
							   NULL) >= 0);
			CHECK_INT_AT(cases[i].line,
				     gnutls_pubkey_verify_data2(key, GNUTLS_SIGN_EDDSA_ED25519, 0,
								&data, &sig) >= 0,
				     !spoilt);
			gnutls_pubkey_deinit(key);
		}
}

TEST(discord_clock)
{
	static const struct {
		int line, want;
		const char *stamp;
	} cases[] = {
		{__LINE__, 0, "1700000000"},	 {__LINE__, 0, "1699999701"},
		{__LINE__, 401, "1699999699"},	 {__LINE__, 0, "1700000299"},
		{__LINE__, 401, "1700000301"},	 {__LINE__, 401, "1700086400"},
		{__LINE__, 401, "01700000000"},	 {__LINE__, 401, "1700000000.5"},
		{__LINE__, 401, "-170000000"},	 {__LINE__, 401, "+1700000000"},
		{__LINE__, 401, "170000000000"}, {__LINE__, 401, " 1700000000"},
	};
	struct bench b;
	begin(&b);
	for (size_t i = 0; i < COUNT(cases); i++)
		CHECK_INT_AT(cases[i].line,
			     verify(&b, cases[i].stamp, sign(b.p, cases[i].stamp, "{\"type\":1}"),
				    "{\"type\":1}"),
			     cases[i].want);
	end(&b);
}

#define WHO                                                                                        \
	"\"member\":{\"user\":{\"id\":\"1033044521375764530\",\"username\":\"maya\",\"global_"     \
	"name\":"                                                                                  \
	"\"Maya\"}}"
#define AT                                                                                         \
	"\"id\":\"" ID "\",\"application_id\":\"1457469483726668048\",\"token\":\"aW50ZXJ-_x\","   \
	"\"guild_id\":\"1457468924290662599\",\"channel_id\":\"1459213904352645277\"," WHO
#define COMMAND(words)                                                                             \
	"{\"type\":2,\"data\":{\"type\":1,\"name\":\"docket\",\"options\":[{\"type\":3,\"name\":"  \
	"\"words\",\"value\":\"" words "\"}]}," AT "}"
#define BUTTON(id)                                                                                 \
	"{\"type\":3,\"data\":{\"component_type\":2,\"custom_id\":\"" id                           \
	"\"},\"message\":{\"id\":\"1473118771026727144\"}," AT "}"
#define PLACE " room=1459213904352645277 "
#define BY    "who=1033044521375764530 "

static const char *
shown(struct pool *p, const struct chat_event *ev)
{
	struct slice out = pool_slicef(
		p, "%s%s%s room=%.*s thread=%.*s message=%.*s who=%.*s text=%.*s",
		chat_kind_name(ev->kind), ev->direct ? " direct" : "",
		ev->who.outsider ? " outsider" : "", SLICE_ARG(ev->room), SLICE_ARG(ev->thread),
		SLICE_ARG(ev->message), SLICE_ARG(ev->who.uid), SLICE_ARG(ev->text));
	if (ev->token.len > 0)
		out = pool_slicef(p, "%.*s token=%.*s", SLICE_ARG(out), SLICE_ARG(ev->token));
	for (size_t i = 0; i < ev->field_count; i++)
		out = pool_slicef(p, "%.*s %.*s=%.*s", SLICE_ARG(out),
				  SLICE_ARG(ev->fields[i].name), SLICE_ARG(ev->fields[i].value));
	out = pool_slicef(p, "%.*s%.*s", SLICE_ARG(out), SLICE_ARG(case_files(p, ev)));
	return out.data;
}

static int
decode(struct bench *b, const char *body, chat_event_list *out, struct http_answer *answer)
{
	struct http_in in = request(b->p, "1700000000", "", slice_of(body));
	struct err e = ERR_INIT;
	*answer = (struct http_answer){.status = 0};
	return chat_discord.decode(b->self, b->p, &in, out, answer, &e);
}

TEST(discord_interactions_are_events)
{
	static const struct {
		int line;
		const char *body, *want; /* NULL: refused; "": no event */
		int status;
	} cases[] = {
		{__LINE__, "{\"type\":1}", "", 200},
		{__LINE__, COMMAND("status ACME-042"),
		 "command" PLACE "thread= message= " BY "text=status ACME-042", 0},
		{__LINE__, COMMAND(""), "command" PLACE "thread= message= " BY "text=", 0},
		{__LINE__, "{\"type\":2,\"data\":{\"type\":1,\"name\":\"mine\"}," AT "}",
		 "command" PLACE "thread= message= " BY "text=mine", 0},
		{__LINE__,
		 "{\"type\":2,\"data\":{\"name\":\"hours\",\"options\":[{\"value\":\"ACME-042\"},{"
		 "\"value\":3}]}," AT "}",
		 "command" PLACE "thread= message= " BY "text=hours ACME-042 3", 0},
		{__LINE__,
		 "{\"type\":2,\"data\":{\"name\":\"feedback\",\"options\":[{\"value\":\"ACME-042\"},{"
		 "\"type\":11,\"value\":\"91\"}],\"resolved\":{\"attachments\":{\"91\":{\"id\":\"91\","
		 "\"filename\":\"a.pdf\",\"content_type\":\"application/pdf\",\"size\":3}}}}," AT "}",
		 "command" PLACE "thread= message= " BY
		 "text=feedback ACME-042 files=a.pdf|application/pdf|91|3",
		 0},
		{__LINE__, BUTTON("tok3n"),
		 "action" PLACE "thread= message=1459213904352645277/1473118771026727144 " BY
		 "text= token=tok3n",
		 0},
		/* in a thread: its parent is the room */
		{__LINE__,
		 "{\"type\":3,\"data\":{\"custom_id\":\"t\"},\"channel\":{\"id\":"
		 "\"1473118766652199044\",\"type\":11,\"parent_id\":\"1459213904352645277\"},"
		 "\"id\":\"" ID "\",\"token\":\"tk\",\"guild_id\":\"1457468924290662599\","
		 "\"channel_id\":\"1473118766652199044\",\"message\":{\"id\":"
		 "\"1473118771026727144\"}," WHO "}",
		 "action" PLACE "thread=1473118766652199044 "
		 "message=1473118766652199044/1473118771026727144 " BY "text= token=t",
		 0},
		{__LINE__,
		 "{\"type\":5,\"data\":{\"custom_id\":\"f0rm\",\"components\":[{\"type\":1,"
		 "\"components\":[{\"type\":4,\"custom_id\":\"title\",\"value\":\"Mailer\"}]},{"
		 "\"type\":18,\"component\":{\"type\":4,\"custom_id\":\"brief\",\"value\":"
		 "\"a\\nb\"}},"
		 "{\"type\":18,\"component\":{\"type\":3,\"custom_id\":\"client\",\"values\":["
		 "\"ACME\"]}}]}," AT "}",
		 "form" PLACE "thread= message= " BY
		 "text= token=f0rm title=Mailer brief=a\nb client=ACME",
		 0},
		/* to us alone */
		{__LINE__,
		 "{\"type\":2,\"data\":{\"name\":\"docket\"},\"id\":\"" ID
		 "\",\"token\":\"tk\",\"channel_id\":\"1459213904352645277\",\"user\":{\"id\":"
		 "\"1033044521375764530\"}}",
		 "command direct" PLACE "thread= message= " BY "text=", 0},
		/* another server */
		{__LINE__,
		 "{\"type\":2,\"data\":{\"name\":\"docket\"},\"id\":\"" ID
		 "\",\"token\":\"tk\",\"guild_id\":\"99\",\"channel_id\":"
		 "\"1459213904352645277\"," WHO "}",
		 "command outsider" PLACE "thread= message= " BY "text=", 0},
		/* what is typed, completed; what comes in future; a token too long to be ours */
		{__LINE__, "{\"type\":4," AT "}", "", 400},
		{__LINE__, "{\"type\":77," AT "}", "", 400},
		{__LINE__, BUTTON("01234567890123456789012345678901234567890123"), "", 400},
		{__LINE__, BUTTON(""), "", 400},
		/* the token goes into an address */
		{__LINE__,
		 "{\"type\":2,\"data\":{\"name\":\"docket\"},\"id\":\"" ID
		 "\",\"token\":\"../../x\",\"channel_id\":\"1\"," WHO "}",
		 NULL, 0},
		{__LINE__,
		 "{\"type\":2,\"data\":{\"name\":\"docket\"},\"id\":\"1/2\",\"token\":\"tk\","
		 "\"channel_id\":\"1\"," WHO "}",
		 NULL, 0},
		{__LINE__,
		 "{\"type\":2,\"data\":{\"name\":\"docket\"},\"id\":\"" ID
		 "\",\"token\":\"tk\",\"channel_id\":\"1\",\"application_id\":\"2\"," WHO "}",
		 NULL, 0},
		{__LINE__,
		 "{\"type\":2,\"data\":{\"name\":\"docket\"},\"id\":\"" ID
		 "\",\"token\":\"tk\",\"channel_id\":\"1\"}",
		 NULL, 0},
		{__LINE__, "[1]", "", 400},
		{__LINE__, "x", NULL, 0},
	};
	struct bench b;
	begin(&b);
	for (size_t i = 0; i < COUNT(cases); i++) {
		chat_event_list list = {0};
		struct http_answer answer;
		bool has = cases[i].want != NULL && cases[i].want[0] != '\0';
		CHECK_INT_AT(cases[i].line, decode(&b, cases[i].body, &list, &answer),
			     cases[i].want == NULL ? -1 : 0);
		CHECK_INT_AT(cases[i].line, list.len, has);
		CHECK_INT_AT(cases[i].line, answer.status, cases[i].status);
		if (list.len == 1 && has)
			CHECK_STR_AT(cases[i].line, shown(b.p, &list.at[0]), cases[i].want);
	}
	chat_event_list list = {0};
	struct http_answer answer;
	CHECK_INT(decode(&b, COMMAND("x"), &list, &answer), 0);
	CHECK_SLICE_AT(__LINE__, list.at[0].key, ID);
	CHECK_INT(list.at[0].at, NOW / 1000 * 1000);
	CHECK_INT(list.at[0].reply_until, list.at[0].at + 14 * 60 * 1000);
	end(&b);
}

static struct chat_message
reply(const char *text, struct slice to)
{
	return (struct chat_message){.act = CHAT_REPLY,
				     .key = SLICE_LIT("k1"),
				     .reply = to,
				     .part = 1,
				     .parts = 1,
				     .room = SLICE_LIT("1459213904352645277"),
				     .card = {.text = slice_of(text)}};
}

#define QUIET "\"embeds\":[],\"components\":[],\"allowed_mentions\":{\"parse\":[]}"
TEST(discord_first_answers)
{
	struct bench b;
	chat_event_list list = {0};
	struct http_answer answer;
	begin(&b);
	CHECK_INT(decode(&b, COMMAND("x"), &list, &answer), 0);
	CHECK_INT(decode(&b, BUTTON("t"), &list, &answer), 0);
	CHECK_INT(decode(&b, "{\"type\":5,\"data\":{\"custom_id\":\"f\"}," AT "}", &list, &answer),
		  0);
	struct chat_message m = reply("done", list.at[0].reply);
	CHECK_INT(chat_discord.ack(b.self, b.p, &list.at[0], &m, &answer), 1);
	CHECK_STR(answer.type, "application/json");
	CHECK_SLICE_AT(__LINE__, answer.body,
		       "{\"type\":4,\"data\":{\"content\":\"done\"," QUIET "}}");
	m.only = SLICE_LIT("1033044521375764530");
	CHECK_INT(chat_discord.ack(b.self, b.p, &list.at[1], &m, &answer), 1);
	CHECK_SLICE_AT(__LINE__, answer.body,
		       "{\"type\":4,\"data\":{\"content\":\"done\"," QUIET ",\"flags\":64}}");
	/* later */
	CHECK_INT(chat_discord.ack(b.self, b.p, &list.at[0], NULL, &answer), 0);
	CHECK_SLICE_AT(__LINE__, answer.body, "{\"type\":5,\"data\":{\"flags\":64}}");
	CHECK_INT(chat_discord.ack(b.self, b.p, &list.at[1], NULL, &answer), 0);
	CHECK_SLICE_AT(__LINE__, answer.body, "{\"type\":6}");
	CHECK_INT(chat_discord.ack(b.self, b.p, &list.at[2], NULL, &answer), 0);
	CHECK_SLICE_AT(__LINE__, answer.body, "{\"type\":5,\"data\":{\"flags\":64}}");
	/* too long for one: deferred, then in parts */
	struct str s;
	str_init(&s, 10000);
	for (int i = 0; i < 500; i++)
		str_adds(&s, "word ");
	m.card.text = str_slice(&s);
	CHECK_INT(chat_discord.ack(b.self, b.p, &list.at[0], &m, &answer), 0);
	CHECK_SLICE_AT(__LINE__, answer.body, "{\"type\":5,\"data\":{\"flags\":64}}");
	str_clear(&s);
	/* the card itself, by its own button; another card goes its own way */
	m = (struct chat_message){.act = CHAT_UPDATE,
				  .part = 1,
				  .parts = 1,
				  .replace = list.at[1].message,
				  .card = {.text = SLICE_LIT("ok")}};
	CHECK_INT(chat_discord.ack(b.self, b.p, &list.at[1], &m, &answer), 1);
	CHECK_SLICE_AT(__LINE__, answer.body,
		       "{\"type\":7,\"data\":{\"content\":\"ok\"," QUIET "}}");
	m.replace = SLICE_LIT("1/2");
	CHECK_INT(chat_discord.ack(b.self, b.p, &list.at[1], &m, &answer), 0);
	CHECK_SLICE_AT(__LINE__, answer.body, "{\"type\":6}");
	end(&b);
}

TEST(discord_forms)
{
	struct bench b;
	chat_event_list list = {0};
	struct http_answer answer;
	begin(&b);
	CHECK_INT(decode(&b, COMMAND("new"), &list, &answer), 0);
	CHECK_INT(decode(&b, "{\"type\":5,\"data\":{\"custom_id\":\"f\"}," AT "}", &list, &answer),
		  0);
	struct chat_message m = {.act = CHAT_OPEN,
				 .part = 1,
				 .parts = 1,
				 .form = {.title = SLICE_LIT("New request"),
					  .token = SLICE_LIT("f0rm"),
					  .submit = SLICE_LIT("Send"),
					  .question_count = 7}};
	for (size_t i = 0; i < 7; i++)
		m.form.questions[i] =
			(struct chat_question){.name = pool_slicef(b.p, "q%zu", i),
					       .label = pool_slicef(b.p, "Question %zu", i),
					       .must = i >= 5,
					       .input = i == 0 ? CHAT_LINES : CHAT_LINE};
	m.form.questions[6].input = CHAT_CHOICE;
	VEC_ADD(&m.form.questions[6].choices, b.p, SLICE_LIT("ACME"));
	m.form.questions[5].hint = SLICE_LIT("a hint");
	CHECK_INT(chat_discord.ack(b.self, b.p, &list.at[0], &m, &answer), 1);
	CHECK_SLICE_AT(__LINE__, answer.body,
		       "{\"type\":9,\"data\":{\"custom_id\":\"f0rm\",\"title\":\"New "
		       "request\",\"components\":["
		       "{\"type\":18,\"label\":\"Question "
		       "5\",\"component\":{\"type\":4,\"custom_id\":\"q5\","
		       "\"style\":1,\"required\":true,\"placeholder\":\"a hint\"}},"
		       "{\"type\":18,\"label\":\"Question "
		       "6\",\"component\":{\"type\":3,\"custom_id\":\"q6\","
		       "\"required\":true,\"options\":[{\"label\":\"ACME\",\"value\":\"ACME\"}]}},"
		       "{\"type\":18,\"label\":\"Question "
		       "0\",\"component\":{\"type\":4,\"custom_id\":\"q0\","
		       "\"style\":2,\"required\":false}},"
		       "{\"type\":18,\"label\":\"Question "
		       "1\",\"component\":{\"type\":4,\"custom_id\":\"q1\","
		       "\"style\":1,\"required\":false}},"
		       "{\"type\":18,\"label\":\"Question "
		       "2\",\"component\":{\"type\":4,\"custom_id\":\"q2\","
		       "\"style\":1,\"required\":false}}]}}");
	/* no form on top of a form, and none later */
	CHECK_INT(chat_discord.ack(b.self, b.p, &list.at[1], &m, &answer), 0);
	struct http_out out = {.method = NULL};
	struct err e = ERR_INIT;
	CHECK_INT(chat_discord.render(b.self, b.p, &m, &out, &e), -1);
	end(&b);
}

static struct http_out
render(struct bench *b, const struct chat_message *m, int want)
{
	struct http_out out = {.method = NULL};
	struct err e = ERR_INIT;
	CHECK_INT(chat_discord.render(b->self, b->p, m, &out, &e), want);
	return out;
}

static struct slice
nonce_in(struct slice body)
{
	ptrdiff_t at = slice_find(body, SLICE_LIT("\"nonce\":\""));
	CHECK(at > 0);
	return slice_sub(body, (size_t)at + 9, (size_t)at + 9 + 24);
}

TEST(discord_where_messages_go)
{
	struct bench b;
	begin(&b);
	struct chat_message m = reply("x", SLICE_LIT("c " ID " tk"));
	struct http_out out = render(&b, &m, 0);
	CHECK_STR(out.method, "PATCH");
	CHECK_SLICE_AT(__LINE__, out.url, API "webhooks/1457469483726668048/tk/messages/@original");
	CHECK(out.secret_url && out.headers.len == 1);
	m.part = 2;
	m.parts = 3;
	out = render(&b, &m, 0);
	CHECK_STR(out.method, "POST");
	CHECK_SLICE_AT(__LINE__, out.url, API "webhooks/1457469483726668048/tk");
	m = reply("x", SLICE_LIT("b " ID " tk")); /* the card with the button stays */
	m.only = SLICE_LIT("1");
	out = render(&b, &m, 0);
	CHECK_STR(out.method, "POST");
	CHECK(slice_ends(out.body, ",\"flags\":64}"));
	m.act = CHAT_POST;
	m.only = SLICE_NONE;
	out = render(&b, &m, 0);
	CHECK_SLICE_AT(__LINE__, out.url, API "channels/1459213904352645277/messages");
	CHECK_SLICE_AT(__LINE__, out.headers.at[1].value, "Bot b0t");
	CHECK(!out.secret_url && slice_has(out.body, "\"enforce_nonce\":true"));
	struct slice first = out.body;
	out = render(&b, &m, 0);
	CHECK(slice_eq(first, out.body)); /* the same key: the same bytes */
	m.part = 2;
	out = render(&b, &m, 0);
	CHECK(!slice_eq(nonce_in(first), nonce_in(out.body)));
	m.part = 1;
	m.thread = SLICE_LIT("1473118766652199044");
	out = render(&b, &m, 0);
	CHECK(slice_has(out.body, "\"message_reference\":{\"message_id\":\"1473118766652199044\","
				  "\"fail_if_not_exists\":false}"));
	m.act = CHAT_UPDATE;
	m.replace = SLICE_LIT("1459213904352645277/1473118771026727144");
	out = render(&b, &m, 0);
	CHECK_STR(out.method, "PATCH");
	CHECK_SLICE_AT(__LINE__, out.url,
		       API "channels/1459213904352645277/messages/1473118771026727144");
	static const char *const bad[] = {"1459213904352645277", "x/1", "1/x", "1/../2", ""};
	for (size_t i = 0; i < COUNT(bad); i++) {
		m.replace = slice_of(bad[i]);
		(void)render(&b, &m, -1);
	}
	m = reply("x", SLICE_LIT("x 1 t"));
	(void)render(&b, &m, -1);
	m = (struct chat_message){
		.act = CHAT_POST, .room = SLICE_LIT("1/../../x"), .part = 1, .parts = 1};
	(void)render(&b, &m, -1);
	end(&b);
}

TEST(discord_a_word_to_one_person)
{
	struct bench b;
	struct http_out out;
	struct err e = ERR_INIT;
	struct chat_result res;
	begin(&b);
	CHECK_INT(chat_discord.wants(b.self, b.p, NOW, &out), 0);
	struct chat_message m = {.act = CHAT_POST,
				 .part = 1,
				 .parts = 1,
				 .direct = true,
				 .key = SLICE_LIT("k"),
				 .only = SLICE_LIT("1033044521375764530"),
				 .card = {.text = SLICE_LIT("psst")}};
	CHECK_INT(chat_discord.render(b.self, b.p, &m, &out, &e), -1);
	CHECK_INT(e.kind, ERR_RETRY);
	CHECK_INT(chat_discord.wants(b.self, b.p, NOW, &out), 1);
	CHECK_SLICE_AT(__LINE__, out.url, API "users/@me/channels");
	CHECK_SLICE_AT(__LINE__, out.body, "{\"recipient_id\":\"1033044521375764530\"}");
	struct http_result r = {.status = 200, .body = SLICE_LIT("{\"id\":\"77\",\"type\":1}")};
	chat_discord.took(b.self, &r, NOW, &res);
	CHECK_INT(res.status, CHAT_OK);
	out = render(&b, &m, 0);
	CHECK_SLICE_AT(__LINE__, out.url, API "channels/77/messages");
	/* one that takes no messages is that message's trouble */
	m.only = SLICE_LIT("5");
	(void)render(&b, &m, -1);
	CHECK_INT(chat_discord.wants(b.self, b.p, NOW, &out), 1);
	r = (struct http_result){.status = 403, .body = SLICE_LIT("{\"code\":50007}")};
	chat_discord.took(b.self, &r, NOW, &res);
	CHECK_INT(res.status, CHAT_OK);
	CHECK_INT(chat_discord.wants(b.self, b.p, NOW, &out), 0);
	err_clear(&e);
	CHECK_INT(chat_discord.render(b.self, b.p, &m, &out, &e), -1);
	CHECK_INT(e.kind, ERR_MESSAGE);
	err_clear(&e); /* the next message may try again */
	CHECK_INT(chat_discord.render(b.self, b.p, &m, &out, &e), -1);
	CHECK_INT(e.kind, ERR_RETRY);
	end(&b);
}

static const char *
content(struct bench *b, const struct chat_card *c)
{
	struct chat_message m = reply("", SLICE_LIT("c " ID " tk"));
	m.card = *c;
	struct http_out out = render(b, &m, 0);
	json_t *o = json_loadb(out.body.data, out.body.len, 0, NULL);
	struct slice s =
		pool_copy(b->p, slice_of(json_string_value(json_object_get(o, "content"))));
	CHECK(o != NULL &&
	      json_is_array(json_object_get(json_object_get(o, "allowed_mentions"), "parse")) &&
	      json_array_size(json_object_get(json_object_get(o, "allowed_mentions"), "parse")) ==
		      0);
	json_decref(o);
	return s.data;
}

TEST(discord_words_are_no_markup)
{
	static const struct {
		int line;
		const char *text, *want;
		bool code;
	} cases[] = {
		{__LINE__, "plain words", "plain words", false},
		{__LINE__, "@everyone <@1> <#2> *a* _b_ ~~c~~ `d` ||e||",
		 "\\@everyone \\<\\@1> \\<#2> \\*a\\* \\_b\\_ \\~\\~c\\~\\~ \\`d\\` \\|\\|e\\|\\|",
		 false},
		{__LINE__, "# big\n> quoted\n-# small\na # b > c",
		 "\\# big\n\\> quoted\n\\-# small\na # b > c", false},
		{__LINE__, "see https://x.example/a_b_c*d and_e",
		 "see https://x.example/a_b_c*d and\\_e", false},
		{__LINE__, "[a](https://x.example)", "\\[a\\](https://x.example)", false},
		{__LINE__, "a\\b", "a\\\\b", false},
		{__LINE__, "a  b\n1 ```x", "```\na  b\n1 ``\xe2\x80\x8b`x\n```", true},
		{__LINE__, "", "\xe2\x80\x8b", false},
	};
	struct bench b;
	begin(&b);
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct chat_card c = {.text = slice_of(cases[i].text), .code = cases[i].code};
		CHECK_STR_AT(cases[i].line, content(&b, &c), cases[i].want);
	}
	struct chat_card c = {.title = SLICE_LIT("ACME-042 *x*"),
			      .text = SLICE_LIT("t"),
			      .context = SLICE_LIT("since")};
	CHECK_STR(content(&b, &c), "**ACME-042 \\*x\\***\nt\n-# since");
	end(&b);
}

TEST(discord_a_full_part_fits)
{
	static const char *const units[] = {"x", "*",	"\n", "\xc3\xa4", "\xf0\x9f\x8e\xa8",
					    "`", "a_b "};
	struct bench b;
	begin(&b);
	for (size_t u = 0; u < COUNT(units); u++)
		for (int code = 0; code < 2; code++) {
			struct str s, t;
			slice_list parts = {0};
			str_init(&s, 20000);
			str_init(&t, 20000);
			while (s.len < 9000)
				str_adds(&s, units[u]);
			while (t.len < 900)
				str_adds(&t, units[u]);
			chat_split(b.p, str_slice(&s), chat_discord.caps.text_max,
				   chat_discord.caps.unit, &parts);
			struct chat_card c = {.title = str_slice(&t),
					      .text = parts.at[0],
					      .context = str_slice(&t),
					      .code = code == 1};
			CHECK_AT((int)u,
				 chat_length(slice_of(content(&b, &c)), CHAT_UTF16) <= 2000);
			str_clear(&s);
			str_clear(&t);
		}
	end(&b);
}

TEST(discord_cards)
{
	struct bench b;
	begin(&b);
	struct chat_message m = reply("text", SLICE_LIT("c " ID " tk"));
	m.card.fields[0] = (struct chat_field){SLICE_LIT("Due"), SLICE_LIT("14 *May*")};
	m.card.field_count = 1;
	m.card.buttons[0] = (struct chat_button){
		.label = SLICE_LIT("Approve"), .token = SLICE_LIT("t1"), .style = CHAT_PRIMARY};
	m.card.buttons[1] = (struct chat_button){
		.label = SLICE_LIT("Reject"), .token = SLICE_LIT("t2"), .style = CHAT_DANGER};
	m.card.buttons[2] = (struct chat_button){.label = SLICE_LIT("Open"),
						 .url = SLICE_LIT("https://x.example")};
	m.card.button_count = 3;
	struct http_out out = render(&b, &m, 0);
	CHECK_SLICE_AT(
		__LINE__, out.body,
		"{\"content\":\"text\",\"embeds\":[{\"fields\":[{\"name\":\"Due\",\"value\":\"14 "
		"\\\\*May\\\\*\",\"inline\":true}]}],\"components\":[{\"type\":1,\"components\":[{"
		"\"type\":2,\"style\":1,\"label\":\"Approve\",\"custom_id\":\"t1\"},{\"type\":2,"
		"\"style\":4,\"label\":\"Reject\",\"custom_id\":\"t2\"},{\"type\":2,\"style\":5,"
		"\"label\":\"Open\",\"url\":\"https://"
		"x.example\"}]}],\"allowed_mentions\":{\"parse\":[]}"
		"}");
	end(&b);
}

TEST(discord_what_an_answer_means)
{
	static const struct {
		int line, http;
		const char *body;
		enum chat_act act;
		enum chat_status want;
		int64_t wait;
	} cases[] = {
		{__LINE__, 200, "{\"id\":\"5\",\"channel_id\":\"7\"}", CHAT_POST, CHAT_OK, 0},
		{__LINE__, 204, "", CHAT_POST, CHAT_ACCEPTED, 0},
		/* the three of Discord's page on rate limits */
		{__LINE__, 429,
		 "{\"message\":\"You are being rate "
		 "limited.\",\"retry_after\":64.57,\"global\":false}",
		 CHAT_POST, CHAT_LATER, 64570},
		{__LINE__, 429,
		 "{\"message\":\"The resource is being rate limited.\",\"retry_after\":1336.57,"
		 "\"global\":false}",
		 CHAT_POST, CHAT_LATER, 1336571},
		{__LINE__, 429,
		 "{\"message\":\"You are being rate "
		 "limited.\",\"retry_after\":64.57,\"global\":true}",
		 CHAT_POST, CHAT_LATER, 64570},
		{__LINE__, 429, "<html>", CHAT_POST, CHAT_LATER, 5000},
		{__LINE__, 429, "{\"retry_after\":-1}", CHAT_POST, CHAT_LATER, 5000},
		{__LINE__, 500, "", CHAT_POST, CHAT_RETRY, 0},
		{__LINE__, 502, "", CHAT_POST, CHAT_RETRY, 0},
		{__LINE__, 401, "{\"message\":\"401: Unauthorized\",\"code\":0}", CHAT_POST,
		 CHAT_REAUTH, 0},
		{__LINE__, 401, "{\"code\":50027}", CHAT_REPLY, CHAT_GONE, 0},
		{__LINE__, 403, "{\"code\":50013}", CHAT_POST, CHAT_REAUTH, 0},
		{__LINE__, 403, "{\"code\":50001}", CHAT_POST, CHAT_GONE, 0},
		{__LINE__, 403, "", CHAT_POST, CHAT_REAUTH, 0},
		{__LINE__, 404, "{\"code\":10003}", CHAT_POST, CHAT_GONE, 0},
		{__LINE__, 404, "{\"code\":10008}", CHAT_UPDATE, CHAT_GONE, 0},
		{__LINE__, 404, "{\"code\":10015}", CHAT_REPLY, CHAT_GONE, 0},
		{__LINE__, 404, "", CHAT_POST, CHAT_GONE, 0},
		{__LINE__, 400, "{\"code\":50035}", CHAT_POST, CHAT_REJECTED, 0},
		{__LINE__, 400, "{\"code\":40060}", CHAT_REPLY, CHAT_REJECTED, 0},
	};
	struct bench b;
	begin(&b);
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct chat_message m = {.act = cases[i].act, .replace = SLICE_LIT("1/2")};
		struct http_result r = {
			.status = cases[i].http, .sent = true, .body = slice_of(cases[i].body)};
		struct chat_result out;
		chat_discord.result(b.self, b.p, &m, &r, NOW, &out);
		CHECK_INT_AT(cases[i].line, out.status, cases[i].want);
		if (cases[i].wait > 0)
			CHECK_INT_AT(cases[i].line, out.not_before, NOW + cases[i].wait);
	}
	struct chat_message m = {.act = CHAT_POST};
	struct http_result r = {.status = 200,
				.body = SLICE_LIT("{\"id\":\"1473118771026727144\","
						  "\"channel_id\":\"1459213904352645277\"}")};
	struct chat_result out;
	chat_discord.result(b.self, b.p, &m, &r, NOW, &out);
	CHECK_SLICE_AT(__LINE__, out.posted, "1459213904352645277/1473118771026727144");
	CHECK_SLICE_AT(__LINE__, out.thread, "1473118771026727144");
	/* our first answer may still be on its way; later the same means that the token ended */
	m = reply("x", SLICE_LIT("c " ID " tk"));
	r = (struct http_result){.status = 404, .body = SLICE_LIT("{\"code\":10015}")};
	chat_discord.result(b.self, b.p, &m, &r, NOW + 1000, &out);
	CHECK_INT(out.status, CHAT_RETRY);
	chat_discord.result(b.self, b.p, &m, &r, NOW + 10000, &out);
	CHECK_INT(out.status, CHAT_GONE);
	m = (struct chat_message){.act = CHAT_POST};
	r = (struct http_result){.status = 0, .sent = true};
	chat_discord.result(b.self, b.p, &m, &r, NOW, &out);
	CHECK_INT(out.status, CHAT_UNKNOWN);
	CHECK(chat_discord.caps.idempotent); /* the nonce: sent again, it is the first message */
	r.sent = false;
	chat_discord.result(b.self, b.p, &m, &r, NOW, &out);
	CHECK_INT(out.status, CHAT_RETRY);
	end(&b);
}

TEST(discord_check_says_what_is_wrong)
{
	static const struct {
		int line, step, http, want;
		const char *body, *said;
	} cases[] = {
		{__LINE__, 0, 200, 0,
		 "{\"name\":\"docket\",\"verify_key\":\"" KEY
		 "\",\"interactions_endpoint_url\":\"https://docket.example/chat/discord\"}",
		 "application docket"},
		{__LINE__, 0, 200, -1, "{\"name\":\"docket\",\"verify_key\":\"00\"}",
		 "application docket; but key is another application's: take the Public Key of its "
		 "page "
		 "\"General Information\""},
		{__LINE__, 0, 200, -1,
		 "{\"name\":\"docket\",\"verify_key\":\"" KEY
		 "\",\"interactions_endpoint_url\":null}",
		 "application docket; but its Interactions Endpoint URL is empty: set it to "
		 "https://docket.example/chat/discord"},
		{__LINE__, 0, 401, -1, "",
		 "the bot's token is refused: make a new one on the page \"Bot\""},
		{__LINE__, 1, 200, 0, "[{\"name\":\"docket\",\"options\":[{\"type\":3}]}]",
		 "/docket is registered"},
		{__LINE__, 1, 200, -1, "[{\"name\":\"other\",\"options\":[{\"type\":3}]}]",
		 "/docket is not registered, or takes no words: `docket init chat discord` prints "
		 "the "
		 "command for that"},
		{__LINE__, 2, 200, 0, "{\"id\":\"1\",\"name\":\"desk\"}", "the room is #desk"},
		{__LINE__, 2, 403, -1, "{\"code\":50001}",
		 "Discord: the bot can't see that channel"},
	};
	struct bench b;
	begin(&b);
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct http_result r = {.status = cases[i].http, .body = slice_of(cases[i].body)};
		struct http_out ask;
		struct str out;
		str_init(&out, 1000);
		CHECK_INT(chat_discord.check(b.self, b.p, (unsigned)cases[i].step, &ask), 1);
		CHECK_INT_AT(cases[i].line,
			     chat_discord.checked(b.self, b.p, (unsigned)cases[i].step, &r, &out),
			     cases[i].want);
		CHECK_STR_AT(cases[i].line, str_cstr(&out), cases[i].said);
		str_clear(&out);
	}
	end(&b);
}

TEST(discord_settings_and_set_up)
{
	struct conf c = {.agency = {.name = "Harbor & Pine"}};
	struct conf_chat bad = conf;
	struct chat_setup s = {.conf = &bad, .token = SLICE_LIT("b0t")};
	struct err e = ERR_INIT;
	struct str out;
	void *self = NULL;
	bad.key = "D75A980182B10AB7D54BFED3C964073A0EE172F3DAA62325AF021A68F707511A";
	CHECK_INT(chat_discord.open(&s, &self, &e), -1);
	CHECK_INT(e.kind, ERR_CONFIG);
	err_clear(&e);
	bad = conf;
	bad.app = "no snowflake";
	CHECK_INT(chat_discord.open(&s, &self, &e), -1);
	err_clear(&e);
	bad = conf;
	s.token = SLICE_NONE;
	CHECK_INT(chat_discord.open(&s, &self, &e), -1);
	err_clear(&e);
	str_init(&out, 100000);
	CHECK_INT(chat_discord.setup(&c, NULL, &out, &e), -1);
	err_clear(&e);
	c.http.public_url = "https://docket.example";
	CHECK_INT(chat_discord.setup(&c, &conf, &out, &e), 0);
	CHECK(slice_has(str_slice(&out), "https://docket.example/chat/discord"));
	ptrdiff_t at = slice_find(str_slice(&out), SLICE_LIT("-d '{"));
	ptrdiff_t stop = slice_find(str_slice(&out), SLICE_LIT("}'"));
	json_t *o = at < 0 || stop < 0
			    ? NULL
			    : json_loadb(out.data + at + 4, (size_t)(stop + 1 - at - 4), 0, NULL);
	CHECK_STR(json_string_value(json_object_get(o, "name")), "docket");
	json_decref(o);
	str_clear(&out);
}
