package io.althing.http;

import io.althing.registry.Blob;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/**
 * Makes ULIDs: 26 characters of Crockford base 32, 48 bits of milliseconds since 1970 before 80 random bits, so that they sort by time.
 * The format is that of github.com/ulid/spec. Any thread.
 */
public final class Ulids implements Supplier<String> {
    private static final String DIGITS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
    private static final int TIME_DIGITS = 10;
    private static final int HALF_DIGITS = 8;
    private static final long TIME_BITS = (1L << 48) - 1;

    private final InstantSource clock;
    private final RandomGenerator random;

    /** @param random used by one thread at a time */
    public Ulids(InstantSource clock, RandomGenerator random) {
        this.clock = clock;
        this.random = random;
    }

    @Override
    public String get() {
        long high;
        long low;
        synchronized (random) {
            high = random.nextLong();
            low = random.nextLong();
        }
        var text = new StringBuilder(TIME_DIGITS + 2 * HALF_DIGITS);
        digits(text, clock.millis(), TIME_DIGITS);
        digits(text, high, HALF_DIGITS);
        digits(text, low, HALF_DIGITS);
        return text.toString();
    }

    /**
     * An id that looks like the others but follows from the text alone, for things a request may create: repeating the request names
     * the same thing. It does not sort by time.
     */
    public static String derived(String text) {
        String digest = Blob.of(text.getBytes(StandardCharsets.UTF_8)).digest().value();
        ByteBuffer bits = ByteBuffer.wrap(HexFormat.of().parseHex(digest));
        var id = new StringBuilder(TIME_DIGITS + 2 * HALF_DIGITS);
        digits(id, bits.getLong() & TIME_BITS, TIME_DIGITS);
        digits(id, bits.getLong(), HALF_DIGITS);
        digits(id, bits.getLong(), HALF_DIGITS);
        return id.toString();
    }

    private static void digits(StringBuilder text, long bits, int count) {
        for (int i = count - 1; i >= 0; i--) {
            text.append(DIGITS.charAt((int) ((bits >>> (5 * i)) & 31)));
        }
    }
}
