build2/bot/conf/valid.o: bot/conf/valid.c include/docket/base/banned.h \
 bot/conf/valid.h include/docket/base/pool.h include/docket/base/slice.h \
 include/docket/base/utf8.h include/docket/base/str.h \
 include/docket/base/zone.h include/docket/base/day.h
include/docket/base/banned.h:
bot/conf/valid.h:
include/docket/base/pool.h:
include/docket/base/slice.h:
include/docket/base/utf8.h:
include/docket/base/str.h:
include/docket/base/zone.h:
include/docket/base/day.h:
