/*
 * A member's mail: the word on a draft, commands in its first lines, or a note filed to a job. An
 * address in From proves nothing: what changes something needs the mailbox's DMARC verdict or the
 * member's own reply token (P6, P7).
 */
#include "digest.h"
#include "revise.h"
#include "scope.h"

#include "docket/compose/mail_out.h"

static bool
is_authentic(const struct ctx *c)
{
	if (strcmp(c->auth, "dmarc") == 0 || strcmp(c->auth, "token") == 0)
		return true;
	/* No verdict where one was expected: the answer to our fresh mail to the known address counts. */
	return strcmp(c->auth, "absent") == 0 && c->own_token && c->answered.id != 0 &&
	       (slice_is(c->answered.kind, "reply") || slice_is(c->answered.kind, "draft") ||
	        slice_is(c->answered.kind, "digest"));
}

static int
say(struct ctx *c, const char *headline, struct slice block, struct err *e)
{
	struct note n = {.kind = "reply", .headline = SAY(headline), .block = block, .job = c->out.job,
	                 .client = c->out.client, .cause = c->row.id, .answered = c->r->text,
	                 .in_reply_to = c->r->message_id, .to_member = c->member.id};
	return notify_team(c->in, c->pool, &n, e);
}

/* The files that the draft carries go with the lead's words, too. */
static int
attach_again(struct ctx *c, const struct outbox_row *draft, struct mail_out *m, struct err *e)
{
	struct mail *was;
	slice_list own = {0};
	if (mail_setup(e) < 0 ||
	    mail_read(c->pool, draft->bytes, &own, &mail_limits_default, &was, e) < 0)
		return -1;
	for (size_t i = 0; i < was->attachments.len && i < MAIL_OUT_FILES; i++) {
		const struct attachment *a = &was->attachments.at[i];
		struct str bytes;
		str_init(&bytes, OUT_FILES_MAX);
		int r = mail_attachment(draft->bytes, i, &bytes, e);
		m->attach[i].name = a->name;
		m->attach[i].type = a->type;
		m->attach[i].bytes = pool_copy(c->pool, str_slice(&bytes));
		m->attach_count = i + 1;
		str_clear(&bytes);
		if (r < 0)
			return -1;
	}
	return 0;
}

/* 4: the lead's own words take the place of the draft's. 1 sent, 0 held back at the wall, -1. */
static int
send_edited(struct ctx *c, const struct outbox_row *draft, struct slice words, struct err *e)
{
	wall_list shows = {0};
	struct slice own = slice_of(c->in->own_address);
	struct mail_out m = {.from_name = slice_of(c->in->env.conf->outgoing.from_name),
	                     .from_address = own, .to_address = draft->to, .subject = draft->subject,
	                     .date = c->now, .text = words, .lang = draft->lang,
	                     .origin = slice_of(c->in->install)};
	ptrdiff_t at = slice_rindex(own, '@');
	m.reply_to = pool_slicef(c->pool, "%.*s+%.*s@%s", (int)at, own.data, SLICE_ARG(draft->token),
	                         c->in->own_domain);
	m.message_id = own_message_id(c->in, c->pool, draft->token, draft->job, c->row.id, "edited");
	struct inbox_row cause;
	if (draft->cause != 0 && inbox_get(c->store, c->pool, draft->cause, &cause, e) == 1 &&
	    cause.message_id.len > 0) {
		m.in_reply_to = cause.message_id;
		VEC_ADD(&m.references, c->pool, cause.message_id);
		struct wall_part p = {.what = "the mail it answers", .client = cause.client,
		                      .words = cause.member != 0 ? SLICE_NONE : cause.text};
		VEC_ADD(&shows, c->pool, p);
	}
	struct str bytes;
	if (attach_again(c, draft, &m, e) < 0)
		return -1;
	str_init(&bytes, m.attach_count > 0 ? OUT_FILES_MAX : OUT_MAX);
	int r = mail_out_write(c->pool, &m, &bytes, e);
	if (r == 0) {
		struct outbox_new o = {.job = draft->job, .client = draft->client, .cause = draft->cause,
		                       .kind = pool_cstr(c->pool, draft->kind), .state = OUTBOX_QUEUED,
		                       .due = c->now, .created = c->now, .message_id = m.message_id,
		                       .from = own, .to = draft->to, .subject = draft->subject,
		                       .bytes = str_slice(&bytes), .lang = draft->lang,
		                       .token = draft->token};
		int64_t id = 0;
		o.rcpts = draft->rcpts;
		struct wall_mail door = {.o = &o, .text = words, .shows = &shows};
		r = wall_queue(c->in, c->pool, &door, &id, e);
	}
	str_clear(&bytes);
	return r;
}

/* The job a draft belongs to is called off as no request, where that is still possible. */
static int
no_request(struct ctx *c, int64_t job, struct err *e)
{
	struct job j;
	int got = job != 0 ? job_get(c->store, c->pool, job, &j, e) : 0;
	if (got <= 0)
		return got;
	struct err refused = ERR_INIT;
	if (job_do(c->in, &j, EV_NOT_A_REQUEST, actor_of(c), c->row.id, SLICE_NONE, c->now, &refused) < 0)
		return refused.kind == ERR_REFUSED ? 0 : err_set(e, refused.kind, "%s", refused.text);
	return job_save(c->store, &j, c->now, e);
}

/* The scope note that a draft was is not sent; what the client wished still waits for a word. */
static int
no_note(struct ctx *c, const struct outbox_row *draft, struct err *e)
{
	struct scope_note n;
	struct job j;
	int got = scope_note_by_token(c->store, c->pool, draft->token, &n, e);
	if (got == 1)
		got = scope_is_open(n.state) ? job_get(c->store, c->pool, n.job, &j, e) : 0;
	if (got <= 0)
		return got;
	struct life l = life_by_mail(c, &j);
	if (scope_withdraw(&l, &n, e) < 0)
		return -1;
	if (n.revision == 0)
		return 0;
	return say(c, "The scope note is not sent",
	           pool_slicef(c->pool, "The wish is still on the list of %.*s: docket revisions %.*s; docket "
	                                "answer takes it in, docket drop turns it down.",
	                       SLICE_ARG(j.ref), SLICE_ARG(j.ref)), e);
}

/* 2: the client's mail goes to the job named behind the digit, or back to triage. */
static int
wrong_job(struct ctx *c, const struct outbox_row *draft, struct slice ref, const char **done_out,
          struct err *e)
{
	struct job right;
	int got = ref.len > 0 ? job_by_ref(c->store, c->pool, ref, &right, e) : 0;
	bool note = slice_is(draft->kind, "scope"); /* that its job is no request was not said */
	if (got < 0 || outbox_cancel(c->store, draft->id, e) < 0 ||
	    (note ? no_note(c, draft, e) : no_request(c, draft->job, e)) < 0)
		return -1;
	*done_out = "Not sent; the mail waits in triage for the right job";
	if (draft->cause == 0)
		return 0;
	if (got == 0 || right.client != draft->client)
		return inbox_reopen_triage(c->store, draft->cause,
		                           SLICE_LIT("a member said: wrong job"), e);
	*done_out = "Not sent; the mail is filed to the job you named";
	if (inbox_set_job(c->store, draft->cause, right.id, right.client, e) < 0)
		return -1;
	return event_add(c->in, right.id, "moved-here", actor_of(c), draft->cause, c->now, SLICE_NONE, e);
}

static int
on_draft(struct ctx *c, struct err *e)
{
	struct outbox_row draft;
	int got = outbox_get(c->store, c->pool, c->answered.draft_of, &draft, e);
	if (got < 0)
		return -1;
	if (!is_authentic(c) || !c->own_token)
		return settle(c, INBOX_TRIAGE,
		              "a word on a draft, but not provably from the person it was sent to");
	if (got == 0 || (draft.state != OUTBOX_DRAFT && !(draft.state == OUTBOX_QUEUED && draft.attempts == 0))) {
		bool left = got == 1 && (draft.state == OUTBOX_SENT || draft.state == OUTBOX_QUEUED);
		if (say(c, left ? "note.draft.left"
		                : "note.draft.settled", SLICE_NONE, e) < 0)
			return -1;
		return settle(c, INBOX_APPLIED, "a word on a draft that is settled already");
	}
	struct slice rest = slice_trim(c->r->text), line = SLICE_NONE;
	slice_line(&rest, &line);
	line = slice_trim(line);
	char digit = line.len > 0 ? line.data[0] : '\0';
	bool alone = line.len == 1 || (line.len > 1 && (line.data[1] < '0' || line.data[1] > '9'));
	struct slice words = slice_trim(rest);
	const char *done = NULL;
	int r = 0;
	if (alone && digit == '1') {
		done = "Sent";
		r = outbox_release(c->store, draft.id, c->now, e);
	} else if (alone && digit == '2') {
		r = wrong_job(c, &draft, slice_trim(slice_sub(line, 1, line.len)), &done, e);
	} else if (alone && digit == '3') {
		done = "Not sent; it was no request";
		r = outbox_cancel(c->store, draft.id, e);
		if (r == 0)
			r = slice_is(draft.kind, "scope") ? no_note(c, &draft, e) : no_request(c, draft.job, e);
	} else if (alone && digit == '4' && words.len > 0) {
		done = "Your words were sent instead";
		r = send_edited(c, &draft, words, e);
		if (r == 0) /* the draft goes on waiting */
			return settle(c, INBOX_APPLIED, "the word on a draft: held back at the wall, %s",
			              c->in->walled_why);
		r = r < 0 ? -1 : outbox_cancel(c->store, draft.id, e);
	} else {
		if (say(c, "note.draft.digits", SLICE_NONE, e) < 0)
			return -1;
		return settle(c, INBOX_APPLIED, "no digit in the answer to a draft");
	}
	if (r < 0)
		return -1;
	if (digit != '1' &&
	    correction_add(c->store, draft.id, digit - '0', c->member.id, words, c->now, e) < 0)
		return -1;
	char text[2] = {digit, '\0'};
	if (draft.job != 0 && event_add(c->in, draft.job, "draft", actor_of(c), c->row.id, c->now,
	                                slice_of(text), e) < 0)
		return -1;
	trail_add(c, "apply", "draft", "digit %c: %s", digit, done);
	return settle(c, INBOX_APPLIED, "the word on a draft: %s", done);
}

/* Runs each command line; the answers go back in one mail. */
static int
on_commands(struct ctx *c, struct err *e)
{
	if (!is_authentic(c)) {
		if (say(c, "note.confirm",
		        SLICE_LIT("Your mail could not be verified. To confirm that it was you, answer "
		                  "this mail and write the command again in its first line."), e) < 0)
			return -1;
		trail_add(c, "apply", "confirm", "asked to repeat it with a reply token");
		return settle(c, INBOX_APPLIED, "a command whose sender could not be verified yet");
	}
	struct str all;
	str_init(&all, 64 << 10);
	str_add(&all, c->preface);
	int r = 0;
	const struct slice *line;
	VEC_EACH(line, &c->r->commands) {
		slice_list words = {0};
		struct err said = ERR_INIT;
		struct command_from from = {.member = c->member.id, .message = c->row.id,
		                            .reading = c->r,
		                            .job = c->has_job ? c->job.id : 0};
		command_split(c->pool, slice_sub(*line, 1, line->len), &words);
		if (words.len == 0)
			continue;
		str_addf(&all, "> %.*s\n", SLICE_ARG(*line));
		size_t before = all.len;
		/* A refused command leaves nothing behind, whatever it had begun. */
		if (store_mark(c->store, e) < 0) {
			r = -1;
			break;
		}
		bool done = command_run(c->in, &from, words.at, words.len, &all, &said) == 0;
		if (!done && (said.kind == ERR_RETRY || said.kind == ERR_STOP)) {
			r = err_set(e, said.kind, "%s", said.text);
			break; /* the whole message is undone */
		}
		if (store_unmark(c->store, done, e) < 0) {
			r = -1;
			break;
		}
		if (!done) {
			str_cut(&all, before);
			str_addf(&all, "%s\n", said.text);
		}
		str_addc(&all, '\n');
		trail_add(c, "apply", "command", "%.*s", SLICE_ARG(words.at[0]));
	}
	if (r == 0)
		r = say(c, "note.done", pool_copy(c->pool, slice_trim(str_slice(&all))), e);
	str_clear(&all);
	return r < 0 ? -1 : settle(c, INBOX_APPLIED, "commands of a member");
}

/* The answer to a digest: its first lines that begin with a number become commands. */
static int
on_digest(struct ctx *c, struct err *e)
{
	enum { LINES_MAX = 100 }; /* more than a list has: the rest is no answer to it */
	struct slice rest = slice_trim(c->r->text), line, verb, words, command;
	struct str wrong;
	int64_t number = 0;
	int r = 0;
	if (!is_authentic(c))
		return on_commands(c, e); /* which asks for a confirmation */
	str_init(&wrong, 16 << 10);
	for (int n = 0; r == 0 && n < LINES_MAX && slice_line(&rest, &line); n++) {
		if (slice_blank(line))
			continue;
		if (!digest_numbered(line, &number, &verb, &words))
			break; /* a greeting, a signature: what is below is no command */
		struct digest_said said = {.outbox = c->answered.id, .number = number, .verb = verb, .rest = words};
		r = digest_command(c->in, c->pool, &said, &command, &wrong, e);
		if (r == 0 && command.len > 0)
			VEC_ADD(&c->r->commands, c->pool, command);
	}
	if (c->r->commands.len == 0 && wrong.len == 0)
		str_adds(&wrong, "no line was named; begin the first line of your answer with the number of "
		                 "a line, then a command: 2 accept\n");
	c->preface = pool_copy(c->pool, str_slice(&wrong));
	str_clear(&wrong);
	return r < 0 ? -1 : on_commands(c, e);
}

static int
on_retro(struct ctx *c, struct err *e)
{
	size_t kept = 0;
	if (!is_authentic(c))
		return settle(c, INBOX_TRIAGE, "answers about a job, but not provably from the person asked");
	if (member_retro(c, &kept, e) < 0)
		return -1;
	struct slice block = pool_slicef(c->pool, "docket retro %.*s", SLICE_ARG(c->job.ref));
	if (say(c, kept > 0 ? "note.retro.kept" : "note.retro.none", block, e) < 0)
		return -1;
	if (kept == 0 && event_add(c->in, c->job.id, "member-mail", actor_of(c), c->row.id, c->now,
	                           SLICE_NONE, e) < 0)
		return -1;
	return settle(c, INBOX_APPLIED, "%zu answers about a closed job", kept);
}

int
step_member(struct ctx *c, struct err *e)
{
	if (c->who != WHO_MEMBER)
		return 0;
	if (c->answered.id != 0 && c->answered.draft_of != 0)
		return on_draft(c, e);
	if (slice_is(c->answered.kind, "digest") && c->r->commands.len == 0)
		return on_digest(c, e);
	if (c->r->commands.len > 0)
		return on_commands(c, e);
	if (slice_is(c->answered.kind, "retro") && c->has_job)
		return on_retro(c, e);
	int said = member_said(c, e);
	if (said != 0)
		return said;
	if (c->has_job && is_authentic(c) && (said = member_revised(c, e)) != 0)
		return said;
	if (c->has_job) {
		/* A member's own words to a client, or a thought: kept beside the job, never answered. */
		if (event_add(c->in, c->job.id, is_authentic(c) ? "member-mail" : "unverified-mail",
		              is_authentic(c) ? actor_of(c) : SLICE_LIT("docket"), c->row.id, c->now,
		              SLICE_NONE, e) < 0)
			return -1;
		return settle(c, INBOX_APPLIED, "a member's mail, filed to the job");
	}
	return settle(c, INBOX_TRIAGE, "a member's mail without a command, a job or a forwarded mail");
}
