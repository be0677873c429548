package io.althing.chaos.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.althing.chaos.check.Linearization.Answer;
import io.althing.chaos.history.Operation;
import io.althing.chaos.history.Operation.Kind;
import io.althing.chaos.history.Operation.Outcome;
import io.althing.chaos.history.Operation.Result;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class LinearizationBruteForceTest {
    private static final int RUNS = 20_000;
    private static final int MOST = 6;

    @Test
    void the_search_agrees_with_trying_every_order_on_tiny_random_histories() {
        int held = 0;
        for (int seed = 0; seed < RUNS; seed++) {
            List<Operation> drawn = draw(new SplittableRandom(seed));
            boolean expected = anyOrder(drawn, Register.ABSENT);
            held += expected ? 1 : 0;
            assertThat(new Linearization.Question(drawn, 1_000_000).answer().answer())
                    .as("seed %d: %s", seed, drawn).isEqualTo(expected ? Answer.LINEARIZABLE : Answer.NOT);
        }
        assertThat(held).isBetween(RUNS / 20, RUNS * 19 / 20);
    }

    @Test
    void a_history_of_a_real_register_is_held_and_one_changed_answer_is_mostly_caught() {
        int caught = 0;
        int changed = 0;
        for (int seed = 0; seed < 300; seed++) {
            var random = new SplittableRandom(seed);
            List<Operation> real = simulate(random, 60);
            assertThat(new Linearization.Question(real, 1_000_000).answer().answer()).as("seed %d", seed)
                    .isEqualTo(Answer.LINEARIZABLE);
            Optional<List<Operation>> mutant = changeOneRead(real, random);
            if (mutant.isPresent()) {
                changed++;
                caught += new Linearization.Question(mutant.get(), 1_000_000).answer().answer() == Answer.NOT ? 1 : 0;
            }
        }
        assertThat(changed).isGreaterThan(250);
        assertThat(caught).isGreaterThan(changed * 8 / 10);
    }

    private static boolean anyOrder(List<Operation> left, Register state) {
        if (left.isEmpty()) {
            return true;
        }
        for (Operation next : left) {
            boolean first = left.stream()
                    .noneMatch(o -> o.outcome() != Outcome.UNKNOWN && o.returned() < next.called());
            Optional<Register> after = first ? state.after(next) : Optional.empty();
            if (after.isPresent()) {
                List<Operation> rest = new ArrayList<>(left);
                rest.remove(next);
                if (anyOrder(rest, after.get())) {
                    return true;
                }
            }
        }
        return false;
    }

    private static List<Operation> draw(SplittableRandom random) {
        List<Operation> all = new ArrayList<>();
        int count = 2 + random.nextInt(MOST - 1);
        for (int i = 0; i < count; i++) {
            long called = random.nextInt(12);
            long returned = called + 1 + random.nextInt(6);
            boolean write = random.nextInt(5) < 3;
            long expected = write && random.nextInt(3) == 0 ? random.nextInt(count) : Operation.NONE;
            Result result = switch (random.nextInt(6)) {
                case 0 -> write ? Result.UNKNOWN : ok("v0", 1);
                case 1 ->
                    write && expected >= 0 ? new Result(Outcome.STALE, "", random.nextInt(count), -1, -1) : ok("", 0);
                default -> write ? ok("", i + 1) : seen(random.nextInt(count));
            };
            if (write && result.outcome() == Outcome.OK) {
                result = ok("", i + 1);
            }
            all.add(new Operation("r" + i, "a", "k", write ? Kind.WRITE : Kind.READ, write ? "v" + i : "", expected,
                    called, returned, result));
        }
        return all;
    }

    private static Result seen(int write) {
        return write == 0 ? ok("", 0) : ok("v" + write, write + 1L);
    }

    private static Result ok(String seen, long revision) {
        return new Result(Outcome.OK, seen, revision, -1, -1);
    }

    /** Five clients and a register that does each operation at a random moment between call and return. */
    private static List<Operation> simulate(SplittableRandom random, int count) {
        List<Operation> all = new ArrayList<>();
        long[] free = new long[5];
        record Due(int number, long called, long effect, long returned) {}
        List<Due> due = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            int client = random.nextInt(free.length);
            long called = free[client] + 1 + random.nextInt(20);
            long effect = called + random.nextInt(30);
            long returned = effect + random.nextInt(30);
            free[client] = returned;
            due.add(new Due(i, called, effect, returned));
        }
        due.sort(java.util.Comparator.comparingLong(Due::effect));
        Register register = Register.ABSENT;
        long index = 0;
        for (Due d : due) {
            boolean write = random.nextInt(2) == 0;
            boolean lost = write && random.nextInt(10) == 0;
            if (write) {
                register = new Register("v" + d.number(), ++index);
            }
            Result result = lost ? Result.UNKNOWN : ok(write ? "" : register.value(), register.revision());
            all.add(new Operation("r" + d.number(), "a", "k", write ? Kind.WRITE : Kind.READ,
                    write ? "v" + d.number() : "", -1, d.called(), d.returned(), result));
        }
        return all;
    }

    private static Optional<List<Operation>> changeOneRead(List<Operation> real, SplittableRandom random) {
        List<Operation> reads = real.stream().filter(o -> o.kind() == Kind.READ).toList();
        List<Operation> writes = real.stream().filter(o -> o.writes() && o.ok()).toList();
        if (reads.isEmpty() || writes.isEmpty()) {
            return Optional.empty();
        }
        Operation read = reads.get(random.nextInt(reads.size()));
        Operation write = writes.get(random.nextInt(writes.size()));
        if (read.result().seen().equals(write.value())) {
            return Optional.empty();
        }
        return Optional.of(real.stream().map(o -> o.equals(read)
                ? new Operation(o.id(), o.node(), o.key(), o.kind(), o.value(), o.expected(), o.called(), o.returned(),
                        ok(write.value(), write.result().revision()))
                : o).toList());
    }
}
