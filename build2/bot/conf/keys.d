build2/bot/conf/keys.o: bot/conf/keys.c include/docket/base/banned.h \
 bot/conf/keys.h bot/conf/key.h include/docket/base/str.h \
 include/docket/base/slice.h include/docket/conf/conf.h \
 include/docket/base/day.h include/docket/base/err.h \
 include/docket/base/vec.h include/docket/base/pool.h bot/conf/valid.h \
 bot/conf/keys_chat.def
include/docket/base/banned.h:
bot/conf/keys.h:
bot/conf/key.h:
include/docket/base/str.h:
include/docket/base/slice.h:
include/docket/conf/conf.h:
include/docket/base/day.h:
include/docket/base/err.h:
include/docket/base/vec.h:
include/docket/base/pool.h:
bot/conf/valid.h:
bot/conf/keys_chat.def:
