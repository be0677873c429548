package io.althing.chaos.check;

import io.althing.chaos.history.History;
import io.althing.chaos.history.Line;
import io.althing.chaos.history.Operation;
import io.althing.chaos.history.Operation.Kind;
import io.althing.chaos.history.Operation.Outcome;
import io.althing.chaos.history.Operation.Result;
import java.util.ArrayList;
import java.util.List;

/** Writes histories by hand: operations on one register unless said otherwise, times in whole seconds. */
final class Runs {
    static final String KEY = "k";
    private static final long SECOND = 1_000_000_000;

    private final List<Line> lines = new ArrayList<>();
    private int ids;

    Runs() {
        lines.add(new Line.Header("by hand", 1, "none", List.of("a", "b", "c"), 1000));
    }

    Runs write(String value, long revision, long called, long returned) {
        return add(Kind.WRITE, value, Operation.NONE, called, returned,
                new Result(Outcome.OK, "", revision, revision, Operation.NONE));
    }

    Runs swap(long expected, String value, long revision, long called, long returned) {
        return add(Kind.WRITE, value, expected, called, returned,
                new Result(Outcome.OK, "", revision, revision, Operation.NONE));
    }

    Runs stale(long expected, long actual, long called, long returned) {
        return add(Kind.WRITE, "never", expected, called, returned,
                new Result(Outcome.STALE, "", actual, Operation.NONE, Operation.NONE));
    }

    Runs lost(String value, long called) {
        return add(Kind.WRITE, value, Operation.NONE, called, called, Result.UNKNOWN);
    }

    Runs failed(String value, long called) {
        return add(Kind.WRITE, value, Operation.NONE, called, called + 1, Result.FAILED);
    }

    Runs read(String value, long revision, long called, long returned) {
        return add(Kind.READ, "", Operation.NONE, called, returned,
                new Result(Outcome.OK, value, revision, Operation.NONE, Operation.NONE));
    }

    Runs readAt(Kind kind, String value, long revision, long index) {
        return add(kind, "", Operation.NONE, 1, 2, new Result(Outcome.OK, value, revision, index, Operation.NONE));
    }

    Runs logged(String requestId, long index, String value) {
        long at = lines.stream().filter(Line.Entry.class::isInstance).count();
        return and(new Line.Entry(at, index, requestId, KEY, value, List.of("d" + at)));
    }

    Runs and(Line line) {
        lines.add(line);
        return this;
    }

    History history() {
        return new History(lines);
    }

    private Runs add(Kind kind, String value, long expected, long called, long returned, Result result) {
        return and(new Operation("r" + ids++, "a", KEY, kind, value, expected, called * SECOND, returned * SECOND,
                result));
    }
}
