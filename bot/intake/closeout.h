/* The pack that closes a delivery: one archive for the client to keep (P4). */
#ifndef DOCKET_INTAKE_CLOSEOUT_H
#define DOCKET_INTAKE_CLOSEOUT_H

#include "cmd.h"
#include "life.h"

#include "docket/store/closeout.h"

/* A pack is at most what one mail may submit, and its papers. */
enum { PACK_MAX = 80 << 20, FILE_MAX_BYTES = 32 << 20 };

/* A file of the pack. */
struct paper {
	struct slice name, bytes;
};
struct pack {
	struct slice name;      /* "ACME-042-closeout.zip" */
	VEC(struct paper) papers;
	slice_list taken;       /* their names */
	struct slice text;      /* all words in it, for the wall */
	wall_list shows;        /* … and whose they are */
	bool failed;            /* a paper grew beyond its limit */
};

/* closeout_papers.c: certificate, decisions, brief, list, open questions, chain. */
int papers_add(struct cmd *c, struct life *l, struct pack *p, struct err *e);

/* closeout.c */
/* The files of a version as they are sent; *size_out their bytes. Links are left out. */
int version_bytes(struct intake *in, struct pool *pool, const struct version *v,
                  struct answer_file **out, size_t *count_out, struct err *e);
int64_t version_size(const struct version *v); /* of its files */
int64_t version_copies_size(const struct version *v); /* of the copies of its links */
/* Its links are only links again: *v was copied by value, and its files are copied here. */
void version_drop_copies(struct pool *pool, struct version *v);
/*
 * Builds, keeps and mails the pack of the delivered version, unless that was done; asks the team.
 * `where`: a link to where it can be fetched, when it is too large for a mail, or empty.
 */
int closeout_make(struct cmd *c, struct job *j, struct slice where, struct err *e);

#endif
