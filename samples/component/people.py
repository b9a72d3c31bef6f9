"""The first messages of a person:  python3 people.py ./libmgen_people.so ../client/alice.yaml tea 5"""
import ctypes
import sys


class Event(ctypes.Structure):
    _fields_ = [("nanoseconds", ctypes.c_int64), ("action", ctypes.c_int32), ("id", ctypes.c_uint32),
                ("bytes", ctypes.c_uint32), ("is_active", ctypes.c_int32)]


if len(sys.argv) != 5:
    sys.exit("usage: people.py LIBRARY CONFIG GROUP EVENTS")
library, config, group, events = sys.argv[1:]
people = ctypes.CDLL(library)
person = ctypes.c_void_p()
error = ctypes.create_string_buffer(1024)
people.mgen_person_create.argtypes = [ctypes.c_char_p, ctypes.c_char_p, ctypes.c_uint64, ctypes.c_void_p, ctypes.c_char_p, ctypes.c_int]
people.mgen_person_next.argtypes = [ctypes.c_void_p, ctypes.POINTER(Event)]
people.mgen_person_free.argtypes = [ctypes.c_void_p]
if people.mgen_person_create(config.encode(), group.encode(), 7, ctypes.byref(person), error, len(error)) != 0:
    sys.exit(error.value.decode())
event = Event()
for _ in range(int(events)):
    people.mgen_person_next(person, ctypes.byref(event))
    print(event.nanoseconds, event.action, event.id, event.bytes)
people.mgen_person_free(person)
