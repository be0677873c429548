package io.althing.demo;

import io.althing.demo.digits.Digits;
import io.althing.demo.report.Report;
import io.althing.demo.report.StepReport;
import io.althing.demo.step.AgreePolicies;
import io.althing.demo.step.CatchBadVersion;
import io.althing.demo.step.Console;
import io.althing.demo.step.CutRegion;
import io.althing.demo.step.DemoContext;
import io.althing.demo.step.DemoStep;
import io.althing.demo.step.EvidenceLog;
import io.althing.demo.step.Figures;
import io.althing.demo.step.KillLeader;
import io.althing.demo.step.ProveLog;
import io.althing.demo.step.ProveOffline;
import io.althing.demo.step.RegisterVersions;
import io.althing.demo.step.RollOutGoodVersion;
import io.althing.demo.step.Story;
import io.althing.demo.step.Timeline;
import io.althing.demo.step.TrainModels;
import io.althing.demo.traffic.Traffic;
import io.althing.demo.traffic.TrafficLog;
import io.althing.local.LocalCluster;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Runs the story on a cluster of its own and writes the report. */
public final class Demo {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Traffic.Plan TRAFFIC = new Traffic.Plan(150, 20_000, Duration.ofMillis(300), 7);

    private final LocalCluster cluster;
    private final Path policies;
    private final Path output;
    private final Console console;
    private final List<StepReport> reports = new ArrayList<>();

    /**
     * A demo that has not begun.
     *
     * @param cluster prepared, nothing started
     * @param policies where the regions' files are taken from
     * @param output where the report goes
     */
    public Demo(LocalCluster cluster, Path policies, Path output, Console console) {
        this.cluster = cluster;
        this.policies = policies;
        this.output = output;
        this.console = console;
    }

    /** Tells the story to its end, or to the first step that does not hold; whether every step held. */
    public boolean run(boolean keepRequests) throws IOException, InterruptedException {
        console.say("starting three nodes");
        cluster.startNodes();
        cluster.awaitReady(PATIENCE);
        List<Traffic.Place> places = cluster.regions().stream()
                .map(r -> new Traffic.Place(r, cluster.files().gateway(r))).toList();
        Story story = new Story();
        Digits digits = Digits.load();
        try (Timeline timeline = new Timeline(
                cluster.regions().stream().map(r -> cluster.client("").only(r.value())).toList(), console);
                EvidenceLog evidence = new EvidenceLog(cluster.endpoints());
                Traffic traffic = new Traffic(DemoContext.MODEL, places, digits.heldOut(), TRAFFIC)) {
            DemoContext context = new DemoContext(cluster, digits, traffic, timeline, evidence, story, output, console);
            boolean held = steps().stream().allMatch(step -> run(step, context));
            traffic.stop();
            TrafficLog log = traffic.log();
            String last = lastLine(log);
            new Report(reports, cluster.regions(), log, timeline, evidence, story, last).write(output);
            if (keepRequests) {
                log.write(output.resolve("requests.jsonl"));
            }
            SummaryTable.print(reports, console);
            console.plain(last);
            return held && log.failed() == 0;
        }
    }

    private List<DemoStep> steps() {
        return List.of(new TrainModels(), new RegisterVersions(), new AgreePolicies(policies), new RollOutGoodVersion(),
                new CatchBadVersion(), new CutRegion(), new KillLeader(), new ProveLog(), new ProveOffline());
    }

    private boolean run(DemoStep step, DemoContext context) {
        console.step(reports.size() + 1, step.name());
        long began = System.nanoTime();
        try {
            Figures figures = step.run(context);
            reports.add(new StepReport(step.name(), true, since(began), figures.all(), ""));
            figures.all().forEach((name, value) -> console.say("  " + name + ": " + value));
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        } catch (Exception e) {
            String why = e.getMessage() == null ? e.toString() : e.getMessage();
            reports.add(new StepReport(step.name(), false, since(began), Map.of(), why));
            console.say("DID NOT HOLD: " + why);
            return false;
        }
    }

    private static long since(long nanos) {
        return Duration.ofNanos(System.nanoTime() - nanos).toMillis();
    }

    private String lastLine(TrafficLog log) {
        String reach = reports.stream().map(StepReport::figures)
                .filter(f -> f.containsKey("seconds v3 answered anybody"))
                .findFirst()
                .map(f -> "v3 reached " + f.get("share of users who met v3, in percent") + " % of users for "
                        + f.get("seconds v3 answered anybody") + " s")
                .orElse("v3 reached nobody");
        return log.size() + " gateway requests, " + log.failed()
                + " failed, through a bad model, a cut region and a killed leader; " + reach;
    }
}
