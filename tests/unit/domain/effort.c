/* Effort: what people type, and what they are shown. */
#include "check.h"

#include <string.h>

#include "docket/domain/effort.h"

TEST(effort_read)
{
	static const struct {
		int line;
		const char *text;
		bool good;
		int64_t minutes;
	} cases[] = {
	        {__LINE__, "2.5", true, 150},     {__LINE__, "2,5", true, 150},
	        {__LINE__, "2.25h", true, 135},   {__LINE__, "0.33", true, 20},
	        {__LINE__, "2h", true, 120},      {__LINE__, "2h30", true, 150},
	        {__LINE__, "2H05m", true, 125},   {__LINE__, "1:30", true, 90},
	        {__LINE__, "90m", true, 90},      {__LINE__, "45min", true, 45},
	        {__LINE__, "-1.5", true, -90},    {__LINE__, "+8", true, 480},
	        {__LINE__, "10000", true, 600000}, {__LINE__, "10001", false, 0},
	        {__LINE__, "0", false, 0},        {__LINE__, "-0", false, 0},
	        {__LINE__, "", false, 0},         {__LINE__, "h", false, 0},
	        {__LINE__, "2.", false, 0},       {__LINE__, "2.555", false, 0},
	        {__LINE__, "1:75", false, 0},     {__LINE__, "1:5", false, 0},
	        {__LINE__, "1:", false, 0},       {__LINE__, "2h5", false, 0},
	        {__LINE__, "2hours", false, 0},   {__LINE__, "two", false, 0},
	        {__LINE__, "2026-05-12", false, 0}, {__LINE__, "999999999999999999999", false, 0},
	};
	for (size_t i = 0; i < COUNT(cases); i++) {
		int64_t minutes = 0;
		CHECK_INT_AT(cases[i].line, effort_parse(slice_of(cases[i].text), &minutes), cases[i].good);
		CHECK_INT_AT(cases[i].line, minutes, cases[i].minutes);
	}
}

TEST(effort_written)
{
	static const struct {
		int line;
		int64_t minutes;
		const char *text;
	} cases[] = {
	        {__LINE__, 150, "2.5 h"}, {__LINE__, 480, "8 h"},     {__LINE__, 20, "0.33 h"},
	        {__LINE__, 0, "0 h"},     {__LINE__, -90, "-1.5 h"},  {__LINE__, 135, "2.25 h"},
	        {__LINE__, 3, "0.05 h"},  {__LINE__, -20, "-0.33 h"}, {__LINE__, EFFORT_MAX, "10000 h"},
	};
	char buf[EFFORT_TEXT], other[EFFORT_TEXT];
	for (size_t i = 0; i < COUNT(cases); i++) {
		CHECK_STR_AT(cases[i].line, effort_text(cases[i].minutes, buf), cases[i].text);
		CHECK_INT_AT(cases[i].line, strncmp(effort_number(cases[i].minutes, other), cases[i].text,
						    strlen(cases[i].text) - 2), 0);
	}
	CHECK_INT(effort_of_hours(2.5), 150);
}
