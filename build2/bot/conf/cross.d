build2/bot/conf/cross.o: bot/conf/cross.c include/docket/base/banned.h \
 bot/conf/cross.h include/docket/conf/conf.h include/docket/base/day.h \
 include/docket/base/slice.h include/docket/base/err.h \
 include/docket/base/str.h include/docket/base/vec.h \
 include/docket/base/pool.h bot/conf/tree.h bot/conf/fault.h \
 bot/conf/valid.h
include/docket/base/banned.h:
bot/conf/cross.h:
include/docket/conf/conf.h:
include/docket/base/day.h:
include/docket/base/slice.h:
include/docket/base/err.h:
include/docket/base/str.h:
include/docket/base/vec.h:
include/docket/base/pool.h:
bot/conf/tree.h:
bot/conf/fault.h:
bot/conf/valid.h:
