/* The seccomp filter: which system calls a module may make. Private to this target. */
#ifndef CSANDBOX_FILTER_H
#define CSANDBOX_FILTER_H

#include <linux/filter.h>
#include <stdint.h>
#include <sys/types.h>

enum { CSANDBOX_FILTER_ROOM = 512 };

typedef struct {
    struct sock_filter code[CSANDBOX_FILTER_ROOM];
    unsigned short length;
    /* Where the program's own process id must be written before the filter is installed. */
    unsigned short own_pid[4];
    unsigned short own_pids;
} csandbox_filter_t;

/* Whether this build knows the processor's system calls. */
int csandbox_filter_known(void);

/*
 * Writes the filter. `execve` is allowed for exactly these three addresses: they are secret after the call, for the
 * memory that they name is gone by then.
 */
void csandbox_filter_write(csandbox_filter_t *filter, const void *path, const void *arguments, const void *environment);

/* Fills in the process id; safe between clone and exec. */
void csandbox_filter_own(csandbox_filter_t *filter, pid_t pid);

#endif
