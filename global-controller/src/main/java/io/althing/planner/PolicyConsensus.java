package io.althing.planner;

import io.althing.registry.Command;
import io.althing.registry.GlobalPolicyFile;
import io.althing.registry.PolicyState;
import io.althing.registry.Region;
import io.althing.registry.RegionPolicyFile;
import io.althing.registry.RegistryState;
import io.althing.registry.Sha256;
import io.althing.registry.Table;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.LongStream;

/** When the proposed policy files should be put to the vote. */
final class PolicyConsensus {
    private final long deadlineMillis;

    PolicyConsensus(long deadlineMillis) {
        this.deadlineMillis = deadlineMillis;
    }

    /** The candidate to assemble, if every region has a file, nothing is being voted on, and these files were not judged yet. */
    Optional<Plan.Due> due(RegistryState state) {
        PolicyState policies = state.get(Table.POLICY_STATE, Table.ONLY).orElseGet(PolicyState::initial);
        List<RegionPolicyFile> files = state.all(Table.REGION_POLICIES, "");
        Optional<GlobalPolicyFile> global = state.get(Table.GLOBAL_POLICIES, Table.ONLY);
        long regions = state.all(Table.REGIONS, "").stream().filter(r -> !r.absent()).count();
        if (policies.candidate() != 0 || global.isEmpty() || files.size() < regions) {
            return Optional.empty();
        }
        SortedMap<Region, Sha256> digests = new TreeMap<>();
        files.forEach(f -> digests.put(f.policy().region(), f.digest()));
        long next = policies.inForce() + 1;
        boolean judged = LongStream.of(policies.inForce(), next)
                .mapToObj(n -> state.get(Table.EPOCHS, Table.ordinal(n))).flatMap(Optional::stream)
                .anyMatch(e -> e.files().equals(digests) && e.global().equals(global.get().digest()));
        long newest = LongStream.concat(files.stream().mapToLong(RegionPolicyFile::revision),
                LongStream.of(global.get().revision())).max().orElse(0);
        return judged
                ? Optional.empty()
                : Optional.of(new Plan.Due("assemble/" + next + "/" + newest,
                        new Command.AssembleCandidate(next, deadlineMillis)));
    }
}
