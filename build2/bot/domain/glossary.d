build2/bot/domain/glossary.o: bot/domain/glossary.c \
 include/docket/base/banned.h include/docket/domain/glossary.h \
 include/docket/domain/phrases.h include/docket/base/asset.h \
 include/docket/base/slice.h include/docket/base/err.h \
 include/docket/base/vec.h include/docket/base/pool.h \
 include/docket/base/str.h
include/docket/base/banned.h:
include/docket/domain/glossary.h:
include/docket/domain/phrases.h:
include/docket/base/asset.h:
include/docket/base/slice.h:
include/docket/base/err.h:
include/docket/base/vec.h:
include/docket/base/pool.h:
include/docket/base/str.h:
