build2/bot/wire/uidset.o: bot/wire/uidset.c include/docket/base/banned.h \
 bot/wire/uidset.h include/docket/base/str.h include/docket/base/slice.h \
 include/docket/base/vec.h include/docket/base/pool.h
include/docket/base/banned.h:
bot/wire/uidset.h:
include/docket/base/str.h:
include/docket/base/slice.h:
include/docket/base/vec.h:
include/docket/base/pool.h:
