package io.althing.policy;

import io.althing.registry.GlobalPolicy;
import io.althing.registry.Region;
import java.util.TreeMap;

/** From the completed tree of the administrators' file to the registry's record. */
final class GlobalPolicyReader {
    private GlobalPolicyReader() {}

    static GlobalPolicy read(Fields file) {
        Fields spec = file.at("spec");
        return new GlobalPolicy(spec.list("waves", wave -> wave.regions("")),
                spec.word("barrier", GlobalPolicy.Barrier.class), spec.millis("bakeTime"),
                spec.integer("maxConcurrentRollouts"), spec.word("policyQuorum", GlobalPolicy.QuorumRule.class),
                ballot(spec.at("ballot")));
    }

    private static GlobalPolicy.BallotRules ballot(Fields ballot) {
        var votes = new TreeMap<Region, Integer>();
        ballot.at("votes").node().properties()
                .forEach(vote -> votes.put(new Region(vote.getKey()), vote.getValue().intValue()));
        return new GlobalPolicy.BallotRules(ballot.word("quorum", GlobalPolicy.QuorumRule.class), votes,
                ballot.regions("veto"), ballot.decimal("alpha"), ballot.decimal("alphaVote"),
                ballot.millis("deadline"), ballot.word("onSilence", GlobalPolicy.OnSilence.class),
                ballot.integer("untrustedRegions"));
    }
}
