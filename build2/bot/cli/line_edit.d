build2/bot/cli/line_edit.o: bot/cli/line_edit.c \
 include/docket/base/banned.h bot/cli/line_edit.h \
 include/docket/base/str.h include/docket/base/slice.h \
 include/docket/base/utf8.h include/docket/base/pool.h
include/docket/base/banned.h:
bot/cli/line_edit.h:
include/docket/base/str.h:
include/docket/base/slice.h:
include/docket/base/utf8.h:
include/docket/base/pool.h:
