build2/bot/conf/kit.o: bot/conf/kit.c include/docket/base/banned.h \
 include/docket/conf/kit.h include/docket/base/asset.h \
 include/docket/base/slice.h include/docket/base/err.h \
 include/docket/base/str.h include/docket/base/vec.h \
 include/docket/base/pool.h include/docket/base/file.h bot/conf/print.h \
 bot/conf/key.h bot/conf/schema.h bot/conf/tree.h bot/conf/fault.h \
 bot/conf/valid.h
include/docket/base/banned.h:
include/docket/conf/kit.h:
include/docket/base/asset.h:
include/docket/base/slice.h:
include/docket/base/err.h:
include/docket/base/str.h:
include/docket/base/vec.h:
include/docket/base/pool.h:
include/docket/base/file.h:
bot/conf/print.h:
bot/conf/key.h:
bot/conf/schema.h:
bot/conf/tree.h:
bot/conf/fault.h:
bot/conf/valid.h:
