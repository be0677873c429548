package io.althing.chaos.history;

import java.util.SortedMap;
import java.util.TreeMap;

/** What was seen of rollouts: decisions, what gateways had in force and served, and what regions did by themselves. */
public sealed interface RolloutLine extends Line {
    /**
     * What a region's policy file allows, before anything was edited.
     *
     * @param node the node that the region's agent asks
     * @param pauseMillis the longest pause of a step
     * @param partitionMillis how long a canary may run while its region is cut off
     */
    record Rules(String region, String node, long pauseMillis, long partitionMillis) implements RolloutLine {}

    /**
     * An event about a rollout or a policy, as a reader was given it.
     *
     * @param at when, at most a moment after it was decided
     * @param position audit index and ordinal
     * @param facts by name: rollout, region, version, stable, canary, weight, index, ballot, choice, look, result, journal, sequence,
     *        state, epoch, attempt, accept
     */
    record Act(String reader, long at, String position, String type, SortedMap<String, String> facts)
            implements
                RolloutLine {
        /** Copies the facts. */
        public Act {
            facts = new TreeMap<>(facts);
        }

        /** A fact; empty if the event has none of that name. */
        public String fact(String name) {
            return facts.getOrDefault(name, "");
        }

        /** Which entry of the audit log it is in. */
        public long auditIndex() {
            return Long.parseLong(position.substring(0, position.indexOf('.')));
        }
    }

    /**
     * What users of a region got in a short time.
     *
     * @param version who answered; empty if there was no answer
     * @param first when the first of these requests was sent
     * @param last when the last was sent
     */
    record Served(String region, String version, long first, long last, long requests) implements RolloutLine {}

    /**
     * What a gateway said it had in force.
     *
     * @param called when it was asked
     * @param returned when it had answered
     * @param canary the version; empty without one
     * @param weight of the canary, in basis points
     */
    record Gateway(String region, long called, long returned, String stable, String canary, int weight)
            implements
                RolloutLine {
        /** How much of the traffic a version has, in basis points. */
        public int share(String version) {
            return (stable.equals(version) ? 10_000 - weight : 0) + (canary.equals(version) ? weight : 0);
        }
    }

    /** A region whose agent could not reach a majority through its node, from begin until its healing began. */
    record Alone(String region, long begin, long healing) implements RolloutLine {}

    /**
     * An entry of a region's journal at the end: it took a canary back by itself.
     *
     * @param told whether the journal says that the registry knows
     */
    record LocalAct(String region, String journal, long sequence, String rollout, String version, String cause,
            boolean told) implements RolloutLine {}

    /**
     * What a person asked for, or somebody who is none.
     *
     * @param what in a word, for example {@code rollout} or {@code forged-vote}
     * @param detail of whom and about what
     * @param answer the HTTP status and the problem's name; 0 if there was no answer
     */
    record Asked(String what, String detail, String node, long called, long returned, Answer answer)
            implements
                RolloutLine {
        /** Whether it was acknowledged. */
        public boolean accepted() {
            return answer.status() >= 200 && answer.status() < 300;
        }
    }

    /** An answer. */
    record Answer(int status, String problem) {}
}
