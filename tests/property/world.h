/*
 * An agency in a folder of its own, driven in process through the code of the daemon: mails
 * composed as text, recorded, read by the reader's code and applied; commands through the one
 * table; a fake clock. The test looks at the database by a second, read-only connection.
 */
#ifndef DOCKET_TESTS_PROPERTY_WORLD_H
#define DOCKET_TESTS_PROPERTY_WORLD_H

#include "docket/daemon/daemon.h"

#include <sqlite3.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

/* splitmix64: each step has its own, so that a sequence with steps left out stays what it was. */
struct rng {
	uint64_t state;
};
uint64_t rng_next(struct rng *r);
unsigned rng_below(struct rng *r, unsigned bound); /* 0 … bound - 1 */
bool rng_chance(struct rng *r, unsigned percent);
const char *rng_pick(struct rng *r, const char *const *words, size_t count);
#define PICK(r, words) rng_pick((r), (words), COUNT(words))

enum { FAULT_MAX = 600, TRACE_MAX = 400, LANES = 16 };

struct world {
	char dir[64];
	struct desk d;
	struct understanding *u;
	sqlite3 *db;
	int64_t now;
	uint64_t mails;	      /* composed so far: file names and Message-IDs */
	int64_t message;      /* the newest, or 0: the step sent none */
	int64_t entitled;     /* the contact whose decision that message may be, or 0 */
	int64_t last_event;   /* seen by the checks */
	int64_t lanes[LANES]; /* the job each lane works on, or 0 */
	bool keep_trace;
	struct str trace;      /* of the step: what was done, a line */
	char fault[FAULT_MAX]; /* what does not hold, or empty */
};

/* Makes the folder, configuration and people. False with w->fault. */
bool world_open(struct world *w);
void world_close(struct world *w);
void world_fault(struct world *w, const char *format, ...) __attribute__((format(printf, 2, 3)));
void world_note(struct world *w, const char *format, ...) __attribute__((format(printf, 2, 3)));

struct letter {
	const char *from, *from_name, *to, *subject, *in_reply_to;
	const char *auth;  /* "pass", "none", "fail" */
	const char *heads; /* more header lines, or NULL */
	const char *body;
	bool file;	  /* a picture is attached */
	int64_t entitled; /* see struct world */
};
/* Records, reads and applies one mail. */
void world_mail(struct world *w, const struct letter *l);
/* Any command as at the shell; `as` NULL is the operator. Returns its exit status. */
int world_command(struct world *w, const char *as, const char *line);
/* Sends what is due: most of it is taken, a little refused or put off. */
void world_deliver(struct world *w, struct rng *r);
void world_idle(struct world *w);
/* Once more from the recorded inputs: a fault unless it is the same. Ends the world's work. */
void world_rebuild(struct world *w);

/* The first column of the first row; 0 or "" if there is none. Text lives until the next call
 * but 15. */
int64_t world_int(struct world *w, const char *format, ...) __attribute__((format(printf, 2, 3)));
const char *world_text(struct world *w, const char *format, ...)
	__attribute__((format(printf, 2, 3)));

/* check.c: everything that must hold after a step, for the jobs it touched, or for all of them. */
void check_step(struct world *w);
void check_all(struct world *w);
/* Lets go of what the checks keep prepared on w->db. */
void check_forget(void);
extern int moves_taken[]; /* per row of the move table */

/* acts.c: one step of a lane. noise.c: what happens beside. usage.c: a command from its usage. */
struct play {
	struct world *w;
	struct rng r;
	int lane;
	int64_t job;
	char ref[32], state[24], code[16];
	int64_t client;
};
void play_step(struct world *w, uint64_t seed, int lane, int *way);
void play_begin(void); /* of a run: nothing was done yet */
void play_noise(struct play *p);
/* A line for some command of the table, its words made from its usage; false: none could be made.
 */
bool usage_line(struct play *p, char *out, size_t size);
/* The verbs whose usage has a word that no generator knows. Returns how many. */
int usage_unknown(struct str *out);

/* Someone of the client, as mail writes them. */
struct person {
	int64_t id;
	char name[64], address[96];
};
bool play_person(struct play *p, struct person *out); /* of the job's client */
const char *play_maker(struct play *p);		      /* handle, or "" */
const char *play_member(struct play *p);	      /* any active member's handle */

#endif
