package io.althing.chaos.audit;

import io.althing.audit.AuditVerifier;
import io.althing.audit.BundleEntries;
import io.althing.audit.Checkpoint;
import io.althing.audit.EntryRecord;
import io.althing.audit.Finding;
import io.althing.audit.LogDiff;
import io.althing.audit.MalformedException;
import io.althing.audit.MerkleTree;
import io.althing.audit.ProofCheck;
import io.althing.audit.Report;
import io.althing.audit.TileHashes;
import io.althing.audit.TileSource;
import io.althing.audit.TreeHead;
import io.althing.audit.TreeReader;
import io.althing.chaos.audit.Violation.Promise;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Judges a run by its audit logs alone, whatever was done to the cluster meanwhile. It knows no Raft and trusts no region: everything is
 * recomputed from served files.
 */
public final class AuditOracle {
    private static final int UNPROCESSABLE = 422;

    private final AuditObservation seen;
    private final List<Violation> violations = new ArrayList<>();
    private final SortedMap<String, Checkpoint> heads = new TreeMap<>();

    private AuditOracle(AuditObservation seen) {
        this.seen = seen;
    }

    /**
     * Every promise that was broken; empty if all were kept.
     *
     * @throws IOException if a region's files cannot be read; nothing is known then
     */
    public static List<Violation> judge(AuditObservation seen) throws IOException {
        AuditOracle oracle = new AuditOracle(seen);
        oracle.regionsWhole();
        oracle.regionsEqual();
        oracle.oneHistory();
        oracle.writesThere();
        seen.cosigned().stream().map(AuditObservation.Cosigned::region).distinct().forEach(oracle::remembers);
        OrderOfWrites.violations(seen.acknowledged())
                .forEach(what -> oracle.add(Promise.REAL_TIME_ORDER, what));
        seen.witnessAnswers().stream().filter(status -> status == UNPROCESSABLE).findFirst()
                .ifPresent(
                        status -> oracle.add(Promise.WITNESS_SATISFIED, "a witness answered 422: it was shown a fork"));
        return List.copyOf(oracle.violations);
    }

    private void add(Promise promise, String what) {
        violations.add(new Violation(promise, what));
    }

    private void regionsWhole() throws IOException {
        for (Map.Entry<String, TileSource> region : seen.regions().entrySet()) {
            switch (new AuditVerifier(seen.reader()).verify(region.getValue())) {
                case Report.Verified verified -> heads.put(region.getKey(), verified.checkpoint());
                case Report.Damaged damaged -> damaged.findings().stream().map(Finding::describe)
                        .forEach(finding -> add(Promise.REGIONS_EQUAL, region.getKey() + ": " + finding));
            }
        }
    }

    private void regionsEqual() {
        Optional<String> first = heads.keySet().stream().findFirst();
        for (String other : heads.keySet()) {
            switch (LogDiff.compare(side(first.orElseThrow()), side(other))) {
                case LogDiff.Outcome.Agree agree -> {
                    // equal roots over verified tiles: every byte below is equal
                }
                case LogDiff.Outcome.Differ differ -> add(Promise.REGIONS_EQUAL, first.orElseThrow() + " and " + other
                        + " differ from entry " + differ.firstEntry() + " on");
                case LogDiff.Outcome.Unusable unusable -> add(Promise.REGIONS_EQUAL, unusable.why());
            }
        }
    }

    private LogDiff.Side side(String region) {
        return new LogDiff.Side(tiles(region), end(region));
    }

    private TileSource tiles(String region) {
        return Objects.requireNonNull(seen.regions().get(region));
    }

    private Checkpoint end(String region) {
        return Objects.requireNonNull(heads.get(region));
    }

    private void oneHistory() {
        SortedMap<Long, TreeHead> bySize = new TreeMap<>();
        for (AuditObservation.ServedCheckpoint served : seen.served()) {
            try {
                TreeHead head = seen.reader().read(served.note().getBytes(StandardCharsets.UTF_8)).head();
                TreeHead known = bySize.putIfAbsent(head.size(), head);
                if (known != null && !known.equals(head)) {
                    add(Promise.ONE_HISTORY,
                            served.region() + " served root " + head.root() + " for size " + head.size()
                                    + ", elsewhere it was " + known.root());
                }
            } catch (MalformedException e) {
                add(Promise.ONE_HISTORY,
                        served.region() + " served a checkpoint that does not hold: " + e.getMessage());
            }
        }
        heads.forEach((region, end) -> prefixes(region, end.head(), bySize));
    }

    private void prefixes(String region, TreeHead end, SortedMap<Long, TreeHead> bySize) {
        TreeReader tree = new TreeReader(new TileHashes(tiles(region), end.size()));
        TreeHead older = TreeHead.EMPTY;
        for (TreeHead newer : bySize.headMap(end.size() + 1).values()) {
            ProofCheck check = MerkleTree.verifyConsistency(older, newer, tree.consistency(older.size(), newer.size()));
            if (check instanceof ProofCheck.Invalid invalid) {
                add(Promise.ONE_HISTORY, "on " + region + " the tree of size " + older.size()
                        + " is no prefix of that of size " + newer.size() + ": " + invalid.reason());
            }
            older = newer;
        }
        bySize.tailMap(end.size() + 1).values().stream().findFirst().ifPresent(later -> {
            if (heads.values().stream().allMatch(checkpoint -> checkpoint.head().size() < later.size())) {
                add(Promise.ONE_HISTORY, "a checkpoint of size " + later.size() + " was served, but " + region
                        + " ends at " + end.size() + " and no region has more");
            }
        });
    }

    private void remembers(String region) {
        TreeHead last = TreeHead.EMPTY;
        for (AuditObservation.Cosigned cosigned : seen.cosigned()) {
            TreeHead head = cosigned.head();
            if (!cosigned.region().equals(region)) {
                continue;
            }
            if (head.size() < last.size() || (head.size() == last.size() && !head.equals(last))) {
                add(Promise.COSIGNERS_REMEMBER, region + " cosigned size " + head.size() + " with root " + head.root()
                        + " after size " + last.size() + " with root " + last.root());
            }
            last = head;
        }
    }

    private void writesThere() {
        Optional<String> longest = heads.keySet().stream()
                .max(Comparator.comparingLong(region -> end(region).head().size()));
        if (longest.isEmpty() || seen.acknowledged().isEmpty()) {
            return;
        }
        Map<String, List<Long>> places = places(longest.get());
        for (AuditObservation.AcknowledgedWrite write : seen.acknowledged()) {
            List<Long> found = places.getOrDefault(write.requestId(), List.of());
            if (!found.equals(List.of(write.auditIndex()))) {
                add(Promise.NO_ACKNOWLEDGED_WRITE_LOST, "write " + write.requestId() + " was acknowledged at "
                        + write.auditIndex() + ", the log of " + longest.get() + " has it at " + found);
            }
        }
    }

    private Map<String, List<Long>> places(String region) {
        long size = end(region).head().size();
        BundleEntries entries = new BundleEntries(tiles(region), size);
        Map<String, List<Long>> places = new HashMap<>();
        for (long index = 0; index < size; index++) {
            long at = index;
            EntryRecord.of(index, entries.entry(index)).text("requestId")
                    .ifPresent(id -> places.computeIfAbsent(id, unseen -> new ArrayList<>()).add(at));
        }
        return places;
    }
}
