build2/bot/conf/conf.o: bot/conf/conf.c include/docket/base/banned.h \
 include/docket/conf/conf.h include/docket/base/day.h \
 include/docket/base/slice.h include/docket/base/err.h \
 include/docket/base/str.h include/docket/base/vec.h \
 include/docket/base/pool.h bot/conf/cross.h bot/conf/tree.h \
 bot/conf/fault.h include/docket/base/file.h bot/conf/keys.h \
 bot/conf/key.h bot/conf/print.h bot/conf/schema.h bot/conf/valid.h
include/docket/base/banned.h:
include/docket/conf/conf.h:
include/docket/base/day.h:
include/docket/base/slice.h:
include/docket/base/err.h:
include/docket/base/str.h:
include/docket/base/vec.h:
include/docket/base/pool.h:
bot/conf/cross.h:
bot/conf/tree.h:
bot/conf/fault.h:
include/docket/base/file.h:
bot/conf/keys.h:
bot/conf/key.h:
bot/conf/print.h:
bot/conf/schema.h:
bot/conf/valid.h:
