package io.althing.chaos.canary;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.althing.canary.CanaryAnalysis;
import io.althing.canary.CanarySettings;
import io.althing.canary.Evidence;
import io.althing.canary.Look;
import io.althing.canary.LookCounts;
import io.althing.canary.MetricEvidence;
import io.althing.canary.MetricKind;
import io.althing.canary.MetricSettings;
import io.althing.canary.StepStart;
import io.althing.canary.UnitMemory;
import io.althing.canary.judge.Judge;
import io.althing.canary.judge.UsualRule;
import io.althing.cli.Output;
import io.althing.client.UserError;
import io.althing.policy.Judging;
import io.althing.policy.PolicyFile;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code althing canary replay}: what a policy would have said about recorded traffic, look by look. */
@Command(name = "replay", mixinStandardHelpOptions = true, description = "Judge recorded traffic (CSV: look,unit,arm,metric,value) by a policy file. With -o json, one object a line for each look.")
public final class CanaryReplay implements java.util.concurrent.Callable<Integer> {

    @Parameters(paramLabel = "FILE", description = "the recording; rows with an empty unit count each by itself")
    private Path recording = Path.of("");

    @Option(names = "--policy", required = true, paramLabel = "FILE", description = "a region's policy file")
    private Path policy = Path.of("");

    @Mixin
    private Output output = new Output();

    @Option(names = "--judge", paramLabel = "RULE", description = "judge by one of the usual rules instead, to compare: ${COMPLETION-CANDIDATES}")
    private Optional<UsualRule> rule = Optional.empty();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        CanarySettings settings = settings();
        List<Recording.Row> rows = Recording.read(recording);
        Set<String> known = settings.metrics().stream().map(m -> m.name()).collect(Collectors.toSet());
        CanaryAnalysis analysis = new CanaryAnalysis(settings);
        analysis.beginStep(new StepStart(0, 0, Instant.EPOCH));
        PrintWriter out = spec.commandLine().getOut();
        Optional<Judge> judge = rule.map(usual -> usual.judge(settings));
        List<LookCounts> looks = new ArrayList<>();
        for (int i = 0; i < rows.size(); i++) {
            Recording.Row row = rows.get(i);
            Instant time = Instant.EPOCH.plusSeconds(row.look());
            if (!known.contains(row.metric())) {
                throw UserError.usage(recording + ":" + row.line() + ": metric " + row.metric()
                        + " is not in the policy, which has " + known);
            }
            if (row.unit().isEmpty()) {
                analysis.record(row.arm(), row.metric(), row.value());
            } else {
                analysis.observe(row.unit(), row.arm(), row.metric(), row.value(), time);
            }
            if (i + 1 == rows.size() || rows.get(i + 1).look() != row.look()) {
                Look look = analysis.closeLook(time);
                looks.add(look.counts());
                judge.ifPresentOrElse(usual -> print(out, row.look(), usual.judge(looks)),
                        () -> print(out, row.look(), look));
            }
        }
        if (!output.json() && judge.isEmpty()) {
            end(out, analysis.evidence());
        }
        out.flush();
        return 0;
    }

    private CanarySettings settings() {
        return switch (PolicyFile.read(policy)) {
            case PolicyFile.Result.ForRegion region -> {
                if (!Judging.judges(region.policy())) {
                    throw UserError
                            .usage(policy + ": spec.analysis.metrics is empty; name at least one metric to judge by");
                }
                yield labelsAtHand(Judging.settings(region.policy()));
            }
            case PolicyFile.Result.ForAll all ->
                throw UserError.usage(policy + " is the global policy; name a region's file");
            case PolicyFile.Result.Faulty faulty -> throw UserError.usage(faulty.text());
        };
    }

    /** In a recording every label is known; none is waited for. */
    private static CanarySettings labelsAtHand(CanarySettings settings) {
        return new CanarySettings(settings.alpha(), settings.minSampleSize(), settings.maxDuration(),
                settings.metrics().stream()
                        .map(m -> m.kind() instanceof MetricKind.Rate
                                ? new MetricSettings(m.name(), new MetricKind.Rate(), m.bad(), m.limits(), m.standing())
                                : m)
                        .toList(),
                settings.tuning().with(UnitMemory.ROOMY));
    }

    private void print(PrintWriter out, long number, Look look) {
        String verdict = look.verdict().getClass().getSimpleName();
        if (!output.json()) {
            out.printf(Locale.ROOT, "look %-5d %-12s %s%n", number, verdict, look.verdict().reason());
            return;
        }
        ObjectNode line = new ObjectMapper().createObjectNode();
        line.put("look", number).put("verdict", verdict).put("reason", look.verdict().reason());
        line.put("rollbackNanoNats", look.evidence().rollback().nanoNats()).put("runningP", look.evidence().runningP());
        ObjectNode metrics = line.putObject("metrics");
        for (MetricEvidence metric : look.evidence().metrics()) {
            ObjectNode node = metrics.putObject(metric.metric());
            node.put("rollbackNanoNats", metric.rollback().mixture().nanoNats());
            metric.promote().ifPresent(promote -> node.put("promoteNanoNats", promote.mixture().nanoNats()));
            metric.effect().ifPresent(e -> node.put("effect", e.estimateValue()).put("effectLow", e.lowValue())
                    .put("effectHigh", e.highValue()));
        }
        out.println(line);
    }

    private void print(PrintWriter out, long number, Judge.Opinion opinion) {
        String verdict = opinion.rollback() ? "Rollback" : "Continue";
        if (output.json()) {
            out.println(new ObjectMapper().createObjectNode().put("look", number).put("verdict", verdict)
                    .put("reason", opinion.reason()).put("score", opinion.score()));
        } else {
            out.printf(Locale.ROOT, "look %-5d %-12s %s%n", number, verdict, opinion.reason());
        }
    }

    private static void end(PrintWriter out, Evidence evidence) {
        out.println();
        out.printf(Locale.ROOT, "%-20s %14s %14s   %s%n", "metric", "harm, 1 in", "safety, 1 in",
                "effect (95 % at all looks)");
        for (MetricEvidence metric : evidence.metrics()) {
            String effect = metric.effect().map(e -> String.format(Locale.ROOT, "%.5g (%.5g to %.5g)",
                    e.estimateValue(), e.lowValue(), e.highValue())).orElse("–");
            out.printf(Locale.ROOT, "%-20s %14s %14s   %s%n", metric.metric(),
                    oneIn(metric.peak().rollback().toDouble()), oneIn(metric.peak().promote().toDouble()),
                    effect);
        }
    }

    private static String oneIn(double log) {
        return log > 20 ? "over a billion" : String.format(Locale.ROOT, "%.1f", Math.exp(log));
    }
}
