#define _GNU_SOURCE
#include "landlock.h"

#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

/* Written out here, for Debian 12's headers know only the first versions of the interface. */
enum {
    EXECUTE = 1 << 0,
    READ_FILE = 1 << 2,
    READ_FOLDER = 1 << 3,
    EVERY_FILE_RIGHT_1 = (1 << 13) - 1,
    REFER_2 = 1 << 13,
    TRUNCATE_3 = 1 << 14,
    DEVICES_5 = 1 << 15,
    EVERY_NETWORK_RIGHT_4 = 3,
    EVERY_SCOPE_6 = 3,
    VERSION_FLAG = 1,
    RULE_PATH_BENEATH = 1,
};

typedef struct {
    uint64_t files;
    uint64_t network;
    uint64_t scopes;
} ruleset_attributes;

typedef struct {
    uint64_t allowed;
    int32_t parent;
} __attribute__((packed)) path_rule;

/* The programs that load a dynamically linked one. */
static const char *const loaders[] = {
    "/lib64/ld-linux-x86-64.so.2", "/lib/ld-linux-aarch64.so.1", "/lib/ld-musl-x86_64.so.1", "/lib/ld-musl-aarch64.so.1",
    0,
};

int csandbox_landlock_version(void) {
    long version = syscall(SYS_landlock_create_ruleset, 0, 0, VERSION_FLAG);
    return version > 0 ? (int)version : 0;
}

/* A path that is missing is no error: what is not there needs no permission. */
static int allow(int ruleset, const char *path, uint64_t rights) {
    int parent = open(path, O_PATH | O_CLOEXEC);
    if (parent < 0) return errno == ENOENT || errno == ENOTDIR ? 0 : -1;
    struct stat status;
    int result = fstat(parent, &status);
    if (result == 0) {
        path_rule rule = {.allowed = rights, .parent = parent};
        if (!S_ISDIR(status.st_mode)) rule.allowed &= ~(uint64_t)READ_FOLDER;
        result = (int)syscall(SYS_landlock_add_rule, ruleset, RULE_PATH_BENEATH, &rule, 0);
    }
    int failure = errno;
    close(parent);
    errno = failure;
    return result;
}

static int allow_all(int ruleset, const char *executable, const char *const *readable) {
    if (allow(ruleset, executable, EXECUTE | READ_FILE) < 0) return -1;
    for (int index = 0; loaders[index]; index++) {
        if (allow(ruleset, loaders[index], EXECUTE | READ_FILE) < 0) return -1;
    }
    for (int index = 0; readable && readable[index]; index++) {
        if (allow(ruleset, readable[index], READ_FILE | READ_FOLDER) < 0) return -1;
    }
    return 0;
}

int csandbox_landlock_ruleset(int version, const char *executable, const char *const *readable) {
    ruleset_attributes attributes = {.files = EVERY_FILE_RIGHT_1};
    if (version >= 2) attributes.files |= REFER_2;
    if (version >= 3) attributes.files |= TRUNCATE_3;
    if (version >= 5) attributes.files |= DEVICES_5;
    if (version >= 4) attributes.network = EVERY_NETWORK_RIGHT_4;
    if (version >= 6) attributes.scopes = EVERY_SCOPE_6;
    size_t size = version >= 6 ? 24 : version >= 4 ? 16 : 8;
    int ruleset = (int)syscall(SYS_landlock_create_ruleset, &attributes, size, 0);
    if (ruleset < 0) return -1;
    if (allow_all(ruleset, executable, readable) == 0) return ruleset;
    int failure = errno;
    close(ruleset);
    errno = failure;
    return -1;
}

int csandbox_landlock_enter(int ruleset) { return (int)syscall(SYS_landlock_restrict_self, ruleset, 0); }
