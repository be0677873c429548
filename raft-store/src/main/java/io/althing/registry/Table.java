package io.althing.registry;

import java.util.List;

/**
 * One kind of thing the registry keeps, under text keys ordered by code unit. Segments of a key are joined by {@code /}.
 *
 * @param name short and stable: it is part of the stored key
 * @param type what is kept
 * @param audited whether replaying the audit log gives the table back
 */
public record Table<T>(String name, Class<T> type, boolean audited) {
    public static final Table<Genesis> GENESIS = audited("genesis", Genesis.class);
    public static final Table<Genesis.Member> MEMBERS = audited("member", Genesis.Member.class);
    public static final Table<FeatureLevel.Agreed> FEATURE_LEVEL = audited("feature-level", FeatureLevel.Agreed.class);
    public static final Table<RegionRecord> REGIONS = audited("region", RegionRecord.class);
    public static final Table<Model> MODELS = audited("model", Model.class);
    public static final Table<Tag> TAGS = audited("tag", Tag.class);
    public static final Table<ModelVersion> VERSIONS = audited("version", ModelVersion.class);
    public static final Table<Alias> ALIASES = audited("alias", Alias.class);
    public static final Table<RegionPolicyFile> REGION_POLICIES = audited("policy", RegionPolicyFile.class);
    public static final Table<GlobalPolicyFile> GLOBAL_POLICIES = audited("global-policy", GlobalPolicyFile.class);
    public static final Table<RegionPolicy> PINNED_POLICIES = audited("pinned-policy", RegionPolicy.class);
    public static final Table<GlobalPolicy> PINNED_GLOBALS = audited("pinned-global", GlobalPolicy.class);
    public static final Table<PolicyEpoch> EPOCHS = audited("epoch", PolicyEpoch.class);
    public static final Table<PolicyState> POLICY_STATE = audited("policy-state", PolicyState.class);
    public static final Table<Rollout> ROLLOUTS = audited("rollout", Rollout.class);
    public static final Table<ActiveRollout> ACTIVE_ROLLOUTS = audited("active-rollout", ActiveRollout.class);
    public static final Table<ActiveRollout> LATEST_ROLLOUTS = audited("latest-rollout", ActiveRollout.class);
    public static final Table<RegionRollout> REGION_ROLLOUTS = audited("region-rollout", RegionRollout.class);
    public static final Table<ServingTarget> TARGETS = audited("target", ServingTarget.class);
    public static final Table<Served> SERVED = audited("served", Served.class);
    public static final Table<Ballot> BALLOTS = audited("ballot", Ballot.class);
    public static final Table<OpenBallotRef> OPEN_BALLOTS = audited("open-ballot", OpenBallotRef.class);
    public static final Table<Vote> VOTES = audited("vote", Vote.class);
    public static final Table<JournalMark> JOURNAL_MARKS = audited("journal-mark", JournalMark.class);
    public static final Table<Blob> BLOBS = audited("blob", Blob.class);
    public static final Table<Clock> CLOCK = housekeeping("clock", Clock.class);
    public static final Table<RequestMemory> REQUESTS = housekeeping("request", RequestMemory.class);
    public static final Table<RequestMemory.Slot> REQUEST_QUEUE = housekeeping("request-queue",
            RequestMemory.Slot.class);
    public static final Table<RequestMemory.Bounds> REQUEST_BOUNDS = housekeeping("request-bounds",
            RequestMemory.Bounds.class);

    /** The key of the one row of a table that has only one. */
    public static final String ONLY = "0";

    /** Every table, in the order of their names in the store. */
    public static List<Table<?>> all() {
        return List.of(ACTIVE_ROLLOUTS, ALIASES, BALLOTS, BLOBS, CLOCK, EPOCHS, FEATURE_LEVEL, GENESIS, GLOBAL_POLICIES,
                JOURNAL_MARKS, LATEST_ROLLOUTS, MEMBERS, MODELS, OPEN_BALLOTS, PINNED_GLOBALS, PINNED_POLICIES,
                POLICY_STATE, REGIONS, REGION_POLICIES,
                REGION_ROLLOUTS, REQUESTS, REQUEST_BOUNDS, REQUEST_QUEUE, ROLLOUTS, SERVED, TAGS, TARGETS, VERSIONS,
                VOTES);
    }

    @Override
    public int hashCode() {
        return name.hashCode();
    }

    private static <T> Table<T> audited(String name, Class<T> type) {
        return new Table<>(name, type, true);
    }

    private static <T> Table<T> housekeeping(String name, Class<T> type) {
        return new Table<>(name, type, false);
    }

    /** Joins the segments of a key. */
    public static String key(Object... segments) {
        StringBuilder key = new StringBuilder();
        for (int i = 0; i < segments.length; i++) {
            key.append(i == 0 ? "" : "/").append(segments[i]);
        }
        return key.toString();
    }

    /** A number as a key segment that sorts as numbers do. */
    public static String ordinal(long number) {
        String digits = Long.toString(number);
        return "0".repeat(19 - digits.length()) + digits;
    }
}
