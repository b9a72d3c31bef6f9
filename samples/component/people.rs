// The first messages of a person:  rustc people.rs -L . -l dylib:+verbatim=libmgen_people.so && LD_LIBRARY_PATH=. ./people ../client/alice.yaml tea 5
use std::ffi::{c_char, c_int, c_void, CStr, CString};

#[repr(C)]
#[derive(Default)]
struct Event { nanoseconds: i64, action: i32, id: u32, bytes: u32, is_active: i32 }

extern "C" {
    fn mgen_person_create(config: *const c_char, group: *const c_char, seed: u64, person: *mut *mut c_void, error: *mut c_char, error_bytes: c_int) -> c_int;
    fn mgen_person_next(person: *mut c_void, event: *mut Event) -> c_int;
    fn mgen_person_free(person: *mut c_void);
}

fn main() {
    let words: Vec<String> = std::env::args().collect();
    if words.len() != 4 {
        eprintln!("usage: people CONFIG GROUP EVENTS");
        std::process::exit(2);
    }
    let (config, group) = (CString::new(words[1].as_str()).unwrap(), CString::new(words[2].as_str()).unwrap());
    let (mut person, mut error) = (std::ptr::null_mut(), [0 as c_char; 1024]);
    unsafe {
        if mgen_person_create(config.as_ptr(), group.as_ptr(), 7, &mut person, error.as_mut_ptr(), 1024) != 0 {
            eprintln!("{}", CStr::from_ptr(error.as_ptr()).to_string_lossy());
            std::process::exit(2);
        }
        let mut event = Event::default();
        for _ in 0..words[3].parse().unwrap() {
            mgen_person_next(person, &mut event);
            println!("{} {} {} {}", event.nanoseconds, event.action, event.id, event.bytes);
        }
        mgen_person_free(person);
    }
}
