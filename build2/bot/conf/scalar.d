build2/bot/conf/scalar.o: bot/conf/scalar.c include/docket/base/banned.h \
 bot/conf/scalar.h bot/conf/schema.h bot/conf/key.h \
 include/docket/base/str.h include/docket/base/slice.h bot/conf/tree.h \
 bot/conf/fault.h include/docket/base/err.h include/docket/base/vec.h \
 include/docket/base/pool.h
include/docket/base/banned.h:
bot/conf/scalar.h:
bot/conf/schema.h:
bot/conf/key.h:
include/docket/base/str.h:
include/docket/base/slice.h:
bot/conf/tree.h:
bot/conf/fault.h:
include/docket/base/err.h:
include/docket/base/vec.h:
include/docket/base/pool.h:
