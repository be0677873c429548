package io.althing.chaos.mutant;

import io.althing.agent.JournalAct;
import io.althing.audit.CompactRange;
import io.althing.audit.TreeNode;
import io.althing.registry.BallotId;
import io.althing.registry.ModelVersion;
import io.althing.registry.RegionRollout;
import io.althing.registry.Rollout;
import io.althing.serving.RouteTarget;
import io.althing.store.LogRecord;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What mutated methods call in place of what they should. Loaded beside them; never called otherwise. */
public final class Planted {
    private Planted() {}

    /** The machine's own clock in place of the leader's stamp. */
    public static Instant ownClock(LogRecord record) {
        return Instant.now();
    }

    /** A later moment is not noticed. */
    public static boolean never(Instant one, Instant other) {
        return false;
    }

    /** There is no ballot. */
    public static Optional<BallotId> noBallot(Rollout rollout) {
        return Optional.empty();
    }

    /** Everything was passed. */
    public static int allPassed(RegionRollout part) {
        return Integer.MAX_VALUE;
    }

    /** Harm is small, surely. */
    public static boolean surely(RegionRollout part) {
        return true;
    }

    /** Nobody asked for it. */
    public static String nobody(Rollout rollout) {
        return "";
    }

    /** No bound. */
    public static long unbounded(long wanted, long most) {
        return wanted;
    }

    /** The tree does not grow. */
    public static List<TreeNode> noNodes(CompactRange.Growth growth) {
        return List.of();
    }

    /** Nothing of the batch so far is seen. */
    public static @Nullable Object unseen(Map<?, ?> pending, Object key) {
        return null;
    }

    /** What was told is not that act. */
    public static long noSequence(JournalAct.Told told) {
        return -1;
    }

    /** The version was never convicted. */
    public static Optional<String> innocent(ModelVersion version) {
        return Optional.empty();
    }

    /** Every order is news. */
    public static long news(RouteTarget order) {
        return Long.MAX_VALUE;
    }

    /** An option is turned off. */
    public static void off(Object options, String setter) {
        try {
            options.getClass().getMethod(setter, boolean.class).invoke(options, false);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("a mutant names a setter that is gone: " + setter, e);
        }
    }
}
