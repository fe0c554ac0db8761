build2/bot/wire/smtp_text.o: bot/wire/smtp_text.c \
 include/docket/base/banned.h bot/wire/smtp_text.h \
 include/docket/base/str.h include/docket/base/slice.h \
 include/docket/wire/smtp.h include/docket/base/err.h \
 include/docket/base/vec.h include/docket/base/pool.h \
 include/docket/base/utf8.h
include/docket/base/banned.h:
bot/wire/smtp_text.h:
include/docket/base/str.h:
include/docket/base/slice.h:
include/docket/wire/smtp.h:
include/docket/base/err.h:
include/docket/base/vec.h:
include/docket/base/pool.h:
include/docket/base/utf8.h:
