/* Everything a working docket holds open: configuration, kits, templates, store, intake. */
#ifndef DOCKET_DAEMON_DESK_H
#define DOCKET_DAEMON_DESK_H

#include "docket/intake/intake.h"

struct desk {
	struct conf *conf;
	struct kits *kits;
	struct templates *templates;
	struct phrases *phrases;
	struct understanding *understanding; /* NULL until somebody needs it */
	struct store *store;
	struct intake *intake;
	struct clock clock;
};

/* Finds and reads the configuration; every fault goes to standard error. */
int desk_conf(const char *given, struct conf **out, struct err *e);
/* Opens all of it. `how` STORE_READ never writes and needs no lock. */
int desk_open(const char *conf_path, enum store_open how, struct desk *d, struct err *e);
/* The same, otherwise than the configuration says. */
struct desk_way {
	enum store_open how;
	const char *data; /* the folder; NULL: the configuration's. Borrowed */
	bool rebuilds;    /* see intake_env */
};
int desk_open_as(const char *conf_path, const struct desk_way *way, struct desk *d,
                 struct err *e);
/*
 * For a rebuild: works from now on by another configuration, and files laid over the built-in ones in
 * these folders (each may be NULL), on the same store. What fails changes nothing.
 */
struct desk_folders {
	const char *kits, *templates, *lexicon;
};
int desk_change(struct desk *d, const char *conf_path, const struct desk_folders *laid,
                struct err *e);
void desk_close(struct desk *d);

/* Lexicons and kits compiled, and the phrases of answers; without a folder the built-in ones. */
int desk_understanding(const char *lexicon_folder, const struct kits *kits,
                       struct understanding **out, struct err *e);
int desk_phrases(const char *lexicon_folder, struct phrases **out, struct err *e);

#endif
