package io.althing.rocks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.althing.store.KeyValue;
import io.althing.store.KeyValueFault.StateDamaged;
import io.althing.store.WriteSet;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** One changed byte in any file that holds state: the store refuses to open and names the file. */
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class DamageTest {
    private static final int BATCHES = 60;
    private static final byte[] OPEN = {};

    private Path temp;
    private Path intact;

    /** The files of a process that was killed: a table, a write-ahead log with acknowledged batches, MANIFEST, CURRENT. */
    @BeforeEach
    void write(@TempDir Path dir) throws IOException {
        temp = dir;
        intact = temp.resolve("intact");
        Path live = temp.resolve("live");
        try (RocksKeyValue store = RocksKeyValue.open(live)) {
            for (int i = 0; i < BATCHES; i++) {
                if (i == BATCHES / 2) {
                    store.flush();
                }
                store.write(new WriteSet().put(number(i), new byte[20]).put(number(-1), number(i)));
            }
            copy(live, intact);
        }
    }

    @Test
    void the_undamaged_copy_opens_and_is_complete() {
        try (KeyValue store = RocksKeyValue.open(intact)) {
            assertThat(store.range(OPEN, OPEN, 999)).hasSize(BATCHES + 1);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {".sst", ".log", "MANIFEST-", "CURRENT"})
    void a_flipped_byte_is_refused_and_its_file_named(String kind) throws IOException {
        Path victim = file(kind);
        int size = (int) Files.size(victim);
        for (int offset : IntStream.range(0, 24).map(i -> (int) ((long) i * (size - 1) / 23)).distinct().toArray()) {
            requireRefusal(victim, offset, 0x01);
            requireRefusal(victim, offset, 0x80);
        }
    }

    @Test
    void a_changed_length_at_the_end_of_a_log_is_not_taken_for_an_unfinished_write() throws IOException {
        for (String kind : List.of(".log", "MANIFEST-")) {
            for (int header : lastHeaders(file(kind))) {
                requireRefusal(file(kind), header + 4, 0x40);
                requireRefusal(file(kind), header + 5, 0x04);
            }
        }
    }

    @Test
    void an_unfinished_last_record_was_never_acknowledged_and_is_dropped() throws IOException {
        Path log = file(".log");
        byte[] bytes = Files.readAllBytes(log);
        Files.write(log, Arrays.copyOf(bytes, bytes.length - 3));

        try (KeyValue store = RocksKeyValue.open(intact)) {
            assertThat(store.get(number(-1))).hasValue(number(BATCHES - 2));
            assertThat(store.get(number(BATCHES - 1))).isEmpty();
        }
    }

    @Test
    void a_gap_between_two_write_ahead_logs_is_refused() throws IOException {
        Path whole = twoLogs("whole", 0);
        Path gap = twoLogs("gap", 3);

        try (KeyValue store = RocksKeyValue.open(whole)) {
            assertThat(store.get(number(-1))).hasValue(number(BATCHES));
        }
        assertThatThrownBy(() -> RocksKeyValue.open(gap)).isInstanceOf(StateDamaged.class)
                .hasMessageContaining("has to follow").hasMessageContaining(".log");
    }

    @ParameterizedTest
    @ValueSource(strings = {".sst", "MANIFEST-", "CURRENT"})
    void a_missing_file_is_refused(String kind) throws IOException {
        Files.delete(file(kind));

        assertThatThrownBy(() -> RocksKeyValue.open(intact)).isInstanceOf(StateDamaged.class);
    }

    @Test
    void a_refused_store_is_refused_again() throws IOException {
        Path table = file(".sst");
        flip(table, 40, 1);

        assertThatThrownBy(() -> RocksKeyValue.open(intact)).isInstanceOf(StateDamaged.class);
        assertThatThrownBy(() -> RocksKeyValue.open(intact)).isInstanceOf(StateDamaged.class)
                .hasMessageContaining(table.toString()).hasMessageContaining("move the state directory aside");
    }

    @Test
    @Tag("long")
    void no_byte_of_any_file_can_change_unnoticed() throws IOException {
        List<String> unnoticed = new ArrayList<>();
        for (String kind : List.of(".sst", ".log", "MANIFEST-", "CURRENT")) {
            Path victim = file(kind);
            for (int offset = 0; offset < Files.size(victim); offset++) {
                for (int mask : new int[]{0x01, 0x80, 0xff}) {
                    Throwable refusal = openFlipped(victim, offset, mask);
                    if (!(refusal instanceof StateDamaged damaged) || !damaged.file().equals(damagedCopy(victim))) {
                        unnoticed.add(kind + " " + offset + " ^" + mask + ": " + refusal);
                    }
                }
            }
        }
        assertThat(unnoticed).isEmpty();
    }

    /** The intact files and the log that came after theirs, whose earlier log lost its last bytes with the power. */
    private Path twoLogs(String name, int lost) throws IOException {
        Path earlier = file(".log");
        Path dir = temp.resolve(name);
        copy(intact, dir);
        try (RocksKeyValue store = RocksKeyValue.open(temp.resolve("live" + name))) {
            for (int i = 0; i < BATCHES; i++) {
                store.write(new WriteSet().put(number(i), new byte[20]).put(number(-1), number(i)));
            }
            store.flush();
            store.write(new WriteSet().put(number(-1), number(BATCHES)));
            Files.copy(last(temp.resolve("live" + name), ".log"), dir.resolve("999999.log"));
        }
        byte[] bytes = Files.readAllBytes(earlier);
        Files.write(dir.resolve(earlier.getFileName()), Arrays.copyOf(bytes, bytes.length - lost));
        return dir;
    }

    private void requireRefusal(Path victim, int offset, int mask) throws IOException {
        assertThat(openFlipped(victim, offset, mask)).as("%s at %d", victim, offset).isInstanceOf(StateDamaged.class)
                .extracting(fault -> ((StateDamaged) fault).file()).isEqualTo(damagedCopy(victim));
    }

    private Throwable openFlipped(Path victim, int offset, int mask) throws IOException {
        Path damaged = temp.resolve("damaged");
        delete(damaged);
        copy(intact, damaged);
        flip(damagedCopy(victim), offset, mask);
        return catchThrowable(() -> RocksKeyValue.open(damaged).close());
    }

    private Path damagedCopy(Path victim) {
        return temp.resolve("damaged").resolve(victim.getFileName());
    }

    private static List<Integer> lastHeaders(Path log) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(log)).order(ByteOrder.LITTLE_ENDIAN);
        List<Integer> headers = new ArrayList<>();
        for (int at = 0; at + 7 <= bytes.limit(); at += 7 + bytes.getShort(at + 4)) {
            headers.add(at);
        }
        return headers.subList(Math.max(0, headers.size() - 3), headers.size());
    }

    private static void flip(Path file, int offset, int mask) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        bytes[offset] ^= (byte) mask;
        Files.write(file, bytes);
    }

    private Path file(String kind) throws IOException {
        return last(intact, kind);
    }

    private static Path last(Path dir, String kind) throws IOException {
        try (Stream<Path> files = Files.list(dir)) {
            return files.filter(file -> file.getFileName().toString().contains(kind)).sorted().reduce((a, b) -> b)
                    .orElseThrow();
        }
    }

    private static void copy(Path from, Path to) throws IOException {
        Files.createDirectories(to);
        try (Stream<Path> files = Files.list(from)) {
            for (Path file : files.toList()) {
                Files.copy(file, to.resolve(file.getFileName()));
            }
        }
    }

    private static void delete(Path dir) throws IOException {
        if (Files.exists(dir)) {
            try (Stream<Path> files = Files.list(dir)) {
                for (Path file : files.toList()) {
                    Files.delete(file);
                }
            }
        }
    }

    private static byte[] number(int i) {
        return ByteBuffer.allocate(4).putInt(i).array();
    }
}
