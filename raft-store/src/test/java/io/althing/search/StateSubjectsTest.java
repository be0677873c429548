package io.althing.search;

import static org.assertj.core.api.Assertions.assertThat;

import io.althing.audit.RolloutSubjects.Subject;
import io.althing.codec.Codecs;
import io.althing.registry.BallotId;
import io.althing.registry.NodeId;
import io.althing.registry.Papers;
import io.althing.registry.Proposal;
import io.althing.registry.Registry;
import io.althing.registry.RolloutId;
import io.althing.registry.Town;
import io.althing.store.MemoryStore;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class StateSubjectsTest {
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    @Test
    void a_rollout_is_about_its_version_and_a_ballot_about_its_rollout() {
        Town town = Town.serving();
        RolloutId rollout = town.rollout(Town.V3);
        town.advance(rollout, Town.AP);
        town.confirmAll();
        var ballot = new BallotId(town.ulid());
        town.does(Town.agent(Town.AP), Papers.conviction(town, ballot, rollout, Town.AP));
        try (MemoryStore store = store(town)) {
            var subjects = new StateSubjects(store);
            for (int time = 0; time < 2; time++) {
                assertThat(subjects.rolloutOf(ballot.value())).contains(rollout.value());
                assertThat(subjects.of(rollout.value())).contains(new Subject("digits", "v3"));
                assertThat(subjects.rolloutOf(rollout.value())).isEmpty();
                assertThat(subjects.of(ballot.value())).isEmpty();
            }
        }
    }

    private static MemoryStore store(Town town) {
        var registry = new Registry((key, statement, signature) -> signature.value().equals("signed " + key));
        var store = new MemoryStore(new NodeId("node-a"), registry, Codecs.create(),
                InstantSource.fixed(Instant.parse("2026-01-01T00:00:00Z")));
        for (Proposal proposal : town.asked()) {
            var unused = store.propose(proposal, PATIENCE).join();
        }
        return store;
    }
}
