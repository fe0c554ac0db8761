#include "train.h"

#include <stdio.h>
#include <stdlib.h>

#include "docket/base/file.h"
#include "docket/base/hash.h"
#include "docket/message/mail.h"

void
train_die(const char *what, const char *about)
{
	fprintf(stderr, "train: %s: %s\n", what, about);
	exit(1);
}

struct slice
train_file(struct pool *p, const char *path)
{
	struct err e = ERR_INIT;
	struct str raw;
	str_init(&raw, TRAIN_TEXTS_MAX);
	if (file_read(path, &raw, &e) < 0)
		train_die(path, e.text);
	struct slice text = pool_copy(p, str_slice(&raw));
	str_clear(&raw);
	return text;
}

unsigned
train_fold(struct slice name)
{
	unsigned char sum[HASH_LEN];
	unsigned rest = 0;
	hash_sha256(name, sum);
	for (size_t i = 0; i < HASH_LEN; i++)
		rest += sum[i]; /* 256 modulo 5 is 1 */
	return rest % TRAIN_FOLDS;
}

enum verdict
train_verdict(const struct understanding *u, const char *job, struct slice text)
{
	struct pool *pool = pool_new();
	struct mail *m = pool_alloc(pool, sizeof(*m));
	struct reading *r = pool_alloc(pool, sizeof(*r));
	m->class = MAIL_HUMAN;
	m->class_rule = "text";
	VEC_ADD(&m->from, pool,
		((struct addr){SLICE_LIT("Ann Lee"), SLICE_LIT("ann@client.example")}));
	m->subject = m->subject_base = pool_slicef(pool, "[%s] v3 ready for review", job);
	m->text = m->text_signed = m->body = text;
	m->quoted = pool_slicef(pool, "Reply APPROVE to approve %s v3, or list your changes.", job);
	VEC_ADD(&m->in_reply_to, pool, SLICE_LIT("x@y.example"));
	understand_mail(u, pool, m, 0, NULL, r);
	enum verdict v = r->verdict;
	pool_free(pool);
	return v;
}
