/*
 * Spawns a program that may talk on one socket and do nothing else.
 *
 * The walls, from the outside in: no descriptor but a socket at 3, no environment, no capability, resource limits,
 * Landlock (which files it may read or run) and a seccomp filter (which system calls it may make). Landlock and seccomp
 * are used where the kernel has them; `csandbox_support` says so.
 */
#ifndef CSANDBOX_H
#define CSANDBOX_H

#include <stdint.h>
#include <sys/types.h>

/* What this kernel offers. */
typedef struct {
    /* The version of Landlock's interface; 0 when the kernel lacks it or did not start it. */
    int32_t landlock;
    /* Whether a seccomp filter can be installed and this build knows the processor's system calls. */
    int32_t seccomp;
} csandbox_support_t;

csandbox_support_t csandbox_support(void);

/* What to run and within which limits. A limit of 0 means that the parent's own limit stays. */
typedef struct {
    /* An absolute path. */
    const char *executable;
    /* Ends with NULL; the first is the program's own name. */
    char *const *arguments;
    /* Files and folders that it may read, and whose programs it may not run; ends with NULL; one that is missing is skipped. */
    const char *const *readable;
    /* Bytes of address space. */
    uint64_t address_space;
    /* Seconds of processor time over its whole life. */
    uint64_t processor_seconds;
    /* Descriptors that may be open at once. */
    uint64_t descriptors;
    /* Processes and threads of the whole user account, as the kernel counts them; not enforced for root. */
    uint64_t tasks;
    /* 0 leaves the wall out, as on a kernel without it. */
    int32_t use_landlock;
    int32_t use_seccomp;
} csandbox_request_t;

/* A program that runs. The caller closes both descriptors and reaps the process. */
typedef struct {
    pid_t pid;
    /* Our end of the socket pair; non-blocking. */
    int32_t channel;
    /* The reading end of its standard error; non-blocking on both ends, so what nobody reads is lost at 64 KiB. */
    int32_t complaints;
    /* Whether the walls stand. */
    int32_t landlock;
    int32_t seccomp;
} csandbox_child_t;

/* Where a spawn failed. */
typedef enum {
    CSANDBOX_NO_STEP = 0,
    CSANDBOX_DESCRIPTORS,
    CSANDBOX_MEMORY,
    CSANDBOX_CLONE,
    CSANDBOX_PARENT,
    CSANDBOX_LIMITS,
    CSANDBOX_PRIVILEGES,
    CSANDBOX_LANDLOCK,
    CSANDBOX_SECCOMP,
    CSANDBOX_EXECUTE,
} csandbox_step_t;

typedef struct {
    csandbox_step_t step;
    /* The `errno` of the step. */
    int32_t code;
} csandbox_failure_t;

/*
 * Starts a program; answers 0, or -1 with the failure filled in and nothing left behind.
 *
 * The program dies with the thread that called this (PR_SET_PDEATHSIG). It leads a process group of its own.
 */
int csandbox_spawn(const csandbox_request_t *request, csandbox_child_t *child, csandbox_failure_t *failure);

/* The step's name in plain English. */
const char *csandbox_step_name(csandbox_step_t step);

/* Kills a program with its whole process group, reaps it and answers its wait status; -1 when it was reaped already. */
int csandbox_end(pid_t pid);

/* The file that a symbol of this very process was loaded from; NULL when there is none. The loader owns the text. */
const char *csandbox_file_of_symbol(const char *symbol);

#endif
