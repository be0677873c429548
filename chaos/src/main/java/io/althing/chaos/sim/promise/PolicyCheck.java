package io.althing.chaos.sim.promise;

import io.althing.registry.Command;
import io.althing.registry.Event;
import io.althing.registry.GlobalPolicy;
import io.althing.registry.PolicyEpoch;
import io.althing.registry.Region;
import io.althing.registry.RegionPolicy;
import io.althing.registry.Sha256;
import io.althing.registry.Signature;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Policies come into force by the agreed quorum, each region speaks once, and only a region's own key speaks for it. */
final class PolicyCheck {
    private static final String AGREED = "policies-are-agreed";

    private final Breaches breaches;
    private final Set<String> genuine = new HashSet<>();
    private final Map<Sha256, RegionPolicy> files = new HashMap<>();
    private final Map<Sha256, GlobalPolicy> globals = new HashMap<>();
    private final Map<Long, Event.CandidateAssembled> epochs = new HashMap<>();
    private final Map<Region, Boolean> votes = new HashMap<>();
    private int regions;
    private long inForce;

    PolicyCheck(Breaches breaches) {
        this.breaches = breaches;
    }

    /** A region's own agent made this signature. */
    void signed(Signature signature) {
        genuine.add(signature.value());
    }

    long inForce() {
        return inForce;
    }

    Optional<RegionPolicy> policy(long epoch, Region region) {
        return Optional.ofNullable(epochs.get(epoch)).map(e -> e.files().get(region)).map(files::get);
    }

    Optional<GlobalPolicy> global(long epoch) {
        return Optional.ofNullable(epochs.get(epoch)).map(e -> globals.get(e.global()));
    }

    void on(Happened happened) {
        if (happened.events().isEmpty()) {
            return;
        }
        signature(happened.command()).ifPresent(signature -> breaches.unless(genuine.contains(signature.value()),
                "only-a-region-speaks-for-itself", happened + " was not signed by its region"));
        spokenFor(happened.command()).ifPresent(region -> breaches.unless(
                happened.proposal().actor().region().equals(Optional.of(region)), "only-a-region-speaks-for-itself",
                happened + " of " + happened.proposal().actor().id() + " is the business of " + region));
        for (Event event : happened.events()) {
            one(happened, event);
        }
    }

    private void one(Happened happened, Event event) {
        if (event instanceof Event.ClusterFormed formed) {
            regions = formed.genesis().regionKeys().size();
        } else if (event instanceof Event.RegionPolicyProposed e) {
            files.put(e.file(), e.policy());
        } else if (event instanceof Event.GlobalPolicyProposed e) {
            globals.put(e.file(), e.policy());
        } else if (event instanceof Event.CandidateAssembled e) {
            breaches.unless(e.epoch() == inForce + 1, AGREED, "candidate " + e.epoch() + " after " + inForce);
            epochs.put(e.epoch(), e);
            votes.clear();
        } else if (event instanceof Event.CandidateVoted e) {
            PolicyEpoch.PolicyVote vote = e.vote();
            breaches.unless(votes.put(vote.region(), vote.accept()) == null, AGREED,
                    vote.region() + " voted twice on candidate " + e.epoch());
        } else if (event instanceof Event.EpochCommitted e) {
            committed(happened, e);
        }
    }

    private void committed(Happened happened, Event.EpochCommitted event) {
        long yes = votes.values().stream().filter(v -> v).count();
        GlobalPolicy.QuorumRule rule = global(inForce).map(GlobalPolicy::policyQuorum)
                .orElse(GlobalPolicy.QuorumRule.ALL);
        int needed = switch (rule) {
            case ALL -> regions;
            case MAJORITY -> regions / 2 + 1;
            case ANY -> 1;
        };
        breaches.unless(yes >= needed, AGREED,
                happened + " put epoch " + event.epoch() + " in force with " + yes + " of " + needed + " votes");
        inForce = event.epoch();
    }

    private static Optional<Region> spokenFor(Command command) {
        return switch (command) {
            case Command.ReportEffective c -> Optional.of(c.region());
            case Command.ReportRecovery c -> Optional.of(c.region());
            case Command.ConfirmArtifacts c -> Optional.of(c.region());
            case Command.CastVote c -> Optional.of(c.region());
            case Command.OpenBallot c -> Optional.of(c.region());
            default -> Optional.empty();
        };
    }

    private static Optional<Signature> signature(Command command) {
        return switch (command) {
            case Command.ProposeRegionPolicy c -> Optional.of(c.signature());
            case Command.VoteOnCandidate c -> Optional.of(c.signature());
            case Command.ReportStepPassed c -> Optional.of(c.signature());
            case Command.OpenBallot c -> Optional.of(c.signature());
            case Command.CastVote c -> Optional.of(c.signature());
            default -> Optional.empty();
        };
    }
}
