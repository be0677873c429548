package io.althing.client;

/** The API answered with a problem. */
public final class ProblemException extends UserError {
    private static final long serialVersionUID = 1L;

    private final transient Problem problem;

    ProblemException(Problem problem) {
        super(exitCode(problem), problem.text());
        this.problem = problem;
    }

    private static int exitCode(Problem problem) {
        if (problem.outcomeUnknown()) {
            return ExitCode.OUTCOME_UNKNOWN;
        }
        return problem.unavailable() ? ExitCode.UNREACHABLE : ExitCode.REFUSED;
    }

    /** What the API said. */
    public Problem problem() {
        return problem;
    }
}
