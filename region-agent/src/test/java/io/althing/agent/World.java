package io.althing.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.althing.codec.Codecs;
import io.althing.policy.PolicyFile;
import io.althing.registry.Actor;
import io.althing.registry.Artifact;
import io.althing.registry.Blob;
import io.althing.registry.Command;
import io.althing.registry.Forward;
import io.althing.registry.Genesis;
import io.althing.registry.GlobalPolicyFile;
import io.althing.registry.IoSchema;
import io.althing.registry.Lineage;
import io.althing.registry.ModelName;
import io.althing.registry.NodeId;
import io.althing.registry.Outcome;
import io.althing.registry.PolicyState;
import io.althing.registry.Proposal;
import io.althing.registry.Region;
import io.althing.registry.RegionRollout;
import io.althing.registry.Registry;
import io.althing.registry.RegistryState;
import io.althing.registry.Rollout;
import io.althing.registry.RolloutId;
import io.althing.registry.ServingTarget;
import io.althing.registry.Table;
import io.althing.registry.VersionId;
import io.althing.store.Consistency;
import io.althing.store.Ed25519Check;
import io.althing.store.MemoryStore;
import io.althing.store.Read;
import io.althing.store.RegistryStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;

/** Three regions with their agents around one registry in memory, on a clock moved by hand, under policies of their own. */
final class World implements AutoCloseable {
    static final Region AP = new Region("ap-south");
    static final Region EU = new Region("eu-west");
    static final Region US = new Region("us-east");
    static final List<Region> REGIONS = List.of(AP, EU, US);
    static final ModelName DIGITS = new ModelName("digits");
    static final VersionId V1 = new VersionId("v1");
    static final VersionId V2 = new VersionId("v2");
    static final VersionId V3 = new VersionId("v3");
    private static final Path POLICIES = Path.of("src", "test", "resources", "policies");
    private static final long STEP_MILLIS = 100;
    private static final long TICK_MILLIS = 500;
    private static final Actor ADMIN = person("adam", Actor.Role.ADMIN, Actor.Role.OPERATOR);
    private static final Actor APPROVER = person("anna", Actor.Role.APPROVER);
    private static final Actor CONTROLLER = new Actor("controller", Actor.Kind.CONTROLLER, Optional.empty(),
            List.of(Actor.Role.CONTROLLER), "in-process", Optional.empty());

    private final Path directory;
    private final Codecs codecs = Codecs.create();
    private final RegistryStore store;
    private final Map<Region, Signer> signers = new LinkedHashMap<>();
    private final Map<Region, Station> stations = new LinkedHashMap<>();
    private long nanos = 1_000_000_000_000L;
    private Instant wall = Instant.parse("2026-03-01T12:00:00Z");
    private int ids;
    private long untold;
    private String assembled = "";

    World(Path directory) {
        this.directory = directory;
        this.store = new MemoryStore(new NodeId("node"), new Registry(new Ed25519Check()), codecs, () -> wall);
        form();
        REGIONS.forEach(region -> {
            writePolicy(region, region.value());
            stations.put(region, new Station(region, "a", new FakeRouter(), new FakeLink(store, region)));
        });
    }

    /** One region's agent with everything around it. */
    final class Station {
        final Region region;
        final String name;
        final FakeRouter router;
        final FakeLink link;
        final ScriptedTraffic traffic;
        Journal journal;
        RegionAgent agent;

        Station(Region region, String name, FakeRouter router, FakeLink link) {
            this.region = region;
            this.name = name;
            this.router = router;
            this.link = link;
            this.traffic = new ScriptedTraffic(router, () -> nanos, 400, Map.of(V1, 0.95, V2, 0.97, V3, 0.6));
            this.journal = journal();
            this.agent = agent();
        }

        private Journal journal() {
            try {
                return Journal.open(directory.resolve("journal-" + region + "-" + name + ".jsonl"),
                        new Journal.Parts(region, "journal-" + name, codecs.json(), () -> wall));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            } catch (JournalDamagedException e) {
                throw new AssertionError(e);
            }
        }

        private RegionAgent agent() {
            var settings = AgentSettings.of(region, policyPath(region), directory.resolve("memory-" + region + name));
            return new RegionAgent(settings,
                    new AgentParts(link, router, (model, version, artifacts) -> {}, traffic, journal,
                            signer(region), codecs.json(), () -> new AgentTime(nanos, wall), Runnable::run));
        }

        /** The process dies and comes back: what was only in memory is gone. */
        void restart() {
            try {
                journal.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            journal = journal();
            agent = agent();
        }

        AgentStatus status() {
            return agent.status().orElseThrow();
        }
    }

    Station station(Region region) {
        return Optional.ofNullable(stations.get(region)).orElseThrow();
    }

    /** A second agent for a region, beside the first, on the same gateway. */
    Station second(Region region) {
        var second = new Station(region, "b", station(region).router, new FakeLink(store, region));
        stations.put(new Region(region + "-second"), second);
        return second;
    }

    Signer signer(Region region) {
        return Optional.ofNullable(signers.get(region)).orElseThrow();
    }

    Codecs codecs() {
        return codecs;
    }

    RegistryStore store() {
        return store;
    }

    private static Actor person(String id, Actor.Role... roles) {
        return new Actor(id, Actor.Kind.PERSON, Optional.empty(), List.of(roles), "token", Optional.empty());
    }

    private void form() {
        var keys = new TreeMap<Region, String>();
        for (Region region : REGIONS) {
            KeyPair pair = pair();
            byte[] open = pair.getPublic().getEncoded();
            byte[] secret = pair.getPrivate().getEncoded();
            keys.put(region,
                    Base64.getEncoder().encodeToString(Arrays.copyOfRange(open, open.length - 32, open.length)));
            signers.put(region, Signer.ofSeed(Arrays.copyOfRange(secret, secret.length - 32, secret.length)));
        }
        List<Genesis.Member> seeds = REGIONS.stream()
                .map(r -> new Genesis.Member(new NodeId("node-" + r), r, "127.0.0.1:1" + REGIONS.indexOf(r))).toList();
        does(node(AP), new Command.FormCluster(new Genesis("world", "world.example/audit", seeds, keys, "log key")));
        does(ADMIN, new Command.CreateModel(DIGITS, "handwritten digits", "adam"));
        for (VersionId version : List.of(V1, V2, V3)) {
            does(ADMIN, version(version));
            does(node(AP), new Command.ConfirmArtifacts(DIGITS, version, AP));
            does(node(EU), new Command.ConfirmArtifacts(DIGITS, version, EU));
        }
    }

    private static KeyPair pair() {
        try {
            return KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    private static Actor node(Region region) {
        return new Actor("node-" + region, Actor.Kind.NODE, Optional.of(region), List.of(Actor.Role.NODE), "token",
                Optional.empty());
    }

    private static Command version(VersionId id) {
        var artifact = new Artifact("model.onnx", "onnx", Blob.of(id.value().getBytes(StandardCharsets.UTF_8)).digest(),
                2);
        return new Command.RegisterVersion(DIGITS, id, "", List.of(artifact),
                new IoSchema(List.of(new IoSchema.Tensor("input", "FP32", List.of(-1L, 64L))),
                        List.of(new IoSchema.Tensor("output", "FP32", List.of(-1L, 10L)))),
                Lineage.unknown(), new TreeMap<>());
    }

    private Path policyPath(Region region) {
        return directory.resolve(region + ".yaml");
    }

    /** Puts one of the demo's files where the region's agent looks. */
    void writePolicy(Region region, String file) {
        try {
            Files.writeString(policyPath(region), Files.readString(POLICIES.resolve(file + ".yaml")));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The administrators propose the demo's global file. */
    void proposeGlobal() {
        var file = (PolicyFile.Result.ForAll) PolicyFile.read(POLICIES.resolve("global.yaml"));
        does(ADMIN, new Command.ProposeGlobalPolicy(file.policy(), file.file()));
    }

    /** Everything up to v1 being live everywhere under agreed policies. */
    World serving() {
        proposeGlobal();
        until("epoch 1", () -> inForce() == 1);
        RolloutId first = rollout(V1);
        until("v1 is live", () -> REGIONS.stream().allMatch(r -> serves(r, V1)));
        until("all confirmed", () -> read(s -> s.all(Table.TARGETS, "")).stream().allMatch(ServingTarget::confirmed));
        assertThat(state(first)).isEqualTo(Rollout.State.SUCCEEDED);
        return this;
    }

    RolloutId rollout(VersionId version) {
        var id = new RolloutId("01JAAAAAAAAAAAAAAAAAAAAA" + String.format(Locale.ROOT, "%02d", ids++));
        does(ADMIN, new Command.RequestRollout(id, DIGITS, version, List.of(), ""));
        Rollout rollout = rollout(id);
        if (rollout.state() == Rollout.State.AWAITING_APPROVAL) {
            asks(APPROVER, Optional.of(rollout.revision()), new Command.ApproveRollout(id, "approve", ""));
        }
        return id;
    }

    void abort(RolloutId id) {
        does(ADMIN, new Command.AbortRollout(id, "enough"));
    }

    Outcome asks(Actor actor, Optional<Long> revision, Command command) {
        return store.propose(new Proposal("world-" + ids++, actor, new NodeId("node"), revision, command),
                Duration.ofSeconds(1)).join().outcome();
    }

    private void does(Actor actor, Command command) {
        Outcome outcome = asks(actor, Optional.empty(), command);
        assertThat(outcome).isInstanceOf(Outcome.Accepted.class);
    }

    <T> T read(Function<RegistryState, T> query) {
        return store.read(new Consistency.Local(), query).thenApply(Read::value).join();
    }

    long inForce() {
        return read(s -> s.get(Table.POLICY_STATE, Table.ONLY)).map(PolicyState::inForce).orElse(0L);
    }

    Rollout rollout(RolloutId id) {
        return read(s -> s.get(Table.ROLLOUTS, id.value())).orElseThrow();
    }

    Rollout.State state(RolloutId id) {
        return rollout(id).state();
    }

    RegionRollout part(RolloutId id, Region region) {
        return read(s -> s.get(Table.REGION_ROLLOUTS, Table.key(id, region))).orElseThrow();
    }

    boolean serves(Region region, VersionId version) {
        var now = station(region).router.inForce(DIGITS);
        return now.stable().equals(Optional.of(version)) && now.canary().isEmpty();
    }

    int weight(Region region) {
        return station(region).router.weight(DIGITS);
    }

    /** Lets time pass: the controller does what is due, then each agent has its turn. */
    void passes(long millis) {
        for (long left = millis; left > 0; left -= STEP_MILLIS) {
            nanos += Duration.ofMillis(STEP_MILLIS).toNanos();
            wall = wall.plusMillis(STEP_MILLIS);
            untold += STEP_MILLIS;
            if (untold >= TICK_MILLIS) {
                does(CONTROLLER, new Command.Tick(untold));
                untold = 0;
            }
            control();
            List.copyOf(stations.values()).forEach(station -> station.agent.tick());
        }
    }

    /** Lets time pass until something holds, at most five simulated minutes. */
    void until(String what, java.util.function.BooleanSupplier holds) {
        for (int i = 0; i < 3_000 && !holds.getAsBoolean(); i++) {
            passes(STEP_MILLIS);
        }
        assertThat(holds.getAsBoolean()).as(what).isTrue();
    }

    private void control() {
        assemble().ifPresent(command -> does(CONTROLLER, command));
        for (Command.AdvanceRegion step : read(World::open)) {
            asks(CONTROLLER, Optional.empty(), step);
        }
    }

    /** The steps nothing stands in the way of. */
    private static List<Command.AdvanceRegion> open(RegistryState state) {
        return state.all(Table.ROLLOUTS, "").stream().filter(r -> r.state().active())
                .flatMap(rollout -> rollout.scope().stream()
                        .filter(region -> Forward.next(state, rollout.id(), region, agreed(state)).isEmpty())
                        .map(region -> new Command.AdvanceRegion(rollout.id(), region,
                                Forward.nextStep(state, rollout.id(), region).orElseThrow())))
                .toList();
    }

    private static long agreed(RegistryState state) {
        return state.get(Table.CLOCK, Table.ONLY).map(io.althing.registry.Clock::agreedMillis).orElse(0L);
    }

    private Optional<Command> assemble() {
        String files = read(s -> s.all(Table.REGION_POLICIES, "").stream().map(f -> f.digest().value()).toList()
                + s.get(Table.GLOBAL_POLICIES, Table.ONLY).map(GlobalPolicyFile::digest).map(Object::toString)
                        .orElse(""));
        boolean ready = read(s -> s.all(Table.REGION_POLICIES, "").size() == REGIONS.size()
                && s.get(Table.GLOBAL_POLICIES, Table.ONLY).isPresent()
                && s.get(Table.POLICY_STATE, Table.ONLY).filter(p -> p.candidate() != 0).isEmpty());
        if (!ready || files.equals(assembled)) {
            return Optional.empty();
        }
        assembled = files;
        return Optional.of(new Command.AssembleCandidate(inForce() + 1, 600_000));
    }

    @Override
    public void close() {
        store.close();
    }
}
