/* Calls of libmgen_people per second of CPU: bench/export.sh builds and runs it. A round is what a simulator does for an event: it asks when the person acts, tells of a
   message that arrives before in every other round, and lets the person act. */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include "mgen_people.h"

int main(int argc, char **argv)
{
    mgen_person *person;
    mgen_event event = {0};
    char error[1024];
    int64_t calls = 0, sent = 0;

    if (argc != 4) {
        fprintf(stderr, "usage: people CONFIG GROUP MILLIONS\n");
        return 2;
    }
    if (mgen_person_create(argv[1], argv[2], 7, &person, error, sizeof error) != 0) {
        fprintf(stderr, "%s\n", error);
        return 3;
    }
    int64_t most = strtoll(argv[3], NULL, 10) * 1000000;
    clock_t begin = clock();
    for (int64_t round = 0; calls < most; round++) {
        int64_t next = mgen_person_next_time(person);
        calls++;
        if (round % 2 == 0 && next > event.nanoseconds) {
            if (mgen_person_received(person, event.nanoseconds + (next - event.nanoseconds) / 2) != 0)
                return 3;
            calls++;
        }
        if (mgen_person_next(person, &event) != 0)
            return 3;
        calls++;
        sent += event.action == MGEN_SEND;
    }
    double seconds = (double)(clock() - begin) / CLOCKS_PER_SEC;
    printf("libmgen_people: %.2f million calls per CPU second (%" PRId64 " calls, %" PRId64 " messages, %.2f s)\n", calls / seconds / 1e6, calls, sent, seconds);
    mgen_person_free(person);
    return 0;
}
