package io.althing.resource;

import io.althing.artifacts.ArtifactStore;
import io.althing.audit.FileCosignStore;
import io.althing.checkpoint.CheckpointDesk;
import io.althing.checkpoint.Signers;
import io.althing.codec.Codecs;
import io.althing.http.ApiContext;
import io.althing.http.ApiServer;
import io.althing.http.Settings;
import io.althing.http.Ulids;
import io.althing.http.Wire;
import io.althing.registry.Actor;
import io.althing.registry.Command;
import io.althing.registry.NodeId;
import io.althing.registry.Outcome;
import io.althing.registry.Proposal;
import io.althing.registry.Region;
import io.althing.registry.Registry;
import io.althing.registry.Town;
import io.althing.search.AuditIndex;
import io.althing.search.StateSubjects;
import io.althing.security.Authenticator;
import io.althing.store.MemoryKeyValue;
import io.althing.store.MemoryStore;
import io.althing.store.Receipt;
import io.althing.store.RegistryStore;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;

/** One region's API on a real port, over a registry in memory. Everybody of the {@link Town} has a token that is their own id. */
public final class TestRegion implements AutoCloseable {
    public static final NodeId NODE = new NodeId("node-eu-west");

    private final MemoryStore memory;
    private final ArtifactStore artifacts;
    private final ApiServer server;
    private final CheckpointDesk checkpoints;
    private final FileCosignStore cosigned;
    private final HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final Conformance conformance = new Conformance();
    private final FakeMembership membership = new FakeMembership();
    private int requests;

    public static TestRegion start(Path data) {
        return start(data, store -> store, Settings.on("127.0.0.1", 0));
    }

    /** A region whose disk has no room for artifacts. */
    static TestRegion full(Path data) {
        return start(data, store -> store, Settings.on("127.0.0.1", 0),
                new ArtifactStore.Limits(1 << 20, Long.MAX_VALUE / 2));
    }

    /** @param view what the API sees in place of the store */
    public static TestRegion start(Path data, UnaryOperator<RegistryStore> view, Settings settings) {
        return start(data, view, settings, new ArtifactStore.Limits(1 << 20, 0));
    }

    private static TestRegion start(Path data, UnaryOperator<RegistryStore> view, Settings settings,
            ArtifactStore.Limits limits) {
        try {
            return new TestRegion(data, new ArtifactStore(data.resolve("artifacts"), limits), view, settings);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private TestRegion(Path data, ArtifactStore artifacts, UnaryOperator<RegistryStore> view, Settings settings)
            throws IOException {
        Codecs codecs = Codecs.create();
        var registry = new Registry((key, statement, signature) -> signature.value().equals("signed " + key));
        this.memory = new MemoryStore(NODE, registry, codecs, InstantSource.system());
        propose(Town.node(Town.AP), new Command.FormCluster(Town.genesis()));
        this.artifacts = artifacts;
        RegistryStore seen = view.apply(memory);
        var api = new ApiContext(seen, Town.EU, NODE, authenticator(), InstantSource.system(),
                new Ulids(InstantSource.system(), new SplittableRandom(7)), new Wire(codecs.json()), settings,
                new PrometheusMeterRegistry(PrometheusConfig.DEFAULT));
        this.cosigned = FileCosignStore.create(data.resolve("cosigned"));
        this.checkpoints = new CheckpointDesk(Signers.alone(data, cosigned), seen);
        this.server = ApiServer.start(api,
                Resources.of(api, artifacts, new ReplicationGroup(membership, new LoneReplica(memory)), checkpoints,
                        new AuditDesk(
                                new AuditIndex(memory.audit(), new StateSubjects(memory), new MemoryKeyValue(),
                                        System::nanoTime),
                                new LoneArchive(memory.audit(), data.resolve("cold")))));
        checkpoints.start();
    }

    private static Authenticator authenticator() {
        Map<String, Actor> known = new TreeMap<>();
        List.of(Town.OPERATOR, Town.APPROVER, Town.ADMIN).forEach(actor -> known.put("Bearer " + actor.id(), actor));
        for (Region region : Town.REGIONS) {
            known.put("Bearer " + Town.agent(region).id(), Town.agent(region));
            known.put("Bearer " + Town.node(region).id(), Town.node(region));
        }
        return header -> header.isEmpty()
                ? new Authenticator.Judgement.Known(Actor.anonymous())
                : Optional.ofNullable(known.get(header.get())).<Authenticator.Judgement>map(
                        Authenticator.Judgement.Known::new)
                        .orElseGet(() -> new Authenticator.Judgement.Refused("who?"));
    }

    public MemoryStore store() {
        return memory;
    }

    /** Its checkpoints. */
    public CheckpointDesk checkpoints() {
        return checkpoints;
    }

    public ArtifactStore artifacts() {
        return artifacts;
    }

    FakeMembership membership() {
        return membership;
    }

    Conformance conformance() {
        return conformance;
    }

    public URI base() {
        return URI.create("http://127.0.0.1:" + server.port());
    }

    /** Somebody without a token. */
    public Ask anyone() {
        return new Ask(base(), client, conformance, List.of());
    }

    public Ask as(Actor actor) {
        return anyone().with("Authorization", "Bearer " + actor.id());
    }

    /** Puts something into the registry without HTTP; it must be accepted. */
    public Receipt propose(Actor actor, Command command) {
        try {
            Receipt receipt = memory.propose(
                    new Proposal("direct-" + requests++, actor, NODE, Optional.empty(), command), Duration.ofSeconds(5))
                    .get(5, TimeUnit.SECONDS);
            if (receipt.outcome() instanceof Outcome.Rejected rejected) {
                throw new AssertionError(rejected.rejection().detail());
            }
            return receipt;
        } catch (Exception e) {
            throw new AssertionError(e.getMessage(), e);
        }
    }

    @Override
    public void close() {
        checkpoints.close();
        server.close();
        conformance.close();
        memory.close();
        try {
            cosigned.close();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
