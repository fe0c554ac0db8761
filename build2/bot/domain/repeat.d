build2/bot/domain/repeat.o: bot/domain/repeat.c \
 include/docket/base/banned.h include/docket/domain/repeat.h \
 include/docket/base/day.h include/docket/base/slice.h \
 include/docket/base/err.h
include/docket/base/banned.h:
include/docket/domain/repeat.h:
include/docket/base/day.h:
include/docket/base/slice.h:
include/docket/base/err.h:
