/*
 * Matrix in five files: chat_matrix.c (settings, the application service, talks with one person),
 * chat_matrix_in.c (/sync, its gaps and invitations), chat_matrix_event.c (what an event says),
 * chat_matrix_out.c (messages) and chat_matrix_setup.c (checks, steps). Client-server API v3,
 * spec 1.11.
 *
 * Refs: a room is its id, a message and a thread are "ROOM|EVENT"; an answer's place is
 * "ROOM|EVENT|ROOT", ROOT being the thread's or empty.
 */
#ifndef BOT_WIRE_CHAT_MATRIX_H
#define BOT_WIRE_CHAT_MATRIX_H

#include "chat_util.h"

enum {
	MATRIX_CARD_MAX = 9000, /* bytes: an edit holds a text four times, an event takes 65,536 */
	MATRIX_ID_MAX = 256,	/* of a room or an account: 255 (Appendix, 4.2) */
	MATRIX_ROOMS_MAX = 2000,
	MATRIX_ERRANDS_MAX = 16,
};

struct matrix_room {
	char id[MATRIX_ID_MAX];
	char other[MATRIX_ID_MAX]; /* who is in it beside us, where that is one */
	bool direct;		   /* a talk with that one alone */
	int64_t joined, invited;   /* people, as far as it was said */
};
/* What has to be done once before a message can go, or of what a push told. */
enum matrix_do { MATRIX_TALK, MATRIX_JOIN, MATRIX_LEAVE };
struct matrix_errand {
	enum matrix_do what;
	char whom[MATRIX_ID_MAX]; /* the person, or the room */
};
/* What is to be learnt before the first poll. */
enum matrix_stage { MATRIX_WHO, MATRIX_NAME, MATRIX_ROOMS, MATRIX_READY };
struct matrix {
	const struct conf_chat *conf;
	struct slice token, secret;
	bool push;
	bool quick; /* see struct chat_setup */
	enum matrix_stage stage;
	int64_t asked;
	char user[MATRIX_ID_MAX]; /* our account, @docket:example.org */
	char name[MATRIX_ID_MAX]; /* how clients show us, or empty */
	struct matrix_room *rooms;
	size_t room_count, room_cap;
	struct matrix_errand errands[MATRIX_ERRANDS_MAX];
	size_t errand_count;
	bool errand_runs;	     /* the first one was asked for */
	char refused[MATRIX_ID_MAX]; /* nobody to talk to: who was asked for last in vain */
};

/* METHOD {url}/_matrix/client/v3/{path}, with our token. */
void matrix_ask(const struct matrix *x, struct pool *p, const char *method, struct slice path,
		struct slice body, struct http_out *out);
/* A path of parts; each "%s" of format takes the next text, encoded. */
struct slice matrix_path(struct pool *p, const char *format, struct slice a, struct slice b,
			 struct slice c);
void matrix_judge(struct pool *p, const struct http_result *r, const json_t *answer, int64_t now,
		  struct chat_result *out);

/* The server an account or room belongs to: behind the first ":". */
struct slice matrix_server(struct slice id);
struct matrix_room *matrix_room_of(struct matrix *x, struct slice id); /* NULL: not known */
/* As above, made where it is not known; NULL when there are too many. */
struct matrix_room *matrix_room_add(struct matrix *x, struct slice id);
void matrix_room_drop(struct matrix *x, struct slice id);
/* The room that is a talk with that person alone; empty: none. Never the team's. */
struct slice matrix_talk(const struct matrix *x, struct slice person);
void matrix_errand(struct matrix *x, enum matrix_do what, struct slice whom);

/* "ROOM|EVENT|ROOT" taken apart. */
void matrix_parts(struct slice ref, struct slice *room, struct slice *event, struct slice *root);
/* The events of one event of a room; none for what does not concern us. */
void matrix_event(struct matrix *x, struct pool *p, struct slice room, const json_t *event,
		  chat_event_list *out);
/* Whether that invitation may be accepted: by somebody of our own server. */
bool matrix_welcome(const struct matrix *x, struct pool *p, const json_t *member);

int matrix_pull(void *self, struct pool *p, struct slice cursor, struct http_out *out,
		struct err *e);
int matrix_pulled(void *self, struct pool *p, struct slice cursor, const struct http_result *r,
		  int64_t now, struct chat_pulled *out, struct err *e);
int matrix_render(void *self, struct pool *p, const struct chat_message *m, struct http_out *out,
		  struct err *e);
void matrix_result(void *self, struct pool *p, const struct chat_message *m,
		   const struct http_result *r, int64_t now, struct chat_result *out);

int matrix_check(void *self, struct pool *p, unsigned step, struct http_out *out);
int matrix_checked(void *self, struct pool *p, unsigned step, const struct http_result *r,
		   struct str *out);
int matrix_setup(const struct conf *c, const struct conf_chat *chat, struct str *out,
		 struct err *e);

#endif
