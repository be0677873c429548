package io.althing.chaos.check;

import java.util.ArrayList;
import java.util.List;

/**
 * What a checker found.
 *
 * @param check which promise
 * @param findings what broke it, or what is worth knowing; one sentence each
 */
public record Verdict(String check, Standing standing, List<String> findings) {
    /** At most so many violations are told; the first ones say enough. */
    private static final int TOLD = 10;

    /** How a promise stands after a run. */
    public enum Standing {
        HELD, BROKEN,
        /** Could not be decided within bounds; counts as no pass. */
        UNKNOWN,
        /** The run has nothing to judge it by. */
        SKIPPED
    }

    /** Copies the findings. */
    public Verdict {
        findings = List.copyOf(findings);
    }

    /** Whether the run may count as passed as far as this check goes. */
    public boolean passes() {
        return switch (standing) {
            case HELD, SKIPPED -> true;
            case BROKEN, UNKNOWN -> false;
        };
    }

    static Verdict held(String check, String... figures) {
        return new Verdict(check, Standing.HELD, List.of(figures));
    }

    static Verdict skipped(String check, String why) {
        return new Verdict(check, Standing.SKIPPED, List.of(why));
    }

    /** Broken if there are violations, else held with the figures. */
    static Verdict of(String check, List<String> violations, List<String> figures) {
        if (violations.isEmpty()) {
            return new Verdict(check, Standing.HELD, figures);
        }
        List<String> told = new ArrayList<>(violations.subList(0, Math.min(TOLD, violations.size())));
        if (violations.size() > TOLD) {
            told.add("and " + (violations.size() - TOLD) + " more");
        }
        told.addAll(figures);
        return new Verdict(check, Standing.BROKEN, told);
    }
}
