/* System calls that Swift does not import, for the misbehaving module. Each answers as the call does, with `errno`. */
#ifndef ATTEMPTS_H
#define ATTEMPTS_H

int attempt_fork(void);
int attempt_execute(void);
int attempt_outlive_host(void);
int attempt_trace_host(void);
int attempt_io_uring(void);
int attempt_limit_host(void);

#endif
