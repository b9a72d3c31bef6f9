/* libmgen_people: simulated people of a messenger, without a clock or a network. docs/EXPORT.md describes the use. */
#ifndef MGEN_PEOPLE_H
#define MGEN_PEOPLE_H

#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/* One user in one conversation. Used by one thread at a time. */
typedef struct mgen_person mgen_person;

enum mgen_action { MGEN_SEND = 0, MGEN_LEAVE = 1 };

typedef struct mgen_event {
    int64_t nanoseconds; /* time since the conversation woke up */
    int32_t action;      /* an mgen_action */
    uint32_t id;         /* of a message: its number, from 0 */
    uint32_t bytes;      /* of a message: its size */
    int32_t is_active;   /* 1 if the person is active after the event */
} mgen_event;

/* Creates a person from a client's configuration file. group may be NULL if the file has one conversation. A seed in
   the file takes precedence over the argument. Returns 0; -1 for invalid input; -2 for a bug of the library. If it does
   not return 0, error has the reason in UTF-8, cut to error_bytes with the final zero; error may be NULL. */
int mgen_person_create(const char *config_file, const char *group, uint64_t seed, mgen_person **person, char *error,
                       int error_bytes);

/* Advances the person to the next event and writes it. Returns 0, -1 for a null pointer, or -2 for a bug. */
int mgen_person_next(mgen_person *person, mgen_event *event);

/* The time of the next event in nanoseconds since waking up, unless a message is received before; -1 for NULL. */
int64_t mgen_person_next_time(mgen_person *person);

/* Reports a message received from someone else, at a time from the last event to the next one. Returns 0; -1 for a null
   person or another time; -2 for a bug. */
int mgen_person_received(mgen_person *person, int64_t nanoseconds);

/* Frees a person; NULL is allowed. */
void mgen_person_free(mgen_person *person);

#ifdef __cplusplus
}
#endif
#endif
