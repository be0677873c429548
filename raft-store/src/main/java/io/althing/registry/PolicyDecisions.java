package io.althing.registry;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Proposing policy files and agreeing on a set of them. */
final class PolicyDecisions {
    private PolicyDecisions() {}

    static Outcome proposeRegion(Case asked, Command.ProposeRegionPolicy command) {
        RegionPolicy policy = command.policy();
        Region region = policy.region();
        Sha256 digest = command.file().digest();
        if (!asked.signedBy(region, SignedStatement.policyFile(asked.cluster(), region, digest, command.basedOn()),
                command.signature())) {
            return Case.badSignature(region, "policy file");
        }
        Optional<Outcome> fault = first(PolicyRules.faults(policy));
        if (fault.isPresent()) {
            return fault.get();
        }
        if (command.basedOn() > asked.policyState().inForce()) {
            return Case.invalid("basedOn", command.basedOn(),
                    "epoch " + asked.policyState().inForce() + " is in force; base the file on it");
        }
        Optional<RegionPolicyFile> present = asked.state().get(Table.REGION_POLICIES, region.value());
        if (present.filter(p -> p.digest().equals(digest)).isPresent()) {
            return Case.notNow("unchanged", "region " + region + " has proposed this very file already");
        }
        return Case.accept(new Event.RegionPolicyProposed(policy, digest, command.basedOn(), command.signature()));
    }

    static Outcome proposeGlobal(Case asked, Command.ProposeGlobalPolicy command) {
        Optional<Outcome> fault = first(PolicyRules.faults(command.policy(), asked.presentRegions()));
        if (fault.isPresent()) {
            return fault.get();
        }
        Sha256 digest = command.file().digest();
        Optional<GlobalPolicyFile> present = asked.state().get(Table.GLOBAL_POLICIES, Table.ONLY);
        if (present.filter(p -> p.digest().equals(digest)).isPresent()) {
            return Case.notNow("unchanged", "this very file has been proposed already");
        }
        return Case.accept(new Event.GlobalPolicyProposed(command.policy(), digest));
    }

    private static Optional<Outcome> first(List<PolicyRules.Fault> faults) {
        return faults.stream().findFirst().map(f -> Case.invalid(f.field(), f.value(), f.problem()
                + (faults.size() > 1 ? " (and " + (faults.size() - 1) + " more faults)" : "")));
    }

    static Outcome assemble(Case asked, Command.AssembleCandidate command) {
        PolicyState policies = asked.policyState();
        if (policies.candidate() != 0) {
            return Case.notNow("candidate-open", "candidate epoch " + policies.candidate() + " is being voted on");
        }
        if (command.epoch() != policies.inForce() + 1) {
            return Case.invalid("epoch", command.epoch(), "the next epoch is " + (policies.inForce() + 1));
        }
        List<RegionPolicyFile> files = asked.state().all(Table.REGION_POLICIES, "");
        Optional<GlobalPolicyFile> global = asked.state().get(Table.GLOBAL_POLICIES, Table.ONLY);
        List<Region> missing = asked.presentRegions().stream()
                .filter(r -> files.stream().noneMatch(f -> f.policy().region().equals(r))).toList();
        if (!missing.isEmpty() || global.isEmpty()) {
            return Case.notNow("files-missing",
                    "no policy file yet from " + (missing.isEmpty() ? "the administrators (global.yaml)" : missing));
        }
        var digests = new TreeMap<Region, Sha256>();
        files.forEach(f -> digests.put(f.policy().region(), f.digest()));
        List<Region> changed = changed(asked, digests);
        if (alreadyJudged(asked, command.epoch(), digests, global.get().digest())) {
            return Case.notNow("nothing-changed", "these very files were judged already; change one first");
        }
        var events = new ArrayList<Event>();
        events.add(new Event.CandidateAssembled(command.epoch(), policies.attempts() + 1, digests,
                global.get().digest(), changed, asked.agreed() + command.deadlineMillis()));
        List<PolicyRules.Fault> faults = PolicyRules.faults(files.stream().map(RegionPolicyFile::policy).toList(),
                global.get().policy());
        if (!faults.isEmpty()) {
            events.add(new Event.CandidateRejected(command.epoch(), faults.stream()
                    .map(f -> f.field() + " " + f.value() + ": " + f.problem()).collect(Collectors.joining("; "))));
        }
        return Case.accept(events);
    }

    private static List<Region> changed(Case asked, SortedMap<Region, Sha256> digests) {
        Optional<PolicyEpoch> inForce = asked.state().get(Table.EPOCHS, Table.ordinal(asked.policyState().inForce()));
        return digests.entrySet().stream()
                .filter(f -> inForce.filter(e -> f.getValue().equals(e.files().get(f.getKey()))).isEmpty())
                .map(Map.Entry::getKey).toList();
    }

    private static boolean alreadyJudged(Case asked, long epoch, SortedMap<Region, Sha256> files, Sha256 global) {
        return Stream.of(epoch, epoch - 1).flatMap(n -> asked.state().get(Table.EPOCHS, Table.ordinal(n)).stream())
                .anyMatch(e -> e.files().equals(files) && e.global().equals(global));
    }

    static Outcome vote(Case asked, Command.VoteOnCandidate command) {
        Optional<PolicyEpoch> found = asked.state().get(Table.EPOCHS, Table.ordinal(command.epoch()))
                .filter(e -> e.state() == PolicyEpoch.State.CANDIDATE && e.attempt() == command.attempt());
        if (found.isEmpty()) {
            return Case.notNow("no-such-candidate",
                    "candidate " + command.epoch() + " (try " + command.attempt() + ") is not being voted on");
        }
        if (!asked.signedBy(command.region(), SignedStatement.candidateVote(asked.cluster(), command),
                command.signature())) {
            return Case.badSignature(command.region(), "vote on the candidate");
        }
        PolicyEpoch candidate = found.get();
        if (!asked.presentRegions().contains(command.region())) {
            return Case.notNow("absent", "region " + command.region() + " is marked absent and has no vote");
        }
        if (candidate.votes().stream().anyMatch(v -> v.region().equals(command.region()))) {
            return Case.notNow("voted", "region " + command.region() + " has voted on this candidate already");
        }
        var vote = new PolicyEpoch.PolicyVote(command.region(), command.accept(), command.objections(),
                command.signature());
        var events = new ArrayList<Event>();
        events.add(new Event.CandidateVoted(command.epoch(), vote));
        var votes = new ArrayList<>(candidate.votes());
        votes.add(vote);
        settle(asked, candidate, votes).ifPresent(events::add);
        return Case.accept(events);
    }

    private static Optional<Event> settle(Case asked, PolicyEpoch candidate, List<PolicyEpoch.PolicyVote> votes) {
        int regions = asked.presentRegions().size();
        int needed = needed(asked, regions);
        long yes = votes.stream().filter(PolicyEpoch.PolicyVote::accept).count();
        long no = votes.size() - yes;
        if (yes >= needed) {
            return Optional.of(new Event.EpochCommitted(candidate.number()));
        }
        if (regions - no < needed) {
            String why = votes.stream().filter(v -> !v.accept()).flatMap(v -> v.objections().stream()
                    .map(o -> v.region() + " rejects " + o.region() + "'s " + o.field() + " " + o.value() + " ("
                            + o.bound() + ")"))
                    .collect(Collectors.joining("; "));
            return Optional.of(new Event.CandidateRejected(candidate.number(), why));
        }
        return Optional.empty();
    }

    private static int needed(Case asked, int regions) {
        long inForce = asked.policyState().inForce();
        if (inForce == 0) {
            return regions;
        }
        GlobalPolicy.QuorumRule rule = Policies.global(asked.state(), inForce).policyQuorum();
        return switch (rule) {
            case ALL -> regions;
            case MAJORITY -> regions / 2 + 1;
            case ANY -> 1;
        };
    }

    static List<Event> atDeadline(Case asked, long agreed) {
        long number = asked.policyState().candidate();
        if (number == 0) {
            return List.of();
        }
        return asked.state().get(Table.EPOCHS, Table.ordinal(number)).filter(c -> c.deadline() <= agreed)
                .map(c -> List.<Event>of(new Event.CandidateRejected(number, "undecided at the deadline: "
                        + c.votes().size() + " of " + asked.presentRegions().size() + " regions voted")))
                .orElseGet(List::of);
    }
}
