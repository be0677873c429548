package io.althing.chaos.check;

import io.althing.chaos.history.History;
import io.althing.chaos.history.Line;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A term has one leader at most, and no process goes back to an older term. */
final class Leadership implements Checker {
    private static final String NAME = "one-leader-a-term";

    @Override
    public Verdict check(History history) {
        List<Line.Sample> samples = history.all(Line.Sample.class);
        if (samples.isEmpty()) {
            return Verdict.skipped(NAME, "no node was asked how it stood");
        }
        List<String> violations = new ArrayList<>();
        Map<Long, String> leaders = new HashMap<>();
        Map<String, Long> terms = new HashMap<>();
        for (Line.Sample sample : samples) {
            if (sample.leads()) {
                String other = leaders.putIfAbsent(sample.term(), sample.node());
                if (other != null && !other.equals(sample.node())) {
                    violations.add("term " + sample.term() + " was led by " + other + " and by " + sample.node());
                }
            }
            Long before = terms.put(sample.node() + "#" + sample.life(), sample.term());
            if (before != null && before > sample.term()) {
                violations.add(sample.node() + " went from term " + before + " back to " + sample.term());
            }
        }
        long last = samples.stream().mapToLong(Line.Sample::term).max().orElse(0);
        return Verdict.of(NAME, violations,
                List.of(leaders.size() + " terms with a leader seen; the last term is " + last));
    }
}
