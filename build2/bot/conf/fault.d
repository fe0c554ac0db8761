build2/bot/conf/fault.o: bot/conf/fault.c include/docket/base/banned.h \
 bot/conf/fault.h include/docket/base/err.h include/docket/base/str.h \
 include/docket/base/slice.h include/docket/base/vec.h \
 include/docket/base/pool.h include/docket/base/near.h \
 include/docket/base/utf8.h
include/docket/base/banned.h:
bot/conf/fault.h:
include/docket/base/err.h:
include/docket/base/str.h:
include/docket/base/slice.h:
include/docket/base/vec.h:
include/docket/base/pool.h:
include/docket/base/near.h:
include/docket/base/utf8.h:
