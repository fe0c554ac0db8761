build2/bot/daemon/children.o: bot/daemon/children.c \
 include/docket/base/banned.h bot/daemon/children.h \
 include/docket/base/frame.h include/docket/base/err.h \
 include/docket/base/str.h include/docket/base/slice.h \
 include/docket/base/clock.h
include/docket/base/banned.h:
bot/daemon/children.h:
include/docket/base/frame.h:
include/docket/base/err.h:
include/docket/base/str.h:
include/docket/base/slice.h:
include/docket/base/clock.h:
