package io.althing.foresight;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Turns scores into probabilities by isotonic regression: pools neighbours until the observed shares rise. */
final class Calibration {
    private final List<Block> blocks = new ArrayList<>();

    /** A score and what came of it. */
    record Seen(double score, boolean happened) {}

    private static final class Block {
        private final double from;
        private double happened;
        private double count;

        Block(double from, double happened, double count) {
            this.from = from;
            this.happened = happened;
            this.count = count;
        }

        double share() {
            return (happened + 0.5) / (count + 1);
        }
    }

    Calibration(List<Seen> seen) {
        for (Seen each : seen.stream().sorted(Comparator.comparingDouble(Seen::score)).toList()) {
            blocks.add(new Block(each.score(), each.happened() ? 1 : 0, 1));
            while (blocks.size() > 1 && pools(blocks.get(blocks.size() - 2), blocks.get(blocks.size() - 1))) {
                Block last = blocks.remove(blocks.size() - 1);
                Block before = blocks.get(blocks.size() - 1);
                before.happened += last.happened;
                before.count += last.count;
            }
        }
    }

    private static boolean pools(Block low, Block high) {
        return low.happened / low.count >= high.happened / high.count || low.from == high.from;
    }

    double probability(double score) {
        double probability = blocks.isEmpty() ? 0.5 : blocks.get(0).share();
        for (Block block : blocks) {
            if (block.from <= score) {
                probability = Math.max(probability, block.share());
            }
        }
        return probability;
    }
}
