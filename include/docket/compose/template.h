/*
 * Mail templates: templates/LANG/mail/KIND.mail, files anyone can edit. One file gives subject,
 * plain text and HTML:
 *
 *     Subject: {{ref}}: two questions before we start
 *     Head: {{agency}} | {{ref}}      letterhead: left, right   (HTML only)
 *     Title: {{title}}                the large line on top     (HTML only)
 *     Tone: alarm                     or calm, which is usual
 *
 *     Hello {{first_name}},
 *
 *     # What we understood
 *     {{#each fields}}
 *     | {{label}} | {{value}} | {{note}} |
 *     {{/each}}
 *     1. a numbered line
 *     ? {{n}}. a question with room for its answer
 *     - a listed line
 *       indented lines go on with the one above
 *     > words quoted, line by line
 *     ! a calm notice
 *     = kept as it is, in a fixed-width face
 *     --- small print below this line
 *
 * Inside lines: **bold**, `code`, and \ before a mark that is meant as a character. Lines without a
 * mark are a paragraph. What has no value leaves no trace: an empty paragraph, quotation or notice,
 * a row without value, a question without words.
 *
 * Placeholders: {{name}}, {{name|filter}} (date; plural:one:many, where # stands for the number;
 * upper; wrap, which joins lines; size, of bytes), {{#if name}} {{else}} {{/if}}, {{#each name}}
 * {{/each}}, inside a line or alone in one. Inside #each the names of the element hide those around
 * it. Unknown names are start-up errors with line and column. The names each kind is given stand in
 * one table, bot/compose/tpl_names.c.
 */
#ifndef DOCKET_COMPOSE_TEMPLATE_H
#define DOCKET_COMPOSE_TEMPLATE_H

#include "docket/base/asset.h"
#include "docket/base/err.h"
#include "docket/base/str.h"
#include "docket/compose/value.h"

struct templates;

/*
 * All built-in templates with those of `folder` (LANG/mail/KIND.mail and words.tsv; may be NULL)
 * laid over them. Every name used is checked against the table of names that kind is given. On
 * ERR_CONFIG `faults` (may be NULL) has a line FILE:LINE:COL: SENTENCE for each that was found.
 */
int templates_new(const char *folder, struct templates **out, struct str *faults, struct err *e);
void templates_free(struct templates *t);

struct rendered {
	struct slice subject, text, html; /* text: LF, at most 76 columns where words allow; html: a whole page */
	struct slice flowed; /* the text with each paragraph, row and question on one line: what a draft
	                      * shows as its body, because wrapped text wraps badly once more */
	struct slice lang;   /* the language it really is in */
};
/* Falls back to English where `lang` has no such kind. */
int templates_render(const struct templates *t, struct pool *pool, const char *kind,
                     const char *lang, const struct value *v, struct rendered *out, struct err *e);

/* A word of the templates' own: templates/LANG/mail/words.tsv (label of a field, a state …). English
 * where the language lacks it; NULL if there is no such key. */
const char *templates_word(const struct templates *t, const char *lang, const char *key);
/* "Thursday 14 May 2026, 17:00 BST" in the language. */
struct slice templates_date(const struct templates *t, struct pool *pool, const char *lang,
                            struct civil when, const char *zone_abbrev);

#endif
