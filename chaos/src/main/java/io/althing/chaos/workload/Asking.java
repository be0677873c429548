package io.althing.chaos.workload;

import io.althing.chaos.history.RolloutLine;
import io.althing.client.Answer;

/** Answers as a history keeps them. */
public final class Asking {
    private Asking() {}

    /** The status and, of a refusal, the last part of its problem's type. */
    public static RolloutLine.Answer answer(Answer answer) {
        if (answer.ok()) {
            return new RolloutLine.Answer(answer.status(), "");
        }
        String type = answer.json().path("type").asText();
        String rule = answer.json().path("rule").asText();
        return new RolloutLine.Answer(answer.status(),
                type.substring(type.lastIndexOf('/') + 1) + (rule.isEmpty() ? "" : ": " + rule));
    }
}
