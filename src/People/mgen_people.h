/* libmgen_people: simulated people of a messenger, without a clock and without a network. docs/EXPORT.md describes the use. */
#ifndef MGEN_PEOPLE_H
#define MGEN_PEOPLE_H

#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef struct mgen_person mgen_person;

enum mgen_action { MGEN_SEND = 0, MGEN_LEAVE = 1 };

typedef struct mgen_event {
    int64_t nanoseconds; /* since the conversation woke up */
    int32_t action;      /* an mgen_action */
    uint32_t id;         /* of a message: its number, from 0 */
    uint32_t bytes;      /* of a message: its size */
    int32_t is_active;   /* 1 if the person is active afterwards */
} mgen_event;

/* Makes a person of a client's configuration. group may be NULL if there is one conversation. A seed in the configuration has precedence.
   Returns 0; -1 for a mistake, which error tells in UTF-8; -2 for a bug of the library. A person is used by one thread at a time. */
int mgen_person_create(const char *config_file, const char *group, uint64_t seed, mgen_person **person, char *error, int error_bytes);

/* Lets the person do what is due next. Returns 0, -1 for a null pointer, -2 for a bug. */
int mgen_person_next(mgen_person *person, mgen_event *event);

/* When the next event is due, in nanoseconds since waking up, unless a message is received before. */
int64_t mgen_person_next_time(mgen_person *person);

/* Tells that somebody else's message is received at this time, which is from the last event to the next one. Returns 0, or -1 for another time. */
int mgen_person_received(mgen_person *person, int64_t nanoseconds);

void mgen_person_free(mgen_person *person);

#ifdef __cplusplus
}
#endif
#endif
