build2/bot/wire/oauth.o: bot/wire/oauth.c include/docket/base/banned.h \
 bot/wire/oauth.h include/docket/base/slice.h include/docket/base/clock.h \
 bot/wire/jwt.h include/docket/base/vec.h include/docket/base/pool.h \
 include/docket/wire/http.h include/docket/base/err.h \
 include/docket/base/str.h
include/docket/base/banned.h:
bot/wire/oauth.h:
include/docket/base/slice.h:
include/docket/base/clock.h:
bot/wire/jwt.h:
include/docket/base/vec.h:
include/docket/base/pool.h:
include/docket/wire/http.h:
include/docket/base/err.h:
include/docket/base/str.h:
