package io.althing.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.althing.codec.RecordJson;
import io.althing.registry.ModelName;
import io.althing.registry.Region;
import io.althing.registry.RolloutId;
import io.althing.registry.VersionId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class JournalTest {
    private static final Region EU = new Region("eu-west");

    private final Path directory;
    private Instant now = Instant.parse("2026-03-01T12:00:00Z");

    JournalTest(@TempDir Path directory) {
        this.directory = directory;
    }

    private Path path() {
        return directory.resolve("journal.jsonl");
    }

    private Journal.Parts parts(String newId) {
        return new Journal.Parts(EU, newId, new RecordJson(), () -> now);
    }

    private Journal open(String newId) throws IOException, JournalDamagedException {
        return Journal.open(path(), parts(newId));
    }

    private static JournalAct back(int rollout) {
        return new JournalAct.WentBack(new ModelName("digits"), new RolloutId("01JAAAAAAAAAAAAAAAAAAAAAA" + rollout),
                new VersionId("v3"), JournalAct.Cause.PARTITION, "cut off", Optional.empty());
    }

    @Test
    void an_act_is_on_disk_before_append_returns_and_is_there_after_a_restart() throws Exception {
        try (Journal journal = open("first")) {
            assertThat(journal.nextSequence()).isEqualTo(1);
            assertThat(journal.append(back(1))).isTrue();
            assertThat(Files.readString(path())).endsWith("}\n").contains("\"sequence\":1", "eu-west", "first");
        }
        try (Journal again = open("another")) {
            assertThat(again.id()).as("the identity stays").isEqualTo("first");
            assertThat(again.nextSequence()).isEqualTo(2);
            assertThat(again.entries().get(0).act()).isEqualTo(back(1));
            assertThat(again.append(back(2))).isTrue();
        }
        try (Journal third = open("another")) {
            assertThat(third.entries()).extracting(JournalEntry::sequence).containsExactly(1L, 2L);
        }
    }

    @Test
    void a_torn_last_line_was_never_acted_upon_and_is_cut_off() throws Exception {
        try (Journal journal = open("first")) {
            journal.append(back(1));
        }
        Files.writeString(path(), "{\"act\":{\"type\":\"went-b", StandardOpenOption.APPEND);

        try (Journal again = open("x")) {
            assertThat(again.entries()).hasSize(1);
            assertThat(again.append(back(2))).isTrue();
        }
        try (Journal third = open("x")) {
            assertThat(third.entries()).hasSize(2);
        }
    }

    @Test
    void a_changed_line_is_named_and_the_journal_refuses_to_open() throws Exception {
        try (Journal journal = open("first")) {
            journal.append(back(1));
            journal.append(back(2));
        }
        Files.writeString(path(), Files.readString(path()).replaceFirst("cut off", "cut 0ff"));

        assertThatThrownBy(() -> open("x")).isInstanceOf(JournalDamagedException.class)
                .hasMessageContaining("line 2 does not follow the line before it").hasMessageContaining("move it away");
    }

    @Test
    void another_regions_journal_is_refused() throws Exception {
        try (Journal journal = open("first")) {
            journal.append(back(1));
        }
        var parts = new Journal.Parts(new Region("us-east"), "x", new RecordJson(), () -> now);

        assertThatThrownBy(() -> Journal.open(path(), parts)).isInstanceOf(JournalDamagedException.class)
                .hasMessageContaining("line 1 belongs to region eu-west, not to us-east");
    }

    @Test
    void what_was_told_leaves_the_outbox_in_any_order_and_for_good() throws Exception {
        try (Journal journal = open("first")) {
            journal.append(back(1));
            journal.append(back(2));
            journal.append(new JournalAct.Told(1, "accepted"));
        }
        try (Journal again = open("x")) {
            Outbox outbox = Outbox.of(again.entries());
            assertThat(outbox.all()).hasSize(2);
            assertThat(outbox.waiting()).singleElement()
                    .satisfies(letter -> assertThat(letter)
                            .isEqualTo(new Outbox.Letter(2, (JournalAct.WentBack) back(2))));
        }
    }

    /** A disk that fails until it is told to work, or is stuck until it is let go. */
    private static final class PoorDisk implements JournalFile {
        private final List<String> lines = new ArrayList<>();
        private final CountDownLatch stuck;
        private boolean broken;

        PoorDisk(int stuckFor) {
            stuck = new CountDownLatch(stuckFor);
        }

        @Override
        public String name() {
            return "poor disk";
        }

        @Override
        public byte[] read() {
            return new byte[0];
        }

        @Override
        public void cut(long length) {
            lines.clear();
        }

        @Override
        public void append(byte[] bytes) throws IOException {
            try {
                if (!stuck.await(10, TimeUnit.SECONDS)) {
                    throw new IOException("stuck");
                }
            } catch (InterruptedException e) {
                throw new IOException(e);
            }
            if (broken) {
                throw new IOException("no space left on device");
            }
            lines.add(new String(bytes, java.nio.charset.StandardCharsets.UTF_8));
        }

        @Override
        public void close() {
            stuck.countDown();
        }
    }

    private Journal on(JournalFile disk) throws IOException, JournalDamagedException {
        return Journal.on(disk, JournalWriter.thread(), parts("first"));
    }

    @Test
    void a_failing_disk_does_not_hold_an_act_back_and_the_delay_is_written_down() throws Exception {
        var disk = new PoorDisk(0);
        disk.broken = true;
        try (Journal journal = on(disk)) {
            assertThat(journal.append(back(1))).isFalse();
            assertThat(journal.unwritten()).isEqualTo(1);
            assertThat(Outbox.of(journal.entries()).waiting()).as("known in memory").hasSize(1);

            now = now.plusSeconds(3);
            disk.broken = false;
            assertThat(journal.flush()).isTrue();
            assertThat(journal.entries().get(1).act()).isEqualTo(new JournalAct.JournalledLate(1, 3_000));
            assertThat(disk.lines).hasSize(2);
        }
    }

    @Test
    void a_stuck_disk_does_not_hold_an_act_back_for_longer_than_its_patience() throws Exception {
        var disk = new PoorDisk(1);
        try (Journal journal = on(disk)) {
            assertThat(journal.append(back(1))).isFalse();
            assertThat(journal.append(back(2))).isFalse();
            disk.stuck.countDown();
            while (!journal.flush()) {
                Thread.onSpinWait();
            }
            assertThat(journal.entries()).extracting(JournalEntry::act).containsExactly(back(1), back(2),
                    new JournalAct.JournalledLate(1, 0), new JournalAct.JournalledLate(2, 0));
            assertThat(disk.lines).hasSize(4);
        }
    }
}
