package io.althing.search;

import java.util.BitSet;

/** A direction through the log. */
enum Walk {
    UP {
        @Override
        long begin(long low, long high) {
            return low;
        }

        @Override
        long later(long one, long other) {
            return Math.max(one, other);
        }

        @Override
        long after(long index) {
            return index + 1;
        }

        @Override
        int next(BitSet set, int from) {
            return set.nextSetBit(from);
        }
    },
    DOWN {
        @Override
        long begin(long low, long high) {
            return high - 1;
        }

        @Override
        long later(long one, long other) {
            return Math.min(one, other);
        }

        @Override
        long after(long index) {
            return index - 1;
        }

        @Override
        int next(BitSet set, int from) {
            return from < 0 ? -1 : set.previousSetBit(from);
        }
    };

    static Walk of(AuditSearch.Order order) {
        return switch (order) {
            case OLDEST_FIRST -> UP;
            case NEWEST_FIRST -> DOWN;
        };
    }

    /** Where a walk over {@code [low, high)} begins. */
    abstract long begin(long low, long high);

    /** Which of two indices the walk meets later. */
    abstract long later(long one, long other);

    /** The index after this one. */
    abstract long after(long index);

    /** The first set bit at or after this one on the way; -1 if there is none. */
    abstract int next(BitSet set, int from);

    /** The place after this one, as a place. */
    int after(int place) {
        return (int) after((long) place);
    }

    /** The last index the walk meets of {@code length} from {@code first}. */
    long last(long first, long length) {
        return this == UP ? first + length - 1 : first;
    }
}
