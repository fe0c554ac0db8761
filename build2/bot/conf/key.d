build2/bot/conf/key.o: bot/conf/key.c include/docket/base/banned.h \
 bot/conf/key.h include/docket/base/str.h include/docket/base/slice.h
include/docket/base/banned.h:
bot/conf/key.h:
include/docket/base/str.h:
include/docket/base/slice.h:
