/*
 * A rebuild: the folder is made under another name and gets its own when it is whole, so that what
 * a stop leaves behind cannot be taken for a data folder.
 */
#include "rebuild.h"

#include "docket/base/file.h"
#include "docket/base/log.h"
#include "docket/base/step.h"
#include "docket/daemon/daemon.h"

#include <dirent.h>
#include <errno.h>
#include <ftw.h>
#include <poll.h>
#include <stdarg.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

enum {
	COMMIT_EVERY = 100, /* inputs: a commit waits for the disk, and nothing here is precious */
	SAY_MAX = 20, /* inputs that failed: after the first few the others follow from them */
	REPORT_MAX = 256 << 10,
	ROOM_BELOW = 256,    /* of the names of files in it */
	READ_MS = 60 * 1000, /* longer than the reader's own patience with one mail, twice */
};

void
rebuild_say(struct rebuild *b, const char *format, ...)
{
	char line[1000];
	va_list ap;
	va_start(ap, format);
	vsnprintf(line, sizeof(line), format, ap);
	va_end(ap);
	if (b->out->failed++ < SAY_MAX)
		str_addf(&b->out->report, "%s\n", line);
}

int
rebuild_blob(struct rebuild *b, struct slice sha, struct err *e)
{
	struct str bytes;
	struct err bad = ERR_INIT;
	char name[HASH_HEX], made[HASH_HEX];
	slice_cstr(sha, name, sizeof(name));
	if (blob_exists(b->d.store, name))
		return 1;
	str_init(&bytes, READER_FRAME_MAX);
	int got = blob_read(b->from, name, READER_FRAME_MAX, &bytes, &bad) < 0 ? 0 : 1;
	if (got == 0 && bad.kind != ERR_NOFILE)
		rebuild_say(b, "%s", bad.text);
	struct blob_batch *batch = got == 1 ? blob_batch_new(b->d.store) : NULL;
	if (got == 1 && (batch == NULL || blob_add(batch, str_slice(&bytes), made, e) < 0 ||
			 blob_sync(batch, e) < 0))
		got = -1;
	blob_batch_free(batch);
	str_clear(&bytes);
	return got;
}

/* Waits for the one mail that is with the reader child. */
static int
read_by_child(struct rebuild *b, struct reader_item **out, struct err *e)
{
	int64_t end = clock_mono() + READ_MS;
	while ((*out = reader_pop(&b->reader)) == NULL) {
		reader_pump(&b->reader);
		struct pollfd fd = {.fd = b->reader.child.chan.fd, .events = POLLIN};
		if (frame_pending(&b->reader.child.chan))
			fd.events |= POLLOUT;
		if (poll(&fd, 1, 100) > 0 && (fd.revents & (POLLIN | POLLHUP | POLLERR)))
			reader_read(&b->reader);
		if (clock_mono() > end)
			return err_set(e, ERR_RETRY, "the reader gave no answer");
	}
	return 0;
}

int
rebuild_read(struct rebuild *b, const struct inbox_row *row, struct str *json, struct str *fault,
	     struct err *e)
{
	struct str raw;
	struct reader_item *item = NULL;
	char sha[HASH_HEX];
	int64_t fallback = row->internal != 0 ? row->internal : row->received;
	str_init(&raw, READER_FRAME_MAX);
	int r = blob_read(b->d.store, slice_cstr(row->blob, sha, sizeof(sha)), READER_FRAME_MAX,
			  &raw, e);
	if (r < 0) {
		err_wrap(e, "what was read then is not kept, and the raw mail is gone");
	} else if (b->how->read != NULL) {
		r = b->how->read(b->how->read_arg, str_slice(&raw), fallback, json, fault, e);
	} else {
		if (!b->reading)
			reader_init(&b->reader, b->d.conf);
		b->reading = true;
		reader_add(&b->reader, row->id, NULL, &raw, fallback);
		r = read_by_child(b, &item, e);
	}
	if (item != NULL) {
		str_add(json, str_slice(&item->json));
		str_add(fault, str_slice(&item->fault));
		reader_item_free(item);
	}
	str_clear(&raw);
	return r;
}

/* One input inside the open transaction, or by itself; what fails changes nothing. */
static int
play_one(struct rebuild *b, const struct input *in, struct err *e)
{
	struct err bad = ERR_INIT;
	bool alone = rebuild_alone(in->kind);
	if (!alone && store_mark(b->d.store, e) < 0)
		return -1;
	b->d.clock.fixed = in->at;
	int r = rebuild_input(b, in, &bad);
	if (!alone && store_unmark(b->d.store, r == 0, e) < 0)
		return -1;
	if (r < 0 && (bad.kind == ERR_RETRY || bad.kind == ERR_STOP))
		return err_set(e, bad.kind, "input %lld: %s", (long long)in->id, bad.text);
	if (r < 0)
		rebuild_say(b, "input %lld (%.*s) could not be done again: %s", (long long)in->id,
			    SLICE_ARG(in->kind), bad.text);
	b->out->inputs++;
	step("rebuild.input");
	return 0;
}

static int
play_all(struct rebuild *b, struct err *e)
{
	struct input in;
	int64_t after = 0;
	int got, open = 0;
	while ((got = origin_input(b->was, b->pool, after, &in, e)) == 1) {
		bool alone = rebuild_alone(in.kind);
		if (open > 0 && (alone || open >= COMMIT_EVERY)) {
			if (store_commit(b->d.store, e) < 0)
				return -1;
			open = 0;
		}
		if (!alone && open++ == 0 && store_begin(b->d.store, e) < 0)
			return -1;
		if (play_one(b, &in, e) < 0) {
			store_rollback(b->d.store);
			return -1;
		}
		after = in.id;
		pool_reset(b->pool);
	}
	return got < 0 || (open > 0 && store_commit(b->d.store, e) < 0) ? -1 : 0;
}

/* Every file that a row names is there if it was there, and is what its name says. */
static int
compare_blobs(struct rebuild *b, struct err *e)
{
	slice_list names = {0};
	if (origin_blobs(b->was, b->pool, &names, e) < 0)
		return -1;
	for (size_t i = 0; i < names.len; i++) {
		char sha[HASH_HEX];
		struct str bytes;
		struct err bad = ERR_INIT;
		slice_cstr(names.at[i], sha, sizeof(sha));
		if (!blob_exists(b->from, sha))
			continue;
		str_init(&bytes, READER_FRAME_MAX);
		bool good = blob_read(b->from, sha, READER_FRAME_MAX, &bytes, &bad) == 0;
		str_clear(&bytes);
		if (good && blob_exists(b->d.store, sha))
			continue;
		b->out->blobs_missing++;
		str_addf(&b->out->report, "files: %.12s %s\n", sha, good ? "is missing" : bad.text);
	}
	return 0;
}

/* DIR.part, made anew; refuses what is not ours to fill. */
static int
make_folder(struct rebuild *b, struct err *e)
{
	const char *into = b->how->into;
	DIR *d = opendir(into);
	bool empty = true;
	for (struct dirent *f; d != NULL && (f = readdir(d)) != NULL;)
		empty &= strcmp(f->d_name, ".") == 0 || strcmp(f->d_name, "..") == 0;
	if (d == NULL && errno != ENOENT)
		return err_errno(e, ERR_REFUSED, errno, "'%s' cannot be a data folder", into);
	if (d != NULL)
		closedir(d);
	if (!empty)
		return err_set(e, ERR_REFUSED,
			       "'%s' is not empty: name a folder that is not there yet", into);
	size_t n = strlen(into);
	while (n > 1 && into[n - 1] == '/')
		n--;
	int len = snprintf(b->part, sizeof(b->part), "%.*s.part", (int)n, into);
	if (len < 0 || (size_t)len + ROOM_BELOW > sizeof(b->part))
		return err_set(e, ERR_USAGE, "the folder's name is too long");
	if (mkdir(b->part, 0700) < 0)
		return errno == EEXIST
			       ? err_set(e, ERR_REFUSED,
					 "'%s' is left of a rebuild that was stopped: "
					 "remove it, then try again",
					 b->part)
			       : err_errno(e, ERR_REFUSED, errno, "'%s' cannot be made", b->part);
	return 0;
}

/* make_folder() saw to the room. */
static const char *
below(const struct rebuild *b, const char *name, char *path)
{
	if (snprintf(path, PATH_MAX_BYTES, "%s/%s", b->part, name) >= PATH_MAX_BYTES)
		path[0] = '\0';
	return path;
}

/* The copy, and an empty store with the keys of the old one. */
static int
lay_ground(struct rebuild *b, struct err *e)
{
	char path[PATH_MAX_BYTES];
	struct store *s = NULL;
	if (file_mkdirs(below(b, "was", path), 0700, e) < 0 ||
	    store_copy(b->from, below(b, "was/docket.db", path), e) < 0 ||
	    store_open(b->part, STORE_WRITE, &s, e) < 0)
		return -1;
	int r = origin_new(s, path, &b->was, e);
	if (r == 0)
		r = origin_take_over(b->was, e);
	origin_free(b->was);
	b->was = NULL;
	store_close(s);
	return r;
}

static int
play(struct rebuild *b, struct err *e)
{
	char path[PATH_MAX_BYTES];
	struct desk_way way = {.how = STORE_WRITE, .data = b->part, .rebuilds = true};
	if (desk_open_as(b->how->conf, &way, &b->d, e) < 0)
		return -1;
	b->d.clock = clock_fake(0);
	b->pool = pool_new();
	int r = origin_new(b->d.store, below(b, "was/docket.db", path), &b->was, e);
	if (r == 0)
		r = play_all(b, e);
	if (r == 0)
		r = origin_compare(b->was, &b->out->report, &b->out->tables, e);
	if (r == 0)
		r = compare_blobs(b, e);
	if (b->reading)
		reader_clear(&b->reader);
	origin_free(b->was);
	pool_free(b->pool);
	desk_close(&b->d);
	return r;
}

static int
remove_one(const char *path, const struct stat *st, int flag, struct FTW *ftw)
{
	(void)st;
	(void)flag;
	(void)ftw;
	return remove(path);
}

/* What only the rebuild needed goes, and the folder gets its name. */
static int
finish(struct rebuild *b, struct err *e)
{
	static const char *const ours[] = {"was", "setup"};
	enum { OPEN_FILES = 8 };
	char path[PATH_MAX_BYTES];
	for (size_t i = 0; i < COUNT(ours); i++)
		if (nftw(below(b, ours[i], path), remove_one, OPEN_FILES, FTW_DEPTH | FTW_PHYS) !=
			    0 &&
		    errno != ENOENT)
			return err_errno(e, ERR_STOP, errno, "'%s' cannot be removed", path);
	step("rebuild.whole");
	if (rename(b->part, b->how->into) < 0)
		return err_errno(e, ERR_STOP, errno, "'%s' cannot become '%s'", b->part,
				 b->how->into);
	return 0;
}

int
rebuild_run(const struct rebuild_how *how, struct rebuilt *out, struct err *e)
{
	struct rebuild b = {.how = how, .out = out};
	struct conf *conf = NULL;
	*out = (struct rebuilt){.inputs = 0};
	str_init(&out->report, REPORT_MAX);
	int r = desk_conf(how->conf, &conf, e);
	if (r == 0)
		r = store_open(conf->data, STORE_READ, &b.from, e);
	int whole = r == 0 ? store_logged_from_start(b.from, e) : -1;
	if (whole == 0)
		err_set(e, ERR_REFUSED,
			"'%s' was at work before docket kept a log of its inputs: what "
			"came before cannot be played again; docket verify checks its "
			"chains",
			conf->data);
	r = whole == 1 ? make_folder(&b, e) : -1;
	if (r == 0)
		r = lay_ground(&b, e);
	if (r == 0)
		r = play(&b, e);
	if (r == 0)
		r = finish(&b, e);
	store_close(b.from);
	conf_free(conf);
	return r;
}
