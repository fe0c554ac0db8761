/*
 * Writes filled blocks as a whole HTML page for mail readers: tables for layout, every style inline
 * because readers drop what is not, at most 600 pixels wide. The one style element holds what
 * cannot be inline, the rules for dark screens and for narrow ones; without it the page is the same
 * on a light one. No pictures, no links, no scripts.
 *
 * Colours keep a contrast of 4.5 and more (WCAG 2.1, 1.4.3); tests/unit/compose checks them.
 */
#include "tpl_tree.h"

#define FACE "-apple-system,BlinkMacSystemFont,'Segoe UI',Roboto,Helvetica,Arial,sans-serif"
#define MONO "ui-monospace,SFMono-Regular,Menlo,Consolas,'Liberation Mono',monospace"
#define TABLE                                                                                      \
	"<table role=\"presentation\" width=\"100%\" cellspacing=\"0\" cellpadding=\"0\" "         \
	"border=\"0\""

#define INK    "#1f2528"
#define SOFT   "#5a6468"
#define PINE   "#1d5c4a"
#define AMBER  "#8f3d0e"
#define PAPER  "#ffffff"
#define GROUND "#f3f1ec"
#define RULE   "#e4e0d8"

static const char head_start[] = "<!DOCTYPE html>\n"
				 "<html lang=\"";
static const char head_middle[] =
	"\">\n<head>\n"
	"<meta charset=\"utf-8\">\n"
	"<meta name=\"viewport\" content=\"width=device-width,initial-scale=1\">\n"
	"<meta name=\"color-scheme\" content=\"light dark\">\n"
	"<meta name=\"supported-color-schemes\" content=\"light dark\">\n"
	"<meta name=\"format-detection\" content=\"telephone=no,date=no,address=no,email=no\">\n"
	"<title>";
static const char head_end[] =
	"</title>\n<style>\n"
	":root{color-scheme:light dark;supported-color-schemes:light dark}\n"
	"@media (max-width:560px){.w{padding:0!important}.c{padding:28px 22px 30px!important;"
	"border-radius:0!important;border-left:0!important;border-right:0!important}"
	".e{padding:18px 22px 14px!important}.f{padding:18px 22px 28px!important}"
	".l{width:104px!important}}\n"
	"@media (prefers-color-scheme:dark){.b{background:#14181a!important}"
	".c{background:#1d2325!important;border-color:#30383a!important;color:#e9e7e1!important}"
	".m{color:#a7b0b2!important}.r{border-color:#333b3d!important}"
	".n{background:#20302b!important;border-color:#7cc7ad!important}"
	".x{background:#372417!important;border-color:#f0a575!important}"
	".a{color:#8fd3bb!important}.y{color:#f3b48b!important}"
	".q{border-color:#4b5658!important;color:#c9ced0!important}"
	".p{background:#15191b!important;border-color:#333b3d!important}}\n"
	"</style>\n</head>\n";

struct page {
	struct str *out;
	bool alarm;
};

static void
put(struct page *p, const char *html)
{
	str_adds(p->out, html);
}

static void
escaped(struct str *out, struct slice text, const char *newline)
{
	size_t from = 0;

	for (size_t i = 0; i < text.len; i++) {
		const char *as;

		switch (text.data[i]) {
		case '&': as = "&amp;"; break;
		case '<': as = "&lt;"; break;
		case '>': as = "&gt;"; break;
		case '"': as = "&quot;"; break;
		case '\'': as = "&#39;"; break;
		case '\n': as = newline; break;
		default: continue;
		}
		str_add(out, slice_sub(text, from, i));
		str_adds(out, as);
		from = i + 1;
	}
	str_add(out, slice_sub(text, from, text.len));
}

static void
put_cell(struct page *p, const tpl_cell *cell, bool keep_lines)
{
	const struct tpl_run *run;

	VEC_EACH (run, cell) {
		if (run->style & STYLE_BOLD)
			put(p, "<b>");
		if (run->style & STYLE_CODE)
			put(p, "<span style=\"font-family:" MONO ";font-size:14px\">");
		escaped(p->out, run->text, keep_lines && !run->joined ? "<br>\n" : " ");
		if (run->style & STYLE_CODE)
			put(p, "</span>");
		if (run->style & STYLE_BOLD)
			put(p, "</b>");
	}
}

/* Whether b continues the table, list or box that the block before it began. */
static bool
continues(const struct tpl_block *before, const struct tpl_block *b)
{
	if (before == NULL || before->kind != b->kind || before->small != b->small)
		return false;
	return b->kind != BLOCK_PARA && b->kind != BLOCK_HEAD;
}

static void
open_group(struct page *p, const struct tpl_block *b)
{
	switch (b->kind) {
	case BLOCK_ROW:
		put(p, TABLE " class=\"r\" style=\"margin:0 0 24px;border-top:1px solid " RULE
			     "\">\n");
		break;
	case BLOCK_ASK:
	case BLOCK_NUMBER: put(p, TABLE " style=\"margin:0 0 10px\">\n"); break;
	case BLOCK_ITEM: put(p, "<ul style=\"margin:0 0 20px;padding:0 0 0 20px\">\n"); break;
	case BLOCK_QUOTE:
		put(p, TABLE " style=\"margin:0 0 24px\"><tr><td class=\"q\" dir=\"auto\" style=\""
			     "padding:2px 0 2px 16px;border-left:3px solid #cfc9bd;color:#434b4f;"
			     "font:15px/1.6 " FACE "\">");
		break;
	case BLOCK_NOTICE:
		put(p, TABLE " style=\"margin:22px 0 24px\"><tr><td class=\"");
		put(p, p->alarm
			       ? "x\" style=\"padding:14px 18px;background:#fbefe4;border-left:3px "
				 "solid " AMBER
			       : "n\" style=\"padding:14px 18px;background:#edf4f0;border-left:3px "
				 "solid " PINE);
		put(p, ";border-radius:0 6px 6px 0;font:16px/1.55 " FACE "\">");
		break;
	case BLOCK_PRE:
		put(p,
		    /* wrapped: many mail programs cut off what they could scroll */
		    "<div class=\"p r\" style=\"margin:0 0 24px;padding:14px 16px;overflow-wrap:anywhere;"
		    "background:#f8f6f2;border:1px solid " RULE
		    ";border-radius:6px;white-space:pre-wrap;"
		    "font:13px/1.6 " MONO "\">");
		break;
	default: break;
	}
}

static void
close_group(struct page *p, const struct tpl_block *b)
{
	switch (b->kind) {
	case BLOCK_ROW:
	case BLOCK_ASK:
	case BLOCK_NUMBER: put(p, "</table>\n"); break;
	case BLOCK_ITEM: put(p, "</ul>\n"); break;
	case BLOCK_QUOTE:
	case BLOCK_NOTICE: put(p, "</td></tr></table>\n"); break;
	case BLOCK_PRE: put(p, "</div>\n"); break;
	default: break;
	}
}

static void
put_row(struct page *p, const struct tpl_block *b)
{
	put(p,
	    "<tr><td class=\"l m r\" width=\"132\" valign=\"top\" style=\"width:132px;padding:11px "
	    "12px 11px 0;border-bottom:1px solid " RULE ";color:" SOFT ";font:14px/1.6 " FACE
	    "\">");
	put_cell(p, &b->cells[0], false);
	put(p, "</td><td class=\"r\" valign=\"top\" style=\"padding:10px 0;border-bottom:1px "
	       "solid " RULE ";font:16px/1.5 " FACE "\">");
	put_cell(p, &b->cells[1], false);
	if (!tpl_fill_blank(&b->cells[2])) {
		put(p, "<br><span class=\"m\" style=\"color:" SOFT ";font-size:14px\">");
		put_cell(p, &b->cells[2], false);
		put(p, "</span>");
	}
	put(p, "</td></tr>\n");
}

static void
put_numbered(struct page *p, const struct tpl_block *b)
{
	bool ask = b->kind == BLOCK_ASK;

	put(p, "<tr><td class=\"a\" width=\"28\" valign=\"top\" style=\"width:28px;padding:0 0 8px;"
	       "color:" PINE ";font:bold 16px/1.5 " FACE "\">");
	put_cell(p, &b->cells[0], false);
	put(p, ".</td><td valign=\"top\" style=\"padding:0 0 8px;font:16px/1.5 " FACE "\">");
	put_cell(p, &b->cells[1], false);
	put(p, "</td></tr>\n");
	/* An empty line to write on when the mail is answered below the question. */
	if (ask)
		put(p, "<tr><td></td><td style=\"padding:0 0 18px\">" TABLE
		       "><tr><td class=\"p r\" height=\"42\" style=\"height:42px;padding:0 14px;"
		       "background:#faf8f4;border:1px solid "
		       "#d6d0c4;border-radius:6px;font:16px/1.5 " FACE
		       "\">&nbsp;</td></tr></table></td></tr>\n");
}

static void
put_block(struct page *p, const struct tpl_block *b, bool first)
{
	switch (b->kind) {
	case BLOCK_HEAD:
		put(p, "<h2 class=\"");
		put(p, p->alarm ? "y\" style=\"margin:34px 0 12px;color:" AMBER
				: "a\" style=\"margin:34px 0 12px;color:" PINE);
		put(p, ";font:bold 17px/1.4 " FACE "\">");
		put_cell(p, &b->cells[0], false);
		put(p, "</h2>\n");
		break;
	case BLOCK_ROW: put_row(p, b); break;
	case BLOCK_ASK:
	case BLOCK_NUMBER: put_numbered(p, b); break;
	case BLOCK_ITEM:
		put(p, "<li style=\"margin:0 0 6px\">");
		put_cell(p, &b->cells[0], false);
		put(p, "</li>\n");
		break;
	case BLOCK_QUOTE:
		put(p, first ? "" : "<br>\n");
		put_cell(p, &b->cells[0], true);
		break;
	case BLOCK_NOTICE:
		put(p, first ? "" : "<br>\n");
		put_cell(p, &b->cells[0], false);
		break;
	case BLOCK_PRE:
		put(p, first ? "" : "\n");
		for (size_t i = 0; i < b->cells[0].len; i++)
			escaped(p->out, b->cells[0].at[i].text, "\n");
		break;
	default:
		put(p, b->small ? "<p style=\"margin:0 0 8px\">" : "<p style=\"margin:0 0 16px\">");
		put_cell(p, &b->cells[0], false);
		put(p, "</p>\n");
		break;
	}
}

/* The agency's name on the left, the docket number on the right. */
static void
put_letterhead(struct page *p, const struct tpl_filled *f)
{
	put(p, "<tr><td class=\"e\" style=\"padding:0 4px 14px\">" TABLE
	       "><tr><td valign=\"bottom\" class=\"");
	put(p, p->alarm ? "y\" style=\"color:" AMBER : "a\" style=\"color:" PINE);
	put(p, ";font:bold 16px/1.4 " FACE "\">");
	put_cell(p, &f->head_left, false);
	put(p, "</td><td class=\"m\" align=\"right\" valign=\"bottom\" style=\"color:" SOFT
	       ";font:14px/1.4 " FACE ";white-space:nowrap\">");
	put_cell(p, &f->head_right, false);
	put(p, "</td></tr></table></td></tr>\n");
}

void
tpl_html_write(const struct tpl_filled *f, const char *lang, struct str *out)
{
	struct page p = {.out = out, .alarm = f->alarm};
	const struct tpl_block *before = NULL, *b;

	put(&p, head_start);
	put(&p, lang);
	put(&p, head_middle);
	escaped(out, f->subject, " ");
	put(&p, head_end);
	put(&p,
	    "<body class=\"b\" style=\"margin:0;padding:0;background:" GROUND
	    ";-webkit-text-size-adjust:100%\">\n" TABLE " class=\"b\" style=\"background:" GROUND
	    "\"><tr><td class=\"w\" align=\"center\" style=\"padding:32px 12px\">\n"
	    "<table role=\"presentation\" width=\"600\" cellspacing=\"0\" cellpadding=\"0\" "
	    "border=\"0\" "
	    "style=\"width:100%;max-width:600px;table-layout:fixed;text-align:left\">\n");
	put_letterhead(&p, f);
	put(&p, "<tr><td class=\"c\" style=\"padding:38px 40px 22px;background:" PAPER
		";border:1px solid " RULE ";border-radius:10px;color:" INK ";font:16px/1.6 " FACE
		";word-break:break-word;overflow-wrap:anywhere\">\n");
	if (!tpl_fill_blank(&f->title)) {
		put(&p, "<h1 style=\"margin:0 0 22px;font:bold 24px/1.3 " FACE
			";letter-spacing:-.01em\">");
		put_cell(&p, &f->title, false);
		put(&p, "</h1>\n");
	}
	VEC_EACH (b, &f->blocks) {
		bool more = continues(before, b);

		if (before != NULL && !more)
			close_group(&p, before);
		if (b->small && (before == NULL || !before->small))
			put(&p, "</td></tr>\n<tr><td class=\"f m\" style=\"padding:20px 4px "
				"0;color:" SOFT ";font:13px/1.6 " FACE "\">\n");
		if (!more)
			open_group(&p, b);
		put_block(&p, b, !more);
		before = b;
	}
	if (before != NULL)
		close_group(&p, before);
	put(&p, "</td></tr>\n</table>\n</td></tr></table>\n</body>\n</html>\n");
}
