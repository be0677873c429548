package io.althing.chaos.workload;

import io.althing.chaos.arena.RegisterModel;
import io.althing.chaos.drill.NodeFiles;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The registers in use: tags, and aliases, which change by compare-and-set only. One that has seen many operations, or too many writes
 * whose outcome nobody knows, is replaced by a fresh one, so that a checker's work for each stays bounded. Used by one thread; what
 * operations report comes from any.
 */
final class Registers {
    private static final int TAGS = 8;
    private static final int ALIASES = 3;
    private static final int OPERATIONS = 250;
    private static final int OPEN = 6;

    private final SplittableRandom random;
    private final List<Register> live = new ArrayList<>();
    private final String mark;
    private int made;

    /** One register and what clients last saw of it. */
    static final class Register {
        private final String key;
        private final boolean alias;
        private final AtomicInteger open = new AtomicInteger();
        private final AtomicLong revision = new AtomicLong();
        private int operations;

        Register(String key, boolean alias) {
            this.key = key;
            this.alias = alias;
        }

        /** Its name in the history. */
        String key() {
            return key;
        }

        boolean alias() {
            return alias;
        }

        String path() {
            return "/v1/models/" + NodeFiles.MODEL + (alias ? "/aliases/" : "/tags/") + key;
        }

        /** The newest revision any client was told. */
        long revision() {
            return revision.get();
        }

        void saw(long newer) {
            revision.accumulateAndGet(newer, Math::max);
        }

        /** A write ended with a known outcome. */
        void settled() {
            open.decrementAndGet();
        }
    }

    /** @param mark in every register's name */
    Registers(SplittableRandom random, String mark) {
        this.random = random;
        this.mark = mark;
        for (int i = 0; i < TAGS + ALIASES; i++) {
            live.add(fresh(i >= TAGS));
        }
    }

    private Register fresh(boolean alias) {
        return new Register((alias ? "a" : "t") + mark + "-" + made++, alias);
    }

    /** A register to operate on. */
    Register draw() {
        int at = random.nextInt(live.size());
        Register drawn = live.get(at);
        if (drawn.operations >= OPERATIONS || drawn.open.get() >= OPEN) {
            drawn = fresh(drawn.alias);
            live.set(at, drawn);
        }
        drawn.operations++;
        return drawn;
    }

    /** A register whose write begins. */
    static void opened(Register register) {
        register.open.incrementAndGet();
    }

    /** A value for it. */
    String value(Register register, long number) {
        return register.alias ? "v" + random.nextInt(RegisterModel.VERSIONS) : "w" + number;
    }
}
