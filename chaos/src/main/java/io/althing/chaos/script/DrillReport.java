package io.althing.chaos.script;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.althing.chaos.check.Judge;
import io.althing.chaos.check.Verdict;
import io.althing.chaos.check.Verdict.Standing;
import io.althing.chaos.history.History;
import io.althing.client.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What is told of a run.
 *
 * @param passed whether every promise was kept, and decided
 */
public record DrillReport(String drill, String question, boolean passed, DrillFigures figures, List<Verdict> verdicts) {
    private static final String EXPECTED = "expected";

    /** Copies the verdicts. */
    public DrillReport {
        verdicts = List.copyOf(verdicts);
    }

    /** Judges a run of a script. */
    public static DrillReport of(DrillScript script, History history) {
        return of(script.question(), script.acknowledgedWrites(), history);
    }

    /** Judges a run of which only the history is left. */
    public static DrillReport of(History history) {
        return of("(judged again from its history)", 1, history);
    }

    private static DrillReport of(String question, int atLeast, History history) {
        DrillFigures figures = DrillFigures.of(history);
        List<Verdict> verdicts = new ArrayList<>(Judge.judge(history));
        verdicts.add(new Verdict(EXPECTED, figures.acknowledged() >= atLeast ? Standing.HELD : Standing.BROKEN,
                List.of(figures.acknowledged() + " acknowledged writes, at least " + atLeast + " expected")));
        return new DrillReport(history.header().drill(), question, verdicts.stream().allMatch(Verdict::passes), figures,
                verdicts);
    }

    /** The same with one more verdict. */
    public DrillReport and(Verdict verdict) {
        List<Verdict> more = new ArrayList<>(verdicts);
        more.add(verdict);
        return new DrillReport(drill, question, passed && verdict.passes(), figures, more);
    }

    /** For people. */
    public String text() {
        var text = new StringBuilder();
        text.append(passed ? "held    " : "BROKEN  ").append(drill).append(": ").append(question).append('\n');
        text.append(String.format(Locale.ROOT,
                "        %d operations at %.0f/s, %d writes acknowledged, %d outcomes unknown; p50 %.1f ms, p99 %.1f ms; longest gap %.0f ms, recovery %.0f ms%n",
                figures.operations(), figures.offered(), figures.acknowledged(), figures.unknown(), figures.p50Millis(),
                figures.p99Millis(), figures.longestGapMillis(), figures.recoveryMillis()));
        for (Verdict verdict : verdicts) {
            text.append(String.format(Locale.ROOT, "  %-8s %-18s %s%n", verdict.standing(), verdict.check(),
                    String.join("; ", verdict.findings())));
        }
        return text.toString();
    }

    /** For programs. */
    public ObjectNode json() {
        return (ObjectNode) Json.tree(this);
    }
}
