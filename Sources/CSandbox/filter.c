#define _GNU_SOURCE
#include "filter.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/audit.h>
#include <linux/seccomp.h>
#include <sched.h>
#include <stddef.h>
#include <sys/ioctl.h>
#include <sys/prctl.h>
#include <sys/syscall.h>

#if defined(__x86_64__)
#define ARCHITECTURE AUDIT_ARCH_X86_64
#elif defined(__aarch64__)
#define ARCHITECTURE AUDIT_ARCH_AARCH64
#endif

#ifndef PR_SET_VMA
#define PR_SET_VMA 0x53564d41
#endif

int csandbox_filter_known(void) {
#ifdef ARCHITECTURE
    return 1;
#else
    return 0;
#endif
}

#ifdef ARCHITECTURE

#define DATA(member) ((uint32_t)offsetof(struct seccomp_data, member))
#define ARGUMENT_LOW(n) (DATA(args) + 8 * (n))
#define ARGUMENT_HIGH(n) (DATA(args) + 8 * (n) + 4)
#define REFUSE(error) (SECCOMP_RET_ERRNO | ((error) & SECCOMP_RET_DATA))

static void put(csandbox_filter_t *filter, uint16_t code, uint8_t yes, uint8_t no, uint32_t value) {
    filter->code[filter->length++] = (struct sock_filter){.code = code, .jt = yes, .jf = no, .k = value};
}

static void load(csandbox_filter_t *filter, uint32_t offset) { put(filter, BPF_LD | BPF_W | BPF_ABS, 0, 0, offset); }

static void answer(csandbox_filter_t *filter, uint32_t verdict) { put(filter, BPF_RET | BPF_K, 0, 0, verdict); }

/* The next `length` instructions run only for this call; the accumulator holds the call's number here. */
static void when(csandbox_filter_t *filter, uint32_t call, uint8_t length) {
    put(filter, BPF_JMP | BPF_JEQ | BPF_K, 0, length, call);
}

static void always(csandbox_filter_t *filter, uint32_t call, uint32_t verdict) {
    when(filter, call, 1);
    answer(filter, verdict);
}

/* Allows a call whose first argument is the program's own process id. */
static void on_itself(csandbox_filter_t *filter, uint32_t call) {
    when(filter, call, 4);
    load(filter, ARGUMENT_LOW(0));
    filter->own_pid[filter->own_pids++] = filter->length;
    put(filter, BPF_JMP | BPF_JEQ | BPF_K, 0, 1, 0);
    answer(filter, SECCOMP_RET_ALLOW);
    answer(filter, REFUSE(EPERM));
}

/* Allows a call that has none of these bits in an argument. */
static void without_bits(csandbox_filter_t *filter, uint32_t call, int argument, uint32_t bits) {
    when(filter, call, 4);
    load(filter, ARGUMENT_LOW(argument));
    put(filter, BPF_JMP | BPF_JSET | BPF_K, 0, 1, bits);
    answer(filter, REFUSE(EPERM));
    answer(filter, SECCOMP_RET_ALLOW);
}

/* Allows a call when an argument is one of a few values. */
static void for_values(
    csandbox_filter_t *filter, uint32_t call, int argument, const uint32_t *values, uint8_t count) {
    when(filter, call, (uint8_t)(count + 3));
    load(filter, ARGUMENT_LOW(argument));
    for (uint8_t index = 0; index < count; index++) {
        put(filter, BPF_JMP | BPF_JEQ | BPF_K, (uint8_t)(count - index), 0, values[index]);
    }
    answer(filter, REFUSE(EPERM));
    answer(filter, SECCOMP_RET_ALLOW);
}

/* Allows `execve` for three secret addresses. */
static void once(csandbox_filter_t *filter, const void *const addresses[3]) {
    when(filter, SYS_execve, 14);
    for (int index = 0; index < 3; index++) {
        uint64_t address = (uint64_t)(uintptr_t)addresses[index];
        uint8_t left = (uint8_t)(12 - 4 * index);
        load(filter, ARGUMENT_LOW(index));
        put(filter, BPF_JMP | BPF_JEQ | BPF_K, 0, (uint8_t)(left - 1), (uint32_t)address);
        load(filter, ARGUMENT_HIGH(index));
        put(filter, BPF_JMP | BPF_JEQ | BPF_K, 0, (uint8_t)(left - 3), (uint32_t)(address >> 32));
    }
    answer(filter, SECCOMP_RET_ALLOW);
    answer(filter, REFUSE(EPERM));
}

/* No honest handler asks for these; asking ends the program, so that it shows. */
static const uint32_t fatal[] = {
    SYS_ptrace, SYS_process_vm_readv, SYS_process_vm_writev, SYS_mount, SYS_umount2, SYS_pivot_root, SYS_chroot,
    SYS_setns, SYS_unshare, SYS_init_module, SYS_finit_module, SYS_delete_module, SYS_kexec_load, SYS_reboot,
    SYS_swapon, SYS_swapoff, SYS_bpf, SYS_perf_event_open, SYS_userfaultfd, SYS_io_uring_setup, SYS_io_uring_enter,
    SYS_io_uring_register, SYS_add_key, SYS_request_key, SYS_keyctl,
};

/* Memory, time, threads, and reading and writing what is already open. */
static const uint32_t harmless[] = {
    SYS_read, SYS_write, SYS_readv, SYS_writev, SYS_pread64, SYS_lseek, SYS_close, SYS_fstat, SYS_newfstatat, SYS_statx,
    SYS_statfs, SYS_fstatfs, SYS_getdents64, SYS_readlinkat, SYS_faccessat, SYS_getcwd, SYS_dup,
    SYS_dup3, SYS_recvfrom, SYS_sendto, SYS_shutdown,
    SYS_mmap, SYS_mprotect, SYS_munmap, SYS_mremap, SYS_madvise, SYS_brk, SYS_membarrier, SYS_mincore,
    SYS_futex, SYS_set_tid_address, SYS_set_robust_list, SYS_get_robust_list, SYS_rseq, SYS_gettid, SYS_sched_yield,
    SYS_sched_getaffinity, SYS_sched_getparam, SYS_sched_getscheduler, SYS_getcpu,
    SYS_rt_sigaction, SYS_rt_sigprocmask, SYS_rt_sigreturn, SYS_rt_sigsuspend, SYS_rt_sigtimedwait, SYS_sigaltstack,
    SYS_restart_syscall,
    SYS_exit, SYS_exit_group, SYS_getpid, SYS_getppid, SYS_getuid, SYS_geteuid, SYS_getgid, SYS_getegid, SYS_getresuid,
    SYS_getresgid, SYS_getgroups, SYS_getrusage, SYS_times, SYS_uname, SYS_sysinfo, SYS_getrandom, SYS_capget,
    SYS_clock_gettime, SYS_clock_getres, SYS_clock_nanosleep, SYS_nanosleep, SYS_gettimeofday,
    SYS_ppoll, SYS_pselect6, SYS_epoll_create1, SYS_epoll_ctl, SYS_epoll_pwait, SYS_eventfd2, SYS_timerfd_create,
    SYS_timerfd_settime, SYS_timerfd_gettime, SYS_pipe2,
#ifdef SYS_arch_prctl
    SYS_arch_prctl,
#endif
#ifdef SYS_access
    SYS_access,
#endif
#ifdef SYS_readlink
    SYS_readlink,
#endif
#ifdef SYS_stat
    SYS_stat, SYS_lstat,
#endif
#ifdef SYS_poll
    SYS_poll, SYS_select, SYS_epoll_wait, SYS_epoll_create, SYS_pipe, SYS_dup2, SYS_time, SYS_getpgrp,
#endif
};

/* Newer calls that a library tries first; "not in this kernel" makes it take the older one, which is checked. */
static const uint32_t unknown[] = {
    SYS_clone3,
#ifdef SYS_openat2
    SYS_openat2,
#endif
#ifdef SYS_faccessat2
    SYS_faccessat2,
#endif
#ifdef SYS_epoll_pwait2
    SYS_epoll_pwait2,
#endif
};

/* Not those that name a process to signal when a descriptor is ready: that would be a way to signal the host. */
static const uint32_t descriptor_commands[] = {F_DUPFD, F_DUPFD_CLOEXEC, F_GETFD, F_SETFD, F_GETFL, F_SETFL};
static const uint32_t device_commands[] = {TCGETS, TIOCGWINSZ, FIONREAD, FIONBIO, FIOCLEX, FIONCLEX};

/* Names for threads and memory; not the signal that ends it with its host. */
static const uint32_t process_options[] = {PR_SET_NAME, PR_GET_NAME, PR_SET_VMA};

#define COUNT(list) (sizeof(list) / sizeof((list)[0]))

void csandbox_filter_write(
    csandbox_filter_t *filter, const void *path, const void *arguments, const void *environment) {
    filter->length = 0;
    filter->own_pids = 0;
    /* A call by another processor mode's numbers would mean another call. */
    load(filter, DATA(arch));
    put(filter, BPF_JMP | BPF_JEQ | BPF_K, 1, 0, ARCHITECTURE);
    answer(filter, SECCOMP_RET_KILL_PROCESS);

    load(filter, DATA(nr));
    for (size_t index = 0; index < COUNT(harmless); index++) always(filter, harmless[index], SECCOMP_RET_ALLOW);
    for (size_t index = 0; index < COUNT(fatal); index++) always(filter, fatal[index], SECCOMP_RET_KILL_PROCESS);
    for (size_t index = 0; index < COUNT(unknown); index++) always(filter, unknown[index], REFUSE(ENOSYS));

    /* `O_RDONLY` is 0, so either bit of the access mode means writing. */
    uint32_t writing = O_WRONLY | O_RDWR | O_CREAT | O_TRUNC | O_APPEND;
    without_bits(filter, SYS_openat, 2, writing);
#ifdef SYS_open
    without_bits(filter, SYS_open, 1, writing);
#endif

    /* A thread, never a process. */
    when(filter, SYS_clone, 4);
    load(filter, ARGUMENT_LOW(0));
    put(filter, BPF_JMP | BPF_JSET | BPF_K, 0, 1, CLONE_THREAD);
    answer(filter, SECCOMP_RET_ALLOW);
    answer(filter, REFUSE(EPERM));

    /* It may end itself, and nobody else. */
    on_itself(filter, SYS_kill);
    on_itself(filter, SYS_tgkill);

    /* It may read limits; changing them reaches other processes too. */
    when(filter, SYS_prlimit64, 6);
    load(filter, ARGUMENT_LOW(2));
    put(filter, BPF_JMP | BPF_JEQ | BPF_K, 0, 3, 0);
    load(filter, ARGUMENT_HIGH(2));
    put(filter, BPF_JMP | BPF_JEQ | BPF_K, 0, 1, 0);
    answer(filter, SECCOMP_RET_ALLOW);
    answer(filter, REFUSE(EPERM));
#ifdef SYS_getrlimit
    always(filter, SYS_getrlimit, SECCOMP_RET_ALLOW);
#endif

    for_values(filter, SYS_prctl, 0, process_options, COUNT(process_options));
    for_values(filter, SYS_fcntl, 1, descriptor_commands, COUNT(descriptor_commands));
    for_values(filter, SYS_ioctl, 1, device_commands, COUNT(device_commands));

    once(filter, (const void *const[3]){path, arguments, environment});
    answer(filter, REFUSE(EPERM));
}

void csandbox_filter_own(csandbox_filter_t *filter, pid_t pid) {
    for (unsigned short index = 0; index < filter->own_pids; index++) {
        filter->code[filter->own_pid[index]].k = (uint32_t)pid;
    }
}

#else

void csandbox_filter_write(
    csandbox_filter_t *filter, const void *path, const void *arguments, const void *environment) {
    (void)path, (void)arguments, (void)environment;
    filter->length = 0;
    filter->own_pids = 0;
}

void csandbox_filter_own(csandbox_filter_t *filter, pid_t pid) { (void)filter, (void)pid; }

#endif
