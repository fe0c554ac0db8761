build2/bot/wire/imap_name.o: bot/wire/imap_name.c \
 include/docket/base/banned.h bot/wire/imap_name.h \
 include/docket/base/str.h include/docket/base/slice.h \
 include/docket/base/utf8.h include/docket/base/pool.h
include/docket/base/banned.h:
bot/wire/imap_name.h:
include/docket/base/str.h:
include/docket/base/slice.h:
include/docket/base/utf8.h:
include/docket/base/pool.h:
