/*
 * What .NET programs ask of Linux and the Shadow simulator does not have. Loaded by LD_PRELOAD into simulated processes only.
 *
 * mlock, munlock   the runtime locks one page when it finds no membarrier(2), and gives up if it cannot
 * recv             .NET peeks for one byte to learn of data without a buffer; the simulator would consume that byte, so it is
 *                  answered from poll(2) and FIONREAD, and the buffer is not touched
 * setsockopt       SO_LINGER and options that are not known are accepted: they change nothing that is simulated
 *
 * Build: cc -O2 -shared -fPIC -o mgen-shadow.so mgen-shadow.c
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stddef.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <unistd.h>

int mlock(const void *start, size_t length) {
    (void)start, (void)length;
    return 0;
}

int munlock(const void *start, size_t length) {
    (void)start, (void)length;
    return 0;
}

/* A stream's peek of at most one byte: how much recv would have returned. */
static ssize_t peek(int socket, size_t length, int flags) {
    int waits = !(flags & MSG_DONTWAIT) && !(fcntl(socket, F_GETFL) & O_NONBLOCK);
    struct pollfd ready = {.fd = socket, .events = POLLIN};
    int available = 0, error = 0;
    socklen_t size = sizeof error;

    if (poll(&ready, 1, waits ? -1 : 0) < 0 || ioctl(socket, FIONREAD, &available) < 0)
        return -1;
    if (available > 0)
        return length > 0 ? 1 : 0;
    if (ready.revents & POLLERR) {
        getsockopt(socket, SOL_SOCKET, SO_ERROR, &error, &size);
        if (error != 0) {
            errno = error;
            return -1;
        }
    }
    if (ready.revents != 0)
        return 0; /* readable, and nothing there: the end of the stream */
    errno = EAGAIN;
    return -1;
}

static ssize_t receive(int socket, void *buffer, size_t length, int flags) {
    if ((flags & MSG_PEEK) && length <= 1)
        return peek(socket, length, flags);
    return syscall(SYS_recvfrom, socket, buffer, length, flags, NULL, NULL);
}

ssize_t recv(int socket, void *buffer, size_t length, int flags) {
    return receive(socket, buffer, length, flags);
}

/* What recv is called in programs that were compiled with checks of buffer sizes. */
ssize_t __recv_chk(int socket, void *buffer, size_t length, size_t capacity, int flags) {
    (void)capacity;
    return receive(socket, buffer, length, flags);
}

int setsockopt(int socket, int level, int option, const void *value, socklen_t length) {
    if (level == SOL_SOCKET && option == SO_LINGER)
        return 0;
    int result = syscall(SYS_setsockopt, socket, level, option, value, length);
    return result < 0 && errno == ENOPROTOOPT ? 0 : result;
}
