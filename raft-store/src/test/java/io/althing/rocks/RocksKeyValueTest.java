package io.althing.rocks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.althing.store.KeyValue;
import io.althing.store.KeyValueContract;
import io.althing.store.KeyValueFault;
import io.althing.store.WriteSet;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class RocksKeyValueTest extends KeyValueContract {
    @Override
    protected KeyValue create(Path emptyDir) {
        return RocksKeyValue.open(emptyDir);
    }

    @Override
    protected KeyValue ofCheckpoint(Path checkpoint) {
        return RocksKeyValue.open(checkpoint);
    }

    @Test
    void what_was_written_is_there_after_closing_and_opening() {
        store.write(new WriteSet().put(key("a"), key("1")));
        store.close();

        store = RocksKeyValue.open(dir.resolve("state"));

        assertThat(all(store)).containsExactly(entry("a", "1"));
    }

    @Test
    void every_acknowledged_write_survives_kill_9() throws Exception {
        Path state = dir.resolve("killed");
        Process writer = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx64m", "-cp", System.getProperty("java.class.path"), EndlessWriter.class.getName(),
                state.toString()).redirectError(ProcessBuilder.Redirect.DISCARD).start();
        int acknowledged = -1;
        try (BufferedReader lines = writer.inputReader()) {
            while (acknowledged < 5000) {
                acknowledged = Integer.parseInt(lines.readLine());
            }
            writer.toHandle().destroyForcibly();
            for (String line = lines.readLine(); line != null && line.length() == 8; line = lines.readLine()) {
                acknowledged = Integer.parseInt(line);
            }
        } finally {
            writer.destroyForcibly();
        }
        assertThat(writer.waitFor(10, TimeUnit.SECONDS)).isTrue();

        try (KeyValue after = RocksKeyValue.open(state)) {
            List<KeyValue.Entry> entries = all(after);
            assertThat(entries).hasSizeGreaterThanOrEqualTo(acknowledged + 2);
            int applied = EndlessWriter.number(entries.get(0).value());
            assertThat(entries).hasSize(applied + 2);
        }
    }

    @Test
    void a_full_disk_is_reported_once_to_the_fence_and_every_write_after_it_is_refused() throws IOException {
        assumeThat(Path.of("/dev/full")).exists();
        Path state = dir.resolve("full");
        List<KeyValueFault> raised = new ArrayList<>();
        try (RocksKeyValue full = RocksKeyValue.open(state, raised::add)) {
            full.write(new WriteSet().put(key("a"), key("1")));
            nextLogsGoTo(Path.of("/dev/full"), state);
            full.flush();

            assertThatThrownBy(() -> full.write(new WriteSet().put(key("b"), key("2"))))
                    .isInstanceOf(KeyValueFault.DiskFull.class)
                    .hasMessageContaining(state.toString()).hasMessageContaining("Free space");
            assertThatThrownBy(() -> full.write(new WriteSet().put(key("c"), key("3"))))
                    .isSameAs(raised.get(0));
            assertThat(raised).hasSize(1);
            assertThat(all(full)).containsExactly(entry("a", "1"));
        }
        removeLinks(state);

        try (KeyValue again = RocksKeyValue.open(state)) {
            assertThat(all(again)).containsExactly(entry("a", "1"));
        }
    }

    @Test
    void a_directory_that_is_open_elsewhere_is_refused_but_not_called_damaged() {
        assertThatThrownBy(() -> RocksKeyValue.open(dir.resolve("state")))
                .isInstanceOf(KeyValueFault.StorageFailed.class).hasMessageContaining("another process");
    }

    @Test
    void a_directory_left_by_a_process_that_died_while_creating_it_is_taken_for_new() throws IOException {
        Path state = Files.createDirectory(dir.resolve("begun"));
        Files.writeString(state.resolve("IDENTITY"), "x");
        Files.writeString(state.resolve("MANIFEST-000001"), "unfinished");

        try (KeyValue begun = RocksKeyValue.open(state)) {
            assertThat(all(begun)).isEmpty();
        }
    }

    private static void nextLogsGoTo(Path device, Path state) throws IOException {
        for (int number = 5; number < 40; number++) {
            Path log = state.resolve("%06d.log".formatted(number));
            if (!Files.exists(log)) {
                Files.createSymbolicLink(log, device);
            }
        }
    }

    private static void removeLinks(Path state) throws IOException {
        try (var files = Files.list(state)) {
            for (Path link : files.filter(Files::isSymbolicLink).toList()) {
                Files.delete(link);
            }
        }
    }
}
