package io.althing.resource;

import io.althing.registry.NodeId;
import io.althing.registry.Region;
import java.util.concurrent.CompletionStage;

/**
 * Changes of the replication group, as the process around the API carries them out. Any thread; none blocks. A stage completes when the
 * change took effect, and fails with {@link Refused} or a {@link io.althing.store.StoreFailure}.
 */
public interface Membership {
    /** Hands leadership to the voter. */
    CompletionStage<Void> transfer(NodeId node);

    /** Lets an empty node follow the log without a vote. */
    CompletionStage<Void> addLearner(NodeId node, Region region, String peer);

    /** Gives a learner that has caught up a vote. */
    CompletionStage<Void> makeVoter(NodeId node);

    /** Takes a member out. */
    CompletionStage<Void> remove(NodeId node);

    /** Makes this node write a snapshot now. */
    CompletionStage<Void> snapshot();

    /** A change that cannot be made now. */
    final class Refused extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private final String rule;

        /**
         * @param rule a stable word for programs
         * @param detail what to do about it
         */
        public Refused(String rule, String detail) {
            super(detail, null, false, false);
            this.rule = rule;
        }

        /** A stable word for programs. */
        public String rule() {
            return rule;
        }
    }
}
