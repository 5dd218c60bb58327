/* Landlock: which files a program may read or run. Private to this target. */
#ifndef CSANDBOX_LANDLOCK_H
#define CSANDBOX_LANDLOCK_H

/* The version of the interface, 0 without one. */
int csandbox_landlock_version(void);

/*
 * Makes a ruleset: `executable` and the system's loader may be run and read, `readable` may be read, nothing may be
 * written, and from version 4 and 6 on neither TCP nor other programs' sockets and signals are in reach.
 *
 * Answers a descriptor, or -1 with `errno`.
 */
int csandbox_landlock_ruleset(int version, const char *executable, const char *const *readable);

/* Locks this process in; safe between clone and exec. */
int csandbox_landlock_enter(int ruleset);

#endif
