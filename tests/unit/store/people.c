/* Clients, contacts, members: who is refused, who is found. */
#include "fixture.h"

TEST(people_client_codes)
{
	static const struct {
		int line;
		const char *code, *name, *domain;
		const char *says; /* NULL: taken in */
	} cases[] = {
		{__LINE__, "BETA", "Beta", "beta.example", NULL},
		{__LINE__, "beta2", "Beta two", NULL, NULL},
		{__LINE__, "AB", "Short", NULL, NULL},
		{__LINE__, "ABCDEFG8", "Long", NULL, NULL},
		{__LINE__, "A", "n", NULL, "is no client code"},
		{__LINE__, "ABCDEFGHI", "n", NULL, "is no client code"},
		{__LINE__, "AC-ME", "n", NULL, "is no client code"},
		{__LINE__, "12AB", "n", NULL, "is no client code"},
		{__LINE__, "ÄÖ", "n", NULL, "is no client code"},
		{__LINE__, "", "n", NULL, "is no client code"},
		{__LINE__, "NONAME", "  ", NULL, "needs a name"},
		{__LINE__, "acme", "Other", NULL, "the code ACME is Acme Ltd's already"},
		{__LINE__, "GAMMA", "Gamma", "gmail.com", "public mail domain"},
		{__LINE__, "GAMMA", "Gamma", "GMX.de", "public mail domain"},
		{__LINE__, "GAMMA", "Gamma", "ACME.example", "'acme.example' is ACME's already"},
		{__LINE__, "GAMMA", "Gamma", "nodot", "is no mail domain"},
		{__LINE__, "GAMMA", "Gamma", "a b.example", "is no mail domain"},
		{__LINE__, "GAMMA", "Gamma", "gamma.example.", "is no mail domain"},
		/* what was refused left nothing behind */
		{__LINE__, "GAMMA", "Gamma", "@Gamma.Example", NULL},
	};
	struct fixture f;

	fixture_open(&f);
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct client c = {.code = slice_of(cases[i].code),
				   .name = slice_of(cases[i].name)};
		if (cases[i].domain != NULL)
			VEC_ADD(&c.domains, f.p, slice_of(cases[i].domain));
		int r = client_add(f.s, &c, T0, &f.e);
		CHECK_INT_AT(cases[i].line, r, cases[i].says == NULL ? 0 : -1);
		CHECK_INT_AT(cases[i].line, f.e.kind,
			     cases[i].says == NULL ? ERR_NONE : ERR_REFUSED);
		CHECK_AT(cases[i].line, cases[i].says == NULL ? c.id > 0 : c.id == 0);
		CHECK_AT(cases[i].line,
			 slice_has(slice_of(f.e.text), cases[i].says == NULL ? "" : cases[i].says));
		err_clear(&f.e);
	}
	struct client c;
	CHECK_INT(client_by_domain(f.s, f.p, SLICE_LIT("GAMMA.example"), &c, &f.e), 1);
	CHECK_SLICE_AT(__LINE__, c.code, "GAMMA");
	CHECK_INT(c.domains.len, 1);
	CHECK_SLICE_AT(__LINE__, c.domains.at[0], "gamma.example");
	CHECK_INT(c.rounds, 2);
	CHECK_INT(client_by_code(f.s, f.p, SLICE_LIT("beta2"), &c, &f.e), 1);
	CHECK_SLICE_AT(__LINE__, c.code, "BETA2");
	CHECK_INT(client_by_code(f.s, f.p, SLICE_LIT("NONE"), &c, &f.e), 0);
	CHECK_INT(client_by_id(f.s, f.p, f.client, &c, &f.e), 1);
	CHECK_INT(client_by_id(f.s, f.p, 999, &c, &f.e), 0);
	CHECK_INT(client_by_domain(f.s, f.p, SLICE_LIT("mail.acme.example"), &c, &f.e), 0);
	/* the same domain for the same client again is no fault */
	CHECK_INT(client_domain_add(f.s, f.client, SLICE_LIT("acme.example"), &f.e), 0);
	CHECK_INT(client_domain_add(f.s, f.client, SLICE_LIT("acme.test"), &f.e), 0);
	CHECK_INT(client_by_id(f.s, f.p, f.client, &c, &f.e), 1);
	c.lead = f.member;
	CHECK_INT(client_update(f.s, &c, &f.e), 0);
	CHECK_INT(client_by_id(f.s, f.p, f.client, &c, &f.e), 1);
	CHECK_INT(c.lead, f.member);
	CHECK_INT(c.domains.len, 2);
	client_list all;
	CHECK_INT(client_all(f.s, f.p, &all, &f.e), 0);
	CHECK_INT(all.len, 6);
	CHECK_STR(fixture_error(&f), "");
	fixture_close(&f);
}

TEST(people_addresses)
{
	static const struct {
		int line;
		const char *address;
		const char *says;
	} cases[] = {
		{__LINE__, "ann@acme.example", NULL},
		{__LINE__, "someone@gmail.com", NULL}, /* a person may have any address */
		{__LINE__, "JÜRGEN@acme.example", NULL},
		{__LINE__, "jürgen@ACME.example", "is that of contact"},
		{__LINE__, " Jo@Acme.Example ",
		 "'Jo@Acme.Example' is that of contact Jo of ACME already"},
		{__LINE__, "MAYA@agency.example", "is that of member maya already"},
		{__LINE__, "", "is no mail address"},
		{__LINE__, "ann", "is no mail address"},
		{__LINE__, "@acme.example", "is no mail address"},
		{__LINE__, "ann@", "is no mail address"},
		{__LINE__, "a@b@c.example", "is no mail address"},
		{__LINE__, "a b@c.example", "is no mail address"},
		{__LINE__, "<a@c.example>", "is no mail address"},
		{__LINE__, "a@c.example\r\nRCPT TO:<x@y>", "is no mail address"},
	};
	struct fixture f;

	fixture_open(&f);
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct contact c = {.client = f.client,
				    .name = SLICE_LIT("N"),
				    .address = slice_of(cases[i].address)};
		int r = contact_add(f.s, &c, T0, &f.e);
		CHECK_INT_AT(cases[i].line, r, cases[i].says == NULL ? 0 : -1);
		CHECK_INT_AT(cases[i].line, f.e.kind,
			     cases[i].says == NULL ? ERR_NONE : ERR_REFUSED);
		CHECK_AT(cases[i].line,
			 slice_has(slice_of(f.e.text), cases[i].says == NULL ? "" : cases[i].says));
		err_clear(&f.e);
	}
	struct contact c = {.client = 999, .address = SLICE_LIT("x@y.example")};
	CHECK_INT(contact_add(f.s, &c, T0, &f.e), -1);
	CHECK_INT(f.e.kind, ERR_REFUSED);
	err_clear(&f.e);
	CHECK_INT(contact_by_address(f.s, f.p, SLICE_LIT("JO@ACME.EXAMPLE"), &c, &f.e), 1);
	CHECK_INT(c.id, f.contact);
	CHECK_INT(c.undeliverable, 0);
	CHECK_INT(contact_by_address(f.s, f.p, SLICE_LIT("nobody@acme.example"), &c, &f.e), 0);
	CHECK_INT(contact_mark_undeliverable(f.s, SLICE_LIT("Jo@acme.example"),
					     SLICE_LIT("550 no such user"), T0 + 5, &f.e),
		  0);
	CHECK_INT(contact_mark_undeliverable(f.s, SLICE_LIT("Jo@acme.example"),
					     SLICE_LIT("551 still none"), T0 + 9, &f.e),
		  0);
	CHECK_INT(contact_by_id(f.s, f.p, f.contact, &c, &f.e), 1);
	CHECK_INT(c.undeliverable, T0 + 5);
	CHECK_SLICE_AT(__LINE__, c.undeliverable_why, "551 still none");
	CHECK_INT(contact_mark_reachable(f.s, SLICE_LIT("jo@acme.example"), &f.e), 0);
	CHECK_INT(contact_by_id(f.s, f.p, f.contact, &c, &f.e), 1);
	CHECK_INT(c.undeliverable, 0);
	contact_list all;
	CHECK_INT(contact_all(f.s, f.p, f.client, &all, &f.e), 0);
	CHECK_INT(all.len, 4);
	CHECK_INT(contact_all(f.s, f.p, 999, &all, &f.e), 0);
	CHECK_INT(all.len, 0);
	fixture_close(&f);
}

TEST(people_members)
{
	static const struct {
		int line;
		const char *handle, *address, *says;
	} cases[] = {
		{__LINE__, "ben", "ben@agency.example", NULL},
		{__LINE__, "b.e_n-2", "ben2@agency.example", NULL},
		{__LINE__, "maya", "other@agency.example",
		 "that of Maya <maya@agency.example> already"},
		{__LINE__, "Maya", "other@agency.example", "is no handle"},
		{__LINE__, "-x", "other@agency.example", "is no handle"},
		{__LINE__, "", "other@agency.example", "is no handle"},
		{__LINE__, "cleo", "jo@acme.example", "that of contact Jo of ACME"},
		{__LINE__, "cleo", "nothing", "is no mail address"},
	};
	struct fixture f;
	struct member m;
	member_list all;

	fixture_open(&f);
	for (size_t i = 0; i < COUNT(cases); i++) {
		m = (struct member){.handle = slice_of(cases[i].handle),
				    .address = slice_of(cases[i].address),
				    .active = true};
		CHECK_INT_AT(cases[i].line, member_add(f.s, &m, T0, &f.e),
			     cases[i].says == NULL ? 0 : -1);
		CHECK_AT(cases[i].line,
			 slice_has(slice_of(f.e.text), cases[i].says == NULL ? "" : cases[i].says));
		err_clear(&f.e);
	}
	CHECK_INT(member_by_handle(f.s, f.p, SLICE_LIT("MAYA"), &m, &f.e), 1);
	CHECK_INT(m.id, f.member);
	CHECK_INT(m.roles, ROLE_ACCOUNT);
	CHECK(m.active);
	CHECK_INT(member_by_address(f.s, f.p, SLICE_LIT("Maya@AGENCY.example"), &m, &f.e), 1);
	CHECK_INT(member_by_id(f.s, f.p, 999, &m, &f.e), 0);
	CHECK_INT(member_all(f.s, f.p, &all, &f.e), 0);
	CHECK_INT(all.len, 3);
	fixture_close(&f);
}

TEST(people_roles)
{
	static const struct {
		int line;
		unsigned roles;
		size_t size;
		const char *names;
	} cases[] = {
		{__LINE__, 0, 40, ""},
		{__LINE__, ROLE_OPS, 40, "ops"},
		{__LINE__, ROLE_ACCOUNT | ROLE_OPS, 40, "account, ops"},
		{__LINE__, 31, 60, "account, creative, copy, ops, owner"},
		{__LINE__, 31, 18, "account, creative"},
	};
	char buf[60];

	for (size_t i = 0; i < COUNT(cases); i++) {
		/* A name that does not fit may be begun: only the buffer's end counts. */
		CHECK_AT(cases[i].line,
			 slice_starts(slice_of(role_names(cases[i].roles, buf, cases[i].size)),
				      cases[i].names));
		CHECK_AT(cases[i].line, strlen(buf) < cases[i].size);
	}
	CHECK_INT(role_of(SLICE_LIT(" Ops ")), ROLE_OPS);
	CHECK_INT(role_of(SLICE_LIT("boss")), 0);
}

TEST(people_public_domains)
{
	static const struct {
		int line;
		const char *domain;
		bool is;
	} cases[] = {
		{__LINE__, "gmail.com", true},
		{__LINE__, "GMail.com", true},
		{__LINE__, "googlemail.com", true},
		{__LINE__, "gmx.de", true},
		{__LINE__, "web.de", true},
		{__LINE__, "orange.fr", true},
		{__LINE__, "hotmail.es", true},
		{__LINE__, "qq.com", true},
		{__LINE__, "icloud.com", true},
		{__LINE__, "yahoo.co.uk", true},
		{__LINE__, "bigpond.com", true},
		{__LINE__, "acme.example", false},
		{__LINE__, "notgmail.com", false},
		{__LINE__, "gmail.com.evil.example", false},
		{__LINE__, "", false},
	};

	for (size_t i = 0; i < COUNT(cases); i++)
		CHECK_INT_AT(cases[i].line, domain_is_public(slice_of(cases[i].domain)),
			     cases[i].is);
}
