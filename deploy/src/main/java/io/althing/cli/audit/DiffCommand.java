package io.althing.cli.audit;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.althing.audit.BundleEntries;
import io.althing.audit.Checkpoint;
import io.althing.audit.LogDiff;
import io.althing.cli.ClusterOptions;
import io.althing.client.ExitCode;
import io.althing.client.Json;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code althing audit diff}. */
@Command(name = "diff", description = {
        "Compare two logs by a few tiles: equal up to the shorter one, or from which entry on they differ. Each is a region's name, a directory or an address.",
        "Exit code 0 if they agree, 1 if they differ."})
final class DiffCommand implements Callable<Integer> {
    @Mixin
    private ClusterOptions cluster = new ClusterOptions();

    @Mixin
    private LogOptions logs = new LogOptions();

    @Parameters(index = "0", paramLabel = "ONE", description = "region, directory or address")
    private String one = "";

    @Parameters(index = "1", paramLabel = "OTHER", description = "the other")
    private String other = "";

    @Override
    public Integer call() {
        Log left = logs.named(one, cluster);
        Log right = logs.named(other, cluster);
        LogDiff.Side leftSide = side(left);
        LogDiff.Side rightSide = side(right);
        LogDiff.Outcome outcome = Failing.at(one + " or " + other, () -> LogDiff.compare(leftSide, rightSide));
        ObjectNode result = Json.object();
        int exit = switch (outcome) {
            case LogDiff.Outcome.Agree agree -> agree(result, agree, leftSide, rightSide);
            case LogDiff.Outcome.Differ differ -> differ(result, differ, leftSide, rightSide);
            case LogDiff.Outcome.Unusable unusable -> {
                result.put("outcome", "unusable").put("why", unusable.why());
                say(unusable.why() + "; run `althing audit verify` on it first");
                yield ExitCode.REFUSED;
            }
        };
        if (cluster.json()) {
            cluster.out().println(Json.pretty(result));
        }
        cluster.out().flush();
        return exit;
    }

    private static LogDiff.Side side(Log log) {
        Checkpoint checkpoint = Failing.at(log.name(), () -> log.reader().read(log.checkpoint()));
        return new LogDiff.Side(log.tiles(), checkpoint);
    }

    private int agree(ObjectNode result, LogDiff.Outcome.Agree agree, LogDiff.Side left, LogDiff.Side right) {
        long leftSize = left.checkpoint().head().size();
        long rightSize = right.checkpoint().head().size();
        result.put("outcome", "agree").put("shared", agree.sharedSize()).put("oneSize", leftSize).put("otherSize",
                rightSize);
        String ahead = leftSize == rightSize
                ? "; neither has more"
                : "; " + (leftSize > rightSize ? one : other) + " has " + Math.abs(leftSize - rightSize) + " more";
        say("the same " + agree.sharedSize() + " entries in " + one + " and " + other + ahead);
        return ExitCode.OK;
    }

    private int differ(ObjectNode result, LogDiff.Outcome.Differ differ, LogDiff.Side left, LogDiff.Side right) {
        long at = differ.firstEntry();
        result.put("outcome", "differ").put("firstEntry", at).put("one", entry(left, at)).put("other",
                entry(right, at));
        say("they DIFFER from entry " + at + " on:");
        say("  " + one + ": " + entry(left, at));
        say("  " + other + ": " + entry(right, at));
        return ExitCode.REFUSED;
    }

    private static String entry(LogDiff.Side side, long index) {
        byte[] bytes = Failing.at("entry " + index,
                () -> new BundleEntries(side.tiles(), side.checkpoint().head().size()).entry(index));
        return new String(bytes, StandardCharsets.UTF_8);
    }

    private void say(String line) {
        if (!cluster.json()) {
            cluster.out().println(line);
        }
    }
}
