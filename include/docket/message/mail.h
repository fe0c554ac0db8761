/*
 * One mail, read: hostile bytes become clean UTF-8, header fields, text in spans, attachments,
 * and the kind of mail it is. Pure: no file, no network, no clock. Runs in the reader child.
 */
#ifndef DOCKET_MESSAGE_MAIL_H
#define DOCKET_MESSAGE_MAIL_H

#include "docket/base/err.h"
#include "docket/base/str.h"
#include "docket/base/vec.h"

/* RFC 5322 3.4. Both are clean UTF-8; the domain of `mailbox` is lower case. */
struct addr {
	struct slice name;    /* display name, decoded (RFC 2047), or empty */
	struct slice mailbox; /* local@domain, or empty; in From also a local part alone */
};
typedef VEC(struct addr) addr_list;

enum mail_class { MAIL_HUMAN, MAIL_AUTO, MAIL_BOUNCE, MAIL_ARF, MAIL_LIST, MAIL_OWN };

/* What a stretch of the decoded body is. Nothing of the body is thrown away. */
enum span_kind {
	SPAN_TEXT,	  /* new text of the sender */
	SPAN_QUOTE,	  /* quoted lines, an Outlook block, a whole quoted mail */
	SPAN_ATTRIBUTION, /* "On … wrote:", "Am … schrieb …:" */
	SPAN_SIGNATURE,	  /* "-- " and below, "Sent from my …", name and contact block */
	SPAN_DISCLAIMER,  /* legal footers, scanner notes */
	SPAN_FORWARD,	  /* a forwarded mail: its header block and body */
};
struct span {
	size_t start, end; /* bytes of mail.body */
	enum span_kind kind;
};

struct attachment {
	struct slice name; /* decoded (RFC 2047, 2231), path stripped; may be empty */
	struct slice type; /* "image/png", lower case */
	struct slice cid;  /* Content-ID without <>, or empty */
	uint64_t size;	   /* decoded bytes; of one that was left out, about */
	char sha256[65];   /* of the decoded bytes, lower-case hex */
	bool is_inline;	   /* Content-Disposition inline, or referred to by cid: in the HTML */
	bool decoration;   /* inline, small and an image: a logo in a signature */
	bool left_out;	   /* the mail was too large to take in whole: its bytes are not here */
	bool has_text;	   /* a text file of at most ATTACH_TEXT_MAX bytes … */
	struct slice text; /* … and its clean UTF-8; not kept in a reading */
};

/* One answer that stands under a quoted question, in order of appearance. */
struct inline_answer {
	struct slice question; /* the quoted lines above, marks stripped */
	struct slice answer;   /* the new lines below them */
	size_t answer_start;   /* byte offset into mail.text */
};

/* RFC 3464 and 3462, or what could be read from a bounce without one. */
struct bounce {
	struct slice recipient;	  /* Final-Recipient or Original-Recipient */
	struct slice status;	  /* "5.1.1" */
	struct slice original_id; /* Message-ID of the returned mail, without <> */
	struct slice reason;	  /* Diagnostic-Code, or the line that says why */
};

/* One method of one Authentication-Results field (RFC 8601 section 2.2). */
struct auth_result {
	struct slice server_id; /* authserv-id; may be empty (Microsoft) */
	struct slice method;	/* "dmarc", "dkim", "spf" */
	struct slice result;	/* "pass", "fail", "none" … lower case */
	struct slice domain;	/* header.from, header.d, smtp.mailfrom: its domain, or empty */
	unsigned block;		/* 0 is the topmost Authentication-Results field of the mail */
	unsigned position;	/* number of header fields above it */
};

/* A forwarded mail inside this one. */
struct forward {
	bool found;
	struct addr from;
	struct slice subject, date_text, body;
	addr_list to, cc;
	struct slice message; /* the forwarder's own words */
};

/* A comment left in a tool (Figma, Frame.io, Google Docs), as the tool's notice tells it. */
struct notice {
	struct slice tool;   /* its name; empty: the mail is no such notice */
	struct slice person; /* who commented, as the tool names them */
	struct slice key;    /* of the document, as it stands in links to it */
	struct slice words;  /* of the comment; may be empty */
};

struct part;

struct mail {
	/* header */
	addr_list from, sender, reply_to, to, cc;
	slice_list delivered_to;  /* Delivered-To, X-Original-To, Envelope-To: bare addresses */
	struct slice return_path; /* address; empty with has_return_path set means <> */
	bool has_return_path;
	struct slice subject;	   /* decoded, one line */
	struct slice subject_base; /* without Re:, AW:, Fwd: … and [list] tags (RFC 5256 2.1) */
	struct slice message_id;   /* without <>; empty if none */
	slice_list in_reply_to, references; /* without <>, oldest first */
	bool has_date;
	int64_t date_ms; /* Date field, UTC milliseconds */
	int date_offset; /* its zone, minutes east of UTC */
	struct slice list_id, auto_submitted;
	VEC(struct auth_result) auth;
	/* body */
	struct slice
		body; /* whole decoded text, UTF-8, LF; from HTML when there is no plain part */
	bool from_html;
	const struct part *other; /* the HTML beside the plain part that was read, or NULL */
	VEC(struct span)
	marks; /* what the HTML's structure said of body, for mail_split; may be empty */
	VEC(struct span) spans; /* cover body without gaps, in order */
	struct slice text;	/* new text: the SPAN_TEXT stretches joined, trimmed; soft breaks of
				   format=flowed joined (RFC 3676) */
	struct slice text_signed; /* new text with the signature still there */
	struct slice quoted, signature;
	VEC(struct inline_answer) answers;
	struct forward forward;
	VEC(struct attachment) attachments;
	struct notice notice;
	/* kind */
	enum mail_class class;
	const char *class_rule; /* short name of the rule that decided: "auto-submitted", "dsn" */
	struct bounce bounce;
	/* out-of-office, when class is MAIL_AUTO and the text says so; words, not yet dates */
	bool out_of_office;
	/* what was odd, each one word: "charset-guessed", "parts-cut", "text-cut", "tnef",
	 * "encrypted", "several-senders", "sender-differs", "odd-letters" */
	slice_list warnings;
	/* content key: hex SHA-256 over From, Date, Subject and the decoded parts (P2.1) */
	char content_sha256[65];
};

/* Ceilings that keep one hostile mail from costing more than its share. All have defaults. */
struct mail_limits {
	size_t depth;  /* nesting of parts */
	size_t parts;  /* number of parts */
	size_t text;   /* bytes of decoded text kept of one body part */
	size_t html;   /* bytes of HTML read */
	size_t fields; /* header fields looked at */
	size_t addrs;  /* addresses kept per field */
};
extern const struct mail_limits mail_limits_default;

/* Opens what needs the file system (GMime, charset tables of iconv): once, before the sandbox. */
int mail_setup(struct err *e);
void mail_teardown(void);

/*
 * Reads raw, an RFC 5322 message with CRLF or LF line ends, any bytes. `own` are docket's own
 * addresses (a mail from one of them carrying X-Docket-Origin or our Message-ID form is
 * MAIL_OWN). The result lives in pool; raw must outlive it. Returns 0, or -1 with ERR_MESSAGE when
 * not even a header could be read (empty input).
 */
int mail_read(struct pool *pool, struct slice raw, const slice_list *own,
	      const struct mail_limits *limits, struct mail **mail_out, struct err *e);

const char *mail_class_name(enum mail_class c); /* "human", "auto" … */
/* Whether such a class_rule went by wording alone, which a person's mail may have too. */
bool mail_rule_reads(struct slice class_rule);

/*
 * Splits a decoded body into spans and fills text, text_signed, quoted, signature, answers,
 * forward of m, from m->body (and html, when the body came from it). Linear in the body's size.
 */
void mail_split(struct pool *pool, struct mail *m);

/*
 * m as those see it whose program shows the HTML part: out is m with the body, text and spans of
 * m->other. False where there is none.
 */
bool mail_other(struct pool *pool, const struct mail *m, struct mail *out);

/* The decoded bytes of attachment number `index` of raw, into out. -1 ERR_MESSAGE if none. */
int mail_attachment(struct slice raw, size_t index, struct str *out, struct err *e);

/* Bare address in canonical form (domain lower case, no comment), or empty if it is none. */
struct slice addr_clean(struct pool *pool, struct slice text);
struct slice addr_domain(struct slice mailbox);
/* Safe to put on an SMTP command line: ASCII printable, one @, no space, <, >, at most 254 bytes.
 */
bool addr_sendable(struct slice mailbox);

#endif
