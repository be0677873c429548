package io.althing.chaos.check;

import io.althing.chaos.history.History;
import io.althing.chaos.history.Operation;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Each register by itself is linearizable, judged without any index the servers gave. Registers are independent, so the whole is
 * linearizable if each is (Herlihy and Wing 1990, locality).
 *
 * @param bound how many steps the search may take for one register before it gives up
 */
public record Linearizability(long bound) implements Checker {
    private static final String NAME = "linearizable";
    private static final long ENOUGH = 3_000_000;

    /** With a bound that a register of some hundred operations and a few unknown ones stays far below. */
    public static Linearizability bounded() {
        return new Linearizability(ENOUGH);
    }

    /** Each register's operations that must be linearizable. */
    static Map<String, List<Operation>> byRegister(History history) {
        return history.operations().stream().filter(o -> o.kind() != Operation.Kind.LOCAL_READ)
                .collect(Collectors.groupingBy(Operation::key, TreeMap::new, Collectors.toList()));
    }

    @Override
    public Verdict check(History history) {
        List<String> broken = new ArrayList<>();
        List<String> undecided = new ArrayList<>();
        long judged = 0;
        Map<String, List<Operation>> registers = byRegister(history);
        for (Map.Entry<String, List<Operation>> register : registers.entrySet()) {
            var question = new Linearization.Question(register.getValue(), bound);
            judged += question.operations().size();
            Linearization.Result result = question.answer();
            switch (result.answer()) {
                case LINEARIZABLE -> {
                    // nothing to tell
                }
                case NOT -> broken.add("register " + register.getKey() + " has no linearization"
                        + result.blocked().map(o -> ": none takes in " + describe(o)).orElse(""));
                case GAVE_UP -> undecided.add("register " + register.getKey() + " could not be decided in " + bound
                        + " steps (" + question.operations().size() + " operations)");
            }
        }
        String figures = judged + " operations on " + registers.size() + " registers";
        if (broken.isEmpty() && !undecided.isEmpty()) {
            undecided.add(figures);
            return new Verdict(NAME, Verdict.Standing.UNKNOWN, undecided);
        }
        return Verdict.of(NAME, broken, List.of(figures));
    }

    static String describe(Operation o) {
        return switch (o.kind()) {
            case WRITE -> "the write of '" + o.value() + "' (" + o.id() + ", " + o.outcome() + ", revision "
                    + o.result().revision() + ")";
            case READ, LOCAL_READ -> "the read " + o.id() + " at " + o.node() + " that saw '" + o.result().seen()
                    + "' at revision " + o.result().revision();
        };
    }
}
