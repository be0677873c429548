package io.althing.chaos.check;

import io.althing.chaos.history.History;
import io.althing.chaos.history.Line;
import java.util.List;

/** What was judged while the cluster was still there, by a judge that needs more than a history. */
record NotedChecks(String name) implements Checker {
    @Override
    public Verdict check(History history) {
        List<Line.Noted> noted = history.all(Line.Noted.class).stream().filter(n -> n.check().equals(name)).toList();
        return noted.isEmpty()
                ? Verdict.skipped(name, "it was not judged in this run")
                : Verdict.of(name, told(noted, true), told(noted, false));
    }

    private static List<String> told(List<Line.Noted> noted, boolean broken) {
        return noted.stream().filter(n -> n.broken() == broken).map(Line.Noted::what).toList();
    }
}
