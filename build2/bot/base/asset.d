build2/bot/base/asset.o: bot/base/asset.c include/docket/base/banned.h \
 include/docket/base/asset.h include/docket/base/slice.h
include/docket/base/banned.h:
include/docket/base/asset.h:
include/docket/base/slice.h:
