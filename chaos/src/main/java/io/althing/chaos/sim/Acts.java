package io.althing.chaos.sim;

import io.althing.chaos.sim.part.SimNode;
import io.althing.chaos.sim.part.SimPeople;
import io.althing.chaos.sim.part.SimPeople.Wish;
import io.althing.chaos.sim.time.Dice;
import io.althing.policy.PolicyFile;
import io.althing.registry.Actor;
import io.althing.registry.Artifact;
import io.althing.registry.Blob;
import io.althing.registry.Command;
import io.althing.registry.Genesis;
import io.althing.registry.IoSchema;
import io.althing.registry.Lineage;
import io.althing.registry.NodeId;
import io.althing.registry.PolicyState;
import io.althing.registry.Region;
import io.althing.registry.Rollout;
import io.althing.registry.RolloutId;
import io.althing.registry.ServingTarget;
import io.althing.registry.Table;
import io.althing.registry.VersionId;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeMap;

/** Brings a cluster into service, and takes steps. */
final class Acts {
    private static final long MINUTE = 60_000_000_000L;
    private static final int VERSIONS = 5;

    private final SimArena.Cluster cluster;
    private final Variety variety;
    private final Faults faults;
    private final Requests requests;

    Acts(SimArena.Cluster cluster, Dice dice, Variety variety) {
        this.cluster = cluster;
        this.variety = variety;
        this.faults = new Faults(cluster);
        this.requests = new Requests(cluster, dice);
    }

    /** Until the first version serves in every region under agreed policies; what did not come about, if something did not. */
    Optional<String> form(SimArena.Passing time) {
        if (!time.until(MINUTE, () -> cluster.log().leader().isPresent())) {
            return Optional.of("no leader was elected");
        }
        ask(node(0), new Command.FormCluster(genesis()));
        if (!time.until(MINUTE, () -> cluster.read(s -> s.get(Table.GENESIS, Table.ONLY)).flatMap(g -> g)
                .isPresent())) {
            return Optional.of("the cluster was not formed");
        }
        cluster.agents().forEach(agent -> agent.restart());
        ask(SimPeople.ADAM, new Command.CreateModel(SimPeople.MODEL, "handwritten digits", "adam"));
        if (!time.until(MINUTE, () -> !all(Table.MODELS).isEmpty())) {
            return Optional.of("no model was created");
        }
        for (int i = 0; i < VERSIONS; i++) {
            ask(SimPeople.ADAM, version(i));
        }
        if (!time.until(MINUTE, () -> all(Table.VERSIONS).size() == VERSIONS)) {
            return Optional.of("the versions were not registered");
        }
        for (int i = 0; i < VERSIONS; i++) {
            for (int region = 0; region <= cluster.nodes().size() / 2; region++) {
                ask(node(region), new Command.ConfirmArtifacts(SimPeople.MODEL, name(i),
                        Library.REGIONS.get(region)));
            }
        }
        ask(SimPeople.ADAM, global(cluster.library().globalFile(variety.globalFile(), variety.regions())));
        return serving(time);
    }

    private Optional<String> serving(SimArena.Passing time) {
        boolean ready = time.until(MINUTE,
                () -> cluster.read(s -> s.get(Table.POLICY_STATE, Table.ONLY)).flatMap(p -> p)
                        .map(PolicyState::inForce).orElse(0L) == 1
                        && all(Table.VERSIONS).stream().allMatch(v -> v.ready()));
        if (!ready) {
            return Optional.of("no policies were agreed");
        }
        requests.rollout(0, false);
        boolean live = time.until(2 * MINUTE, () -> {
            requests.approveIfDue();
            List<ServingTarget> targets = all(Table.TARGETS);
            return targets.size() == variety.regions() && targets.stream().allMatch(ServingTarget::confirmed);
        });
        return live ? Optional.empty() : Optional.of("the first version did not come into service");
    }

    private <T> List<T> all(Table<T> table) {
        return cluster.read(s -> s.all(table, "")).orElse(List.of());
    }

    private void ask(Actor actor, Command command) {
        cluster.people().ask(Wish.of(actor, command));
    }

    private static Actor node(int region) {
        return new Actor("node-" + Library.REGIONS.get(region), Actor.Kind.NODE,
                Optional.of(Library.REGIONS.get(region)), List.of(Actor.Role.NODE), "token", Optional.empty());
    }

    private static Command global(PolicyFile.Result file) {
        var good = (PolicyFile.Result.ForAll) file;
        return new Command.ProposeGlobalPolicy(good.policy(), good.file());
    }

    private Genesis genesis() {
        var keys = new TreeMap<Region, String>();
        cluster.regions().forEach(r -> keys.put(r, cluster.library().keys(r).open()));
        List<Genesis.Member> seeds = cluster.regions().stream()
                .map(r -> new Genesis.Member(new NodeId("node-" + r), r, "simulated:1")).toList();
        return new Genesis("simulated", "simulated.example/audit", seeds, keys, "log key");
    }

    static VersionId name(int version) {
        return new VersionId("v" + version);
    }

    private static Command version(int number) {
        VersionId id = name(number);
        var artifact = new Artifact("model.onnx", "onnx", Blob.of(id.value().getBytes(StandardCharsets.UTF_8)).digest(),
                2);
        return new Command.RegisterVersion(SimPeople.MODEL, id, "", List.of(artifact),
                new IoSchema(List.of(new IoSchema.Tensor("input", "FP32", List.of(-1L, 64L))),
                        List.of(new IoSchema.Tensor("output", "FP32", List.of(-1L, 10L)))),
                Lineage.unknown(), new TreeMap<>());
    }

    void take(Step step) {
        if (!faults.take(step)) {
            requests.take(step);
        }
    }

    /** What is asked of the cluster. */
    static final class Requests {
        private final SimArena.Cluster cluster;
        private final Dice dice;
        private int rollouts;
        private long approvedAt = -1;

        Requests(SimArena.Cluster cluster, Dice dice) {
            this.cluster = cluster;
            this.dice = dice;
        }

        private SimPeople people() {
            return cluster.people();
        }

        private Optional<Rollout> latest() {
            return cluster.read(s -> s.all(Table.ROLLOUTS, "")).stream().flatMap(List::stream)
                    .reduce((one, other) -> other);
        }

        void rollout(int version, boolean twice) {
            rollout(name(version), dice.chance(0.8) ? "once more" : "", twice);
        }

        private void rollout(VersionId version, String reason, boolean twice) {
            var id = new RolloutId("01JAAAAAAAAAAAAAAAAAAAA" + String.format(Locale.ROOT, "%03d", rollouts++));
            var wish = Wish.of(SimPeople.OLGA,
                    new Command.RequestRollout(id, SimPeople.MODEL, version, List.of(), reason));
            if (twice) {
                people().askTwice(wish);
            } else {
                people().ask(wish);
            }
        }

        /** Two people approve whatever waits, as soon as each revision is seen. */
        void approveIfDue() {
            latest().filter(r -> r.state() == Rollout.State.AWAITING_APPROVAL && r.revision() != approvedAt)
                    .ifPresent(rollout -> {
                        approvedAt = rollout.revision();
                        approve(rollout, rollout.approvals().isEmpty() ? SimPeople.ANNA : SimPeople.ADAM);
                    });
        }

        private void approve(Rollout rollout, Actor who) {
            people().ask(new Wish(who, Optional.of(rollout.revision()),
                    new Command.ApproveRollout(rollout.id(), "approve", ""), receipt -> {}));
        }

        void take(Step step) {
            switch (step) {
                case Step.Rollout s -> rollout(s.version(), s.twice());
                case Step.AskAgain s -> cluster.read(state -> state.all(Table.VERSIONS, "")).stream()
                        .flatMap(List::stream).filter(v -> v.quarantine().isPresent()).findFirst()
                        .ifPresent(v -> rollout(v.version(), "", false));
                case Step.Busy s -> {
                    for (int i = 0; i < s.tags(); i++) {
                        var write = Wish.of(SimPeople.OLGA,
                                new Command.SetTag(SimPeople.MODEL, "busy" + i % 20, "" + i));
                        cluster.agenda().after(Duration.ofMillis(40L * i), "busy", () -> people().ask(write));
                    }
                }
                case Step.Approve s -> latest().filter(r -> r.state() == Rollout.State.AWAITING_APPROVAL)
                        .ifPresent(r -> approve(r,
                                s.requester()
                                        ? new Actor("olga", Actor.Kind.PERSON, Optional.empty(),
                                                List.of(Actor.Role.OPERATOR, Actor.Role.APPROVER), "token",
                                                Optional.empty())
                                        : r.approvals().isEmpty() ? SimPeople.ANNA : SimPeople.ADAM));
                case Step.Promote s -> onLatest(r -> new Command.PromoteRollout(r.id(), "it looks well"));
                case Step.Abort s -> onLatest(r -> new Command.AbortRollout(r.id(), "enough"));
                case Step.Pause s -> onLatest(r -> s.paused()
                        ? new Command.PauseRollout(r.id(), "wait")
                        : new Command.ResumeRollout(r.id(), "go on"));
                case Step.RedButton s -> people().ask(Wish.of(SimPeople.OLGA,
                        new Command.RollbackModel(SimPeople.MODEL, Optional.empty(),
                                s.everywhere() ? List.of() : List.of(Library.REGIONS.get(s.region())), "it hurts")));
                case Step.Tag s -> people().askTwice(Wish.of(SimPeople.OLGA,
                        new Command.SetTag(SimPeople.MODEL, "tag" + s.number(), "" + dice.below(1_000))));
                case Step.Alias s -> new Forgery(cluster, dice).alias(s);
                case Step.EditPolicy s -> cluster.agents().get(s.region()).policy(
                        cluster.library().regionFile(Library.REGIONS.get(s.region()), s.file()));
                case Step.Forge s -> new Forgery(cluster, dice).vote(s.region());
                case Step.Impersonate s -> new Forgery(cluster, dice).impersonate(s.region(), s.other());
                default -> throw new IllegalStateException("nobody takes " + step);
            }
        }

        private void onLatest(java.util.function.Function<Rollout, Command> command) {
            latest().ifPresent(r -> people().ask(
                    new Wish(SimPeople.OLGA, Optional.of(r.revision()), command.apply(r), receipt -> {})));
        }
    }

    /** What befalls the cluster. */
    private static final class Faults {
        private final SimArena.Cluster cluster;

        Faults(SimArena.Cluster cluster) {
            this.cluster = cluster;
        }

        private SimNode node(int region) {
            return cluster.nodes().get(region);
        }

        private static String place(int region) {
            return "node-" + Library.REGIONS.get(region);
        }

        /** Takes the step if it is a fault or its mending. */
        boolean take(Step step) {
            switch (step) {
                case Step.CutRegion s -> cut(s.region());
                case Step.CutOneWay s -> cluster.network().cut(place(s.from()), place(s.to()));
                case Step.HealLinks s -> cluster.network().healAll();
                case Step.LoseMessages s -> cluster.network().lose(s.percent() / 100.0);
                case Step.KillNode s -> node(s.region()).crash(false);
                case Step.NodePowerLoss s -> node(s.region()).crash(true);
                case Step.AllPowerLoss s -> {
                    cluster.nodes().forEach(n -> n.crash(true));
                    cluster.nodes().forEach(SimNode::restart);
                }
                case Step.StartNode s -> node(s.region()).restart();
                case Step.ChangeLeader s -> cluster.log().transfer();
                case Step.SkewNode s -> node(s.region()).clock().skew(s.millis());
                default -> {
                    return agent(step);
                }
            }
            return true;
        }

        private boolean agent(Step step) {
            var agents = cluster.agents();
            switch (step) {
                case Step.KillAgent s -> agents.get(s.region()).crash();
                case Step.KillAgentAt s -> agents.get(s.region()).crashAt(s.point(), s.nth());
                case Step.StartAgent s -> agents.get(s.region()).restart();
                case Step.SlowDisk s -> agents.get(s.region()).stickDisk(Duration.ofMillis(s.millis()));
                case Step.BreakDisk s -> agents.get(s.region()).breakDisk(s.broken());
                case Step.LoseRouter s -> agents.get(s.region()).loseRouter(s.away());
                case Step.Telemetry s -> agents.get(s.region()).metrics(s.metrics());
                case Step.SkewAgent s -> agents.get(s.region()).skew(s.millis());
                case Step.PoorLine s -> agents.get(s.region()).line(s.percent() / 100.0, s.eventsLost());
                default -> {
                    return false;
                }
            }
            return true;
        }

        private void cut(int region) {
            for (int other = 0; other < cluster.nodes().size(); other++) {
                if (other != region) {
                    cluster.network().cut(place(region), place(other));
                    cluster.network().cut(place(other), place(region));
                }
            }
        }
    }
}
