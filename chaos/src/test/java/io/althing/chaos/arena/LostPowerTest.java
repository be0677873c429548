package io.althing.chaos.arena;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.althing.chaos.drill.NodeFiles.Place;
import io.althing.chaos.drill.Processes;
import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class LostPowerTest {
    private static final String NODE = "eu-west-1";

    @TempDir
    Path home;

    private final LostPower power = new LostPower();
    private Path data = Path.of("");

    @BeforeEach
    void a_node_with_a_disk() throws Exception {
        assumeThat(LostPower.missing()).isEmpty();
        var place = new Place(NODE, "eu-west", home.resolve(NODE), "127.0.0.1:1", URI.create("http://127.0.0.1:1"),
                Map.of());
        power.prepare(List.of(place));
        data = place.data().toRealPath();
    }

    /** Another process does it; then the power goes. */
    private LostPower.Loss after(String... steps) throws Exception {
        try (Processes processes = new Processes()) {
            var writer = processes.start("writer", home.resolve("writer.log"),
                    Processes.java(List.of("-Xmx64m"), Writer.class.getName(), steps), power.environment(NODE));
            assertThat(writer.exitCode(Duration.ofMinutes(2)).orElseThrow()).as(writer.output()).isZero();
        }
        return power.lose(NODE);
    }

    private String step(String what, String name, Object argument) {
        return what + " " + data.resolve(name) + " " + argument;
    }

    private String left(String name) throws IOException {
        return Files.readString(data.resolve(name));
    }

    @Test
    void what_was_written_after_the_last_sync_is_lost() throws Exception {
        assertThat(after(step("append", "log", "abc"), step("sync", "log", ""), step("append", "log", "def")).bytes())
                .isEqualTo(3);
        assertThat(left("log")).isEqualTo("abc");
    }

    @Test
    void what_was_written_over_synced_bytes_is_undone() throws Exception {
        after(step("append", "log", "abcdef"), step("sync", "log", ""), step("overwrite", "log", "XY"));
        assertThat(left("log")).isEqualTo("abcdef");
    }

    @Test
    void overwritten_bytes_that_were_synced_stay() throws Exception {
        after(step("append", "log", "abcdef"), step("sync", "log", ""), step("overwrite", "log", "XY"),
                step("sync", "log", ""));
        assertThat(left("log")).isEqualTo("XYcdef");
    }

    @Test
    void a_file_that_was_never_synced_is_not_there() throws Exception {
        assertThat(after(step("append", "log", "abc")).files()).isEqualTo(1);
        assertThat(data.resolve("log")).doesNotExist();
    }

    @Test
    void a_rename_lasts_once_its_directory_is_synced() throws Exception {
        after(step("append", "log", "old"), step("sync", "log", ""), step("append", "log.new", "new"),
                step("sync", "log.new", ""), step("rename", "log.new", data.resolve("log")));
        assertThat(left("log")).isEqualTo("old");
        after(step("rename", "log.new", data.resolve("log")), step("sync", "", ""));
        assertThat(left("log")).isEqualTo("new");
        assertThat(data.resolve("log.new")).doesNotExist();
    }

    @Test
    void a_name_that_is_synced_before_its_bytes_is_an_empty_file() throws Exception {
        after(step("append", "log", "abc"), step("sync", "", ""));
        assertThat(left("log")).isEmpty();
    }

    @Test
    void what_a_second_life_syncs_of_the_first_is_kept() throws Exception {
        try (Processes processes = new Processes()) {
            processes.start("writer", home.resolve("first.log"), Processes.java(List.of("-Xmx64m"),
                    Writer.class.getName(), step("append", "log", "first")), power.environment(NODE))
                    .exitCode(Duration.ofMinutes(2));
        }
        after(step("append", "log", "+second"), step("sync", "log", ""), step("append", "log", "+lost"));
        assertThat(left("log")).isEqualTo("first+second");
    }

    /** A process that does to files what it is told. */
    static final class Writer {
        private Writer() {}

        public static void main(String[] steps) throws IOException {
            for (String step : steps) {
                String[] words = step.split(" ", -1);
                run(words[0], Path.of(words[1]), words[2]);
            }
        }

        private static void run(String what, Path file, String argument) throws IOException {
            switch (what) {
                case "append" -> write(file, argument, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
                case "overwrite" -> write(file, argument, StandardOpenOption.WRITE);
                case "rename" -> Files.move(file, Path.of(argument), StandardCopyOption.ATOMIC_MOVE);
                case "sync" -> {
                    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
                        channel.force(true);
                    }
                }
                default -> throw new IllegalArgumentException(what);
            }
        }

        private static void write(Path file, String text, StandardOpenOption... how) throws IOException {
            try (FileChannel channel = FileChannel.open(file, how)) {
                channel.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
            }
        }
    }
}
