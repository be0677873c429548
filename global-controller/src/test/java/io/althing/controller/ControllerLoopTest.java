package io.althing.controller;

import static org.assertj.core.api.Assertions.assertThat;

import io.althing.codec.Codecs;
import io.althing.planner.PlannerSettings;
import io.althing.planner.RolloutPlanner;
import io.althing.registry.Actor;
import io.althing.registry.Command;
import io.althing.registry.NodeId;
import io.althing.registry.Outcome;
import io.althing.registry.Proposal;
import io.althing.registry.Registry;
import io.althing.registry.RegistryState;
import io.althing.registry.RolloutId;
import io.althing.registry.ServingTarget;
import io.althing.registry.Table;
import io.althing.registry.Town;
import io.althing.store.Consistency;
import io.althing.store.MemoryStore;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class ControllerLoopTest {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    @Test
    void the_leader_brings_the_first_version_into_service_without_being_asked() throws Exception {
        var registry = new Registry((key, statement, signature) -> signature.value().equals("signed " + key));
        try (var store = new MemoryStore(new NodeId("node-a"), registry, Codecs.create(), InstantSource.system());
                var loop = new ControllerLoop(store,
                        new RolloutPlanner(new NodeId("node-a"), PlannerSettings.defaults()),
                        ControllerSettings.defaults(InstantSource.system(), System::nanoTime))) {
            var done = new CompletableFuture<Boolean>();
            store.onApplied(notice -> {
                var unused = store.read(new Consistency.Local(), ControllerLoopTest::served)
                        .thenAccept(read -> completeIf(done, read.value()));
            });
            loop.start();
            int id = 0;
            for (Command command : story()) {
                Actor actor = command instanceof Command.ConfirmArtifacts c ? Town.node(c.region()) : Town.OPERATOR;
                actor = command instanceof Command.FormCluster ? Town.node(Town.AP) : actor;
                var proposal = new Proposal("r" + id++, actor, new NodeId("node-a"), Optional.empty(), command);
                assertThat(store.propose(proposal, PATIENCE).get(20, TimeUnit.SECONDS).outcome())
                        .isInstanceOf(Outcome.Accepted.class);
            }
            assertThat(done.get(20, TimeUnit.SECONDS)).isTrue();
        }
    }

    private static void completeIf(CompletableFuture<Boolean> done, boolean holds) {
        if (holds) {
            done.complete(true);
        }
    }

    private static boolean served(RegistryState state) {
        return Town.REGIONS.stream().allMatch(r -> state.get(Table.TARGETS, Table.key(Town.DIGITS, r))
                .flatMap(ServingTarget::stable).filter(Town.V1::equals).isPresent());
    }

    private static List<Command> story() {
        return List.of(new Command.FormCluster(Town.genesis()), new Command.CreateModel(Town.DIGITS, "", "olga"),
                Town.version(Town.V1), new Command.ConfirmArtifacts(Town.DIGITS, Town.V1, Town.AP),
                new Command.ConfirmArtifacts(Town.DIGITS, Town.V1, Town.US),
                new Command.RequestRollout(new RolloutId("01JAAAAAAAAAAAAAAAAAAAAAAA"), Town.DIGITS, Town.V1, List.of(),
                        ""));
    }
}
