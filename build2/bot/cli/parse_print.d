build2/bot/cli/parse_print.o: bot/cli/parse_print.c \
 include/docket/base/banned.h include/docket/cli/parse_print.h \
 include/docket/base/err.h include/docket/base/str.h \
 include/docket/base/slice.h include/docket/base/json.h \
 include/docket/message/mail.h include/docket/base/vec.h \
 include/docket/base/pool.h
include/docket/base/banned.h:
include/docket/cli/parse_print.h:
include/docket/base/err.h:
include/docket/base/str.h:
include/docket/base/slice.h:
include/docket/base/json.h:
include/docket/message/mail.h:
include/docket/base/vec.h:
include/docket/base/pool.h:
