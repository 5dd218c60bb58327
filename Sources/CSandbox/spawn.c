#define _GNU_SOURCE
#include "csandbox.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/capability.h>
#include <linux/seccomp.h>
#include <sched.h>
#include <signal.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/random.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "filter.h"
#include "landlock.h"

enum { CHANNEL = 3, FIRST_OWN = 10, STACK_SIZE = 64 * 1024, SECRET_SIZE = 64 * 1024 };

/* Everything the child needs, made before it exists: between clone and exec only system calls are safe. */
typedef struct {
    const csandbox_request_t *request;
    csandbox_filter_t *filter;
    const char *path;
    char *const *arguments;
    char *const *environment;
    int nothing;
    int channel;
    int complaints;
    int ruleset;
    int use_seccomp;
    pid_t parent;
    /* The child shares our memory until exec, so it reports here. */
    volatile csandbox_failure_t failure;
} plan_t;

static const char *const step_names[] = {
    "nothing", "opening descriptors", "reserving memory", "making a process", "finding its parent alive",
    "setting limits", "giving up privileges", "entering Landlock", "installing the seccomp filter", "running the program",
};

const char *csandbox_step_name(csandbox_step_t step) { return step_names[step]; }

csandbox_support_t csandbox_support(void) {
    uint32_t refuse = SECCOMP_RET_ERRNO;
    int filter = syscall(SYS_seccomp, SECCOMP_GET_ACTION_AVAIL, 0, &refuse) == 0;
    return (csandbox_support_t){
        .landlock = csandbox_landlock_version(), .seccomp = filter && csandbox_filter_known()};
}

/* --- In the child: system calls only. --- */

static void fail(plan_t *plan, csandbox_step_t step) {
    plan->failure.step = step;
    plan->failure.code = errno;
    _exit(127);
}

static int limit(int resource, uint64_t value) {
    struct rlimit wanted = {value, value};
    struct rlimit inherited;
    if (getrlimit(resource, &inherited) != 0) return -1;
    if (inherited.rlim_max < wanted.rlim_max) wanted.rlim_cur = wanted.rlim_max = inherited.rlim_max;
    return setrlimit(resource, &wanted);
}

static int set_limits(const plan_t *plan) {
    const csandbox_request_t *request = plan->request;
    if (limit(RLIMIT_CORE, 0) || limit(RLIMIT_FSIZE, 0) || limit(RLIMIT_MEMLOCK, 0) || limit(RLIMIT_MSGQUEUE, 0) ||
        limit(RLIMIT_STACK, 8 << 20))
        return -1;
    if (request->address_space && limit(RLIMIT_AS, request->address_space)) return -1;
    if (request->processor_seconds && limit(RLIMIT_CPU, request->processor_seconds)) return -1;
    if (request->descriptors && limit(RLIMIT_NOFILE, request->descriptors)) return -1;
    /* Without the filter this is the only thing that refuses a process, and it refuses threads with it. */
    if (!plan->use_seccomp) return limit(RLIMIT_NPROC, 0);
    return request->tasks ? limit(RLIMIT_NPROC, request->tasks) : 0;
}

/* Root without its capabilities is an ordinary user that owns many files; Landlock keeps those away. */
static int give_up_privileges(void) {
    for (int capability = 0; capability < 64; capability++) {
        if (prctl(PR_CAPBSET_DROP, capability, 0, 0, 0) != 0 && errno != EINVAL && errno != EPERM) return -1;
    }
    struct __user_cap_header_struct header = {.version = _LINUX_CAPABILITY_VERSION_3, .pid = 0};
    struct __user_cap_data_struct none[2];
    memset(none, 0, sizeof none);
    if (syscall(SYS_capset, &header, none) != 0) return -1;
    return prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
}

static void forget_signals(void) {
    struct sigaction standard;
    memset(&standard, 0, sizeof standard);
    standard.sa_handler = SIG_DFL;
    for (int number = 1; number < NSIG; number++) sigaction(number, &standard, NULL);
    sigset_t none;
    sigemptyset(&none);
    sigprocmask(SIG_SETMASK, &none, NULL);
}

static int become(void *argument) {
    plan_t *plan = argument;
    /* A group of its own: our terminal's Ctrl-C is not for it, and the whole group can be killed at once. */
    setpgid(0, 0);
    if (prctl(PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0) != 0) fail(plan, CSANDBOX_PARENT);
    errno = ESRCH;
    if (getppid() != plan->parent) fail(plan, CSANDBOX_PARENT);
    forget_signals();
    if (dup2(plan->nothing, 0) < 0 || dup2(plan->nothing, 1) < 0 || dup2(plan->complaints, 2) < 0 ||
        dup2(plan->channel, CHANNEL) < 0 || chdir("/") != 0)
        fail(plan, CSANDBOX_DESCRIPTORS);
    if (set_limits(plan) != 0) fail(plan, CSANDBOX_LIMITS);
    if (give_up_privileges() != 0) fail(plan, CSANDBOX_PRIVILEGES);
    if (plan->ruleset >= 0 && csandbox_landlock_enter(plan->ruleset) != 0) fail(plan, CSANDBOX_LANDLOCK);
    if (syscall(SYS_close_range, CHANNEL + 1, ~0U, 0) != 0) fail(plan, CSANDBOX_DESCRIPTORS);
    if (plan->use_seccomp) {
        csandbox_filter_own(plan->filter, (pid_t)syscall(SYS_getpid));
        struct sock_fprog program = {.len = plan->filter->length, .filter = plan->filter->code};
        if (syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, 0, &program) != 0) fail(plan, CSANDBOX_SECCOMP);
    }
    syscall(SYS_execve, plan->path, plan->arguments, plan->environment);
    fail(plan, CSANDBOX_EXECUTE);
    return 0;
}

/* --- In the parent. --- */

/* Moves a descriptor out of the way of 0 to 3, which the child overwrites. */
static int out_of_the_way(int descriptor) {
    if (descriptor < 0 || descriptor >= FIRST_OWN) return descriptor;
    int moved = fcntl(descriptor, F_DUPFD_CLOEXEC, FIRST_OWN);
    int failure = errno;
    close(descriptor);
    errno = failure;
    return moved;
}

static void close_if_open(int descriptor) {
    if (descriptor >= 0) close(descriptor);
}

static void *room(size_t size) {
    void *memory = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    return memory == MAP_FAILED ? NULL : memory;
}

/* Copies of the path, the arguments and the environment at random places: the filter lets exec pass for those only. */
static int hide(plan_t *plan, char *secret) {
    uint16_t jitter[3];
    if (getrandom(jitter, sizeof jitter, 0) != (ssize_t)sizeof jitter) return -1;
    size_t length = strlen(plan->request->executable) + 1;
    size_t count = 0;
    while (plan->request->arguments[count]) count++;
    if (length > 4096 || (count + 1) * sizeof(char *) > 8192) {
        errno = E2BIG;
        return -1;
    }
    char *path = secret + jitter[0] % 8192;
    char **arguments = (char **)(void *)(secret + 16384 + (jitter[1] % 1024) * sizeof(char *));
    char **environment = (char **)(void *)(secret + 40960 + (jitter[2] % 2048) * sizeof(char *));
    memcpy(path, plan->request->executable, length);
    memcpy(arguments, plan->request->arguments, (count + 1) * sizeof(char *));
    environment[0] = NULL;
    plan->path = path;
    plan->arguments = arguments;
    plan->environment = environment;
    return 0;
}

/* A random page: a program that wants to run another would have to guess it. */
static char *random_place(void) {
    for (int attempt = 0; attempt < 16; attempt++) {
        uint64_t random = 0;
        if (getrandom(&random, sizeof random, 0) != (ssize_t)sizeof random) return NULL;
        void *wanted = (void *)(uintptr_t)((random & 0x3fffffff0000ULL) | 0x10000);
        void *memory = mmap(
            wanted, SECRET_SIZE, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED_NOREPLACE, -1, 0);
        if (memory != MAP_FAILED) return memory;
    }
    return room(SECRET_SIZE);
}

static pid_t start(plan_t *plan, char *stack) {
    sigset_t all, before;
    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, &before);
    /* As posix_spawn does it: we wait until the child has executed or ended, so sharing memory is safe. */
    pid_t pid = clone(become, stack + STACK_SIZE, CLONE_VM | CLONE_VFORK | SIGCHLD, plan);
    int failure = errno;
    pthread_sigmask(SIG_SETMASK, &before, NULL);
    errno = failure;
    return pid;
}

static int failed(csandbox_failure_t *failure, csandbox_step_t step) {
    *failure = (csandbox_failure_t){.step = step, .code = errno};
    return -1;
}

static int spawn_with(
    plan_t *plan, int channel, int complaints, char *stack, csandbox_child_t *child, csandbox_failure_t *failure) {
    pid_t pid = start(plan, stack);
    if (pid < 0) return failed(failure, CSANDBOX_CLONE);
    if (plan->failure.step != CSANDBOX_NO_STEP) {
        *failure = (csandbox_failure_t){.step = plan->failure.step, .code = plan->failure.code};
        while (waitpid(pid, NULL, 0) < 0 && errno == EINTR) {
        }
        return -1;
    }
    *child = (csandbox_child_t){
        .pid = pid, .channel = channel, .complaints = complaints, .landlock = plan->ruleset >= 0,
        .seccomp = plan->use_seccomp};
    return 0;
}

static int spawn_in_memory(
    plan_t *plan, int channel, int complaints, csandbox_child_t *child, csandbox_failure_t *failure) {
    char *stack = room(STACK_SIZE);
    char *secret = random_place();
    plan->filter = room(sizeof *plan->filter);
    int result = -1;
    if (!stack || !secret || !plan->filter || hide(plan, secret) != 0) {
        failed(failure, CSANDBOX_MEMORY);
    } else {
        csandbox_filter_write(plan->filter, plan->path, plan->arguments, plan->environment);
        result = spawn_with(plan, channel, complaints, stack, child, failure);
    }
    if (stack) munmap(stack, STACK_SIZE);
    if (secret) munmap(secret, SECRET_SIZE);
    if (plan->filter) munmap(plan->filter, sizeof *plan->filter);
    return result;
}

static int do_not_block(int descriptor) {
    int flags = fcntl(descriptor, F_GETFL);
    return flags < 0 ? -1 : fcntl(descriptor, F_SETFL, flags | O_NONBLOCK);
}

int csandbox_spawn(const csandbox_request_t *request, csandbox_child_t *child, csandbox_failure_t *failure) {
    csandbox_support_t support = csandbox_support();
    plan_t plan = {
        .request = request, .ruleset = -1, .use_seccomp = request->use_seccomp && support.seccomp, .parent = getpid()};
    *failure = (csandbox_failure_t){.step = CSANDBOX_NO_STEP, .code = 0};
    int sockets[2] = {-1, -1};
    int pipes[2] = {-1, -1};
    int result = -1;
    int opened = socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, sockets) == 0 &&
        pipe2(pipes, O_CLOEXEC | O_NONBLOCK) == 0 && do_not_block(sockets[0]) == 0;
    if (opened) {
        sockets[1] = out_of_the_way(sockets[1]);
        pipes[1] = out_of_the_way(pipes[1]);
    }
    plan.nothing = opened ? out_of_the_way(open("/dev/null", O_RDWR | O_CLOEXEC)) : -1;
    plan.channel = sockets[1];
    plan.complaints = pipes[1];
    if (plan.nothing < 0 || plan.channel < 0 || plan.complaints < 0) {
        failed(failure, CSANDBOX_DESCRIPTORS);
    } else {
        int wanted = request->use_landlock && support.landlock > 0;
        if (wanted) {
            plan.ruleset = out_of_the_way(
                csandbox_landlock_ruleset(support.landlock, request->executable, request->readable));
        }
        if (wanted && plan.ruleset < 0) {
            failed(failure, CSANDBOX_LANDLOCK);
        } else {
            result = spawn_in_memory(&plan, sockets[0], pipes[0], child, failure);
        }
    }
    close_if_open(plan.nothing);
    close_if_open(plan.ruleset);
    close_if_open(sockets[1]);
    close_if_open(pipes[1]);
    if (result != 0) {
        close_if_open(sockets[0]);
        close_if_open(pipes[0]);
    }
    return result;
}

int csandbox_end(pid_t pid) {
    /* Not reaped yet, so neither the process id nor the group's can belong to anyone else. */
    kill(-pid, SIGKILL);
    kill(pid, SIGKILL);
    int status = 0;
    pid_t ended;
    while ((ended = waitpid(pid, &status, 0)) < 0 && errno == EINTR) {
    }
    return ended == pid ? status : -1;
}
