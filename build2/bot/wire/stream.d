build2/bot/wire/stream.o: bot/wire/stream.c include/docket/base/banned.h \
 bot/wire/stream.h include/docket/base/err.h include/docket/base/str.h \
 include/docket/base/slice.h include/docket/base/clock.h
include/docket/base/banned.h:
bot/wire/stream.h:
include/docket/base/err.h:
include/docket/base/str.h:
include/docket/base/slice.h:
include/docket/base/clock.h:
