# docket's build. `make help` lists the targets.
#
# Plain `make` installs what is missing from Debian's packages (and says so first), then builds
# build/docket. V=1 shows the commands; SAN=1 builds with ASan and UBSan; WERROR=1 as in CI.

MAKEFLAGS += --no-builtin-rules
.SUFFIXES:
.DEFAULT_GOAL := all
.PHONY: all deps test-deps help

Q := $(if $(V),,@)
CC ?= gcc
ifeq ($(origin CC),default)
CC := gcc
endif
BUILD := build
ifdef SAN
BUILD := build/san
endif

LIBS := gmime-3.0 libxml-2.0 libcurl jansson sqlite3 uchardet yaml-0.1 libmicrohttpd gnutls nettle \
        libzstd glib-2.0 libseccomp
have_libs := $(shell pkg-config --exists $(LIBS) 2>/dev/null && test -e /usr/include/libetpan/libetpan.h \
        -a -e /usr/include/unistr.h && echo yes)

WARN := -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wvla -Wstrict-prototypes \
        -Wmissing-prototypes -Wformat=2
OPT := -O2 -g
HARDEN := -fPIE -fstack-protector-strong
ifdef SAN
OPT := -O1 -g -fno-omit-frame-pointer -fsanitize=address,undefined -fno-sanitize-recover=undefined
HARDEN := -fPIE
LDSAN := -fsanitize=address,undefined
else
HARDEN += -D_FORTIFY_SOURCE=2
endif
ifdef COVER
OPT := -O0 -g --coverage
BUILD := build/cover
LDSAN := --coverage
HARDEN := -fPIE
endif

VERSION := $(shell sed -n 's/^\#\# \([0-9][0-9.]*\).*/\1/p' CHANGELOG.md 2>/dev/null | head -n 1)
ifeq ($(have_libs),yes)
PKG_CFLAGS := $(patsubst -I%,-isystem %,$(shell pkg-config --cflags $(LIBS)))
PKG_LIBS := $(shell pkg-config --libs $(LIBS)) -letpan -lunistring -lm
endif
CPPFLAGS += -D_GNU_SOURCE -DDOCKET_VERSION='"$(or $(VERSION),0)"' -Iinclude $(PKG_CFLAGS)
CFLAGS += -std=gnu17 $(OPT) $(WARN) $(HARDEN) $(if $(WERROR),-Werror)
LDFLAGS += -pie -Wl,-z,relro,-z,now -Wl,--as-needed $(LDSAN)

SRC := $(sort $(shell find bot -name '*.c'))
LIB_SRC := $(filter-out bot/main.c,$(SRC))
OBJ := $(SRC:%.c=$(BUILD)/%.o)
LIB_OBJ := $(LIB_SRC:%.c=$(BUILD)/%.o) $(BUILD)/assets.o
UNIT_SRC := $(sort $(shell find tests/unit -name '*.c'))
UNIT_OBJ := $(UNIT_SRC:%.c=$(BUILD)/%.o)
PROPERTY_SRC := $(sort $(wildcard tests/property/*.c))
PROPERTY_OBJ := $(PROPERTY_SRC:%.c=$(BUILD)/%.o)
ASSETS := $(sort $(shell find templates config/kits -type f 2>/dev/null))

all: deps ## build build/docket (installs missing packages first)
	$(Q)$(MAKE) --no-print-directory -j$$(nproc) $(BUILD)/docket

deps:
	$(Q)test "$(have_libs)" = yes || sh tests/lint/install.sh build

test-deps:
	$(Q)sh tests/lint/install.sh test

$(BUILD)/docket: $(BUILD)/bot/main.o $(BUILD)/libdocket.a
	@echo "  LINK  $@"
	$(Q)$(CC) $(CFLAGS) $(LDFLAGS) -o $@ $< -Wl,--whole-archive $(BUILD)/libdocket.a -Wl,--no-whole-archive $(PKG_LIBS)

$(BUILD)/libdocket.a: $(LIB_OBJ)
	$(Q)rm -f $@; ar rcs $@ $^

$(BUILD)/unit: $(UNIT_OBJ) $(BUILD)/libdocket.a
	@echo "  LINK  $@"
	$(Q)$(CC) $(CFLAGS) $(LDFLAGS) -o $@ $(UNIT_OBJ) $(BUILD)/libdocket.a $(PKG_LIBS)

$(BUILD)/learn: $(BUILD)/tests/train/acts.o $(BUILD)/tests/train/train.o $(BUILD)/libdocket.a
	@echo "  LINK  $@"
	$(Q)$(CC) $(CFLAGS) $(LDFLAGS) -o $@ $(filter %.o,$^) $(BUILD)/libdocket.a $(PKG_LIBS)

$(BUILD)/whole: $(BUILD)/tests/train/whole.o $(BUILD)/tests/train/train.o $(BUILD)/libdocket.a
	@echo "  LINK  $@"
	$(Q)$(CC) $(CFLAGS) $(LDFLAGS) -o $@ $(filter %.o,$^) $(BUILD)/libdocket.a $(PKG_LIBS)

$(BUILD)/property: $(PROPERTY_OBJ) $(BUILD)/libdocket.a
	@echo "  LINK  $@"
	$(Q)$(CC) $(CFLAGS) $(LDFLAGS) -o $@ $(PROPERTY_OBJ) $(BUILD)/libdocket.a $(PKG_LIBS)

$(BUILD)/bench-desk: $(BUILD)/tests/bench/desk.o $(BUILD)/tests/property/world.o $(BUILD)/libdocket.a
	@echo "  LINK  $@"
	$(Q)$(CC) $(CFLAGS) $(LDFLAGS) -o $@ $(filter %.o,$^) $(BUILD)/libdocket.a $(PKG_LIBS)

$(BUILD)/bench-chat: $(BUILD)/tests/bench/chat_load.o $(BUILD)/libdocket.a
	@echo "  LINK  $@"
	$(Q)$(CC) $(CFLAGS) $(LDFLAGS) -o $@ $< $(BUILD)/libdocket.a $(PKG_LIBS)

$(BUILD)/bot/%.o: bot/%.c Makefile
	@echo "  CC    $<"
	$(Q)mkdir -p $(@D)
	$(Q)$(CC) $(CPPFLAGS) $(CFLAGS) -include include/docket/base/banned.h -MMD -MP -c -o $@ $<

$(BUILD)/tests/%.o: tests/%.c Makefile
	@echo "  CC    $<"
	$(Q)mkdir -p $(@D)
	$(Q)$(CC) $(CPPFLAGS) $(CFLAGS) -Itests/unit -MMD -MP -c -o $@ $<

$(BUILD)/bot/store/migrate.o: $(wildcard bot/store/*.sql bot/store/migrate/*.sql)

$(BUILD)/assets.S: $(ASSETS) tests/lint/assets.sh Makefile
	@echo "  GEN   $@"
	$(Q)mkdir -p $(@D)
	$(Q)sh tests/lint/assets.sh $(ASSETS) > $@

$(BUILD)/assets.o: $(BUILD)/assets.S
	$(Q)$(CC) -c -o $@ $<

# build/san and build/cover lie below build, but their objects are not this build's.
-include $(shell find $(BUILD) -name '*.d' -not -path 'build/*/bot/*' -not -path 'build/*/tests/*' 2>/dev/null) \
	$(if $(filter-out build,$(BUILD)),$(shell find $(BUILD) -name '*.d' 2>/dev/null))

.PHONY: check test model san property fuzz bench cover tidy shots demo run score man fmt arrows install clean
unit: $(BUILD)/unit ## run the unit tables (UNIT=substring picks some)
	$(Q)$(BUILD)/unit $(UNIT)

demo: all ## play config/demo through the real daemon; ends by itself
	$(Q)sh config/demo/play.sh $(BUILD)/docket

run: all ## stay up on the demo's embedded set-up; then: docket say --from …
	$(Q)sh config/demo/run.sh $(BUILD)/docket

check: all ## units, arrows and the Maildir scenarios, under a minute
	$(Q)$(MAKE) --no-print-directory -j$$(nproc) $(BUILD)/unit
	$(Q)python3 tests/run.py --build $(BUILD) check

test: all test-deps ## everything: units, corpora, scenarios on real servers, crash and fault loops
	$(Q)$(MAKE) --no-print-directory -j$$(nproc) $(BUILD)/unit $(BUILD)/property
	$(Q)python3 tests/run.py --build $(BUILD) test

san: all test-deps ## the whole suite under ASan and UBSan
	$(Q)$(MAKE) --no-print-directory SAN=1 -j$$(nproc) build/san/docket build/san/unit build/san/property
	$(Q)python3 tests/run.py --build build/san san

property: all ## 10,000 random steps, every row of the move table, rebuilt in the end (STEPS= SEED=)
	$(Q)$(MAKE) --no-print-directory -j$$(nproc) $(BUILD)/property
	$(Q)$(BUILD)/property --steps $(or $(STEPS),10000) --seed $(or $(SEED),2)

fuzz: all test-deps ## libFuzzer over every parser, SECS= seconds each (default 60)
	$(Q)sh tests/fuzz/run.sh $(or $(SECS),60) $(FUZZ)

bench: all test-deps ## speed and size beside peers; KIT=DIR names the bench kit
	$(Q)$(MAKE) --no-print-directory -j$$(nproc) $(BUILD)/bench-desk $(BUILD)/bench-chat
	$(Q)$(BUILD)/bench-desk 2>/dev/null
	$(Q)python3 tests/bench/chat.py $(BUILD)
	$(Q)sh tests/bench/run.sh $(BUILD)/docket

cover: all test-deps ## line coverage of the unit tables and Maildir scenarios
	$(Q)$(MAKE) --no-print-directory COVER=1 -j$$(nproc) build/cover/docket build/cover/unit
	$(Q)sh tests/lint/cover.sh

tidy: all test-deps ## clang-tidy and cppcheck with the committed lists
	$(Q)sh tests/lint/tidy.sh

shots: all test-deps ## pictures of mails in build/shots
	$(Q)sh tests/lint/shots.sh $(BUILD)/docket

score: all ## every measure of the gold and mail sets (DATA=DIR TOOLS=DIR)
	$(Q)sh tests/bench/score.sh $(BUILD)/docket $(or $(DATA),../shared/data) $(or $(TOOLS),../shared/tools)

ACTS := $(sort $(wildcard tests/corpus/train/acts/*.tsv))
SENTENCES := $(sort $(wildcard tests/corpus/train/sentences/*.tsv))
FOLDS := 0 1 2 3 4 # TRAIN_FOLDS of tests/train/train.h
LEARNT_SETS := fresh fresh2a fresh2b fresh3 fresh4 fresh5
DECISIONS := $(sort $(wildcard tests/corpus/train/decisions/*.tsv)) $(sort $(wildcard tests/corpus/gold/negatives*.txt)) tests/corpus/gold/plain.txt tests/corpus/fresh5/plain.txt --held tests/corpus/gold/feedback $(LEARNT_SETS:%=tests/corpus/%/feedback) $(BUILD)/rounds/feedback
INTENTS := --held tests/corpus/gold/intake $(LEARNT_SETS:%=tests/corpus/%/intake) tests/corpus/trades/intake
$(BUILD)/pairs: $(BUILD)/tests/train/pairs.o $(BUILD)/libdocket.a
	@echo "  LINK  $@"
	$(Q)$(CC) $(CFLAGS) $(LDFLAGS) -o $@ $< $(BUILD)/libdocket.a $(PKG_LIBS)

model: all $(BUILD)/learn $(BUILD)/pairs $(BUILD)/whole ## learn templates/model and wish_pair.def anew from tests/corpus/train (HOLD=1 measures only)
	$(Q)python3 tests/train/items.py $(BUILD)/docket $(BUILD)/items
	$(Q)python3 tests/train/brief.py $(BUILD)/docket $(BUILD)/brief
	$(Q)python3 tests/bench/rounds.py $(BUILD)/rounds
	$(Q)mkdir -p $(BUILD)/folds # replies are read by weights that have not seen their sentences
	$(Q)for k in $(FOLDS); do $(BUILD)/learn --weak 3 $(ACTS) --without $$k $(SENTENCES) > $(BUILD)/folds/$$k.tsv || exit 1; done
ifdef HOLD
	$(Q)$(BUILD)/learn --hold $(ACTS) $(SENTENCES)
	$(Q)$(BUILD)/learn --items --hold $(BUILD)/items/*.tsv
	$(Q)$(BUILD)/learn --brief --hold $(BUILD)/brief/*.tsv
	$(Q)$(BUILD)/whole decision --folds $(BUILD)/folds $(DECISIONS) > $(BUILD)/decision.txt
	$(Q)$(BUILD)/learn --decision --hold $(BUILD)/decision.txt
	$(Q)$(BUILD)/whole intent $(INTENTS) > $(BUILD)/intent.txt
	$(Q)$(BUILD)/learn --intent --hold $(BUILD)/intent.txt
	$(Q)python3 tests/train/pairs.py $(BUILD)/pairs bot/understand/wish_pair.def --hold
else
	$(Q)$(BUILD)/learn --weak 3 $(ACTS) $(SENTENCES) > $(BUILD)/sentences.tsv && mv $(BUILD)/sentences.tsv templates/model/sentences.tsv
	$(Q)$(BUILD)/learn $(ACTS) > $(BUILD)/acts.tsv && mv $(BUILD)/acts.tsv templates/model/acts.tsv
	$(Q)$(BUILD)/learn --items $(BUILD)/items/*.tsv > $(BUILD)/items.tsv && mv $(BUILD)/items.tsv templates/model/items.tsv
	$(Q)$(BUILD)/learn --brief $(BUILD)/brief/*.tsv > $(BUILD)/brief.tsv && mv $(BUILD)/brief.tsv templates/model/brief.tsv
	$(Q)$(MAKE) --no-print-directory $(BUILD)/whole # it holds what was learnt above
	$(Q)$(BUILD)/whole decision --folds $(BUILD)/folds $(DECISIONS) > $(BUILD)/decision.txt
	$(Q)$(BUILD)/learn --decision $(BUILD)/decision.txt > $(BUILD)/decision.tsv && mv $(BUILD)/decision.tsv templates/model/decision.tsv
	$(Q)$(MAKE) --no-print-directory $(BUILD)/whole # the intent hears the verdict
	$(Q)$(BUILD)/whole intent $(INTENTS) > $(BUILD)/intent.txt
	$(Q)$(BUILD)/learn --intent $(BUILD)/intent.txt > $(BUILD)/intent.tsv && mv $(BUILD)/intent.tsv templates/model/intent.tsv
	$(Q)$(MAKE) --no-print-directory $(BUILD)/pairs # it holds what was learnt above
	$(Q)python3 tests/train/pairs.py $(BUILD)/pairs bot/understand/wish_pair.def
endif

arrows: ## compare every include with tests/lint/arrows.tbl
	$(Q)sh tests/lint/arrows.sh

man: all $(BUILD)/unit ## the manual page's sections that come from tables
	$(Q)python3 tests/lint/man.py $(BUILD)/unit config/man/docket.1

fmt: ## clang-format everything
	$(Q)clang-format -i $$(find bot include tests -name '*.[ch]')

PREFIX ?= /usr/local
install: all ## install the program, its manual page and the systemd unit
	install -D -m 755 $(BUILD)/docket $(DESTDIR)$(PREFIX)/bin/docket
	install -D -m 755 config/verify-receipt $(DESTDIR)$(PREFIX)/share/docket/verify-receipt
	install -D -m 644 config/man/docket.1 $(DESTDIR)$(PREFIX)/share/man/man1/docket.1
	install -D -m 644 config/docket.service $(DESTDIR)/lib/systemd/system/docket.service

clean: ## remove build/
	$(Q)rm -rf build

help: ## this list
	$(Q)sed -n 's/^\([a-z-]*\):.*## \(.*\)/\1|\2/p' Makefile | awk -F'|' '{printf "  make %-8s %s\n", $$1, $$2}'
