package io.althing.chaos.script;

import io.althing.chaos.arena.Machine;
import io.althing.chaos.arena.Network;
import io.althing.chaos.arena.ProcessArena;
import io.althing.chaos.check.Judge;
import io.althing.chaos.fault.Fault.Begun;
import io.althing.chaos.fault.Scene;
import io.althing.chaos.history.History;
import io.althing.chaos.history.Line;
import io.althing.chaos.workload.Observers;
import io.althing.chaos.workload.Recorder;
import io.althing.chaos.workload.Target;
import io.althing.chaos.workload.Workload;
import io.althing.client.UserError;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** Runs a script once on a cluster of its own, and gives back what was seen. Judging is another matter. */
public final class DrillRun {
    private final DrillScript script;
    private final Setting setting;
    private final SplittableRandom random;

    /**
     * How it is run.
     *
     * @param home an empty directory for the cluster
     * @param flags of the nodes' JVMs
     * @param say told what happens
     */
    public record Setting(Path home, long seed, String network, List<String> flags, Consumer<String> say) {}

    private record Moment(Duration at, boolean begins, int step) {}

    private record Open(Begun fault, long since) {}

    private DrillRun(DrillScript script, Setting setting) {
        this.script = script;
        this.setting = setting;
        this.random = new SplittableRandom(setting.seed());
    }

    /** Runs it. */
    public static History run(DrillScript script, Setting setting) throws IOException, InterruptedException {
        return new DrillRun(script, setting).run();
    }

    private History run() throws IOException, InterruptedException {
        Machine machine = Machines.fit(script.needs());
        Network network = Networks.open(setting.network(), script.needs(), setting.say());
        var plan = new ProcessArena.Plan(setting.home(), script.nodes(), setting.flags(), machine);
        try (ProcessArena arena = ProcessArena.start(plan, network)) {
            var recorder = new Recorder(System::nanoTime);
            recorder.add(new Line.Header(script.name(), setting.seed(), network.name(), arena.nodes(),
                    ProcessArena.ELECTION.toMillis()));
            try (Observers observers = Observers.start(arena, recorder)) {
                hurt(arena, recorder);
                recorder.add(new Line.Stalled(observers.longestStallMillis()));
                new Settling(arena, recorder, observers, setting.say()).run();
            }
            return recorder.history();
        }
    }

    private void hurt(ProcessArena arena, Recorder recorder) throws IOException, InterruptedException {
        var plan = new Workload.Plan(script.rate(), random.nextLong(0, 1_000_000_000),
                () -> arena.nodes().stream().map(n -> new Target(n, arena.api(n))).toList(), arena.token());
        try (Workload workload = Workload.start(plan, recorder)) {
            follow(arena, recorder, workload);
            restUntil(recorder, script.duration());
        }
    }

    private void follow(ProcessArena arena, Recorder recorder, Workload workload)
            throws IOException, InterruptedException {
        Open[] open = new Open[script.timeline().size()];
        for (Moment moment : moments()) {
            restUntil(recorder, moment.at());
            DrillScript.Step step = script.timeline().get(moment.step());
            if (moment.begins()) {
                Begun begun = step.fault().act()
                        .begin(new Scene(arena, workload, recorder, random.split(), step.with()));
                long since = recorder.now();
                setting.say().accept(seconds(since) + " " + step.fault().name() + ": " + begun.detail());
                open[moment.step()] = new Open(begun, since);
            } else {
                heal(step, open[moment.step()], recorder);
            }
        }
    }

    private void heal(DrillScript.Step step, Open open, Recorder recorder) throws IOException, InterruptedException {
        try {
            open.fault().heal().heal();
        } catch (UserError inVain) {
            recorder.note(Judge.FAULTS, step.fault().name() + " could not be healed: " + inVain.text());
        }
        long end = recorder.now();
        recorder.add(new Line.FaultSpan(step.fault().name(), open.fault().detail(), open.fault().minority(),
                open.since(), end));
        setting.say().accept(seconds(end) + " " + step.fault().name() + " is healed");
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

    private static void restUntil(Recorder recorder, Duration time) throws InterruptedException {
        TimeUnit.NANOSECONDS.sleep(time.toNanos() - recorder.now());
    }

    private static String seconds(long nanos) {
        return String.format(java.util.Locale.ROOT, "%6.1f s", nanos / 1e9);
    }
}
