/*
 * A chat event: kept by its key, its person looked up, and what it asks for done by the one grammar
 * of P7. An account that nobody vouched for is asked about at the platform; until then its event
 * waits. Nothing here knows a platform.
 */
#include "chat_desk.h"
#include "digest.h"


enum { ASK_AGAIN_MS = 10 * 60 * 1000 }; /* a stranger who keeps typing costs one question in ten minutes */

/* ---- who ---- */

/* The account is somebody's; fills member or contact. 1 known, 0 asked and nobody's, 2 never asked, -1. */
static int
find_who(struct talk *t, struct err *e)
{
	struct chat_identity i = {.member = t->from->member};
	int got = i.member != 0 ? 1 : chat_identity_of(t->store, t->pool, t->source, &t->ev->who, &i, e);
	if (got <= 0)
		return got < 0 ? -1 : 2;
	if (i.member != 0) {
		got = member_by_id(t->store, t->pool, i.member, &t->member, e);
		if (got == 1 && !t->member.active) {
			t->member = (struct member){.id = 0};
			got = 0;
		}
		return got;
	}
	if (i.contact == 0) /* people get known: after a while the platform is asked again */
		return t->now - i.at > ASK_AGAIN_MS ? 2 : 0;
	got = contact_by_id(t->store, t->pool, i.contact, &t->contact, e);
	if (got == 1 && t->contact.gone != 0) {
		t->contact = (struct contact){.id = 0};
		got = 0;
	}
	return got;
}

/* ---- what ---- */

/* The job a thread is about, if whoever writes there may see it. 1, 0, -1. */
static int
thread_job(struct talk *t, struct job *out, struct err *e)
{
	int64_t id = 0;
	int got = chat_thread_job(t->store, t->source, t->ev->thread, &id, e);
	if (got == 1)
		got = job_get(t->store, t->pool, id, out, e);
	if (got == 1 && (t->member.roles & ROLE_PARTNER) && !job_is_with(out, t->member.id))
		got = 0;
	return got;
}

/* Feedback on a job that is being reviewed. 1 taken and answered, 0 there is no wish in it, -1. */
static int
wish(struct talk *t, const struct job *j, struct err *e)
{
	struct slice said;
	const struct slice files = chat_file_names(t->pool, t->ev);
	const struct slice feedback[] = {SLICE_LIT("feedback"), j->ref, SLICE_LIT("--attached"), files,
	                                 t->ev->text};
	const struct slice words[] = {SLICE_LIT("feedback"), j->ref, t->ev->text};
	bool with = files.len > 0;
	if (t->ev->text.len + files.len == 0 || (j->state != JOB_INTERNAL_REVIEW && j->state != JOB_CLIENT_REVIEW &&
	                             j->state != JOB_REVISION))
		return 0;
	int r = with ? talk_run(t, feedback, COUNT(feedback) - (t->ev->text.len == 0), &said, e)
	             : talk_run(t, words, COUNT(words), &said, e);
	if (r == 1) {
		t->out->job = j->id;
		talk_say(t, said);
	}
	return r;
}

/* A member's words under a job's card: feedback while it is reviewed, else a note. */
static int
in_thread(struct talk *t, struct err *e)
{
	struct job j;
	struct slice said;
	int got = thread_job(t, &j, e);
	struct slice files = chat_file_names(t->pool, t->ev);
	if (got <= 0 || t->ev->text.len + files.len == 0)
		return got < 0 ? -1 : 0;
	const struct slice note[] = {SLICE_LIT("note"), j.ref,
	                             files.len == 0 ? t->ev->text
	                                            : pool_slicef(t->pool, "%.*s%s[%.*s]", SLICE_ARG(t->ev->text),
	                                                          t->ev->text.len > 0 ? "\n" : "",
	                                                          SLICE_ARG(files))};
	t->out->job = j.id;
	int r = wish(t, &j, e);
	if (r == 1)
		return 0;
	/* No wish in it: people talk to each other. It is kept with the job, and nobody is answered. */
	return r < 0 || talk_run(t, note, COUNT(note), &said, e) < 0 ? -1 : 0;
}

/* "@docket" with no command behind it asks where things stand; under a job's card it may bring
 * feedback, as some platforms tell us nothing that does not name us. */
static int
mentioned(struct talk *t, struct err *e)
{
	struct job j;
	int got = thread_job(t, &j, e);
	if (got < 0)
		return -1;
	int taken = got == 1 && t->room_client == 0 ? wish(t, &j, e) : 0;
	if (taken != 0)
		return taken < 0 ? -1 : 0;
	const struct slice status[] = {SLICE_LIT("status"), got == 1 ? j.ref : SLICE_NONE},
	                   mine[] = {SLICE_LIT("mine")};
	if (talk_command(t, got == 1 ? status : mine, got == 1 ? 2 : 1, e) < 0)
		return -1;
	if (talk_in_team(t))
		t->out->m.only = SLICE_NONE; /* everybody there may read it, and others ask the same */
	return 0;
}

/* A docket number in what was asked: "where is ACME-014?" */
static bool
names_job(struct slice text, struct slice *ref_out)
{
	size_t at = 0;
	return wall_next_ref(text, &at, ref_out);
}

/* "3 assign maya", to us alone: a line of the member's last list. 1 it was one, 0, -1. */
static int
list_answered(struct talk *t, struct err *e)
{
	struct digest_said d;
	struct slice command = SLICE_NONE;
	struct str wrong;
	slice_list words = {0};
	if (!t->ev->direct || !digest_numbered(t->ev->text, &d.number, &d.verb, &d.rest))
		return 0;
	int got = digest_newest(t->store, t->member.id, &d.outbox, e);
	if (got <= 0)
		return got;
	str_init(&wrong, 1024);
	int r = digest_command(t->in, t->pool, &d, &command, &wrong, e);
	if (r == 0 && command.len > 0) {
		command_split(t->pool, slice_sub(command, 1, command.len), &words);
		r = talk_command(t, words.at, words.len, e);
	} else if (r == 0) {
		talk_say(t, slice_trim(str_slice(&wrong)));
	}
	str_clear(&wrong);
	return r < 0 ? -1 : 1;
}

/* "@docket status" under a job's card: the thread says which job. */
static int
fill_job(struct talk *t, slice_list *words, struct err *e)
{
	struct job j;
	struct slice ref, object = words->len > 0 ? command_object(words->at[0]) : SLICE_NONE;
	if (t->ev->thread.len == 0 || (!slice_is(object, "JOB") && !slice_is(object, "[JOB]")) ||
	    (words->len > 1 && names_job(words->at[1], &ref)))
		return 0;
	int got = thread_job(t, &j, e);
	if (got <= 0)
		return got;
	slice_list full = {0};
	for (size_t i = 0; i < words->len; i++) {
		VEC_ADD(&full, t->pool, words->at[i]);
		if (i == 0)
			VEC_ADD(&full, t->pool, j.ref);
	}
	*words = full;
	return 0;
}

static int
words_of(struct talk *t, struct err *e)
{
	int listed = list_answered(t, e);
	if (listed != 0)
		return listed < 0 ? -1 : 0;
	slice_list words = {0};
	struct slice ref;
	const struct chat_event *ev = t->ev;
	command_split(t->pool, ev->text, &words);
	if (words.len > 0) {
		int got = talk_verb(t, words.at, words.len, e);
		if (got != 0)
			return got < 0 ? -1 : 0;
	}
	if (words.len == 0 && ev->kind == CHAT_COMMAND) {
		const struct slice help[] = {SLICE_LIT("help")};
		return talk_command(t, help, 1, e);
	}
	if (words.len == 1 && slice_iis(words.at[0], "new") && t->from->caps->forms && ev->trigger.len > 0)
		return talk_new_form(t, e);
	if (fill_job(t, &words, e) < 0)
		return -1;
	if (ev->kind == CHAT_COMMAND || (words.len > 0 && command_known(words.at[0], NULL)))
		return talk_command(t, words.at, words.len, e);
	if (names_job(ev->text, &ref)) {
		const struct slice status[] = {SLICE_LIT("status"), ref};
		return talk_command(t, status, COUNT(status), e);
	}
	return mentioned(t, e);
}

static int
of_member(struct talk *t, struct err *e)
{
	switch (t->ev->kind) {
	case CHAT_COMMAND: return words_of(t, e);
	case CHAT_ACTION:
	case CHAT_FORM: return talk_press(t, e);
	case CHAT_MESSAGE:
		if (t->ev->mention || t->ev->direct)
			return words_of(t, e);
		/* In a client's room the team talks to the client: nothing of it is ours to take. */
		return t->ev->thread.len > 0 && t->room_client == 0 ? in_thread(t, e) : 0;
	case CHAT_EDITED:
	case CHAT_LIFECYCLE:
	case CHAT_KINDS: break;
	}
	return 0;
}

/* Somebody we cannot tell: how to be known, and nothing else. */
static int
of_stranger(struct talk *t, struct err *e)
{
	slice_list words = {0};
	const struct chat_event *ev = t->ev;
	bool asks = ev->kind == CHAT_COMMAND || ev->kind == CHAT_ACTION || ev->kind == CHAT_FORM ||
	            (ev->kind == CHAT_MESSAGE && (ev->mention || ev->direct));
	if (!asks)
		return 0;
	command_split(t->pool, ev->text, &words);
	int got = words.len > 0 ? talk_verb(t, words.at, words.len, e) : 0;
	if (got != 0)
		return got < 0 ? -1 : 0;
	talk_say(t, talk_how(t, "chat.unknown"));
	return 0;
}

/* A code needs no word of the platform on who it is: the mail proved it. */
static bool
links(const struct chat_event *ev)
{
	return ev->kind != CHAT_EDITED && (slice_istarts(ev->text, "link ") || slice_istarts(ev->text, "link-me"));
}

/* 1 done, 0 it waits for the platform's word on who it is, -1. */
static int
take(struct talk *t, bool asked, struct err *e)
{
	int got = find_who(t, e);
	if (got < 0)
		return -1;
	if (chat_room_client(t->store, t->source, t->ev->room, &t->room_client, e) < 0)
		return -1;
	if (got == 2 && !asked && !links(t->ev))
		return 0;
	if (t->member.id != 0)
		return of_member(t, e) < 0 ? -1 : 1;
	if (t->contact.id != 0)
		return talk_client(t, e) < 0 ? -1 : 1;
	return of_stranger(t, e) < 0 ? -1 : 1;
}

/*
 * What concerns us not: said by ourselves or by programs, edits, joins, and what people say to each
 * other anywhere but under a message of ours. It is not even kept: docket listens, it does not record.
 * 1, 0, -1.
 */
static int
is_idle(struct intake *in, const struct chat_from *from, const struct chat_event *ev, struct err *e)
{
	int64_t job = 0;
	if (ev->who.self || ev->who.bot || ev->who.uid.len == 0 || ev->kind == CHAT_EDITED ||
	    ev->kind == CHAT_LIFECYCLE)
		return 1;
	if (ev->kind != CHAT_MESSAGE || ev->mention || ev->direct)
		return 0;
	int got = chat_thread_job(in->env.store, slice_of(from->name), ev->thread, &job, e);
	return got < 0 ? -1 : got == 0;
}

static struct talk
talk_of(struct intake *in, const struct chat_from *from, const struct chat_event *ev, struct pool *p,
        struct chat_said *out)
{
	return (struct talk){.in = in, .store = in->env.store, .pool = p, .now = clock_now(in->env.clock),
	                     .from = from, .source = slice_of(from->name), .ev = ev, .out = out};
}

int
intake_chat(struct intake *in, const struct chat_from *from, const struct chat_event *ev,
            struct pool *p, struct chat_said *out, struct err *e)
{
	struct talk t = talk_of(in, from, ev, p, out);
	struct chat_in_row known = {.id = 0};
	int64_t row = 0;
	*out = (struct chat_said){.has = false};
	int got = is_idle(in, from, ev, e);
	if (got != 0)
		return got;
	got = chat_in_add(t.store, p, t.source, ev, t.now, &row, &known, e);
	if (got < 0)
		return -1;
	if (got == 0) {
		out->repeat = true;
		if (known.answer.len > 0) {
			if (chat_message_read(p, known.answer, &out->m, e) < 0)
				return -1;
			out->has = true;
		}
		return 0;
	}
	step("chat.kept");
	int r = take(&t, false, e);
	if (r < 0)
		return -1;
	out->ask_who = r == 0;
	if (r == 0)
		return chat_in_wait(t.store, row, true, e) < 0 ? -1 : 1;
	if (out->has && chat_in_answered(t.store, row, &out->m, e) < 0)
		return -1;
	step("chat.applied");
	return 1;
}

/* By the workspace's own address, never by a display name, never an outsider's. */
static int
link_by_address(struct talk *t, const struct chat_actor *who, bool known, struct err *e)
{
	struct again_at at = {.in = t->in, .pool = t->pool};
	struct chat_again i = {.kind = CHAT_AGAIN_LINK, .source = t->source, .tenant = who->tenant,
	                       .uid = who->uid, .how = SLICE_LIT("unknown")};
	struct member m;
	const char *tenant = t->from->tenant;
	bool ours = known && !who->outsider && !who->bot && who->email.len > 0 && who->email_verified &&
	            (tenant == NULL || slice_is(who->tenant, tenant));
	int got = ours ? member_by_address(t->store, t->pool, who->email, &m, e) : 0;
	if (got < 0)
		return -1;
	if (got == 1 && m.active) {
		i.member = m.id;
		i.how = SLICE_LIT("address");
		log_event(LOG_INFO, "chat.linked", "source=%s member=%lld how=address", t->from->name,
		          (long long)m.id);
	}
	return chat_do(&at, &i, e);
}

int
intake_chat_who(struct intake *in, const struct chat_from *from, const struct chat_actor *who, bool known,
                struct err *e)
{
	struct pool *p = pool_new();
	chat_in_list waiting = {0};
	struct talk first = talk_of(in, from, NULL, p, NULL);
	struct chat_identity i;
	int64_t out_row;
	/* Somebody may have proved themselves by a code meanwhile: that stands. */
	int got = chat_identity_of(first.store, p, first.source, who, &i, e);
	int r = got < 0 ? -1 : 0;
	if (r == 0 && (got == 0 || (i.member == 0 && i.contact == 0)))
		r = link_by_address(&first, who, known, e);
	if (r == 0)
		r = chat_in_waiting(first.store, p, first.source, who->uid, &waiting, e);
	for (size_t k = 0; r == 0 && k < waiting.len; k++) {
		struct chat_event ev;
		struct chat_said said = {.has = false};
		struct talk t = talk_of(in, from, &ev, p, &said);
		struct err bad = ERR_INIT;
		if (chat_event_read(p, waiting.at[k].event, &ev, &bad) < 0) {
			log_event(LOG_ALARM, "chat.damaged", "row=%lld why=%s", (long long)waiting.at[k].id,
			          bad.text);
			r = chat_in_wait(t.store, waiting.at[k].id, false, e);
			continue;
		}
		if (!slice_eq(ev.who.tenant, who->tenant))
			continue;
		r = take(&t, true, e) < 0 ? -1 : chat_in_wait(t.store, waiting.at[k].id, false, e);
		if (r == 0 && said.has)
			r = chat_in_answered(t.store, waiting.at[k].id, &said.m, e) < 0
			            ? -1
			            : chat_out_add(t.store, t.source, &said.m, said.job, t.now, &out_row, e);
	}
	pool_free(p);
	return r;
}

int
intake_chat_unknown(struct intake *in, const struct chat_from *from, struct pool *p, chat_actor_list *out,
                    struct err *e)
{
	chat_in_list waiting = {0};
	if (chat_in_waiting(in->env.store, p, slice_of(from->name), SLICE_NONE, &waiting, e) < 0)
		return -1;
	for (size_t i = 0; i < waiting.len; i++) {
		struct chat_event ev;
		struct err bad = ERR_INIT;
		bool there = chat_event_read(p, waiting.at[i].event, &ev, &bad) < 0;
		for (size_t k = 0; !there && k < out->len; k++)
			there = slice_eq(out->at[k].uid, ev.who.uid) && slice_eq(out->at[k].tenant, ev.who.tenant);
		if (!there)
			VEC_ADD(out, p, ev.who);
	}
	return 0;
}
