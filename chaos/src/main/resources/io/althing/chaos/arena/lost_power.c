/* Power that can be lost. Preloaded into a node: beside its files under POWER_ROOT it keeps, under POWER_SHADOW, what a disk would still
 * hold of them: of each file what was there when it was last synced, under the names that directories had when they were last synced. Once
 * the process is dead its files are replaced by these.
 *
 * shadow/inodes/N   what of a file is on disk; N is made of inode and birth, so a number that is used again is another file
 * shadow/tree/...   the names, as hard links to inodes
 *
 * A sync of a file also keeps the name it has then and the directories above it, as ext4, XFS and Btrfs do. Renames and removals last once
 * their directory is synced. A directory that appears in a synced one brings the names in it along. */
#define _GNU_SOURCE
#include <dirent.h>
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <limits.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <sys/uio.h>
#include <unistd.h>

#define REAL(name) ({ \
    static __typeof__(&name) real_##name; \
    if (!real_##name) real_##name = (__typeof__(&name))dlsym(RTLD_NEXT, #name); \
    real_##name; })
#define SLOTS 65536
#define NAME (PATH_MAX + 64)

static const char *root;
static const char *shadow;
static size_t root_length;
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;

/* From which byte on a file was changed since its last sync; a file that is not in here counts as changed from its first. */
static struct { uint64_t inode; int64_t from; } table[SLOTS];

static int64_t *dirty(uint64_t inode) {
    size_t slot = (inode * 0x9E3779B97F4A7C15ULL) >> 48;
    for (size_t i = 0; i < SLOTS; i++, slot = (slot + 1) % SLOTS) {
        if (table[slot].inode == inode) return &table[slot].from;
        if (table[slot].inode == 0) {
            table[slot].inode = inode;
            table[slot].from = 0;
            return &table[slot].from;
        }
    }
    fputs("lost_power: too many files\n", stderr);
    abort();
}

static void give_up(const char *what, const char *name) {
    fprintf(stderr, "lost_power: %s %s: %s\n", what, name, strerror(errno));
    abort();
}

static int key(int fd, const char *name, char *key_name) {
    struct statx found;
    if (statx(fd, name, AT_EMPTY_PATH | AT_SYMLINK_NOFOLLOW, STATX_INO | STATX_BTIME | STATX_TYPE, &found) != 0) return -1;
    snprintf(key_name, NAME, "%s/inodes/%llu-%lld.%09u", shadow, (unsigned long long)found.stx_ino,
             (long long)found.stx_btime.tv_sec, found.stx_btime.tv_nsec);
    return 0;
}

static void above(char *path) {
    for (char *slash = strchr(path + strlen(shadow) + 1, '/'); slash; slash = strchr(slash + 1, '/')) {
        *slash = 0;
        if (mkdir(path, 0755) != 0 && errno != EEXIST) give_up("cannot make", path);
        *slash = '/';
    }
}

/* The path under the root of what a descriptor is open on; 0 if it is elsewhere or removed. */
static int inside(int fd, char *path) {
    char self[64];
    snprintf(self, sizeof self, "/proc/self/fd/%d", fd);
    ssize_t length = readlink(self, path, PATH_MAX - 1);
    if (length <= 0) return 0;
    path[length] = 0;
    return strncmp(path, root, root_length) == 0 && (path[root_length] == '/' || path[root_length] == 0);
}

static void tree_name(const char *path, char *name) {
    snprintf(name, NAME, "%s/tree%.*s", shadow, PATH_MAX, path + root_length);
}

static void link_name(const char *inode, const char *path) {
    char name[NAME];
    struct stat one, other;
    tree_name(path, name);
    if (lstat(name, &one) == 0 && lstat(inode, &other) == 0) {
        if (one.st_ino == other.st_ino) return;
        if (unlink(name) != 0) give_up("cannot replace", name);
    }
    above(name);
    if (link(inode, name) != 0 && errno != EEXIST) give_up("cannot name", name);
}

/* Keeps a file's bytes from the first changed one on. */
static void keep_bytes(int file, const char *inode, int64_t from, int64_t size) {
    static char buffer[1 << 18];
    int copy = REAL(open)(inode, O_RDWR | O_CREAT | O_CLOEXEC, 0644);
    struct stat before;
    if (copy < 0 || fstat(copy, &before) != 0) give_up("cannot keep", inode);
    if (size < before.st_size) from = 0;
    if (before.st_size < from) from = before.st_size;
    while (from < size) {
        int64_t want = size - from < (int64_t)sizeof buffer ? size - from : (int64_t)sizeof buffer;
        ssize_t got = REAL(pread)(file, buffer, want, from);
        if (got < 0) give_up("cannot read what is kept as", inode);
        if (got == 0) break;
        if (REAL(pwrite)(copy, buffer, got, from) != got) give_up("cannot keep", inode);
        from += got;
    }
    if (REAL(ftruncate)(copy, size) != 0) give_up("cannot keep", inode);
    close(copy);
}

static void sync_file(int fd, const struct stat *is) {
    char path[PATH_MAX], inode[NAME], self[64];
    if (!inside(fd, path) || key(fd, "", inode) != 0) return;
    snprintf(self, sizeof self, "/proc/self/fd/%d", fd);
    int64_t *from = dirty(is->st_ino);
    int64_t first = *from;
    *from = INT64_MAX;
    int file = REAL(open)(self, O_RDONLY | O_CLOEXEC);
    if (file < 0) give_up("cannot read", path);
    keep_bytes(file, inode, first, is->st_size);
    close(file);
    struct stat named;
    if (lstat(path, &named) == 0 && named.st_ino == is->st_ino) link_name(inode, path);
}

static int remove_one(const char *name, const struct stat *is, int kind, struct FTW *where) {
    (void)is; (void)kind; (void)where;
    return remove(name);
}

static void sync_names(const char *path);

static void sync_name(const char *path, int inner) {
    struct stat is;
    char name[NAME], inode[NAME];
    if (lstat(path, &is) != 0) return;
    tree_name(path, name);
    if (S_ISDIR(is.st_mode)) {
        struct stat known;
        if (lstat(name, &known) == 0 && !inner) return;
        above(name);
        mkdir(name, 0755);
        sync_names(path);
    } else if (S_ISREG(is.st_mode) && key(AT_FDCWD, path, inode) == 0) {
        int made = REAL(open)(inode, O_RDWR | O_CREAT | O_CLOEXEC, 0644);
        if (made < 0) give_up("cannot keep", inode);
        close(made);
        link_name(inode, path);
    }
}

static void sync_names(const char *path) {
    char name[NAME], here[NAME * 2], there[PATH_MAX * 2];
    struct dirent *entry;
    struct stat is;
    tree_name(path, name);
    strncat(name, "/", sizeof name - strlen(name) - 1);
    above(name);
    DIR *kept = opendir(name);
    while (kept && (entry = readdir(kept))) {
        if (strcmp(entry->d_name, ".") == 0 || strcmp(entry->d_name, "..") == 0) continue;
        snprintf(there, sizeof there, "%s/%s", path, entry->d_name);
        snprintf(here, sizeof here, "%.*s%s", PATH_MAX, name, entry->d_name);
        if (lstat(there, &is) != 0) nftw(here, remove_one, 16, FTW_DEPTH | FTW_PHYS);
    }
    if (kept) closedir(kept);
    DIR *now = opendir(path);
    while (now && (entry = readdir(now))) {
        if (strcmp(entry->d_name, ".") == 0 || strcmp(entry->d_name, "..") == 0) continue;
        snprintf(there, sizeof there, "%s/%s", path, entry->d_name);
        sync_name(there, 0);
    }
    if (now) closedir(now);
}

static void synced(int fd) {
    struct stat is;
    int before = errno;
    if (root && fstat(fd, &is) == 0) {
        char path[PATH_MAX];
        pthread_mutex_lock(&lock);
        if (S_ISREG(is.st_mode)) sync_file(fd, &is);
        else if (S_ISDIR(is.st_mode) && inside(fd, path)) sync_names(path);
        pthread_mutex_unlock(&lock);
    }
    errno = before;
}

static void changed(int fd, int64_t from) {
    struct stat is;
    int before = errno;
    if (root && fstat(fd, &is) == 0 && S_ISREG(is.st_mode)) {
        pthread_mutex_lock(&lock);
        int64_t *first = dirty(is.st_ino);
        if (from < *first) *first = from;
        pthread_mutex_unlock(&lock);
    }
    errno = before;
}

static int regular(int fd) {
    struct stat is;
    return root && fstat(fd, &is) == 0 && S_ISREG(is.st_mode);
}

static void appended(int fd, ssize_t count) {
    int before = errno;
    if (count > 0 && regular(fd)) changed(fd, lseek(fd, 0, SEEK_CUR) - count);
    errno = before;
}

static int adopt(const char *path, const struct stat *is, int kind, struct FTW *where) {
    char inode[NAME], name[NAME];
    (void)where;
    tree_name(path, name);
    if (kind == FTW_D) {
        strncat(name, "/", sizeof name - strlen(name) - 1);
        above(name);
    } else if (kind == FTW_F && S_ISREG(is->st_mode) && key(AT_FDCWD, path, inode) == 0) {
        int file = REAL(open)(path, O_RDONLY | O_CLOEXEC);
        if (file < 0) give_up("cannot read", path);
        keep_bytes(file, inode, 0, is->st_size);
        close(file);
        link_name(inode, path);
    }
    return 0;
}

/* What is there when the first process starts counts as kept. */
__attribute__((constructor)) static void begin(void) {
    char name[NAME];
    const char *wanted = getenv("POWER_ROOT");
    shadow = getenv("POWER_SHADOW");
    if (!wanted || !shadow || access(wanted, F_OK) != 0) return;
    root_length = strlen(wanted);
    snprintf(name, sizeof name, "%s/tree", shadow);
    int first = access(name, F_OK) != 0;
    snprintf(name, sizeof name, "%s/inodes/", shadow);
    mkdir(shadow, 0755);
    above(name);
    snprintf(name, sizeof name, "%s/tree/", shadow);
    above(name);
    if (first) {
        root = wanted;
        nftw(wanted, adopt, 16, FTW_PHYS);
    }
    root = wanted;
}

int fsync(int fd) {
    int result = REAL(fsync)(fd);
    if (result == 0) synced(fd);
    return result;
}

int fdatasync(int fd) {
    int result = REAL(fdatasync)(fd);
    if (result == 0) synced(fd);
    return result;
}

ssize_t write(int fd, const void *bytes, size_t count) {
    ssize_t result = REAL(write)(fd, bytes, count);
    appended(fd, result);
    return result;
}

ssize_t writev(int fd, const struct iovec *parts, int count) {
    ssize_t result = REAL(writev)(fd, parts, count);
    appended(fd, result);
    return result;
}

ssize_t pwrite(int fd, const void *bytes, size_t count, off_t at) {
    ssize_t result = REAL(pwrite)(fd, bytes, count, at);
    if (result > 0) changed(fd, at);
    return result;
}

ssize_t pwrite64(int fd, const void *bytes, size_t count, off64_t at) {
    ssize_t result = REAL(pwrite64)(fd, bytes, count, at);
    if (result > 0) changed(fd, at);
    return result;
}

ssize_t pwritev64(int fd, const struct iovec *parts, int count, off64_t at) {
    ssize_t result = REAL(pwritev64)(fd, parts, count, at);
    if (result > 0) changed(fd, at);
    return result;
}

int ftruncate(int fd, off_t size) {
    int result = REAL(ftruncate)(fd, size);
    if (result == 0) changed(fd, size);
    return result;
}

int ftruncate64(int fd, off64_t size) {
    int result = REAL(ftruncate64)(fd, size);
    if (result == 0) changed(fd, size);
    return result;
}

static void unseen(const char *path) {
    char name[NAME];
    snprintf(name, sizeof name, "%s/unseen", shadow);
    int list = REAL(open)(name, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0644);
    if (list < 0 || dprintf(list, "%s\n", path) < 0) give_up("cannot tell of", path);
    close(list);
}

/* What is written through memory is not seen here; shadow/unseen tells of it. */
void *mmap(void *address, size_t length, int protection, int flags, int fd, off_t at) {
    void *result = REAL(mmap)(address, length, protection, flags, fd, at);
    if (result != MAP_FAILED && (flags & MAP_SHARED) && (protection & PROT_WRITE) && fd >= 0 && regular(fd)) {
        char path[PATH_MAX];
        if (inside(fd, path)) unseen(path);
    }
    return result;
}

static int opened(int fd, int flags) {
    if (fd >= 0 && (flags & O_TRUNC)) changed(fd, 0);
    return fd;
}

#define MODE(flags) \
    mode_t mode = 0; \
    if ((flags) & (O_CREAT | __O_TMPFILE)) { va_list rest; va_start(rest, flags); mode = va_arg(rest, mode_t); va_end(rest); }

int open(const char *name, int flags, ...) {
    MODE(flags)
    return opened(REAL(open)(name, flags, mode), flags);
}

int open64(const char *name, int flags, ...) {
    MODE(flags)
    return opened(REAL(open64)(name, flags, mode), flags);
}

int openat(int at, const char *name, int flags, ...) {
    MODE(flags)
    return opened(REAL(openat)(at, name, flags, mode), flags);
}

int openat64(int at, const char *name, int flags, ...) {
    MODE(flags)
    return opened(REAL(openat64)(at, name, flags, mode), flags);
}
