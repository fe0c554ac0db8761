/* submit: links, or the files of the member's own mail, become the next version of a job. */
#include "checks.h"
#include "cmd.h"

#include "docket/domain/artwork.h"

enum { FILE_MAX = 32 << 20, MAIL_MAX = 64 << 20, FILES_MAX = 60 };

struct submit {
	struct cmd *c;
	struct job *job;
	const struct kit *kit;
	struct artwork_name names;
	struct version version;
	struct checks checks; /* what will hold it up before delivery, told while it is cheap */
};

static bool
is_link(struct slice word)
{
	return (slice_starts(word, "https://") && word.len > 8) ||
	       (slice_starts(word, "http://") && word.len > 7);
}

/* A name or password before the host (RFC 3986 3.2.1): nothing to keep, to show or to send. */
static bool
has_login(struct slice url)
{
	struct slice rest = slice_sub(url, (size_t)slice_find(url, SLICE_LIT("://")) + 3, url.len);
	size_t end = 0;
	while (end < rest.len && strchr("/?#", rest.data[end]) == NULL)
		end++;
	return slice_index(slice_sub(rest, 0, end), '@') >= 0;
}

/* The last part of a link's path, for people. */
static struct slice
link_name(struct slice url)
{
	struct slice path = url;
	ptrdiff_t end = slice_index(path, '?');
	if (end > 0)
		path = slice_sub(path, 0, (size_t)end);
	while (path.len > 8 && path.data[path.len - 1] == '/')
		path.len--;
	ptrdiff_t slash = slice_rindex(path, '/');
	return slash >= 7 && (size_t)slash + 1 < path.len ? slice_sub(path, (size_t)slash + 1, path.len)
	                                                  : url;
}

static int
add_links(struct submit *s, struct err *e)
{
	for (size_t i = 1; i < s->c->count; i++) {
		struct version_file f = {.link = true, .url = s->c->words[i]};
		if (!is_link(f.url))
			return err_set(e, ERR_USAGE, "'%.*s' is no link; links begin with https://, files "
			                             "come attached to a mail with /submit",
			               SLICE_ARG(f.url));
		if (has_login(f.url))
			return err_set(e, ERR_USAGE, "a link with a name or password in it would show them to "
			                             "everybody: send it without");
		f.name = link_name(f.url);
		VEC_ADD(&s->version.files, s->c->pool, f);
	}
	return 0;
}

static int
add_file(struct submit *s, struct slice raw, size_t index, const struct attachment *a,
         struct blob_batch *batch, struct err *e)
{
	struct version_file f = {.name = a->name.len > 0 ? a->name : SLICE_LIT("unnamed")};
	struct str bytes;
	char sha[65];
	str_init(&bytes, FILE_MAX);
	int r = mail_attachment(raw, index, &bytes, e);
	if (r == 0)
		r = blob_add(batch, str_slice(&bytes), sha, e);
	if (r == 0 && strcmp(sha, a->sha256) != 0)
		r = err_set(e, ERR_MESSAGE, "'%.*s' reads differently than before", SLICE_ARG(f.name));
	if (r == 0) {
		struct artwork look = artwork_look(str_slice(&bytes));
		f.sha = pool_copy(s->c->pool, slice_of(sha));
		f.size = (int64_t)bytes.len;
		f.type = look.type != NULL ? slice_of(look.type) : SLICE_NONE;
		f.width = look.width;
		f.height = look.height;
		f.fault = artwork_fault(s->c->pool, s->kit, &s->names, f.name, &look);
		VEC_ADD(&s->version.files, s->c->pool, f);
	}
	str_clear(&bytes);
	return r;
}

/* The files of the mail that carries the command. */
static int
add_files(struct submit *s, struct err *e)
{
	const struct reading *reading = s->c->from->reading;
	struct inbox_row mail;
	struct str raw;
	size_t files = 0;
	for (size_t i = 0; reading != NULL && i < reading->attachments.len; i++)
		files += !reading->attachments.at[i].decoration;
	for (size_t i = 0; reading != NULL && i < reading->attachments.len; i++)
		if (reading->attachments.at[i].left_out)
			return err_set(e, ERR_REFUSED, "'%.*s' was too large to take in: put it where the client "
			                               "can fetch it, then submit %.*s https://…",
			               SLICE_ARG(reading->attachments.at[i].name), SLICE_ARG(s->job->ref));
	if (files == 0)
		return 0;
	if (files > FILES_MAX)
		return err_set(e, ERR_REFUSED, "%zu files in one mail; %d are the most: send an archive",
		               files, FILES_MAX);
	if (mail_setup(e) < 0 ||
	    inbox_get(s->c->store, s->c->pool, s->c->from->message, &mail, e) != 1)
		return -1;
	char sha[65];
	struct blob_batch *batch = blob_batch_new(s->c->store);
	if (batch == NULL)
		return err_set(e, ERR_RETRY, "out of memory");
	str_init(&raw, MAIL_MAX);
	int r = blob_read(s->c->store, slice_cstr(mail.blob, sha, sizeof(sha)), MAIL_MAX, &raw, e);
	for (size_t i = 0; r == 0 && i < reading->attachments.len; i++)
		if (!reading->attachments.at[i].decoration)
			r = add_file(s, str_slice(&raw), i, &reading->attachments.at[i], batch, e);
	if (r == 0)
		r = blob_sync(batch, e);
	str_clear(&raw);
	blob_batch_free(batch);
	return r < 0 ? -1 : 0;
}

/* Sizes of the kit that no picture has: a fault of the whole, told at the first picture. What links hold
 * is not known yet: where there are any the checks look once it is. */
static void
missing_sizes(struct submit *s)
{
	struct artwork looks[FILES_MAX];
	struct version_file *f, *first = NULL;
	size_t n = 0;
	VEC_EACH(f, &s->version.files) {
		if (f->link || n == FILES_MAX)
			return;
		looks[n++] = (struct artwork){NULL, f->width, f->height};
		if (f->width > 0 && first == NULL)
			first = f;
	}
	struct slice missing = artwork_missing(s->c->pool, s->kit, looks, n);
	if (missing.len > 0)
		first->fault = pool_slicef(s->c->pool, "%.*s%smissing sizes: %.*s", SLICE_ARG(first->fault),
		                           first->fault.len > 0 ? "; " : "", SLICE_ARG(missing));
}

static int
write_event(struct submit *s, struct life *l, struct err *e)
{
	struct str data, names;
	struct json w;
	const struct version_file *f;
	char rows[65];
	if (version_rows_hash(s->c->store, s->version.id, rows, e) < 0)
		return -1;
	str_init(&data, 32 << 10);
	str_init(&names, 32 << 10);
	json_begin(&w, &data);
	json_open(&w);
	json_put_int(&w, "version", s->version.number);
	json_put_int(&w, "maker", s->version.maker);
	json_key(&w, "files");
	json_list(&w);
	VEC_EACH(f, &s->version.files) {
		json_text(&w, f->sha.len > 0 ? f->sha : SLICE_LIT("content not fixed"));
		str_addf(&names, "%s%.*s", names.len > 0 ? ", " : "", SLICE_ARG(f->link ? f->url : f->name));
	}
	json_list_end(&w);
	json_put_cstr(&w, "rows", rows);
	json_close(&w);
	int r = str_failed(&data) || str_failed(&names)
	                ? err_set(e, ERR_REFUSED, "too many files for one version")
	                : life_event(l, "submitted", str_slice(&data), str_slice(&names), e);
	str_clear(&data);
	str_clear(&names);
	return r;
}

static void
print(struct submit *s)
{
	const struct version_file *f;
	str_addf(s->c->out, "%.*s v%lld:\n", SLICE_ARG(s->job->ref), (long long)s->version.number);
	VEC_EACH(f, &s->version.files) {
		str_addf(s->c->out, "  %.*s  %.12s", SLICE_ARG(f->link ? f->url : f->name),
		         f->sha.len > 0 ? pool_cstr(s->c->pool, f->sha) : "");
		if (f->sha.len == 0)
			str_adds(s->c->out, !links_fetched(s->c->in)
			                            ? "content not fixed: please send an export too"
			                            : "content not fixed yet: docket fetches what is public");
		if (f->width > 0)
			str_addf(s->c->out, "  %lldx%lld", (long long)f->width, (long long)f->height);
		if (f->fault.len > 0)
			str_addf(s->c->out, "  ! %.*s", SLICE_ARG(f->fault));
		str_addc(s->c->out, '\n');
	}
	const struct check_fault *fault;
	VEC_EACH(fault, &s->checks.faults)
		if (fault->words) /* those of the files stand above */
			str_addf(s->c->out, "  ! %.*s %.*s\n", SLICE_ARG(fault->where),
			         SLICE_ARG(fault->what));
	str_addf(s->c->out, "%.*s is in %s\n", SLICE_ARG(s->job->ref), job_state_name(s->job->state));
}

int
cmd_submit(struct cmd *c, struct err *e)
{
	struct job j;
	struct client client;
	struct job_facts facts = {.versions = true};
	enum job_state to;
	if (cmd_job(c, 0, &j, e) < 0)
		return -1;
	struct submit s = {.c = c, .job = &j, .kit = life_kit(c->in, &j)};
	struct life l = life_by_command(c, &j);
	/* Everything that can be refused is, before anything is written. */
	if (job_move(&j, &facts, EV_SUBMIT, &to, e) < 0)
		return -1;
	s.version.job = j.id;
	s.version.maker = c->from->member != 0 ? c->from->member : j.maker;
	s.version.message = c->from->message;
	if (s.version.maker == 0)
		return err_set(e, ERR_REFUSED, "whose work is it? assign %.*s first, or say --as HANDLE",
		               SLICE_ARG(j.ref));
	if (client_by_id(c->store, c->pool, j.client, &client, e) != 1)
		return -1;
	struct version last = {0};
	if (version_of_job(c->store, c->pool, j.id, 0, &last, e) < 0)
		return -1;
	s.names = checks_name(&j, last.number + 1);
	if (add_links(&s, e) < 0 || add_files(&s, e) < 0)
		return -1;
	if (s.version.files.len == 0)
		return err_set(e, ERR_REFUSED, "nothing to submit: give links, or attach files to a mail whose "
		                               "first line is /submit %.*s", SLICE_ARG(j.ref));
	missing_sizes(&s);
	if (version_add(c->store, &s.version, c->now, e) < 0 || links_wanted(&l, &s.version, e) < 0 ||
	    checks_of(c->in, c->pool, &j, &s.version, &s.checks, e) < 0)
		return -1;
	j.maker = s.version.maker;
	if (write_event(&s, &l, e) < 0 || route_supersede(&l, e) < 0 ||
	    life_move(&l, EV_SUBMIT, SLICE_NONE, e) < 0 || route_start(&l, &s.version, e) < 0 ||
	    job_save(c->store, &j, c->now, e) < 0)
		return -1;
	print(&s);
	return 0;
}
