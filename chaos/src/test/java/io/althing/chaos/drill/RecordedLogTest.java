package io.althing.chaos.drill;

import static org.assertj.core.api.Assertions.assertThat;

import io.althing.codec.Codecs;
import io.althing.registry.Registry;
import io.althing.store.Applier;
import io.althing.store.Ed25519Check;
import io.althing.store.LogRecord;
import io.althing.store.MemoryKeyValue;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RecordedLogTest {
    private static final int COMMANDS = 2_000;

    private List<LogRecord> log = List.of();

    @BeforeAll
    void record(@TempDir Path home) throws IOException {
        RecordedLog.write(home.resolve("log"), 1, COMMANDS);
        log = RecordedLog.read(home.resolve("log"));
    }

    @Test
    void how_the_log_is_cut_into_batches_does_not_show_in_the_digest() {
        assertThat(digest(64, COMMANDS)).isEqualTo(digest(1, COMMANDS)).isEqualTo(digest(7, COMMANDS));
    }

    @Test
    void a_replica_that_starts_again_stays_equal_to_one_that_remembers() {
        assertThat(digest(16, 16)).isEqualTo(digest(16, COMMANDS)).isEqualTo(digest(5, 25));
    }

    /** @param life commands after which the replica starts again on what it stored */
    private String digest(int batch, int life) {
        var stored = new MemoryKeyValue();
        Applier applier = fresh(stored);
        for (int from = 0; from < log.size(); from += batch) {
            if (from > 0 && from % life == 0) {
                applier = fresh(stored);
            }
            applier.apply(log.subList(from, Math.min(log.size(), from + batch)));
        }
        return applier.chainDigest() + " " + applier.auditHead().root();
    }

    private static Applier fresh(MemoryKeyValue stored) {
        return new Applier(stored, new Registry(new Ed25519Check()), Codecs.create());
    }
}
