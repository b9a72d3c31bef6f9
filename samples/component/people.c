/* The first messages of a person:  cc people.c -I../../src/People -L. -l:libmgen_people.so -o people && LD_LIBRARY_PATH=. ./people ../client/alice.yaml tea 5 */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include "mgen_people.h"

int main(int argc, char **argv)
{
    mgen_person *person;
    mgen_event event;
    char error[1024];

    if (argc != 4) {
        fprintf(stderr, "usage: people CONFIG GROUP EVENTS\n");
        return 2;
    }
    if (mgen_person_create(argv[1], argv[2], 7, &person, error, sizeof error) != 0) {
        fprintf(stderr, "%s\n", error);
        return 2;
    }
    for (int i = atoi(argv[3]); i > 0 && mgen_person_next(person, &event) == 0; i--)
        printf("%" PRId64 " %d %" PRIu32 " %" PRIu32 "\n", event.nanoseconds, event.action, event.id, event.bytes);
    mgen_person_free(person);
    return 0;
}
