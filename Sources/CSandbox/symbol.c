#define _GNU_SOURCE
#include "csandbox.h"

#include <dlfcn.h>
#include <stddef.h>

const char *csandbox_file_of_symbol(const char *symbol) {
    Dl_info found;
    void *address = dlsym(RTLD_DEFAULT, symbol);
    return address && dladdr(address, &found) ? found.dli_fname : NULL;
}
