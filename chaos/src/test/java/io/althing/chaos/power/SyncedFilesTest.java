package io.althing.chaos.power;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class SyncedFilesTest {
    @TempDir
    Path directory;

    private String left(String content, String... trace) throws IOException {
        Path file = directory.resolve("log");
        SyncedFiles files = SyncedFiles.asTheyAre(directory);
        Files.writeString(file, content);
        files.after(List.of(trace).stream().map(line -> line.replace("FILE", file.toString())).toList()).losePower();
        return Files.readString(file);
    }

    @Test
    void what_was_written_after_the_last_sync_is_lost() throws Exception {
        assertThat(left("abcdef", "7 write(5<FILE>, \"\"..., 3) = 3", "7 fdatasync(5<FILE>) = 0",
                "7 write(5<FILE>, \"\"..., 3) = 3")).isEqualTo("abc");
    }

    @Test
    void a_sync_covers_what_was_written_when_it_began() throws Exception {
        assertThat(left("abcdef", "7 write(5<FILE>, \"\"..., 3) = 3", "7 fsync(5<FILE> <unfinished ...>",
                "8 write(5<FILE>, \"\"..., 3) = 3", "7 <... fsync resumed>) = 0")).isEqualTo("abc");
    }

    @Test
    void a_sync_that_was_never_answered_counts_for_nothing() throws Exception {
        assertThat(left("abc", "7 pwrite64(5<FILE>, \"\"..., 3, 0) = 3", "7 fsync(5<FILE> <unfinished ...>"))
                .isEmpty();
    }

    @Test
    void a_file_keeps_what_it_had_under_its_former_name() throws Exception {
        assertThat(left("abcd", "7 openat(AT_FDCWD</>, \"FILE.new\", O_WRONLY|O_CREAT|O_TRUNC, 0644) = 5<FILE.new>",
                "7 write(5<FILE.new>, \"\"..., 4) = 4", "7 fsync(5<FILE.new>) = 0",
                "7 rename(\"FILE.new\", \"FILE\") = 0")).isEqualTo("abcd");
    }

    @Test
    void a_file_that_replaced_another_unsynced_is_empty() throws Exception {
        Files.writeString(directory.resolve("log"), "old");
        assertThat(left("new!", "7 openat(AT_FDCWD</>, \"FILE.new\", O_WRONLY|O_CREAT|O_TRUNC, 0644) = 5<FILE.new>",
                "7 write(5<FILE.new>, \"\"..., 4) = 4", "7 rename(\"FILE.new\", \"FILE\") = 0")).isEmpty();
    }

    @Test
    void what_was_there_before_is_not_lost() throws Exception {
        Files.writeString(directory.resolve("log"), "old");
        assertThat(left("old+new", "7 openat(AT_FDCWD</>, \"FILE\", O_RDWR) = 5<FILE>",
                "7 pwrite64(5<FILE>, \"\"..., 4, 3) = 4")).isEqualTo("old");
    }
}
