#define _GNU_SOURCE
#include "attempts.h"

#include <stddef.h>
#include <sys/prctl.h>
#include <sys/ptrace.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

int attempt_fork(void) {
    pid_t pid = fork();
    /* A child that should not be there stays, so that a test can find it. */
    if (pid == 0) {
        for (;;) pause();
    }
    return pid;
}

int attempt_execute(void) {
    char *arguments[] = {"/proc/self/exe", NULL};
    return execve("/proc/self/exe", arguments, arguments + 1);
}

int attempt_outlive_host(void) { return prctl(PR_SET_PDEATHSIG, 0, 0, 0, 0); }

int attempt_trace_host(void) { return (int)ptrace(PTRACE_ATTACH, getppid(), 0, 0); }

int attempt_io_uring(void) { return (int)syscall(SYS_io_uring_setup, 1, NULL); }

int attempt_limit_host(void) {
    struct rlimit limit = {64, 64};
    return prlimit(getppid(), RLIMIT_NOFILE, &limit, NULL);
}

static int count;
static char **arguments;

/* The C library hands its constructors what it hands to main. */
__attribute__((constructor)) static void keep(int given_count, char **given) {
    count = given_count;
    arguments = given;
}

const char *attempt_argument(int index) { return index < count ? arguments[index] : NULL; }
