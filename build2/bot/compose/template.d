build2/bot/compose/template.o: bot/compose/template.c \
 include/docket/base/banned.h include/docket/compose/template.h \
 include/docket/base/asset.h include/docket/base/slice.h \
 include/docket/base/err.h include/docket/base/str.h \
 include/docket/compose/value.h include/docket/base/vec.h \
 include/docket/base/pool.h include/docket/base/day.h \
 bot/compose/tpl_tree.h bot/compose/tpl_names.h bot/compose/tpl_words.h \
 include/docket/base/file.h include/docket/base/near.h
include/docket/base/banned.h:
include/docket/compose/template.h:
include/docket/base/asset.h:
include/docket/base/slice.h:
include/docket/base/err.h:
include/docket/base/str.h:
include/docket/compose/value.h:
include/docket/base/vec.h:
include/docket/base/pool.h:
include/docket/base/day.h:
bot/compose/tpl_tree.h:
bot/compose/tpl_names.h:
bot/compose/tpl_words.h:
include/docket/base/file.h:
include/docket/base/near.h:
