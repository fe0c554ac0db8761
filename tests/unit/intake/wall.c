/* The door of the outbox, on a real store: each refused mail beside a twin that goes through. */
#include "../../../bot/intake/ctx.h"

#include "../store/fixture.h"

#include "docket/conf/conf.h"

#include <stdio.h>

struct desk {
	struct fixture f;
	struct conf *conf;
	struct templates *templates;
	struct clock clock;
	struct intake in;
	int64_t other;        /* the second client */
	struct job job, theirs;
	int64_t row;          /* a mail of ours to bob, whose token is TOKEN_BOB */
};
#define TOKEN_BOB "abcdefghijklmnopq22"
#define TOKEN_OWN "abcdefghijklmnopq33"

static void
add_contact(struct desk *d, int64_t client, const char *address)
{
	struct contact c = {.client = client, .name = SLICE_LIT("X"), .address = slice_of(address)};
	CHECK_INT(contact_add(d->f.s, &c, T0, &d->f.e), 0);
}

static struct job
add_job(struct desk *d, int64_t client)
{
	struct job j = {.client = client, .title = SLICE_LIT("Poster"), .kit = SLICE_LIT("other"),
	                .state = JOB_INTAKE, .lang = SLICE_LIT("en")};
	CHECK_INT(job_create(d->f.s, d->f.p, &j, T0, &d->f.e), 0);
	return j;
}

static struct outbox_new
mail_to(struct desk *d, const char *rcpts, const char *id)
{
	struct outbox_new o = {.job = d->job.id, .client = d->job.client, .kind = "status",
	                       .state = OUTBOX_QUEUED, .created = T0, .due = T0,
	                       .from = SLICE_LIT("intake@agency.example"), .subject = SLICE_LIT("Status"),
	                       .bytes = SLICE_LIT("x"), .token = SLICE_LIT(TOKEN_OWN)};
	struct slice rest = slice_of(rcpts), one;
	o.message_id = pool_slicef(d->f.p, "%s@agency.example", id);
	while (slice_cut(&rest, ' ', &one))
		VEC_ADD(&o.rcpts, d->f.p, one);
	o.to = o.rcpts.at[0];
	return o;
}

static void
desk_open(struct desk *d)
{
	struct client other = {.code = SLICE_LIT("NORTHX"), .name = SLICE_LIT("North"), .rounds = 2};
	struct str faults;
	*d = (struct desk){0};
	log_set_level((enum log_level)(LOG_ALARM + 1)); /* each refusal is an alarm */
	fixture_open(&d->f);
	str_init(&faults, 4096);
	CHECK_INT(conf_parse(SLICE_LIT("data: d\n"), "t", &d->conf, &faults, &d->f.e), 0);
	CHECK_INT(templates_new(NULL, &d->templates, &faults, &d->f.e), 0);
	str_clear(&faults);
	d->clock = clock_fake(T0);
	d->in.env = (struct intake_env){.store = d->f.s, .conf = d->conf, .clock = &d->clock,
	                                  .templates = d->templates};
	VEC_ADD(&other.domains, d->f.p, SLICE_LIT("northx.example"));
	CHECK_INT(client_add(d->f.s, &other, T0, &d->f.e), 0);
	d->other = other.id;
	add_contact(d, d->f.client, "own@x1.example");
	add_contact(d, d->f.client, "bob@x1.example");
	add_contact(d, other.id, "erik@northx.example");
	d->job = add_job(d, d->f.client);
	d->theirs = add_job(d, other.id);
	struct outbox_new bob = mail_to(d, "bob@x1.example", "bob");
	bob.token = SLICE_LIT(TOKEN_BOB);
	CHECK_INT(outbox_add(d->f.s, &bob, &d->row, &d->f.e), 0);
}

static void
desk_close(struct desk *d)
{
	log_set_level(LOG_INFO);
	templates_free(d->templates);
	conf_free(d->conf);
	fixture_close(&d->f);
}

TEST(wall_at_the_door)
{
	enum whose { NOTHING, OWN_PART, OTHER_PART, INTERNAL_PART, OWN_WORDS };
	static const struct {
		int line;
		const char *rcpts, *text; /* @ in the text: the other client's number; % our own */
		bool internal;
		enum whose part;
		int want;
	} cases[] = {
	        {__LINE__, "own@x1.example", "It is on its way.", false, NOTHING, 1},
	        {__LINE__, "own@x1.example bob@x1.example", "Both may see it.", false, OWN_PART, 1},
	        /* another client's person on Cc: a contact, or anybody of its domain */
	        {__LINE__, "own@x1.example erik@northx.example", "x", false, NOTHING, 0},
	        {__LINE__, "own@x1.example new@northx.example", "x", false, NOTHING, 0},
	        {__LINE__, "erik@northx.example", "x", false, NOTHING, 0},
	        /* nobody's address, a public domain, a domain that only ends alike */
	        {__LINE__, "own@x1.example spy@elsewhere.example", "x", false, NOTHING, 0},
	        {__LINE__, "someone@gmail.com", "x", false, NOTHING, 0},
	        {__LINE__, "own@sub.northx.example", "x", false, NOTHING, 0},
	        /* tags */
	        {__LINE__, "own@x1.example", "x", false, OTHER_PART, 0},
	        {__LINE__, "own@x1.example", "x", false, INTERNAL_PART, 0},
	        {__LINE__, "own@x1.example", "x", true, NOTHING, 0},
	        {__LINE__, "own@x1.example maya@agency.example", "x", true, NOTHING, 0},
	        {__LINE__, "maya@agency.example", "as in @", true, OTHER_PART, 1},
	        {__LINE__, "maya@agency.example", TOKEN_BOB, true, INTERNAL_PART, 1},
	        /* what stands in the text */
	        {__LINE__, "own@x1.example", "as we did for @.", false, NOTHING, 0},
	        {__LINE__, "own@x1.example", "as we did for %.", false, NOTHING, 1},
	        {__LINE__, "own@x1.example", "as we did for @.", false, OWN_WORDS, 1},
	        {__LINE__, "own@x1.example", "as we did for NORTHX-999.", false, NOTHING, 1},
	        {__LINE__, "own@x1.example", "answer to " TOKEN_BOB, false, NOTHING, 0},
	        {__LINE__, "own@x1.example bob@x1.example", "answer to " TOKEN_BOB, false, NOTHING, 1},
	        {__LINE__, "own@x1.example", "answer to " TOKEN_OWN, false, NOTHING, 1},
	        {__LINE__, "own@x1.example", "answer to abcdefghijklmnopq44", false, NOTHING, 1},
	};
	struct desk d;
	desk_open(&d);
	for (size_t i = 0; i < COUNT(cases); i++) {
		const struct wall_part parts[] = {
		        [OWN_PART] = {.what = "a file", .client = d.job.client},
		        [OTHER_PART] = {.what = "a file", .ref = d.theirs.ref, .client = d.other},
		        [INTERNAL_PART] = {.what = "a note", .client = d.job.client, .internal = true},
		        [OWN_WORDS] = {.what = "their mail", .client = d.job.client,
		                       .words = pool_slicef(d.f.p, "like %.*s", SLICE_ARG(d.theirs.ref))},
		};
		char id[16];
		wall_list shows = {0};
		snprintf(id, sizeof(id), "m%zu", i);
		struct outbox_new o = mail_to(&d, cases[i].rcpts, id);
		struct slice text = slice_of(cases[i].text);
		ptrdiff_t at = slice_index(text, '@');
		struct slice ref = at >= 0 ? d.theirs.ref : d.job.ref;
		if (at < 0)
			at = slice_index(text, '%');
		if (at >= 0)
			text = pool_slicef(d.f.p, "%.*s%.*s%s", (int)at, text.data, SLICE_ARG(ref),
			                   text.data + at + 1);
		o.internal = cases[i].internal;
		if (cases[i].part != NOTHING)
			VEC_ADD(&shows, d.f.p, parts[cases[i].part]);
		struct wall_mail m = {.o = &o, .text = text, .shows = &shows};
		int64_t row = 0;
		unsigned before = d.in.walled;
		CHECK_INT_AT(cases[i].line, wall_queue(&d.in, d.f.p, &m, &row, &d.f.e), cases[i].want);
		CHECK_INT_AT(cases[i].line, row != 0, cases[i].want);
		CHECK_INT_AT(cases[i].line, d.in.walled - before, !cases[i].want);
	}
	desk_close(&d);
}

/* A value in a brief that another client's person said, as when a mail was filed to the wrong job. */
TEST(wall_brief_said_by_another_client)
{
	static const struct {
		int line;
		const char *by;
		int want;
	} cases[] = {
	        {__LINE__, "own@x1.example", 1},       {__LINE__, "bob@x1.example", 1},
	        {__LINE__, "", 1},                     {__LINE__, "maya@agency.example", 1},
	        {__LINE__, "erik@northx.example", 0},  {__LINE__, "new@northx.example", 0},
	};
	struct desk d;
	desk_open(&d);
	for (size_t i = 0; i < COUNT(cases); i++) {
		char id[16];
		wall_list shows = {0};
		snprintf(id, sizeof(id), "b%zu", i);
		struct outbox_new o = mail_to(&d, "own@x1.example", id);
		struct job j = d.job;
		j.brief[1] = (struct brief_field){.given = true, .value = SLICE_LIT("900 bookings"),
		                                  .by = slice_of(cases[i].by)};
		CHECK_INT_AT(cases[i].line, wall_show_brief(&d.in, d.f.p, &shows, &j, &d.f.e), 0);
		struct wall_mail m = {.o = &o, .text = SLICE_LIT("900 bookings"), .shows = &shows};
		int64_t row = 0;
		CHECK_INT_AT(cases[i].line, wall_queue(&d.in, d.f.p, &m, &row, &d.f.e), cases[i].want);
	}
	desk_close(&d);
}

TEST(wall_before_a_partner)
{
	static const struct {
		int line;
		bool theirs;      /* the mail is about the job that was given to them; else another */
		bool of_no_job;   /* their list, the answer to a command */
		const char *text; /* @ in it: the number of the job they do not have */
		const char *answered;
		int want;
	} cases[] = {
	        {__LINE__, true, false, "Yours now.", "", 1},
	        {__LINE__, false, false, "Yours now.", "", 0},
	        /* Within their own job the brief may name another: they have the brief. */
	        {__LINE__, true, false, "as in @", "", 1},
	        {__LINE__, false, true, "Your list.", "", 1},
	        {__LINE__, false, true, "Your list: @", "", 0},
	        /* They wrote the number themselves; the answer repeats it. */
	        {__LINE__, false, true, "> /show @\nthere is no job '@'", "/show @", 1},
	        {__LINE__, false, true, "> /show NORTHX-999\nnothing there", "", 1},
	        {__LINE__, false, true, "> /show @\nthere is no job '@'", "/show NORTHX-999", 0},
	};
	struct desk d;
	desk_open(&d);
	struct member kim = {.handle = SLICE_LIT("kim"), .name = SLICE_LIT("Kim"), .active = true,
	                     .address = SLICE_LIT("kim@free.example"),
	                     .roles = ROLE_PARTNER | ROLE_CREATIVE};
	CHECK_INT(member_add(d.f.s, &kim, T0, &d.f.e), 0);
	d.job.maker = kim.id;
	CHECK_INT(job_save(d.f.s, &d.job, T0, &d.f.e), 0);
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct str text, answered;
		char id[16];
		int64_t row = 0;
		snprintf(id, sizeof(id), "p%zu", i);
		struct outbox_new o = mail_to(&d, "kim@free.example", id);
		o.internal = true;
		o.job = cases[i].of_no_job ? 0 : cases[i].theirs ? d.job.id : d.theirs.id;
		o.client = cases[i].of_no_job ? 0 : cases[i].theirs ? d.job.client : d.other;
		str_init(&text, 1000);
		str_init(&answered, 1000);
		for (const char *p = cases[i].text; *p != '\0'; p++)
			*p == '@' ? str_add(&text, d.theirs.ref) : str_addc(&text, *p);
		for (const char *p = cases[i].answered; *p != '\0'; p++)
			*p == '@' ? str_add(&answered, d.theirs.ref) : str_addc(&answered, *p);
		struct wall_mail m = {.o = &o, .text = str_slice(&text), .answered = str_slice(&answered)};
		CHECK_INT_AT(cases[i].line, wall_queue(&d.in, d.f.p, &m, &row, &d.f.e), cases[i].want);
		CHECK_STR(fixture_error(&d.f), "");
		str_clear(&text);
		str_clear(&answered);
	}
	desk_close(&d);
}
