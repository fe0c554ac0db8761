/* Domains that look like a client's. */
#include "check.h"

#include "docket/domain/lookalike.h"

TEST(lookalike_domains)
{
	static const struct {
		int line;
		const char *domain, *known;
		bool alike;
	} cases[] = {
		{__LINE__, "acrne.example", "acme.example", true},
		{__LINE__, "acme.example", "acme.example", false},
		{__LINE__, "ACME.example", "acme.example", false},
		{__LINE__, "xn--cme-5cd.example", "acme.example", true},
		{__LINE__,
		 "\xd0\xb0"
		 "cme.example",
		 "acme.example", true},
		{__LINE__, "acm\xc3\xa9.example", "acme.example", true},
		{__LINE__, "acme.exarnple", "acme.example", true},
		{__LINE__, "acmee.example", "acme.example", true},
		{__LINE__, "acem.example", "acme.example", true},
		{__LINE__, "ame.example", "acme.example", true},
		{__LINE__, "acme.example.mallory.example", "acme.example", true},
		{__LINE__, "paypa1.com", "paypal.com", true},
		{__LINE__, "paypaI.com", "paypal.com", true},
		{__LINE__, "northwind.example", "acme.example", false},
		{__LINE__, "mallory.example", "acme.example", false},
		{__LINE__, "mail.acme.example", "acme.example", false},
		{__LINE__, "ab.de", "ac.de", false},
		{__LINE__, "xn--", "acme.example", false},
		{__LINE__, "xn--99999999999", "acme.example", false},
		{__LINE__, "", "acme.example", false},
	};
	for (size_t i = 0; i < COUNT(cases); i++)
		CHECK_INT_AT(cases[i].line,
			     lookalike_domain(slice_of(cases[i].domain), slice_of(cases[i].known)),
			     cases[i].alike);
}

TEST(lookalike_scripts)
{
	CHECK(lookalike_script(SLICE_LIT("acme.example")) == NULL);
	CHECK(lookalike_script(SLICE_LIT("xn--bcher-kva.example")) == NULL); /* bücher */
	CHECK_STR(lookalike_script(SLICE_LIT("xn--cme-5cd.example")), "Cyrillic");
	CHECK_STR(lookalike_script(SLICE_LIT("xn--jxalpdlp.example")), "Greek");
}
