/*
 * Closing a delivery: the pack is built from what the ledger and the blobs hold, kept as a blob,
 * mailed to the client as any other mail is (modes, wall), and the team is asked three questions.
 */
#include "closeout.h"
#include "revise.h"

#include "docket/base/hash.h"
#include "docket/base/zip.h"
#include "docket/base/zone.h"
#include "docket/domain/closeout.h"

#include <ctype.h>

enum { ENDING_MAX = 6 }; /* ".jpeg", ".xhtml"; what is longer is a word of the name */

int64_t
version_size(const struct version *v)
{
	int64_t size = 0;
	const struct version_file *f;
	VEC_EACH(f, &v->files)
		size += f->sha.len > 0 && !f->link ? f->size : 0;
	return size;
}

int64_t
version_copies_size(const struct version *v)
{
	int64_t size = 0;
	const struct version_file *f;
	VEC_EACH(f, &v->files)
		size += f->sha.len > 0 && f->link ? f->size : 0;
	return size;
}

void
version_drop_copies(struct pool *pool, struct version *v)
{
	version_file_list kept = {0};
	const struct version_file *f;
	VEC_EACH(f, &v->files)
		if (!f->link)
			VEC_ADD(&kept, pool, *f);
	v->files = kept;
}

/* The last part of a link is no name of a file yet: its ending, where it says none, is the content's. */
static struct slice
copy_name(struct pool *pool, const struct version_file *f)
{
	bool bare = slice_has(f->name, "/"); /* a link without a path */
	struct slice name = bare ? f->host : f->name;
	ptrdiff_t dot = slice_rindex(name, '.');
	bool ended = !bare && dot > 0;
	for (size_t i = (size_t)(dot < 0 ? 0 : dot) + 1; ended && i < name.len; i++)
		ended = isalnum((unsigned char)name.data[i]) && name.len - (size_t)dot <= ENDING_MAX;
	return ended || f->type.len == 0 ? name
	                                 : pool_slicef(pool, "%.*s.%.*s", SLICE_ARG(name), SLICE_ARG(f->type));
}

static struct slice
mime_type(struct slice type)
{
	static const struct {
		const char *type, *mime;
	} rows[] = {{"png", "image/png"},   {"jpg", "image/jpeg"},      {"gif", "image/gif"},
	            {"webp", "image/webp"}, {"pdf", "application/pdf"}, {"zip", "application/zip"},
	            {"mp4", "video/mp4"},   {"svg", "image/svg+xml"}};
	for (size_t i = 0; i < COUNT(rows); i++)
		if (slice_is(type, rows[i].type))
			return slice_of(rows[i].mime);
	return SLICE_LIT("application/octet-stream");
}

int
version_bytes(struct intake *in, struct pool *pool, const struct version *v,
              struct answer_file **out, size_t *count_out, struct err *e)
{
	struct answer_file *files = pool_array(pool, v->files.len + 1, sizeof(*files));
	size_t n = 0;
	const struct version_file *f;
	VEC_EACH(f, &v->files) {
		struct str bytes;
		char sha[65];
		if (f->sha.len == 0)
			continue;
		str_init(&bytes, FILE_MAX_BYTES);
		int r = blob_read(in->env.store, slice_cstr(f->sha, sha, sizeof(sha)), FILE_MAX_BYTES,
		                  &bytes, e);
		files[n].name = f->link ? copy_name(pool, f) : f->name;
		files[n].type = mime_type(f->type);
		files[n++].bytes = pool_copy(pool, str_slice(&bytes));
		str_clear(&bytes);
		if (r < 0)
			return err_wrap(e, "'%.*s'", SLICE_ARG(f->name));
	}
	*out = files;
	*count_out = n;
	return 0;
}

/* The delivered files, and the links that stand for some. */
static int
add_files(struct life *l, const struct version *v, struct pack *p, struct err *e)
{
	struct answer_file *files;
	size_t count;
	struct slice links = SLICE_NONE;
	struct version own = *v;
	/* Copies never keep a pack from being mailed: their links still give what they gave, or do not. */
	bool copies = version_size(v) + version_copies_size(v) <= FILES_MAIL_MAX;
	if (!copies)
		version_drop_copies(l->pool, &own);
	if (version_bytes(l->in, l->pool, &own, &files, &count, e) < 0)
		return -1;
	for (size_t i = 0; i < count; i++) {
		struct paper one = {.bytes = files[i].bytes};
		one.name = closeout_name(l->pool, &p->taken, "files/", files[i].name);
		VEC_ADD(&p->papers, l->pool, one);
	}
	const struct version_file *f;
	VEC_EACH(f, &v->files)
		if (f->sha.len == 0)
			links = pool_slicef(l->pool, "%.*s%.*s\n    content not fixed: docket never had what "
			                             "stands there\n", SLICE_ARG(links), SLICE_ARG(f->url));
		else if (f->link)
			links = pool_slicef(l->pool, "%.*s%.*s\n    %s, SHA-256 %.*s\n",
			                    SLICE_ARG(links), SLICE_ARG(f->url),
			                    copies ? "a copy is in files/" : "a copy is kept by the agency",
			                    SLICE_ARG(f->sha));
	if (links.len > 0) {
		struct paper one = {.bytes = links};
		one.name = closeout_name(l->pool, &p->taken, "", SLICE_LIT("links.txt"));
		VEC_ADD(&p->papers, l->pool, one);
		p->text = pool_slicef(l->pool, "%.*s\n%.*s", SLICE_ARG(p->text), SLICE_ARG(links));
	}
	return 0;
}

/* What is in the pack, and how to see that it is whole. */
static void
add_index(struct life *l, const struct version *v, struct pack *p)
{
	struct slice text = pool_slicef(
	        l->pool,
	        "%.*s  %.*s\nversion %lld, as delivered\n\n"
	        "files/              what was delivered\n"
	        "certificate.html    who approved what and when, to print (also as .txt)\n"
	        "decisions.txt       every word of yours that was recorded as a decision\n"
	        "brief.txt           what was asked for\n"
	        "revisions.txt       every change that was asked for, and what became of it\n"
	        "open-questions.txt  what was still open when it was closed\n"
	        "chain.jsonl         the chain of events behind all this\n\n"
	        "To check the files:  sha256sum -c SHA256SUMS\n"
	        "To check the chain:  each line's hash is the SHA-256 of the line \"docket-event-1\", the\n"
	        "line before's hash as a line, and the payload; events that are the agency's own show\n"
	        "their hash only. The receipts in our mails name an event's number and hash.\n",
	        SLICE_ARG(l->job->ref), SLICE_ARG(l->job->title), (long long)v->number);
	struct paper one = {.bytes = text};
	one.name = closeout_name(l->pool, &p->taken, "", SLICE_LIT("index.txt"));
	VEC_ADD(&p->papers, l->pool, one);
	p->text = pool_slicef(l->pool, "%.*s\n%.*s", SLICE_ARG(p->text), SLICE_ARG(text));
}

/* As sha256sum writes it; our names hold neither a line end nor a backslash. */
static void
add_sums(struct life *l, struct pack *p)
{
	struct slice text = SLICE_NONE;
	const struct paper *one;
	VEC_EACH(one, &p->papers) {
		char hex[HASH_HEX];
		hash_sha256_hex(one->bytes, hex);
		text = pool_slicef(l->pool, "%.*s%s  %.*s\n", SLICE_ARG(text), hex, SLICE_ARG(one->name));
	}
	struct paper sums = {.name = SLICE_LIT("SHA256SUMS"), .bytes = text};
	VEC_ADD(&p->papers, l->pool, sums);
}

/* The archive, in one folder named after the job. All times are the newest event's. */
static int
archive(struct life *l, struct pack *p, int64_t at, struct str *out, struct err *e)
{
	struct zip z;
	const struct paper *one;
	zip_begin(&z, out, zone_civil(job_zone(l->in, l->pool, l->job), at));
	VEC_EACH(one, &p->papers)
		zip_add(&z, pool_slicef(l->pool, "%.*s/%.*s", SLICE_ARG(l->job->ref), SLICE_ARG(one->name)),
		        one->bytes);
	return zip_end(&z, e);
}

static int
keep(struct life *l, struct slice bytes, struct closeout *row, struct err *e)
{
	char sha[65], data[200];
	struct blob_batch *batch = blob_batch_new(l->in->env.store);
	if (batch == NULL)
		return err_set(e, ERR_RETRY, "out of memory");
	int r = blob_add(batch, bytes, sha, e);
	if (r == 0)
		r = blob_sync(batch, e);
	blob_batch_free(batch);
	if (r < 0)
		return -1;
	row->sha = pool_copy(l->pool, slice_of(sha));
	row->size = (int64_t)bytes.len;
	snprintf(data, sizeof(data), "{\"pack\":\"%s\",\"size\":%lld,\"of\":%lld}", sha,
	         (long long)row->size, (long long)row->seq);
	return closeout_add(l->in->env.store, row, e) < 0 ||
	                       life_event(l, "closeout", slice_of(data), SLICE_NONE, e) < 0
	               ? -1
	               : 0;
}

/* The requester, or for a job that was opened by hand its first decider. 1, 0 nobody, -1. */
static int
whom(struct life *l, struct contact *out, struct err *e)
{
	contact_ids deciders = {0};
	int64_t id = l->job->requester;
	if (client_deciders(l->in, l->pool, l->job, &deciders, e) < 0)
		return -1;
	if (id == 0 && deciders.len > 0)
		id = deciders.at[0];
	return id != 0 ? contact_by_id(l->in->env.store, l->pool, id, out, e) : 0;
}

struct sending {
	struct pack *pack;
	struct closeout *row;
	struct slice bytes, where;
	struct contact to; /* out */
};

/* 1 written, 0 nobody to write to or held back, -1. */
static int
mail_pack(struct life *l, struct sending *s, struct err *e)
{
	struct outbox_row last;
	struct answer_file file = {s->row->name, SLICE_LIT("application/zip"), s->bytes};
	int64_t id = 0, at = 0;
	ledger_list chain = {0};
	int got = whom(l, &s->to, e);
	if (got <= 0)
		return got;
	struct answer a = {.kind = "closeout", .mode_kind = "closeout", .job = l->job, .to = &s->to,
	                   .to_name = s->to.name, .to_address = s->to.address, .cause = l->message,
	                   .answers_ours = true, .not_a_reply = true, .purpose = "closeout",
	                   .shows = s->pack->shows, .files_text = s->pack->text,
	                   .values = value_new(l->pool)};
	bool fits = s->bytes.len <= FILES_MAIL_MAX;
	if (fits) {
		a.files = &file;
		a.file_count = 1;
	}
	if (ledger_of_job(l->in->env.store, l->pool, l->job->id, &chain, e) < 0 ||
	    outbox_last_answer(l->in->env.store, l->job->id, s->to.address, &id, &at, e) < 0)
		return -1;
	if (id != 0 && outbox_get(l->in->env.store, l->pool, id, &last, e) == 1)
		a.cause_id = last.message_id;
	value_text(a.values, "pack", s->row->name);
	value_int(a.values, "size", s->row->size);
	value_text(a.values, "hash", s->row->sha);
	value_flag(a.values, "attached", fits);
	value_text(a.values, "where", fits ? SLICE_NONE : s->where);
	const struct ledger_row *head = &chain.at[chain.len - 1]; /* the closeout is in it */
	value_text(a.values, "receipt", pool_slicef(l->pool, "%.*s/%lld\n%s", SLICE_ARG(l->job->ref),
	                                            (long long)head->seq, head->hash));
	if (answer_client(l->in, l->pool, &a, &s->row->outbox, e) < 0)
		return -1;
	return s->row->outbox == 0                                                            ? 0
	       : closeout_set_outbox(l->in->env.store, s->row->id, s->row->outbox, e) < 0 ? -1
	                                                                                      : 1;
}

/* The three questions, to the account lead and to who made it. */
static int
ask_team(struct life *l, struct err *e)
{
	struct member lead = {0};
	if (lead_of(l->in, l->pool, l->job->client, &lead, e) < 0)
		return -1;
	const int64_t to[] = {lead.id, l->job->maker != lead.id ? l->job->maker : 0};
	for (size_t i = 0; i < COUNT(to); i++) {
		struct member m;
		if (to[i] == 0 || member_by_id(l->in->env.store, l->pool, to[i], &m, e) != 1)
			continue;
		struct note n = {.kind = "retro", .headline = SAY("note.retro"), .job = l->job->id,
		                 .client = l->job->client, .cause = l->message, .ref = l->job->ref,
		                 .to_member = m.id, .values = value_new(l->pool)};
		char lang[8];
		slice_cstr(m.lang.len > 0 ? m.lang : slice_of(l->in->env.conf->agency.lang), lang,
		           sizeof(lang));
		for (int k = 1; k <= RETRO_QUESTIONS; k++) {
			char key[24];
			snprintf(key, sizeof(key), "retro.%d", k);
			struct value *q = value_item(n.values, "questions");
			value_int(q, "n", k);
			value_cstr(q, "text", templates_word(l->in->env.templates, lang, key));
		}
		value_text(n.values, "title", l->job->title);
		n.next = SAY_OF("note.retro.next", {l->job->ref});
		if (notify_team(l->in, l->pool, &n, e) < 0)
			return -1;
	}
	return 0;
}

/* Whether the newest delivery has its pack already. 1, 0, -1. */
static int
is_packed(struct life *l, const struct version *v, struct closeout *row, struct err *e)
{
	ledger_list chain = {0};
	int got = closeout_of_job(l->in->env.store, l->pool, l->job->id, row, e);
	if (got <= 0 || row->version != v->id)
		return got < 0 ? -1 : 0;
	if (ledger_of_job(l->in->env.store, l->pool, l->job->id, &chain, e) < 0)
		return -1;
	const struct ledger_row *ev;
	VEC_EACH(ev, &chain)
		if (ev->seq > row->seq && slice_is(ev->kind, "moved") &&
		    slice_is(ledger_data(ev, "to"), "delivered"))
			return 0;
	return 1;
}

static int
build(struct cmd *c, struct life *l, const struct version *v, struct slice where, struct err *e)
{
	struct pack p = {.failed = false};
	struct closeout row = {.job = l->job->id, .version = v->id, .said_by = l->actor, .at = l->now};
	ledger_list chain = {0};
	struct str bytes;
	if (ledger_of_job(c->store, l->pool, l->job->id, &chain, e) < 0 || add_files(l, v, &p, e) < 0 ||
	    papers_add(c, l, &p, e) < 0)
		return -1;
	const struct ledger_row *head = &chain.at[chain.len - 1]; /* it was opened at least */
	row.seq = head->seq;
	row.name = pool_slicef(l->pool, "%.*s-closeout.zip", SLICE_ARG(l->job->ref));
	add_index(l, v, &p);
	add_sums(l, &p);
	str_init(&bytes, PACK_MAX);
	struct sending s = {.pack = &p, .row = &row, .where = where};
	int r = archive(l, &p, head->at, &bytes, e);
	if (r == 0) {
		s.bytes = str_slice(&bytes);
		r = keep(l, s.bytes, &row, e);
	}
	/* Too large for a mail, and nobody said where it can be fetched: the team's turn. */
	bool stuck = r == 0 && s.bytes.len > FILES_MAIL_MAX && where.len == 0;
	int mailed = r < 0 || stuck ? 0 : mail_pack(l, &s, e);
	size_t size = bytes.len;
	str_clear(&bytes);
	if (r < 0 || mailed < 0 || ask_team(l, e) < 0)
		return -1;
	str_addf(c->out, "%.*s: %zu files, %zu bytes, SHA-256 %.*s\n", SLICE_ARG(row.name), p.papers.len,
	         size, SLICE_ARG(row.sha));
	if (mailed == 1)
		str_addf(c->out, "mailed to %.*s, as the mode of such mails says\n",
		         SLICE_ARG(s.to.address));
	else if (stuck)
		str_addf(c->out, "too large for a mail: docket closeout %.*s --out FILE writes it; put it "
		                 "where the client can fetch it, then docket closeout %.*s https://…\n",
		         SLICE_ARG(l->job->ref), SLICE_ARG(l->job->ref));
	else
		str_adds(c->out, "not mailed: nobody of the client is known for this job, or its mode says "
		                 "never\n");
	return 0;
}

int
closeout_make(struct cmd *c, struct job *j, struct slice where, struct err *e)
{
	struct version v;
	struct closeout row;
	struct life l = life_by_command(c, j);
	int got = version_of_job(c->store, c->pool, j->id, 0, &v, e);
	if (got <= 0)
		return got < 0 ? -1 : err_set(e, ERR_REFUSED, "%.*s has no version", SLICE_ARG(j->ref));
	got = is_packed(&l, &v, &row, e);
	if (got < 0)
		return -1;
	if (got == 0)
		return build(c, &l, &v, where, e);
	/* The pack stays as it is; a link to where it lies makes up for a mail that could not go. */
	if (where.len > 0 && row.outbox == 0) {
		struct pack p = {.failed = false};
		struct sending s = {.pack = &p, .row = &row, .where = where};
		s.bytes.len = (size_t)row.size;
		if (s.bytes.len > FILES_MAIL_MAX && (got = mail_pack(&l, &s, e)) != 0) {
			if (got > 0)
				str_addf(c->out, "%.*s is told where it lies\n", SLICE_ARG(s.to.address));
			return got < 0 ? -1 : 0;
		}
	}
	str_addf(c->out, "%.*s was made before: %lld bytes, SHA-256 %.*s; docket closeout %.*s --out FILE "
	                 "writes it\n", SLICE_ARG(row.name), (long long)row.size, SLICE_ARG(row.sha),
	         SLICE_ARG(j->ref));
	return 0;
}

int
cmd_closeout(struct cmd *c, struct err *e)
{
	struct job j;
	struct slice where = SLICE_NONE;
	if (cmd_job(c, 0, &j, e) < 0)
		return -1;
	if (c->count == 2)
		where = c->words[1];
	if (where.len > 0 && !slice_starts(where, "https://"))
		return err_set(e, ERR_USAGE, "'%.*s' is no link; usage: closeout JOB [LINK]; --out FILE works "
		                             "from the shell", SLICE_ARG(where));
	if (j.state != JOB_DELIVERED && j.state != JOB_ARCHIVED)
		return err_set(e, ERR_REFUSED, "%.*s is in %s: a pack is made of what was delivered",
		               SLICE_ARG(j.ref), job_state_name(j.state));
	return closeout_make(c, &j, where, e);
}
