package io.althing.planner;

import io.althing.registry.Command;
import java.util.List;

/**
 * What the controller should do now.
 *
 * @param due commands the state machine would accept at this moment, in order
 * @param reasons what the rest waits for
 * @param clock whether a deadline is running, so that time has to be told to the log
 */
public record Plan(List<Due> due, List<Reason> reasons, boolean clock) {
    /** Copies the lists. */
    public Plan {
        due = List.copyOf(due);
        reasons = List.copyOf(reasons);
    }

    /**
     * A command and the id to propose it under. The id names the revision it acts upon, so that asking twice changes nothing and a
     * later attempt is another request.
     */
    public record Due(String requestId, Command command) {}

    /**
     * Why something does not move.
     *
     * @param subject a rollout and region, or {@code policies}
     * @param rule a stable word
     */
    public record Reason(String subject, String rule, String detail) {}
}
