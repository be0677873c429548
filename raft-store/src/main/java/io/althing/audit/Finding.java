package io.althing.audit;

/** One thing wrong with a log. {@link #describe} is a sentence for people. */
public sealed interface Finding {
    /** The checkpoint is missing, malformed, not signed as demanded, or speaks of another tree than entries and tiles do. */
    record CheckpointDamaged(String why) implements Finding {
        @Override
        public String describe() {
            return "checkpoint: " + why;
        }
    }

    /** An entry is not the one the tree was built over. */
    record EntryDamaged(long index, String path, String why) implements Finding {
        @Override
        public String describe() {
            return "entry " + index + " (in " + path + "): " + why;
        }
    }

    /** A bundle is missing or does not hold the number of entries it should. */
    record BundleDamaged(String path, String why) implements Finding {
        @Override
        public String describe() {
            return path + ": " + why;
        }
    }

    /** A hash tile is missing, of the wrong length, or holds another hash than its place in the tree demands. */
    record TileDamaged(String path, String why) implements Finding {
        @Override
        public String describe() {
            return path + ": " + why;
        }
    }

    /** What is wrong and where, in one sentence. */
    String describe();
}
