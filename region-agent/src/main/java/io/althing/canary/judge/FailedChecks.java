package io.althing.canary.judge;

import io.althing.canary.CanarySettings;
import io.althing.canary.LookCounts;
import java.util.List;

/**
 * Counts looks that fail the fixed thresholds, over the whole rollout; rolls back at a limit, in the manner of Flagger's
 * threshold and Argo Rollouts' failureLimit.
 *
 * @param limit
 *            failed looks at which it rolls back
 */
public record FailedChecks(CanarySettings settings, int limit) implements Judge {

    @Override
    public String name() {
        return limit + " failed checks";
    }

    @Override
    public Opinion judge(List<LookCounts> looks) {
        FixedThresholds check = new FixedThresholds(settings, Window.LAST);
        long failed = looks.stream().filter(look -> check.judge(List.of(look)).rollback()).count();
        return new Opinion(failed >= limit, failed, failed + " of " + looks.size() + " looks failed their thresholds");
    }
}
