package io.althing.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.althing.codec.BuildTooOld;
import io.althing.codec.Codecs;
import io.althing.codec.UnknownCommand;
import io.althing.codec.UnknownCommands;
import io.althing.registry.Command;
import io.althing.registry.NodeId;
import io.althing.registry.Proposal;
import io.althing.registry.Registry;
import io.althing.registry.Town;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class BuildTooOldTest {
    private static final Codecs CODECS = Codecs.create();
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    private static final Proposal FORM = proposal("form", new Command.FormCluster(Town.genesis()));
    private static final Proposal RAISE = proposal("raise", new Command.RaiseFeatureLevel(2));

    private final KeyValue values = new MemoryKeyValue();

    private static Proposal proposal(String id, Command command) {
        return new Proposal(id, Town.node(Town.AP), new NodeId("node-a"), Optional.empty(), command);
    }

    private static Registry ofLevel(int level) {
        return new Registry(new Ed25519Check(), level);
    }

    private static LogRecord record(long index, byte[] payload) {
        return new LogRecord(index, NOW, payload);
    }

    private Applier formed(int level) {
        var applier = new Applier(values, ofLevel(level), CODECS);
        applier.apply(List.of(record(1, CODECS.proposals().encode(FORM))));
        return applier;
    }

    @Test
    void of_a_batch_with_an_unknown_command_nothing_is_applied() {
        Applier applier = formed(1);
        var digest = applier.chainDigest();
        Proposal known = proposal("again", new Command.FormCluster(Town.genesis()));
        assertThatThrownBy(() -> applier.apply(List.of(record(2, CODECS.proposals().encode(known)),
                record(3, UnknownCommands.insteadOf(FORM))))).isInstanceOf(UnknownCommand.class)
                .hasMessageContaining("4000").hasMessageContaining(BuildTooOld.REMEDY);
        assertThat(applier.appliedIndex()).isEqualTo(1);
        assertThat(new Applier(values, ofLevel(1), CODECS).chainDigest()).isEqualTo(digest);
    }

    @Test
    void a_level_above_the_builds_is_not_applied_and_its_state_not_opened() {
        Applier old = formed(1);
        byte[] raise = CODECS.proposals().encode(RAISE);
        assertThatThrownBy(() -> old.apply(List.of(record(2, raise)))).isInstanceOf(BuildTooOld.class)
                .hasMessageContaining("feature level 2");
        assertThat(old.appliedIndex()).isEqualTo(1);
        assertThat(old.levels()).isEqualTo(new Levels(1, 1));
        var next = new Applier(values, ofLevel(2), CODECS);
        assertThat(next.levels()).isEqualTo(new Levels(1, 2));
        next.apply(List.of(record(2, raise)));
        assertThat(next.levels()).isEqualTo(new Levels(2, 2));
        assertThat(next.auditSize()).isEqualTo(2);
        assertThat(new Applier(values, ofLevel(2), CODECS).levels()).isEqualTo(new Levels(2, 2));
        assertThatThrownBy(() -> new Applier(values, ofLevel(1), CODECS)).isInstanceOf(BuildTooOld.class)
                .hasMessageContaining("this build knows levels up to 1");
    }

    @Test
    void the_memory_store_halts_too_and_answers_nothing_more() {
        try (var store = new MemoryStore(new NodeId("node-a"), ofLevel(1), CODECS, InstantSource.system())) {
            store.propose(FORM, Duration.ZERO).join();
            assertThatThrownBy(() -> store.propose(RAISE, Duration.ZERO).join()).isInstanceOf(CompletionException.class)
                    .hasCauseInstanceOf(StoreFailure.class).hasMessageContaining("feature level 2");
            assertThat(store.status().fenced()).isTrue();
            assertThat(store.status().appliedIndex()).isEqualTo(1);
            assertThatThrownBy(() -> store.read(new Consistency.Local(), state -> true).join())
                    .hasMessageContaining("halted");
        }
    }
}
