package io.althing.chaos.sim.part;

import io.althing.agent.AgentParts;
import io.althing.agent.AgentSettings;
import io.althing.agent.AgentStatus;
import io.althing.agent.AgentTime;
import io.althing.agent.Journal;
import io.althing.agent.JournalAct;
import io.althing.agent.JournalDamagedException;
import io.althing.agent.JournalEntry;
import io.althing.agent.Judged;
import io.althing.agent.RegionAgent;
import io.althing.agent.Signer;
import io.althing.chaos.sim.promise.Promises;
import io.althing.chaos.sim.time.Agenda;
import io.althing.chaos.sim.time.Dice;
import io.althing.chaos.sim.time.SimClock;
import io.althing.codec.RecordJson;
import io.althing.policy.PolicyFile;
import io.althing.registry.ModelName;
import io.althing.registry.Region;
import io.althing.registry.VersionId;
import io.althing.serving.InForce;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A region's real agent and its gateway's routes, on a simulated disk, clock, line and traffic; it can die and come back. */
public final class SimAgent {
    private static final long START_NANOS = 50_000_000L;

    private final Region region;
    private final Surroundings around;
    private final Habits habits;
    private final SimNode node;
    private final Dice dice;
    private final SimDisk disk;
    private final SimLink.Line line = new SimLink.Line();
    private final SimClock clock;
    private Metrics metrics = Metrics.HONEST;
    private boolean routerAway;
    private long routerBackAt;
    private Life life;
    private Optional<Running> running = Optional.empty();
    private int lives;
    private int seenEntries;

    /** What every agent of a simulation shares. */
    public record Surroundings(Agenda agenda, Promises promises, RecordJson json, Signer signer, Dice dice) {}

    /** What is its own. */
    public record Habits(Duration refresh, Duration pulse, double requestsPerSecond,
            Map<VersionId, Quality> qualities, PolicyFile.Result policy) {}

    /** One life's parts. */
    private record Running(RegionAgent agent, Journal journal, SimRouter router, SimTraffic traffic, Ear ear,
            long since) {}

    /** An agent that is down; see {@link #restart}. */
    public SimAgent(Region region, Surroundings around, Habits habits, SimNode node) {
        this.region = region;
        this.around = around;
        this.habits = habits;
        this.node = node;
        this.dice = around.dice().of("agent-" + region);
        this.disk = new SimDisk(habits.policy());
        this.clock = new SimClock(around.agenda(), dice.between(0, 1L << 40));
        this.life = new Life(around.agenda(), () -> {});
        life.end();
    }

    /** The region it speaks for. */
    public Region region() {
        return region;
    }

    /** Whether its process runs. */
    public boolean up() {
        return !life.over();
    }

    /** Its process starts again, unless it runs. */
    public void restart() {
        if (up()) {
            return;
        }
        lives++;
        life = new Life(around.agenda(), this::gone);
        life.after(START_NANOS, "agent starts", this::begin);
    }

    private void begin() {
        Life mine = life;
        var traffic = new SimTraffic(around.agenda(), dice.of("traffic" + lives), habits.requestsPerSecond(),
                habits.qualities());
        traffic.metrics(metrics);
        var router = new SimRouter(region, mine, disk.fences(mine), traffic, around.promises().serving());
        router.unavailable(routerAway);
        var ear = new Ear(region, new SimLink(region, node, mine, dice.of("link" + lives), line), around, mine);
        try {
            Journal journal = Journal.on(disk.journalFile(mine), disk.writer(mine),
                    new Journal.Parts(region, "journal-" + region + "-" + lives, around.json(), clock));
            seenEntries = 0;
            var agent = new RegionAgent(
                    new AgentSettings(region, disk.files(mine, region + ".yaml"), habits.refresh(), habits.pulse()),
                    new AgentParts(ear, router, (model, version, artifacts) -> mine.require(), traffic, journal,
                            around.signer(), around.json(), () -> new AgentTime(clock.nanos(), clock.instant()),
                            task -> mine.after(dice.between(1_000_000, 400_000_000), "load", task)));
            running = Optional.of(new Running(agent, journal, router, traffic, ear, around.agenda().now()));
            var wake = new Wake(mine);
            agent.listen(wake::soon);
            pulse(mine);
        } catch (IOException | JournalDamagedException e) {
            around.promises().broken("a-journal-opens-again", region + ": " + e.getMessage());
        }
    }

    /** Wakes the agent once for whatever came in meanwhile. */
    private final class Wake {
        private final Life of;
        private boolean due;

        Wake(Life of) {
            this.of = of;
        }

        void soon() {
            if (!due) {
                due = true;
                of.after(0, "agent wakes", () -> {
                    due = false;
                    pass(of);
                });
            }
        }
    }

    private void pulse(Life of) {
        pass(of);
        of.after(habits.pulse().toNanos(), "pulse", () -> pulse(of));
    }

    private void pass(Life of) {
        Running now = running.orElseThrow();
        try {
            now.agent().tick();
        } catch (RuntimeException e) {
            around.promises().broken("nothing-stumbles", "the agent of " + region + ": " + e + " at "
                    + List.of(e.getStackTrace()).stream().limit(4).toList());
            of.end();
            return;
        }
        acts(now);
        around.promises().serving().passed(region);
        if (!routerAway) {
            now.agent().status().ifPresent(s -> s.analyses().stream()
                    .filter(a -> a.judged().finding() == Judged.Finding.ROLLBACK)
                    .forEach(a -> around.promises().serving().convicted(region, a.judged().rollout(), inForce())));
        }
        if (!routerAway) {
            long since = Math.max(routerBackAt, Math.max(now.since(), now.ear().freshAt()));
            around.promises().serving().alone(region, inForce(), around.agenda().now() - since);
        }
    }

    private void acts(Running now) {
        List<JournalEntry> entries = now.journal().nextSequence() - 1 == seenEntries
                ? List.of()
                : now.journal().entries();
        for (JournalEntry entry : entries.subList(Math.min(seenEntries, entries.size()), entries.size())) {
            if (entry.act() instanceof JournalAct.WentBack back) {
                around.promises().serving().wentBack(region, back.rollout());
            }
            seenEntries++;
        }
    }

    private void gone() {
        running.ifPresent(now -> around.promises().serving().gone(region));
        running = Optional.empty();
    }

    /** Its process is killed. */
    public void crash() {
        if (up()) {
            life.end();
            gone();
        }
    }

    /** Its process will end at the named point, when it comes there for the n-th time. */
    public void crashAt(String point, int nth) {
        life.arm(point, nth);
    }

    /** It will not end at any point any more. */
    public void disarm() {
        life.disarm();
    }

    /** From now on each write of its disk takes this long. */
    public void stickDisk(Duration each) {
        disk.stick(each.toNanos());
    }

    /** Whether its disk refuses to write. */
    public void breakDisk(boolean now) {
        disk.breaks(now);
    }

    /** Whether its router does not answer. */
    public void loseRouter(boolean now) {
        if (routerAway && !now) {
            routerBackAt = around.agenda().now();
        }
        routerAway = now;
        running.ifPresent(r -> r.router().unavailable(now));
    }

    /** How its telemetry behaves. */
    public void metrics(Metrics now) {
        metrics = now;
        running.ifPresent(r -> r.traffic().metrics(now));
    }

    /** From now on answers on its line to the node are lost with this probability, and events never come. */
    public void line(double lost, boolean eventsLost) {
        line.lose(lost);
        line.loseEvents(eventsLost);
    }

    /** Its wall clock is wrong by so much. */
    public void skew(long millis) {
        clock.skew(millis);
    }

    /** Puts another policy file where it looks. */
    public void policy(PolicyFile.Result file) {
        disk.policy(file);
    }

    /** What its gateway serves. */
    public InForce inForce() {
        return running.map(r -> r.router().inForce(SimPeople.MODEL)).orElseGet(() -> nothing(SimPeople.MODEL));
    }

    private static InForce nothing(ModelName model) {
        return new InForce(model, -1, Optional.empty(), Optional.empty(), Optional.empty());
    }

    /** How it stands, as of its last pass; empty while it is down. */
    public Optional<AgentStatus> status() {
        return running.flatMap(r -> r.agent().status());
    }

    /** The journal as it would be read after a restart. */
    public byte[] journal() {
        return disk.journal();
    }
}
