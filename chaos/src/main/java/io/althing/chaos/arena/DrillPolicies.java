package io.althing.chaos.arena;

/** The policy files of a drill: so hasty that a rollout takes ten seconds, and otherwise what a region would write. */
public final class DrillPolicies {
    /** How long every step of a canary pauses, in milliseconds. */
    public static final long PAUSE_MILLIS = 2_000;

    /** How long a canary may run while its region is cut off, in milliseconds. */
    public static final long PARTITION_MILLIS = 8_000;

    private static final String REGION = """
            apiVersion: althing.io/v1
            kind: RegionPolicy
            metadata: {region: %s, owner: drill}
            spec:
              profile: standard
              strategy:
                canary:
                  steps:
                    - {setWeight: 30}
                    - {pause: {duration: 2s}}
                    - {setWeight: 60}
                    - {pause: {duration: 2s}}
                    - {setWeight: 100}
              analysis:
                interval: 500ms
                minSampleSize: 20
                maxDuration: %s
                alpha: {rollback: 0.01, promote: 0.05}
                metrics:
                  - {name: error_rate, kind: rate, bad: increase, rollbackBeyond: {absolute: 0.01}, promoteWithin: {absolute: 0.3}, share: 0.3, critical: true}
                  - {name: accuracy, kind: rate, bad: decrease, rollbackBeyond: {absolute: 0.01}, promoteWithin: {absolute: 0.3}, labelWindow: 2s, share: 0.7, critical: true}
              gates:
                approvals: {count: 1}
              rollback:
                recovery: {window: 2s}
              partition: {onPartition: rollback, after: 8s}
              accepts:
                others: {maxFirstWeight: 30, minFirstPause: 1s, maxRollbackAlpha: 0.05, forbidStrategies: [allAtOnce], requireApproval: true}
            """;

    private static final String GLOBAL = """
            apiVersion: althing.io/v1
            kind: GlobalPolicy
            metadata: {owner: drill}
            spec:
              waves:
                - [us-east, eu-west, ap-south]
              barrier: waves
              bakeTime: 1s
              policyQuorum: all
              ballot:
                quorum: majority
                alpha: 0.000001
                alphaVote: 0.1
                deadline: 10s
            """;

    private DrillPolicies() {}

    /** A region's first file. */
    public static String region(String region) {
        return edited(region, 1);
    }

    /** The file after so many edits, each of which changes how long an analysis may last. */
    public static String edited(String region, int edit) {
        return REGION.formatted(region, (120 + edit) + "s");
    }

    /** A file that no other region accepts: all traffic at once. */
    public static String reckless(String region) {
        return region(region).replaceAll("(?s)    canary:\\n      steps:.*?  analysis:",
                "    allAtOnce: {}\n  analysis:");
    }

    /** The file for all. */
    public static String global() {
        return GLOBAL;
    }
}
