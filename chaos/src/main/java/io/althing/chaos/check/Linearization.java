package io.althing.chaos.check;

import io.althing.chaos.history.Operation;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Looks for an order of one register's operations that respects real time and the sequential model: Wing and Gong's search with
 * Lowe's memory of (what is placed, state) pairs. Operations of unknown outcome never return, so they may be placed anywhere after
 * their call.
 */
final class Linearization {
    private final List<Operation> operations;
    private final Mark head = new Mark(-1, true);
    private final BitSet placed = new BitSet();
    private final Deque<Placed> path = new ArrayDeque<>();
    private final Set<Seen> seen = new HashSet<>();
    private Register state = Register.ABSENT;
    private long steps;
    private List<Integer> longest = List.of();

    /** A call or a return, in a list from which what is placed is taken out. */
    private static final class Mark {
        private final int operation;
        private final boolean call;
        private @Nullable Mark match;
        private @Nullable Mark before;
        private @Nullable Mark next;

        Mark(int operation, boolean call) {
            this.operation = operation;
            this.call = call;
        }
    }

    private record Placed(Mark call, Register before) {}

    private record Seen(BitSet placed, Register state) {}

    /** What came of the search. */
    enum Answer {
        LINEARIZABLE, NOT, GAVE_UP
    }

    private Linearization(List<Operation> operations) {
        this.operations = operations;
        link();
    }

    /**
     * The operations of one register, definite failures and reads without an answer left out.
     *
     * @param bound how many steps the search may take
     */
    record Question(List<Operation> operations, long bound) {
        Question {
            operations = operations.stream().filter(o -> switch (o.outcome()) {
                case OK, STALE -> true;
                case UNKNOWN -> o.writes();
                case FAILED -> false;
            }).toList();
        }

        Result answer() {
            var search = new Linearization(operations);
            Answer answer = search.run(bound);
            return new Result(answer, answer == Answer.NOT ? search.blocked() : Optional.empty());
        }
    }

    /** @param blocked an operation that no order could take in, if there is none that takes in all */
    record Result(Answer answer, Optional<Operation> blocked) {}

    private record At(long time, boolean call, Mark mark) {}

    private void link() {
        List<At> marks = new ArrayList<>();
        for (int i = 0; i < operations.size(); i++) {
            Operation operation = operations.get(i);
            Mark call = new Mark(i, true);
            Mark end = new Mark(i, false);
            call.match = end;
            marks.add(new At(operation.called(), true, call));
            boolean known = operation.outcome() != Operation.Outcome.UNKNOWN;
            marks.add(new At(known ? operation.returned() : Long.MAX_VALUE, false, end));
        }
        marks.sort(Comparator.comparingLong(At::time).thenComparing(At::call, Comparator.reverseOrder()));
        Mark last = head;
        for (At at : marks) {
            last.next = at.mark();
            at.mark().before = last;
            last = at.mark();
        }
    }

    private Answer run(long bound) {
        Mark at = head.next;
        while (head.next != null) {
            if (++steps > bound) {
                return Answer.GAVE_UP;
            }
            if (at != null && at.call) {
                at = place(at) ? head.next : at.next;
            } else if (path.isEmpty()) {
                return Answer.NOT;
            } else {
                at = takeBack();
            }
        }
        return Answer.LINEARIZABLE;
    }

    private boolean place(Mark call) {
        Optional<Register> after = state.after(operations.get(call.operation));
        if (after.isEmpty()) {
            return false;
        }
        BitSet now = (BitSet) placed.clone();
        now.set(call.operation);
        if (!seen.add(new Seen(now, after.get()))) {
            return false;
        }
        path.push(new Placed(call, state));
        placed.set(call.operation);
        state = after.get();
        takeOut(call);
        takeOut(matchOf(call));
        if (path.size() > longest.size()) {
            longest = path.stream().map(p -> p.call().operation).toList();
        }
        return true;
    }

    private @Nullable Mark takeBack() {
        Placed last = path.pop();
        state = last.before();
        placed.clear(last.call().operation);
        putBack(matchOf(last.call()));
        putBack(last.call());
        return last.call().next;
    }

    private static Mark matchOf(Mark call) {
        if (call.match == null) {
            throw new IllegalStateException("a call has a return");
        }
        return call.match;
    }

    private static void takeOut(Mark mark) {
        if (mark.before != null) {
            mark.before.next = mark.next;
        }
        if (mark.next != null) {
            mark.next.before = mark.before;
        }
    }

    private static void putBack(Mark mark) {
        if (mark.before != null) {
            mark.before.next = mark;
        }
        if (mark.next != null) {
            mark.next.before = mark;
        }
    }

    /** Of what the longest order left out, the operation that returned first. */
    private Optional<Operation> blocked() {
        Set<Integer> inside = new HashSet<>(longest);
        return java.util.stream.IntStream.range(0, operations.size()).filter(i -> !inside.contains(i))
                .mapToObj(operations::get).filter(o -> o.outcome() != Operation.Outcome.UNKNOWN)
                .min(Comparator.comparingLong(Operation::returned));
    }
}
