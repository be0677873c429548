package io.althing.serving;

import java.util.Arrays;

/** A name and a shape that holds a known number of values. */
abstract class Shaped {
    private final String name;
    private final long[] shape;
    private final int size;

    Shaped(String name, long[] shape, int size) {
        this.name = name;
        this.shape = shape;
        this.size = size;
        if (capacity(shape) != size) {
            throw new IllegalArgumentException("tensor '" + name + "' has " + size + " values, but its shape "
                    + Arrays.toString(shape) + " holds " + capacity(shape));
        }
    }

    public String name() {
        return name;
    }

    public long[] shape() {
        return shape;
    }

    public int size() {
        return size;
    }

    /** The number of values a shape holds; -1 if a length is negative or there are more than an array can hold. */
    private static long capacity(long[] shape) {
        long capacity = 1;
        for (long length : shape) {
            if (length < 0 || length > Integer.MAX_VALUE) {
                return -1;
            }
            capacity *= length;
            if (capacity > Integer.MAX_VALUE) {
                return -1;
            }
        }
        return capacity;
    }
}
