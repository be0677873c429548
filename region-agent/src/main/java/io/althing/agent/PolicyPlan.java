package io.althing.agent;

import io.althing.policy.PolicyFile;
import io.althing.registry.Blob;
import io.althing.registry.Command;
import io.althing.registry.Policies;
import io.althing.registry.PolicyEpoch;
import io.althing.registry.PolicyRules;
import io.althing.registry.Region;
import io.althing.registry.RegionPolicy;
import io.althing.registry.RegionPolicyFile;
import io.althing.registry.Sha256;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Proposing the region's own file, and voting on the others'. */
final class PolicyPlan {
    private static final int DIGEST_CHARS = 16;

    private PolicyPlan() {}

    static List<AgentAction> actions(AgentPlan.Situation now) {
        var actions = new ArrayList<AgentAction>();
        now.local().policy().ifPresent(own -> actions.addAll(propose(now, own)));
        now.view().candidate().ifPresent(candidate -> actions.addAll(vote(now, candidate)));
        return actions;
    }

    private static List<AgentAction> propose(AgentPlan.Situation now, PolicyFile.Result.ForRegion own) {
        Sha256 digest = own.file().digest();
        Optional<RegionPolicyFile> known = now.view().files().stream()
                .filter(f -> f.policy().region().equals(now.view().region())).findFirst();
        if (known.filter(f -> f.digest().equals(digest)).isPresent()) {
            return List.of();
        }
        long revision = known.map(RegionPolicyFile::revision).orElse(0L);
        return now.tell(
                Ids.request("policy", now.view().region(), digest.value().substring(0, DIGEST_CHARS), revision),
                "policy", new Command.ProposeRegionPolicy(own.policy(), own.file(), now.view().epoch(),
                        Signer.UNSIGNED));
    }

    private static List<AgentAction> vote(AgentPlan.Situation now, PolicyEpoch candidate) {
        Region self = now.view().region();
        if (candidate.votes().stream().anyMatch(v -> v.region().equals(self))) {
            return List.of();
        }
        var missing = new ArrayList<Sha256>();
        var objections = new ArrayList<PolicyEpoch.Objection>();
        Optional<RegionPolicy> own = file(now, candidate, self, missing);
        for (Region other : candidate.changed()) {
            if (!other.equals(self)) {
                objections.addAll(file(now, candidate, other, missing)
                        .map(theirs -> PolicyRules.objections(own.orElseGet(() -> Policies.builtIn(self)), theirs))
                        .orElseGet(() -> List.of(unreadable(candidate, other))));
            }
        }
        if (!missing.isEmpty()) {
            return missing.stream().flatMap(digest -> now.fetch(digest).stream()).toList();
        }
        return now.tell(Ids.request("candidate", candidate.number(), candidate.attempt(), self), "candidate",
                new Command.VoteOnCandidate(candidate.number(), candidate.attempt(), self, objections.isEmpty(),
                        objections, Signer.UNSIGNED));
    }

    private static PolicyEpoch.Objection unreadable(PolicyEpoch candidate, Region other) {
        return new PolicyEpoch.Objection(other, "", String.valueOf(candidate.files().get(other)),
                "a policy file that this region can read");
    }

    /** The file of the region that stands in the candidate; if it is not at hand, what must be fetched is added. */
    private static Optional<RegionPolicy> file(AgentPlan.Situation now, PolicyEpoch candidate, Region region,
            List<Sha256> missing) {
        Sha256 digest = candidate.files().get(region);
        if (digest == null) {
            return Optional.empty();
        }
        Optional<RegionPolicy> known = now.view().files().stream().filter(f -> f.digest().equals(digest))
                .map(RegionPolicyFile::policy).findFirst();
        if (known.isPresent()) {
            return known;
        }
        Blob blob = now.local().blobs().get(digest);
        if (blob == null) {
            missing.add(digest);
            return Optional.empty();
        }
        return PolicyFile.read(region + ".yaml", blob.bytes()) instanceof PolicyFile.Result.ForRegion good
                ? Optional.of(good.policy())
                : Optional.empty();
    }
}
