package io.althing.chaos.bench;

import java.util.SplittableRandom;

/** The keys and values of a registry benchmark: 10,000 keys, values of 256 bytes that are different each time. */
final class Keys {
    static final int COUNT = 10_000;
    static final int VALUE_BYTES = 256;
    private static final int NUMBER_DIGITS = 16;
    private static final String ALPHABET = "abcdefghijklmnopqrstuvwxyz0123456789";

    private final String tail;

    /** @param seed draws what all values end with */
    Keys(long seed) {
        var random = new SplittableRandom(seed);
        var text = new StringBuilder();
        for (int i = 0; i < VALUE_BYTES - NUMBER_DIGITS; i++) {
            text.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
        }
        tail = text.toString();
    }

    /** The key of a request. */
    static String key(long number) {
        return "k" + (100_000 + number % COUNT);
    }

    /** The value that a request writes. */
    String value(long number) {
        String digits = Long.toString(number);
        return "0".repeat(NUMBER_DIGITS - digits.length()) + digits + tail;
    }
}
