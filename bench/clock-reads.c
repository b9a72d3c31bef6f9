/* Preloaded by system-calls.sh: counts a process's reads of the clock, which are no system calls and so invisible to strace.
 * The count is the first 8 bytes of the file $CLOCK_READS/<process id>. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <fcntl.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>

static atomic_ulong unmapped;
static atomic_ulong *reads = &unmapped;
static int (*real_clock_gettime)(clockid_t, struct timespec *);
static int (*real_gettimeofday)(struct timeval *, void *);

__attribute__((constructor)) static void map_count(void)
{
    real_clock_gettime = (int (*)(clockid_t, struct timespec *))dlsym(RTLD_NEXT, "clock_gettime");
    real_gettimeofday = (int (*)(struct timeval *, void *))dlsym(RTLD_NEXT, "gettimeofday");
    const char *directory = getenv("CLOCK_READS");
    char path[4096];
    if (!directory || snprintf(path, sizeof path, "%s/%d", directory, (int)getpid()) >= (int)sizeof path)
        return;
    int file = open(path, O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    if (file < 0)
        return;
    void *page = ftruncate(file, sizeof *reads) == 0 ? mmap(NULL, sizeof *reads, PROT_READ | PROT_WRITE, MAP_SHARED, file, 0) : MAP_FAILED;
    close(file);
    if (page != MAP_FAILED)
        reads = page;
}

int clock_gettime(clockid_t clock, struct timespec *time)
{
    atomic_fetch_add_explicit(reads, 1, memory_order_relaxed);
    if (!real_clock_gettime) /* called by a constructor that runs before ours */
        real_clock_gettime = (int (*)(clockid_t, struct timespec *))dlsym(RTLD_NEXT, "clock_gettime");
    return real_clock_gettime(clock, time);
}

int gettimeofday(struct timeval *restrict time, void *restrict zone)
{
    atomic_fetch_add_explicit(reads, 1, memory_order_relaxed);
    if (!real_gettimeofday)
        real_gettimeofday = (int (*)(struct timeval *, void *))dlsym(RTLD_NEXT, "gettimeofday");
    return real_gettimeofday(time, zone);
}
