package io.althing.canary;

import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/**
 * What training showed of one quantity: an input feature, or a model's score. Ten cells of about equally many training values,
 * cut at values that occurred, and one cell each for what is smaller or larger than anything training showed.
 *
 * @param name
 *            of the quantity
 * @param edges
 *            where the cells meet, ascending; a value equal to an edge belongs to the lower cell
 * @param counts
 *            training values in each cell, lowest first; one more than edges, none negative
 */
public record ReferenceSketch(String name, List<BigDecimal> edges, List<Long> counts) {

    private static final int CELLS = 10;
    private static final int FEWEST = 20;
    private static final double LARGEST = 1e60;
    /** Nothing smaller is told apart from zero, so that edges stay short numbers. */
    private static final double SMALLEST = 1e-60;

    /**
     * @throws IllegalArgumentException
     *             if edges do not ascend or the counts do not fit them; the message names the sketch and the field
     */
    public ReferenceSketch {
        edges = List.copyOf(edges);
        counts = List.copyOf(counts);
        for (int i = 1; i < edges.size(); i++) {
            if (edges.get(i).compareTo(edges.get(i - 1)) <= 0) {
                throw new IllegalArgumentException("sketch " + name + ": edges must ascend, got " + edges);
            }
        }
        if (counts.size() != edges.size() + 1 || counts.stream().anyMatch(c -> c < 0)
                || counts.stream().mapToLong(c -> c).sum() == 0) {
            throw new IllegalArgumentException("sketch " + name + ": needs one count more than edges, none negative, "
                    + "not all zero; got " + counts + " for " + edges.size() + " edges");
        }
    }

    /**
     * Sketches training values.
     *
     * @throws IllegalArgumentException
     *             if there are fewer than twenty or one is not finite
     */
    public static ReferenceSketch of(String name, double[] values) {
        double[] sorted = Arrays.stream(values).map(v -> Math.abs(v) < SMALLEST ? 0 : v).toArray();
        Arrays.sort(sorted);
        if (sorted.length < FEWEST || !Arrays.stream(sorted).allMatch(v -> Math.abs(v) <= LARGEST)) {
            throw new IllegalArgumentException("sketch " + name + ": needs finite training values, none beyond "
                    + LARGEST + ", at least " + FEWEST);
        }
        double[] edges = DoubleStream
                .concat(DoubleStream.of(Math.min(Math.nextDown(sorted[0]), sorted[0] - SMALLEST),
                        sorted[sorted.length - 1]),
                        IntStream.range(1, CELLS).mapToDouble(c -> sorted[sorted.length * c / CELLS]))
                .sorted().distinct().toArray();
        long[] counts = new long[edges.length + 1];
        for (double value : sorted) {
            counts[cell(edges, value)]++;
        }
        return new ReferenceSketch(name, Arrays.stream(edges).mapToObj(BigDecimal::valueOf).toList(),
                LongStream.of(counts).boxed().toList());
    }

    /** The cell of a value. */
    public int cell(double value) {
        return cell(edgeValues(), value);
    }

    static int cell(double[] edges, double value) {
        int at = Arrays.binarySearch(edges, value);
        return at >= 0 ? at : -at - 1;
    }

    double[] edgeValues() {
        return edges.stream().mapToDouble(BigDecimal::doubleValue).toArray();
    }

    /** How many training values there were. */
    public long n() {
        return counts.stream().mapToLong(c -> c).sum();
    }
}
