package io.althing.chaos.script;

import io.althing.chaos.arena.Agents;
import io.althing.chaos.arena.Arena;
import io.althing.chaos.arena.Machine;
import io.althing.chaos.arena.Network;
import io.althing.chaos.arena.ProcessArena;
import io.althing.chaos.arena.ServedModel;
import io.althing.chaos.check.Judge;
import io.althing.chaos.check.Recovery;
import io.althing.chaos.fault.Fault.Begun;
import io.althing.chaos.fault.Scene;
import io.althing.chaos.history.History;
import io.althing.chaos.history.Line;
import io.althing.chaos.history.RolloutLine;
import io.althing.chaos.workload.Observers;
import io.althing.chaos.workload.People;
import io.althing.chaos.workload.Recorder;
import io.althing.chaos.workload.RolloutLife;
import io.althing.chaos.workload.Target;
import io.althing.chaos.workload.Workload;
import io.althing.client.UserError;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** Runs a script once on a cluster of its own, and gives back what was seen. Judging is another matter. */
public final class DrillRun {
    private final DrillScript script;
    private final Draw draw;
    private final Consumer<String> say;
    private final SplittableRandom random;

    /**
     * How it is run.
     *
     * @param home an empty directory for the cluster
     * @param flags of the nodes' JVMs
     * @param say told what happens
     */
    public record Setting(Path home, Draw draw, String network, List<String> flags, Consumer<String> say) {}

    /**
     * What is drawn.
     *
     * @param seed draws victims and load
     * @param mark is in every name and request id the load writes, so that two runs on one cluster never meet
     */
    public record Draw(long seed, String mark) {
        /** For a cluster that only this run ever sees. */
        public static Draw of(long seed) {
            return new Draw(seed, "");
        }
    }

    private record Moment(Duration at, boolean begins, int step) {}

    private record Open(Begun fault, long since) {}

    private DrillRun(DrillScript script, Draw draw, Consumer<String> say) {
        this.script = script;
        this.draw = draw;
        this.say = say;
        this.random = new SplittableRandom(draw.seed());
    }

    /** Runs it on a cluster of its own. */
    public static History run(DrillScript script, Setting setting) throws IOException, InterruptedException {
        Machine machine = Machines.fit(script.needs());
        Network network = Networks.open(setting.network(), script.needs(), setting.say());
        var plan = new ProcessArena.Plan(setting.home(), script.nodes(), setting.flags(), machine,
                script.load().rollouts().map(rollouts -> ServedModel.train()));
        long before = System.nanoTime();
        try (ProcessArena arena = ProcessArena.start(plan, network)) {
            setting.say().accept("the cluster was ready after " + (System.nanoTime() - before) / 1_000_000 + " ms");
            return new DrillRun(script, setting.draw(), setting.say()).run(arena, plan.served());
        }
    }

    /** Runs it on a cluster that is there, and leaves it there. */
    public static History on(Arena arena, DrillScript script, Draw draw, Consumer<String> say)
            throws IOException, InterruptedException {
        return new DrillRun(script, draw, say).run(arena, Optional.empty());
    }

    private History run(Arena arena, Optional<ServedModel> served) throws IOException, InterruptedException {
        var recorder = new Recorder(System::nanoTime);
        recorder.add(new Line.Header(script.name(), draw.seed(), arena.network().name(), arena.nodes(),
                arena.electionTimeout().toMillis()));
        try (Observers observers = Observers.start(arena, recorder)) {
            Optional<RolloutLife> rollouts = served.map(model -> rollouts(arena, model, recorder));
            hurt(arena, recorder, rollouts);
            if (rollouts.isPresent()) {
                say.accept("waiting for the rollouts to end");
                rollouts.get().rest();
            }
            recorder.add(new Line.Stalled(observers.longestStallMillis()));
            new Settling(arena, recorder, observers, say).run();
        }
        return recorder.history();
    }

    private RolloutLife rollouts(Arena arena, ServedModel model, Recorder recorder) {
        DrillScript.Rollouts wanted = script.load().rollouts().orElseThrow();
        return RolloutLife.start(arena, agents(arena).orElseThrow(), new RolloutLife.Plan(wanted.users(),
                new People.Plan(model, wanted.versions(), wanted.patience())), recorder);
    }

    private static Optional<Agents> agents(Arena arena) {
        return arena instanceof ProcessArena own ? own.agents() : Optional.empty();
    }

    private void hurt(Arena arena, Recorder recorder, Optional<RolloutLife> rollouts)
            throws IOException, InterruptedException {
        var plan = new Workload.Plan(script.load().rate(), draw.mark() + random.nextLong(0, 1_000_000_000),
                () -> arena.nodes().stream().map(n -> new Target(n, arena.api(n))).toList(), arena.token());
        try (Workload workload = Workload.start(plan, recorder)) {
            follow(arena, recorder, new Scene.Load(workload, rollouts));
            restUntil(recorder, script.duration());
            // whatever was late: what the last healing is judged by must fit in
            Optional<Line.FaultSpan> last = recorder.history().faults().stream()
                    .max(Comparator.comparingLong(Line.FaultSpan::end));
            if (last.isPresent()) {
                restUntil(recorder, Duration.ofNanos(last.get().end()).plus(Recovery.bound(arena.electionTimeout()))
                        .plusSeconds(1));
            }
        }
    }

    private void follow(Arena arena, Recorder recorder, Scene.Load load)
            throws IOException, InterruptedException {
        Open[] open = new Open[script.timeline().size()];
        Duration late = Duration.ZERO;
        for (Moment moment : moments()) {
            restUntil(recorder, moment.at().plus(late));
            DrillScript.Step step = script.timeline().get(moment.step());
            if (moment.begins()) {
                Begun begun = step.fault().act()
                        .begin(new Scene(arena, load, recorder, random.split(), step.with()));
                long since = recorder.now();
                say.accept(seconds(since) + " " + step.fault().name() + ": " + begun.detail());
                open[moment.step()] = new Open(begun, since);
            } else {
                heal(step, open[moment.step()], recorder);
                alone(arena, open[moment.step()], recorder);
                // healing may mean starting every node: what follows keeps its distance
                late = later(late, Duration.ofNanos(recorder.now()).minus(moment.at()));
            }
        }
    }

    private void heal(DrillScript.Step step, Open open, Recorder recorder) throws IOException, InterruptedException {
        long healing = recorder.now();
        try {
            open.fault().heal().heal();
        } catch (UserError inVain) {
            recorder.note(Judge.FAULTS, step.fault().name() + " could not be healed: " + inVain.text());
        }
        long end = recorder.now();
        recorder.add(new Line.FaultSpan(step.fault().name(), open.fault().detail(), open.fault().minority(),
                new Line.Span(open.since(), healing, end)));
        say.accept(seconds(end) + " " + step.fault().name() + " is healed");
    }

    /** Whose agents had no majority behind their node. */
    private static void alone(Arena arena, Open open, Recorder recorder) {
        long healing = recorder.history().faults().getLast().healing();
        agents(arena).ifPresent(agents -> agents.regions().stream()
                .filter(region -> open.fault().minority().contains(agents.node(region)))
                .forEach(region -> recorder.add(new RolloutLine.Alone(region, open.since(), healing))));
    }

    private List<Moment> moments() {
        List<Moment> moments = new ArrayList<>();
        for (int i = 0; i < script.timeline().size(); i++) {
            DrillScript.Step step = script.timeline().get(i);
            moments.add(new Moment(step.at(), true, i));
            moments.add(new Moment(step.at().plus(step.lasts()), false, i));
        }
        moments.sort(Comparator.comparing(Moment::at).thenComparing(Moment::begins));
        return moments;
    }

    private static Duration later(Duration one, Duration other) {
        return one.compareTo(other) > 0 ? one : other;
    }

    private static void restUntil(Recorder recorder, Duration time) throws InterruptedException {
        TimeUnit.NANOSECONDS.sleep(Math.max(0, time.toNanos() - recorder.now()));
    }

    private static String seconds(long nanos) {
        return String.format(java.util.Locale.ROOT, "%6.1f s", nanos / 1e9);
    }
}
