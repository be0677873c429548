package io.althing.chaos.check;

import io.althing.chaos.history.History;
import io.althing.chaos.history.Line;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Each reader of the event stream, over all its connections together, was given the events of the audit log from the first on: in
 * order, each once, none left out, byte for byte.
 */
final class EventStreams implements Checker {
    private static final String NAME = "event-streams";

    @Override
    public Verdict check(History history) {
        Map<String, List<Line.Streamed>> readers = new LinkedHashMap<>();
        history.all(Line.Streamed.class)
                .forEach(s -> readers.computeIfAbsent(s.reader(), r -> new ArrayList<>()).add(s));
        if (readers.isEmpty() || history.log().isEmpty()) {
            return Verdict.skipped(NAME, "no stream was read, or the audit log was not");
        }
        List<Line.Streamed> expected = expected(history.log());
        List<String> violations = new ArrayList<>();
        List<String> figures = new ArrayList<>();
        readers.forEach((reader, seen) -> {
            figures.add(reader + " was given " + seen.size() + " of " + expected.size() + " events");
            firstWrong(reader, seen, expected).ifPresent(violations::add);
        });
        return Verdict.of(NAME, violations, figures);
    }

    private static List<Line.Streamed> expected(List<Line.Entry> log) {
        List<Line.Streamed> all = new ArrayList<>();
        for (Line.Entry entry : log) {
            for (int i = 0; i < entry.events().size(); i++) {
                all.add(new Line.Streamed("", entry.auditIndex() + "." + i, entry.events().get(i)));
            }
        }
        return all;
    }

    private static Optional<String> firstWrong(String reader, List<Line.Streamed> seen, List<Line.Streamed> expected) {
        for (int i = 0; i < seen.size(); i++) {
            Line.Streamed got = seen.get(i);
            if (i >= expected.size()) {
                return Optional.of(reader + " was given event " + got.position() + ", which is not in the log");
            }
            Line.Streamed due = expected.get(i);
            if (!got.position().equals(due.position())) {
                return Optional.of(reader + " was given event " + got.position() + " where " + due.position()
                        + " was due");
            }
            if (!got.digest().equals(due.digest())) {
                return Optional.of(reader + " was given another event " + got.position() + " than the log has");
            }
        }
        return seen.isEmpty() ? Optional.of(reader + " was given nothing") : Optional.empty();
    }
}
