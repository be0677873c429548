// Preloaded into a node: makes each fsync and fdatasync take as many milliseconds longer as the file $SLOW_SYNC_FILE says.
#define _GNU_SOURCE
#include <dlfcn.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

static void linger(void) {
    const char *name = getenv("SLOW_SYNC_FILE");
    FILE *file = name == NULL ? NULL : fopen(name, "r");
    long millis = 0;
    if (file != NULL) {
        if (fscanf(file, "%ld", &millis) != 1) millis = 0;
        fclose(file);
    }
    if (millis > 0) usleep((useconds_t)millis * 1000);
}

int fsync(int fd) {
    int (*real)(int) = (int (*)(int))dlsym(RTLD_NEXT, "fsync");
    linger();
    return real(fd);
}

int fdatasync(int fd) {
    int (*real)(int) = (int (*)(int))dlsym(RTLD_NEXT, "fdatasync");
    linger();
    return real(fd);
}
