package io.althing.chaos.mutant;

import static net.bytebuddy.matcher.ElementMatchers.isDeclaredBy;
import static net.bytebuddy.matcher.ElementMatchers.named;

import io.althing.agent.JournalAct;
import io.althing.audit.CompactRange;
import io.althing.registry.ModelVersion;
import io.althing.registry.RegionRollout;
import io.althing.registry.Rollout;
import io.althing.serving.RouteTarget;
import io.althing.store.LogRecord;
import java.lang.reflect.Method;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import net.bytebuddy.asm.Advice;
import net.bytebuddy.asm.MemberSubstitution;
import net.bytebuddy.dynamic.DynamicType;

/** Every bug that the simulation, a loss of power or a drill of a single part must show. To add one, add a line. */
final class Mutants {
    private static final String REGISTRY = "io.althing.registry.";
    private static final String STORE = "io.althing.store.";
    private static final String AGENT = "io.althing.agent.";
    private static final String RAFT = "io.althing.raft.";
    private static final String CHANNEL = "java.nio.channels.FileChannel";

    private Mutants() {}

    static List<Mutant> all() {
        return List.of(
                mutant("forgets-requests", "no request id is remembered", STORE + "RequestLedger",
                        woven("remember", Advices.NoneOfThem.class)),
                mutant("acknowledges-unwritten", "a batch is acknowledged, but not written", STORE + "Applier",
                        without("apply", "io.althing.store.KeyValue", "write")),
                mutant("keeps-no-place", "the applied index is not in the batch", STORE + "Applier",
                        without("apply", "io.althing.store.BatchState", "put")),
                mutant("applies-with-its-own-clock", "apply reads the machine's clock", STORE + "Applier$Application",
                        calls("run", method(LogRecord.class, "stamp"),
                                planted("ownClock", LogRecord.class))),
                mutant("lets-time-run-back", "a leader with a slow clock sets time back", STORE
                        + "Applier$Application",
                        calls("run", method(Instant.class, "isAfter", Instant.class),
                                planted("never", Instant.class, Instant.class))),
                mutant("forgets-tree-nodes", "the audit tree's nodes are not stored", STORE + "Applier$Application",
                        calls("append", method(CompactRange.Growth.class, "nodes"),
                                planted("noNodes", CompactRange.Growth.class))),
                mutant("does-not-see-its-batch", "a command does not see the earlier ones of its batch", STORE
                        + "BatchState",
                        calls("row", method(Map.class, "get", Object.class),
                                planted("unseen", Map.class, Object.class))),
                mutant("tallies-twice", "each region's vote is counted twice", REGISTRY + "BallotTally",
                        woven("regions", Advices.Twice.class)),
                mutant("ignores-deadlines", "a ballot stays open after its deadline", REGISTRY + "BallotDecisions",
                        woven("atDeadline", Advices.NoneOfThem.class)),
                mutant("decides-and-does-not-do", "a decided rollback leaves the regions as they are", REGISTRY
                        + "Rollbacks", woven("back", Advices.NoneOfThem.class)),
                mutant("accepts-stale-revisions", "If-Match is not looked at", REGISTRY + "Case",
                        woven("stale", Advices.Empty.class)),
                mutant("checks-no-signature", "anybody may vote for a region", REGISTRY + "Case",
                        woven("signedBy", Advices.Yes.class)),
                mutant("checks-no-region", "one region's agent may speak for another's", REGISTRY + "Permissions",
                        woven("regional", Advices.Empty.class)),
                mutant("goes-on-during-a-ballot", "an open ballot stops nobody", REGISTRY + "Forward",
                        calls("standing", method(Rollout.class, "ballot"), planted("noBallot", Rollout.class))),
                mutant("overtakes-waves", "a region does not wait for the wave before it", REGISTRY + "Forward",
                        woven("gate", Advices.Empty.class)),
                mutant("skips-pauses", "timed pauses are not waited for", REGISTRY + "Policies",
                        woven("pauseAfter", Advices.NoTime.class)),
                mutant("needs-no-evidence", "a step is taken that was not passed", REGISTRY + "Forward",
                        calls("step", method(RegionRollout.class, "passed"),
                                planted("allPassed", RegionRollout.class))),
                mutant("promotes-without-evidence", "100 % needs no evidence that harm is small", REGISTRY + "Forward",
                        calls("step", method(RegionRollout.class, "promotable"),
                                planted("surely", RegionRollout.class))),
                mutant("approves-its-own", "who asked for a rollout may approve it", REGISTRY + "RolloutRequests",
                        calls("approve", method(Rollout.class, "requestedBy"), planted("nobody", Rollout.class))),
                mutant("needs-one-approval", "one approval does where two are needed", REGISTRY + "RolloutRequests",
                        woven("approvalsNeeded", Advices.AtMostOne.class)),
                mutant("rolls-out-the-convicted", "a quarantined version needs no reason", REGISTRY
                        + "RolloutRequests",
                        calls("refusal", method(ModelVersion.class, "quarantine"),
                                planted("innocent", ModelVersion.class))),
                mutant("succeeds-early", "the first region promoted ends the rollout", REGISTRY + "RolloutSteps",
                        woven("finished", Advices.Succeeds.class)),
                mutant("agrees-by-majority", "two of three put the first policies in force", REGISTRY
                        + "PolicyDecisions", woven("needed", Advices.AtMostTwo.class)),
                mutant("does-not-cap-ticks", "an hour without quorum passes at once", REGISTRY + "ClusterDecisions",
                        calls("tick", method(Math.class, "min", long.class, long.class),
                                planted("unbounded", long.class, long.class))),
                mutant("skips-the-journal", "a local rollback is done and not written down", AGENT + "Journal",
                        woven("append", Advices.Skipped.class)),
                mutant("replays-its-journal", "what was told is told again and again", AGENT + "Outbox",
                        calls("of", method(JournalAct.Told.class, "of"),
                                planted("noSequence", JournalAct.Told.class))),
                mutant("forgets-its-own-rollback", "a heal undoes what a region did alone", AGENT + "LocalState",
                        woven("wentBack", Advices.No.class)),
                mutant("stays-when-cut-off", "a canary runs on alone for ever", AGENT + "SafetyPlan",
                        woven("partition", Advices.Empty.class)),
                mutant("ignores-its-own-verdict", "a convicted canary is left running", AGENT + "SafetyPlan",
                        woven("conviction", Advices.Empty.class)),
                mutant("widens-on-old-news", "a region moves forward without a fresh view", AGENT
                        + "LocalState$Contact", woven("allowsForward", Advices.Yes.class)),
                lasting("log", "does-not-sync-its-log", "a node answers before its log is on disk", RAFT
                        + "JraftOptions", woven("raft", Advices.LogUnsynced.class)),
                new Mutant("does-not-sync-its-votes", "a node tells its vote before it is on disk",
                        RAFT + "JraftOptions",
                        woven("raft", Advices.VotesUnsynced.class), new Where.Votes()),
                lasting("journal", "acts-before-it-is-journalled", "a region acts before its journal is on disk", AGENT
                        + "JournalFile$OnDisk", without("append", CHANNEL, "force")),
                lasting("cosigner", "cosigns-before-fsync", "a cosigner signs before its memory is on disk",
                        "io.althing.audit.FileCosignStore", without("advance", CHANNEL, "force")),
                lasting("fence", "routes-before-fsync", "a gateway raises a weight before its fence is on disk",
                        "io.althing.serving.DurableFiles", without("replace", CHANNEL, "force")),
                new Mutant("routes-by-old-orders", "a router's weights are not fenced: an old order counts as news",
                        "io.althing.serving.RouteRules",
                        calls("rule", method(RouteTarget.class, "index"), planted("news", RouteTarget.class)),
                        new Where.Orders()));
    }

    private static Mutant mutant(String name, String bug, String type, UnaryOperator<DynamicType.Builder<?>> plant) {
        return new Mutant(name, bug, type, plant, new Where.Lives());
    }

    /** One that only a loss of power shows. */
    private static Mutant lasting(String work, String name, String bug, String type,
            UnaryOperator<DynamicType.Builder<?>> plant) {
        return new Mutant(name, bug, type, plant, new Where.Power(work));
    }

    private static UnaryOperator<DynamicType.Builder<?>> woven(String method, Class<?> advice) {
        return builder -> builder.visit(Advice.to(advice).on(named(method)));
    }

    /** Within one method, calls to another go to a planted one. */
    private static UnaryOperator<DynamicType.Builder<?>> calls(String within, Method instead, Method planted) {
        return builder -> builder.visit(MemberSubstitution.relaxed()
                .method(named(instead.getName())
                        .and(isDeclaredBy(instead.getDeclaringClass())))
                .replaceWith(planted).on(named(within)));
    }

    /** Within one method, calls to another are left out. */
    private static UnaryOperator<DynamicType.Builder<?>> without(String within, String type, String method) {
        return builder -> builder.visit(MemberSubstitution.relaxed()
                .method(named(method).and(isDeclaredBy(named(type)))).stub()
                .on(named(within)));
    }

    private static Method method(Class<?> type, String name, Class<?>... arguments) {
        try {
            return type.getMethod(name, arguments);
        } catch (NoSuchMethodException e) {
            throw new IllegalStateException("a mutant names a method that is gone: " + e.getMessage(), e);
        }
    }

    private static Method planted(String name, Class<?>... arguments) {
        return method(Planted.class, name, arguments);
    }
}
