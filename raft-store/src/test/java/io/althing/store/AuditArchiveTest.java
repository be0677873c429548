package io.althing.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.althing.audit.AuditVerifier;
import io.althing.audit.Checkpoint;
import io.althing.audit.DirectoryColdStore;
import io.althing.audit.Report;
import io.althing.audit.TreeReader;
import io.althing.audit.TreeTiles;
import io.althing.codec.Codecs;
import io.althing.registry.Actor;
import io.althing.registry.Clock;
import io.althing.registry.Command;
import io.althing.registry.NodeId;
import io.althing.registry.Proposal;
import io.althing.registry.Registry;
import io.althing.registry.Sha256;
import io.althing.registry.Table;
import io.althing.registry.Town;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class AuditArchiveTest {
    private static final Codecs CODECS = Codecs.create();

    private final Path directory;
    private final DirectoryColdStore cold;
    private final MemoryKeyValue values = new MemoryKeyValue();
    private Applier applier = new Applier(values, new Registry((key, statement, signature) -> true), CODECS);
    private final StoredAudit audit;
    private final AuditArchive archive;
    private long index;

    AuditArchiveTest(@TempDir Path directory) {
        this.directory = directory;
        this.cold = new DirectoryColdStore(directory);
        this.audit = new StoredAudit(() -> applier, Optional.of(cold));
        this.archive = new AuditArchive(() -> applier, audit, cold, CODECS.entries());
        does("form", Town.node(Town.AP), new Command.FormCluster(Town.genesis()));
        does("create", Town.OPERATOR, new Command.CreateModel(Town.DIGITS, "", "olga"));
        for (int i = 0; i < 1200; i++) {
            tag(i);
        }
    }

    private void tag(int i) {
        does("tag-" + i, Town.OPERATOR, new Command.SetTag(Town.DIGITS, "k" + i % 10, "v" + i));
    }

    private Receipt does(String id, Actor actor, Command command) {
        index++;
        var proposal = new Proposal(id, actor, new NodeId("node-a"), Optional.empty(), command);
        return applier.apply(List.of(new LogRecord(index, Instant.parse("2026-01-01T00:00:00Z").plusMillis(index),
                CODECS.proposals().encode(proposal)))).getFirst().orElseThrow();
    }

    /** A day of agreed time later; each further request forgets two. */
    private void everythingIsForgotten() {
        var later = new Clock(Instant.parse("2026-01-02T00:00:00Z"), 2 * RequestLedger.KEEP_MILLIS);
        values.write(new WriteSet().put(KeyLayout.row(Table.CLOCK, Table.ONLY),
                CODECS.states().encode(Table.CLOCK, later)));
        applier = new Applier(values, new Registry((key, statement, signature) -> true), CODECS);
        for (int i = 1200; i < 1800; i++) {
            tag(i);
        }
    }

    private void requireWhole() throws IOException {
        var tiles = new TreeTiles(Optional::empty, audit, i -> audit.entries(i, 1).getFirst());
        Report report = AuditVerifier.verify(tiles, new Checkpoint("town.example/audit", applier.auditHead()));
        assertThat(report).isInstanceOf(Report.Verified.class);
    }

    @Test
    void what_was_moved_is_still_served_and_leads_to_the_same_root() throws IOException {
        everythingIsForgotten();
        List<byte[]> before = audit.entries(0, 2000);
        Sha256 chain = applier.chainDigest();
        assertThat(archive.move(500, 100)).isEqualTo(4);
        assertThat(applier.coldEntries()).isEqualTo(1024);
        assertThat(values.get(KeyLayout.entry(1023))).isEmpty();
        assertThat(values.get(KeyLayout.entry(1024))).isPresent();
        assertThat(directory.resolve("tile/entries/003")).exists();
        assertThat(audit.entries(0, 2000)).containsExactlyElementsOf(before);
        assertThat(audit.entries(1000, 50)).containsExactlyElementsOf(before.subList(1000, 1050));
        assertThat(new TreeReader(audit).inclusion(3, audit.size())).isNotEmpty();
        assertThat(applier.chainDigest()).isEqualTo(chain);
        requireWhole();
        tag(7777);
        requireWhole();
        assertThat(new Applier(values, new Registry((k, s, g) -> true), CODECS).coldEntries()).isEqualTo(1024);
    }

    @Test
    void what_a_repeated_request_may_ask_for_stays() throws IOException {
        assertThat(archive.move(0, 100)).isZero();
        assertThat(does("tag-3", Town.OPERATOR, new Command.SetTag(Town.DIGITS, "k3", "v3")).repeated()).isTrue();
    }

    @Test
    void a_store_that_holds_something_else_stops_the_move_before_anything_is_removed() throws IOException {
        everythingIsForgotten();
        Files.createDirectories(directory.resolve("tile/entries"));
        Files.writeString(directory.resolve("tile/entries/000"), "something else");
        assertThatThrownBy(() -> archive.move(0, 1)).isInstanceOf(IOException.class)
                .hasMessageContaining("holds other bytes");
        assertThat(values.get(KeyLayout.entry(0))).isPresent();
    }

    @Test
    void a_missing_cold_store_is_said_and_never_an_empty_log() throws IOException {
        everythingIsForgotten();
        archive.move(500, 1);
        assertThatThrownBy(() -> new StoredAudit(() -> applier).entries(0, 1))
                .isInstanceOf(NoSuchElementException.class).hasMessageContaining("audit.cold");
        Files.delete(directory.resolve("tile/entries/000"));
        assertThatThrownBy(() -> audit.entries(0, 1)).isInstanceOf(NoSuchElementException.class)
                .hasMessageContaining("not there");
    }
}
