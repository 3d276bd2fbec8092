/*
 * Loaded before libc: counts what a process does to files under KILL_FOLDER, and kills it by SIGKILL at the one numbered
 * KILL_AT: before it, or after half of it where KILL_HALF is set and it is a write. What was done is listed in KILL_LOG.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <fcntl.h>
#include <signal.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>

#define MOST 4096
static atomic_int done;
static atomic_char ours[MOST];
static int log_to = -1;

static const char *folder(void) { return getenv("KILL_FOLDER"); }
static int under(const char *path) { return folder() && path && strncmp(path, folder(), strlen(folder())) == 0; }
static int known(int fd) { return fd >= 0 && fd < MOST && ours[fd]; }
static void note(int fd, int is) { if (fd >= 0 && fd < MOST) ours[fd] = is; }

static void end(void) {
  kill(getpid(), SIGKILL);
  for (;;) pause();
}

/* 1 where half of it is to be done. */
static int step(const char *name) {
  int number = atomic_fetch_add(&done, 1) + 1;
  if (log_to < 0 && getenv("KILL_LOG")) log_to = syscall(SYS_openat, AT_FDCWD, getenv("KILL_LOG"), O_WRONLY | O_CREAT | O_APPEND, 0600);
  if (log_to >= 0) {
    syscall(SYS_write, log_to, name, strlen(name));
    syscall(SYS_write, log_to, "\n", 1);
  }
  const char *at = getenv("KILL_AT");
  if (!at || atoi(at) != number) return 0;
  if (getenv("KILL_HALF")) return 1;
  end();
  return 0;
}

#define NEXT(type, name) \
  static type (*next)(); \
  if (!next) next = (type (*)())dlsym(RTLD_NEXT, name)

#define OPENS(name, symbol) \
  int name(const char *path, int flags, ...) { \
    va_list rest; va_start(rest, flags); int mode = va_arg(rest, int); va_end(rest); \
    static int (*next)(const char *, int, ...); \
    if (!next) next = (int (*)(const char *, int, ...))dlsym(RTLD_NEXT, symbol); \
    if (under(path) && (flags & (O_CREAT | O_TRUNC))) step("open"); \
    int fd = next(path, flags, mode); \
    note(fd, under(path)); \
    return fd; \
  }
OPENS(open, "open")
OPENS(open64, "open64")

int close(int fd) { NEXT(int, "close"); note(fd, 0); return next(fd); }

#define WRITES(name, symbol, declared, given) \
  ssize_t name declared { \
    static ssize_t (*next) declared; \
    if (!next) next = (ssize_t (*) declared)dlsym(RTLD_NEXT, symbol); \
    if (known(fd) && step("write")) { size /= 2; next given; end(); } \
    return next given; \
  }
WRITES(write, "write", (int fd, const void *from, size_t size), (fd, from, size))
WRITES(pwrite, "pwrite", (int fd, const void *from, size_t size, off_t at), (fd, from, size, at))
WRITES(pwrite64, "pwrite64", (int fd, const void *from, size_t size, off64_t at), (fd, from, size, at))
WRITES(copy_file_range, "copy_file_range", (int other, off64_t *a, int fd, off64_t *b, size_t size, unsigned flags), (other, a, fd, b, size, flags))
WRITES(sendfile64, "sendfile64", (int fd, int other, off64_t *at, size_t size), (fd, other, at, size))

#define ON_FD(name, declared, given) \
  int name declared { \
    static int (*next) declared; \
    if (!next) next = (int (*) declared)dlsym(RTLD_NEXT, #name); \
    if (known(fd)) step(#name); \
    return next given; \
  }
ON_FD(fsync, (int fd), (fd))
ON_FD(fdatasync, (int fd), (fd))
ON_FD(fchmod, (int fd, mode_t mode), (fd, mode))
ON_FD(ftruncate64, (int fd, off64_t size), (fd, size))

#define ON_PATH(name, declared, given) \
  int name declared { \
    static int (*next) declared; \
    if (!next) next = (int (*) declared)dlsym(RTLD_NEXT, #name); \
    if (under(path)) step(#name); \
    return next given; \
  }
ON_PATH(rename, (const char *path, const char *to), (path, to))
ON_PATH(link, (const char *path, const char *to), (path, to))
ON_PATH(unlink, (const char *path), (path))
ON_PATH(remove, (const char *path), (path))
ON_PATH(mkdir, (const char *path, mode_t mode), (path, mode))
