package io.althing.demo.digits;

import java.util.List;

/**
 * One handwritten digit.
 *
 * @param index the line of the data file it stands in, from 0; its name in request logs
 * @param label what was written, 0…9
 * @param pixels 64 amounts of ink, 0…16, row by row
 */
public record Digit(int index, int label, List<Integer> pixels) {
    /** The length of a side in pixels. */
    public static final int SIDE = 8;

    /** The number of pixels and so of features. */
    public static final int PIXELS = SIDE * SIDE;

    private static final int MOST_INK = 16;

    /** @throws IllegalArgumentException if there are not 64 pixels of 0…16, or the label is not 0…9 */
    public Digit {
        pixels = List.copyOf(pixels);
        if (pixels.size() != PIXELS || pixels.stream().anyMatch(ink -> ink < 0 || ink > MOST_INK)) {
            throw new IllegalArgumentException("digit " + index + " must have 64 pixels of 0 to 16: " + pixels);
        }
        if (label < 0 || label > 9) {
            throw new IllegalArgumentException("digit " + index + " must be labelled 0 to 9, not " + label);
        }
    }

    /** The 64 values a model reads, each the ink divided by 16; exact in binary. A new array each time. */
    public float[] features() {
        float[] features = new float[PIXELS];
        for (int pixel = 0; pixel < PIXELS; pixel++) {
            features[pixel] = pixels.get(pixel) / (float) MOST_INK;
        }
        return features;
    }

    /** The same digit with rows and columns exchanged. */
    public Digit transposed() {
        Integer[] turned = new Integer[PIXELS];
        for (int pixel = 0; pixel < PIXELS; pixel++) {
            turned[pixel] = pixels.get((pixel % SIDE) * SIDE + pixel / SIDE);
        }
        return new Digit(index, label, List.of(turned));
    }
}
