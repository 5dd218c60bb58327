/* System calls that Swift does not import, for the misbehaving module. Each answers as the call does, with `errno`. */
#ifndef ATTEMPTS_H
#define ATTEMPTS_H

int attempt_fork(void);
int attempt_execute(void);
int attempt_outlive_host(void);
int attempt_trace_host(void);
int attempt_io_uring(void);
int attempt_limit_host(void);

/*
 * The program's own argument at an index, or NULL. Swift's `CommandLine` looks for its arguments in /proc/self/maps,
 * which is out of a module's reach.
 */
const char *attempt_argument(int index);

#endif
