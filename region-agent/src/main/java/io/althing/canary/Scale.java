package io.althing.canary;

/** The grid a metric's values are counted on. Equal values share a cell in both arms, so counting loses power, not validity. */
sealed interface Scale {

    int cells();

    /** The cell of a value; values off the grid count in its nearest cell. */
    int cell(double value);

    /** The value a cell stands for. */
    double value(int cell);

    /** Zero and one. */
    record Binary() implements Scale {
        @Override
        public int cells() {
            return 2;
        }

        @Override
        public int cell(double value) {
            return value >= 0.5 ? 1 : 0;
        }

        @Override
        public double value(int cell) {
            return cell;
        }
    }

    /** 257 equidistant values from low to high, as fractions of that range. */
    record Linear(double low, double high) implements Scale {
        private static final int STEPS = 256;

        @Override
        public int cells() {
            return STEPS + 1;
        }

        @Override
        public int cell(double value) {
            return (int) Math.round(Math.max(0, Math.min(1, (value - low) / (high - low))) * STEPS);
        }

        @Override
        public double value(int cell) {
            return cell / (double) STEPS;
        }
    }

    /**
     * 32 cells per doubling from 2⁻¹⁴ to 2¹⁸, so 1.6 to 3.1 % wide: sub-microseconds to minutes if the unit is a
     * millisecond. A cell stands for its lower edge.
     */
    record Logarithmic() implements Scale {
        private static final int SUB_BITS = 5;
        private static final int SHIFT = 52 - SUB_BITS;
        private static final long FIRST = Double.doubleToRawLongBits(0x1p-14) >> SHIFT;
        private static final int CELLS = 32 << SUB_BITS;

        @Override
        public int cells() {
            return CELLS;
        }

        @Override
        public int cell(double value) {
            long index = (Double.doubleToRawLongBits(Math.max(value, 0)) >> SHIFT) - FIRST;
            return (int) Math.max(0, Math.min(CELLS - 1, index));
        }

        @Override
        public double value(int cell) {
            return Double.longBitsToDouble((FIRST + cell) << SHIFT);
        }
    }
}
