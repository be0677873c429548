package io.althing.audit;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Collects findings up to a limit, and counts the rest. */
final class Findings {
    private final List<Finding> list = new ArrayList<>();
    private long more;

    void add(Finding finding) {
        if (list.size() < AuditVerifier.MAX_FINDINGS) {
            list.add(finding);
        } else {
            more++;
        }
    }

    /** Counts findings that were not looked at closely. */
    void addUnlisted(long count) {
        more += count;
    }

    boolean isEmpty() {
        return list.isEmpty();
    }

    Report.Damaged damaged() {
        list.sort(Comparator.comparingInt(Findings::kind).thenComparingLong(Findings::entry));
        return new Report.Damaged(list, more);
    }

    private static int kind(Finding finding) {
        return switch (finding) {
            case Finding.EntryDamaged entry -> 0;
            case Finding.BundleDamaged bundle -> 1;
            case Finding.TileDamaged tile -> 2;
            case Finding.CheckpointDamaged checkpoint -> 3;
        };
    }

    private static long entry(Finding finding) {
        return finding instanceof Finding.EntryDamaged damaged ? damaged.index() : 0;
    }
}
