package io.althing.registry;

/** A SHA-256 digest as 64 lower-case hexadecimal digits; the name of an artifact or blob. */
public record Sha256(String value) implements Comparable<Sha256> {
    private static final int DIGITS = 64;

    /** @throws IllegalArgumentException if the text is not a SHA-256 digest: 64 lower-case hexadecimal digits */
    public Sha256 {
        if (!isDigest(value)) {
            throw new IllegalArgumentException(
                    "'" + value + "' is not a SHA-256 digest: 64 lower-case hexadecimal digits");
        }
    }

    private static boolean isDigest(String text) {
        boolean digest = text.length() == DIGITS;
        for (int i = 0; digest && i < DIGITS; i++) {
            char c = text.charAt(i);
            digest = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
        }
        return digest;
    }

    @Override
    public int compareTo(Sha256 other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
