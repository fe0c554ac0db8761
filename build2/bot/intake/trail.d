build2/bot/intake/trail.o: bot/intake/trail.c \
 include/docket/base/banned.h bot/intake/trail.h \
 include/docket/base/str.h include/docket/base/slice.h
include/docket/base/banned.h:
bot/intake/trail.h:
include/docket/base/str.h:
include/docket/base/slice.h:
