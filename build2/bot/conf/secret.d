build2/bot/conf/secret.o: bot/conf/secret.c include/docket/base/banned.h \
 include/docket/base/clock.h include/docket/base/utf8.h \
 include/docket/base/pool.h include/docket/base/slice.h \
 include/docket/base/str.h include/docket/conf/conf.h \
 include/docket/base/day.h include/docket/base/err.h \
 include/docket/base/vec.h
include/docket/base/banned.h:
include/docket/base/clock.h:
include/docket/base/utf8.h:
include/docket/base/pool.h:
include/docket/base/slice.h:
include/docket/base/str.h:
include/docket/conf/conf.h:
include/docket/base/day.h:
include/docket/base/err.h:
include/docket/base/vec.h:
