// The first messages of a person:  CGO_CFLAGS=-I../../src/People CGO_LDFLAGS="-L. -l:libmgen_people.so" go build people.go && LD_LIBRARY_PATH=. ./people ../client/alice.yaml tea 5
package main

// #include "mgen_people.h"
import "C"

import (
	"fmt"
	"os"
	"strconv"
)

func main() {
	if len(os.Args) != 4 {
		fmt.Fprintln(os.Stderr, "usage: people CONFIG GROUP EVENTS")
		os.Exit(2)
	}
	var person *C.mgen_person
	var event C.mgen_event
	var message [1024]C.char
	events, _ := strconv.Atoi(os.Args[3])
	if C.mgen_person_create(C.CString(os.Args[1]), C.CString(os.Args[2]), 7, &person, &message[0], 1024) != 0 {
		fmt.Fprintln(os.Stderr, C.GoString(&message[0]))
		os.Exit(2)
	}
	for ; events > 0; events-- {
		C.mgen_person_next(person, &event)
		fmt.Println(event.nanoseconds, event.action, event.id, event.bytes)
	}
	C.mgen_person_free(person)
}
