package io.althing.registry;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Three regions and their people, with a registry in memory: the place where the registry's rules are told as stories. A signature is
 * the word {@code signed} followed by the region whose key made it.
 */
public final class Town {
    public static final Region AP = new Region("ap-south");
    public static final Region EU = new Region("eu-west");
    public static final Region US = new Region("us-east");
    public static final List<Region> REGIONS = List.of(AP, EU, US);
    public static final ModelName DIGITS = new ModelName("digits");
    public static final VersionId V1 = new VersionId("v1");
    public static final VersionId V2 = new VersionId("v2");
    public static final VersionId V3 = new VersionId("v3");
    public static final Actor OPERATOR = person("olga", Actor.Role.OPERATOR);
    public static final Actor APPROVER = person("anna", Actor.Role.APPROVER);
    public static final Actor ADMIN = person("adam", Actor.Role.ADMIN);
    public static final Actor CONTROLLER = new Actor("controller", Actor.Kind.CONTROLLER, Optional.empty(),
            List.of(Actor.Role.CONTROLLER), "in-process", Optional.empty());

    private final Registry registry = new Registry(
            (key, statement, signature) -> signature.value().equals("signed " + key));
    private final MapState state = new MapState();
    private final List<Proposal> asked = new ArrayList<>();
    private Instant now = Instant.parse("2026-01-01T00:00:00Z");
    private long index;
    private int ids;
    private List<Event> last = List.of();

    /** A town whose cluster is formed. */
    public static Town formed() {
        var town = new Town();
        town.does(node(AP), new Command.FormCluster(genesis()));
        return town;
    }

    /** Three regions with a node each. */
    public static Genesis genesis() {
        var keys = new TreeMap<Region, String>();
        REGIONS.forEach(r -> keys.put(r, "key of " + r));
        List<Genesis.Member> seeds = REGIONS.stream()
                .map(r -> new Genesis.Member(new NodeId("node-" + r), r, "127.0.0.1:1" + REGIONS.indexOf(r))).toList();
        return new Genesis("town", "town.example/audit", seeds, keys, "log key");
    }

    /** A town with a model of three versions, all ready. */
    public static Town withModel() {
        Town town = formed();
        town.does(OPERATOR, new Command.CreateModel(DIGITS, "handwritten digits", "olga"));
        for (VersionId version : List.of(V1, V2, V3)) {
            town.does(OPERATOR, version(version));
            town.does(node(AP), new Command.ConfirmArtifacts(DIGITS, version, AP));
            town.does(node(EU), new Command.ConfirmArtifacts(DIGITS, version, EU));
        }
        return town;
    }

    /** A town with an agreed policy in which v1 serves everywhere. */
    public static Town serving() {
        Town town = withModel();
        town.does(ADMIN, Papers.global());
        REGIONS.forEach(r -> town.does(agent(r), Papers.policy(r)));
        town.does(CONTROLLER, new Command.AssembleCandidate(1, 600_000));
        REGIONS.forEach(r -> town.does(agent(r), Papers.accept(r, 1, 1)));
        RolloutId first = town.rollout(V1);
        REGIONS.forEach(r -> town.advance(first, r));
        town.confirmAll();
        return town;
    }

    /** A person with one role. */
    public static Actor person(String id, Actor.Role role) {
        return new Actor(id, Actor.Kind.PERSON, Optional.empty(), List.of(role), "token", Optional.empty());
    }

    /** The agent of a region. */
    public static Actor agent(Region region) {
        return new Actor("agent-" + region, Actor.Kind.AGENT, Optional.of(region), List.of(Actor.Role.AGENT), "token",
                Optional.empty());
    }

    /** The node of a region. */
    public static Actor node(Region region) {
        return new Actor("node-" + region, Actor.Kind.NODE, Optional.of(region), List.of(Actor.Role.NODE), "token",
                Optional.empty());
    }

    /** The signature a region's own key makes. */
    public static Signature signed(Region region) {
        return new Signature("signed key of " + region);
    }

    /** A version to register. */
    public static Command.RegisterVersion version(VersionId id) {
        var tensor = new IoSchema.Tensor("input", "FP32", List.of(-1L, 64L));
        var artifact = new Artifact("model.onnx", "onnx", Blob.of(id.value().getBytes(StandardCharsets.UTF_8)).digest(),
                2);
        return new Command.RegisterVersion(DIGITS, id, "", List.of(artifact),
                new IoSchema(List.of(tensor), List.of(new IoSchema.Tensor("output", "FP32", List.of(-1L, 10L)))),
                Lineage.unknown(), new TreeMap<>());
    }

    /** What becomes of the command; the state takes it in. */
    public Outcome asks(Actor actor, Optional<Long> revision, Command command) {
        index++;
        var proposal = new Proposal("request-" + index, actor, new NodeId("node-a"), revision, command);
        asked.add(proposal);
        Registry.Verdict verdict = registry.apply(state, proposal, new Applied(index, now, now));
        state.take(verdict.delta());
        last = verdict.outcome() instanceof Outcome.Accepted accepted ? accepted.events() : List.of();
        return verdict.outcome();
    }

    /** Does what must be accepted. */
    public List<Event> does(Actor actor, Command command) {
        return accepted(asks(actor, Optional.empty(), command));
    }

    /** Does, with the revision it saw, what must be accepted. */
    public List<Event> doesAt(Actor actor, long revision, Command command) {
        return accepted(asks(actor, Optional.of(revision), command));
    }

    /** Is refused, and says why. */
    public Rejection refused(Actor actor, Command command) {
        Outcome outcome = asks(actor, Optional.empty(), command);
        assertThat(outcome).isInstanceOf(Outcome.Rejected.class);
        return ((Outcome.Rejected) outcome).rejection();
    }

    private static List<Event> accepted(Outcome outcome) {
        assertThat(outcome).isInstanceOf(Outcome.Accepted.class);
        return ((Outcome.Accepted) outcome).events();
    }

    /** Lets agreed time pass, as ticks of at most half a second. */
    public void passes(long millis) {
        for (long left = millis; left > 0; left -= 500) {
            does(CONTROLLER, new Command.Tick(Math.min(left, 500)));
        }
    }

    /** Requests a rollout of the version everywhere and, where it needs one, approves it. */
    public RolloutId rollout(VersionId version) {
        var id = new RolloutId(ulid());
        does(OPERATOR, new Command.RequestRollout(id, DIGITS, version, List.of(), ""));
        if (rollout(id).state() == Rollout.State.AWAITING_APPROVAL) {
            doesAt(APPROVER, rollout(id).revision(), new Command.ApproveRollout(id, "approve", ""));
        }
        return id;
    }

    /** Takes the region's next step, which must be open. */
    public List<Event> advance(RolloutId rollout, Region region) {
        int step = Forward.nextStep(state, rollout, region).orElseThrow();
        return does(CONTROLLER, new Command.AdvanceRegion(rollout, region, step));
    }

    /** Has the region report its present step as passed. */
    public void passed(RolloutId rollout, Region region, boolean promotable) {
        RegionRollout part = part(rollout, region);
        does(agent(region), new Command.ReportStepPassed(rollout, region, part.step(),
                Papers.evidence(part.lastLook() + 1, 0), promotable, signed(region)));
    }

    /** Every region reports that its target is in force. */
    public void confirmAll() {
        REGIONS.forEach(this::confirm);
    }

    /** The region reports that its target is in force. */
    public void confirm(Region region) {
        ServingTarget target = target(region);
        if (!target.confirmed()) {
            does(agent(region), new Command.ReportEffective(DIGITS, region, new ServingTarget.Effective(target.index(),
                    target.stable(), target.canary().map(ServingTarget.CanaryShare::version),
                    target.canary().map(ServingTarget.CanaryShare::weightBasisPoints).orElse(0), now)));
        }
    }

    /** Everything that was asked so far, in order. */
    public List<Proposal> asked() {
        return List.copyOf(asked);
    }

    public RegistryState state() {
        return state;
    }

    public List<Event> last() {
        return last;
    }

    public long agreed() {
        return state.get(Table.CLOCK, Table.ONLY).map(Clock::agreedMillis).orElse(0L);
    }

    public Rollout rollout(RolloutId id) {
        return state.get(Table.ROLLOUTS, id.value()).orElseThrow();
    }

    public RegionRollout part(RolloutId id, Region region) {
        return state.get(Table.REGION_ROLLOUTS, Table.key(id, region)).orElseThrow();
    }

    public ServingTarget target(Region region) {
        return state.get(Table.TARGETS, Table.key(DIGITS, region)).orElseThrow();
    }

    public Ballot ballot(BallotId id) {
        return state.get(Table.BALLOTS, id.value()).orElseThrow();
    }

    public ModelVersion stored(VersionId version) {
        return state.get(Table.VERSIONS, Table.key(DIGITS, version)).orElseThrow();
    }

    /** A fresh identity. */
    public String ulid() {
        return "01JAAAAAAAAAAAAAAAAAAAAA" + String.format(Locale.ROOT, "%02d", ids++);
    }
}
