package io.althing.chaos.power;

import java.nio.file.Path;
import java.util.function.LongConsumer;

/** A node's term and vote: what it forgets it might vote a second time. */
record VoteWork() implements Work {
    @Override
    public String name() {
        return "vote";
    }

    @Override
    public String promise() {
        return "no-term-is-led-twice";
    }

    @Override
    public int enough() {
        return 3;
    }

    @Override
    public void work(Path directory, LongConsumer kept) throws Exception {
        while (true) {
            try (OneNode node = OneNode.leading(directory)) {
                kept.accept(node.store().status().term());
            }
        }
    }

    /** It leads a later term than any that was led before. */
    @Override
    public long left(Path directory, long least) throws Exception {
        try (OneNode node = OneNode.leading(directory)) {
            return node.store().status().term() - 1;
        }
    }
}
